"""Verifying identity for one task (A128 to A130, A158): user name and password, then challenge and response, then *Continue*.

Every page shows exactly what is being proved. The draft's id stands in the address, and only its own session finds it.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.core.access.decisions import Surface
from sekisho.core.tasks.task import TaskFlawed, TaskKind
from sekisho.entrypoints.portal.devices import CHANNEL, inside_portal
from sekisho.entrypoints.portal.identity import (
    ABOUT_THE_PASSWORD,
    Sheet,
    ask_password,
    ask_response,
    response_in,
    retyped_in,
)
from sekisho.entrypoints.portal.inside import frame_of, show_refusal
from sekisho.entrypoints.portal.tasks import HOME_OF, MATTER
from sekisho.entrypoints.portal.tasks_shown import beyond_text, show_answerers, show_task
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.notes import leave_done
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.outcomes import LoginView, ProofMissing, RefusalView, Visitor
from sekisho.workflows.tasks.fill_in import draft_of, judge
from sekisho.workflows.tasks.outcomes import TaskBeyond, TaskDone
from sekisho.workflows.tasks.show_money import show_banks
from sekisho.workflows.tasks.verify_identity import asked_for, finish_task, verify_identity
from sekisho.workflows.work.tasks import TaskDraft


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def verify(request: HttpRequest, language: Language, visitor: Visitor, draft_id: str) -> HttpResponse:
    """Ask user name and password, and what is to answer; with the right ones, lead to the question."""
    ports = installation().ports
    draft = draft_of(ports, visitor, draft_id)
    if draft is None:
        return _over(request, language, visitor)
    retyped = retyped_in(request) if request.method == "POST" else None
    if retyped is None:
        return _ask_password(request, language, visitor, draft)
    door = door_of(request, channel=CHANNEL)
    view = verify_identity(ports, visitor, draft.task, retyped=retyped, door=door)
    match view:
        case TaskBeyond():
            return _beyond(request, language, visitor, draft, view)
        case TaskFlawed():
            return see_other(f"/{language}/{HOME_OF[draft.task.kind]}")
        case RefusalView() if view.reason in ABOUT_THE_PASSWORD:
            return _ask_password(request, language, visitor, draft, refusal=view)
        case RefusalView():
            return show_refusal(request, language, view, matter=MATTER)
        case ProofMissing(refusal=refusal) | LoginView(refusal=RefusalView() as refusal):
            return show_refusal(request, language, refusal, matter=MATTER)
        case LoginView():
            return see_other(f"/{language}/task/{draft_id}/proof")


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def proof(request: HttpRequest, language: Language, visitor: Visitor, draft_id: str) -> HttpResponse:
    """Show the question; take the answer, and do what was filled in."""
    draft = draft_of(installation().ports, visitor, draft_id)
    if draft is None:
        return _over(request, language, visitor)
    response = response_in(request)
    if request.method != "POST" or not response.strip():
        return _ask(request, language, visitor, draft)
    door = door_of(request, channel=CHANNEL)
    view = finish_task(installation().ports, visitor, draft, response=response, door=door)
    home = f"/{language}/{HOME_OF[draft.task.kind]}"
    match view:
        case TaskDone():
            done = see_other(home)
            leave_done(done, draft.task.kind.value, surface=Surface.PORTAL)
            return done
        case TaskBeyond():
            return _beyond(request, language, visitor, draft, view)
        case RefusalView():
            return show_refusal(request, language, view, matter=MATTER)
        case _ if view.refusal is not None:
            return _ask(request, language, visitor, draft, refusal=view.refusal)
        case _:
            return see_other(home)


def _sheet(visitor: Visitor, language: Language, draft: TaskDraft, *, lead: str) -> Sheet:
    banks = show_banks(installation().ports, visitor) if draft.task.kind is TaskKind.WITHDRAWAL else ()
    return Sheet(
        heading=words("identity.heading", language=language),
        lead=words(lead, language=language) if lead else "",
        submit=words("identity.submit", language=language),
        back=f"/{language}/{HOME_OF[draft.task.kind]}",
        matter=MATTER,
        over=words(f"task.kind.{draft.task.kind}", language=language),
        details=show_task(draft.task, banks, language),
    )


def _ask_password(
    request: HttpRequest, language: Language, visitor: Visitor, draft: TaskDraft, *, refusal: RefusalView | None = None
) -> HttpResponse:
    able = judge(installation().ports, visitor, draft.task)
    match able:
        case TaskBeyond() | TaskFlawed():
            return see_other(f"/{language}/{HOME_OF[draft.task.kind]}")
        case RefusalView():
            return show_refusal(request, language, able, matter=MATTER)
        case _:
            sheet = _sheet(visitor, language, draft, lead="")
            choices = show_answerers(able, draft.task, language)
            return ask_password(request, language, visitor, sheet, choices, refusal=refusal)


def _ask(
    request: HttpRequest, language: Language, visitor: Visitor, draft: TaskDraft, *, refusal: RefusalView | None = None
) -> HttpResponse:
    asked = asked_for(installation().ports, visitor, draft.task)
    sheet = _sheet(visitor, language, draft, lead="task.proof.lead")
    begin = f"/{language}/task/{draft.id}/"
    return ask_response(request, language, visitor, sheet, asked, begin=begin, refusal=refusal)


def _beyond(
    request: HttpRequest, language: Language, visitor: Visitor, draft: TaskDraft, beyond: TaskBeyond
) -> HttpResponse:
    context = frame_of(visitor, language) | {
        "sheet": _sheet(visitor, language, draft, lead=""),
        "text": beyond_text(beyond, language),
    }
    status = HTTPStatus.FORBIDDEN
    return render_page(request, "portal/tasks/beyond.html", language=language, context=context, status=status)


def _over(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    context = frame_of(visitor, language)
    status = HTTPStatus.NOT_FOUND
    return render_page(request, "portal/tasks/over.html", language=language, context=context, status=status)
