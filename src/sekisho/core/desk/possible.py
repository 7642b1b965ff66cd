"""Which deeds could do anything at all to an account as it stands; whether one may be done is `decide`.

A button that could change nothing is greyed with that as its reason, and the deed itself refuses likewise.
"""

from typing import Final, assert_never

from sekisho.core.accounts import Account, AccountState
from sekisho.core.authenticators.interim_deeds import is_card_second_in_a_row
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState, PermanentDevice
from sekisho.core.desk.demands import DeskDeed

ON_ITS_WAY: Final = frozenset({DeviceState.REQUESTED, DeviceState.SHIPPED, DeviceState.DELIVERED})
HELD: Final = frozenset({DeviceState.ACTIVE, DeviceState.SUSPENDED, DeviceState.BLOCKED})
POSTED: Final = frozenset({DeviceState.SHIPPED, DeviceState.DELIVERED})


def fitting_devices(deed: DeskDeed, account: Account) -> tuple[PermanentDevice, ...]:
    """Give the devices that a deed about one device could be done to."""
    devices = tuple(held for held in account.authenticators if isinstance(held, PermanentDevice))
    own = tuple(device for device in devices if not device.lent_by)
    match deed:
        case DeskDeed.UNBLOCK_DEVICE:
            return tuple(device for device in own if device.state is DeviceState.BLOCKED or _is_worn_out(device))
        case DeskDeed.REPORT_LOST:
            return tuple(device for device in devices if device.state in HELD | ON_ITS_WAY)
        case DeskDeed.REPLACE_DEVICE:
            return tuple(device for device in own if device.state in HELD | ON_ITS_WAY | {DeviceState.LOST})
        case DeskDeed.HOLD_ACTIVATION | DeskDeed.RELEASE_ACTIVATION:
            wants_held = deed is DeskDeed.RELEASE_ACTIVATION
            return tuple(device for device in devices if _is_posted(device, is_held=wants_held))
        case DeskDeed.ISSUE_PASSCODE:  # which are reported missing
            return tuple(device for device in devices if device.state is DeviceState.ACTIVE)
        case _:
            return ()


def is_possible(deed: DeskDeed, account: Account) -> bool:
    """Tell whether `deed` could change anything now."""
    state = account.state
    match deed:
        case DeskDeed.ISSUE_PASSCODE | DeskDeed.CLOSE | DeskDeed.CLOSE_WITHOUT_BALANCE:
            return state is AccountState.OPEN
        case DeskDeed.REQUEST_CARD:
            return state is AccountState.OPEN and is_card_second_in_a_row(account)
        case DeskDeed.ORDER_DEVICE:
            return state in (AccountState.OPEN, AccountState.APPLIED) and not _is_one_coming(account)
        case DeskDeed.REPLACE_DEVICE | DeskDeed.UNBLOCK_DEVICE | DeskDeed.REPORT_LOST:
            return state in (AccountState.OPEN, AccountState.APPLIED) and bool(fitting_devices(deed, account))
        case DeskDeed.HOLD_ACTIVATION | DeskDeed.RELEASE_ACTIVATION:
            return bool(fitting_devices(deed, account))
        case DeskDeed.REOPEN:
            return state is AccountState.CLOSED
        case DeskDeed.APPROVE_SHARING | DeskDeed.DECLINE_SHARING:  # and a request must wait (`workflows.desk.matter`)
            return state in (AccountState.OPEN, AccountState.APPLIED)
        case DeskDeed.APPROVE | DeskDeed.REJECT:
            return state is AccountState.APPLIED
        case DeskDeed.RESET_PASSWORD | DeskDeed.SEND_USERNAME | DeskDeed.UNLOCK | DeskDeed.CHANGE_CONTACT:
            return state is not AccountState.REJECTED
        case never:
            assert_never(never)


def _is_worn_out(device: PermanentDevice) -> bool:
    return device.state in POSTED and device.is_worn_out


def _is_posted(device: PermanentDevice, *, is_held: bool) -> bool:
    return device.state in POSTED and device.posting is not None and device.posting.is_held is is_held


def _is_one_coming(account: Account) -> bool:
    return any(
        isinstance(held, PermanentDevice) and held.kind is AuthenticatorKind.DSC_PLUS and held.state in ON_ITS_WAY
        for held in account.authenticators
    )
