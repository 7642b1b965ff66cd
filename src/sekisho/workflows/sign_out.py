"""Logging out: the session ends for every process at once."""

from sekisho.core.events import Actor, Event, Happening
from sekisho.core.secret import Secret
from sekisho.workflows.claim import session_print
from sekisho.workflows.door import Door
from sekisho.workflows.ports import Ports


def sign_out(ports: Ports, token: Secret, *, door: Door) -> bool:
    """End the session; False if there was none to end."""
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        session = tx.session(session_print(ports.vault, token.reveal_text()))
        if session is None or not tx.end_session(session.id_hash, now=now):
            return False
        holder = tx.holder(session.holder_id)
        tx.record(
            Event(
                happening=Happening.SIGNED_OUT,
                at=now,
                actor=Actor(kind="holder", id=holder.id),
                holder=holder.id,
                account=holder.account_number,
                surface=session.surface.value,
                detail={"channel": door.channel, "opened_under": session.reference},
            )
        )
        return True
