"""The reviewers' desk: a person decides about a stranger's document, once, with a reason that is told; an account needs both proofs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.adapters.storage.document_rows import CaseRow, DocumentRow
from sekisho.adapters.storage.rows import AccountRow, HolderRow, OutboxRow, TrailRow
from sekisho.core.accounts import AccountState
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.documents import DocumentDeed
from sekisho.core.desk.roles import Role
from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.reasons import DocumentReason, ReviewVerdict
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.reasons import Reason
from sekisho.core.throttle import Tries
from sekisho.testing.desk import at_desk, sent
from sekisho.testing.documents import IDENTITY, RESIDENCE, Paper, accept_both, blank_sheet, send_paper
from sekisho.testing.people import Wanted, add_person
from sekisho.workflows.desk.carry_out import carry_out_for_account
from sekisho.workflows.desk.documents.decide_document import Judging, decide_document
from sekisho.workflows.desk.documents.dismiss_document import dismiss_document
from sekisho.workflows.desk.documents.file_document import file_document
from sekisho.workflows.desk.documents.list_waiting import list_waiting_documents
from sekisho.workflows.desk.documents.outcomes import DocumentDone, DocumentSheet, SenderHint
from sekisho.workflows.desk.documents.show_document import show_document
from sekisho.workflows.desk.documents.show_page import show_page
from sekisho.workflows.desk.outcomes import DeedDone, DeedRequest, DeskRefusal
from sekisho.workflows.records import TryKind

ACCEPT = Judging(verdict=ReviewVerdict.ACCEPT)
ASK_AGAIN = Judging(verdict=ReviewVerdict.ASK_AGAIN, reason=DocumentReason.EXPIRED)
REFUSE = Judging(verdict=ReviewVerdict.REFUSE, reason=DocumentReason.NOT_GENUINE)


@pytest.fixture
def reviewer(ports):
    return at_desk(ports, Role.REVIEWER)


@pytest.fixture
def applicant(ports):
    return add_person(ports, Wanted(state=AccountState.APPLIED))


def state_of(document_id):
    document = DocumentRow.objects.get(id=document_id)
    return document.state, CaseRow.objects.get(account_id=document.account_id, purpose=document.purpose).state


def judge(ports, visitor, document_id, judging):
    return decide_document(ports, visitor, document_id=document_id, judging=judging)


def approve(ports, reviewer, person):
    request = DeedRequest(deed=DeskDeed.APPROVE, reason="in order")
    return carry_out_for_account(ports, reviewer, account=person.account, request=request)


@pytest.mark.parametrize(
    ("judging", "document", "message"),
    [
        (ACCEPT, "accepted", "document.accepted"),
        (ASK_AGAIN, "asked_again", "document.asked_again"),
        (REFUSE, "refused", "document.refused"),
    ],
)
def test_a_verdict_moves_document_and_case_and_tells_the_holder_why(
    ports, reviewer, applicant, judging, document, message
):
    paper = send_paper(ports, applicant)
    done = judge(ports, reviewer, paper, judging)
    assert (done.state, done.case) == (DocumentState(document), CaseState(document))
    assert state_of(paper) == (document, document)
    [(_, told)] = sent(ports, message)
    assert told["reference"] == done.receipt
    assert told.get("why", "") == (judging.reason or "")
    kept = TrailRow.objects.get(happening=f"document_{document}")
    assert (kept.actor_id, kept.account) == (reviewer.holder_id, applicant.account)


@pytest.mark.parametrize(
    ("verdict", "reason", "paper"),
    [
        (ReviewVerdict.ACCEPT, DocumentReason.EXPIRED, IDENTITY),
        (ReviewVerdict.ASK_AGAIN, None, IDENTITY),
        (ReviewVerdict.ASK_AGAIN, DocumentReason.NOT_GENUINE, IDENTITY),
        (ReviewVerdict.REFUSE, DocumentReason.UNREADABLE, IDENTITY),
        (ReviewVerdict.ASK_AGAIN, DocumentReason.MOBILE_BILL, IDENTITY),
        (ReviewVerdict.ASK_AGAIN, DocumentReason.EXPIRED, RESIDENCE),
    ],
)
def test_a_reason_goes_with_its_verdict_and_its_kind_of_document(ports, reviewer, applicant, verdict, reason, paper):
    document = send_paper(ports, applicant, paper)
    refused = judge(ports, reviewer, document, Judging(verdict=verdict, reason=reason))
    assert refused.lacks == (Lack.REASON_UNFIT,)
    assert state_of(document) == ("waiting", "under_review")
    assert not OutboxRow.objects.filter(message__startswith="document.").exists()


@pytest.mark.parametrize("role", [Role.AGENT, Role.TECHNICAL_ASSISTANCE, Role.SUPERVISOR])
def test_reviewers_alone_decide_and_a_supervisor_looks(ports, applicant, role):
    visitor, document = at_desk(ports, role), send_paper(ports, applicant)
    assert judge(ports, visitor, document, ACCEPT).lacks[0] is Lack.ROLE
    assert dismiss_document(ports, visitor, document_id=document).lacks[0] is Lack.ROLE
    shown = show_document(ports, visitor, document_id=document)
    seen = [show_page(ports, visitor, page_id=f"{document}-1-1"), list_waiting_documents(ports, visitor), shown]
    assert [isinstance(one, DeskRefusal) for one in seen] == [role is not Role.SUPERVISOR] * 3


def test_nobody_decides_about_an_account_of_their_own_person(ports, applicant):
    reviewer = at_desk(ports, Role.REVIEWER, own_account=applicant.account)
    document = send_paper(ports, applicant)
    assert judge(ports, reviewer, document, ACCEPT).lacks == (Lack.OWN_ACCOUNT,)
    assert dismiss_document(ports, reviewer, document_id=document).lacks == (Lack.OWN_ACCOUNT,)
    strayed = send_paper(ports, None)
    filed = file_document(ports, reviewer, document_id=strayed, account=applicant.account, purpose=Purpose.IDENTITY)
    assert filed.lacks == (Lack.OWN_ACCOUNT,)
    assert DocumentRow.objects.get(id=strayed).state == "unfiled"


def test_a_second_reviewer_is_told_that_somebody_was_faster(ports, reviewer, applicant):
    document = send_paper(ports, applicant)
    other = at_desk(ports, Role.REVIEWER)
    seen = show_document(ports, other, document_id=document).seen
    judge(ports, reviewer, document, ACCEPT)
    late = judge(ports, other, document, replace(REFUSE, seen=seen))
    assert late.lacks[0] is Lack.DOCUMENT_CHANGED
    assert judge(ports, reviewer, document, ACCEPT).lacks == (Lack.DOCUMENT_STATE,)
    assert state_of(document) == ("accepted", "accepted")
    assert len(sent(ports, "document.accepted")) == 1


def test_what_changed_on_file_since_it_was_shown_is_looked_at_once_more(ports, reviewer, applicant):
    document = send_paper(ports, applicant)
    seen = show_document(ports, reviewer, document_id=document).seen
    HolderRow.objects.filter(id=applicant.holder_id).update(address="somewhere else")
    assert judge(ports, reviewer, document, replace(ACCEPT, seen=seen)).lacks == (Lack.DOCUMENT_CHANGED,)
    seen = show_document(ports, reviewer, document_id=document).seen
    assert isinstance(judge(ports, reviewer, document, replace(ACCEPT, seen=seen)), DocumentDone)
    assert '"has_looked":true' in TrailRow.objects.get(happening="document_accepted").detail.replace(" ", "")


def test_the_mark_of_what_was_shown_is_worth_nothing_to_a_colleague_or_for_another_document(ports, reviewer, applicant):
    one, other = send_paper(ports, applicant), send_paper(ports, applicant, RESIDENCE)
    seen = show_document(ports, reviewer, document_id=one).seen
    assert judge(ports, reviewer, other, replace(ACCEPT, seen=seen)).lacks == (Lack.DOCUMENT_CHANGED,)
    colleague = at_desk(ports, Role.REVIEWER)
    assert judge(ports, colleague, one, replace(ACCEPT, seen=seen)).lacks == (Lack.DOCUMENT_CHANGED,)


def test_looking_is_recorded_and_counted_as_a_look_at_a_holder(ports, reviewer, applicant):
    document = send_paper(ports, applicant)
    with ports.store.transaction() as tx:
        looks = Tries(moments=(ports.clock.now(),) * 239)
        tx.replace_tries(reviewer.holder_id, TryKind.DESK_LOOKS, looks, version=0)
    assert isinstance(show_document(ports, reviewer, document_id=document), DocumentSheet)
    assert show_document(ports, reviewer, document_id=document).refusal.reason is Reason.THROTTLED
    assert TrailRow.objects.filter(happening="document_shown", account=applicant.account).count() == 1


def test_a_page_is_served_as_the_house_made_it_under_a_name_of_its_own_and_recorded(ports, reviewer, applicant):
    document = send_paper(ports, applicant, replace(IDENTITY, file_name='evil"\r\n.html'))
    page = show_page(ports, reviewer, page_id=f"{document}-1-1")
    assert page.content == blank_sheet()
    assert page.name == f"{DocumentRow.objects.get(id=document).receipt}-1-1.jpg"
    assert TrailRow.objects.get(happening="document_shown").account == applicant.account
    for nowhere in ("", f"{document}-1-2", "mail_0000000000000001", "../keys.json"):
        assert show_page(ports, reviewer, page_id=nowhere).refusal.reason is Reason.NOT_FOUND


def test_who_sent_it_is_a_hint_and_the_same_file_for_another_account_is_said(ports, reviewer, applicant):
    other = add_person(ports, Wanted(state=AccountState.APPLIED))
    send_paper(ports, other, replace(IDENTITY, print="one file"))
    strange = replace(IDENTITY, print="one file", sender="thief@example.net")
    sheet = show_document(ports, reviewer, document_id=send_paper(ports, applicant, strange))
    assert (sheet.sender, sheet.same_file_for) == (SenderHint.OTHER, (other.account,))
    own = show_document(ports, reviewer, document_id=send_paper(ports, applicant, RESIDENCE))
    assert (own.sender, own.same_file_for) == (SenderHint.ON_FILE, ())


def test_earlier_attempts_stand_beside_a_document_of_the_same_proof(ports, reviewer, applicant, clock):
    first = send_paper(ports, applicant)
    judge(ports, reviewer, first, ASK_AGAIN)
    send_paper(ports, applicant, RESIDENCE)
    clock.advance(timedelta(minutes=5))
    second = send_paper(ports, applicant)
    [attempt] = show_document(ports, reviewer, document_id=second).attempts
    assert (attempt.id, attempt.why, attempt.state) == (first, "expired", DocumentState.ASKED_AGAIN)
    assert attempt.decided_by


def test_the_queue_is_oldest_first_and_leads_on_to_the_next(ports, reviewer, applicant, clock):
    first = send_paper(ports, applicant)
    clock.advance(timedelta(minutes=1))
    strayed = send_paper(ports, None)
    clock.advance(timedelta(minutes=1))
    last = send_paper(ports, applicant, RESIDENCE)
    assert [line.id for line in list_waiting_documents(ports, reviewer).lines] == [first, strayed, last]
    assert show_document(ports, reviewer, document_id=strayed).next_id == last
    assert judge(ports, reviewer, first, ACCEPT).next_id == strayed


def test_what_was_unclear_is_filed_where_its_holder_lives_and_judged_like_any_other(ports, reviewer):  # A045 to A047
    applicant, strayed = add_person(ports, Wanted(state=AccountState.APPLIED, residence="GB")), send_paper(ports, None)
    assert show_document(ports, reviewer, document_id=strayed).sender is SenderHint.UNKNOWN
    nobody = file_document(ports, reviewer, document_id=strayed, account="U9999999", purpose=Purpose.IDENTITY)
    assert nobody.lacks == (Lack.ACCOUNT_UNKNOWN,)
    assert judge(ports, reviewer, strayed, ACCEPT).lacks == (Lack.DOCUMENT_STATE,)
    done = file_document(ports, reviewer, document_id=strayed, account=applicant.account, purpose=Purpose.IDENTITY)
    assert state_of(strayed) == ("received", "received")
    assert TrailRow.objects.get(happening="document_filed").account == applicant.account
    assert DocumentRow.objects.get(id=strayed).mailbox == "europe"
    assert done.account == applicant.account
    again = file_document(ports, reviewer, document_id=strayed, account=applicant.account, purpose=Purpose.RESIDENCE)
    assert again.lacks == (Lack.DOCUMENT_STATE,)


def test_what_is_nobody_s_document_is_dismissed_and_its_case_wants_the_proof_again(ports, reviewer, applicant):
    strayed, waiting = send_paper(ports, None), send_paper(ports, applicant)
    assert dismiss_document(ports, reviewer, document_id=strayed).case is None
    assert dismiss_document(ports, reviewer, document_id=waiting).case is CaseState.REQUIRED
    assert not OutboxRow.objects.filter(message__startswith="document.").exists()


def test_a_document_dismissed_beside_another_leaves_the_case_with_its_reviewer(ports, reviewer, applicant):
    send_paper(ports, applicant)
    forged = send_paper(ports, applicant)
    assert dismiss_document(ports, reviewer, document_id=forged).case is CaseState.UNDER_REVIEW


def test_what_came_beside_an_accepted_document_takes_nothing_away(ports, reviewer, applicant):
    first, forged = send_paper(ports, applicant), send_paper(ports, applicant)
    judge(ports, reviewer, first, ACCEPT)
    assert judge(ports, reviewer, forged, REFUSE).case is CaseState.ACCEPTED


def test_what_came_beside_a_refused_document_can_still_be_accepted(ports, reviewer, applicant):
    forged, own = send_paper(ports, applicant), send_paper(ports, applicant)
    assert judge(ports, reviewer, forged, REFUSE).case is CaseState.REFUSED
    assert judge(ports, reviewer, own, ACCEPT).case is CaseState.ACCEPTED


# ── Approving the account ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A056")
def test_an_account_is_approved_when_both_proofs_are_accepted_and_the_trail_names_them(ports, reviewer, applicant):
    assert approve(ports, reviewer, applicant).lacks == (Lack.DOCUMENTS_MISSING,)
    identity, residence = send_paper(ports, applicant), send_paper(ports, applicant, RESIDENCE)
    assert not judge(ports, reviewer, identity, ACCEPT).may_approve
    assert approve(ports, reviewer, applicant).lacks == (Lack.DOCUMENTS_OPEN,)
    assert judge(ports, reviewer, residence, ACCEPT).may_approve
    assert isinstance(approve(ports, reviewer, applicant), DeedDone)
    detail = TrailRow.objects.get(happening="account_approved").detail
    assert identity in detail
    assert residence in detail


@pytest.mark.parametrize("state", [DocumentState.WAITING, DocumentState.ASKED_AGAIN, DocumentState.REFUSED])
def test_a_house_that_approves_without_documents_still_looks_at_one_that_came(ports, applicant, state):
    house = replace(ports, approval_needs_documents=False)
    reviewer = at_desk(house, Role.REVIEWER)
    assert isinstance(approve(house, reviewer, add_person(house, Wanted(state=AccountState.APPLIED))), DeedDone)
    send_paper(house, applicant, Paper(state=state))
    assert approve(house, reviewer, applicant).lacks == (Lack.DOCUMENTS_OPEN,)
    assert AccountRow.objects.get(number=applicant.account).state == "applied"


def test_accepted_documents_open_nothing_by_themselves(ports, reviewer, applicant):
    accept_both(ports, applicant)
    assert AccountRow.objects.get(number=applicant.account).state == "applied"
    sheet = show_document(ports, reviewer, document_id=send_paper(ports, applicant))
    assert sheet.lacks[DocumentDeed.ACCEPT] == ()
    assert sheet.owner.lacks_for_approval == (Lack.DOCUMENTS_OPEN,)
