"""A login approved on the phone: number and response, one session, for the browser that began it; and every way to say no."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.adapters.storage.approval_rows import ApprovalRow
from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow, SessionRow, TrailRow
from sekisho.core.authenticators.approvals import ApprovalEvent, ApprovalState
from sekisho.core.authenticators.kinds import DeviceState
from sekisho.core.reasons import Manner, Reason
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR, answer, attempt, enter, right_answer, wrong_answer
from sekisho.testing.invariants import violations
from sekisho.testing.people import ANDROID, DSC, IOS, Wanted, add_person
from sekisho.workflows.approvals.answer import Heard, answer_approval
from sekisho.workflows.approvals.claim import claim_approval
from sekisho.workflows.approvals.listening import list_approvals, listening_token
from sekisho.workflows.approvals.outcomes import ApprovalMoved, ApprovalRefused
from sekisho.workflows.approvals.turn_away import turn_away_approval
from sekisho.workflows.choose_factor import choose_factor
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginState, LoginUnknown
from sekisho.workflows.show_login import show_login
from sekisho.workflows.sign_in import sign_in
from sekisho.workflows.sweep import sweep

PHONE = Door(channel="key_app", address="198.51.100.9", browser="Safari, iPhone")
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


class Phone:
    """The app of one person: hears what waits, and answers it."""

    def __init__(self, ports, person, *, kind="key_app"):
        self.ports, self.person, self.device = ports, person, person.factor(kind)["id"]
        self.token = listening_token(ports.vault, self.device)

    def hears(self):
        return list_approvals(self.ports, device=self.device, token=self.token)

    def heard(self, approval_id):
        return Heard(device=self.device, token=self.token, approval=approval_id, door=PHONE)

    def approve(self, login, *, number=None, response=None):
        shown = login.approval
        response = response or right_answer(self.person, login)
        return answer_approval(self.ports, self.heard(shown.id), number=number or shown.number, response=response)

    def wrong_number(self, login):
        (asked,) = (one for one in self.hears() if one.id == login.approval.id)
        return next(number for number in asked.numbers if number != login.approval.number)

    def cancel(self, login):
        return turn_away_approval(self.ports, self.heard(login.approval.id), event=ApprovalEvent.CANCEL)

    def deny(self, login):
        return turn_away_approval(self.ports, self.heard(login.approval.id), event=ApprovalEvent.DENY)


@pytest.fixture
def kaede(ports):
    return add_person(ports, Wanted(devices=(ANDROID, DSC)))


@pytest.fixture
def phone(ports, kaede):
    return Phone(ports, kaede)


def begin(ports, person):
    """Log in as far as the challenge to the phone."""
    login = sign_in(ports, attempt(person))
    factor = person.factor("key_app")["id"]
    return (
        login
        if login.challenge.factor.id == factor
        else choose_factor(ports, login_id=login.id, factor=factor, door=DOOR)
    )


def claim(ports, login, *, door=DOOR):
    return claim_approval(ports, login_id=login.id, door=door)


def tried(person):
    """Count what stands against the holder: wrong answers in a row of the phone."""
    return AuthenticatorRow.objects.get(id=person.factor("key_app")["id"]).wrong_in_row


# ── Approved ─────────────────────────────────────────────────────────────────────────────────────────────────


# B054
@pytest.mark.parametrize("device", [IOS, ANDROID], ids=["ios", "android"])
def test_the_phone_hears_who_what_and_where_and_its_approval_opens_one_session_for_that_browser(ports, device):
    person = add_person(ports, Wanted(devices=(device,)))
    phone, login = Phone(ports, person), sign_in(ports, attempt(person))
    (asked,) = phone.hears()
    assert (asked.username, asked.browser, asked.address) == (person.username, "a test", "192.0.2.1")
    assert (asked.question, asked.is_from_known_browser) == (login.challenge.code, False)
    assert len(set(asked.numbers)) == 9
    assert login.approval.number in asked.numbers
    assert phone.approve(login) == ApprovalMoved(state=ApprovalState.APPROVED)
    assert SessionRow.objects.count() == 0
    assert phone.hears() == ()
    view = claim(ports, login)
    assert view.state is LoginState.GRANTED
    assert view.grant.access_token is not None
    assert claim(ports, login).grant is None
    assert SessionRow.objects.count() == 1


def test_a_browser_that_is_known_is_called_known(ports, kaede, phone):
    mark = enter(ports, kaede).grant.browser_mark
    login = sign_in(ports, attempt(kaede, door=replace(DOOR, browser_mark=mark)))
    choose_factor(ports, login_id=login.id, factor=phone.device, door=replace(DOOR, browser_mark=mark))
    assert [one.is_from_known_browser for one in phone.hears()] == [True]


def test_nobody_but_the_bearer_of_the_login_can_claim_it(ports, kaede, phone):
    login, other = begin(ports, kaede), begin(ports, kaede)
    phone.approve(login)
    assert claim(ports, other).state is LoginState.CHALLENGE
    assert isinstance(claim(ports, replace(login, id=Secret("login_" + "A" * 43))), LoginUnknown)
    assert SessionRow.objects.count() == 0
    assert claim(ports, login).state is LoginState.GRANTED


def test_an_approval_that_nobody_comes_for_within_two_minutes_opens_nothing(ports, kaede, phone, clock):
    login = begin(ports, kaede)
    phone.approve(login)
    clock.advance(2 * MINUTE)
    view = claim(ports, login)
    assert (view.state, view.refusal.reason) == (LoginState.REFUSED, Reason.CHALLENGE_EXPIRED)


def test_the_policy_is_asked_again_when_the_browser_comes(ports, kaede, phone):
    login = begin(ports, kaede)
    phone.approve(login)
    AuthenticatorRow.objects.filter(id=phone.device).update(state=DeviceState.BLOCKED)
    assert claim(ports, login).refusal.reason is Reason.DEVICE_NOT_ACTIVE


# ── Not approved ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_number_ends_the_request_counts_against_nobody_and_leaves_the_challenge(ports, kaede, phone):
    login = begin(ports, kaede)
    refused = phone.approve(login, number=phone.wrong_number(login))
    assert (refused.state, refused.refusal.reason) == (ApprovalState.MISMATCHED, Reason.CONFLICT)
    assert phone.approve(login).state is ApprovalState.MISMATCHED
    assert tried(kaede) == 0
    assert show_login(ports, login_id=login.id).approval.state is ApprovalState.MISMATCHED
    assert answer(ports, login, right_answer(kaede, login)).state is LoginState.GRANTED


def test_a_wrong_response_counts_as_one_typed_by_hand_and_the_request_stays(ports, kaede, phone):
    login = begin(ports, kaede)
    refused = phone.approve(login, response=wrong_answer(kaede, login))
    assert (refused.state, refused.refusal.reason) == (ApprovalState.PENDING, Reason.WRONG_RESPONSE)
    assert refused.refusal.attempts_left == 4
    assert tried(kaede) == 1
    assert isinstance(phone.approve(login), ApprovalMoved)
    assert tried(kaede) == 0
    assert claim(ports, login).state is LoginState.GRANTED


def test_the_last_wrong_response_ends_request_and_login(ports, kaede, phone):
    login = begin(ports, kaede)
    refused = [phone.approve(login, response=wrong_answer(kaede, login)) for _ in range(5)]
    assert [one.state for one in refused] == [*[ApprovalState.PENDING] * 4, ApprovalState.OVER]
    assert show_login(ports, login_id=login.id).refusal.reason is Reason.WRONG_RESPONSE


def test_cancelling_ends_the_request_alone(ports, kaede, phone):
    login = begin(ports, kaede)
    assert phone.cancel(login) == ApprovalMoved(state=ApprovalState.CANCELLED)
    assert phone.approve(login).refusal.reason is Reason.CONFLICT
    assert answer(ports, login, right_answer(kaede, login)).state is LoginState.GRANTED


def test_not_me_refuses_the_login_and_tells_the_holder_on_every_address_and_locks_nothing(ports, kaede, phone, clock):
    login = begin(ports, kaede)
    assert phone.deny(login) == ApprovalMoved(state=ApprovalState.DENIED)
    view = show_login(ports, login_id=login.id)
    assert (view.refusal.reason, view.refusal.manner) == (Reason.CONFLICT, Manner.TURNED_AWAY)
    assert answer(ports, login, right_answer(kaede, login)).state is LoginState.REFUSED
    told = OutboxRow.objects.filter(holder_id=kaede.holder_id, message="approval_denied")
    assert {row.recipient for row in told} == {
        f"{kaede.username}@example.com",
        told.exclude(channel="mail").get().recipient,
    }
    assert all(view.refusal.reference in row.params and "192.0.2.1" in row.params for row in told)
    assert TrailRow.objects.get(happening="approval_denied").reference == view.refusal.reference
    again = begin(ports, kaede)
    assert again.approval is None
    assert answer(ports, again, right_answer(kaede, again)).state is LoginState.GRANTED
    clock.advance(timedelta(hours=1))
    assert begin(ports, kaede).approval is not None


@pytest.mark.parametrize("way", ["by hand", "another factor", "too late"])
def test_a_login_that_went_on_another_way_is_no_longer_asked_about(ports, kaede, phone, clock, way):
    login = begin(ports, kaede)
    match way:
        case "by hand":
            answer(ports, login, right_answer(kaede, login))
        case "another factor":
            choose_factor(ports, login_id=login.id, factor=kaede.factor("dsc_plus")["id"], door=DOOR)
        case _:
            clock.advance(2 * MINUTE)
    assert phone.hears() == ()
    for refused in (phone.approve(login), phone.cancel(login), phone.deny(login)):
        assert isinstance(refused, ApprovalRefused)
        assert refused.state in {ApprovalState.OVER, ApprovalState.EXPIRED}
    assert SessionRow.objects.count() == (way == "by hand")


# ── Who hears ────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_phone_s_token_sees_and_moves_nothing(ports, kaede, phone):
    login, stranger = begin(ports, kaede), Phone(ports, add_person(ports, Wanted(devices=(IOS,))))
    for pretended in (
        replace(phone.heard(login.approval.id), token=stranger.token),
        replace(phone.heard(login.approval.id), device=stranger.device, token=stranger.token),
        replace(phone.heard(login.approval.id), token=Secret("listen_")),
        Phone(ports, kaede, kind="dsc_plus").heard(login.approval.id),
    ):
        assert isinstance(turn_away_approval(ports, pretended, event=ApprovalEvent.DENY), LoginUnknown)
    assert isinstance(list_approvals(ports, device=phone.device, token=stranger.token), LoginUnknown)
    assert isinstance(
        list_approvals(ports, device="fac_none", token=listening_token(ports.vault, "fac_none")), LoginUnknown
    )
    assert len(phone.hears()) == 1


@pytest.mark.parametrize("state", [state for state in DeviceState if state is not DeviceState.ACTIVE])
def test_a_phone_that_is_not_in_use_hears_nothing(ports, kaede, phone, state):
    login = begin(ports, kaede)
    AuthenticatorRow.objects.filter(id=phone.device).update(state=state)
    assert isinstance(phone.hears(), LoginUnknown)
    assert isinstance(phone.approve(login), LoginUnknown)


# ── How often (CHB-16) ───────────────────────────────────────────────────────────────────────────────────────


def test_at_most_three_are_pending_and_five_an_hour_are_asked_of_one_account(ports, kaede, phone, clock):
    logins = [begin(ports, kaede) for _ in range(4)]
    assert [login.approval is not None for login in logins] == [True, True, True, False]
    phone.cancel(logins[0])
    clock.advance(2 * MINUTE)
    more = [begin(ports, kaede) for _ in range(3)]
    assert [login.approval is not None for login in more] == [True, True, False]
    assert all(login.challenge.code for login in (*logins, *more))
    clock.advance(58 * MINUTE)
    assert begin(ports, kaede).approval is not None


def test_after_two_wrong_numbers_nobody_is_asked_for_an_hour(ports, kaede, phone, clock):
    for _ in range(2):
        login = begin(ports, kaede)
        phone.approve(login, number=phone.wrong_number(login))
    assert begin(ports, kaede).approval is None
    clock.advance(timedelta(hours=1))
    assert begin(ports, kaede).approval is not None


def test_requests_are_forgotten_with_their_login(ports, kaede, clock):
    begin(ports, kaede)
    clock.advance(timedelta(days=8))
    sweep(ports, now=clock.now())
    assert ApprovalRow.objects.count() == 0
