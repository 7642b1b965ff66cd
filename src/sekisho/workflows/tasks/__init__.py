"""Sensitive tasks: filled in, proved with user name, password and a second factor for exactly that task, then done (S3)."""
