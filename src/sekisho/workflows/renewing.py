"""A session that goes on with new evidence goes on under a new token; the old one is dead in the same transaction (ASVS 7.2.4).

The row stays the same one, so whoever ends every session of a holder at that moment ends this one, too. What the old token had
begun (a question, a draft) dies with it: nothing that weaker evidence began is finished with stronger.
"""

from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.secret import Secret
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.claim import session_print
from sekisho.workflows.granting import SESSION_PREFIX
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import SessionRecord


def renew(ports: Ports, tx: Transaction, session: SessionRecord, *, answered: AuthenticatorId) -> Secret:
    """Draw the new token and make `answered` the evidence; raises `LostRaceError` if the session has ended meanwhile."""
    token = ports.dice.token(prefix=SESSION_PREFIX)
    renewed = session_print(ports.vault, token.reveal_text())
    if not tx.renew_session(session.id_hash, renewed=renewed, answered=answered):
        raise LostRaceError
    return token
