"""The agents' console as pages: search, the holder's sheet, the call, the deeds, the second agent. Workflows decide."""
