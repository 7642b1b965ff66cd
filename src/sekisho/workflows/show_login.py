"""Where a login stands, for a page that is loaded again. The access token is never shown a second time."""

from sekisho.core.authenticators.approvals import ApprovalState
from sekisho.core.messages import manner_of
from sekisho.core.reasons import Manner, Reason
from sekisho.core.secret import Secret
from sekisho.workflows.approvals.ask import approval_view
from sekisho.workflows.claim import login_print
from sekisho.workflows.door import Door
from sekisho.workflows.factors import factor_views
from sekisho.workflows.outcomes import ApprovalView, LoginState, LoginUnknown, LoginView, RefusalView
from sekisho.workflows.ports import Ports
from sekisho.workflows.posing import challenge_view
from sekisho.workflows.step import Step, choices, lead_for, resume


def show_login(ports: Ports, *, login_id: Secret) -> LoginView | LoginUnknown:
    """Show the login as it is now; one that ran out of time shows as refused."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        login = tx.login(login_print(ports.vault, login_id.reveal_text()))
        if login is None:
            return LoginUnknown()
        step = resume(ports, tx, login, bearer=login_id, door=Door(channel="show"), now=now)
        kept = tx.approval_of_login(login.id_hash)
    approval = None if kept is None else approval_view(kept, now=now)
    if login.outcome == "granted":
        return step.view(LoginState.GRANTED)
    challenge = login.challenge
    if login.outcome == "refused" or login.expires_at <= now or challenge is None or challenge.expires_at <= now:
        return _refused(step, approval)
    authenticator = step.account.find(challenge.authenticator_id)
    if authenticator is None or (challenge.is_used and not _is_approved(approval)):
        return _refused(step, approval)
    return LoginView(
        id=login_id,
        state=LoginState.CHALLENGE,
        surface=login.surface,
        mode=login.mode,
        factors=factor_views(step.account, choices(step)),
        challenge=challenge_view(challenge, authenticator),
        approval=approval,
    )


def _is_approved(approval: ApprovalView | None) -> bool:
    return approval is not None and approval.state is ApprovalState.APPROVED


def _refused(step: Step, approval: ApprovalView | None) -> LoginView:
    login = step.login
    is_open = not login.is_over and step.claim.now < login.expires_at
    others = factor_views(step.account, choices(step)) if is_open else ()
    reason = login.reason or Reason.CHALLENGE_EXPIRED
    is_denied = approval is not None and approval.state is ApprovalState.DENIED
    about = step.account.find(login.challenge.authenticator_id) if login.challenge else None
    manner = Manner.TURNED_AWAY if is_denied else manner_of(reason, about)
    refusal = RefusalView(
        reason=reason,
        reference=login.reference,
        residence=step.holder.residence,
        can_continue_with=others,
        manner=manner,
        lead=lead_for(step, reason, manner=manner),
    )
    return LoginView(
        id=step.bearer,
        state=LoginState.REFUSED,
        surface=login.surface,
        mode=login.mode,
        factors=others,
        refusal=refusal,
    )
