"""Verifying identity inside an open session (A125 to A158): user name and password again, then the question of exactly one deed.

A browser that somebody finds open, or a stolen session, reaches no question with it: the password is proved anew, on the budgets
of the login. What the answer does is the deed's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.core.access.permits import HolderDeed
from sekisho.core.authenticators.kinds import Authenticator
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginUnknown, ProofAsked, ProofMissing, RefusalView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.prove import Purpose, ask_proof
from sekisho.workflows.prove_password import PasswordProved, PasswordTyped, prove_password
from sekisho.workflows.refuse_access import refuse_access
from sekisho.workflows.refusing import record_refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Retyped:
    """User name and password, typed again inside a session; `factor` is what the holder chose to answer with ("": the first)."""

    username: str
    password: Secret
    factor: str = ""


def reauthenticate(
    ports: Ports, visitor: Visitor, retyped: Retyped | None, *, deed: HolderDeed, door: Door
) -> PasswordProved | RefusalView | ProofMissing:
    """Prove the password of whoever holds the session. Somebody else's user name is a wrong one, whatever its password."""
    if retyped is None:
        return ProofMissing(refuse_access(ports, visitor, reason=Reason.STEP_UP_REQUIRED, deed=deed.value))
    proved = prove_password(ports, typed_inside(visitor, retyped, deed=deed, door=door))
    if isinstance(proved, RefusalView):
        return proved
    with ports.store.transaction() as tx:
        if proved.holder.id != visitor.holder_id:  # the try stays counted
            return record_refusal(ports, tx, claim=proved.claim, reason=Reason.BAD_CREDENTIALS, is_proved=False)
        proved.give_back(tx)
    return proved


def typed_inside(visitor: Visitor, retyped: Retyped, *, deed: HolderDeed, door: Door) -> PasswordTyped:
    """Give what was typed as what is proved, for one deed of a session."""
    return PasswordTyped(
        username=retyped.username,
        password=retyped.password,
        surface=visitor.surface,
        mode=visitor.mode,
        door=door,
        purpose=deed.value,
    )


def ask_again(
    ports: Ports,
    visitor: Visitor,
    able: Sequence[Authenticator],
    *,
    purpose: Purpose,
    retyped: Retyped | None,
    door: Door,
) -> ProofAsked:
    """Prove the password, then put the question to the one of `able` that was chosen, else to the first of them."""
    chosen = choose(able, retyped)
    if chosen is None:
        return refuse_access(ports, visitor, reason=Reason.NOT_FOUND, deed=purpose.deed.value)
    proved = reauthenticate(ports, visitor, retyped, deed=purpose.deed, door=door)
    if not isinstance(proved, PasswordProved):
        return proved
    offered = tuple(one.id for one in able)
    view = ask_proof(ports, visitor, purpose=purpose, offered=offered, first=chosen.id, door=door)
    if isinstance(view, LoginUnknown):
        return refuse_access(ports, visitor, reason=Reason.NOT_FOUND, deed=purpose.deed.value)
    return view


def choose(able: Sequence[Authenticator], retyped: Retyped | None) -> Authenticator | None:
    """Give what the holder chose, or the first where nothing was chosen; None: it may not answer, whoever it belongs to."""
    if retyped is None or not retyped.factor:
        return able[0] if able else None
    return next((one for one in able if one.id == retyped.factor), None)
