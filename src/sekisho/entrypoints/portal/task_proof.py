"""Verifying identity for one task (A128 to A130, A158): user name and password, then challenge and response, then *Continue*.

Every page shows exactly what is being proved. The draft's id stands in the address, and only its own session finds it.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.core.access.decisions import Surface
from sekisho.core.secret import Secret
from sekisho.core.tasks.task import TaskFlawed, TaskKind
from sekisho.entrypoints.portal.devices import CHANNEL, eye_of, inside_portal
from sekisho.entrypoints.portal.inside import STATUS, frame_of, say_refusal, show_refusal
from sekisho.entrypoints.portal.tasks import HOME_OF, MATTER
from sekisho.entrypoints.portal.tasks_shown import beyond_text, show_task
from sekisho.entrypoints.site.challenge_shown import show_challenge
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.notes import leave_done
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.tasks.fill_in import draft_of
from sekisho.workflows.tasks.outcomes import TaskBeyond, TaskDone
from sekisho.workflows.tasks.show_money import show_banks
from sekisho.workflows.tasks.verify_identity import asked_for, finish_task, verify_identity
from sekisho.workflows.work.tasks import TaskDraft

FIELDS = ("username", "password")


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def verify(request: HttpRequest, language: Language, visitor: Visitor, draft_id: str) -> HttpResponse:
    """Ask user name and password; with the right ones, lead to the question."""
    draft = draft_of(installation().ports, visitor, draft_id)
    if draft is None:
        return _over(request, language, visitor)
    if request.method != "POST":
        return _ask_password(request, language, visitor, draft)
    missing = tuple(name for name in FIELDS if not request.POST.get(name, ""))
    if missing:
        return _ask_password(request, language, visitor, draft, missing=missing)
    view = verify_identity(
        installation().ports,
        visitor,
        draft.task,
        username=request.POST["username"],
        password=Secret(request.POST["password"]),
        door=door_of(request, channel=CHANNEL),
    )
    match view:
        case TaskBeyond() | TaskFlawed():
            return see_other(f"/{language}/{HOME_OF[draft.task.kind]}")
        case RefusalView():
            return _ask_password(request, language, visitor, draft, refusal=view)
        case _ if view.refusal is not None:
            return show_refusal(request, language, view.refusal, matter=MATTER)
        case _:
            return see_other(f"/{language}/task/{draft_id}/proof")


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def proof(request: HttpRequest, language: Language, visitor: Visitor, draft_id: str) -> HttpResponse:
    """Show the question; take the answer, and do what was filled in."""
    draft = draft_of(installation().ports, visitor, draft_id)
    if draft is None:
        return _over(request, language, visitor)
    if request.method != "POST":
        return _ask(request, language, visitor, draft)
    response = "".join(request.POST.getlist("response"))
    if not response.strip():
        return _ask(request, language, visitor, draft, is_missing=True)
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


def _frame(visitor: Visitor, language: Language, draft: TaskDraft) -> dict[str, object]:
    banks = show_banks(installation().ports, visitor) if draft.task.kind is TaskKind.WITHDRAWAL else ()
    return frame_of(visitor, language) | {
        "kind": words(f"task.kind.{draft.task.kind}", language=language),
        "details": show_task(draft.task, banks, language),
        "list_root": f"/{language}/{HOME_OF[draft.task.kind]}",
    }


def _ask_password(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    draft: TaskDraft,
    *,
    missing: tuple[str, ...] = (),
    refusal: RefusalView | None = None,
) -> HttpResponse:
    context = _frame(visitor, language, draft) | {
        "missing": missing,
        "username": request.POST.get("username", ""),
        "refusal": say_refusal(refusal, language=language, matter=MATTER) if refusal else None,
    }
    status = STATUS.get(refusal.reason, HTTPStatus.FORBIDDEN) if refusal else HTTPStatus.OK
    if missing:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render_page(request, "portal/tasks/verify.html", language=language, context=context, status=status)


def _ask(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    draft: TaskDraft,
    *,
    refusal: RefusalView | None = None,
    is_missing: bool = False,
) -> HttpResponse:
    house = installation()
    asked = asked_for(house.ports, visitor, draft.task)
    if asked is None and refusal is not None:
        return show_refusal(request, language, refusal, matter=MATTER)
    if asked is None:
        return see_other(f"/{language}/task/{draft.id}/")
    context = _frame(visitor, language, draft) | {
        "heading": words("task.verify.heading", language=language),
        "lead": words("task.proof.lead", language=language),
        "submit": words("task.verify.submit", language=language),
        "challenge": show_challenge(asked, now=eye_of(language).now, language=language, zone=house.zone),
        "refusal": say_refusal(refusal, language=language, matter=MATTER) if refusal else None,
        "missing": words("login.challenge.missing", language=language) if is_missing else "",
    }
    status = STATUS.get(refusal.reason, HTTPStatus.FORBIDDEN) if refusal else HTTPStatus.OK
    return render_page(request, "portal/tasks/proof.html", language=language, context=context, status=status)


def _beyond(
    request: HttpRequest, language: Language, visitor: Visitor, draft: TaskDraft, beyond: TaskBeyond
) -> HttpResponse:
    context = _frame(visitor, language, draft) | {"text": beyond_text(beyond, language)}
    status = HTTPStatus.FORBIDDEN
    return render_page(request, "portal/tasks/beyond.html", language=language, context=context, status=status)


def _over(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    context = frame_of(visitor, language)
    status = HTTPStatus.NOT_FOUND
    return render_page(request, "portal/tasks/over.html", language=language, context=context, status=status)
