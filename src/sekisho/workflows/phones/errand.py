"""What the app does without a session: begun by name and password, ended by a response under a bearer value, within ten minutes.

It is kept as a login is, under a hash of its own that no login is found by, so that it opens nothing and counts like one.
"""

from typing import Final

from sekisho.core.access.decisions import Mode, Surface
from sekisho.core.accounts import Credentials
from sekisho.core.authenticators.phones import ANSWERED_WITHIN
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginView, RefusalView
from sekisho.workflows.ports import Ports, Transaction, Vault
from sekisho.workflows.prove_password import PasswordProved, PasswordTyped
from sekisho.workflows.records import LoginRecord
from sekisho.workflows.step import Step

PREFIX: Final = "errand_"
ID_LENGTH: Final = 24
NOT_HERE: Final = {Credentials.PAPER: Reason.PAPER_CREDENTIALS, Credentials.STAFF: Reason.VERIFICATION_REQUIRED}
"""Whose phones are not served here: a paper account has none, and the desk's own people go to their supervisor."""


def typed_for(purpose: str, *, username: str, password: Secret, door: Door) -> PasswordTyped:
    """Give what was typed into the app."""
    return PasswordTyped(
        username=username, password=password, surface=Surface.PORTAL, mode=Mode.LIVE, door=door, purpose=purpose
    )


def open_errand(ports: Ports, tx: Transaction, proved: PasswordProved, *, subject: str) -> Step:
    """Give the try back and keep the errand; the step's bearer is what ends it."""
    proved.give_back(tx)
    claim, holder = proved.claim, proved.holder
    bearer = ports.dice.token(prefix=PREFIX)
    login = LoginRecord(
        id_hash=errand_print(ports.vault, bearer),
        holder_id=holder.id,
        surface=claim.surface,
        mode=claim.mode,
        credentials=holder.credentials,
        created_at=claim.now,
        expires_at=claim.now + ANSWERED_WITHIN,
        purpose=claim.purpose,
        subject=subject,
    )
    tx.open_login(login)
    account = account_as_of(ports, tx, holder.account_number, now=claim.now)
    return Step(ports=ports, tx=tx, claim=claim, holder=holder, account=account, login=login, bearer=bearer)


def find_errand(ports: Ports, bearer: Secret, *, id_: str, purpose: str) -> LoginRecord | None:
    """Find the errand of a bearer value; None where the id or the purpose is another one's."""
    printed = errand_print(ports.vault, bearer)
    with ports.store.reading() as tx:
        login = tx.login(printed)
    is_it = login is not None and login.purpose == purpose and id_ == id_of(printed)
    return login if is_it else None


def errand_print(vault: Vault, bearer: Secret) -> str:
    """Give the hash under which an errand is kept."""
    return vault.fingerprint(bearer, purpose="errand of a phone")


def id_of(printed: str) -> str:
    """Give the public id of an errand: a part of its hash, which opens nothing."""
    return printed[:ID_LENGTH]


def refusal_of(view: LoginView) -> RefusalView:
    """Give the refusal of an errand that asks nothing."""
    if view.refusal is None:
        message = "what is not asked is refused"
        raise LookupError(message)
    return view.refusal
