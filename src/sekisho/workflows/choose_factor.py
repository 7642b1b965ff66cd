"""*Select Second Factor Device*: answering with another authenticator than the one that was asked first."""

from datetime import datetime

from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.workflows.activate_due import activate_due
from sekisho.workflows.claim import login_print
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginUnknown, LoginView
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import LoginRecord
from sekisho.workflows.step import ask, choices, note, resume, stop


def choose_factor(ports: Ports, *, login_id: Secret, factor: str, door: Door) -> LoginView | LoginUnknown:
    """Put the question to `factor` instead; what is not among the choices is `not_found`, whoever it belongs to."""
    now = ports.clock.now()
    id_hash = login_print(ports.vault, login_id.reveal_text())
    with ports.store.reading() as tx:
        known = tx.login(id_hash)
        number = tx.holder(known.holder_id).account_number if known else ""
    if not number:
        return LoginUnknown()
    activate_due(ports, number, now=now)
    with ports.store.transaction() as tx:
        login = tx.login(id_hash)
        if login is None:
            return LoginUnknown()
        step = resume(ports, tx, login, bearer=login_id, door=door, now=now)
        ended = _ended(login, now)
        if ended is Reason.CHALLENGE_EXPIRED:  # seen too late once: a clock set back does not revive it
            return stop(step, ended)
        if ended is not None:
            return note(step, ended, happening=Happening.SIGN_IN_REFUSED)
        offered = choices(step)
        chosen = next((id_ for id_ in offered if id_ == factor), None)
        if chosen is None:
            return note(step, Reason.NOT_FOUND, happening=Happening.SIGN_IN_REFUSED)
        return ask(step, offered, first=chosen, happening=Happening.FACTOR_CHOSEN)


def _ended(login: LoginRecord, now: datetime) -> Reason | None:
    if login.is_over and login.outcome == "granted":
        return Reason.RESPONSE_USED
    if login.is_over or login.expires_at <= now:
        return Reason.CHALLENGE_EXPIRED
    return None
