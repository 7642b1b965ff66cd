"""The eleven stories, in the help's order (product.md 4.5): only data.

Each follows what the help tells a person in that situation, to the full access or to the exact refusal at which it ends.
"""

from collections.abc import Mapping
from typing import Final

from sekisho.core.accounts import ClosedCause, Standing
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState, Platform
from sekisho.core.desk.roles import Role as DeskRole
from sekisho.core.reasons import Reason
from sekisho.entrypoints.demo.cast import DAY, HOUR, app, card, dsc, passcode
from sekisho.entrypoints.demo.stories.story import (
    HOLDER,
    Moment,
    Place,
    Plays,
    Reached,
    Said,
    Saw,
    Sign,
    Start,
    Step,
    Story,
    came_in,
    showed,
    was_refused,
)

_CARD: Final = AuthenticatorKind.CODE_CARD
_DSC: Final = AuthenticatorKind.DSC_PLUS
_PASSCODE: Final = AuthenticatorKind.TEMPORARY_PASSCODE
_IOS, _ANDROID = app(Platform.IOS), app(Platform.ANDROID)
_ANDROID_ASIDE = app(Platform.ANDROID, DeviceState.SUSPENDED)
_DSC_ASIDE = dsc(DeviceState.SUSPENDED)
_DSC_LOST = dsc(DeviceState.LOST)


def _holder(key: str, sign: Sign, *, at: Place | None, who: str = HOLDER) -> Step:
    return Step(key=key, plays=Plays.HOLDER, sign=sign, at=at, who=who)


def _time(key: str, moment: Moment, *, who: str = HOLDER) -> Step:
    return Step(key=key, plays=Plays.TIME, sign=Reached(moment), who=who)


def _post(key: str, happening: str) -> Step:
    return Step(key=key, plays=Plays.POST, sign=Saw(happening=happening))


def _call(deed: str, happening: str, *, key: str = "call") -> tuple[Step, ...]:
    """A telephone call at the desk: opened, the number on file rung back, something more known, and then the deed."""
    seen = (
        (key, Saw(happening="call_opened")),
        ("call_back", showed("call_back")),
        ("account_details", showed("account_details")),
        (deed, Saw(happening=happening)),
    )
    return tuple(Step(key=name, plays=Plays.AGENT, sign=sign, at=Place.DESK) for name, sign in seen)


def _printed_card() -> tuple[Step, ...]:
    """The card in the portal: shown, activated, and used at the trading platform."""
    return (
        _holder("card_shown", Saw(happening="card_shown"), at=Place.CARD),
        _holder("card_activated", Saw(happening="card_activated"), at=Place.CARD),
        _holder("card_trades", came_in("trading", _CARD), at=Place.TRADER),
    )


_CREDENTIALS: Final = Story(
    number=1,
    starts={
        "applied": Start(holdings=(_ANDROID,), standing=Standing.APPLIED),
        "today": Start(holdings=(dsc(),), standing=Standing.APPROVED_TODAY),
        "closed": Start(holdings=(dsc(),), standing=Standing.CLOSED, closed_cause=ClosedCause.BY_HOLDER),
        "paper": Start(holdings=(_IOS,), has_paper=True),
    },
    steps=(
        _holder("applied", was_refused("trading", Reason.ACCOUNT_NOT_APPROVED), at=Place.TRADER, who="applied"),
        _holder("applied_portal", came_in("portal"), at=Place.PORTAL, who="applied"),
        _holder("today", was_refused("trading", Reason.ACCOUNT_OPENS_TOMORROW), at=Place.TRADER, who="today"),
        _holder("today_portal", came_in("portal"), at=Place.PORTAL, who="today"),
        _time("tomorrow", Moment.TRADES_FROM, who="today"),
        _holder("today_trades", came_in("trading"), at=Place.TRADER, who="today"),
        _holder("closed", was_refused("trading", Reason.ACCOUNT_CLOSED), at=Place.TRADER, who="closed"),
        _holder("closed_portal", came_in("portal"), at=Place.PORTAL, who="closed"),
        _holder("paper", was_refused("trading", Reason.PAPER_CREDENTIALS), at=Place.TRADER, who="paper"),
        _holder("paper_trades", came_in("trading", mode="paper"), at=Place.TRADER, who="paper"),
    ),
)
_SECOND_FACTOR: Final = Story(
    number=2,
    starts={
        "passcode": Start(holdings=(_ANDROID_ASIDE, passcode(HOUR))),
        "card": Start(holdings=(_DSC_LOST, card(2 * DAY))),
    },
    steps=(
        _holder(
            "wrong",
            Saw(happening="response_refused", surface="trading", reason=Reason.WRONG_RESPONSE),
            at=Place.TRADER,
            who="passcode",
        ),
        _holder("disguised", came_in("trading", _PASSCODE), at=Place.TRADER, who="passcode"),
        _holder("spaced", came_in("trading", _CARD), at=Place.TRADER, who="card"),
    ),
)
_FORGOTTEN: Final = Story(
    number=3,
    starts={HOLDER: Start(holdings=(dsc(),))},
    desk=(DeskRole.AGENT,),
    steps=(
        *_call("password_reset", "password_reset"),
        _holder("password_changed", Saw(happening="password_changed"), at=Place.PASSWORD),
        _holder("device_trades", came_in("trading", _DSC), at=Place.TRADER),
    ),
)
_CONNECTION: Final = Story(
    number=4,
    starts={HOLDER: Start(holdings=(dsc(),))},
    steps=(
        _holder("internet", Said(), at=None),
        _holder("firewall", Said(), at=None),
        _holder("ports", Said(), at=None),
        _holder("account_is_fine", came_in("trading"), at=Place.TRADER),
        _holder("telephone", Said(), at=Place.TELEPHONE),
    ),
)
_AWAY: Final = Story(
    number=5,
    starts={HOLDER: Start(holdings=(dsc(),))},
    desk=(DeskRole.AGENT,),
    steps=(
        *_call("passcode_issued", "passcode_issued"),
        _holder("passcode_trades", came_in("trading", _PASSCODE), at=Place.TRADER),
        _holder("passcode_portal", came_in("portal", _PASSCODE), at=Place.PORTAL),
        *_printed_card(),
        _holder("card_portal", came_in("portal", _CARD), at=Place.PORTAL),
        _holder("reactivated", Saw(happening="device_reactivated"), at=Place.DEVICES),
        _holder("device_trades", came_in("trading", _DSC), at=Place.TRADER),
    ),
)
_LOST: Final = Story(
    number=6,
    starts={HOLDER: Start(holdings=(dsc(),))},
    desk=(DeskRole.AGENT,),
    steps=(
        *_call("device_replaced", "device_replaced"),
        *_call("passcode_issued", "passcode_issued", key="second_call"),
        _holder("passcode_portal", came_in("portal", _PASSCODE), at=Place.PORTAL),
        *_printed_card(),
        _post("shipped", "device_shipped"),
        _time("promised", Moment.DEVICE_IS_PROMISED),
        _post("delivered", "device_delivered"),
        _holder("card_portal", came_in("portal", _CARD), at=Place.PORTAL),
        _holder("activated", Saw(happening="device_activated"), at=Place.DEVICES),
        _holder("device_trades", came_in("trading", _DSC), at=Place.TRADER),
    ),
)
_PASSCODE_EXPIRED: Final = Story(
    number=7,
    starts={
        HOLDER: Start(holdings=(_DSC_ASIDE, passcode(HOUR))),
        "late": Start(holdings=(_ANDROID_ASIDE, passcode(13 * DAY))),
    },
    steps=(
        _holder("passcode_trades", came_in("trading", _PASSCODE), at=Place.TRADER),
        _time("two_days", Moment.PASSCODE_STOPS_TRADING),
        _holder("trades_no_more", was_refused("trading", Reason.PASSCODE_NO_LONGER_TRADES), at=Place.TRADER),
        _holder("passcode_portal", came_in("portal", _PASSCODE), at=Place.PORTAL),
        *_printed_card(),
        _holder("late", was_refused("portal", Reason.PASSCODE_EXPIRED), at=Place.PORTAL, who="late"),
        _holder("late_telephone", Said(), at=Place.TELEPHONE, who="late"),
    ),
)
_CARD_EXPIRED: Final = Story(
    number=8,
    starts={HOLDER: Start(holdings=(_DSC_ASIDE, card(22 * DAY)))},
    desk=(DeskRole.AGENT,),
    steps=(
        _holder("card_expired", was_refused("trading", Reason.CARD_EXPIRED), at=Place.TRADER),
        *_call("device_lost", "device_lost"),
        *_call("passcode_issued", "passcode_issued", key="second_call"),
        _holder("passcode_trades", came_in("trading", _PASSCODE), at=Place.TRADER),
    ),
)
_WAITING: Final = Story(
    number=9,
    starts={HOLDER: Start(holdings=(_DSC_LOST, dsc(DeviceState.SHIPPED, was_active=False), card(20 * DAY)))},
    desk=(DeskRole.TECHNICAL_ASSISTANCE, DeskRole.AGENT),
    steps=(
        _time("activates_itself", Moment.DEVICE_ACTIVATES),
        _holder("asked_for_it", Saw(happening="password_proved", surface="trading"), at=Place.TRADER),
        Step(
            key="assistance",
            plays=Plays.TECHNICAL_ASSISTANCE,
            sign=Saw(happening="call_opened"),
            at=Place.DESK,
        ),
        *_call("passcode_issued", "passcode_issued", key="passed_on"),
        _holder("passcode_trades", came_in("trading", _PASSCODE), at=Place.TRADER),
        _holder("arrived", Said(), at=None),
        _holder("passcode_portal", came_in("portal", _PASSCODE), at=Place.PORTAL),
        _holder("reactivated", Saw(happening="device_reactivated"), at=Place.DEVICES),
        _holder("device_trades", came_in("trading", _DSC), at=Place.TRADER),
    ),
)
_PORTAL_ONLY: Final = Story(
    number=10,
    starts={HOLDER: Start(holdings=(_ANDROID_ASIDE, passcode(3 * DAY)))},
    steps=(
        _holder("passcode_portal", came_in("portal", _PASSCODE), at=Place.PORTAL),
        _holder("trades_no_more", was_refused("trading", Reason.PASSCODE_NO_LONGER_TRADES), at=Place.TRADER),
        *_printed_card(),
    ),
)
_ARRIVED: Final = Story(
    number=11,
    starts={
        HOLDER: Start(holdings=(_DSC_LOST, dsc(DeviceState.DELIVERED, was_active=False), card(9 * DAY))),
        "left_alone": Start(holdings=(_DSC_LOST, dsc(DeviceState.SHIPPED, was_active=False), card(9 * DAY))),
    },
    steps=(
        _holder("card_portal", came_in("portal", _CARD), at=Place.PORTAL),
        _holder("activated", Saw(happening="device_activated"), at=Place.DEVICES),
        _holder("device_trades", came_in("trading", _DSC), at=Place.TRADER),
        _time("activates_itself", Moment.DEVICE_ACTIVATES, who="left_alone"),
        _holder("left_alone_trades", came_in("trading", _DSC), at=Place.TRADER, who="left_alone"),
    ),
)

STORIES: Final[Mapping[int, Story]] = {
    story.number: story
    for story in (
        _CREDENTIALS,
        _SECOND_FACTOR,
        _FORGOTTEN,
        _CONNECTION,
        _AWAY,
        _LOST,
        _PASSCODE_EXPIRED,
        _CARD_EXPIRED,
        _WAITING,
        _PORTAL_ONLY,
        _ARRIVED,
    )
}
"""By number."""
