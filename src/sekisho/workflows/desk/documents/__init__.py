"""The reviewers' desk: what waits, what one looks at, the verdict, and what nobody could file."""
