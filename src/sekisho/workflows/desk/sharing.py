"""What the desk does with a request to use another user name's device: Compliance has compared the papers (B100).

What stood in the way when it was asked for stands in the way now; a request that is no longer fit can only be declined.
"""

from sekisho.core.authenticators.device_deeds import has_never_proved
from sekisho.core.desk.decide import Lack
from sekisho.core.sharing import SHARE_LIFE, ShareEvent, ShareFlaw, borrow
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.changing import write_changes
from sekisho.workflows.desk.bench import Bench, Effect, NotDoneError
from sekisho.workflows.devices.lending import judge_now
from sekisho.workflows.sharers import live_holder, without
from sekisho.workflows.work.sharing import Share


def approve_sharing(bench: Bench) -> Effect:
    """Let the borrower use the device from now on; passcode and card that stood in for one end."""
    share, before = _waiting(bench), bench.matter.account
    bench.tx.hold_authenticator(share.device)
    judged = judge_now(bench.ports, bench.tx, bench.matter.holder, live_holder(bench.tx, share.owner))
    if isinstance(judged, ShareFlaw) or judged.device.id != share.device:
        raise NotDoneError(Lack.STATE)
    is_first = has_never_proved(before, bench.now)
    after = borrow(before, judged.device, owner=share.owner, is_first=is_first, now=bench.now)
    is_written = not isinstance(after, NotAllowed) and write_changes(
        bench.tx, without(before, share.device), without(after, share.device)
    )
    if not is_written:
        raise NotDoneError(Lack.STATE)
    _move(bench, share, ShareEvent.APPROVE)
    return _effect(share)


def decline_sharing(bench: Bench) -> Effect:
    """Turn the request down; nothing else changes."""
    share = _waiting(bench)
    _move(bench, share, ShareEvent.DECLINE)
    return _effect(share)


def _waiting(bench: Bench) -> Share:
    share = bench.matter.waiting
    if share is None:
        raise NotDoneError(Lack.STATE)
    return share


def _move(bench: Bench, share: Share, event: ShareEvent) -> None:
    state = SHARE_LIFE.after(share.state, event)
    if isinstance(state, NotAllowed) or not bench.tx.move_share(share, state, at=bench.now):
        raise NotDoneError(Lack.STATE)


def _effect(share: Share) -> Effect:
    return Effect(subject={"share": share.id}, touched=(share.device,), also=(share.owner,))
