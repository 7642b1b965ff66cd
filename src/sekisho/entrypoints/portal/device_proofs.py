"""Deeds upon a device that ask a proof of their own: begun by a form, answered on one page, done.

The page of the question is found by the session: no id of a proof stands in an address or in a cookie. A wrong answer is said on
the same page while tries are left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.core.access.permits import HolderDeed
from sekisho.core.secret import Secret
from sekisho.entrypoints.portal.devices import CHANNEL, MATTER, ROOT, eye_of, follow, has_line, inside_portal, line_of
from sekisho.entrypoints.portal.devices_shown import name_of
from sekisho.entrypoints.portal.inside import STATUS, frame_of, say_refusal, show_refusal
from sekisho.entrypoints.site import faults
from sekisho.entrypoints.site.challenge_shown import show_challenge
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.devices import activate, change_pin, opt_out, reactivate, retire, stop_sharing
from sekisho.workflows.devices import request as order
from sekisho.workflows.devices.outcomes import DeviceAnswer, DeviceDone, PinRefused
from sekisho.workflows.devices.proving import Answered, Task, ask, asked_for
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginState, LoginView, RefusalView, Visitor
from sekisho.workflows.phones import invite
from sekisho.workflows.ports import Ports

SETTINGS: Final = "trading"
ORDER: Final = "request"
"""Where a deed is not done to a device that is there: these stand in the place of its id."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofPage:
    """One deed with its question: which task it is now (None: nothing is begun), how it begins, how it ends."""

    task: Callable[[Ports, Visitor, str], Task | None]
    begin: Callable[[Ports, Visitor, str, Door], DeviceAnswer]
    finish: Callable[[Ports, Visitor, str, Answered, str], DeviceAnswer]  # the last one: a mailed code
    then: str = ""  # where a deed leads that is not done with its proof, behind the list


def _order_task(ports: Ports, visitor: Visitor, subject: str) -> Task | None:
    del subject
    draft = order.drafted(ports, visitor)
    return order.task_of(draft) if draft else None


PAGES: Final = {
    "reactivate": ProofPage(
        task=lambda ports, visitor, id_: reactivate.task_of(id_),  # noqa: ARG005 - one shape for all
        begin=lambda ports, visitor, id_, door: reactivate.begin_reactivation(ports, visitor, device_id=id_, door=door),
        finish=lambda ports, visitor, id_, answered, code: reactivate.finish_reactivation(  # noqa: ARG005 - likewise
            ports, visitor, device_id=id_, answered=answered
        ),
    ),
    "activate": ProofPage(
        task=activate.task_of,
        begin=lambda ports, visitor, id_, door: activate.begin_activation(ports, visitor, device_id=id_, door=door),
        finish=lambda ports, visitor, id_, answered, code: activate.finish_activation(
            ports, visitor, device_id=id_, answered=answered, code=code
        ),
    ),
    "retire": ProofPage(
        task=lambda ports, visitor, id_: retire.task_of(id_),  # noqa: ARG005 - likewise
        begin=lambda ports, visitor, id_, door: retire.begin_retirement(ports, visitor, device_id=id_, door=door),
        finish=lambda ports, visitor, id_, answered, code: retire.finish_retirement(  # noqa: ARG005 - likewise
            ports, visitor, device_id=id_, answered=answered
        ),
    ),
    "stop-sharing": ProofPage(
        task=lambda ports, visitor, id_: stop_sharing.task_of(id_),  # noqa: ARG005 - likewise
        begin=lambda ports, visitor, id_, door: stop_sharing.begin_stopping(ports, visitor, share_id=id_, door=door),
        finish=lambda ports, visitor, id_, answered, code: stop_sharing.finish_stopping(  # noqa: ARG005 - likewise
            ports, visitor, share_id=id_, answered=answered
        ),
    ),
    "opt-out": ProofPage(
        task=lambda ports, visitor, id_: opt_out.TASK,  # noqa: ARG005 - likewise
        begin=lambda ports, visitor, id_, door: opt_out.begin_opting_out(ports, visitor, door=door),  # noqa: ARG005 - likewise
        finish=lambda ports, visitor, id_, answered, code: opt_out.finish_opting_out(  # noqa: ARG005 - likewise
            ports, visitor, answered=answered
        ),
    ),
    "order": ProofPage(
        task=_order_task,
        begin=lambda ports, visitor, id_, door: order.begin_order(ports, visitor, door=door),  # noqa: ARG005 - likewise
        finish=lambda ports, visitor, id_, answered, code: order.finish_order(  # noqa: ARG005 - likewise
            ports, visitor, answered=answered
        ),
    ),
    "register": ProofPage(
        task=lambda ports, visitor, id_: invite.TASK,  # noqa: ARG005 - likewise
        begin=lambda ports, visitor, id_, door: ask(ports, visitor, invite.TASK, door=door),  # noqa: ARG005 - likewise
        finish=lambda ports, visitor, id_, answered, code: invite.conclude_invitation(  # noqa: ARG005 - likewise
            ports, visitor, answered=answered
        ),
        then="phone/",
    ),
    "pin": ProofPage(
        task=lambda ports, visitor, id_: change_pin.task_of(id_),  # noqa: ARG005 - likewise
        begin=lambda ports, visitor, id_, door: change_pin.ask_again(ports, visitor, device_id=id_, door=door),
        finish=lambda ports, visitor, id_, answered, code: change_pin.finish_pin_change(  # noqa: ARG005 - likewise
            ports, visitor, device_id=id_, answered=answered
        ),
    ),
}
CONFIRMED: Final = frozenset({"retire", "opt-out", "stop-sharing"})
"""Deeds whose page asks before it puts the question."""


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def begin(request: HttpRequest, language: Language, visitor: Visitor, subject: str, deed: str) -> HttpResponse:
    """Put the question of a deed; what takes a device away is confirmed first."""
    is_there = subject in {SETTINGS, ORDER} or has_line(visitor, subject)
    if deed not in PAGES or not is_there:
        return faults.not_found(request, None)
    if request.method != "POST":
        return _confirm(request, language, visitor, subject=subject, deed=deed)
    door = door_of(request, channel=CHANNEL)
    view = PAGES[deed].begin(installation().ports, visitor, subject, door)
    return follow_question(request, language, view, subject=subject, deed=deed)


def follow_question(
    request: HttpRequest, language: Language, view: DeviceAnswer, *, subject: str, deed: str
) -> HttpResponse:
    """Lead to the question, to the list if it is done already, or show why neither."""
    if isinstance(view, DeviceDone | RefusalView):
        return follow(request, language, view)
    if view.state is LoginState.CHALLENGE:
        return see_other(f"/{language}/{ROOT}{subject}/{deed}/proof")
    return _refused(request, language, view)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def proof(request: HttpRequest, language: Language, visitor: Visitor, subject: str, deed: str) -> HttpResponse:
    """Show the question; take the answer."""
    if deed not in PAGES:
        return faults.not_found(request, None)
    if request.method != "POST":
        return _ask(request, language, visitor, subject=subject, deed=deed)
    response = "".join(request.POST.getlist("response"))
    if not response.strip():
        return _ask(request, language, visitor, subject=subject, deed=deed, is_missing=True)
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
    """Take the new PIN, twice; then the card is asked (B048)."""
    line = line_of(visitor, device_id)
    if line is None:
        return faults.not_found(request, None)
    wrong = ""
    if request.method == "POST":
        view = change_pin.begin_pin_change(
            installation().ports,
            visitor,
            device_id=device_id,
            pin=Secret(request.POST.get("pin", "")),
            again=Secret(request.POST.get("again", "")),
            door=door_of(request, channel=CHANNEL),
        )
        if not isinstance(view, PinRefused):
            return follow_question(request, language, view, subject=device_id, deed="pin")
        wrong = words(f"device.pin.flaw.{view.why}", language=language)
    context = frame_of(visitor, language) | {
        "name": name_of(line, eye_of(language)),
        "list_root": f"/{language}/{ROOT}",
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


def _confirm(request: HttpRequest, language: Language, visitor: Visitor, *, subject: str, deed: str) -> HttpResponse:
    if deed not in CONFIRMED:
        return see_other(f"/{language}/{ROOT}")
    line = line_of(visitor, subject)
    context = frame_of(visitor, language) | {
        "heading": words(f"device.confirm.{_word(deed)}.heading", language=language),
        "text": words(f"device.confirm.{_word(deed)}.text", language=language),
        "submit": words(f"device.confirm.{_word(deed)}.submit", language=language),
        "name": name_of(line, eye_of(language)) if line else "",
        "list_root": f"/{language}/{ROOT}",
    }
    return render_page(request, "portal/security/confirm.html", language=language, context=context)


def _ask(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    *,
    subject: str,
    deed: str,
    refusal: RefusalView | None = None,
    is_missing: bool = False,
) -> HttpResponse:
    house, eye = installation(), eye_of(language)
    task = PAGES[deed].task(house.ports, visitor, subject)
    asked = asked_for(house.ports, visitor, task) if task else None
    if task is None or asked is None:
        if refusal is not None:
            return show_refusal(request, language, refusal, matter=MATTER)
        return see_other(f"/{language}/{ROOT}")
    context = frame_of(visitor, language) | {
        "heading": words(f"device.proof.{_word(deed)}.heading", language=language),
        "lead": words(f"device.proof.{_word(deed)}.text", language=language),
        "submit": words(f"device.proof.{_word(deed)}.submit", language=language),
        "challenge": show_challenge(asked, now=eye.now, language=language, zone=house.zone),
        "needs_code": task.deed is HolderDeed.ACTIVATE_FIRST_DEVICE,
        "refusal": say_refusal(refusal, language=language, matter=MATTER) if refusal else None,
        "missing": words("login.challenge.missing", language=language) if is_missing else "",
        "list_root": f"/{language}/{ROOT}",
    }
    status = STATUS.get(refusal.reason, HTTPStatus.FORBIDDEN) if refusal else HTTPStatus.OK
    return render_page(request, "portal/security/proof.html", language=language, context=context, status=status)


def _refused(request: HttpRequest, language: Language, view: LoginView) -> HttpResponse:
    if view.refusal is None:
        return see_other(f"/{language}/{ROOT}")
    return show_refusal(request, language, view.refusal, matter=MATTER)


def _word(deed: str) -> str:
    return deed.replace("-", "_")
