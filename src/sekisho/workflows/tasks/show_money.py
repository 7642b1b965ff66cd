"""What a holder sees before a task: the addresses on file, where money may go, and how much of it with which factor."""

from typing import Final

from sekisho.core.access.guards import answerers
from sekisho.core.access.permits import HolderDeed
from sekisho.core.authenticators.kinds import kind_of
from sekisho.core.contacts import Contacts
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.tasks.fill_in import ANY
from sekisho.workflows.tasks.outcomes import MoneyView
from sekisho.workflows.tasks.recent import read_recent
from sekisho.workflows.work.tasks import BankInstruction

MOST_SHOWN: Final = 10


def show_contacts(ports: Ports, visitor: Visitor) -> Contacts:
    """Give the addresses on file of the visitor."""
    with ports.store.reading() as tx:
        return tx.contacts(visitor.holder_id)


def show_banks(ports: Ports, visitor: Visitor) -> tuple[BankInstruction, ...]:
    """Give where money of the visitor's account may go."""
    with ports.store.reading() as tx:
        return tuple(tx.bank_instructions(tx.holder(visitor.holder_id).account_number))


def show_money(ports: Ports, visitor: Visitor) -> MoneyView:
    """Show it for the visitor's own account."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        account = account_as_of(ports, tx, tx.holder(visitor.holder_id).account_number, now=now)
        held = [account.find(id_) for id_ in answerers(account, HolderDeed.WITHDRAW, subject=ANY, now=now)]
        recent = read_recent(ports, tx, account.number, now=now)
        left = {kind_of(one): recent.left(kind_of(one)) for one in held if one is not None}
        return MoneyView(
            banks=tuple(tx.bank_instructions(account.number)),
            withdrawals=tuple(tx.withdrawals(account.number, most=MOST_SHOWN)),
            left=tuple(left.items()),
        )
