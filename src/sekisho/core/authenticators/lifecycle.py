"""The lives of a permanent device, a code card and a temporary passcode: one table each, the only way a state changes.

Whole deeds, with what replaces what, are in `device_deeds` and `interim_deeds`; this module knows one authenticator at a time.
Words follow facts.md parts B and E: bind, suspend, reactivate, retire, expire.
"""

from dataclasses import replace
from enum import StrEnum, unique
from typing import Final

from sekisho.core.authenticators.kinds import (
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    TemporaryPasscode,
)
from sekisho.core.transitions import NotAllowed, read_lifecycle


@unique
class DeviceEvent(StrEnum):
    """What can happen to a permanent device."""

    BIND = "bind"
    REQUEST = "request"
    SHIP = "ship"
    CONFIRM_DELIVERY = "confirm_delivery"
    ACTIVATE = "activate"
    AUTO_ACTIVATE = "auto_activate"
    SUSPEND = "suspend"
    REACTIVATE = "reactivate"
    REPORT_LOST = "report_lost"
    BLOCK = "block"
    UNBLOCK = "unblock"
    RETIRE = "retire"


@unique
class CardEvent(StrEnum):
    """What can happen to a code card."""

    SHOW = "show"
    ACTIVATE = "activate"
    EXHAUST = "exhaust"
    EXPIRE = "expire"
    RETIRE = "retire"


@unique
class PasscodeEvent(StrEnum):
    """What can happen to a temporary passcode."""

    ISSUE = "issue"
    KILL = "kill"
    EXPIRE = "expire"
    END = "end"


DEVICE_LIFE: Final = read_lifecycle(
    "permanent device",
    """
    event             from                              to         by                   because
    bind              (new)                             active     holder               a key app or a passkey, which answered
    request           (new)                             requested  holder, agent        ordered, the PIN set (B043, B044)
    ship              requested                         shipped    post                 to the address of record (A111)
    confirm_delivery  shipped                           delivered  holder, post         known to be in the holder's hands
    activate          shipped, delivered                active     holder               by hand, it answered (A118, B088)
    auto_activate     shipped, delivered                active     timer                after a set time (A114, A119)
    suspend           active                            suspended  agent                a passcode stands in for it (D16)
    reactivate        suspended                         active     holder               it is back, and answered (A094, A095)
    block             active, suspended                 blocked    wrong tries, holder  ten wrong answers, or stopped
    unblock           blocked                           active     agent                the caller was verified
    report_lost       requested, shipped, delivered     lost       holder, agent        lost on its way (A110)
    report_lost       active, suspended, blocked        lost       holder, agent        lost, stolen or damaged (A096)
    retire            requested, shipped, delivered     retired    holder, agent        no longer wanted
    retire            active, suspended, blocked, lost  retired    holder, agent        returned, replaced (A192)
    """,
    states=DeviceState,
    events=DeviceEvent,
)

CARD_LIFE: Final = read_lifecycle(
    "code card",
    """
    event     from                        to         by      because
    show      (new)                       shown      holder  displayed once, to be printed or saved (A173)
    activate  shown                       active     holder  two of its cells were answered (A182)
    exhaust   active                      exhausted  holder  fewer than two unused cells are left
    expire    active, exhausted           expired    timer   seen at or after its end (A107)
    retire    shown                       retired    holder  shown again, or a device came back
    retire    active, exhausted, expired  retired    holder  a device or a new card took its place
    """,
    states=CardState,
    events=CardEvent,
)

PASSCODE_LIFE: Final = read_lifecycle(
    "temporary passcode",
    """
    event   from           to       by                    because
    issue   (new)          live     agent                 told by telephone to a verified caller (A087)
    kill    live           dead     wrong tries           ten wrong tries
    expire  live           expired  timer                 seen at or after hour 288 (A103)
    end     live           ended    holder, agent, timer  a card, device or passcode took its place
    end     dead, expired  ended    holder, agent, timer  likewise, so that the newest proof decides
    """,
    states=PasscodeState,
    events=PasscodeEvent,
)


def device_after(device: PermanentDevice, event: DeviceEvent) -> PermanentDevice | NotAllowed:
    """Give the device as it is after `event`; once active, it has been active for ever."""
    state = DEVICE_LIFE.after(device.state, event)
    if isinstance(state, NotAllowed):
        return state
    return replace(device, state=state, ever_active=device.ever_active or state is DeviceState.ACTIVE)


def card_after(card: CodeCard, event: CardEvent) -> CodeCard | NotAllowed:
    """Give the card as it is after `event`."""
    state = CARD_LIFE.after(card.state, event)
    return state if isinstance(state, NotAllowed) else replace(card, state=state)


def passcode_after(passcode: TemporaryPasscode, event: PasscodeEvent) -> TemporaryPasscode | NotAllowed:
    """Give the passcode as it is after `event`."""
    state = PASSCODE_LIFE.after(passcode.state, event)
    return state if isinstance(state, NotAllowed) else replace(passcode, state=state)
