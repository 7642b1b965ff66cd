"""The exhaustive search that holds the whole policy to its promises: every state, every order of deeds, the real `decide`."""

from sekisho.core.access.search.policy import Policy
from sekisho.core.access.search.story import page_of, story_of
from sekisho.core.access.search.theatres import Theatre, theatres_of, thorough_theatres_of
from sekisho.core.access.search.walk import Breach, Report, search

__all__ = [
    "Breach",
    "Policy",
    "Report",
    "Theatre",
    "page_of",
    "search",
    "story_of",
    "theatres_of",
    "thorough_theatres_of",
]
