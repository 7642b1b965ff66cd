"""The life of a mailed document and of the case that it belongs to: what is required of whom, and what follows from what came.

A case is one account's want of one proof: its identity, or where it lives. A document is one sending for it, with its
pictures. Mail proves nobody's identity, so whatever comes changes a case and never an account; and since anybody can send a mail
with anybody's number, nothing that comes takes away what a person accepted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from sekisho.core.intake.judging import Fault, Judgement, Verdict
from sekisho.core.intake.pictures import PictureFlaw
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.transitions import read_lifecycle

MOST_REPEATS: Final = 2
"""How often a machine asks for another picture in one case. What comes after that goes to a person, whatever it looks like."""


@unique
class CaseState(StrEnum):
    """What the holder is told of a case."""

    REQUIRED = "required"
    RECEIVED = "received"  # being looked at by the machine
    UNDER_REVIEW = "under_review"  # waiting for a person
    ASKED_AGAIN = "asked_again"
    ACCEPTED = "accepted"
    REFUSED = "refused"


PURPOSES: Final = (Purpose.IDENTITY, Purpose.RESIDENCE)
"""The proofs, in the order in which people read of them."""

WANTED: Final = frozenset({CaseState.REQUIRED, CaseState.ASKED_AGAIN, CaseState.REFUSED})
"""Where the holder has to send something."""


def standing_of(state: CaseState | None, *, is_applicant: bool) -> CaseState | None:
    """Tell how a proof stands, also where there is no case of it: whoever applies needs both (B137)."""
    return CaseState.REQUIRED if state is None and is_applicant else state


@unique
class CaseEvent(StrEnum):
    """What can happen to a case."""

    REQUIRE = "require"
    RECEIVE = "receive"
    HAND_ON = "hand_on"
    REPEAT = "repeat"
    ACCEPT = "accept"
    ASK_AGAIN = "ask_again"
    REFUSE = "refuse"
    SET_BACK = "set_back"


CASE_LIFE: Final = read_lifecycle(
    "case of a document",
    """
    event      from                                   to            by        because
    require    (new)                                  required      reviewer  an account is applied for, or a proof is old
    receive    (new), required, asked_again, refused  received      holder    something came, by mail or by the portal
    receive    received                               received      holder    something more came
    receive    under_review                           under_review  holder    likewise: whoever reviews sees both
    receive    accepted                               accepted      holder    likewise: what was accepted stands (D27)
    hand_on    received, asked_again, under_review    under_review  timer     read, or doubtful, or the third to come
    hand_on    refused                                under_review  timer     likewise: it came before the verdict on another
    hand_on    accepted                               accepted      timer     a person sees the further one
    repeat     received                               asked_again   timer     it cannot be read; at most twice
    accept     under_review, asked_again, accepted    accepted      reviewer  a person saw what it proves
    accept     refused                                accepted      reviewer  likewise, when another was refused before it
    ask_again  under_review, asked_again, refused     asked_again   reviewer  with a reason, which is told (B134)
    ask_again  accepted                               accepted      reviewer  likewise, of the further one
    refuse     under_review, asked_again, refused     refused       reviewer  no other picture would mend it
    refuse     accepted                               accepted      reviewer  likewise, of the further one
    set_back   under_review                           required      reviewer  all that came was nobody's document
    """,
    states=CaseState,
    events=CaseEvent,
)


@unique
class DocumentState(StrEnum):
    """Where one sending stands."""

    RECEIVED = "received"  # being looked at by the machine
    UNFILED = "unfiled"  # whose it is, or what for, only a person can tell
    WAITING = "waiting"  # for a person's verdict
    REPEATED = "repeated"  # the machine asked for another picture
    ACCEPTED = "accepted"
    ASKED_AGAIN = "asked_again"
    REFUSED = "refused"
    DISMISSED = "dismissed"  # no document of anybody's


@unique
class DocumentEvent(StrEnum):
    """What can happen to one sending."""

    COME = "come"
    COME_UNCLEAR = "come_unclear"
    HAND_ON = "hand_on"
    REPEAT = "repeat"
    FILE = "file"
    DISMISS = "dismiss"
    ACCEPT = "accept"
    ASK_AGAIN = "ask_again"
    REFUSE = "refuse"


DOCUMENT_LIFE: Final = read_lifecycle(
    "mailed document",
    """
    event         from                 to           by        because
    come          (new)                received     holder    the subject, or the portal's form, says whose it is and what for
    come_unclear  (new)                unfiled      holder    it does not (A048 to A053), and nothing is guessed
    file          unfiled              received     reviewer  a person found out
    dismiss       unfiled, waiting     dismissed    reviewer  it is nobody's document
    hand_on       received             waiting      timer     see the case
    repeat        received             repeated     timer     see the case
    accept        waiting, repeated    accepted     reviewer  see the case
    ask_again     waiting, repeated    asked_again  reviewer  see the case
    refuse        waiting, repeated    refused      reviewer  see the case
    """,
    states=DocumentState,
    events=DocumentEvent,
)


@unique
class Unread(StrEnum):
    """Why a document goes to a person although no picture of it was judged."""

    NO_PICTURE = "no_picture"
    SET_ASIDE = "set_aside"  # the machine failed at it three times


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One picture after the machine looked at it: why it could not, or what its pages are worth."""

    flaw: PictureFlaw | None
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeat:
    """Ask for another picture. `picture` and `page` count from 0 and say which one is meant; None: there was none at all."""

    why: Fault | PictureFlaw | Unread
    picture: int | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class HandOn:
    """Put it before a person; `why` is empty where it was simply read."""

    why: Fault | PictureFlaw | Unread | None = None


def follows(seen: Sequence[Seen], *, is_enough: bool, state: CaseState, repeats: int) -> Repeat | HandOn:
    """Tell what follows from what was seen. `is_enough`: all that the purpose requires was read, from all pictures together.

    A machine asks again only while nobody waits for a person's verdict, and at most `MOST_REPEATS` times (documents.md 4.3).
    """
    if is_enough:
        return HandOn()
    found = _first_reason(seen)
    is_doubtful = any(one.verdict is Verdict.DOUBTFUL for picture in seen for one in picture.judgements)
    may_ask = state in {CaseState.RECEIVED, CaseState.ASKED_AGAIN} and repeats < MOST_REPEATS
    if found is None or is_doubtful or not may_ask:
        return HandOn(why=found.why if found else None)
    return found


def _first_reason(seen: Sequence[Seen]) -> Repeat | None:
    if not seen:
        return Repeat(why=Unread.NO_PICTURE)
    for number, picture in enumerate(seen):
        if picture.flaw is not None:
            return Repeat(why=picture.flaw, picture=number)
        for page, judgement in enumerate(picture.judgements):
            if judgement.fault is not None:
                return Repeat(why=judgement.fault, picture=number, page=page)
    return None
