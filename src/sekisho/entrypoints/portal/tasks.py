"""Tasks with something to lose: withdrawing, adding a bank account, changing an address on file. Filled in here, proved next.

What the form sends is read by `fill_in`, and what was read is what the page of the proof shows and the proof is bound to.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.core.access.decisions import Surface
from sekisho.core.access.permits import HolderDeed
from sekisho.core.contacts import ContactKind
from sekisho.core.desk.masking import mask
from sekisho.core.tasks.task import CONTACT_OF, SHAPES, TaskFlawed, TaskKind
from sekisho.entrypoints.portal.devices import eye_of
from sekisho.entrypoints.portal.inside import frame_of, reaching, show_refusal
from sekisho.entrypoints.portal.tasks_shown import beyond_text, show_left, show_withdrawals
from sekisho.entrypoints.site import faults
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.notes import DoneNote, forget_note, note_of
from sekisho.entrypoints.site.pages import render_page, see_other
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.tasks.fill_in import fill_in
from sekisho.workflows.tasks.outcomes import TaskBeyond
from sekisho.workflows.tasks.show_money import show_contacts, show_money
from sekisho.workflows.work.tasks import TaskDraft

MATTER: Final = "task"
MONEY: Final = "money/"
CONTACT: Final = "settings/user/contact/"
HOME_OF: Final = {
    TaskKind.WITHDRAWAL: MONEY,
    TaskKind.BANK_INSTRUCTION: MONEY,
    **dict.fromkeys(CONTACT_OF, CONTACT),
}
"""The page that a task begins at and returns to."""
LONGEST: Final = 400


@require_http_methods(["GET", "HEAD", "POST"])
@reaching(HolderDeed.WITHDRAW, matter=MATTER)
def money(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show what is left, the bank accounts and the recent withdrawals; take a withdrawal."""
    taken = _take(request, language, visitor, TaskKind.WITHDRAWAL)
    if isinstance(taken, HttpResponse):
        return taken
    eye, shown = eye_of(language), show_money(installation().ports, visitor)
    context = {
        "left": show_left(shown, eye),
        "banks": [
            (one, mask(one.number), words("task.money.added_at", language=language, moment=eye.moment(one.added_at)))
            for one in shown.banks
        ],
        "withdrawals": show_withdrawals(shown, eye),
        "typed": typed_in(request, TaskKind.WITHDRAWAL),
        "bank_page": f"/{language}/{MONEY}bank",
    }
    return _page(request, language, visitor, "money", context=context, flaws=_flaws(taken, language))


@require_http_methods(["GET", "HEAD", "POST"])
@reaching(HolderDeed.INSTRUCT_BANK, matter=MATTER)
def bank(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Take a new bank account."""
    taken = _take(request, language, visitor, TaskKind.BANK_INSTRUCTION)
    if isinstance(taken, HttpResponse):
        return taken
    flaws, typed = _flaws(taken, language), typed_in(request, TaskKind.BANK_INSTRUCTION)
    fields = [
        {
            "name": name,
            "label": words(f"task.detail.{name}", language=language),
            "typed": value,
            "wrong": flaws.get(name, ""),
        }
        for name, value in typed.items()
    ]
    context = {"fields": fields, "home": f"/{language}/{MONEY}"}
    return _page(request, language, visitor, "bank", context=context, flaws=flaws)


@require_http_methods(["GET", "HEAD", "POST"])
@reaching(HolderDeed.CHANGE_CONTACT, matter=MATTER)
def contact(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show the addresses on file, hidden but for their edges; take a new one."""
    kind = next((one for one in CONTACT_OF if one.value == request.POST.get("task")), None)
    if request.method == "POST" and kind is None:
        return faults.not_found(request, None)
    taken = _take(request, language, visitor, kind) if kind else None
    if isinstance(taken, HttpResponse):
        return taken
    flaws, contacts = _flaws(taken, language), show_contacts(installation().ports, visitor)
    forms = [
        _contact_form(request, language, one, now=mask(contacts.of(named).value), flaws=flaws if one is kind else {})
        for one, named in CONTACT_OF.items()
    ]
    return _page(request, language, visitor, "contact", context={"contacts": forms}, flaws=flaws)


def typed_in(request: HttpRequest, kind: TaskKind) -> dict[str, str]:
    """Give what was typed into the fields of a task."""
    return {field.name: request.POST.get(field.name, "")[:LONGEST] for field in SHAPES[kind].fields}


def _take(
    request: HttpRequest, language: Language, visitor: Visitor, kind: TaskKind
) -> HttpResponse | TaskFlawed | TaskBeyond | None:
    if request.method != "POST":
        return None
    filled = fill_in(installation().ports, visitor, kind=kind, given=typed_in(request, kind))
    match filled:
        case TaskDraft(id=id_):
            return see_other(f"/{language}/task/{id_}/")
        case RefusalView():
            return show_refusal(request, language, filled, matter=MATTER)
        case _:
            return filled


def _flaws(taken: TaskFlawed | TaskBeyond | None, language: Language) -> dict[str, str]:
    match taken:
        case TaskFlawed(flaws=flaws):
            return {name: words(f"task.flaw.{name}.{flaw}", language=language) for name, flaw in flaws.items()}
        case TaskBeyond():
            return {"amount": beyond_text(taken, language)}
        case None:
            return {}


def _page(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    name: str,
    *,
    context: Mapping[str, object],
    flaws: Mapping[str, str],
) -> HttpResponse:
    note = note_of(request, surface=Surface.PORTAL)
    done = note.word if isinstance(note, DoneNote) and note.word in set(TaskKind) else ""
    frame = frame_of(visitor, language) | {
        "flaws": flaws,
        "problems": tuple(flaws.items()),
        "done": words(f"task.done.{done}", language=language) if done else "",
        "settings": f"/{language}/settings/user/",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if flaws else HTTPStatus.OK
    response = render_page(
        request, f"portal/tasks/{name}.html", language=language, context=frame | dict(context), status=status
    )
    if done:
        forget_note(response)
    return response


def _contact_form(
    request: HttpRequest, language: Language, kind: TaskKind, *, now: str, flaws: Mapping[str, str]
) -> dict[str, str]:
    named = CONTACT_OF[kind]
    has_hint = named is ContactKind.PHONE
    return {
        "task": kind.value,
        "field": named.value,
        "name": words(f"term.contact.{named}", language=language),
        "label": words(f"task.contact.new_{named}", language=language),
        "hint": words("task.contact.new_phone_hint", language=language) if has_hint else "",
        "submit": words(f"task.contact.submit_{named}", language=language),
        "now": now or words("task.contact.none", language=language),
        "type": {ContactKind.EMAIL: "email", ContactKind.PHONE: "tel"}.get(named, "text"),
        "autocomplete": {ContactKind.EMAIL: "email", ContactKind.PHONE: "tel"}.get(named, "street-address"),
        "typed": request.POST.get(named.value, "")[:LONGEST] if flaws else "",
        "wrong": flaws.get(named.value, ""),
    }
