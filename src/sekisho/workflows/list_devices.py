"""The visitor's own authenticators, with their states and ends. No key, no cell, no passcode is in them."""

from sekisho.core.authenticators.kinds import Authenticator
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports


def list_devices(ports: Ports, visitor: Visitor) -> tuple[Authenticator, ...]:
    """Give everything that the holder can, could or will be able to prove with, oldest first."""
    with ports.store.reading() as tx:
        number = tx.holder(visitor.holder_id).account_number
        return account_as_of(ports, tx, number, now=ports.clock.now()).authenticators
