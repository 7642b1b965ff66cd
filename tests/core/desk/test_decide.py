"""What the desk may do: every rule of the table, one sentence each, and three properties over everything that can be shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.contacts import Contact, ContactKind, Contacts, FormerContact
from sekisho.core.desk.circumstances import Circumstances, PastDeed, Person, Risk
from sekisho.core.desk.decide import Allowed, Lack, Withheld, decide_deed, may_second
from sekisho.core.desk.demands import DEMANDS, DeskDeed, Family, SecondAgent, read_demands
from sekisho.core.desk.evidence import WORTH, Evidence, EvidenceKind, Outcome, read_worth
from sekisho.core.desk.render import desk_page
from sekisho.core.desk.roles import Role
from sekisho.core.reasons import Reason
from sekisho.core.tables import TableError

NOW = datetime(2026, 1, 15, 5, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)

CONTACTS = Contacts(
    email=Contact(kind=ContactKind.EMAIL, value="kaede@example.com"),
    phone=Contact(kind=ContactKind.PHONE, value="+81-3-0000-0001"),
    address=Contact(kind=ContactKind.ADDRESS, value="1-1 Chiyoda"),
)
AGENT = Person(id="agent_1", role=Role.AGENT)
OTHER = Person(id="agent_2", role=Role.AGENT)
SUPERVISOR = Person(id="boss_1", role=Role.SUPERVISOR)
AROUND = Circumstances(agent=AGENT, contacts=CONTACTS)
CALL_BACK, WORD, DETAILS, QUESTION = EvidenceKind


def item(kind, outcome=Outcome.PASSED, *, ago=MINUTE):
    return Evidence(kind=kind, outcome=outcome, at=NOW - ago)


def failed(kind):
    return item(kind, Outcome.FAILED)


def ask(deed, *items, around=AROUND):
    evidence = [found if isinstance(found, Evidence) else item(found) for found in items]
    return decide_deed(deed, evidence=evidence, around=around, now=NOW)


def phone_changed(ago):
    phone = Contact(kind=ContactKind.PHONE, value="+81-3-0000-0009", changed_at=NOW - ago)
    former = FormerContact(kind=ContactKind.PHONE, value="+81-3-0000-0001", replaced_at=NOW - ago)
    return replace(CONTACTS, phone=phone, former=(former,))


# ── What a caller must have shown ────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A074", "A075", "A087", "A121", "A122")
def test_a_passcode_takes_a_call_back_and_something_more():
    assert ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, DETAILS) == Allowed()
    assert ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, WORD) == Allowed()
    assert ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK) == Withheld(lacks=(Lack.EVIDENCE,))
    assert ask(DeskDeed.ISSUE_PASSCODE).reason is Reason.VERIFICATION_REQUIRED


@pytest.mark.fact("A074", "A075")
@pytest.mark.parametrize("deed", [deed for deed in DeskDeed if DEMANDS[deed].needs_call])
def test_what_anybody_can_find_out_opens_nothing(deed):
    answer = ask(deed, DETAILS, QUESTION, around=replace(AROUND, second=SUPERVISOR))
    assert isinstance(answer, Withheld)


def test_a_protective_deed_takes_a_word_from_the_portal_or_a_call_back():
    assert ask(DeskDeed.REPORT_LOST, WORD) == Allowed()
    assert ask(DeskDeed.HOLD_ACTIVATION, CALL_BACK) == Allowed()


def test_evidence_is_stale_after_ten_minutes():
    old = item(CALL_BACK, ago=10 * MINUTE)
    assert isinstance(ask(DeskDeed.HOLD_ACTIVATION, old), Withheld)
    assert ask(DeskDeed.HOLD_ACTIVATION, item(CALL_BACK, ago=10 * MINUTE - SECOND)) == Allowed()


def test_of_each_kind_one_item_counts():
    assert ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, CALL_BACK).lacks == (Lack.EVIDENCE,)


@pytest.mark.parametrize("kind", [CALL_BACK, WORD])
def test_a_failed_call_back_or_word_spoils_the_call_for_whatever_gives_power(kind):
    answer = ask(DeskDeed.ISSUE_PASSCODE, failed(kind), CALL_BACK, WORD, DETAILS)
    assert Lack.CALL_SPOILED in answer.lacks
    assert answer.reason is Reason.VERIFICATION_REQUIRED


def test_an_item_that_failed_counts_no_more_when_it_is_passed_later():
    answer = ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, failed(DETAILS), DETAILS)
    assert answer == Withheld(lacks=(Lack.EVIDENCE,))
    assert ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, failed(DETAILS), QUESTION) == Allowed()


def test_a_number_counts_from_its_fourteenth_day_on_file():
    day_14 = replace(CONTACTS, phone=Contact(kind=ContactKind.PHONE, value="+1", changed_at=NOW - 14 * DAY))
    fresh = replace(CONTACTS, phone=Contact(kind=ContactKind.PHONE, value="+1", changed_at=NOW - 14 * DAY + SECOND))
    assert ask(DeskDeed.HOLD_ACTIVATION, CALL_BACK, around=replace(AROUND, contacts=day_14)) == Allowed()
    refused = ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, DETAILS, around=replace(AROUND, contacts=fresh))
    assert Lack.NUMBER_TOO_NEW in refused.lacks


def test_without_a_number_on_file_nobody_can_be_rung_back():
    nothing = replace(CONTACTS, phone=Contact(kind=ContactKind.PHONE, value=""))
    assert (
        Lack.NUMBER_TOO_NEW in ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, around=replace(AROUND, contacts=nothing)).lacks
    )


def test_the_number_that_was_replaced_lately_may_be_rung_with_a_second_agent():
    around = replace(AROUND, contacts=phone_changed(3 * DAY))
    alone = ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, DETAILS, around=around)
    assert alone == Withheld(lacks=(Lack.SECOND_AGENT,), risks=frozenset({Risk.CONTACT_CHANGED}))
    assert isinstance(ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, DETAILS, around=replace(around, second=OTHER)), Allowed)


def test_a_number_that_came_and_went_lately_is_not_rung():
    first = FormerContact(kind=ContactKind.PHONE, value="+1", replaced_at=NOW - 20 * DAY)
    visitor = FormerContact(kind=ContactKind.PHONE, value="+2", replaced_at=NOW - DAY)
    stood_for_19_days = replace(phone_changed(DAY), former=(visitor, first))
    assert ask(DeskDeed.HOLD_ACTIVATION, CALL_BACK, around=replace(AROUND, contacts=stood_for_19_days)) == Allowed()
    stood_for_4_days = replace(
        phone_changed(DAY), former=(visitor, replace(first, replaced_at=NOW - 5 * DAY, value=""))
    )
    assert isinstance(
        ask(DeskDeed.HOLD_ACTIVATION, CALL_BACK, around=replace(AROUND, contacts=stood_for_4_days)), Withheld
    )


def test_after_three_failed_items_only_a_call_back_counts_and_two_must_agree():
    around = replace(AROUND, failed_at=(NOW - DAY + SECOND, NOW - 2 * MINUTE, NOW - MINUTE))
    assert isinstance(ask(DeskDeed.REPORT_LOST, WORD, DETAILS, around=around), Withheld)
    alone = ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, WORD, DETAILS, around=around)
    assert alone == Withheld(lacks=(Lack.SECOND_AGENT,), risks=frozenset({Risk.GUESSING}))
    assert isinstance(ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, around=replace(around, second=OTHER)), Allowed)
    past = replace(around, failed_at=(NOW - DAY, NOW - MINUTE, NOW - MINUTE))
    assert ask(DeskDeed.REPORT_LOST, WORD, around=past) == Allowed()


# ── Who ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A123")
def test_technical_assistance_holds_an_activation_and_issues_no_passcode():
    around = replace(AROUND, agent=Person(id="tac_1", role=Role.TECHNICAL_ASSISTANCE))
    assert ask(DeskDeed.HOLD_ACTIVATION, CALL_BACK, around=around) == Allowed()
    answer = ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, WORD, DETAILS, around=replace(around, second=SUPERVISOR))
    assert answer.reason is Reason.SCOPE_INSUFFICIENT


@pytest.mark.parametrize("deed", [deed for deed in DeskDeed if DEMANDS[deed].needs_call])
def test_a_reviewer_does_nothing_for_a_caller(deed):
    around = replace(AROUND, agent=Person(id="rev_1", role=Role.REVIEWER), second=SUPERVISOR)
    assert ask(deed, CALL_BACK, WORD, DETAILS, around=around).reason is Reason.SCOPE_INSUFFICIENT


@pytest.mark.parametrize("deed", list(DeskDeed))
def test_nobody_serves_their_own_account(deed):
    around = replace(AROUND, agent=replace(AGENT, role=min(DEMANDS[deed].roles), is_own=True), second=SUPERVISOR)
    answer = ask(deed, CALL_BACK, WORD, DETAILS, around=around)
    assert answer.reason is Reason.SCOPE_INSUFFICIENT


@pytest.mark.parametrize("deed", [deed for deed in DeskDeed if DEMANDS[deed].second_agent is SecondAgent.ALWAYS])
def test_a_supervisor_alone_does_nothing_that_demands_two(deed):
    around = replace(AROUND, agent=SUPERVISOR)
    assert ask(deed, CALL_BACK, WORD, DETAILS, around=around).reason is Reason.SECOND_AGENT_REQUIRED
    itself = replace(around, second=SUPERVISOR)
    assert ask(deed, CALL_BACK, WORD, DETAILS, around=itself).lacks == (Lack.SECOND_UNFIT,)


def test_who_agrees_is_somebody_else_of_a_fitting_role_with_no_stake():
    assert may_second(OTHER, AGENT)
    assert may_second(SUPERVISOR, AGENT)
    assert not may_second(AGENT, AGENT)
    assert not may_second(Person(id="tac_1", role=Role.TECHNICAL_ASSISTANCE), AGENT)
    assert not may_second(Person(id="rev_1", role=Role.REVIEWER), AGENT)
    assert not may_second(replace(OTHER, is_own=True), AGENT)


def test_the_sixth_passcode_of_an_agent_within_an_hour_is_refused():
    five = tuple(NOW - minutes * MINUTE for minutes in (1, 2, 3, 4, 59))
    answer = ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, DETAILS, around=replace(AROUND, issued_by_agent=five))
    assert answer.reason is Reason.THROTTLED
    past = replace(AROUND, issued_by_agent=(*five[:4], NOW - 60 * MINUTE))
    assert ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, DETAILS, around=past) == Allowed()


# ── What makes it risky ──────────────────────────────────────────────────────────────────────────────────────


def test_a_second_passcode_in_a_row_takes_two_and_a_third_is_never_issued():
    second = replace(AROUND, passcodes_in_row=(NOW - 10 * DAY,))
    assert ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, DETAILS, around=second).reason is Reason.SECOND_AGENT_REQUIRED
    seconded = replace(second, second=OTHER)
    assert isinstance(ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, DETAILS, around=seconded), Allowed)
    third = replace(seconded, passcodes_in_row=(NOW - 20 * DAY, NOW - 10 * DAY))
    assert ask(DeskDeed.ISSUE_PASSCODE, CALL_BACK, WORD, DETAILS, around=third).lacks[0] is Lack.THIRD_PASSCODE


@pytest.mark.parametrize(
    ("changed", "risk"),
    [
        ({"contacts": phone_changed(3 * DAY)}, Risk.CONTACT_CHANGED),
        ({"is_locked": True}, Risk.LOGIN_LOCKED),
        ({"stopped_at": NOW - 13 * DAY}, Risk.STOPPED),
    ],
)
def test_a_risky_call_takes_two(changed, risk):
    answer = ask(DeskDeed.RESET_PASSWORD, CALL_BACK, DETAILS, around=replace(AROUND, **changed))
    assert answer == Withheld(lacks=(Lack.SECOND_AGENT,), risks=frozenset({risk}))


def test_a_lock_is_what_unlock_is_for():
    assert ask(DeskDeed.UNLOCK, CALL_BACK, DETAILS, around=replace(AROUND, is_locked=True)) == Allowed()


@pytest.mark.parametrize(
    ("first", "then"),
    [(DeskDeed.RESET_PASSWORD, DeskDeed.ISSUE_PASSCODE), (DeskDeed.ORDER_DEVICE, DeskDeed.RESET_PASSWORD)],
)
def test_password_and_factor_are_never_renewed_by_the_same_hands_within_a_day(first, then):
    past = PastDeed(deed=first, at=NOW - DAY + SECOND, by=frozenset({OTHER.id, SUPERVISOR.id}))
    around = replace(AROUND, past=(past,))
    third = Person(id="agent_3", role=Role.AGENT)
    assert ask(then, CALL_BACK, DETAILS, around=around).reason is Reason.SECOND_AGENT_REQUIRED
    assert ask(then, CALL_BACK, DETAILS, around=replace(around, second=OTHER)).lacks == (Lack.SECOND_UNFIT,)
    assert ask(then, CALL_BACK, DETAILS, around=replace(around, second=third)) == Allowed(
        risks=frozenset({Risk.OTHER_FAMILY})
    )
    same = replace(around, agent=OTHER, second=third)
    assert ask(then, CALL_BACK, DETAILS, around=same).reason is Reason.SCOPE_INSUFFICIENT
    later = replace(around, past=(replace(past, at=NOW - DAY),))
    assert ask(then, CALL_BACK, DETAILS, around=later) == Allowed()


def test_no_deed_switches_the_second_factor_off():
    assert [deed for deed in DeskDeed if "off" in deed.split("_") or "opt" in deed] == []


def test_every_deed_about_password_or_factor_includes_a_call_back():
    for demand in DEMANDS.values():
        if demand.family in (Family.PASSWORD, Family.FACTOR):
            assert CALL_BACK in demand.must_include
            assert demand.second_agent is not SecondAgent.NEVER


# ── Properties ───────────────────────────────────────────────────────────────────────────────────────────────

people = st.builds(Person, id=st.sampled_from(["a", "b", "c"]), role=st.sampled_from(Role), is_own=st.booleans())
moments = st.integers(0, 40 * 24 * 60).map(lambda minutes: NOW - minutes * MINUTE)
evidences = st.builds(Evidence, kind=st.sampled_from(EvidenceKind), outcome=st.sampled_from(Outcome), at=moments)
recent = st.builds(
    Evidence,
    kind=st.sampled_from(EvidenceKind),
    outcome=st.sampled_from(Outcome),
    at=st.integers(0, 11).map(lambda minutes: NOW - minutes * MINUTE),
)
pasts = st.builds(
    PastDeed, deed=st.sampled_from(DeskDeed), at=moments, by=st.frozensets(st.sampled_from(["a", "b", "c"]), max_size=2)
)
contacts = st.one_of(st.just(CONTACTS), moments.map(lambda at: phone_changed(NOW - at)))
arounds = st.builds(
    Circumstances,
    agent=people,
    second=st.none() | people,
    contacts=contacts,
    is_locked=st.booleans(),
    passcodes_in_row=st.lists(moments, max_size=3).map(tuple),
    past=st.lists(pasts, max_size=2).map(tuple),
    stopped_at=st.none() | moments,
    issued_by_agent=st.lists(moments, max_size=6).map(tuple),
    failed_at=st.lists(moments, max_size=4).map(tuple),
)
deeds = st.sampled_from(DeskDeed)


@given(deed=deeds, items=st.lists(recent, max_size=5), more=st.sampled_from(EvidenceKind), around=arounds)
def test_more_evidence_never_allows_less(deed, items, more, around):
    if isinstance(ask(deed, *items, around=around), Allowed):
        assert isinstance(ask(deed, *items, more, around=around), Allowed)


@given(items=st.lists(recent, max_size=6), around=arounds)
def test_nothing_without_a_call_back_issues_a_passcode(items, around):
    rest = [one for one in items if one.kind is not CALL_BACK]
    assert isinstance(ask(DeskDeed.ISSUE_PASSCODE, *rest, around=around), Withheld)


WORSE = (
    lambda around: replace(around, is_locked=True),
    lambda around: replace(around, stopped_at=NOW),
    lambda around: replace(around, passcodes_in_row=(*around.passcodes_in_row, NOW - DAY)),
    lambda around: replace(around, issued_by_agent=(*around.issued_by_agent, NOW - MINUTE)),
    lambda around: replace(around, failed_at=(*around.failed_at, NOW - MINUTE)),
    lambda around: replace(
        around, past=(*around.past, PastDeed(deed=DeskDeed.RESET_PASSWORD, at=NOW, by=frozenset("a")))
    ),
    lambda around: replace(around, agent=replace(around.agent, is_own=True)),
    lambda around: replace(around, second=None),
    lambda around: replace(around, contacts=phone_changed(DAY)),
)


@given(deed=deeds, items=st.lists(recent, max_size=5), around=arounds, worse=st.sampled_from(WORSE))
def test_no_risk_allows_more(deed, items, around, worse):
    if isinstance(ask(deed, *items, around=worse(around)), Allowed):
        assert isinstance(ask(deed, *items, around=around), Allowed)


@given(deed=deeds, items=st.lists(recent, max_size=6), around=arounds)
def test_a_no_says_what_is_lacking(deed, items, around):
    answer = ask(deed, *items, around=around)
    if isinstance(answer, Withheld):
        assert answer.lacks
        assert answer.reason in Reason


# ── The tables ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "kind       weight  number on file for  fresh for   a failure\ncall_back  4       14 days             10 minutes  spoils the call",
        "kind       weight  number on file for  fresh for   a failure\ncall_back  4       14 moons            10 minutes  spoils the call",
    ],
)
def test_a_table_of_evidence_that_is_not_whole_is_not_taken(text):
    with pytest.raises(TableError):
        read_worth(text)


def test_a_table_of_deeds_that_is_not_whole_is_not_taken():
    with pytest.raises(TableError):
        read_demands(
            "deed    by        weight  must include  second agent  family  told as\n"
            "unlock  reviewer  0       -             never         none    login_unlocked"
        )


def test_the_auditor_s_page_says_every_line():
    page = desk_page()
    for word in (*DeskDeed, *EvidenceKind, *Risk, *Lack):
        assert f"`{word}`" in page
    for kind in EvidenceKind:
        assert f"| `{kind}` | {WORTH[kind].weight} |" in page
