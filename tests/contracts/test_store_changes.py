"""What a store promises of deeds that change an account, on both databases: the difference is written, or nobody was faster."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from sekisho.adapters.storage.rows import OutboxRow
from sekisho.core.accounts import Account, AccountState, ClosedCause, close, opt_out
from sekisho.core.authenticators.device_deeds import hold_activation, request_device, ship_device, suspend_device
from sekisho.core.authenticators.interim_deeds import issue_passcode, show_card
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PermanentDevice,
)
from sekisho.core.contacts import ContactKind
from sekisho.core.desk.roles import Role
from sekisho.core.secret import Secret
from sekisho.core.transitions import NotAllowed
from sekisho.testing.claimant import enter
from sekisho.testing.clock import START
from sekisho.testing.people import DSC, IOS, Person, Wanted, add_agent, add_person
from sekisho.workflows.claim import session_print
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import OutgoingMessage, outbox_place
from sekisho.workflows.work.devices import Draft

NOW = START
DAY = timedelta(days=1)
DEVICE = PermanentDevice(id=AuthenticatorId("fac_new"), kind=AuthenticatorKind.DSC_PLUS, state=DeviceState.REQUESTED)
CARD = CodeCard(
    id=AuthenticatorId("fac_card"),
    state=CardState.SHOWN,
    activated_at=None,
    expires_at=None,
    cells_left=224,
    serial="S1",
)


def done(outcome: Account | NotAllowed) -> Account:
    assert isinstance(outcome, Account), outcome
    return outcome


def device_of(person: Person) -> AuthenticatorId:
    return AuthenticatorId(person.factors[0]["id"])


@pytest.fixture
def person(ports_on: Ports) -> Person:
    return add_person(ports_on, Wanted(devices=(DSC, IOS)))


def account_of(ports: Ports, person: Person) -> Account:
    with ports.store.reading() as tx:
        return tx.account(person.account)


# ── Accounts and authenticators ──────────────────────────────────────────────────────────────────────────────


def test_a_deed_is_read_back_as_it_was_computed(ports_on: Ports, person: Person) -> None:
    before = account_of(ports_on, person)
    passcode = ports_on.terms.new_passcode(AuthenticatorId("fac_code"), now=NOW)
    after = done(issue_passcode(before, passcode, missing=(device_of(person),), has_second_agent=False))
    with ports_on.store.transaction() as tx:
        tx.add_passcode(after, passcode, passcode_hash="hash")
        assert tx.write_changes(before, after)
    assert {one.id: one for one in account_of(ports_on, person).authenticators} == {
        one.id: one for one in after.authenticators
    }
    with ports_on.store.reading() as tx:
        assert tx.secrets(passcode.id).passcode_hash == "hash"


def test_a_device_goes_through_the_post_as_the_core_says(ports_on: Ports, person: Person) -> None:
    before = account_of(ports_on, person)
    ordered = done(request_device(before, DEVICE))
    with ports_on.store.transaction() as tx:
        tx.add_device(ordered, DEVICE, suite="suite", sealed_key=b"sealed", at=NOW)
        assert tx.write_changes(before, ordered)
    posting = ports_on.terms.posting(country="JP", shipped_at=NOW)
    shipped = done(ship_device(account_of(ports_on, person), DEVICE.id, posting=posting))
    held = done(hold_activation(shipped, DEVICE.id))
    for was, becomes in ((account_of(ports_on, person), shipped), (shipped, held)):
        with ports_on.store.transaction() as tx:
            assert tx.write_changes(was, becomes)
    assert account_of(ports_on, person).find(DEVICE.id) == held.find(DEVICE.id)


def test_a_card_is_kept_with_its_sealed_key_and_its_cells(ports_on: Ports, person: Person) -> None:
    after = done(show_card(account_of(ports_on, person), CARD, is_desk_asking=False))
    with ports_on.store.transaction() as tx:
        tx.add_card(after, CARD, sealed_key=b"sealed", cells=224, at=NOW)
    assert account_of(ports_on, person).find(CARD.id) == CARD
    with ports_on.store.reading() as tx:
        secrets = tx.secrets(CARD.id)
    assert (secrets.sealed_key, secrets.cells, secrets.pair) == (b"sealed", 224, None)


def test_whoever_computed_from_the_past_changes_nothing(ports_on: Ports, person: Person) -> None:
    before = account_of(ports_on, person)
    suspended = done(suspend_device(before, device_of(person)))
    with ports_on.store.transaction() as tx:
        assert tx.write_changes(before, suspended)
    with ports_on.store.transaction() as tx:
        assert not tx.write_changes(before, suspended)
    closed = done(close(before, cause=ClosedCause.BY_HOLDER))
    with ports_on.store.transaction() as tx:
        assert tx.write_changes(before, closed)
    with ports_on.store.transaction() as tx:
        assert not tx.write_changes(before, done(opt_out(before, residence="JP", barred=frozenset())))
    now = account_of(ports_on, person)
    assert (now.state, now.has_opted_out) == (AccountState.CLOSED, False)


def test_nothing_is_written_where_nothing_differs(ports_on: Ports, person: Person) -> None:
    account = account_of(ports_on, person)
    with ports_on.store.transaction() as tx:
        assert tx.write_changes(account, replace(account))
    assert account_of(ports_on, person) == account


def test_a_key_is_replaced_only_while_it_is_the_one_that_was_opened(ports_on: Ports, person: Person) -> None:
    with ports_on.store.transaction() as tx:
        old = tx.secrets(device_of(person)).sealed_key
        assert tx.replace_key(device_of(person), sealed_key=b"new", old=old)
        assert not tx.replace_key(device_of(person), sealed_key=b"newer", old=old)
        assert tx.secrets(device_of(person)).sealed_key == b"new"


# ── Sessions ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_open_session_goes_on_under_a_new_hash_and_an_ended_one_does_not(ports_on: Ports, person: Person) -> None:
    view = enter(ports_on, person)
    assert view.grant is not None
    assert view.grant.access_token is not None
    hashed = session_print(ports_on.vault, view.grant.access_token.reveal_text())
    other = AuthenticatorId(person.factors[1]["id"])
    with ports_on.store.transaction() as tx:
        before = tx.session(hashed)
        assert before is not None
        assert tx.renew_session(hashed, renewed="renewed", answered=other)
        assert not tx.renew_session(hashed, renewed="again", answered=other)
        assert tx.session(hashed) is None
        assert tx.session("renewed") == replace(before, id_hash="renewed", answered=other)  # no longer than before
        assert tx.end_sessions(person.holder_id, now=NOW, but="renewed") == 0
        assert tx.end_sessions(person.holder_id, now=NOW) == 1
        assert not tx.renew_session("renewed", renewed="again", answered=other)


# ── Addresses and people ─────────────────────────────────────────────────────────────────────────────────────


def test_a_changed_address_is_young_and_the_former_one_is_told_for_fourteen_days(
    ports_on: Ports, person: Person
) -> None:
    with ports_on.store.transaction() as tx:
        before = tx.contacts(person.holder_id)
        assert before.phone.is_settled(NOW)
        assert tx.change_contact(
            person.holder_id, ContactKind.PHONE, old=before.phone.value, new="+81-90-0000-9999", now=NOW
        )
        assert not tx.change_contact(person.holder_id, ContactKind.PHONE, old=before.phone.value, new="x", now=NOW)
        after = tx.contacts(person.holder_id)
    assert (after.phone.value, after.phone.changed_at) == ("+81-90-0000-9999", NOW)
    assert after.email == before.email
    edge = NOW + 14 * DAY
    assert not after.phone.is_settled(edge - timedelta(seconds=1))
    assert after.phone.is_settled(edge)
    assert (ContactKind.PHONE, before.phone.value) in after.told(edge - timedelta(seconds=1))
    assert (ContactKind.PHONE, before.phone.value) not in after.told(edge)


def test_an_announcement_goes_to_every_address_once(ports_on: Ports, person: Person) -> None:
    message = OutgoingMessage(holder_id=person.holder_id, message="new_browser", at=NOW, params={})
    with ports_on.store.transaction() as tx:
        contacts = tx.contacts(person.holder_id)
        assert len(tx.announce(message)) == 2
    sent = set(OutboxRow.objects.values_list("channel", "recipient"))
    assert sent == {("mail", contacts.email.value), ("text", contacts.phone.value)}


def test_a_link_waits_sealed_for_each_address_that_may_stop_a_deed(ports_on: Ports, person: Person) -> None:
    message = OutgoingMessage(holder_id=person.holder_id, message="contact_changed", at=NOW + DAY, params={})
    with ports_on.store.transaction() as tx:
        own = tx.contacts(person.holder_id).email.value
        for old, new, day in ((own, "young@example.net", 0), ("young@example.net", "new@example.com", 1)):
            at = NOW + day * DAY
            assert tx.change_contact(person.holder_id, ContactKind.EMAIL, old=old, new=new, now=at)
        assert len(tx.announce(message, stop=Secret("stop_A"))) == 4
    rows = {row.recipient: bytes(row.sealed) for row in OutboxRow.objects.filter(channel="mail")}
    assert rows.pop("young@example.net") == b""
    assert set(rows) == {own, "new@example.com"}
    for to, sealed in rows.items():
        assert b"stop_A" not in sealed
        assert ports_on.vault.open(sealed, place=outbox_place(to)).reveal_text() == "stop_A"


def test_half_a_code_waits_sealed_for_its_recipient(ports_on: Ports, person: Person) -> None:
    message = OutgoingMessage(holder_id=person.holder_id, message="new_browser", at=NOW, params={})
    with ports_on.store.transaction() as tx:
        tx.send_secret(message, to="+81-90-0000-0001", secret=Secret("7RT2K"))
    row = OutboxRow.objects.get()
    assert b"7RT2K" not in bytes(row.sealed)
    opened = ports_on.vault.open(bytes(row.sealed), place=outbox_place(row.recipient))
    assert opened.reveal_text() == "7RT2K"
    assert (row.channel, row.recipient) == ("text", "+81-90-0000-0001")


def test_staff_is_known_by_role_and_a_holder_is_not_staff(ports_on: Ports, person: Person) -> None:
    agent = add_agent(ports_on, Role.AGENT, own_account=person.account)
    with ports_on.store.reading() as tx:
        found = tx.staff(agent.holder_id)
        assert found is not None
        assert (found.role, found.own_account) == (Role.AGENT, person.account)
        assert tx.staff(person.holder_id) is None
        assert tx.holders_of(person.account) == [person.holder_id]


def test_of_two_forms_filled_in_at_once_in_one_session_the_later_one_stays(ports_on: Ports) -> None:
    first = Draft(id="draft_1", session="s", deed="order_device", sealed_pin=b"1", at=NOW, address="東京都")
    second = replace(first, id="draft_2", sealed_pin=b"2", at=NOW + DAY, address="")

    def fill_in_again() -> None:
        with ports_on.store.transaction() as tx:
            tx.keep_draft(second)
        connection.close()

    other = Thread(target=fill_in_again)
    with ports_on.store.transaction() as tx:
        tx.keep_draft(first)
        other.start()
        other.join(timeout=0.3)  # by then it waits for this one
    other.join()
    with ports_on.store.reading() as tx:
        assert tx.draft("s", "order_device") == second
