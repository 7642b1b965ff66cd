"""A visitor asked for something that this session may not: recorded under a reference, and told with the exact reason."""

from sekisho.core.events import Actor, Event, Happening
from sekisho.core.reasons import Manner, Reason
from sekisho.workflows.claim import new_reference
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports


def refuse_access(
    ports: Ports, visitor: Visitor, *, reason: Reason, deed: str, manner: Manner | None = None
) -> RefusalView:
    """Record the refusal of `deed` (a call or a page, by its name) and give what is told."""
    reference = new_reference(ports.dice)
    event = Event(
        happening=Happening.ACCESS_REFUSED,
        at=ports.clock.now(),
        actor=Actor(kind="holder", id=visitor.holder_id),
        holder=visitor.holder_id,
        account=visitor.account,
        reference=reference,
        reason=reason,
        surface=visitor.surface.value,
        detail={"deed": deed},
    )
    with ports.store.transaction() as tx:
        tx.record(event)
    return RefusalView(reason=reason, reference=reference, residence=visitor.residence, manner=manner)
