"""Opening the session: one use, one session, one entry in the trail, in one transaction.

The bearer value exists only in the view that goes back through the door; the store keeps its hash.
"""

from datetime import datetime, timedelta
from typing import Final

from sekisho.core.access import Unlimited, ceiling_of
from sekisho.core.access.decisions import Granted, Mode, Surface
from sekisho.core.accounts import Account, Credentials
from sekisho.core.authenticators import code_card
from sekisho.core.authenticators.due import awaits_activation
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind, CodeCard
from sekisho.core.events import Happening
from sekisho.core.secret import Secret
from sekisho.workflows.accounts import account_in_time
from sekisho.workflows.claim import Claim, name_print, new_reference, session_print
from sekisho.workflows.outcomes import GrantView, Notice, NoticeCode, WithdrawalLimits
from sekisho.workflows.ports import Ports, SessionSpans, Transaction
from sekisho.workflows.records import (
    HolderRecord,
    OutgoingMessage,
    SessionRecord,
    TryKind,
)

SESSION_PREFIX: Final = "sat_"
BROWSER_PREFIX: Final = "browser_"


def open_session(
    ports: Ports,
    tx: Transaction,
    *,
    claim: Claim,
    holder: HolderRecord,
    account: Account,
    granted: Granted,
    answered: AuthenticatorId | None,
) -> GrantView:
    """Open a session for `granted`, know the browser from now on, and tell the holder about a new one."""
    token = ports.dice.token(prefix=SESSION_PREFIX)
    ends_at = claim.now + spans_of(ports.spans, claim.surface, holder.credentials)[1]
    reference = new_reference(ports.dice)
    mark = _remember_browser(ports, tx, claim=claim, holder=holder, reference=reference)
    notices = _notices(ports, tx, claim=claim, holder=holder, account=account, granted=granted, answered=answered)
    session = _session(
        ports, token, claim=claim, holder=holder, answered=answered, ends_at=ends_at, reference=reference
    )
    tx.open_session(session)
    tx.record(claim.event(Happening.SIGNED_IN, reference=reference, factor=granted.factor or ""))
    return GrantView(
        scopes=tuple(sorted(granted.scopes)),
        until=min(ends_at, granted.until or ends_at),
        account=account_worked_on(account, holder, claim.mode),
        username=holder.username,
        mode=claim.mode,
        surface=claim.surface,
        factor=granted.factor,
        withdrawal_limits=withdrawal_limits(granted.factor),
        notices=notices,
        access_token=token,
        browser_mark=mark,
    )


def _session(
    ports: Ports,
    token: Secret,
    *,
    claim: Claim,
    holder: HolderRecord,
    answered: AuthenticatorId | None,
    ends_at: datetime,
    reference: str,
) -> SessionRecord:
    return SessionRecord(
        id_hash=session_print(ports.vault, token.reveal_text()),
        holder_id=holder.id,
        surface=claim.surface,
        mode=claim.mode,
        credentials=holder.credentials,
        answered=answered,
        created_at=claim.now,
        last_seen_at=claim.now,
        expires_at=ends_at,
        reference=reference,
    )


def account_worked_on(account: Account, holder: HolderRecord, mode: Mode) -> str:
    """Give the number of the account a session works on: in paper mode the paper account, whosever credentials."""
    match mode:
        case Mode.PAPER:
            return account.paper_number or holder.own_number
        case Mode.LIVE:
            return holder.own_number


def spans_of(spans: SessionSpans, surface: Surface, credentials: Credentials) -> tuple[timedelta, timedelta]:
    """Give idle and absolute span of a session at `surface`; the desk's own people have theirs."""
    if credentials is Credentials.STAFF:
        return spans.desk_idle, spans.desk_absolute
    match surface:
        case Surface.PORTAL:
            return spans.portal_idle, spans.portal_absolute
        case Surface.TRADING:
            return spans.trading_idle, spans.trading_absolute


def withdrawal_limits(factor: AuthenticatorKind | None) -> WithdrawalLimits:
    """Show the ceilings of the factor used."""
    ceiling = ceiling_of(factor)
    per_day, per_five = ceiling.per_day, ceiling.per_five_business_days
    return WithdrawalLimits(
        per_day=None if isinstance(per_day, Unlimited) else per_day,
        per_five_business_days=None if isinstance(per_five, Unlimited) else per_five,
    )


def _remember_browser(ports: Ports, tx: Transaction, *, claim: Claim, holder: HolderRecord, reference: str) -> Secret:
    """Keep the browser's mark, or give it one. A mark that the house did not draw is replaced, never adopted.

    Several holders may share a browser (a family, a live and a paper user name), so a mark known for another is kept.
    """
    mark = claim.door.browser_mark
    printed = ports.vault.fingerprint(mark.reveal_text(), purpose="browser") if mark else ""
    if mark is not None and tx.is_known_browser(holder.id, printed, now=claim.now):
        return mark
    if mark is None or not tx.is_drawn_mark(printed):
        mark = ports.dice.token(prefix=BROWSER_PREFIX)
        printed = ports.vault.fingerprint(mark.reveal_text(), purpose="browser")
    tx.remember_browser(holder.id, printed, now=claim.now)
    params = {"browser": claim.door.browser, "address": claim.door.address, "reference": reference}
    tx.send(OutgoingMessage(holder_id=holder.id, message="new_browser", at=claim.now, params=params))
    return mark


def _notices(
    ports: Ports,
    tx: Transaction,
    *,
    claim: Claim,
    holder: HolderRecord,
    account: Account,
    granted: Granted,
    answered: AuthenticatorId | None,
) -> tuple[Notice, ...]:
    notices: list[Notice] = []
    if granted.until is not None:
        notices.append(Notice(code=NoticeCode.GRANT_NARROWS, at=granted.until))
    card = None if answered is None else account.find(answered)
    if isinstance(card, CodeCard) and card.cells_left <= code_card.WARN_AT:
        notices.append(Notice(code=NoticeCode.CARD_CELLS_LOW, count=card.cells_left))
    notices += _activations_noted(ports, tx, claim=claim, account=account)
    subject = name_print(ports.vault, holder.username)
    tries, _ = tx.tries(subject, TryKind.PASSWORD_UNKNOWN_BROWSER)
    if tries.moments:
        notices.append(Notice(code=NoticeCode.OTHER_TRIES, count=len(tries.moments)))
    return tuple(notices)


def _activations_noted(ports: Ports, tx: Transaction, *, claim: Claim, account: Account) -> list[Notice]:
    """Say at every login which device will activate itself and when; nothing of it in a paper session."""
    if claim.mode is Mode.PAPER or not awaits_activation(account):
        return []
    coming = account_in_time(ports, tx, account.number).activations()
    return [Notice(code=NoticeCode.DEVICE_ACTIVATES, at=one.at) for one in coming if one.at > claim.now]
