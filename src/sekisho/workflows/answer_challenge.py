"""Signing in, second half: the answer to a challenge opens the session.

After the answer the policy is asked again, with the new evidence, in the transaction that spends the challenge.
"""

from typing import assert_never

from sekisho.core.access import decide
from sekisho.core.access.decisions import Evidence, FactorRequired, Granted, Refused
from sekisho.core.authenticators.kinds import Authenticator
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.workflows.answering import LostRaceError, answer
from sekisho.workflows.claim import login_print
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginUnknown, LoginView
from sekisho.workflows.ports import Ports
from sekisho.workflows.step import Step, let_in, stop, turn_away


def answer_challenge(ports: Ports, *, login_id: Secret, response: str, door: Door) -> LoginView | LoginUnknown:
    """Verify `response` against the login's live challenge. Raises `StorageUnavailableError`: nothing is decided then."""
    with ports.store.reading() as tx:
        login = tx.login(login_print(ports.vault, login_id.reveal_text()))
    if login is None:
        return LoginUnknown()
    return answer(ports, login, bearer=login_id, response=response, door=door, conclude=enter)


def enter(step: Step, answered: Authenticator) -> LoginView:
    """Ask the policy again with what was answered, and end the login as it says. Raises `LostRaceError` if it is over."""
    evidence = Evidence(credentials=step.login.credentials, answered=answered.id)
    decision = decide(step.account, evidence, surface=step.login.surface, mode=step.login.mode, now=step.claim.now)
    match decision:
        case Granted():
            if not step.tx.settle_login(step.login.id_hash, outcome="granted", is_over=True):
                raise LostRaceError
            return let_in(step, decision, answered=answered.id)
        case Refused():
            return turn_away(step, decision)
        case FactorRequired():  # the policy never asks twice; if it ever did, nothing is opened
            return stop(step, Reason.DEVICE_NOT_ACTIVE)
    assert_never(decision)
