"""From a refusal to the situation that it is, and to the remedy: a table, total over the reasons, read at import.

`how` is a `Manner` or the kind of proof that was asked for; `holding` is what the account holds that bears on the advice
(`Holding`); `-` is any. The row that says most decides. A reason that only happens inside a session or at the desk leads to
none of the eleven, and says so. What is told of a refusal is reduced before it comes here (`core.messages.told`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState, PermanentDevice
from sekisho.core.help.plights import Plight
from sekisho.core.help.remedies import Remedy
from sekisho.core.reasons import Manner, Reason
from sekisho.core.tables import TableError, read_rows


@unique
class Holding(StrEnum):
    """What an account holds that changes the advice. Told with a refusal only after the password."""

    NEVER = "never"  # no permanent device, ever
    POSTED = "posted"  # a device is on its way
    DELIVERED = "delivered"  # a device has arrived and is not active yet
    UNPROVED = "unproved"  # a posted device has become active and was never answered with
    SUSPENDED = "suspended"  # a device waits to be brought back
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """Where a refusal leads."""

    plight: Plight
    remedy: Remedy

    @property
    def written(self) -> str:
        """Write it as the trail keeps it; `read_lead` reads it."""
        return f"{self.plight.value} {self.remedy}"


def read_lead(written: str) -> Lead | None:
    """Read what the trail kept; None: nothing, or the advice of a release that knew others."""
    number, _, remedy = written.partition(" ")
    plight = next((one for one in Plight if str(one.value) == number), None)
    found = next((one for one in Remedy if one == remedy), None)
    return None if plight is None or found is None else Lead(plight=plight, remedy=found)


TEXT: Final = """
    reason                     how                   holding    situation  remedy
    bad_credentials            -                     -          1          retype
    throttled                  -                     -          2          wait
    locked                     -                     -          1          wait_for_lock
    account_not_approved       -                     -          1          await_approval
    account_opens_tomorrow     -                     -          1          opens_next_day
    account_closed             -                     -          1          read_statements
    account_rejected           -                     -          1          ask_decision
    paper_credentials          -                     -          1          choose_paper
    no_paper_account           -                     -          1          choose_live

    wrong_response             -                     -          2          type_response
    wrong_response             temporary_passcode    -          2          type_passcode
    wrong_response             code_card             -          2          type_card_values
    wrong_response             passkey               -          2          use_passkey
    challenge_expired          -                     -          2          answer_in_time
    challenge_expired          -                     unproved   9          report_parcel
    response_used              -                     -          2          answer_anew

    passcode_no_longer_trades  -                     -          10         print_card
    passcode_expired           -                     -          7          telephone_status
    passcode_expired           -                     suspended  7          reactivate
    passcode_expired           -                     posted     9          report_parcel
    passcode_expired           -                     delivered  11         telephone_activation
    passcode_dead              -                     -          7          telephone_status
    passcode_dead              -                     suspended  7          reactivate
    passcode_dead              -                     posted     9          report_parcel
    passcode_dead              -                     delivered  11         telephone_activation
    card_expired               -                     -          8          telephone_status
    card_expired               -                     suspended  8          reactivate
    card_expired               -                     posted     9          report_parcel
    card_expired               -                     delivered  11         telephone_activation
    card_exhausted             -                     -          8          telephone_status
    card_exhausted             -                     suspended  8          reactivate
    card_exhausted             -                     posted     9          report_parcel
    card_exhausted             -                     delivered  11         telephone_activation

    device_suspended           -                     -          5          reactivate
    device_suspended           wrong_answers         -          2          telephone_stopped
    device_suspended           wrong_answers_posted  -          11         telephone_activation
    device_not_active          -                     -          11         activate_device
    device_not_active          -                     posted     9          report_parcel
    device_not_active          blocked               -          2          telephone_stopped
    device_not_active          lost                  -          6          replace_device
    device_not_active          ended                 -          2          use_current
    no_second_factor           -                     -          6          replace_device
    no_second_factor           -                     never      11         bind_first
    no_second_factor           -                     posted     9          report_parcel
    no_second_factor           -                     delivered  11         telephone_activation
    no_second_factor           -                     suspended  5          reactivate

    step_up_required           -                     -          none       none
    scope_insufficient         -                     -          none       none
    not_found                  -                     -          none       none
    conflict                   -                     -          none       none
    verification_required      -                     -          none       none
    second_agent_required      -                     -          none       none
"""

COLUMNS: Final = ("reason", "how", "holding", "situation", "remedy")
ANY: Final = "-"
NONE: Final = "none"
HOWS: Final = frozenset({ANY, *Manner, *AuthenticatorKind})
USUAL: Final = MappingProxyType(
    {
        Plight.CREDENTIALS_REFUSED: Remedy.RETYPE,
        Plight.VALUES_REFUSED: Remedy.TYPE_RESPONSE,
        Plight.CREDENTIALS_FORGOTTEN: Remedy.TELEPHONE_CREDENTIALS,
        Plight.NO_CONNECTION: Remedy.OPEN_PUBLIC,
        Plight.DEVICE_AWAY: Remedy.PASSCODE_THEN_CARD,
        Plight.DEVICE_LOST: Remedy.REPLACE_DEVICE,
        Plight.PASSCODE_EXPIRED: Remedy.TELEPHONE_STATUS,
        Plight.CARD_EXPIRED: Remedy.TELEPHONE_STATUS,
        Plight.DEVICE_AWAITED: Remedy.REPORT_PARCEL,
        Plight.PORTAL_ONLY: Remedy.PRINT_CARD,
        Plight.DEVICE_ARRIVED: Remedy.ACTIVATE_DEVICE,
    }
)
"""What helps most people in a situation of whom nothing more is known."""

NEIGHBOURS: Final = MappingProxyType(
    {
        Plight.CREDENTIALS_REFUSED: (Plight.CREDENTIALS_FORGOTTEN,),
        Plight.VALUES_REFUSED: (Plight.DEVICE_AWAY, Plight.DEVICE_LOST, Plight.DEVICE_AWAITED),
        Plight.CREDENTIALS_FORGOTTEN: (Plight.CREDENTIALS_REFUSED,),
        Plight.NO_CONNECTION: (Plight.CREDENTIALS_REFUSED,),
        Plight.DEVICE_AWAY: (Plight.DEVICE_LOST, Plight.DEVICE_ARRIVED),
        Plight.DEVICE_LOST: (Plight.DEVICE_AWAY, Plight.DEVICE_AWAITED),
        Plight.PASSCODE_EXPIRED: (Plight.DEVICE_LOST, Plight.PORTAL_ONLY),
        Plight.CARD_EXPIRED: (Plight.DEVICE_LOST, Plight.DEVICE_AWAITED),
        Plight.DEVICE_AWAITED: (Plight.DEVICE_ARRIVED, Plight.DEVICE_LOST),
        Plight.PORTAL_ONLY: (Plight.DEVICE_AWAY, Plight.PASSCODE_EXPIRED),
        Plight.DEVICE_ARRIVED: (Plight.DEVICE_AWAITED, Plight.VALUES_REFUSED),
    }
)
"""What somebody sent to a situation may rather be in."""

Key = tuple[Reason, str, str]


def read_leads(text: str) -> Mapping[Key, Lead | None]:
    """Read the table; raises `TableError` where it is not total or says something twice."""
    leads: dict[Key, Lead | None] = {}
    for reason, how, holding, situation, remedy in read_rows(text, columns=COLUMNS):
        key = (Reason(reason), how, holding)
        if key in leads or how not in HOWS or holding not in {ANY, *Holding}:
            raise TableError(f"twice or unknown: {key}")
        leads[key] = None if situation == NONE else Lead(plight=Plight(int(situation)), remedy=Remedy(remedy))
    missing = [reason for reason in Reason if (reason, ANY, ANY) not in leads]
    if missing:
        raise TableError(f"no row for {missing}")
    return MappingProxyType(leads)


LEADS: Final = read_leads(TEXT)


def lead_of(
    reason: Reason,
    *,
    manner: Manner | None = None,
    asked: AuthenticatorKind | None = None,
    holding: Holding | None = None,
) -> Lead | None:
    """Give where a refusal leads; None: to none of the eleven. How it came about says more than what is held."""
    hows = [how.value for how in (manner, asked) if how is not None]
    held = [] if holding is None else [holding.value]
    keys = [(how, what) for how in (*hows, ANY) for what in (*held, ANY)]
    found = next(((reason, how, what) for how, what in keys if (reason, how, what) in LEADS), None)
    return None if found is None else LEADS[found]


def holding_of(account: Account) -> Holding:
    """Tell what the account holds that bears on the advice; a parcel says more than a device put aside."""
    devices = [held for held in account.authenticators if isinstance(held, PermanentDevice)]
    states = {device.state for device in devices}
    if DeviceState.DELIVERED in states:
        return Holding.DELIVERED
    if states & {DeviceState.REQUESTED, DeviceState.SHIPPED}:
        return Holding.POSTED
    if DeviceState.SUSPENDED in states:
        return Holding.SUSPENDED
    if any(_is_unproved(device) for device in devices):
        return Holding.UNPROVED
    return Holding.OTHER if account.authenticators else Holding.NEVER


def _is_unproved(device: PermanentDevice) -> bool:
    is_posted = device.posting is not None and device.last_answered_at is None
    return is_posted and device.state is DeviceState.ACTIVE
