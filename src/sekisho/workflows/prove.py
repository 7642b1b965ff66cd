"""A proof asked inside an open session, for exactly one deed: the device that comes into use answers for itself.

It is a login's challenge in everything but its end: counted, verified and spent alike, but bound to the session that asked, to
the deed and to what the deed is done to. A proof for one thing is none for another, and no proof opens a session.
"""

from dataclasses import dataclass
from typing import Final

from sekisho.core.access.permits import HolderDeed
from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorId
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.answering import Conclude, LostRaceError, Rekeyed, answer
from sekisho.workflows.claim import Claim, proof_print
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import ChallengeView, LoginState, LoginUnknown, LoginView, RefusalView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.posing import challenge_view
from sekisho.workflows.records import LoginRecord
from sekisho.workflows.refuse_access import refuse_access
from sekisho.workflows.step import Step, ask, stop

PROOF_PREFIX: Final = "proof_"


@dataclass(frozen=True, kw_only=True, slots=True)
class Purpose:
    """What a proof is for: one deed, done to one thing (an authenticator's id, or the print of an exact task)."""

    deed: HolderDeed
    subject: str


def ask_proof(
    ports: Ports,
    visitor: Visitor,
    *,
    purpose: Purpose,
    offered: tuple[AuthenticatorId, ...],
    first: AuthenticatorId,
    door: Door,
    owner: str = "",
) -> LoginView | LoginUnknown:
    """Put a question to `first`, one of what is `offered`; `LoginUnknown`: the account has none of that id.

    `owner` is the account whose device is asked instead, whose password was proved.
    """
    now = ports.clock.now()
    bearer = ports.dice.token(prefix=PROOF_PREFIX)
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        holder = tx.holder(visitor.holder_id)
        account = account_as_of(ports, tx, owner or holder.account_number, now=now)
        if account.find(first) is None:
            return LoginUnknown()
        login = LoginRecord(
            id_hash=proof_print(ports.vault, bearer.reveal_text()),
            holder_id=holder.id,
            surface=visitor.surface,
            mode=visitor.mode,
            credentials=holder.credentials,
            created_at=now,
            expires_at=now + ports.spans.login,
            purpose=purpose.deed.value,
            subject=purpose.subject,
            session=visitor.session_id,
        )
        tx.open_login(login)
        claim = Claim(
            holder=holder, surface=visitor.surface, mode=visitor.mode, door=door, now=now, purpose=login.purpose
        )
        step = Step(ports=ports, tx=tx, claim=claim, holder=holder, account=account, login=login, bearer=bearer)
        there = tuple(id_ for id_ in offered if account.find(id_))
        return ask(step, there, first=first, happening=Happening.PROOF_ASKED)


def answer_proof(
    ports: Ports,
    visitor: Visitor,
    *,
    purpose: Purpose,
    proof_id: Secret | None,
    response: str,
    door: Door,
    conclude: Conclude,
    rekeyed: Rekeyed | None = None,
) -> LoginView | LoginUnknown:
    """Verify the answer and do the deed in the same transaction; another session's, deed's or thing's proof is unknown.

    Without `proof_id` the newest proof of the session is meant: its pages keep no id, the session is their bearer.
    """
    with ports.store.reading() as tx:
        if proof_id is None:
            login = tx.newest_proof(visitor.session_id, purpose=purpose.deed.value, subject=purpose.subject)
        else:
            login = tx.login(proof_print(ports.vault, proof_id.reveal_text()))
    if login is None or not _is_for(login, visitor, purpose):
        return LoginUnknown()
    return answer(
        ports,
        login,
        bearer=proof_id or Secret(""),
        response=response,
        door=door,
        conclude=once(conclude),
        rekeyed=rekeyed,
    )


def answer_or_refuse(
    ports: Ports,
    visitor: Visitor,
    *,
    purpose: Purpose,
    proof_id: Secret | None,
    response: str,
    door: Door,
    conclude: Conclude,
    rekeyed: Rekeyed | None = None,
) -> LoginView | RefusalView:
    """Answer as `answer_proof` does; a proof that is unknown is recorded and told as `not_found`."""
    view = answer_proof(
        ports,
        visitor,
        purpose=purpose,
        proof_id=proof_id,
        response=response,
        door=door,
        conclude=conclude,
        rekeyed=rekeyed,
    )
    if isinstance(view, LoginUnknown):
        return refuse_access(ports, visitor, reason=Reason.NOT_FOUND, deed=purpose.deed.value)
    return view


def asked_now(ports: Ports, visitor: Visitor, *, purpose: Purpose, owner: str = "") -> ChallengeView | None:
    """Give the question that this session may answer now for `purpose`, if there is one; `owner` as at `ask_proof`."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        proof = tx.newest_proof(visitor.session_id, purpose=purpose.deed.value, subject=purpose.subject)
        account = account_as_of(ports, tx, owner or tx.holder(visitor.holder_id).account_number, now=now)
    if proof is None or proof.is_over or proof.challenge is None or proof.challenge.is_used:
        return None
    if min(proof.expires_at, proof.challenge.expires_at) <= now:
        return None
    held = account.find(proof.challenge.authenticator_id)
    view = None if held is None else challenge_view(proof.challenge, held)
    return view if view is not None and view.attempts_left else None


def done(step: Step) -> LoginView:
    """Say that the deed is done."""
    return step.view(LoginState.GRANTED)


def not_done(step: Step, reason: Reason = Reason.CONFLICT) -> LoginView:
    """Say that the answer was right and the deed is refused all the same; nothing was changed."""
    return stop(step, reason, happening=Happening.ACCESS_REFUSED)


def once(conclude: Conclude) -> Conclude:
    """Do the deed of a proof that is not over, and end the proof as granted only if the deed was done.

    Its row is held before the deed touches anything, so the order of locks stays when it is written what came of it.
    """

    def concluded(step: Step, answered: Authenticator) -> LoginView:
        if not step.tx.settle_login(step.login.id_hash, outcome="", is_over=False):
            raise LostRaceError
        view = conclude(step, answered)
        if view.state is LoginState.GRANTED:
            step.tx.settle_login(step.login.id_hash, outcome="granted", is_over=True)
        return view

    return concluded


def _is_for(login: LoginRecord, visitor: Visitor, purpose: Purpose) -> bool:
    asked = (login.session, login.holder_id, login.purpose, login.subject)
    return asked == (visitor.session_id, visitor.holder_id, purpose.deed.value, purpose.subject)
