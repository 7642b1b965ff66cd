"""Fakes, a fixed clock, dealt dice and soft devices; shipped, because others test against Sekisho too."""
