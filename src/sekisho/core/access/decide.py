"""The one policy: who may enter, through which door, with which proof, and until when.

`decide` is pure and total. It is asked after the password, again after every answer, and again at every request of an open
session, with the evidence that the session recorded: a change of state therefore needs no other line of code to take effect.
"""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from sekisho.core.access.decisions import (
    Decision,
    Evidence,
    FactorRequired,
    Granted,
    Mode,
    Refused,
    Scope,
    Surface,
)
from sekisho.core.access.situations import Sight, Situation, look, situation_of
from sekisho.core.access.table import ACCESS, ANSWER_COUNTS_NO_MORE, Cell, Opens, Refuses
from sekisho.core.accounts import Account, Credentials, Standing
from sekisho.core.authenticators.kinds import kind_of
from sekisho.core.authenticators.proofs import Proof, narrows_at, proof_of
from sekisho.core.reasons import Reason


def decide(account: Account, evidence: Evidence, *, surface: Surface, mode: Mode, now: datetime) -> Decision:
    """Decide one entry of a claimant who proved the password that `evidence.credentials` names.

    `account` is always the live account, `now` an aware instant. Choosing *paper* makes both surfaces one: it opens
    `trading:paper` and nothing else, as far as the live account could trade (A069, A070).
    """
    match evidence.credentials:
        case Credentials.LIVE:
            match mode:
                case Mode.LIVE:
                    return _enter(account, evidence, surface=surface, now=now)
                case Mode.PAPER:
                    return _enter_paper_with_live_login(account, evidence, now=now)
                case never_mode:
                    assert_never(never_mode)
        case Credentials.PAPER:
            match mode:
                case Mode.LIVE:
                    return Refused(reason=Reason.PAPER_CREDENTIALS, situation=Situation.PAPER_LOGIN_LIVE_CHOSEN)
                case Mode.PAPER:
                    return _enter_paper_with_paper_login(account, evidence, now=now)
                case never_mode:
                    assert_never(never_mode)
        case Credentials.STAFF:
            return _enter_desk(account, evidence, surface=surface, mode=mode, now=now)
        case never:
            assert_never(never)


# ── Live ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _enter(account: Account, evidence: Evidence, *, surface: Surface, now: datetime) -> Decision:
    sight = look(account, evidence, now)
    row = ACCESS[sight.situation]
    if sight.spent is not None:
        return Refused(reason=ANSWER_COUNTS_NO_MORE[sight.spent], situation=sight.situation, alternatives=sight.offered)
    if row.is_asked_on(surface) and sight.answered is None:
        return FactorRequired(offered=sight.offered, situation=sight.situation)
    return _outcome(account, sight, cell=row.on(surface), now=now)


def _outcome(account: Account, sight: Sight, *, cell: Cell, now: datetime) -> Granted | Refused:
    match cell:
        case Opens(scope=scope):
            answered = sight.answered
            return Granted(
                scopes=frozenset({scope}),
                situation=sight.situation,
                factor=None if answered is None else kind_of(answered),
                until=None if answered is None else narrows_at(answered, now),
            )
        case Refuses(reason=reason):
            opens_by_itself = reason is Reason.ACCOUNT_OPENS_TOMORROW
            return Refused(
                reason=reason,
                situation=sight.situation,
                retry_at=account.trades_from if opens_by_itself else None,
                alternatives=sight.offered,
            )
        case never:
            assert_never(never)


# ── Paper ────────────────────────────────────────────────────────────────────────────────────────────────────


def _enter_paper_with_live_login(account: Account, evidence: Evidence, *, now: datetime) -> Decision:
    """As live trading, factor and all; only what is opened is paper."""
    is_approved = account.standing(now) in (Standing.OPEN, Standing.APPROVED_TODAY)
    if is_approved and account.paper_number is None:
        return Refused(reason=Reason.NO_PAPER_ACCOUNT, situation=Situation.NO_PAPER_ACCOUNT)
    decision = _enter(account, evidence, surface=Surface.TRADING, now=now)
    match decision:
        case Granted():
            return replace(decision, scopes=frozenset({Scope.TRADING_PAPER}))
        case Refused() | FactorRequired():
            return decision
        case never:
            assert_never(never)


def _enter_paper_with_paper_login(account: Account, evidence: Evidence, *, now: datetime) -> Decision:
    """The password alone, once the live account trades; until then the live account's own reason."""
    if account.paper_number is None:
        return Refused(reason=Reason.NO_PAPER_ACCOUNT, situation=Situation.NO_PAPER_ACCOUNT)
    if account.standing(now) is Standing.OPEN:
        cell = ACCESS[Situation.PAPER_LOGIN].on(Surface.TRADING)
        return _outcome(account, Sight(situation=Situation.PAPER_LOGIN, offered=()), cell=cell, now=now)
    situation = situation_of(account, Evidence(credentials=evidence.credentials), now)
    cell = ACCESS[situation].on(Surface.TRADING)
    return _outcome(account, Sight(situation=situation, offered=()), cell=cell, now=now)


# ── The desk ─────────────────────────────────────────────────────────────────────────────────────────────────


def _enter_desk(account: Account, evidence: Evidence, *, surface: Surface, mode: Mode, now: datetime) -> Decision:
    """A permanent device in use, or nothing: who helps others back in has no interim proof (product.md section 4)."""
    if mode is Mode.PAPER:
        return Refused(reason=Reason.NO_PAPER_ACCOUNT, situation=Situation.NO_PAPER_ACCOUNT)
    if account.standing(now) is not Standing.OPEN:
        return _outcome(account, _sight(Situation.STAFF_LEFT), cell=ACCESS[Situation.STAFF_LEFT].on(surface), now=now)
    sight = look(account, evidence, now)
    devices = tuple(held.id for held in account.authenticators if proof_of(held, now) is Proof.DEVICE)
    if not devices:
        situation = Situation.STAFF_WITHOUT_DEVICE
        return _outcome(account, _sight(situation), cell=ACCESS[situation].on(surface), now=now)
    if sight.answered is None or sight.answered.id not in devices:
        return FactorRequired(offered=devices, situation=Situation.STAFF)
    staff = Sight(situation=Situation.STAFF, offered=(), answered=sight.answered)
    return _outcome(account, staff, cell=ACCESS[Situation.STAFF].on(surface), now=now)


def _sight(situation: Situation) -> Sight:
    return Sight(situation=situation, offered=())
