"""A physical device shared by the user names of one person: asked for, answered, used, stopped (B094 to B101)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.adapters.storage import seeding
from sekisho.adapters.storage.rows import (
    AccountRow,
    AuthenticatorRow,
    HolderRow,
    OutboxRow,
    QuestionRow,
    TrailRow,
    TriesRow,
)
from sekisho.adapters.storage.share_rows import DeviceShareRow
from sekisho.core.access.decisions import Scope, Surface
from sekisho.core.authenticators.device_cases import DeviceStatus, ReturnReason
from sekisho.core.authenticators.kinds import AuthenticatorKind, PasscodeState
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.sharing import Person as Client
from sekisho.core.sharing import ShareFlaw
from sekisho.testing.claimant import DOOR, answer, attempt, reason, right_answer, wrong_answer
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, IOS, Wanted, add_person
from sekisho.testing.sharing import ONE, SAME_PAPERS, add_owner, ask_to_share, log_in_borrower, share
from sekisho.testing.visiting import Guest, log_in
from sekisho.workflows.claim import name_print
from sekisho.workflows.devices.announce_return import announce_return
from sekisho.workflows.devices.change_pin import fill_in_pin
from sekisho.workflows.devices.outcomes import DeviceDone, SharingRefused
from sekisho.workflows.devices.reactivate import begin_reactivation
from sekisho.workflows.devices.report_lost import report_lost
from sekisho.workflows.devices.retire import begin_retirement, finish_retirement
from sekisho.workflows.devices.share import answer_sharing
from sekisho.workflows.devices.show_devices import show_devices
from sekisho.workflows.devices.stop_sharing import begin_stopping, finish_stopping
from sekisho.workflows.outcomes import LoginState, LoginView, RefusalView
from sekisho.workflows.records import outbox_place
from sekisho.workflows.sign_in import sign_in


@pytest.fixture(autouse=True)
def nothing_is_violated(request):
    """Whatever a test did, the invariants hold afterwards."""
    used = request.getfixturevalue("ports_on" if "ports_on" in request.fixturenames else "ports")
    yield
    assert violations(used) == ()


def card_of(owner):
    return owner.factor("dsc_plus")["id"]


def state_of(id_):
    return AuthenticatorRow.objects.get(id=id_).state


def told(message, person):
    return {row.recipient for row in OutboxRow.objects.filter(message=message, holder_id=person.holder_id)}


def stop(here, **wrongly):
    row = DeviceShareRow.objects.get()
    asked = begin_stopping(here.ports, here.visitor, share_id=row.id, retyped=here.retyped, door=DOOR)
    if not isinstance(asked, LoginView):
        return asked
    return finish_stopping(here.ports, here.visitor, share_id=row.id, answered=here.answered(asked, **wrongly))


def log_in_with(ports, person, factor):
    person.factors = [one for one in person.factors if one["id"] == factor] or person.factors
    return log_in(ports, person=person, with_kind="dsc_plus")


# ── Asked for and answered ───────────────────────────────────────────────────────────────────────────────────


# B094, B099, B100
def test_the_requester_types_the_owner_s_password_and_both_devices_answer(ports_on):
    owner = add_owner(ports_on)
    here = log_in_borrower(ports_on, owner, devices=(IOS,))
    first = ask_to_share(here, owner)
    assert first.challenge.factor.id == here.device("key_app")
    second = answer_sharing(ports_on, here.visitor, answered=here.answered(first))
    assert second.challenge.factor.id == card_of(owner)
    done = answer_sharing(ports_on, here.visitor, answered=here.answered(second))
    assert isinstance(done, DeviceDone)
    assert (done.happening, done.device.lent_by) == ("device_shared", owner.account)
    shared = log_in_with(ports_on, here.person, card_of(owner))
    assert shared.visitor.scopes == {Scope.PORTAL_FULL}
    assert shared.visitor.factor is AuthenticatorKind.DSC_PLUS
    for person in (owner, here.person):
        assert len(told("own.device_shared", person)) == 2
    happenings = TrailRow.objects.filter(holder_id=owner.holder_id).values_list("happening", flat=True)
    assert "shared_device_touched" in happenings


# B100
def test_two_clients_with_the_papers_of_one_person_wait_for_compliance(ports):
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner, devices=(IOS,), behind=SAME_PAPERS)
    assert share(here, owner).happening == "sharing_asked"
    assert DeviceShareRow.objects.get().state == "pending"
    assert len(show_devices(ports, here.visitor).pending) == 1
    assert [line.authenticator.kind for line in show_devices(ports, here.visitor).lines] == ["key_app"]
    assert stop(here).happening == "sharing_stopped"
    assert DeviceShareRow.objects.get().state == "declined"
    assert share(here, owner).happening == "sharing_asked"


FLAWED = [
    ("B096", {"behind": Client(entity="1003")}, {}, ShareFlaw.NOT_ONE_PERSON),
    ("B097, B036", {}, {"passcode": PasscodeState.LIVE}, ShareFlaw.TEMPORARY_DEVICE),
    ("B095", {"devices": (IOS,)}, {}, ShareFlaw.KEY_APP),
    ("B098, B101", {"devices": (IOS,)}, {"devices": (DSC,)}, ShareFlaw.LESS_SECURE),
    ("", {"devices": ()}, {}, ShareFlaw.NO_DEVICE),
]


@pytest.mark.parametrize(("fact", "lender", "asker", "flaw"), FLAWED)
def test_what_stands_in_the_way_is_told_after_the_owner_s_password_and_nothing_is_asked(
    ports, fact, lender, asker, flaw
):
    owner = add_owner(ports, **lender)
    here = log_in_borrower(ports, owner, **{"devices": (IOS,)} | asker)
    refused = ask_to_share(here, owner)
    assert isinstance(refused, SharingRefused), fact
    assert (refused.why, refused.refusal.reason) == (flaw, Reason.CONFLICT)
    kept = TrailRow.objects.get(reference=refused.refusal.reference)
    assert flaw.value in kept.detail
    assert DeviceShareRow.objects.count() == 0


def test_a_paper_login_lends_nothing(ports):
    owner = add_owner(ports, paper=True)
    HolderRow.objects.filter(id=owner.holder_id).update(credentials="paper")
    here = log_in_borrower(ports, owner, devices=(IOS,))
    assert ask_to_share(here, owner).why is ShareFlaw.NO_DEVICE


# ── No easier place to guess ─────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_password_and_an_unknown_user_name_get_one_answer_and_spend_the_budgets_of_the_login(ports):
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner, devices=(IOS,))
    wrong, unknown = ask_to_share(here, owner, password="not this one"), ask_to_share(here, "nobody999")
    assert replace(wrong, reference="") == replace(unknown, reference="")
    assert (wrong.reason, wrong.attempts_left, wrong.retry_at) == (Reason.BAD_CREDENTIALS, None, None)
    sign_in(ports, attempt(owner, password="nor this one"))
    counter = TriesRow.objects.get(subject=name_print(ports.vault, owner.username), kind="password:unknown")
    assert len(counter.moments.split()) == 2


def test_the_door_that_the_login_has_closed_is_closed_here(ports):
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner, devices=(IOS,))
    for _ in range(10):
        sign_in(ports, attempt(owner, password="wrong"))
    assert ask_to_share(here, owner).reason is Reason.LOCKED


def test_a_right_password_gives_its_try_back(ports):
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner, devices=(IOS,))
    for _ in range(12):
        assert isinstance(ask_to_share(here, owner), LoginView)
        ports.clock.advance(timedelta(minutes=6))


def test_a_wrong_response_counts_on_the_device_and_a_right_one_works_once(ports):
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner, devices=(IOS,))
    second = answer_sharing(ports, here.visitor, answered=here.answered(ask_to_share(here, owner)))
    assert (
        reason(answer_sharing(ports, here.visitor, answered=here.answered(second, wrongly=True)))
        is Reason.WRONG_RESPONSE
    )
    assert AuthenticatorRow.objects.get(id=card_of(owner)).wrong_in_row == 1
    answered = here.answered(second)
    assert isinstance(answer_sharing(ports, here.visitor, answered=answered), DeviceDone)
    again = answer_sharing(ports, here.visitor, answered=answered)
    assert isinstance(again, RefusalView)
    assert DeviceShareRow.objects.count() == 1


def test_an_own_proof_is_no_answer_for_the_device_nor_for_another_request(ports):
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner, devices=(IOS,))
    first = here.answered(ask_to_share(here, owner))
    answer_sharing(ports, here.visitor, answered=first)
    assert answer_sharing(ports, here.visitor, answered=first).reason is Reason.NOT_FOUND
    ask_to_share(here, owner)
    assert answer_sharing(ports, here.visitor, answered=first).reason is Reason.NOT_FOUND
    assert DeviceShareRow.objects.count() == 0


# ── Everything is judged again ───────────────────────────────────────────────────────────────────────────────


def lost_meanwhile(ports, owner, here):
    there = log_in(ports, person=owner)
    report_lost(ports, there.visitor, device_id=card_of(owner), status=DeviceStatus.LOST, door=DOOR)


def blocked_meanwhile(ports, owner, here):
    AuthenticatorRow.objects.filter(id=card_of(owner)).update(state="blocked")


def passcode_meanwhile(ports, owner, here):
    with ports.store.transaction() as tx:
        account = tx.account(owner.account)
        passcode = ports.terms.new_passcode("fac_meanwhile", now=ports.clock.now())
        seeding.add_passcode(ports.hasher, account, passcode, code=Secret("K7M2PQ9XRT"))


@pytest.mark.parametrize("meanwhile", [lost_meanwhile, blocked_meanwhile, passcode_meanwhile])
def test_what_happened_between_question_and_answer_counts(ports, meanwhile):
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner, devices=(IOS,))
    second = answer_sharing(ports, here.visitor, answered=here.answered(ask_to_share(here, owner)))
    meanwhile(ports, owner, here)
    ended = answer_sharing(ports, here.visitor, answered=here.answered(second))
    assert isinstance(ended, SharingRefused)
    assert DeviceShareRow.objects.count() == 0


def test_of_two_requests_at_once_one_is_written(ports):
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner, devices=(IOS,))
    there = Guest(ports=ports, person=here.person, token=log_in(ports, person=here.person, with_kind="key_app").token)
    asked = [
        answer_sharing(ports, one.visitor, answered=one.answered(ask_to_share(one, owner))) for one in (here, there)
    ]
    ended = [
        answer_sharing(ports, one.visitor, answered=one.answered(view))
        for one, view in zip((here, there), asked, strict=True)
    ]
    assert isinstance(ended[0], DeviceDone)
    assert ended[1].why is ShareFlaw.ALREADY_SHARED


# ── A first device ───────────────────────────────────────────────────────────────────────────────────────────


def mailed(ports, person):
    row = OutboxRow.objects.filter(message="own.activation_code", holder_id=person.holder_id).latest("id")
    return ports.vault.open(bytes(row.sealed), place=outbox_place(row.recipient)).reveal_text()


def test_a_first_device_is_shared_with_its_response_and_a_code_sent_to_the_address_on_file(ports):
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner)
    asked = ask_to_share(here, owner)
    assert asked.challenge.factor.id == card_of(owner)
    wrong = answer_sharing(ports, here.visitor, answered=here.answered(asked), code="000000")
    assert wrong.reason is Reason.WRONG_RESPONSE
    done = answer_sharing(ports, here.visitor, answered=here.answered(asked), code=mailed(ports, here.person))
    assert isinstance(done, DeviceDone)
    assert here.is_out  # its evidence was rewritten, so its token is a new one
    assert Guest(ports=ports, person=here.person, token=done.access_token).visitor.scopes == {Scope.PORTAL_FULL}


def test_a_code_sent_to_one_user_name_is_none_for_another(ports):
    owner = add_owner(ports)
    one, other = log_in_borrower(ports, owner), log_in_borrower(ports, owner)
    ask_to_share(one, owner)
    asked = ask_to_share(other, owner)
    refused = answer_sharing(ports, other.visitor, answered=other.answered(asked), code=mailed(ports, one.person))
    assert refused.reason is Reason.WRONG_RESPONSE


def test_whoever_stopped_sharing_the_only_device_never_had_none(ports):
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner, devices=(IOS,))
    share(here, owner)
    stop(here)
    AuthenticatorRow.objects.filter(id=here.device("key_app")).update(state="requested", ever_active=False)
    assert reason(sign_in(ports, attempt(here.person))) is Reason.NO_SECOND_FACTOR


# ── One device, whoever uses it ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def shared(ports):
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner, devices=(IOS,))
    share(here, owner)
    return owner, here


def test_a_question_is_never_asked_twice_whichever_user_name_it_was_asked_of(ports, shared):
    owner, here = shared
    for person in (owner, here.person) * 3:
        sign_in(ports, attempt(person))
    asked = list(QuestionRow.objects.filter(authenticator_id=card_of(owner)).values_list("question", flat=True))
    assert len(asked) == len(set(asked)) == 7


def test_ten_wrong_answers_of_both_together_stop_it_for_both_and_end_their_opt_outs(ports, shared):
    owner, here = shared
    AccountRow.objects.update(has_opted_out=True)
    here.person.factors.reverse()
    for index in range(10):
        person = (owner, here.person)[index % 2]
        login = sign_in(ports, attempt(person))
        assert login.challenge.factor.id == card_of(owner)
        answer(ports, login, wrong_answer(person, login))
        ports.clock.advance(timedelta(hours=2))
    assert state_of(card_of(owner)) == "blocked"
    assert not AccountRow.objects.filter(has_opted_out=True).exists()
    for person in (owner, here.person):
        assert OutboxRow.objects.filter(message="device_blocked", holder_id=person.holder_id).exists()
    assert reason(sign_in(ports, attempt(owner))) is Reason.NO_SECOND_FACTOR


@pytest.mark.parametrize("who", ["owner", "borrower"])
def test_reported_lost_by_either_it_is_lost_for_both_and_both_are_told(ports, shared, who):
    owner, here = shared
    there = log_in(ports, person=owner)
    guest = there if who == "owner" else log_in_with(ports, here.person, card_of(owner))
    report_lost(ports, guest.visitor, device_id=card_of(owner), status=DeviceStatus.STOLEN, door=DOOR)
    assert state_of(card_of(owner)) == "lost"
    assert there.is_out
    for person in (owner, here.person):
        assert len(told("own.device_reported_lost", person)) == 2


def test_a_weaker_proof_of_the_borrower_only_stops_it(ports, shared):
    owner, here = shared
    report_lost(ports, here.visitor, device_id=card_of(owner), status=DeviceStatus.LOST, door=DOOR)
    assert state_of(card_of(owner)) == "blocked"


def test_brought_back_by_one_user_name_it_ends_the_passcode_of_the_other(ports):
    owner = add_owner(ports, passcode=PasscodeState.LIVE)
    other = add_person(ports, Wanted(behind=ONE))
    other.factors += owner.factors[:1]
    DeviceShareRow.objects.create(
        id="shr_1", device_id=card_of(owner), account_id=other.account, state="active", was_active=True,
        match="same_entity", at=0,
    )  # fmt: skip
    AuthenticatorRow.objects.filter(id=card_of(owner)).update(state="suspended")
    back = log_in(ports, person=other)
    assert back.visitor.scopes == {Scope.PORTAL_REACTIVATE}
    assert isinstance(
        begin_reactivation(ports, back.visitor, device_id=card_of(owner), retyped=back.retyped, door=DOOR), DeviceDone
    )
    assert state_of(owner.factor("temporary_passcode")["id"]) == "ended"


def test_what_is_the_owner_s_alone_is_refused_to_the_borrower(ports, shared):
    owner, here = shared
    guest, id_ = log_in_with(ports, here.person, card_of(owner)), card_of(owner)
    pin = {"pin": Secret("8305"), "again": Secret("8305")}
    views = [
        begin_retirement(ports, guest.visitor, device_id=id_, retyped=guest.retyped, door=DOOR),
        announce_return(ports, guest.visitor, device_id=id_, reason=ReturnReason.DAMAGE, door=DOOR),
        fill_in_pin(ports, guest.visitor, device_id=id_, **pin),
    ]
    assert [view.reason for view in views] == [Reason.CONFLICT] * 3


# ── The end ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["owner", "borrower"])
def test_either_ends_it_with_a_proof_and_both_are_told(ports, shared, who):
    owner, here = shared
    with_it = log_in_with(ports, here.person, card_of(owner))
    ending = log_in(ports, person=owner) if who == "owner" else with_it
    assert stop(ending).happening == "sharing_stopped"
    assert with_it.is_out
    assert state_of(card_of(owner)) == "active"
    states = {line.authenticator.kind: line.authenticator.state for line in show_devices(ports, here.visitor).lines}
    assert states == {"key_app": "active", "dsc_plus": "retired"}
    for person in (owner, here.person):
        assert len(told("own.sharing_stopped", person)) == 2


def test_a_key_app_does_not_end_the_sharing_of_a_card(ports, shared):
    _, here = shared
    row = DeviceShareRow.objects.get()
    asked = begin_stopping(ports, here.visitor, share_id=row.id, retyped=here.retyped, door=DOOR)
    assert asked.challenge.factor.kind is AuthenticatorKind.DSC_PLUS


def test_a_borrower_s_last_usable_device_is_taken_away_by_nobody(ports, shared):
    owner, here = shared
    AuthenticatorRow.objects.filter(id=here.device("key_app")).update(state="retired")
    there = log_in(ports, person=owner)
    assert stop(there).reason is Reason.CONFLICT
    assert stop(log_in_with(ports, here.person, card_of(owner))).reason is Reason.CONFLICT
    second = add_person(ports, Wanted(devices=(IOS,)))
    AuthenticatorRow.objects.filter(id=second.factors[0]["id"]).update(account_id=owner.account)
    assert (
        begin_retirement(ports, there.visitor, device_id=card_of(owner), retyped=there.retyped, door=DOOR).reason
        is Reason.CONFLICT
    )


def test_a_stranger_s_sharing_is_not_there(ports, shared):
    stranger = log_in(ports, devices=(DSC,))
    assert stop(stranger).reason is Reason.NOT_FOUND


def test_the_owner_retires_a_device_that_nobody_misses_and_the_borrower_is_told(ports, shared):
    owner, here = shared
    second = add_person(ports, Wanted(devices=(DSC,)))
    AuthenticatorRow.objects.filter(id=second.factors[0]["id"]).update(account_id=owner.account)
    there = log_in(ports, person=owner)
    asked = begin_retirement(ports, there.visitor, device_id=card_of(owner), retyped=there.retyped, door=DOOR)
    owner.factors += second.factors
    finish_retirement(ports, there.visitor, device_id=card_of(owner), answered=there.answered(asked))
    assert state_of(card_of(owner)) == "retired"
    assert len(told("own.device_retired", here.person)) == 2


def test_a_shared_device_trades_for_each_account_and_the_list_says_with_whom_it_is_shared(ports, shared):
    owner, here = shared
    login = sign_in(ports, attempt(here.person, surface=Surface.TRADING))
    here.person.factors.reverse()
    view = answer(ports, login, right_answer(here.person, login))
    assert view.state is LoginState.GRANTED
    there = show_devices(ports, log_in(ports, person=owner).visitor)
    assert [line.username for line in there.lines[0].sharings] == [here.person.username]
    assert not any(line.sharings[0].is_missed for line in there.lines if line.sharings)
