"""Lifecycles as tables, and what replaces what: every deed on devices, cards and passcodes by its sentence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.core.accounts import Account
from sekisho.core.authenticators import device_deeds as devices
from sekisho.core.authenticators import interim_deeds as interims
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    TemporaryPasscode,
    kind_of,
)
from sekisho.core.authenticators.lifecycle import (
    CARD_LIFE,
    DEVICE_LIFE,
    PASSCODE_LIFE,
    CardEvent,
    DeviceEvent,
    PasscodeEvent,
    card_after,
    device_after,
    passcode_after,
)
from sekisho.core.authenticators.terms import Terms
from sekisho.core.tables import TableError
from sekisho.core.transitions import Hindrance, NotAllowed, read_lifecycle

from .access.people import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    TERMS,
    card,
    done,
    dsc,
    id_,
    opened,
    parcel,
    passcode,
    phone,
    refused,
    shown_card,
)


def state_of(account: Account, name: str) -> str:
    held = account.find(id_(name))
    assert held is not None
    return held.state


# ── The tables ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("event", DeviceEvent)
@pytest.mark.parametrize("state", DeviceState)
def test_a_device_moves_as_its_table_says_and_not_otherwise(state: DeviceState, event: DeviceEvent):
    after = device_after(phone(state, ever_active=False), event)
    if (state, event) in DEVICE_LIFE.moves:
        assert isinstance(after, PermanentDevice)
        assert after.state is DEVICE_LIFE.moves[state, event].to
        assert after.ever_active is (after.state is DeviceState.ACTIVE)
    else:
        assert after == NotAllowed(event=event, because=Hindrance.STATE, state=state)


@pytest.mark.parametrize("event", CardEvent)
@pytest.mark.parametrize("state", CardState)
def test_a_card_moves_as_its_table_says_and_not_otherwise(state: CardState, event: CardEvent):
    after = card_after(card(HOUR, state), event)
    assert isinstance(after, CodeCard) is ((state, event) in CARD_LIFE.moves)


@pytest.mark.parametrize("event", PasscodeEvent)
@pytest.mark.parametrize("state", PasscodeState)
def test_a_passcode_moves_as_its_table_says_and_not_otherwise(state: PasscodeState, event: PasscodeEvent):
    after = passcode_after(passcode(HOUR, state), event)
    assert isinstance(after, TemporaryPasscode) is ((state, event) in PASSCODE_LIFE.moves)


@pytest.mark.parametrize("ended", [DeviceState.LOST, DeviceState.RETIRED])
def test_a_device_lost_or_retired_never_comes_back(ended: DeviceState):
    assert {move.to for (state, _), move in DEVICE_LIFE.moves.items() if state is ended} <= {DeviceState.RETIRED}


def test_nothing_revives_an_interim_proof():
    assert {state for (state, _), move in PASSCODE_LIFE.moves.items() if move.to is PasscodeState.LIVE} == {None}
    assert {state for (state, _), move in CARD_LIFE.moves.items() if move.to is CardState.ACTIVE} == {CardState.SHOWN}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "    event  from   to    by     because\n    issue  (new)  live  agent  told",
        "    event  from   to    by     because\n    issue  (new)  lives  agent  told",
        "    event  from   to    by      because\n    issue  (new)  live  nobody  told",
        "    event  from   to    by     because\n    issue  (new)  live  agent  told\n    issue  (new)  live  agent  told",
    ],
)
def test_a_lifecycle_that_is_incomplete_or_says_something_twice_stops_the_program(text: str):
    with pytest.raises(TableError):
        read_lifecycle("passcode", text, states=PasscodeState, events=PasscodeEvent)


def test_every_kind_has_its_name():
    assert kind_of(phone()) is AuthenticatorKind.KEY_APP
    assert kind_of(dsc()) is AuthenticatorKind.DSC_PLUS
    assert kind_of(card(HOUR)) is AuthenticatorKind.CODE_CARD
    assert kind_of(passcode(HOUR)) is AuthenticatorKind.TEMPORARY_PASSCODE


# ── The passcode ─────────────────────────────────────────────────────────────────────────────────────────────


def new_passcode(name: str = "new") -> TemporaryPasscode:
    return TERMS.new_passcode(id_(name), now=NOW)


@pytest.mark.fact("A091", "A101", "A103")
def test_a_passcode_is_issued_for_48_hours_and_240_more():
    issued = new_passcode()
    assert (issued.full_until - NOW, issued.expires_at - NOW) == (48 * HOUR, 288 * HOUR)


@pytest.mark.fact("A087", "A090")
def test_issuing_a_passcode_suspends_the_device_reported_missing_and_no_other():
    after = done(
        interims.issue_passcode(opened(phone(), dsc()), new_passcode(), missing=(id_("phone"),), has_second_agent=False)
    )
    assert (state_of(after, "phone"), state_of(after, "dsc"), state_of(after, "new")) == ("suspended", "active", "live")


def test_issuing_a_passcode_leaves_a_lost_device_lost_and_refuses_one_that_is_not_held():
    who = opened(phone(DeviceState.LOST))
    after = done(interims.issue_passcode(who, new_passcode(), missing=(id_("phone"),), has_second_agent=False))
    assert state_of(after, "phone") == "lost"
    no = refused(interims.issue_passcode(who, new_passcode(), missing=(id_("nobody's"),), has_second_agent=False))
    assert no.because is Hindrance.NOT_HELD


def test_a_second_passcode_in_a_row_needs_a_second_agent_and_ends_the_first():
    who = opened(phone(DeviceState.LOST), passcode(DAY))
    no = refused(interims.issue_passcode(who, new_passcode(), missing=(), has_second_agent=False))
    assert no.because is Hindrance.TWICE_IN_A_ROW
    after = done(interims.issue_passcode(who, new_passcode(), missing=(), has_second_agent=True))
    assert (state_of(after, "passcode"), state_of(after, "new")) == ("ended", "live")


@pytest.mark.parametrize(("used_ago", "in_a_row"), [(timedelta(days=40), True), (timedelta(days=29), False)])
def test_a_device_used_in_between_makes_the_next_passcode_a_first_one(used_ago: timedelta, in_a_row):
    who = opened(phone(last_answered_at=NOW - used_ago), passcode(30 * DAY, PasscodeState.ENDED))
    assert interims.is_passcode_second_in_a_row(who) is in_a_row
    used = devices.answered(who, id_("phone"), now=NOW)
    assert not interims.is_passcode_second_in_a_row(used)


def test_ten_wrong_tries_kill_a_passcode_for_good():
    dead = done(interims.kill_passcode(opened(passcode(HOUR)), id_("passcode")))
    assert state_of(dead, "passcode") == "dead"
    assert refused(interims.kill_passcode(dead, id_("passcode"))).because is Hindrance.STATE
    assert refused(interims.kill_passcode(dead, id_("phone"))).because is Hindrance.NOT_HELD


# ── The card ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A105", "A107", "A180", "A182")
def test_activating_a_card_ends_the_passcode_and_fixes_the_card_s_end_21_days_on():
    who = opened(
        phone(DeviceState.SUSPENDED), passcode(3 * DAY), card(30 * DAY, CardState.EXPIRED, "old"), shown_card()
    )
    after = done(interims.activate_card(who, id_("shown"), now=NOW, terms=TERMS))
    found = after.find(id_("shown"))
    assert isinstance(found, CodeCard)
    assert (found.state, found.activated_at, found.expires_at) == (CardState.ACTIVE, NOW, NOW + 21 * DAY)
    assert (state_of(after, "passcode"), state_of(after, "old")) == ("ended", "retired")
    assert state_of(after, "phone") == "suspended"
    assert refused(interims.activate_card(after, id_("shown"), now=NOW, terms=TERMS)).because is Hindrance.STATE


def test_a_card_shown_again_retires_the_one_that_was_never_activated_and_no_other():
    who = opened(passcode(HOUR), shown_card("first"))
    after = done(interims.show_card(who, shown_card("second"), is_desk_asking=False))
    assert (state_of(after, "first"), state_of(after, "second")) == ("retired", "shown")


def test_a_second_card_in_a_row_goes_through_the_desk():
    who = opened(phone(DeviceState.LOST), card(22 * DAY), passcode(HOUR))
    no = refused(interims.show_card(who, shown_card(), is_desk_asking=False))
    assert no.because is Hindrance.TWICE_IN_A_ROW
    assert state_of(done(interims.show_card(who, shown_card(), is_desk_asking=True)), "shown") == "shown"
    used = opened(phone(last_answered_at=NOW - DAY), card(22 * DAY, CardState.RETIRED))
    assert state_of(done(interims.show_card(used, shown_card(), is_desk_asking=False)), "shown") == "shown"


@pytest.mark.parametrize(("left", "state"), [(2, "active"), (1, "exhausted"), (0, "exhausted")])
def test_a_card_is_exhausted_when_fewer_than_two_cells_are_left(left: int, state: str):
    after = done(interims.spend_cells(opened(card(DAY)), id_("card"), cells_left=left))
    assert state_of(after, "card") == state


# ── Devices ──────────────────────────────────────────────────────────────────────────────────────────────────

INTERIMS = (passcode(HOUR), card(DAY), shown_card())
ENDED = {"passcode": "ended", "card": "retired", "shown": "retired"}


def ends_of(account: Account) -> dict[str, str]:
    return {name: state_of(account, name) for name in ENDED}


@pytest.mark.fact("A094", "A095")
def test_re_activating_a_device_ends_passcode_and_card():
    after = done(devices.reactivate_device(opened(phone(DeviceState.SUSPENDED), *INTERIMS), id_("phone"), now=NOW))
    assert (state_of(after, "phone"), ends_of(after)) == ("active", ENDED)
    assert refused(devices.reactivate_device(after, id_("phone"), now=NOW)).because is Hindrance.STATE


@pytest.mark.parametrize("state", [DeviceState.SHIPPED, DeviceState.DELIVERED])
def test_activating_a_posted_device_by_hand_ends_passcode_and_card(state: DeviceState):
    after = done(devices.activate_device(opened(parcel(state), *INTERIMS), id_("dsc"), now=NOW))
    found = after.find(id_("dsc"))
    assert isinstance(found, PermanentDevice)
    assert (found.state, found.ever_active, found.last_answered_at) == (DeviceState.ACTIVE, True, NOW)
    assert ends_of(after) == ENDED


def test_binding_a_key_app_leaves_other_devices_active_and_ends_what_stood_in():
    after = done(devices.bind_device(opened(dsc(), *INTERIMS), phone(name="new"), now=NOW))
    assert (state_of(after, "dsc"), state_of(after, "new"), ends_of(after)) == ("active", "active", ENDED)
    assert isinstance(devices.bind_device(after, phone(name="new"), now=NOW), NotAllowed)


@pytest.mark.parametrize("held", [phone(DeviceState.LOST), card(DAY), passcode(HOUR, PasscodeState.ENDED)])
def test_a_first_device_is_bound_or_activated_only_where_nothing_was_ever_in_use(held):
    assert state_of(done(devices.bind_first_device(opened(), phone(), now=NOW)), "phone") == "active"
    assert state_of(done(devices.activate_first_device(opened(parcel()), id_("dsc"), now=NOW)), "dsc") == "active"
    no = refused(devices.bind_first_device(opened(held), phone(name="new"), now=NOW))
    assert no.because is Hindrance.HAD_A_DEVICE
    no = refused(devices.activate_first_device(opened(held, parcel()), id_("dsc"), now=NOW))
    assert no.because is Hindrance.HAD_A_DEVICE


def test_a_device_is_requested_shipped_and_delivered_one_after_the_other():
    requested = done(devices.request_device(opened(), dsc(ever_active=True)))
    found = requested.find(id_("dsc"))
    assert isinstance(found, PermanentDevice)
    assert (found.state, found.ever_active) == (DeviceState.REQUESTED, False)
    assert isinstance(devices.confirm_delivery(requested, id_("dsc")), NotAllowed)
    shipped = done(devices.ship_device(requested, id_("dsc"), posting=TERMS.posting(country="US", shipped_at=NOW)))
    assert state_of(done(devices.confirm_delivery(shipped, id_("dsc"))), "dsc") == "delivered"


@pytest.mark.parametrize(
    "deed", [devices.report_lost, devices.block_device, devices.retire_device, devices.suspend_device]
)
def test_a_device_that_goes_out_of_use_ends_nothing_but_the_opt_out(deed):
    after = done(deed(opened(phone(), card(DAY), has_opted_out=True), id_("phone")))
    assert not after.has_opted_out
    assert state_of(after, "card") == "active"
    assert refused(deed(after, id_("card"))).because is Hindrance.NOT_HELD


def test_issuing_a_passcode_ends_the_opt_out():
    who = opened(phone(), has_opted_out=True)
    assert not done(interims.issue_passcode(who, new_passcode(), missing=(), has_second_agent=False)).has_opted_out


def test_only_unblocking_brings_a_blocked_device_back():
    blocked = done(devices.block_device(opened(phone(DeviceState.SUSPENDED)), id_("phone")))
    assert isinstance(devices.reactivate_device(blocked, id_("phone"), now=NOW), NotAllowed)
    assert state_of(done(devices.unblock_device(blocked, id_("phone"))), "phone") == "active"


# ── Automatic activation ─────────────────────────────────────────────────────────────────────────────────────


def auto(account: Account, *, at=NOW, address_changed_at=None, terms: Terms = TERMS):
    return devices.auto_activate(account, id_("dsc"), now=at, address_changed_at=address_changed_at, terms=terms)


@pytest.mark.fact("A112", "A113", "A114", "A119")
@pytest.mark.parametrize(("country", "promised", "planned"), [("US", 2, 14), ("JP", 14, 21), ("DE", 14, 21)])
def test_a_posted_device_activates_itself_after_two_weeks_in_the_us_and_three_elsewhere(country, promised, planned):
    posting = TERMS.posting(country=country, shipped_at=NOW)
    assert (posting.promised_by - NOW, posting.activates_at - NOW) == (promised * DAY, planned * DAY)
    who = opened(dsc(DeviceState.SHIPPED, ever_active=False, posting=posting))
    no = refused(auto(who, at=posting.activates_at - SECOND))
    assert (no.because, no.retry_at) == (Hindrance.NOT_YET, posting.activates_at)
    for at in (posting.activates_at, posting.activates_at + SECOND):
        assert state_of(done(auto(who, at=at)), "dsc") == "active"


def test_it_never_activates_before_the_promised_delivery_whatever_the_settings():
    hasty = Terms(activated_elsewhere_after=3 * DAY)
    assert hasty.posting(country="JP", shipped_at=NOW).activates_at == NOW + 14 * DAY


@pytest.mark.fact("A115", "A123")
def test_the_holder_or_technical_assistance_can_hold_it_and_let_it_run_again():
    held = done(devices.hold_activation(opened(parcel(ago=30 * DAY)), id_("dsc")))
    assert refused(auto(held)).because is Hindrance.IS_HELD
    assert state_of(done(devices.activate_device(held, id_("dsc"), now=NOW)), "dsc") == "active"
    released = done(devices.release_activation(held, id_("dsc"), now=NOW, terms=TERMS))
    no = refused(auto(released))
    assert (no.because, no.retry_at) == (Hindrance.NOT_YET, NOW + 7 * DAY), "it is announced anew first"
    assert state_of(done(auto(released, at=NOW + 7 * DAY)), "dsc") == "active"
    assert done(devices.release_activation(released, id_("dsc"), now=NOW + DAY, terms=TERMS)) == released
    assert refused(devices.hold_activation(opened(dsc()), id_("dsc"))).because is Hindrance.STATE


@pytest.mark.parametrize(("ago", "goes"), [(14 * DAY - SECOND, False), (14 * DAY, True), (14 * DAY + SECOND, True)])
def test_it_never_happens_to_an_address_changed_in_the_last_14_days(ago: timedelta, goes):
    outcome = auto(opened(parcel(ago=30 * DAY)), address_changed_at=NOW - ago)
    assert isinstance(outcome, Account) is goes
    if isinstance(outcome, NotAllowed):
        assert (outcome.because, outcome.retry_at) == (Hindrance.ADDRESS_CHANGED, NOW - ago + 14 * DAY)


def test_it_ends_the_passcode_of_a_holder_whose_device_was_delivered():
    after = done(auto(opened(parcel(DeviceState.DELIVERED, ago=30 * DAY), passcode(HOUR))))
    assert (state_of(after, "dsc"), state_of(after, "passcode")) == ("active", "ended")


@pytest.mark.parametrize("other", [phone(), card(DAY)])
def test_it_ends_the_passcode_of_a_holder_who_has_another_proof_and_lets_a_card_run_to_its_own_end(other):
    after = done(auto(opened(parcel(ago=30 * DAY), passcode(HOUR), other)))
    assert (state_of(after, "passcode"), state_of(after, other.id)) == ("ended", "active")
    assert after.find(other.id) == other


def test_it_leaves_the_passcode_to_a_holder_who_may_have_nothing_else():
    who = opened(parcel(ago=30 * DAY), passcode(HOUR), phone(DeviceState.SUSPENDED), card(22 * DAY))
    after = done(auto(who))
    assert (state_of(after, "dsc"), state_of(after, "passcode")) == ("active", "live")
    assert after.find(id_("passcode")) == who.find(id_("passcode"))


def test_it_happens_once_and_only_to_a_device_that_was_posted():
    for device in (dsc(), dsc(DeviceState.REQUESTED, ever_active=False), dsc(DeviceState.LOST)):
        assert refused(auto(opened(device))).because is Hindrance.STATE
    assert refused(auto(opened(dsc(DeviceState.SHIPPED, ever_active=False)))).because is Hindrance.NOT_YET
    assert refused(auto(opened(phone()))).because is Hindrance.NOT_HELD


# ── The ratchet ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("past", "state"), [(-SECOND, "live"), (timedelta(), "expired"), (SECOND, "expired")])
def test_a_passcode_past_its_end_is_stored_as_expired(past: timedelta, state: str):
    seen = interims.seen_expired(opened(passcode(timedelta())), NOW + 288 * HOUR + past)
    assert state_of(seen, "passcode") == state


@pytest.mark.parametrize("state", [CardState.ACTIVE, CardState.EXHAUSTED])
@pytest.mark.parametrize(("past", "is_expired"), [(-SECOND, False), (timedelta(), True), (SECOND, True)])
def test_a_card_past_its_end_is_stored_as_expired(state: CardState, past: timedelta, is_expired):
    seen = interims.seen_expired(opened(card(timedelta(), state)), NOW + 21 * DAY + past)
    assert (state_of(seen, "card") == "expired") is is_expired


def test_what_has_ended_otherwise_is_not_stored_as_expired():
    who = opened(passcode(30 * DAY, PasscodeState.DEAD), card(30 * DAY, CardState.RETIRED), phone(), shown_card())
    assert interims.seen_expired(who, NOW) == who


def test_holding_replaces_in_place_and_adds_at_the_end():
    who = opened(phone(), card(DAY))
    assert [one.id for one in who.holding(replace(phone(), name="mine")).authenticators] == ["phone", "card"]
    assert [one.id for one in who.holding(dsc()).authenticators] == ["phone", "card", "dsc"]
    assert who.find(AuthenticatorId("nothing")) is None
