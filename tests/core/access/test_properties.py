"""What holds of every decision, whatever the account, the evidence, the door and the moment."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.core.access import (
    Evidence,
    FactorRequired,
    Granted,
    Mode,
    Refused,
    Scope,
    Situation,
    Surface,
    decide,
    situation_of,
)
from sekisho.core.accounts import Account, AccountState, Credentials, Standing
from sekisho.core.authenticators.interim_deeds import seen_expired
from sekisho.core.authenticators.kinds import (
    Authenticator,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    TemporaryPasscode,
    kind_of,
)

from .people import NOW, SECOND
from .strategies import ACCOUNTS, EVIDENCE, HELD, MOMENTS

SURFACES = st.sampled_from(Surface)
MODES = st.sampled_from(Mode)
WIDE = {Scope.PORTAL_FULL, Scope.TRADING_LIVE}
many = settings(max_examples=120)


@many
@given(ACCOUNTS, EVIDENCE, SURFACES, MODES, MOMENTS)
def test_every_question_has_exactly_one_of_three_answers(account, evidence, surface, mode, now):
    decision = decide(account, evidence, surface=surface, mode=mode, now=now)
    assert isinstance(decision, Granted | FactorRequired | Refused)
    assert decision.situation in {*Situation}
    assert situation_of(account, evidence, now) in {*Situation}
    assert decision == decide(account, evidence, surface=surface, mode=mode, now=now)


@many
@given(ACCOUNTS, EVIDENCE, SURFACES, MODES)
def test_a_grant_opens_one_scope_of_the_surface_or_paper(account, evidence, surface, mode):
    decision = decide(account, evidence, surface=surface, mode=mode, now=NOW)
    if isinstance(decision, Granted):
        (scope,) = decision.scopes
        assert scope is Scope.TRADING_PAPER if mode is Mode.PAPER else scope.startswith(f"{surface}:")
        assert (scope is Scope.TRADING_PAPER) is (mode is Mode.PAPER)


@many
@given(ACCOUNTS, EVIDENCE, SURFACES)
def test_a_paper_login_never_opens_anything_live(account, evidence, surface):
    paper = replace(evidence, credentials=Credentials.PAPER)
    assert isinstance(decide(account, paper, surface=surface, mode=Mode.LIVE, now=NOW), Refused)
    decision = decide(account, paper, surface=surface, mode=Mode.PAPER, now=NOW)
    assert not isinstance(decision, FactorRequired)
    if isinstance(decision, Granted):
        assert decision.scopes == {Scope.TRADING_PAPER}
        assert account.standing(NOW) is Standing.OPEN


@many
@given(ACCOUNTS, EVIDENCE, SURFACES)
def test_everything_opens_only_to_an_answer_whose_stored_state_bears_it(account, evidence, surface):
    """Judged by the raw fields, not by the table."""
    live = replace(evidence, credentials=Credentials.LIVE)
    decision = decide(account, live, surface=surface, mode=Mode.LIVE, now=NOW)
    if not isinstance(decision, Granted) or not decision.scopes & WIDE:
        return
    assert account.state is AccountState.OPEN
    if surface is Surface.TRADING:
        assert account.trades_from is None or account.trades_from <= NOW
    if live.answered is None:
        assert decision.scopes == {Scope.TRADING_LIVE}
        assert account.has_opted_out
        assert any(
            isinstance(one, PermanentDevice) and one.state is DeviceState.ACTIVE for one in account.authenticators
        )
        return
    assert _bears_everything(account.find(live.answered))


def _bears_everything(held: Authenticator | None) -> bool:
    match held:
        case PermanentDevice():
            return held.state is DeviceState.ACTIVE
        case CodeCard():
            is_running = held.state in (CardState.ACTIVE, CardState.EXHAUSTED)
            return is_running and held.expires_at is not None and held.expires_at > NOW
        case TemporaryPasscode():
            return held.state is PasscodeState.LIVE and held.full_until > NOW and held.expires_at > NOW
        case None:
            return False


@many
@given(ACCOUNTS, SURFACES, MODES)
def test_a_question_offers_what_the_account_holds_and_every_answer_settles_it(account, surface, mode):
    decision = _ask(account, None, surface, mode)
    if isinstance(decision, FactorRequired):
        assert decision.offered
        assert len({*decision.offered}) == len(decision.offered)
        for answered in decision.offered:
            assert not isinstance(_ask(account, answered, surface, mode), FactorRequired)


@many
@given(ACCOUNTS, SURFACES)
def test_what_is_not_offered_answers_nothing_unless_its_last_cells_were_the_answer(account, surface):
    decision = _ask(account, None, surface, Mode.LIVE)
    answerable = {
        FactorRequired: getattr(decision, "offered", ()), Refused: getattr(decision, "alternatives", ()), Granted: None
    }[type(decision)]  # fmt: skip
    if answerable is None or account.state in (AccountState.CLOSED, AccountState.REJECTED):
        return
    for held in account.authenticators:
        if held.id not in answerable and not isinstance(held, CodeCard):
            assert isinstance(_ask(account, held.id, surface, Mode.LIVE), Refused)


@many
@given(ACCOUNTS, EVIDENCE, SURFACES)
def test_until_is_the_next_moment_at_which_the_grant_narrows_by_itself(account, evidence, surface):
    live = replace(evidence, credentials=Credentials.LIVE)
    decision = decide(account, live, surface=surface, mode=Mode.LIVE, now=NOW)
    if not isinstance(decision, Granted):
        return
    if decision.until is None:
        for days in (1, 100, 10000):
            later = decide(account, live, surface=surface, mode=Mode.LIVE, now=NOW + days * 86400 * SECOND)
            assert isinstance(later, Granted)
            assert later.scopes >= decision.scopes or account.trades_from is not None
        return
    assert decision.until > NOW
    just_before = decide(account, live, surface=surface, mode=Mode.LIVE, now=decision.until - SECOND / 1_000_000)
    assert isinstance(just_before, Granted)
    assert just_before.scopes == decision.scopes
    then = decide(account, live, surface=surface, mode=Mode.LIVE, now=decision.until)
    assert not isinstance(then, Granted) or then.scopes != decision.scopes or then.until != decision.until


@many
@given(ACCOUNTS, EVIDENCE, SURFACES, MODES, st.randoms())
def test_the_order_in_which_an_account_holds_things_changes_nothing_but_the_order_among_equals(
    account, evidence, surface, mode, random
):
    shuffled = [*account.authenticators]
    random.shuffle(shuffled)
    other = replace(account, authenticators=tuple(shuffled))
    mine, theirs = (decide(one, evidence, surface=surface, mode=mode, now=NOW) for one in (account, other))
    assert type(mine) is type(theirs)
    if isinstance(mine, Granted):
        assert mine == theirs


@many
@given(ACCOUNTS, HELD, EVIDENCE, SURFACES)
def test_what_an_answer_opens_depends_on_nothing_else_that_the_account_holds(account, others, evidence, surface):
    held = account.find(evidence.answered) if evidence.answered is not None else None
    if held is None:
        return
    rest = tuple(one for one in others if one.id != held.id)
    other = replace(account, authenticators=(*rest, held))
    mine, theirs = (_ask(one, held.id, surface, Mode.LIVE) for one in (account, other))
    assert type(mine) is type(theirs)
    if isinstance(mine, Granted):
        assert mine == theirs
        assert mine.factor in (None, kind_of(held))


@many
@given(ACCOUNTS, EVIDENCE, SURFACES, MODES)
def test_storing_that_something_has_expired_changes_no_decision(account, evidence, surface, mode):
    seen = seen_expired(account, NOW)
    assert decide(account, evidence, surface=surface, mode=mode, now=NOW) == decide(
        seen, evidence, surface=surface, mode=mode, now=NOW
    )


@many
@given(ACCOUNTS, EVIDENCE, SURFACES, MOMENTS)
def test_what_was_seen_expired_opens_nothing_more_at_any_other_clock(account, evidence, surface, at):
    seen = seen_expired(account, NOW)
    live = replace(evidence, credentials=Credentials.LIVE)
    decision = decide(seen, live, surface=surface, mode=Mode.LIVE, now=at)
    held = seen.find(live.answered) if live.answered is not None else None
    if isinstance(held, CodeCard | TemporaryPasscode) and held.state in (CardState.EXPIRED, PasscodeState.EXPIRED):
        assert not isinstance(decision, Granted) or decision.scopes <= {Scope.PORTAL_STATEMENTS}


def _ask(account: Account, answered, surface: Surface, mode: Mode):
    evidence = Evidence(credentials=Credentials.LIVE, answered=answered)
    return decide(account, evidence, surface=surface, mode=mode, now=NOW)
