"""Asking a phone to approve a login, in the transaction that puts the challenge to it; and showing how the request stands.

Asked too often, or too soon after somebody turned one away, nothing is asked: the challenge serves as it does without a network.
"""

from datetime import datetime
from typing import Final

from sekisho.core.authenticators.approvals import (
    ASKED_FOR,
    CHOICES,
    HIGHEST,
    LOWEST,
    ApprovalState,
    may_be_asked,
    state_at,
)
from sekisho.core.authenticators.kinds import Authenticator
from sekisho.core.throttle import Throttled
from sekisho.workflows.claim import Claim
from sekisho.workflows.counting import client_of, refund_try, reserve_try
from sekisho.workflows.drawing import draw_id
from sekisho.workflows.outcomes import ApprovalView
from sekisho.workflows.ports import Dice, Ports, Transaction
from sekisho.workflows.records import SIGN_IN, HolderRecord, LoginRecord, TryKind
from sekisho.workflows.work.approvals import ApprovalRecord, NewApproval

ID_PREFIX: Final = "apv_"
MOST_SHOWN: Final = 64  # signs of a browser's name, or of an address


def ask_approval(
    ports: Ports,
    tx: Transaction,
    *,
    claim: Claim,
    holder: HolderRecord,
    login: LoginRecord,
    authenticator: Authenticator,
    challenge_id: int,
) -> ApprovalView | None:
    """Ask `authenticator` to approve this login, if it can be asked; None: only the challenge serves."""
    if login.purpose != SIGN_IN or not may_be_asked(authenticator):
        return None
    account = holder.account_number
    if isinstance(reserve_try(tx, account, TryKind.APPROVALS, now=claim.now), Throttled):
        return None
    numbers = draw_numbers(ports.dice)
    approval = NewApproval(
        id=draw_id(ports.dice, prefix=ID_PREFIX),
        login_hash=login.id_hash,
        challenge_id=challenge_id,
        device_id=authenticator.id,
        account=account,
        number=numbers[ports.dice.number(low=0, high=CHOICES - 1)],
        numbers=numbers,
        client=client_of(ports, tx, holder.id, door=claim.door, now=claim.now),
        browser=claim.door.browser[:MOST_SHOWN],
        address=claim.door.address[:MOST_SHOWN],
        asked_at=claim.now,
        expires_at=claim.now + ASKED_FOR,
    )
    if not tx.ask_approval(approval):
        refund_try(tx, account, TryKind.APPROVALS, tried_at=claim.now)
        return None
    return ApprovalView(
        id=approval.id, number=approval.number, state=ApprovalState.PENDING, expires_at=approval.expires_at
    )


def draw_numbers(dice: Dice) -> tuple[str, ...]:
    """Draw the numbers to choose from, all different, in random order."""
    return tuple(str(number) for number in dice.sample(range(LOWEST, HIGHEST + 1), count=CHOICES))


def approval_view(approval: ApprovalRecord, *, now: datetime) -> ApprovalView:
    """Show a request to the browser that began the login."""
    return ApprovalView(
        id=approval.id,
        number=approval.number,
        state=state_at(approval.standing, now),
        expires_at=approval.standing.expires_at,
    )
