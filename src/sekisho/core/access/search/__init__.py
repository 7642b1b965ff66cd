"""The exhaustive search that holds the whole policy to its promises."""
