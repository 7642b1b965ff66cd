"""Deeds upon a device that ask a proof of their own, as pages: user name and password, the question, done.

A wrong answer is said on the same page while tries are left.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.core.access.permits import HolderDeed
from sekisho.core.secret import Secret
from sekisho.entrypoints.portal.device_deeds import ORDER, PAGES, PASSKEY, PHONE, SETTINGS
from sekisho.entrypoints.portal.devices import CHANNEL, MATTER, ROOT, eye_of, follow, has_line, inside_portal, line_of
from sekisho.entrypoints.portal.devices_shown import name_of
from sekisho.entrypoints.portal.identity import (
    ABOUT_THE_PASSWORD,
    FIELDS,
    Sheet,
    ask_password,
    ask_response,
    response_in,
    retyped_in,
    show_choices,
)
from sekisho.entrypoints.portal.inside import frame_of, show_refusal
from sekisho.entrypoints.site import faults
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.devices import change_pin, opt_out
from sekisho.workflows.devices.outcomes import DeviceBegun, DeviceDone, PinRefused
from sekisho.workflows.devices.proving import Answered, Task, asked_for, offer
from sekisho.workflows.outcomes import LoginState, ProofMissing, RefusalView, Visitor
from sekisho.workflows.phones.outcomes import CodeAsked


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def begin(request: HttpRequest, language: Language, visitor: Visitor, subject: str, deed: str) -> HttpResponse:
    """Say what a deed does and ask user name and password; with the right ones, lead to the question.

    A bare button, of a list or of the front page, comes without any field: only what is done at once is done by it.
    """
    is_there = subject in {SETTINGS, ORDER, PHONE, PASSKEY} or has_line(visitor, subject)
    if deed not in PAGES or not is_there:
        return faults.not_found(request, None)
    is_at_once = PAGES[deed].is_at_once(installation().ports, visitor, subject)
    if request.method != "POST":
        return _ask_password(request, language, visitor, subject=subject, deed=deed)
    if not is_at_once and not any(name in request.POST for name in FIELDS):
        return see_other(f"/{language}/{ROOT}{subject}/{deed}")
    retyped = retyped_in(request)
    if not is_at_once and retyped is None:
        return _ask_password(request, language, visitor, subject=subject, deed=deed)
    door = door_of(request, channel=CHANNEL)
    view = PAGES[deed].begin(installation().ports, visitor, subject, retyped, door)
    if isinstance(view, RefusalView) and view.reason in ABOUT_THE_PASSWORD:
        return _ask_password(request, language, visitor, subject=subject, deed=deed, refusal=view)
    if isinstance(view, CodeAsked):
        return see_other(f"/{language}/{ROOT}{PAGES[deed].then}code")
    return follow_question(request, language, view, proof=f"{subject}/{deed}/proof")


def follow_question(request: HttpRequest, language: Language, view: DeviceBegun, *, proof: str) -> HttpResponse:
    """Lead to the question, to the list if it is done already, or show why neither."""
    match view:
        case DeviceDone() | RefusalView():
            return follow(request, language, view)
        case ProofMissing(refusal=refusal):
            return follow(request, language, refusal)
        case _ if view.state is LoginState.CHALLENGE:
            return see_other(f"/{language}/{ROOT}{proof}")
        case _ if view.refusal is not None:
            return show_refusal(request, language, view.refusal, matter=MATTER)
        case _:
            return see_other(f"/{language}/{ROOT}")


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def proof(request: HttpRequest, language: Language, visitor: Visitor, subject: str, deed: str) -> HttpResponse:
    """Show the question; take the answer."""
    if deed not in PAGES:
        return faults.not_found(request, None)
    response = response_in(request)
    if request.method != "POST" or not response.strip():
        return _ask(request, language, visitor, subject=subject, deed=deed)
    answered = Answered(proof_id=None, response=response, door=door_of(request, channel=CHANNEL))
    view = PAGES[deed].finish(installation().ports, visitor, subject, answered, request.POST.get("code", ""))
    if isinstance(view, DeviceDone):
        is_done = not PAGES[deed].then
        return follow(request, language, view) if is_done else see_other(f"/{language}/{ROOT}{PAGES[deed].then}")
    refusal = view if isinstance(view, RefusalView) else view.refusal
    if refusal is None:
        return see_other(f"/{language}/{ROOT}")
    return _ask(request, language, visitor, subject=subject, deed=deed, refusal=refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def pin(request: HttpRequest, language: Language, visitor: Visitor, device_id: str) -> HttpResponse:
    """Take the new PIN, twice; then identity is verified, with the card under the new PIN (B048)."""
    line = line_of(visitor, device_id)
    if line is None:
        return faults.not_found(request, None)
    wrong = ""
    if request.method == "POST":
        filled = change_pin.fill_in_pin(
            installation().ports,
            visitor,
            device_id=device_id,
            pin=Secret(request.POST.get("pin", "")),
            again=Secret(request.POST.get("again", "")),
        )
        if isinstance(filled, RefusalView):
            return show_refusal(request, language, filled, matter=MATTER)
        if not isinstance(filled, PinRefused):
            return see_other(f"/{language}/{ROOT}{device_id}/new-pin")
        wrong = words(f"device.pin.flaw.{filled.why}", language=language)
    context = frame_of(visitor, language) | {
        "name": name_of(line, eye_of(language)),
        "list_root": f"/{language}/{ROOT}",
        "problems": [("pin", wrong)] if wrong else [],
        "wrong": wrong,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render_page(request, "portal/security/pin.html", language=language, context=context, status=status)


@require_POST
@inside_portal
def opt_in(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Ask the second factor for trading again."""
    door = door_of(request, channel=CHANNEL)
    return follow(request, language, opt_out.opt_back_in(installation().ports, visitor, door=door))


def _ask_password(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    *,
    subject: str,
    deed: str,
    refusal: RefusalView | None = None,
) -> HttpResponse:
    ports, page = installation().ports, PAGES[deed]
    task = page.task(ports, visitor, subject)
    if task is None:
        return see_other(f"/{language}/{ROOT}")
    is_at_once = page.is_at_once(ports, visitor, subject)
    able = () if is_at_once else offer(ports, visitor, task)
    if isinstance(able, RefusalView):
        return show_refusal(request, language, able, matter=MATTER)
    said = f"device.confirm.{_word(page.words_at_once if is_at_once and page.words_at_once else deed, task)}"
    submit = f"{said}.submit" if is_at_once else "identity.submit"
    sheet = _sheet(visitor, language, subject, said=said, submit=submit)
    choices = show_choices(able, language)
    return ask_password(request, language, visitor, sheet, choices, refusal=refusal, is_at_once=is_at_once)


def _ask(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    *,
    subject: str,
    deed: str,
    refusal: RefusalView | None = None,
) -> HttpResponse:
    ports = installation().ports
    task = PAGES[deed].task(ports, visitor, subject)
    said = f"device.proof.{deed.replace('-', '_')}"
    needs_code = task is not None and task.deed is HolderDeed.ACTIVATE_FIRST_DEVICE
    sheet = _sheet(visitor, language, subject, said=said, submit=f"{said}.submit", needs_code=needs_code)
    asked = asked_for(ports, visitor, task) if task else None
    return ask_response(request, language, visitor, sheet, asked, refusal=refusal)


def _sheet(
    visitor: Visitor, language: Language, subject: str, *, said: str, submit: str, needs_code: bool = False
) -> Sheet:
    line = line_of(visitor, subject)
    return Sheet(
        heading=words(f"{said}.heading", language=language),
        lead=words(f"{said}.text", language=language),
        submit=words(submit, language=language),
        back=f"/{language}/{ROOT}",
        matter=MATTER,
        over=name_of(line, eye_of(language)) if line else "",
        home=words("card.settings.system", language=language),
        needs_code=needs_code,
    )


def _word(deed: str, task: Task) -> str:
    word = deed.replace("-", "_")
    return f"{word}_first" if task.deed is HolderDeed.BIND_FIRST_DEVICE else word
