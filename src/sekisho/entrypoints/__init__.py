"""What drives Sekisho: each door is parse, one workflow, render."""
