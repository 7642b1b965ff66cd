"""Schema changes, in order; each is resumable."""
