"""The link in the message about a task stops it, without a login: money that has not left, a bank account, a changed address."""

from threading import Thread

import pytest
from django.db import connection

from sekisho.adapters.storage.rows import LoginRow
from sekisho.core.secret import Secret
from sekisho.core.tasks.task import TaskKind
from sekisho.testing.claimant import DOOR
from sekisho.testing.desk import sent
from sekisho.testing.people import IOS
from sekisho.testing.visiting import log_in
from sekisho.workflows.desk.outcomes import StopReach
from sekisho.workflows.desk.stop_deed import show_stop, stop_deed
from sekisho.workflows.ports import Ports
from sekisho.workflows.tasks.outcomes import TaskDone
from sekisho.workflows.tasks.show_money import show_contacts, show_money

from .test_verify_identity import Teller


@pytest.fixture
def teller(ports: Ports) -> Teller:
    return Teller(ports, log_in(ports, devices=(IOS,)))


def link(ports: Ports, message: str) -> Secret:
    """Take the link out of the newest message that has one."""
    return Secret(next(params["stop"] for _, params in reversed(sent(ports, message)) if params["stop"]))


def test_a_stopped_withdrawal_goes_on_counting_and_ends_every_session(teller: Teller) -> None:
    bank, visitor = teller.bank(), teller.guest.visitor
    assert isinstance(teller.do(TaskKind.WITHDRAWAL, amount="900,000", bank=bank), TaskDone)
    stop_deed(teller.ports, link(teller.ports, "own.withdrawal_requested"), door=DOOR)
    shown = show_money(teller.ports, visitor)
    assert shown.withdrawals[0].stopped_at is not None
    ((_, left),) = shown.left
    assert left.today == 10_000_000  # it may have been paid: no link opens the ceiling anew
    assert teller.guest.is_out


def test_a_stopped_bank_account_takes_what_was_to_go_there_with_it(teller: Teller) -> None:
    bank, visitor = teller.bank(), teller.guest.visitor
    stop = link(teller.ports, "own.bank_instructed")
    assert isinstance(teller.do(TaskKind.WITHDRAWAL, amount="100", bank=bank), TaskDone)
    stop_deed(teller.ports, stop, door=DOOR)
    shown = show_money(teller.ports, visitor)
    assert shown.banks == ()
    assert shown.withdrawals[0].stopped_at is not None


def test_a_bank_account_is_stopped_while_an_answer_for_a_withdrawal_to_it_is_on_its_way(ports_on: Ports) -> None:
    teller = Teller(ports_on, log_in(ports_on, devices=(IOS,)))
    bank, stopped = teller.bank(), []
    stop = link(ports_on, "own.bank_instructed")
    teller.verify(teller.fill_in(TaskKind.WITHDRAWAL, amount="100", bank=bank))

    def use_the_link() -> None:
        stopped.append(stop_deed(ports_on, stop, door=DOOR))
        connection.close()

    other = Thread(target=use_the_link)
    with ports_on.store.transaction() as tx:
        tx.settle_login(LoginRow.objects.get(is_over=False).id_hash, outcome="", is_over=False)  # as any answer begins
        other.start()
        other.join(timeout=0.3)  # by then it waits for this one
        assert tx.hold_bank_instruction(bank, account=teller.guest.person.account)
    other.join()
    assert getattr(stopped[0], "stopped_at", None) is not None
    assert teller.guest.is_out


def test_a_stopped_change_puts_the_settled_address_back(teller: Teller) -> None:
    visitor = teller.guest.visitor
    before = show_contacts(teller.ports, visitor).email.value
    assert isinstance(teller.do(TaskKind.EMAIL_CHANGE, email="thief@example.com"), TaskDone)
    stop = link(teller.ports, "own.contact_changed")
    assert getattr(show_stop(teller.ports, stop), "reach", None) is StopReach.UNDOES
    stop_deed(teller.ports, stop, door=DOOR)
    assert show_contacts(teller.ports, visitor).email.value == before


def test_looking_at_the_link_stops_nothing(teller: Teller) -> None:
    bank = teller.bank()
    teller.do(TaskKind.WITHDRAWAL, amount="100", bank=bank)
    show_stop(teller.ports, link(teller.ports, "own.withdrawal_requested"))
    assert show_money(teller.ports, teller.guest.visitor).withdrawals[0].stopped_at is None
