"""Documents: what is wanted and what came, and sending some from a session."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final, assert_never

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.core.intake.cases import PURPOSES
from sekisho.core.intake.guide import step_for
from sekisho.core.intake.subject_line import Purpose
from sekisho.entrypoints.api import problems
from sekisho.entrypoints.api.document_shapes import LISTED, SENT, Documents, TakenDocument
from sekisho.entrypoints.api.documented import BODY_FAULTS, FORBIDDEN, SESSION_FAULTS, THROTTLED
from sekisho.entrypoints.api.doors import door_of
from sekisho.entrypoints.api.rendering import Json, moment
from sekisho.entrypoints.api.sessions import PortalToken, visitor_of
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.sealed_files import files_of
from sekisho.wording.documents import flaw_text, why_text
from sekisho.wording.faults import Fault
from sekisho.wording.language import Language
from sekisho.wording.places import guide_path
from sekisho.workflows.intake.incoming_picture import SentFile
from sekisho.workflows.intake.send_in import Known, Sending, SentIn, Unfit, send_in
from sekisho.workflows.intake.show_documents import (
    SAYS_WHY,
    ShownCase,
    ShownDocument,
    ShownDocuments,
    show_documents,
)
from sekisho.workflows.outcomes import RefusalView

router = Router(tags=["Documents"])

MATTER: Final = "sending"


@router.get(
    "",
    auth=PortalToken(),
    operation_id="listDocuments",
    summary="What is wanted, and what came",
    response={HTTPStatus.OK: Documents} | SESSION_FAULTS | FORBIDDEN,
    openapi_extra=LISTED,
)
def read_documents(request: HttpRequest) -> HttpResponse:
    """List each proof with its state, and each sending with its receipt number. A case that is asked again says why."""
    house, language = installation(), problems.language_of(request)
    shown = show_documents(house.ports, visitor_of(request))
    if isinstance(shown, RefusalView):
        return problems.refusal(request, shown, house=house, matter=MATTER)
    return problems.answer(_documents(shown, language), language=language)


@router.post(
    "",
    auth=PortalToken(),
    operation_id="sendDocument",
    summary="Send a document",
    response={HTTPStatus.CREATED: TakenDocument, HTTPStatus.OK: TakenDocument}
    | SESSION_FAULTS
    | FORBIDDEN
    | THROTTLED
    | BODY_FAULTS,
    openapi_extra=SENT,
)
def post_document(request: HttpRequest) -> HttpResponse:
    """Send the pictures of one document. They are taken all together or not at all; the same file is not taken twice."""
    house, language = installation(), problems.language_of(request)
    purpose = request.POST.get("purpose", "")
    if purpose not in set(Purpose):
        return problems.fault(request, Fault.MALFORMED, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    digests = tuple(text.strip().lower() for text in request.POST.getlist("sha256"))
    sending = Sending(purpose=Purpose(purpose), files=files_of(request), digests=digests, door=door_of(request))
    match send_in(house.ports, visitor_of(request), sending):
        case SentIn() as sent:
            shown = ShownDocument(document=sent.document, pictures=sent.pictures)
            body = _taken(shown, files=sent.files, known=sent.known, language=language)
            return problems.answer(body | {"is_new": True}, language=language, status=HTTPStatus.CREATED)
        case Known() as known:
            body = _taken(
                ShownDocument(document=known.document, pictures=known.pictures),
                files=(),
                known=sending.files,
                language=language,
            )
            return problems.answer(body | {"is_new": False}, language=language)
        case Unfit() as unfit:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            members = {"files": _flaws(unfit, language)}
            return problems.refusal(request, unfit.refusal, house=house, matter=MATTER, status=status, members=members)
        case RefusalView() as view:
            return problems.refusal(request, view, house=house, matter=MATTER)
        case never:
            assert_never(never)


def _documents(shown: ShownDocuments, language: Language) -> Json:
    return {
        "cases": [_case(one, language) for one in shown.cases],
        "documents": [_document(one, language) for one in shown.documents],
        "mail": {
            "address": shown.mailbox,
            "subjects": [f"{shown.account} {purpose.value}" for purpose in PURPOSES],
        },
    }


def _case(case: ShownCase, language: Language) -> Json:
    state = case.state.value if case.state else "not_required"
    return {"purpose": case.purpose.value, "state": state, "reason": _reason(case.why, language)}


def _document(shown: ShownDocument, language: Language) -> Json:
    one = shown.document
    return {
        "id": one.id,
        "receipt": one.receipt,
        "purpose": one.purpose.value if one.purpose else None,
        "state": one.state.value,
        "way": one.way.value,
        "received_at": moment(one.received_at),
        "pictures": [
            {"name": picture.name, "size": picture.size, "is_judged": picture.judged_at is not None}
            for picture in shown.pictures
        ],
        "reason": _reason(one.why, language) if one.state in SAYS_WHY else None,
    }


def _reason(why: str, language: Language) -> Json | None:
    if not why:
        return None
    step = step_for(why)
    return {
        "code": why,
        "text": why_text(why, language=language),
        "guide_step": step.value if step else None,
        "guide_url": guide_path(language, why=why) if step else None,
    }


def _taken(shown: ShownDocument, *, files: Sequence[SentFile], known: Sequence[SentFile], language: Language) -> Json:
    return {
        "document": _document(shown, language),
        "files": [_file(one) for one in files],
        "known": [_file(one) for one in known],
    }


def _file(one: SentFile) -> Json:
    return {"name": one.name, "size": one.size, "sha256": one.digest}


def _flaws(unfit: Unfit, language: Language) -> list[Json]:
    said = [{**_file(file), "flaw": flaw, "text": flaw_text(flaw, language=language)} for file, flaw in unfit.flaws]
    return said + ([{"flaw": unfit.flaw, "text": flaw_text(unfit.flaw, language=language)}] if unfit.flaw else [])
