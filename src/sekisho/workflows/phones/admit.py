"""A phone is admitted by a Session ID: once, within ten minutes, while the session that shows it is open.

Unknown, used and over are one answer. Nothing is counted: sixty bits cannot be guessed in ten minutes. The key is given in the
answer and never again; a phone that did not get it is invited anew.
"""

from sekisho.core.authenticators.entry import Unreadable
from sekisho.core.authenticators.kinds import Platform
from sekisho.core.authenticators.phones import ANSWERED_WITHIN, read_session_id
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView
from sekisho.workflows.phones.admission import admitted, draw_phone, event_of, turn_away
from sekisho.workflows.phones.outcomes import PhoneAdmitted
from sekisho.workflows.phones.show_invitation import invitation_print
from sekisho.workflows.ports import Ports
from sekisho.workflows.work.phones import RegistrationRecord


def admit_phone(ports: Ports, *, session_id: str, platform: Platform, door: Door) -> PhoneAdmitted | RefusalView:
    """Use the Session ID and give the phone its key."""
    now = ports.clock.now()
    read = read_session_id(session_id)
    typed = Secret("" if isinstance(read, Unreadable) else read)
    wanted = RegistrationRecord(
        account="",
        holder_id="",
        deed="",
        made_at=now,
        expires_at=now + ANSWERED_WITHIN,
        invitation_print=invitation_print(ports.vault, typed),
    )
    drawn = draw_phone(ports, wanted, platform)
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        kept = tx.admit_phone(drawn.registration, now=now)
        session = None if kept is None else tx.session(kept.session)
        if kept is None or session is None:
            return turn_away(ports, tx, reason=Reason.CHALLENGE_EXPIRED, door=door, now=now)
        holder = tx.holder(kept.holder_id)
        account = account_as_of(ports, tx, kept.account, now=now)
        tx.record(
            event_of(
                Happening.PHONE_ADMITTED, door=door, now=now, holder=holder, platform=platform.value, deed=kept.deed
            )
        )
        return admitted(drawn, kept, holder=holder, account=account)
