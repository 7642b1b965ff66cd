"""What the search looks at: a world with what every proof opens in it, and the steps that lead out of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum, unique
from typing import Final

from sekisho.core.access.search.policy import Policy
from sekisho.core.access.search.powers import Memory, Powers
from sekisho.core.access.search.world import World
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId, DeviceState, PermanentDevice
from sekisho.core.transitions import By, NotAllowed

NO_TIME: Final = timedelta()
NOBODY: Final = frozenset[AuthenticatorId | None]()


@unique
class Deed(StrEnum):
    """Everything that happens in the search, in words that make a sentence with its subject."""

    APPROVE_IN_TIME = "The reviewer approves the account before the day's cut-off."
    APPROVE_LATE = "The reviewer approves the account after the day's cut-off."
    REJECT = "The reviewer rejects the application."
    CLOSE = "The account is closed."
    REOPEN = "Two agents open the closed account again, for a verified caller."
    ISSUE_PASSCODE = "An agent issues a temporary passcode; reported missing: {}."
    ISSUE_SECOND_PASSCODE = "An agent and a second one issue a passcode once more; reported missing: {}."
    ORDER_AT_DESK = "An agent orders {}."
    UNBLOCK = "An agent unblocks {} for a verified caller."
    REPORT_LOST = "An agent notes that {} is lost."
    HOLD_AT_DESK = "Technical assistance holds the activation of {}."
    RELEASE = "Technical assistance lets the activation of {} run again."
    SHIP = "The post takes {}."
    DELIVER = "The post delivers {}."
    AUTO_ACTIVATE = "Its time has come: {} activates itself."
    WAIT = "{} hours pass."
    WRONG_ANSWERS = "Somebody answers wrongly ten times for {}."
    WRONG_PASSCODES = "Somebody tries ten wrong passcodes."
    BIND_FIRST = "The holder binds a first device, {}, with a code sent to the address on file."
    ACTIVATE_FIRST = "The holder activates a first device, {}, with a code sent to the address on file."
    BIND = "The holder binds {}."
    BIND_FIRST_PASSKEY = "The holder binds a first device, {}, in the browser, with a code sent to the address on file."
    BIND_PASSKEY = "The holder binds {} in the browser."
    MOVE = "The holder moves the key app to {}, by the physical device, or by a code and a day's wait."
    ORDER = "The holder orders {}."
    ACTIVATE = "The holder activates {} by hand."
    REACTIVATE = "The holder re-activates {}."
    HOLD = "The holder says that {} has not arrived."
    CONFIRM = "The holder says that {} has arrived."
    LOSE = "The holder reports {} lost."
    RETIRE = "The holder retires {}."
    SHOW_CARD = "The holder has a code card shown and prints it."
    SHOW_SECOND_CARD = "The desk agrees to a second code card in a row, and the holder prints it."
    ACTIVATE_CARD = "The holder activates the printed card with two of its cells."
    USE_CARD_UP = "The holder uses the card up."
    OPT_OUT = "The holder opts out of the second factor for trading."
    OPT_IN = "The holder opts back in."
    SHARE_FIRST = "The holder shares a first device, {}, of another user name, with a code sent to the address on file."
    SHARE = "The holder shares {} of another user name."
    STOP_SHARING = "One of the two user names stops sharing {}."
    BACK_ELSEWHERE = "{} is back, and is re-activated with the other user name."
    UNBLOCK_ELSEWHERE = "An agent unblocks {} for a verified caller, its owner."
    CHANGE_ADDRESS = "The holder changes the address of record."
    USE_DEVICE = "The holder signs in with {}."


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing that happens. `after` still has the names of before; it is settled when it becomes a world of its own."""

    deed: Deed
    by: By
    after: World
    subject: str = ""
    elapsed: timedelta = NO_TIME
    proved: frozenset[AuthenticatorId | None] = NOBODY  # answered for this very deed; None: the holder, by a step-up
    vouched: frozenset[AuthenticatorId | None] = NOBODY  # given to a caller whom the desk verified
    needs_device: bool = False  # nobody can do it who has no permanent device at hand


@dataclass(frozen=True, slots=True)
class Scene:
    """A world with what each proof opens in it."""

    world: World
    powers: Powers
    memory: Memory

    @property
    def policy(self) -> Policy:
        """The policy on trial."""
        return self.memory.policy

    @property
    def account(self) -> Account:
        """The account of the world."""
        return self.world.account

    def devices(self, *states: DeviceState) -> list[PermanentDevice]:
        """Give the devices in any of these states."""
        held = self.account.authenticators
        return [one for one in held if isinstance(one, PermanentDevice) and one.state in states]

    def step(
        self,
        deed: Deed,
        by: By,
        done: Account | NotAllowed,
        *,
        subject: str = "",
        vouched: frozenset[AuthenticatorId | None] = NOBODY,
    ) -> Iterator[Step]:
        """Give a step that needs no session, unless it was not allowed or changed nothing."""
        if not isinstance(done, NotAllowed) and done != self.account:
            after = World(done, self.world.address_settles_at)
            yield Step(deed=deed, by=by, after=after, subject=subject, vouched=vouched)

    def lead(self, step: Step, done: Account | NotAllowed) -> Iterator[Step]:
        """Give a step that a session reached with what was done, unless it was not allowed or changed nothing."""
        if not isinstance(done, NotAllowed) and done != self.account:
            yield replace(step, after=World(done, self.world.address_settles_at))
