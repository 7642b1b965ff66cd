"""The desk's deeds: search, the call, its evidence, the second person, and what is done for a verified caller."""
