"""Deeds upon passkeys: a session invited to make one, and the one that it made put to use."""
