"""What the house tells by itself: questions to a device or card that nobody answers, each day at most once (CHB-15).

Whoever has the password can have questions asked, and somebody who collects them waits for one whose answer was seen. Asking
is no failure and closes no door but its own rate; the holder is told, on every address on file, and trail and desk see it.
"""

from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.events import Happening
from sekisho.core.throttle import Throttled
from sekisho.workflows.claim import Claim, new_reference
from sekisho.workflows.counting import reserve_try
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord, OutgoingMessage, TryKind


def alarm_unanswered(
    ports: Ports, tx: Transaction, holder: HolderRecord, *, claim: Claim, kind: AuthenticatorKind
) -> None:
    """Tell the holder, and the trail, unless both were told within a day; the question itself is put all the same."""
    if isinstance(reserve_try(tx, holder.id, TryKind.ALARMS, now=claim.now), Throttled):
        return
    reference = new_reference(ports.dice)
    params = {"kind": kind.value, "browser": claim.door.browser, "address": claim.door.address, "reference": reference}
    message = OutgoingMessage(holder_id=holder.id, message="questions_unanswered", at=claim.now, params=params)
    tx.announce(message)
    tx.record(claim.event(Happening.QUESTIONS_UNANSWERED, reference=reference, factor=kind))
