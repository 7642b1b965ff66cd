"""One physical device for several user names of one person: who may share what, and what becomes of it (B094 to B101)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.core.access import Granted
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import AccountNumber, AccountState
from sekisho.core.authenticators.device_deeds import (
    block_device,
    reactivate_device,
    report_lost,
    retire_device,
    suspend_device,
    unblock_device,
)
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState
from sekisho.core.identification import NotIdentified, read_identification
from sekisho.core.sharing import (
    BEGINS_WITH,
    SHARE_LIFE,
    Match,
    Participant,
    Person,
    Sharable,
    ShareFlaw,
    ShareState,
    borrow,
    felt_by,
    is_missed_by,
    judge_sharing,
    seen_by_borrower,
)
from sekisho.core.transitions import Hindrance

from .access.people import (
    DAY,
    NOW,
    account,
    card,
    done,
    dsc,
    enter,
    id_,
    opened,
    passcode,
    phone,
    refused,
    scopes,
    shown_card,
)

ONE = Person(entity="1001", identification="print")
BLOCKED, LOST, SUSPENDED = DeviceState.BLOCKED, DeviceState.LOST, DeviceState.SUSPENDED


def owner(*held, state=AccountState.OPEN, person=ONE):
    return Participant(account=replace(account(state, *held), number=AccountNumber("U7654321")), person=person)


def asking(*held, person=ONE):
    return Participant(account=opened(*held), person=person)


def judged(requester, lender):
    return judge_sharing(requester, lender, now=NOW)


# B094, B098
def test_the_owner_s_strongest_device_is_the_one_that_is_shared():
    older, newer = dsc(name="old", last_answered_at=NOW - DAY), dsc(name="new", last_answered_at=NOW)
    found = judged(asking(phone()), owner(phone(name="theirs"), newer, older))
    assert isinstance(found, Sharable)
    assert found.device.id == "new"


FLAWS = [  # in the order in which they are told
    ("B095", asking(), owner(phone(name="theirs")), ShareFlaw.KEY_APP),
    ("B095", asking(), owner(replace(phone(name="theirs"), kind=AuthenticatorKind.PASSKEY)), ShareFlaw.PASSKEY),
    ("B098, B101", asking(dsc()), owner(phone(name="theirs")), ShareFlaw.LESS_SECURE),
    ("B098, B101", asking(dsc(BLOCKED)), owner(phone(name="theirs")), ShareFlaw.LESS_SECURE),
    ("B097, B036", asking(passcode(DAY)), owner(dsc()), ShareFlaw.TEMPORARY_DEVICE),
    ("B097, B036", asking(passcode(5 * DAY)), owner(dsc()), ShareFlaw.TEMPORARY_DEVICE),
    ("B097, B036", asking(phone()), owner(dsc(name="theirs"), card(DAY)), ShareFlaw.TEMPORARY_DEVICE),
    ("B096", asking(person=Person()), owner(dsc(), person=Person()), ShareFlaw.NOT_ONE_PERSON),
    ("B096", asking(person=Person(entity="1002")), owner(dsc()), ShareFlaw.NOT_ONE_PERSON),
    ("", asking(), owner(), ShareFlaw.NO_DEVICE),
    ("", asking(), owner(dsc(SUSPENDED)), ShareFlaw.NO_DEVICE),
    ("", asking(), owner(dsc(lent_by="U1111111")), ShareFlaw.NO_DEVICE),
    ("", asking(), owner(dsc(), state=AccountState.CLOSED), ShareFlaw.NO_DEVICE),
    ("", asking(dsc(lent_by="U7654321")), owner(dsc()), ShareFlaw.ALREADY_SHARED),
    ("", asking(dsc()), asking(dsc()), ShareFlaw.SAME_ACCOUNT),
]


@pytest.mark.parametrize(("fact", "requester", "lender", "flaw"), FLAWS)
def test_each_condition_alone_stops_a_sharing(fact, requester, lender, flaw):
    assert judged(requester, lender) is flaw, fact


# B097
def test_a_temporary_device_that_has_run_out_stops_nothing():
    held = (passcode(20 * DAY), card(22 * DAY), card(DAY, CardState.RETIRED, "older"), shown_card())
    assert isinstance(judged(asking(*held), owner(dsc())), Sharable)


# B096, B100
def test_one_client_shares_at_once_and_two_with_the_papers_of_one_wait_for_compliance():
    same = judged(asking(), owner(dsc()))
    papers = judged(asking(person=Person(entity="1002", identification="print")), owner(dsc()))
    assert (same.match, papers.match) == (Match.SAME_ENTITY, Match.SAME_IDENTIFICATION)
    assert [SHARE_LIFE.after(None, BEGINS_WITH[one]) for one in Match] == [ShareState.ACTIVE, ShareState.PENDING]


PAPERS = {
    "born": "1980-02-29",
    "citizenship": "JP",
    "residence": "JP",
    "document": "passport",
    "number": "TR1234567",
}


# B096
@pytest.mark.parametrize("number", ["tr 123-4567", "ＴＲ１２３４５６７", " TR1234567 "])
def test_papers_are_the_same_however_their_number_was_typed(number):
    assert read_identification(**PAPERS | {"number": number}) == read_identification(**PAPERS)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("born", "1980-03-01"),
        ("citizenship", "US"),
        ("residence", "US"),
        ("document", "us_ssn"),
        ("number", "TR1234568"),
    ],
)
def test_papers_that_differ_in_one_thing_are_another_person_s(cell, value):
    assert read_identification(**PAPERS | {cell: value}).told() != read_identification(**PAPERS).told()


@pytest.mark.parametrize(
    ("cell", "value", "what"),
    [
        ("born", "19800229", "birth_date"),
        ("born", "1981-02-29", "birth_date"),
        ("citizenship", "jp", "citizenship"),
        ("residence", "", "residence"),
        ("document", "library card", "id_document"),
        ("number", "", "id_number"),
        ("number", "A" * 33, "id_number"),
        ("number", "TR|1234567", "id_number"),
    ],
)
def test_what_identifies_nobody_is_refused_by_its_name(cell, value, what):
    assert read_identification(**PAPERS | {cell: value}) == NotIdentified(what)


# ── What becomes of it ───────────────────────────────────────────────────────────────────────────────────────


def borrower(*held, **more):
    return opened(dsc(lent_by="U7654321", **more), *held)


def test_a_shared_device_opens_all_that_an_own_one_does_and_ends_what_stood_in_for_one():
    run_out = opened(passcode(20 * DAY))
    shared = done(borrow(run_out, dsc(), owner="U7654321", is_first=False, now=NOW))
    assert scopes(enter(shared, "dsc")) == {"portal:full"}
    assert shared.find(id_("passcode")).state == "ended"
    assert shared.find(id_("dsc")).lent_by == "U7654321"


def test_only_a_device_in_use_is_borrowed_and_a_first_one_only_by_who_never_had_one():
    stopped = borrow(opened(), dsc(BLOCKED), owner="U7654321", is_first=False, now=NOW)
    assert refused(stopped).because is Hindrance.STATE
    once = opened(seen_by_borrower(dsc(), owner="U7654321", state=ShareState.ENDED))
    again = borrow(once, dsc(), owner="U7654321", is_first=True, now=NOW)
    assert refused(again).because is Hindrance.HAD_A_DEVICE
    assert isinstance(borrow(once, dsc(), owner="U7654321", is_first=False, now=NOW), type(once))


@pytest.mark.parametrize("state", [ShareState.ENDED, ShareState.PENDING, ShareState.DECLINED])
def test_whoever_stopped_sharing_has_had_a_device_and_is_not_let_in_by_the_password_alone(state):
    without = opened(seen_by_borrower(dsc(), owner="U7654321", state=state))
    assert enter(without).reason == "no_second_factor"


@pytest.mark.parametrize("deed", [retire_device, unblock_device])
def test_what_is_the_owner_s_to_do_is_not_done_through_the_other_user_name(deed):
    assert refused(deed(borrower(state=BLOCKED), id_("dsc"))).because is Hindrance.BORROWED
    assert isinstance(deed(opened(dsc(BLOCKED)), id_("dsc")), type(opened()))


def scopes_after(stopped):
    decision = enter(stopped, "dsc")
    return scopes(decision) if isinstance(decision, Granted) else set()


@pytest.mark.parametrize("deed", [suspend_device, block_device, report_lost])
def test_either_user_name_stops_the_device(deed):
    stopped = done(deed(borrower(), id_("dsc")))
    assert stopped.find(id_("dsc")).state != "active"
    assert not scopes_after(stopped) & {"portal:full", "trading:live"}


def test_a_device_that_is_back_ends_passcode_and_card_of_everybody_who_uses_it():
    back = done(reactivate_device(opened(dsc(SUSPENDED)), id_("dsc"), now=NOW)).find(id_("dsc"))
    felt = felt_by(borrower(passcode(DAY), card(DAY)), was=SUSPENDED, device=back)
    assert [held.state for held in felt.authenticators] == ["active", "ended", "retired"]


@pytest.mark.parametrize("state", [SUSPENDED, BLOCKED, LOST, DeviceState.RETIRED])
def test_a_device_out_of_use_ends_the_opt_out_of_everybody_who_uses_it(state):
    other = opened(dsc(lent_by="U7654321"), has_opted_out=True)
    assert felt_by(other, was=DeviceState.ACTIVE, device=dsc(state)).has_opted_out is False
    assert felt_by(other, was=BLOCKED, device=dsc()).has_opted_out is True


def test_a_borrower_s_last_usable_device_is_missed_while_the_account_needs_one():
    only = dsc(lent_by="U7654321")
    assert is_missed_by(opened(only), id_("dsc"))
    assert is_missed_by(account(AccountState.APPLIED, only), id_("dsc"))
    assert not is_missed_by(opened(only, phone()), id_("dsc"))
    assert not is_missed_by(account(AccountState.CLOSED, only), id_("dsc"))
    assert not is_missed_by(opened(dsc(LOST, lent_by="U7654321")), id_("dsc"))


# B099
def test_a_first_device_is_shared_with_a_code_by_mail_and_a_further_one_by_full_access():
    first, further = HolderDeed.SHARE_FIRST_DEVICE, HolderDeed.SHARE_DEVICE
    never, has = scopes(enter(opened())), scopes(enter(opened(phone()), "phone"))
    assert (may(first, never), may(further, never)) == (True, False)
    assert (may(first, has), may(further, has)) == (False, True)
    card_only = scopes(enter(opened(passcode(3 * DAY + timedelta(hours=1))), "passcode"))
    assert not may(first, card_only)
    assert not may(further, card_only)
