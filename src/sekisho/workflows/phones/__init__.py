"""Deeds upon Sekisho Key: a phone invited, admitted, proved, moved; its PIN changed."""
