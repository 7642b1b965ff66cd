"""The reviewers' calls of the contract: the queue, one document, its pages, the verdict, filing and dismissing."""

import re
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.core.intake.reasons import DocumentReason, ReviewVerdict
from sekisho.core.intake.subject_line import Purpose
from sekisho.entrypoints.api import desk_document_rendering as rendering
from sekisho.entrypoints.api import desk_document_shapes as shapes
from sekisho.entrypoints.api import desk_rendering, problems
from sekisho.entrypoints.api.desk import PATH_FAULTS, REFUSED
from sekisho.entrypoints.api.documented import BODY_FAULTS
from sekisho.entrypoints.api.sessions import AccessToken, visitor_of
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pictures import picture_answer
from sekisho.workflows.desk.documents.decide_document import Judging, decide_document
from sekisho.workflows.desk.documents.dismiss_document import dismiss_document
from sekisho.workflows.desk.documents.file_document import file_document
from sekisho.workflows.desk.documents.list_waiting import list_waiting_documents
from sekisho.workflows.desk.documents.outcomes import DocumentDone
from sekisho.workflows.desk.documents.show_document import show_document
from sekisho.workflows.desk.documents.show_page import show_page
from sekisho.workflows.desk.outcomes import DeskRefusal

router = Router(tags=["Desk"], auth=AccessToken())

DOCUMENT_ID: Final = re.compile(r"doc_[A-Za-z0-9_-]{1,36}", re.ASCII)
PAGE_ID: Final = re.compile(r"doc_[A-Za-z0-9_-]{1,52}", re.ASCII)


@router.get(
    "/documents",
    operation_id="listWaitingDocuments",
    summary="What waits for a reviewer",
    response={HTTPStatus.OK: list[shapes.DocumentLine]} | REFUSED,
    openapi_extra=shapes.QUEUE,
)
def get_documents(request: HttpRequest) -> HttpResponse:
    """List documents to judge and to file, oldest first, 200 at most. Reviewers and supervisors."""
    found = list_waiting_documents(installation().ports, visitor_of(request))
    if isinstance(found, DeskRefusal):
        return _refused(request, found)
    language = problems.language_of(request)
    return problems.answer([rendering.line(one, language=language) for one in found.lines], language=language)


@router.get(
    "/documents/{document_id}",
    operation_id="showDocument",
    summary="One document",
    response={HTTPStatus.OK: shapes.DocumentDetail} | REFUSED | PATH_FAULTS,
)
def get_document(request: HttpRequest, document_id: str) -> HttpResponse:
    """Show pages, what was read beside what is on file, cautions and earlier attempts. It is recorded."""
    found = show_document(installation().ports, visitor_of(request), document_id=document_of(document_id))
    if isinstance(found, DeskRefusal):
        return _refused(request, found)
    language = problems.language_of(request)
    return problems.answer(rendering.detail(found, language=language), language=language)


@router.get(
    "/pages/{page_id}",
    operation_id="showPage",
    summary="The picture of a page",
    response=REFUSED | PATH_FAULTS,
    openapi_extra=shapes.PICTURE,
)
def get_page(request: HttpRequest, page_id: str) -> HttpResponse:
    """Fetch a page as JPEG, made anew by the house. It is recorded; 600 an hour."""
    found = show_page(installation().ports, visitor_of(request), page_id=page_of(page_id))
    return _refused(request, found) if isinstance(found, DeskRefusal) else picture_answer(found)


@router.post(
    "/documents/{document_id}/verdict",
    operation_id="decideDocument",
    summary="Accept, ask again, refuse",
    response={HTTPStatus.OK: shapes.Decided} | REFUSED | BODY_FAULTS,
    openapi_extra=shapes.VERDICT,
)
def post_verdict(request: HttpRequest, document_id: str, body: shapes.VerdictBody) -> HttpResponse:
    """Decide, once; the holder is told. Reviewers only, and never about an account of their own person."""
    judging = Judging(
        verdict=ReviewVerdict(body.verdict),
        reason=DocumentReason(body.reason) if body.reason else None,
        seen=body.seen,
    )
    house = installation()
    done = decide_document(house.ports, visitor_of(request), document_id=document_of(document_id), judging=judging)
    return _decided(request, done)


@router.post(
    "/documents/{document_id}/filing",
    operation_id="fileDocument",
    summary="Say whose a document is",
    response={HTTPStatus.OK: shapes.Decided} | REFUSED | BODY_FAULTS,
    openapi_extra=shapes.FILING,
)
def post_filing(request: HttpRequest, document_id: str, body: shapes.FilingBody) -> HttpResponse:
    """File what its subject did not tell; it is then judged as any other."""
    done = file_document(
        installation().ports,
        visitor_of(request),
        document_id=document_of(document_id),
        account=body.account,
        purpose=Purpose(body.purpose),
        seen=body.seen,
    )
    return _decided(request, done)


@router.post(
    "/documents/{document_id}/dismissal",
    operation_id="dismissDocument",
    summary="Dismiss what is nobody's document",
    response={HTTPStatus.OK: shapes.Decided} | REFUSED | BODY_FAULTS,
)
def post_dismissal(request: HttpRequest, document_id: str, body: shapes.DismissalBody | None = None) -> HttpResponse:
    """Take it out of the queue; nobody is told."""
    seen = body.seen if body else ""
    done = dismiss_document(installation().ports, visitor_of(request), document_id=document_of(document_id), seen=seen)
    return _decided(request, done)


def document_of(text: str) -> str:
    """Give a document's id as it stands in a path; "" where it could be no document's."""
    return text if DOCUMENT_ID.fullmatch(text) else ""


def page_of(text: str) -> str:
    """Give a page's id as it stands in a path; "" where it could be no page's."""
    return text if PAGE_ID.fullmatch(text) else ""


def _decided(request: HttpRequest, done: DocumentDone | DeskRefusal) -> HttpResponse:
    if isinstance(done, DeskRefusal):
        return _refused(request, done)
    return problems.answer(rendering.decided(done), language=problems.language_of(request))


def _refused(request: HttpRequest, refused: DeskRefusal) -> HttpResponse:
    return desk_rendering.withheld(request, refused, house=installation())
