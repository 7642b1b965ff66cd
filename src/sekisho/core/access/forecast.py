"""What will work until when: the one policy, asked about the future.

Every span is an answer of `decide`, asked at the moment at which something changes by itself; between two such moments nothing
does. A device that activates itself is such a moment. What people will do meanwhile is not foreseen: no lost device, no
approval, no parcel reported missing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from sekisho.core.access.decide import decide
from sekisho.core.access.decisions import (
    Decision,
    Evidence,
    FactorRequired,
    Granted,
    Mode,
    Refused,
    Scope,
    Surface,
)
from sekisho.core.access.situations import offered_by
from sekisho.core.accounts import Account, Credentials
from sekisho.core.authenticators.due import activations, as_of
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    AuthenticatorKind,
    CodeCard,
    PermanentDevice,
    TemporaryPasscode,
    kind_of,
)
from sekisho.core.authenticators.terms import Terms


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """From `starts_at` up to but not at `ends_at` (None: it does not end by itself), this way in gives this.

    No scopes means refused. `factor` and `answered` are None where nothing is asked. `because` is the row of the access table
    that grants, or the reason that refuses.
    """

    starts_at: datetime
    ends_at: datetime | None
    surface: Surface
    scopes: frozenset[Scope]
    factor: AuthenticatorKind | None
    because: str
    answered: AuthenticatorId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """One way to try a surface at one moment, and what comes of it."""

    surface: Surface
    answered: AuthenticatorId | None
    factor: AuthenticatorKind | None
    scopes: frozenset[Scope]
    because: str


BREADTH: Final = (
    Scope.PORTAL_FULL,
    Scope.TRADING_LIVE,
    Scope.PORTAL_APPLICATION,
    Scope.PORTAL_STATEMENTS,
    Scope.PORTAL_CARD_ONLY,
    Scope.PORTAL_REACTIVATE,
    Scope.PORTAL_ENROL,
    Scope.TRADING_PAPER,
)
"""Scopes from the widest to the narrowest, for choosing the best way into a surface."""


def forecast(
    account: Account, *, now: datetime, horizon: timedelta, address_changed_at: datetime | None, terms: Terms
) -> tuple[Span, ...]:
    """Give every way into every surface, live, with the live login, from `now` on; spans starting after `horizon` are left out.

    Ordered by surface, then by start, then as a login would offer them.
    """
    future = _Future(account, address_changed_at=address_changed_at, terms=terms)
    return _spans(future, ways_at, now=now, horizon=horizon)


def outlook(
    account: Account, *, now: datetime, horizon: timedelta, address_changed_at: datetime | None, terms: Terms
) -> tuple[Span, ...]:
    """Give the best way into each surface: for each one, spans that follow one another without a gap."""
    future = _Future(account, address_changed_at=address_changed_at, terms=terms)
    return _spans(future, best_ways_at, now=now, horizon=horizon)


@dataclass(frozen=True, slots=True)
class _Future:
    """An account with what the coming moments depend on."""

    account: Account
    address_changed_at: datetime | None = field(kw_only=True)
    terms: Terms = field(kw_only=True)

    def at(self, moment: datetime) -> Account:
        """Give the account as it will be if nobody does anything."""
        return as_of(self.account, moment, address_changed_at=self.address_changed_at, terms=self.terms)

    def boundaries(self) -> Iterator[datetime]:
        """Give every moment at which something changes by itself."""
        if self.account.trades_from is not None:
            yield self.account.trades_from
        for held in self.account.authenticators:
            yield from _ends_of(held)
        coming = activations(self.account, address_changed_at=self.address_changed_at, terms=self.terms)
        yield from (activation.at for activation in coming)


def ways_at(account: Account, at: datetime) -> tuple[Way, ...]:
    """Give what a login at one moment would offer and what each answer would give."""
    return tuple(way for surface in Surface for way in _ways_into(account, surface, at=at))


def best_ways_at(account: Account, at: datetime) -> tuple[Way, ...]:
    """Give the widest way into each surface at one moment; among equals, the one that a login offers first."""
    return tuple(min(_ways_into(account, surface, at=at), key=_narrowness) for surface in Surface)


def _ways_into(account: Account, surface: Surface, *, at: datetime) -> tuple[Way, ...]:
    decision = _asked(account, None, surface=surface, at=at)
    match decision:
        case FactorRequired(offered=offered):
            return tuple(_way(account, answered, surface=surface, at=at) for answered in offered)
        case Refused(alternatives=alternatives):
            return tuple(_way(account, answered, surface=surface, at=at) for answered in (None, *alternatives))
        case Granted():
            return (_way(account, None, surface=surface, at=at),)
        case never:
            assert_never(never)


def _asked(account: Account, answered: AuthenticatorId | None, *, surface: Surface, at: datetime) -> Decision:
    evidence = Evidence(credentials=Credentials.LIVE, answered=answered)
    return decide(account, evidence, surface=surface, mode=Mode.LIVE, now=at)


def _way(account: Account, answered: AuthenticatorId | None, *, surface: Surface, at: datetime) -> Way:
    decision = _asked(account, answered, surface=surface, at=at)
    held = None if answered is None else account.find(answered)
    factor = None if held is None else kind_of(held)
    match decision:
        case Granted(scopes=scopes, situation=situation):
            return Way(surface=surface, answered=answered, factor=factor, scopes=scopes, because=situation)
        case Refused(reason=reason):
            return Way(surface=surface, answered=answered, factor=factor, scopes=frozenset(), because=reason)
        case FactorRequired(situation=situation):  # an answer is never answered by a question; shown as a no if it were
            return Way(surface=surface, answered=answered, factor=factor, scopes=frozenset(), because=situation)
        case never:
            assert_never(never)


def _narrowness(way: Way) -> int:
    return min((BREADTH.index(scope) for scope in way.scopes), default=len(BREADTH))


def _spans(
    future: _Future, ways: Callable[[Account, datetime], tuple[Way, ...]], *, now: datetime, horizon: timedelta
) -> tuple[Span, ...]:
    moments = [now, *sorted({at for at in future.boundaries() if at > now})]
    running: dict[Way, Span] = {}
    spans: list[Span] = []
    for at in moments:
        present = ways(future.at(at), at)
        spans += [replace(running.pop(way), ends_at=at) for way in tuple(running) if way not in present]
        running |= {way: _span(way, starts_at=at) for way in present if way not in running}
    spans += running.values()
    within = [span for span in spans if span.starts_at < now + horizon]
    offered = {held: place for place, held in enumerate(offered_by(future.at(now), now))}
    return tuple(sorted(within, key=lambda span: _order(span, offered)))


def _span(way: Way, *, starts_at: datetime) -> Span:
    return Span(
        starts_at=starts_at,
        ends_at=None,
        surface=way.surface,
        scopes=way.scopes,
        factor=way.factor,
        because=way.because,
        answered=way.answered,
    )


def _order(span: Span, offered: dict[AuthenticatorId, int]) -> tuple[int, datetime, int]:
    place = -1 if span.answered is None else offered.get(span.answered, len(offered))
    return list(Surface).index(span.surface), span.starts_at, place


def _ends_of(authenticator: Authenticator) -> Iterable[datetime]:
    match authenticator:
        case CodeCard(expires_at=expires_at):
            return () if expires_at is None else (expires_at,)
        case TemporaryPasscode(full_until=full_until, expires_at=expires_at):
            return (full_until, expires_at)
        case PermanentDevice():
            return ()
        case never:
            assert_never(never)
