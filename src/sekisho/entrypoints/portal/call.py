"""What the portal says of a call with the desk: who is speaking, or that nobody is; the words only after a second factor."""

from dataclasses import dataclass

from sekisho.core.access.decisions import PORTAL
from sekisho.entrypoints.portal.shown import Eye
from sekisho.entrypoints.site.challenge_shown import TimeLeft, time_left
from sekisho.entrypoints.site.installation import Installation
from sekisho.wording.catalogue import words
from sekisho.wording.desk import said_pair
from sekisho.workflows.desk.calls import show_call_to_holder
from sekisho.workflows.desk.outcomes import CallShown, NoCall
from sekisho.workflows.outcomes import Visitor


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaking:
    """An agent is in a call about this account."""

    heading: str
    pair: str  # "" where no second factor was answered
    time: TimeLeft


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody of the desk is: whoever says otherwise on the telephone is not of the house."""


def show_call(house: Installation, visitor: Visitor, eye: Eye) -> Speaking | Silence | None:
    """Say who is speaking with a holder; None: this session shows nothing of the account (a paper login)."""
    if not visitor.scopes & PORTAL:
        return None
    match show_call_to_holder(house.ports, visitor):
        case CallShown(agent=agent, pair=pair, ends_at=ends_at):
            return Speaking(
                heading=words("desk_pages.holder.heading", language=eye.language, agent=agent),
                pair=said_pair(pair, language=eye.language) if pair else "",
                time=time_left(ends_at - eye.now, eye.language),
            )
        case NoCall():
            return Silence()
