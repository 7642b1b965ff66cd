"""Signing in, first half: user name and password.

The try is counted and committed before the password is compared. Whoever has not proved the password gets one answer, at one
cost, whether the name exists or not; whoever has, gets what the policy decides: in, a question, or the exact reason.
"""

from typing import Final

from sekisho.core.access import decide
from sekisho.core.access.decisions import Evidence, FactorRequired, Granted, Refused
from sekisho.core.events import Happening
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.claim import Claim, login_print
from sekisho.workflows.outcomes import LoginState, LoginView, RefusalView
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.prove_password import PasswordTyped, prove_password
from sekisho.workflows.records import HolderRecord, LoginRecord
from sekisho.workflows.step import Step, ask, let_in, turn_away

LOGIN_PREFIX: Final = "login_"


def sign_in(ports: Ports, attempt: PasswordTyped) -> LoginView:
    """Prove the password and decide what follows. Raises `StorageUnavailableError`: nothing is decided then."""
    proved = prove_password(ports, attempt)
    if isinstance(proved, RefusalView):
        return LoginView(id=None, state=LoginState.REFUSED, surface=attempt.surface, mode=attempt.mode, refusal=proved)
    with ports.store.transaction() as tx:
        proved.give_back(tx)
        return _proceed(ports, tx, proved.claim, proved.holder)


def _proceed(ports: Ports, tx: Transaction, claim: Claim, holder: HolderRecord) -> LoginView:
    bearer = ports.dice.token(prefix=LOGIN_PREFIX)
    login = LoginRecord(
        id_hash=login_print(ports.vault, bearer.reveal_text()),
        holder_id=holder.id,
        surface=claim.surface,
        mode=claim.mode,
        credentials=holder.credentials,
        created_at=claim.now,
        expires_at=claim.now + ports.spans.login,
    )
    tx.open_login(login)
    account = account_as_of(ports, tx, holder.account_number, now=claim.now)
    step = Step(ports=ports, tx=tx, claim=claim, holder=holder, account=account, login=login, bearer=bearer)
    evidence = Evidence(credentials=holder.credentials)
    decision = decide(account, evidence, surface=claim.surface, mode=claim.mode, now=claim.now)
    match decision:
        case Granted():
            tx.settle_login(login.id_hash, outcome="granted", is_over=True)
            return let_in(step, decision, answered=None)
        case FactorRequired(offered=offered):
            return ask(step, offered, first=offered[0], happening=Happening.PASSWORD_PROVED)
        case Refused():
            return turn_away(step, decision)
