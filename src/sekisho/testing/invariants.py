"""What must be true of a store at any moment between two deeds, whatever raced, failed or was killed before.

I1 each consumed challenge and exactly one session; of one that the app answered, when its browser came for it. I2 no more
evaluated failures than the budgets allow. I3 no session above the password without a consumed challenge of that login. I4 one
live passcode and one live card for each account. I5 no question and no cell twice. I8 the trail verifies and tells of every
session. Read the rows, change nothing; an empty result is good.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sekisho.adapters.storage import trail
from sekisho.adapters.storage.approval_rows import ApprovalRow
from sekisho.adapters.storage.moments import from_stored
from sekisho.adapters.storage.rows import AuthenticatorRow, BrowserRow, ChallengeRow, LoginRow, SessionRow, SpentCellRow
from sekisho.core import throttle
from sekisho.core.access import decide
from sekisho.core.access.decisions import Evidence, Granted, Mode, Surface
from sekisho.core.accounts import Account, Credentials
from sekisho.core.authenticators import code_card
from sekisho.core.authenticators.approvals import ApprovalState
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, PasscodeState
from sekisho.core.events import Event, Happening
from sekisho.core.reasons import Reason
from sekisho.workflows.devices.deed import NO_ANSWER
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import SIGN_IN

EVALUATED: Final = frozenset({Reason.WRONG_RESPONSE, Reason.DEVICE_SUSPENDED, Reason.PASSCODE_DEAD})
"""The reasons that stand in the trail after an answer was verified and was wrong."""

RIGHT: Final = frozenset({Happening.SIGNED_IN, Happening.CARD_ACTIVATED, Happening.APPROVAL_GIVEN})
"""What stands in the trail after an answer was verified and was right."""

CARD: Final = AuthenticatorKind.CODE_CARD

SLACK: Final = timedelta(minutes=1)
"""How much later than its moment a right answer may have been committed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Violation:
    """One sentence that does not hold: which invariant, and what was found."""

    invariant: str
    found: str


def violations(ports: Ports) -> tuple[Violation, ...]:
    """Look through the whole store and name everything that must not be."""
    looks = {
        "I1": _uses_without_their_session,
        "I2": _failures_beyond_budget,
        "I4": _second_interim_proofs,
        "I5": _repeated_questions,
    }
    found = [Violation(invariant=name, found=what) for name, look in looks.items() for what in look()]
    found += [Violation(invariant="I3", found=what) for what in _unproved_sessions(ports)]
    found += [Violation(invariant="I8", found=what) for what in _gaps_in_the_trail(ports)]
    return tuple(found)


def _uses_without_their_session() -> Iterator[str]:
    logins = LoginRow.objects.filter(outcome="granted", purpose=SIGN_IN)
    answered = ChallengeRow.objects.filter(used_at__isnull=False, login__in=logins)
    claimed = dict(ApprovalRow.objects.filter(state=ApprovalState.CLAIMED).values_list("challenge_id", "moved_at"))
    columns = ("id", "login__holder_id", "authenticator_id", "used_at", "login__surface", "login__mode")
    uses = Counter(
        (holder, answered_by, claimed.get(id_, used_at), surface, mode)
        for id_, holder, answered_by, used_at, surface, mode in answered.values_list(*columns)
    )
    first = _first_evidence()
    kept = ("holder_id", "created_at", "surface", "mode", "answered", "reference")
    opened = [
        (holder, first.get(reference, answered), at, surface, mode)
        for holder, at, surface, mode, answered, reference in SessionRow.objects.values_list(*kept)
    ]
    sessions = Counter(one for one in opened if one[1] not in {"", NO_ANSWER})
    yield from (f"used without a session: {use}" for use in uses - sessions)
    yield from (f"a session without its use: {session}" for session in sessions - uses)
    uses_of_login = Counter(ChallengeRow.objects.filter(used_at__isnull=False).values_list("login_id", flat=True))
    yield from (f"a login used {count} challenges: {login}" for login, count in uses_of_login.items() if count > 1)
    with_password = logins.exclude(id_hash__in=answered.values("login_id")).count()
    without_answer = len(opened) - sessions.total()
    if with_password != without_answer:
        yield f"{with_password} logins granted without an answer, and {without_answer} such sessions"
    yield from (f"granted and not over: {login}" for login in logins.filter(is_over=False).values_list("id_hash"))


def _first_evidence() -> dict[str, str]:
    """Give what sessions were opened with whose evidence was rewritten since, by their references."""
    found: dict[str, str] = {}
    for event in map(trail.read, trail.entries()):
        if event.detail.get("instead_of"):
            found.setdefault(str(event.detail["opened_under"]), str(event.detail["instead_of"]))
    return found


def _unproved_sessions(ports: Ports) -> Iterator[str]:
    columns = ("id_hash", "holder_id", "credentials", "surface", "mode", "answered", "created_at")
    with ports.store.reading() as tx:
        holders = set(SessionRow.objects.values_list("holder_id", flat=True))
        accounts = {holder_id: tx.account(tx.holder(holder_id).account_number) for holder_id in holders}
        for id_hash, holder_id, credentials, surface, mode, answered, at in SessionRow.objects.values_list(*columns):
            if answered:
                if answered not in {authenticator.id for authenticator in accounts[holder_id].authenticators}:
                    yield f"answered by another account's authenticator: {id_hash}"
                continue
            evidence = Evidence(credentials=Credentials(credentials))
            moment = from_stored(at)
            account = _as_it_was(accounts[holder_id], at)
            decision = decide(account, evidence, surface=Surface(surface), mode=Mode(mode), now=moment)
            if not isinstance(decision, Granted):
                yield f"opened by the password alone: {id_hash}"


def _as_it_was(account: Account, at: int) -> Account:
    """Leave out what came later: a first device ends what the password alone had opened."""
    later = set(
        AuthenticatorRow.objects.filter(account_id=account.number, created_at__gt=at).values_list("id", flat=True)
    )
    return replace(account, authenticators=tuple(held for held in account.authenticators if held.id not in later))


def _failures_beyond_budget() -> Iterator[str]:
    passwords: dict[Any, list[datetime]] = defaultdict(list)
    responses: dict[Any, list[datetime]] = defaultdict(list)
    rights: dict[Any, list[datetime]] = defaultdict(list)
    for event in map(trail.read, trail.entries()):
        if event.reason is Reason.BAD_CREDENTIALS:
            passwords[event.detail.get("name_print")].append(event.at)
        if _is_evaluated(event):
            responses[event.holder].append(event.at)
        is_right = event.happening in RIGHT or "proved_with" in event.detail
        if is_right or event.reason is Reason.RESPONSE_USED:
            rights[event.holder].append(event.at)
    for name, moments in passwords.items():
        if _most_within(moments, throttle.PASSWORD_DOOR.within) > throttle.PASSWORD_DOOR.most:
            yield f"wrong passwords of {name}"
    for holder, moments in responses.items():
        clients = 1 + BrowserRow.objects.filter(holder_id=holder).count()  # each known browser, and all others together
        if any(_most_within(moments, span) > clients * most for most, span in throttle.SECOND_FACTOR_MONTH.windows):
            yield f"wrong responses of {holder} within a month"
        yield from (f"wrong responses of {holder} from {at} on" for at in _beyond_ladder(moments, rights[holder]))
    worn = AuthenticatorRow.objects.filter(wrong_in_row__gt=100).values_list("id", flat=True)
    yield from (f"wrong answers in a row of {id_}" for id_ in worn)


def _is_evaluated(event: Event) -> bool:
    return event.happening is Happening.RESPONSE_REFUSED and event.reason in EVALUATED


def _most_within(moments: Iterable[datetime], span: timedelta) -> int:
    ordered = sorted(moments)
    return max(sum(1 for later in ordered[at:] if later - first < span) for at, first in enumerate(ordered))


def _beyond_ladder(wrongs: list[datetime], rights: list[datetime]) -> Iterator[datetime]:
    """Give the moments from which more was evaluated than the ladder's free tries, one ladder for each right answer."""
    span = throttle.SECOND_FACTOR.waits[0]
    for first in wrongs:
        count = sum(1 for at in wrongs if first <= at < first + span)
        ladders = 1 + sum(1 for at in rights if first - SLACK <= at < first + span)
        if count > ladders * throttle.SECOND_FACTOR.free:
            yield first


def _second_interim_proofs() -> Iterator[str]:
    live = AuthenticatorRow.objects.filter(state__in=(PasscodeState.LIVE, CardState.ACTIVE))
    interim = live.filter(kind__in=(AuthenticatorKind.TEMPORARY_PASSCODE, AuthenticatorKind.CODE_CARD))
    held = Counter(interim.values_list("account_id", "kind"))
    yield from (f"{count} of {kind} on {account}" for (account, kind), count in held.items() if count > 1)


def _repeated_questions() -> Iterator[str]:
    posed = ChallengeRow.objects.exclude(authenticator__kind=CARD).exclude(question="")
    asked = Counter(posed.values_list("authenticator_id", "question"))
    yield from (f"asked {count} times: {question}" for question, count in asked.items() if count > 1)
    spent = set(SpentCellRow.objects.values_list("authenticator_id", "cell"))
    yield from _repeated_cells(spent)
    cards = AuthenticatorRow.objects.filter(kind=CARD).values_list("id", "cells", "cells_left")
    gone = Counter(card for card, _ in spent)
    yield from (f"wrong count of cells left: {card}" for card, cells, left in cards if left != cells - gone[card])


def _repeated_cells(spent: set[tuple[str, int]]) -> Iterator[str]:
    pairs: dict[tuple[str, int], set[str]] = defaultdict(set)
    columns = ("authenticator_id", "question", "used_at")
    uses: Counter[tuple[str, int]] = Counter()
    for card, question, used_at in ChallengeRow.objects.filter(authenticator__kind=CARD).values_list(*columns):
        for cell in code_card.indices(question):
            pairs[card, cell].add(question)
            uses[card, cell] += used_at is not None
    yield from (f"asked in two pairs: {cell}" for cell, questions in pairs.items() if len(questions) > 1)
    yield from (f"answered {count} times: {cell}" for cell, count in uses.items() if count > 1)
    yield from (f"answered and not spent: {cell}" for cell, count in uses.items() if count and cell not in spent)


def _gaps_in_the_trail(ports: Ports) -> Iterator[str]:
    found = trail.verify(ports.vault)
    if isinstance(found, trail.Broken):
        yield f"{found.why} at {found.seq}"
        return
    told = Counter(
        (event.reference, event.holder, event.surface)
        for event in map(trail.read, trail.entries())
        if event.happening is Happening.SIGNED_IN
    )
    opened = Counter(SessionRow.objects.values_list("reference", "holder_id", "surface"))
    yield from (f"not in the trail: {session}" for session in opened - told)
    yield from (f"only in the trail: {session}" for session in told - opened)
