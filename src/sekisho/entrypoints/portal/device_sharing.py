"""A device of another user name as pages: its user name and password, the own identity, the device's response (B099)."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.core.secret import Secret
from sekisho.entrypoints.portal.device_proofs import follow_question
from sekisho.entrypoints.portal.devices import CHANNEL, MATTER, ROOT, inside_portal
from sekisho.entrypoints.portal.identity import (
    ABOUT_THE_PASSWORD,
    Sheet,
    ask_password,
    ask_response,
    response_in,
    retyped_in,
    show_choices,
)
from sekisho.entrypoints.portal.inside import STATUS, frame_of, say_refusal, show_refusal
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.wording.catalogue import numbered, words
from sekisho.wording.language import Language
from sekisho.wording.refusals import Explanation
from sekisho.workflows.devices.outcomes import SharingRefused
from sekisho.workflows.devices.proving import Answered, offer
from sekisho.workflows.devices.share import (
    SharingStage,
    answer_sharing,
    begin_sharing,
    deed_of,
    hindrance,
    sharing_asked_now,
    stage_of,
    verify_sharer,
)
from sekisho.workflows.outcomes import LoginView, RefusalView, Visitor
from sekisho.workflows.prove_password import MOST_USERNAME
from sekisho.workflows.refuse_access import refuse_access

SHARE = "share/"
PROOF = f"{SHARE}proof"
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
        return _form(request, language, visitor, is_missing=True)
    door = door_of(request, channel=CHANNEL)
    view = begin_sharing(ports, visitor, username=username[: MOST_USERNAME + 1], password=Secret(password), door=door)
    if isinstance(view, SharingStage):
        return see_other(f"/{language}/{ROOT}{SHARE}verify")
    return _form(request, language, visitor, refused=view)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def verify(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Ask the own user name and password; with the right ones, lead to the question."""
    ports = installation().ports
    retyped = retyped_in(request) if request.method == "POST" else None
    if retyped is None:
        return _ask_password(request, language, visitor)
    view = verify_sharer(ports, visitor, retyped=retyped, door=door_of(request, channel=CHANNEL))
    if isinstance(view, RefusalView) and view.reason in ABOUT_THE_PASSWORD:
        return _ask_password(request, language, visitor, refusal=view)
    return follow_question(request, language, view, proof=PROOF)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def proof(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show the question that stands; take the answer."""
    response = response_in(request)
    if request.method != "POST" or not response.strip():
        return _ask(request, language, visitor)
    answered = Answered(proof_id=None, response=response, door=door_of(request, channel=CHANNEL))
    view = answer_sharing(installation().ports, visitor, answered=answered, code=request.POST.get("code", ""))
    if isinstance(view, SharingRefused):
        return _form(request, language, visitor, refused=view)
    refusal = view.refusal if isinstance(view, LoginView) else view
    if isinstance(refusal, RefusalView):
        return _ask(request, language, visitor, refusal=refusal)
    return follow_question(request, language, view, proof=PROOF)


def _form(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    *,
    is_missing: bool = False,
    refused: SharingRefused | RefusalView | None = None,
) -> HttpResponse:
    status = HTTPStatus.OK
    refusal: Explanation | dict[str, str] | None = None
    if isinstance(refused, SharingRefused):
        said = {part: words(f"share.flaw.{refused.why}.{part}", language=language) for part in ("title", "text")}
        refusal = {"title": said["title"], "explanation": said["text"], "reference": refused.refusal.reference}
        status = HTTPStatus.FORBIDDEN
    elif refused is not None:
        refusal = say_refusal(refused, language=language, matter=WORDS)
        status = STATUS.get(refused.reason, HTTPStatus.FORBIDDEN)
    missing = words("share.missing", language=language) if is_missing else ""
    context = frame_of(visitor, language) | {
        "problems": [("owner", missing)] if missing else [],
        "refusal": refusal,
        "conditions": [message.text(language) for _, message in numbered("share.condition")],
        "owner": request.POST.get("owner", "")[:MOST_USERNAME],
        "most_username": MOST_USERNAME,
        "list_root": f"/{language}/{ROOT}",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if missing else status
    return render_page(request, "portal/security/share.html", language=language, context=context, status=status)


def _ask_password(
    request: HttpRequest, language: Language, visitor: Visitor, *, refusal: RefusalView | None = None
) -> HttpResponse:
    ports = installation().ports
    stage = stage_of(ports, visitor)
    if stage is None or stage.is_last:
        return see_other(f"/{language}/{ROOT}{SHARE}")
    able = offer(ports, visitor, stage.task)
    if isinstance(able, RefusalView):
        return show_refusal(request, language, able, matter=MATTER)
    sheet = _sheet(language, "share.verify", stage, submit="identity.submit")
    return ask_password(request, language, visitor, sheet, show_choices(able, language), refusal=refusal)


def _ask(
    request: HttpRequest, language: Language, visitor: Visitor, *, refusal: RefusalView | None = None
) -> HttpResponse:
    found = sharing_asked_now(installation().ports, visitor)
    if found is None:
        back = f"/{language}/{ROOT}"
        return show_refusal(request, language, refusal, matter=MATTER) if refusal else see_other(back)
    stage, asked = found
    said = f"share.proof.{'device' if stage.is_last else 'own'}"
    sheet = _sheet(language, said, stage, submit=f"{said}.submit")
    return ask_response(request, language, visitor, sheet, asked, refusal=refusal)


def _sheet(language: Language, said: str, stage: SharingStage, *, submit: str) -> Sheet:
    return Sheet(
        heading=words(f"{said}.heading", language=language),
        lead=words(f"{said}.text", language=language, user_name=stage.username),
        submit=words(submit, language=language),
        back=f"/{language}/{ROOT}",
        matter=MATTER,
        home=words("card.settings.system", language=language),
        needs_code=stage.needs_code,
    )
