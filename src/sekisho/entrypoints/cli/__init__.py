"""The command line: `sekisho`. Each command is parse, one deed, one line; the rooms behind are loaded only by who needs them."""
