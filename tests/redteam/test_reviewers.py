"""A reviewer who was bought, two who are at once, and a stranger's words: one verdict each, never for oneself, never markup."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from sekisho.adapters.storage.document_rows import CaseRow, DocumentRow
from sekisho.adapters.storage.rows import HolderRow, OutboxRow, TrailRow
from sekisho.core.accounts import AccountState
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.roles import Role
from sekisho.core.intake.reasons import DocumentReason, ReviewVerdict
from sekisho.testing.desk import at_desk
from sekisho.testing.documents import RESIDENCE, accept_both, send_paper
from sekisho.testing.people import Wanted, add_person
from sekisho.workflows.desk.carry_out import carry_out_for_account
from sekisho.workflows.desk.documents.decide_document import Judging, decide_document
from sekisho.workflows.desk.documents.outcomes import DocumentDone
from sekisho.workflows.desk.outcomes import DeedDone, DeedRequest

VERDICTS = (
    Judging(verdict=ReviewVerdict.ACCEPT),
    Judging(verdict=ReviewVerdict.REFUSE, reason=DocumentReason.NOT_GENUINE),
    Judging(verdict=ReviewVerdict.ASK_AGAIN, reason=DocumentReason.EXPIRED),
    Judging(verdict=ReviewVerdict.ACCEPT),
)


def test_of_many_verdicts_at_once_one_holds_and_one_message_goes_out(ports_on):
    applicant = add_person(ports_on, Wanted(state=AccountState.APPLIED))
    document, start = send_paper(ports_on, applicant), Barrier(len(VERDICTS))
    reviewers = [at_desk(ports_on, Role.REVIEWER) for _ in VERDICTS]

    def judge(visitor, judging):
        start.wait(timeout=30)
        try:
            return decide_document(ports_on, visitor, document_id=document, judging=judging)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(VERDICTS)) as pool:
        told = list(pool.map(judge, reviewers, VERDICTS))
    [done] = [one for one in told if isinstance(one, DocumentDone)]
    late = {one.lacks[0] for one in told if not isinstance(one, DocumentDone)}
    assert late <= {Lack.DOCUMENT_STATE, Lack.DOCUMENT_CHANGED}
    assert DocumentRow.objects.get(id=document).state == done.state
    assert CaseRow.objects.get(account_id=applicant.account).state == done.case
    assert OutboxRow.objects.filter(message__startswith="document.").count() == 1
    decided = ("document_accepted", "document_refused", "document_asked_again")
    assert TrailRow.objects.filter(happening__in=decided).count() == 1


def test_documents_of_an_account_with_the_reviewer_s_own_telephone_are_theirs(ports):
    reviewer, applicant = at_desk(ports, Role.REVIEWER), add_person(ports, Wanted(state=AccountState.APPLIED))
    HolderRow.objects.filter(id__in=[reviewer.holder_id, applicant.holder_id]).update(phone="+81-90-1234-5678")
    document = send_paper(ports, applicant)
    refused = decide_document(ports, reviewer, document_id=document, judging=VERDICTS[0])
    assert refused.lacks == (Lack.OWN_ACCOUNT,)
    assert TrailRow.objects.get(happening="desk_refused").account == applicant.account


def test_an_account_with_a_forged_mail_waiting_is_not_approved_before_somebody_looked_at_it(ports):
    reviewer, applicant = at_desk(ports, Role.REVIEWER), add_person(ports, Wanted(state=AccountState.APPLIED))
    request = DeedRequest(deed=DeskDeed.APPROVE, reason="in order")
    accept_both(ports, applicant)
    forged = send_paper(ports, applicant, RESIDENCE)
    refused = carry_out_for_account(ports, reviewer, account=applicant.account, request=request)
    assert refused.lacks == (Lack.DOCUMENTS_OPEN,)
    decide_document(ports, reviewer, document_id=forged, judging=VERDICTS[0])
    assert isinstance(carry_out_for_account(ports, reviewer, account=applicant.account, request=request), DeedDone)
