"""A device of another user name as pages: its user name and password, the own proof, the device's response (B099)."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.core.secret import Secret
from sekisho.entrypoints.portal.devices import CHANNEL, MATTER, ROOT, eye_of, follow, inside_portal
from sekisho.entrypoints.portal.inside import STATUS, frame_of, say_refusal, show_refusal
from sekisho.entrypoints.site.challenge_shown import show_challenge
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.wording.catalogue import numbered, words
from sekisho.wording.language import Language
from sekisho.workflows.devices.outcomes import DeviceDone, SharingAnswer, SharingRefused
from sekisho.workflows.devices.proving import Answered
from sekisho.workflows.devices.share import (
    answer_sharing,
    begin_sharing,
    deed_of,
    hindrance,
    sharing_asked_now,
)
from sekisho.workflows.outcomes import LoginState, LoginView, RefusalView, Visitor
from sekisho.workflows.prove_password import MOST_USERNAME
from sekisho.workflows.refuse_access import refuse_access

SHARE = "share/"
WORDS = "share"


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def form(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Ask user name and password of the device's owner; take them."""
    ports = installation().ports
    reason = hindrance(ports, visitor)
    if reason is not None:
        refused = refuse_access(ports, visitor, reason=reason, deed=deed_of(visitor))
        return show_refusal(request, language, refused, matter=MATTER)
    if request.method != "POST":
        return _form(request, language, visitor)
    username, password = request.POST.get("owner", ""), request.POST.get("password", "")
    if not username.strip() or not password:
        problem = {"title": "", "text": words("share.missing", language=language)}
        return _form(request, language, visitor, problem=problem, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    door = door_of(request, channel=CHANNEL)
    view = begin_sharing(ports, visitor, username=username[: MOST_USERNAME + 1], password=Secret(password), door=door)
    return _follow(request, language, visitor, view)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def proof(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show the question that stands; take the answer."""
    if request.method != "POST":
        return _ask(request, language, visitor)
    response = "".join(request.POST.getlist("response"))
    if not response.strip():
        return _ask(request, language, visitor, is_missing=True)
    answered = Answered(proof_id=None, response=response, door=door_of(request, channel=CHANNEL))
    view = answer_sharing(installation().ports, visitor, answered=answered, code=request.POST.get("code", ""))
    refusal = view.refusal if isinstance(view, LoginView) else view
    if isinstance(refusal, RefusalView):
        return _ask(request, language, visitor, refusal=refusal)
    return _follow(request, language, visitor, view)


def _follow(request: HttpRequest, language: Language, visitor: Visitor, view: SharingAnswer) -> HttpResponse:
    if isinstance(view, DeviceDone):
        return follow(request, language, view)
    if isinstance(view, LoginView) and view.state is LoginState.CHALLENGE:
        return see_other(f"/{language}/{ROOT}{SHARE}proof")
    if isinstance(view, SharingRefused):
        said = {part: words(f"share.flaw.{view.why}.{part}", language=language) for part in ("title", "text")}
        problem = {**said, "reference": view.refusal.reference}
        return _form(request, language, visitor, problem=problem, status=HTTPStatus.FORBIDDEN)
    refusal = view.refusal if isinstance(view, LoginView) else view
    if refusal is None:
        return see_other(f"/{language}/{ROOT}")
    said_why = say_refusal(refusal, language=language, matter=WORDS)
    status = STATUS.get(refusal.reason, HTTPStatus.FORBIDDEN)
    return _form(request, language, visitor, refusal=said_why, status=status)


def _form(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    *,
    problem: object = None,
    refusal: object = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = frame_of(visitor, language) | {
        "problem": problem,
        "refusal": refusal,
        "conditions": [message.text(language) for _, message in numbered("share.condition")],
        "owner": request.POST.get("owner", "")[:MOST_USERNAME],
        "most_username": MOST_USERNAME,
        "list_root": f"/{language}/{ROOT}",
    }
    return render_page(request, "portal/security/share.html", language=language, context=context, status=status)


def _ask(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    *,
    refusal: RefusalView | None = None,
    is_missing: bool = False,
) -> HttpResponse:
    house, eye = installation(), eye_of(language)
    found = sharing_asked_now(house.ports, visitor)
    if found is None:
        if refusal is not None:
            return show_refusal(request, language, refusal, matter=MATTER)
        return see_other(f"/{language}/{ROOT}")
    stage, asked = found
    part = "device" if stage.is_last else "own"
    context = frame_of(visitor, language) | {
        "heading": words(f"share.proof.{part}.heading", language=language),
        "lead": words(f"share.proof.{part}.text", language=language, user_name=stage.username),
        "submit": words(f"share.proof.{part}.submit", language=language),
        "challenge": show_challenge(asked, now=eye.now, language=language, zone=house.zone),
        "needs_code": stage.needs_code,
        "refusal": say_refusal(refusal, language=language, matter=MATTER) if refusal else None,
        "missing": words("login.challenge.missing", language=language) if is_missing else "",
        "list_root": f"/{language}/{ROOT}",
    }
    status = STATUS.get(refusal.reason, HTTPStatus.FORBIDDEN) if refusal else HTTPStatus.OK
    return render_page(request, "portal/security/proof.html", language=language, context=context, status=status)
