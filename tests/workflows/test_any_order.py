"""People, logins, answers and time in any order that chance finds: what is granted is exactly what may be granted.

The model knows only what was asked in which login and what the soft devices answer; everything else is read from the store just
before a deed, and the policy is asked beside the workflow.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sekisho.adapters.databases import PRAGMAS
from sekisho.adapters.storage.moments import to_stored
from sekisho.adapters.storage.rows import AuthenticatorRow, SessionRow, TriesRow
from sekisho.core.access import decide
from sekisho.core.access.decisions import Decision, Evidence, FactorRequired, Granted, Mode, Refused, Surface
from sekisho.core.accounts import AccountState, Credentials
from sekisho.core.authenticators.kinds import AuthenticatorId, CardState, DeviceState, PasscodeState
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing import databases
from sekisho.testing.claimant import DOOR, answer, attempt, reason, right_answer, wrong_answer
from sekisho.testing.clock import START, FixedClock
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, IOS, Person, Wanted, add_person
from sekisho.workflows.choose_factor import choose_factor
from sekisho.workflows.outcomes import ChallengeView, LoginState, LoginView, SessionOver, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.recognise import recognise
from sekisho.workflows.records import TryKind
from sekisho.workflows.sign_in import sign_in
from sekisho.workflows.sign_out import sign_out

ABSENT = (DSC[0], None, DeviceState.SUSPENDED)
CROWD = (
    Wanted(devices=(DSC,)),
    Wanted(devices=(IOS,), card=CardState.ACTIVE),
    Wanted(devices=(ABSENT,), passcode=PasscodeState.LIVE),
    Wanted(card=CardState.ACTIVE, cells_left=6),
    Wanted(state=AccountState.CLOSED, devices=(DSC,)),
)
STEPS = [
    timedelta(seconds=1),
    timedelta(minutes=4),
    timedelta(minutes=5),
    timedelta(hours=1),
    timedelta(hours=26),
    timedelta(days=11),
]


@dataclass
class Login:
    """A login as its claimant sees it: whose, where, what was asked last, what was answered right before."""

    person: Person
    surface: Surface
    view: LoginView
    taken: str | None = None

    @property
    def challenge(self) -> ChallengeView | None:
        return self.view.challenge


@dataclass
class Session:
    """A token with what it was opened for."""

    person: Person
    surface: Surface
    token: Secret
    answered: AuthenticatorId | None
    is_over: bool = False


@dataclass
class Told:
    """What the machine was told so far."""

    logins: list[Login] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    wrong_passwords: int = 0


LOGINS = st.integers(0, 7)


class AnyOrder(RuleBasedStateMachine):
    """Rules are deeds; each states what must come of it."""

    def __init__(self, ports: Ports, clock: FixedClock, template: Path) -> None:
        super().__init__()
        self.ports, self.clock, self.told = ports, clock, Told()
        clock.set(START)
        database = databases.fresh_sqlite(Path(mkdtemp(dir=template.parent)), template)
        database["OPTIONS"]["init_command"] = PRAGMAS.replace(
            "synchronous=FULL", "synchronous=OFF"
        )  # nothing is killed here
        databases.use(database)

    @initialize()
    def people_come(self) -> None:
        self.people = [add_person(self.ports, wanted) for wanted in CROWD]
        for number in range(len(CROWD)):
            self.somebody_signs_in(number, Surface.PORTAL)

    # ── Deeds ────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(number=st.integers(0, len(CROWD) - 1), surface=st.sampled_from(Surface))
    def somebody_comes(self, number: int, surface: Surface) -> None:
        self.somebody_signs_in(number, surface)

    def somebody_signs_in(self, number: int, surface: Surface) -> None:
        person = self.people[number]
        decision = self.decision(person, surface, answered=None)
        view = sign_in(self.ports, attempt(person, surface=surface))
        if reason(view) is Reason.LOCKED:
            assert self.told.wrong_passwords >= 10
            return
        match decision:
            case Granted(scopes=scopes):
                assert view.grant is not None
                assert frozenset(view.grant.scopes) == scopes
                self.remember_session(person, surface, view, answered=None)
            case FactorRequired(offered=offered):
                assert view.challenge is not None or reason(view) in {Reason.THROTTLED, Reason.CARD_EXHAUSTED}
                assert view.challenge is None or view.challenge.factor.id == offered[0]
            case Refused(reason=why):
                assert (view.state, reason(view)) == (LoginState.REFUSED, why)
        self.told.logins.append(Login(person, surface, view))

    @rule(number=st.integers(0, len(CROWD) - 1))
    def somebody_mistypes_a_password(self, number: int) -> None:
        view = sign_in(self.ports, attempt(self.people[number], password="guess"))
        assert reason(view) in {Reason.BAD_CREDENTIALS, Reason.LOCKED}
        self.told.wrong_passwords += 1

    @precondition(lambda self: self.told.logins)
    @rule(at=LOGINS)
    def somebody_answers_rightly(self, at: int) -> None:
        self.respond(at, right_answer)

    @precondition(lambda self: self.told.logins)
    @rule(at=LOGINS)
    def somebody_answers_wrongly(self, at: int) -> None:
        self.respond(at, wrong_answer)

    @precondition(lambda self: self.told.logins)
    @rule(at=LOGINS, other=LOGINS)
    def somebody_answers_with_the_answer_to_another_login(self, at: int, other: int) -> None:
        foreign = self.login(other)
        if foreign.challenge is not None:
            response = right_answer(foreign.person, foreign.view)
            self.respond(at, lambda _person, _view: response)

    @precondition(lambda self: any(login.taken for login in self.told.logins))
    @rule(at=LOGINS)
    def somebody_answers_once_more(self, at: int) -> None:
        taken = [login for login in self.told.logins if login.taken]
        login = taken[at % len(taken)]
        view = answer(self.ports, login.view, login.taken or "")
        assert (view.state, reason(view)) == (LoginState.REFUSED, Reason.RESPONSE_USED)

    @precondition(lambda self: self.told.logins)
    @rule(at=LOGINS, number=st.integers(0, 2))
    def somebody_chooses_another_factor(self, at: int, number: int) -> None:
        login = self.login(at)
        if login.view.id is None:
            return
        factor = login.person.factors[number % len(login.person.factors)]["id"]
        view = choose_factor(self.ports, login_id=login.view.id, factor=factor, door=DOOR)
        assert isinstance(view, LoginView)
        assert view.grant is None
        if view.challenge is not None:
            assert view.challenge.factor.id == factor
            login.view = view

    @rule(step=st.sampled_from(STEPS))
    def time_passes(self, step: timedelta) -> None:
        self.clock.advance(step)

    @precondition(lambda self: self.told.sessions)
    @rule(at=LOGINS)
    def a_session_is_used(self, at: int) -> None:
        session = self.told.sessions[at % len(self.told.sessions)]
        decision = self.decision(session.person, session.surface, answered=session.answered)
        found = recognise(self.ports, Secret(session.token.reveal()))
        match found:
            case Visitor(scopes=scopes):
                assert not session.is_over
                assert isinstance(decision, Granted)
                assert decision.scopes == scopes
            case SessionOver():
                session.is_over = True

    @precondition(lambda self: self.told.sessions)
    @rule(at=LOGINS)
    def somebody_signs_out(self, at: int) -> None:
        session = self.told.sessions[at % len(self.told.sessions)]
        assert sign_out(self.ports, Secret(session.token.reveal()), door=DOOR) is not session.is_over
        session.is_over = True

    # ── What must hold ───────────────────────────────────────────────────────────────────────────────────────

    def respond(self, at: int, find: Callable[[Person, LoginView], str]) -> None:
        """Answer the login's question; it is granted if the answer is right and could be evaluated, and only then."""
        login = self.login(at)
        if login.challenge is None:
            return
        response = find(login.person, login.view)
        is_right = response == right_answer(login.person, login.view)
        can_be_taken = self.is_evaluated(login)
        decision = self.decision(login.person, login.surface, answered=login.challenge.factor.id)
        view = answer(self.ports, login.view, response)
        assert (view.grant is not None) is (is_right and can_be_taken and isinstance(decision, Granted))
        if view.grant is not None:
            assert isinstance(decision, Granted)
            assert frozenset(view.grant.scopes) == decision.scopes
            self.remember_session(login.person, login.surface, view, answered=login.challenge.factor.id)
            login.taken = response
        elif is_right and can_be_taken:
            assert isinstance(decision, Refused)
            assert reason(view) is decision.reason
        elif can_be_taken:
            assert reason(view) in {Reason.WRONG_RESPONSE, Reason.DEVICE_SUSPENDED, Reason.PASSCODE_DEAD}

    def is_evaluated(self, login: Login) -> bool:
        """Tell whether the store may look at an answer now, by its rows."""
        assert login.view.id is not None
        assert login.challenge is not None
        now = to_stored(self.clock.now())
        with self.ports.store.reading() as tx:
            kept = tx.login(self.ports.vault.fingerprint(login.view.id.reveal_text(), purpose="login"))
        assert kept is not None
        assert kept.challenge is not None
        is_live = not kept.is_over and not kept.challenge.is_used and kept.challenge.tries < kept.challenge.most_tries
        ladder = TriesRow.objects.filter(
            subject=login.person.holder_id, kind=TryKind.SECOND_FACTOR.value, closed_until__gt=now
        )
        row = AuthenticatorRow.objects.get(id=login.challenge.factor.id)
        asks_still = login.challenge.indices is None or (row.pair_first, row.pair_second) == login.challenge.indices
        is_worn = row.wrong_in_row >= (100 if row.platform == "ios" else 10)
        is_in_time = self.clock.now() < min(kept.challenge.expires_at, kept.expires_at)
        return is_live and is_in_time and asks_still and not is_worn and not ladder.exists()

    def decision(self, person: Person, surface: Surface, *, answered: AuthenticatorId | None) -> Decision:
        """Ask the policy beside the workflow, about the account as it is stored now."""
        evidence = Evidence(credentials=Credentials.LIVE, answered=answered)
        with self.ports.store.reading() as tx:
            account = tx.account(person.account)
        return decide(account, evidence, surface=surface, mode=Mode.LIVE, now=self.clock.now())

    def login(self, at: int) -> Login:
        """Pick one of the newest logins."""
        newest = self.told.logins[-8:]
        return newest[at % len(newest)]

    def remember_session(
        self, person: Person, surface: Surface, view: LoginView, *, answered: AuthenticatorId | None
    ) -> None:
        assert view.grant is not None
        assert view.grant.access_token is not None
        self.told.sessions.append(Session(person, surface, view.grant.access_token, answered))

    @invariant()
    def there_are_as_many_sessions_as_were_granted(self) -> None:
        assert SessionRow.objects.count() == len(self.told.sessions)

    def teardown(self) -> None:
        assert violations(self.ports) == ()


@pytest.mark.parametrize(
    ("examples", "steps"), [pytest.param(50, 20, id="short"), pytest.param(2000, 50, id="long", marks=pytest.mark.slow)]
)
@pytest.mark.timeout(3600)
def test_in_any_order_of_deeds_only_what_may_be_granted_is_granted(
    ports: Ports, clock: FixedClock, installation_folder: Path, tmp_path: Path, examples: int, steps: int
) -> None:
    template = tmp_path / "template.sqlite3"
    template.write_bytes((installation_folder / "sekisho.sqlite3").read_bytes())
    run_state_machine_as_test(
        lambda: AnyOrder(ports, clock, template),
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
