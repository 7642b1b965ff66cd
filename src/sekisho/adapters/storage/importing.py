"""Bringing a list of accounts in, as an import does: all of them in one transaction, or none."""

from collections.abc import Sequence

from django.db import IntegrityError

from sekisho.adapters.storage import seeding
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.intake.reading import Particulars
from sekisho.core.sharing import Person
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import Arrival


def import_all(ports: Ports, newcomers: Sequence[Arrival]) -> int | None:
    """Insert every account with its user name and its entry in the trail; or none, and give the index of one that is taken."""
    now = ports.clock.now()
    index = 0
    try:
        with ports.store.transaction() as tx:
            for index, arrival in enumerate(newcomers):  # noqa: B007 - the index of the one that failed is the answer
                account, holder = arrival.account, arrival.holder
                seeding.add_account(account)
                seeding.add_holder(holder, name="", at=now)
                if arrival.person != Person():
                    seeding.add_identity(account, arrival.person)
                if arrival.known != Particulars():
                    seeding.add_particulars(ports.vault, holder.id, arrival.known)
                tx.record(
                    Event(
                        happening=Happening.ACCOUNT_CREATED,
                        at=now,
                        actor=Actor(kind="operator"),
                        holder=holder.id,
                        account=account.number,
                        detail={"channel": "import", "state": account.state.value},
                    )
                )
    except IntegrityError:
        return index
    return None
