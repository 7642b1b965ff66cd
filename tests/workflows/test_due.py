"""A posted device comes into use by itself: at the second, whoever looks, written down once, announced at every login."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sekisho.adapters.storage import seeding, trail
from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow
from sekisho.core.access.decisions import Surface
from sekisho.core.authenticators.device_deeds import hold_activation
from sekisho.core.authenticators.kinds import AuthenticatorId, CardState, DeviceState, PasscodeState
from sekisho.core.authenticators.terms import Terms
from sekisho.core.contacts import ContactKind
from sekisho.core.events import Event, Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing.claimant import answer, attempt, enter, reason, right_answer
from sekisho.testing.clock import FixedClock
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, Person, Wanted, add_person
from sekisho.workflows.activate_due import activate_due
from sekisho.workflows.list_devices import list_devices
from sekisho.workflows.outcomes import LoginView, NoticeCode, SessionOver, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.recognise import recognise
from sekisho.workflows.show_forecast import show_outlook
from sekisho.workflows.sign_in import sign_in

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
POSTED = (DSC[0], None, DeviceState.SHIPPED)
ARRIVED = (DSC[0], None, DeviceState.DELIVERED)


@pytest.fixture(autouse=True)
def nothing_is_violated(ports: Ports):
    yield
    assert violations(ports) == ()


def awaiting(ports: Ports, wanted: Wanted, *, country: str = "JP") -> tuple[Person, datetime]:
    """A person whose first device was posted at this moment, and when that device activates itself."""
    person = add_person(ports, wanted)
    posting = Terms().posting(country=country, shipped_at=ports.clock.now())
    with ports.store.reading() as tx:
        account = tx.account(person.account)
    device = replace(account.authenticators[0], ever_active=False, posting=posting)
    seeding.save_account(account.holding(device))
    return person, posting.activates_at


def stored(ports: Ports, person: Person) -> dict[str, str]:
    with ports.store.reading() as tx:
        return {held.id.rsplit("_", 1)[-1]: held.state.value for held in tx.account(person.account).authenticators}


def activations(person: Person) -> list[Event]:
    events = [trail.read(entry) for entry in trail.entries()]
    return [one for one in events if one.happening is Happening.AUTO_ACTIVATED and one.account == person.account]


def told(message: str) -> list[str]:
    return sorted(OutboxRow.objects.filter(message=message).values_list("channel", flat=True))


def token(view: LoginView) -> Secret:
    assert view.grant is not None
    assert view.grant.access_token is not None
    return view.grant.access_token


def asked(ports: Ports, person: Person) -> list[str]:
    """The kinds that a login offers."""
    return [factor.kind.value for factor in sign_in(ports, attempt(person)).factors]


@pytest.mark.fact("A114", "A119")
@pytest.mark.parametrize(("country", "days"), [("US", 14), ("JP", 21)])
def test_a_login_asks_for_the_device_from_the_very_second_on_with_no_timer_running(
    ports: Ports, clock: FixedClock, country: str, days: int
) -> None:
    person, due_at = awaiting(
        ports, Wanted(devices=(POSTED,), card=CardState.ACTIVE, residence=country), country=country
    )
    assert due_at == clock.now() + days * DAY
    seen = []
    for beside in (-SECOND, timedelta(), SECOND):
        clock.set(due_at + beside)
        seen.append(asked(ports, person))
    after = ["dsc_plus", "code_card"] if days < 21 else ["dsc_plus"]
    assert seen == [["code_card"], after, after]
    assert stored(ports, person)["0"] == "active"


@pytest.mark.fact("A114", "A118")
def test_the_device_that_activated_itself_opens_everything(ports: Ports, clock: FixedClock) -> None:
    person, due_at = awaiting(ports, Wanted(devices=(POSTED,)))
    clock.set(due_at)
    for surface in Surface:
        view = enter(ports, person, surface=surface)
        assert view.grant is not None
        assert view.grant.factor == "dsc_plus"


def test_it_is_written_down_once_with_its_entry_in_the_trail_and_a_message(ports: Ports, clock: FixedClock) -> None:
    person, due_at = awaiting(ports, Wanted(devices=(POSTED,), card=CardState.ACTIVE))
    clock.set(due_at - DAY)
    assert not activate_due(ports, person.account, now=clock.now())
    clock.set(due_at + 2 * DAY)
    assert [activate_due(ports, person.account, now=clock.now()) for _ in range(3)] == [True, False, False]
    (event,) = activations(person)
    assert event.detail["due_at"] == due_at.isoformat()
    assert (event.at, event.actor.kind) == (clock.now(), "system")
    assert told("device_activated") == ["mail", "text"]


@pytest.mark.fact("A114")
def test_a_passcode_beside_a_delivered_device_ends_and_the_session_says_so_beforehand(
    ports: Ports, clock: FixedClock
) -> None:
    person, due_at = awaiting(ports, Wanted(devices=(ARRIVED,)))
    clock.set(due_at - timedelta(minutes=10))
    late = add_passcode(ports, person)
    session = token(late)
    found = recognise(ports, session)
    assert isinstance(found, Visitor)
    assert found.until == due_at == late.grant.until
    clock.set(due_at - timedelta(minutes=1))
    assert isinstance(recognise(ports, session), Visitor)
    clock.set(due_at)
    over = recognise(ports, session)
    assert isinstance(over, SessionOver)
    assert over.reason is Reason.DEVICE_NOT_ACTIVE
    assert stored(ports, person) == {"0": "active", "passcode": "ended"}
    assert len(activations(person)) == 1


def add_passcode(ports: Ports, person: Person) -> LoginView:
    """Issue a passcode now, as an agent would, and log in with it."""
    code = "K7M2PQ9XRT"
    with ports.store.reading() as tx:
        account = tx.account(person.account)
    passcode = Terms().new_passcode(AuthenticatorId(f"{person.account}_passcode"), now=ports.clock.now())
    with ports.store.transaction() as tx:
        tx.add_passcode(account, passcode, passcode_hash=ports.hasher.hash(Secret(code)))
    person.factors.append({"id": passcode.id, "kind": "temporary_passcode", "passcode": code})
    view = sign_in(ports, attempt(person))
    assert view.challenge is not None, view
    return answer(ports, view, right_answer(person, view))


def test_a_session_that_only_looks_computes_what_is_due_and_writes_it_down(ports: Ports, clock: FixedClock) -> None:
    person, due_at = awaiting(ports, Wanted(devices=(POSTED,), card=CardState.ACTIVE, residence="US"), country="US")
    clock.set(due_at - timedelta(minutes=5))
    visitor = recognise(ports, token(enter(ports, person)))
    assert isinstance(visitor, Visitor)
    spans = show_outlook(ports, visitor, horizon=30 * DAY)
    assert [span.starts_at for span in spans if span.factor == "dsc_plus"] == [due_at, due_at]
    clock.set(due_at)
    device, _ = list_devices(ports, visitor)
    assert device.state is DeviceState.ACTIVE
    assert stored(ports, person)["0"] == "shipped"


def test_every_login_before_says_when_the_device_activates_itself(ports: Ports, clock: FixedClock) -> None:
    person, due_at = awaiting(ports, Wanted(devices=(POSTED,), card=CardState.ACTIVE, residence="US"), country="US")
    for moment in (clock.now(), due_at - SECOND):
        clock.set(moment)
        view = enter(ports, person, surface=Surface.TRADING)
        noted = [notice.at for notice in view.grant.notices if notice.code is NoticeCode.DEVICE_ACTIVATES]
        assert noted == [due_at]
    clock.set(due_at)
    assert NoticeCode.DEVICE_ACTIVATES not in {notice.code for notice in enter(ports, person).grant.notices}


@pytest.mark.fact("A115")
def test_a_held_activation_does_not_happen(ports: Ports, clock: FixedClock) -> None:
    person, due_at = awaiting(ports, Wanted(devices=(POSTED,), card=CardState.ACTIVE, residence="US"), country="US")
    with ports.store.reading() as tx:
        account = tx.account(person.account)
    seeding.save_account(hold_activation(account, account.authenticators[0].id))
    clock.set(due_at + 3 * DAY)
    assert asked(ports, person) == ["code_card"]
    assert activations(person) == []


def test_an_address_changed_in_the_last_14_days_delays_it_until_it_has_settled(ports: Ports, clock: FixedClock) -> None:
    """REC-21: the passcode or card goes on working meanwhile."""
    person, due_at = awaiting(ports, Wanted(devices=(POSTED,), card=CardState.ACTIVE, residence="US"), country="US")
    clock.set(due_at - 10 * DAY)
    with ports.store.transaction() as tx:
        address = tx.contacts(person.holder_id).address
        assert tx.change_contact(
            person.holder_id, ContactKind.ADDRESS, old=address.value, new="2 New Street", now=clock.now()
        )
    settled_at = clock.now() + 14 * DAY
    seen = []
    for moment in (due_at, settled_at - SECOND, settled_at):
        clock.set(moment)
        seen.append(asked(ports, person))
    assert seen == [["code_card"], ["code_card"], ["dsc_plus", "code_card"]]


@pytest.mark.fact("A116")
def test_a_valid_card_goes_on_to_its_own_end_beside_the_device(ports: Ports, clock: FixedClock) -> None:
    """D14, REC-21."""
    person, due_at = awaiting(ports, Wanted(devices=(POSTED,), card=CardState.ACTIVE, residence="US"), country="US")
    clock.set(due_at + 6 * DAY)
    view = sign_in(ports, attempt(person))
    assert [factor.kind for factor in view.factors] == ["dsc_plus", "code_card"]
    assert PasscodeState.LIVE.value not in stored(ports, person).values()
    assert reason(view) is None


def test_wrong_answers_before_a_device_came_into_use_do_not_stop_it_afterwards(ports: Ports, clock: FixedClock):
    person, due_at = awaiting(ports, Wanted(devices=(POSTED,), passcode=PasscodeState.LIVE))
    AuthenticatorRow.objects.filter(account_id=person.account, kind="dsc_plus").update(wrong_in_row=10)
    clock.set(due_at)
    login = sign_in(ports, attempt(person))
    assert answer(ports, login, right_answer(person, login)).grant is not None
