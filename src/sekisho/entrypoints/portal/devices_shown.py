"""The list of devices made ready for the eye: each authenticator with its state in words, what it gives, and what may be done.

A button stands only where the session reaches the deed and the state allows it; the deed decides again for itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.authenticators.device_cases import ENDS_USE, Deposit
from sekisho.core.authenticators.kinds import (
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    TemporaryPasscode,
    kind_of,
)
from sekisho.core.authenticators.proofs import ANSWERABLE, Proof, proof_of
from sekisho.core.sharing import ShareState
from sekisho.entrypoints.portal.shown import Eye, state_of
from sekisho.wording.catalogue import words
from sekisho.wording.moments import usd
from sekisho.wording.terms import factor_name
from sekisho.workflows.devices.change_pin import may_change_pin
from sekisho.workflows.devices.outcomes import DeviceLine, DeviceList, SharingLine
from sekisho.workflows.factors import factor_view
from sekisho.workflows.outcomes import Visitor

ON_ITS_WAY: Final = frozenset({DeviceState.SHIPPED, DeviceState.DELIVERED})
REPORTABLE: Final = frozenset({*ON_ITS_WAY, DeviceState.ACTIVE, DeviceState.SUSPENDED, DeviceState.BLOCKED})
OVER: Final = frozenset({DeviceState.RETIRED, CardState.RETIRED, PasscodeState.ENDED})
AT_ONCE: Final = frozenset({"reactivate", "received", "not-arrived", "arriving"})
"""Deeds that begin with their button; the others begin with a page."""
MAIN: Final = frozenset({"reactivate", "activate"})


@dataclass(frozen=True, kw_only=True, slots=True)
class FactShown:
    """One line of what is known."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DeedShown:
    """One button."""

    key: str
    label: str
    is_form: bool
    is_main: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceShown:
    """One authenticator on the list. `why` explains a button that is missing, `note` what is going on."""

    id: str
    name: str
    state: str
    is_usable: bool
    is_over: bool
    is_this_login: bool
    facts: tuple[FactShown, ...]
    deeds: tuple[DeedShown, ...]
    why: str
    note: str
    sharings: tuple["SharingShown", ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SharingShown:
    """One sharing in a sentence, with the button that ends it where it may be ended."""

    id: str
    text: str
    submit: str  # "" where nothing can be done


def show_lines(shown: DeviceList, visitor: Visitor, eye: Eye) -> tuple[DeviceShown, ...]:
    """Make the lines ready, those in use first."""
    lines = [_line(line, shown, visitor, eye) for line in shown.lines]
    return tuple(sorted(lines, key=lambda line: (line.is_over, not line.is_usable)))


def name_of(line: DeviceLine, eye: Eye) -> str:
    """Name an authenticator."""
    return factor_name(factor_view(line.authenticator), language=eye.language)


def _line(line: DeviceLine, shown: DeviceList, visitor: Visitor, eye: Eye) -> DeviceShown:
    held = line.authenticator
    state = state_of(held, eye.now)
    keys = tuple(_deeds(line, shown, visitor))
    may_retire = may(HolderDeed.RETIRE_DEVICE, visitor.scopes)
    return DeviceShown(
        id=held.id,
        name=name_of(line, eye),
        state=words(f"term.proof_state.{state}", language=eye.language),
        is_usable=proof_of(held, eye.now) in ANSWERABLE - {Proof.SUSPENDED_DEVICE},
        is_over=held.state in OVER,
        is_this_login=held.id == shown.answered,
        facts=tuple(_facts(line, eye)),
        deeds=tuple(_deed(key, eye) for key in keys),
        why=words("device.list.last_usable", language=eye.language) if line.is_last_usable and may_retire else "",
        note=_note(line, eye),
        sharings=tuple(_sharing(one, visitor, eye) for one in line.sharings),
    )


def show_pending(shown: DeviceList, visitor: Visitor, eye: Eye) -> tuple[SharingShown, ...]:
    """Make ready what was asked for and waits for Compliance."""
    return tuple(_sharing(one, visitor, eye) for one in shown.pending)


def _sharing(line: SharingLine, visitor: Visitor, eye: Eye) -> SharingShown:
    is_pending = line.share.state is ShareState.PENDING
    said = {True: "waits_here" if line.is_owner else "waits", False: "lent" if line.is_owner else "borrowed"}
    key = "missed" if line.is_missed and line.is_owner else said[is_pending]
    at = eye.moment(line.share.at)
    may_end = may(HolderDeed.STOP_SHARING, visitor.scopes) and not line.is_missed
    submit = words("share.withdraw" if is_pending else "share.stop", language=eye.language)
    return SharingShown(
        id=line.share.id,
        text=words(f"share.{key}", language=eye.language, user_name=line.username, moment=at),
        submit=submit if may_end else "",
    )


def _deed(key: str, eye: Eye) -> DeedShown:
    label = words(f"device.deed.{key.replace('-', '_')}", language=eye.language)
    return DeedShown(key=key, label=label, is_form=key in AT_ONCE, is_main=key in MAIN)


def _deeds(line: DeviceLine, shown: DeviceList, visitor: Visitor) -> Iterator[str]:
    held = line.authenticator
    if not isinstance(held, PermanentDevice):
        return
    scopes = visitor.scopes
    is_held = held.posting is not None and held.posting.is_held
    if held.state is DeviceState.SUSPENDED and may(HolderDeed.REACTIVATE_DEVICE, scopes):
        yield "reactivate"
    if held.state in ON_ITS_WAY:
        is_reached = may(HolderDeed.ACTIVATE_DEVICE, scopes) or may(HolderDeed.ACTIVATE_FIRST_DEVICE, scopes)
        if is_reached and not held.is_worn_out:
            yield "activate"
        if held.state is DeviceState.SHIPPED and may(HolderDeed.CONFIRM_DELIVERY, scopes):
            yield "received"
        if not is_held and may(HolderDeed.HOLD_ACTIVATION, scopes):
            yield "not-arrived"
        if is_held and may(HolderDeed.CONFIRM_DELIVERY, scopes):
            yield "arriving"
    if may_change_pin(held) and shown.answered == held.id and may(HolderDeed.CHANGE_PIN, scopes):
        yield "pin"
    if held.state in REPORTABLE and may(HolderDeed.REPORT_LOST, scopes):
        yield "lost"
    yield from _leaving(line, held, visitor)


def _leaving(line: DeviceLine, held: PermanentDevice, visitor: Visitor) -> Iterator[str]:
    if held.lent_by:
        return
    if held.state not in OVER and may(HolderDeed.RENAME_DEVICE, visitor.scopes):
        yield "rename"
    is_card = held.kind is AuthenticatorKind.DSC_PLUS and held.state is not DeviceState.REQUESTED
    if is_card and line.case.received_at is None and may(HolderDeed.RETURN_DEVICE, visitor.scopes):
        yield "return"
    is_missed = line.is_last_usable or any(one.is_missed for one in line.sharings)
    is_there = held.state is not DeviceState.RETIRED and not is_missed
    if is_there and may(HolderDeed.RETIRE_DEVICE, visitor.scopes):
        yield "retire"


def _facts(line: DeviceLine, eye: Eye) -> Iterator[FactShown]:
    held = line.authenticator
    used = line.moments.last_used_at
    yield _fact("since", eye.moment(line.moments.since), eye)
    yield _fact("last_used", eye.moment(used) if used else words("device.list.never_used", language=eye.language), eye)
    yield from _ends(line, eye)
    yield _fact("strength", words(f"device.strength.{kind_of(held)}", language=eye.language), eye)
    limits = words(
        "device.list.limits",
        language=eye.language,
        per_day=usd(line.limits.per_day, language=eye.language),
        per_five=usd(line.limits.per_five_business_days, language=eye.language),
    )
    is_unlimited = line.limits.per_day is None and line.limits.per_five_business_days is None
    yield _fact("limits_label", words("device.list.no_limit", language=eye.language) if is_unlimited else limits, eye)
    if line.case.deposit is not Deposit.NONE:
        yield _fact("deposit", words(f"device.deposit.{line.case.deposit}", language=eye.language), eye)


def _ends(line: DeviceLine, eye: Eye) -> Iterator[FactShown]:
    held = line.authenticator
    match held:
        case CodeCard():
            yield _fact("serial", held.serial, eye)
            if held.expires_at is not None:
                yield _fact("until", eye.moment(held.expires_at), eye)
                yield _fact(
                    "cells_label", words("device.list.cells", language=eye.language, count=held.cells_left), eye
                )
        case TemporaryPasscode():
            yield _fact("trades_until", eye.moment(held.full_until), eye)
            yield _fact("until", eye.moment(held.expires_at), eye)
        case PermanentDevice(posting=posting) if posting is not None and held.state in ON_ITS_WAY:
            yield _fact("shipped_at", eye.moment(posting.shipped_at), eye)
            yield _fact("promised_by", eye.moment(posting.promised_by), eye)
            if not posting.is_held:
                yield _fact("activates_at", eye.moment(posting.activates_at), eye)
        case PermanentDevice():
            pass


def _fact(label: str, value: str, eye: Eye) -> FactShown:
    return FactShown(label=words(f"device.list.{label}", language=eye.language), value=value)


def _note(line: DeviceLine, eye: Eye) -> str:
    held = line.authenticator
    if isinstance(held, PermanentDevice) and held.posting is not None and held.state in ON_ITS_WAY:
        on_the_way = "held" if held.posting.is_held else ""
        note = f"worn_out{'_held' if on_the_way else ''}" if held.is_worn_out else on_the_way
        return words(f"device.list.{note}", language=eye.language) if note else ""
    if line.case.return_at is not None and line.case.received_at is None:
        at = eye.moment(line.case.return_at)
        return words("device.list.returning", language=eye.language, moment=at, reference=line.case.return_reference)
    is_back = held.state is DeviceState.ACTIVE and line.case.status in ENDS_USE
    if line.case.status is not None and line.case.status_at is not None and not is_back:
        status = words(f"device.status.{line.case.status}", language=eye.language)
        at = eye.moment(line.case.status_at)
        return words("device.list.reported", language=eye.language, status=status, moment=at)
    return ""
