"""The eleven situations of the help as stories that are played: who begins where, what each does, and how that is seen.

A story judges nothing and does nothing that its people could not do: it looks at the account and at the trail and ticks.
"""
