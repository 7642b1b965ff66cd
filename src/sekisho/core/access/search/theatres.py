"""The parts into which the whole is cut, so that each is small enough to be searched to its end.

Every span is shortened to one, two or three days: the policy compares moments and never measures spans, so only their order
matters, and short spans keep the worlds few. The larger parts of `thorough_theatres_of` include the house's own spans.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from sekisho.core.access.search.policy import Policy
from sekisho.core.access.search.scene import Deed
from sekisho.core.authenticators.terms import Terms

DAY: Final = timedelta(days=1)
SHORT: Final = Terms(
    passcode_full_for=DAY,
    passcode_card_only_for=DAY,
    card_valid_for=3 * DAY,
    address_settled_after=2 * DAY,
    delivered_within=MappingProxyType({}),
    delivered_elsewhere_within=DAY,
    activated_after=MappingProxyType({}),
    activated_elsewhere_after=2 * DAY,
    announced_before=(DAY,),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Theatre:
    """One part of the whole: the policy on trial with the terms it is played under, and what does not happen."""

    name: str
    policy: Policy
    leaves_out: frozenset[Deed] = frozenset()
    counts_rows: bool = False  # see `world.settled`


_ORDERING: Final = frozenset({Deed.ORDER, Deed.ORDER_AT_DESK})
_BINDING: Final = frozenset({Deed.BIND_FIRST, Deed.BIND, Deed.MOVE})
_REOPENING: Final = frozenset({Deed.REOPEN})
_OPTING: Final = frozenset({Deed.OPT_OUT, Deed.APPROVE_LATE})
_HOLDING: Final = frozenset({Deed.HOLD, Deed.HOLD_AT_DESK, Deed.RELEASE, Deed.CHANGE_ADDRESS, Deed.USE_CARD_UP})
_SHARING: Final = frozenset(
    {Deed.SHARE_FIRST, Deed.SHARE, Deed.STOP_SHARING, Deed.BACK_ELSEWHERE, Deed.UNBLOCK_ELSEWHERE}
)
_PASSKEYS: Final = frozenset({Deed.BIND_FIRST_PASSKEY, Deed.BIND_PASSKEY})
_TOLD_TWICE: Final = frozenset({Deed.LOSE, Deed.RETIRE, Deed.CONFIRM, Deed.ORDER})
"""What the holder can do as well as the desk or the post, with the same effect."""


def theatres_of(policy: Policy) -> tuple[Theatre, ...]:
    """Give the parts that are searched every time."""
    short = replace(policy, terms=SHORT)
    return (
        Theatre(name="a key app", policy=short, leaves_out=_ORDERING | _SHARING | _PASSKEYS, counts_rows=True),
        Theatre(name="a posted card+", policy=short, leaves_out=_BINDING | _OPTING | _SHARING | _PASSKEYS),
        Theatre(
            name="a key app and a posted card+",
            policy=short,
            leaves_out=_OPTING | _HOLDING | _TOLD_TWICE | _REOPENING | _SHARING | _PASSKEYS,
        ),
        Theatre(
            name="a key app and a shared card+",
            policy=short,
            leaves_out=_OPTING | _HOLDING | _TOLD_TWICE | _REOPENING | _ORDERING | _PASSKEYS,
        ),
        Theatre(
            name="a key app and a passkey",
            policy=short,
            leaves_out=_OPTING | _HOLDING | _TOLD_TWICE | _REOPENING | _ORDERING | _SHARING,
        ),
    )


def thorough_theatres_of(policy: Policy) -> tuple[Theatre, ...]:
    """Give larger parts, which take minutes; the first is played under the house's own spans."""
    short = replace(policy, terms=SHORT)
    return (
        Theatre(
            name="a key app, own spans", policy=policy, leaves_out=_ORDERING | _SHARING | _PASSKEYS, counts_rows=True
        ),
        Theatre(
            name="a posted card+, in full", policy=short, leaves_out=_BINDING | _SHARING | _PASSKEYS, counts_rows=True
        ),
        Theatre(
            name="a key app and a posted card+, at greater length",
            policy=short,
            leaves_out=_OPTING | _SHARING | _PASSKEYS,
        ),
        Theatre(
            name="a key app and a shared card+, in full",
            policy=short,
            leaves_out=_ORDERING | _PASSKEYS,
            counts_rows=True,
        ),
        Theatre(
            name="a passkey beside a key app, in full", policy=short, leaves_out=_ORDERING | _SHARING, counts_rows=True
        ),
    )
