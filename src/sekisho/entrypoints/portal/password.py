"""Setting a new password with the code that the desk gave in two halves. The rules are told beforehand, and each flaw exactly.

Until the code is proved every no is the same. What was typed as a password is never shown again; the code is, so that a flaw of
the password does not cost typing it twice.
"""

from http import HTTPStatus
from typing import Final, assert_never

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.core.passwords import Rejected
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import door_of, render_page
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.desk.set_password import CodeRefused, PasswordChanged, set_password_with

FIELDS: Final = ("username", "code", "new")
MOST_TYPED: Final = 256


@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the form, or take it."""
    if request.method != "POST":
        return _show(request, language)
    typed = {name: request.POST.get(name, "") for name in (*FIELDS, "again")}
    if flaws := _flaws(typed, language):
        return _show(request, language, flaws=flaws, typed=typed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    house = installation()
    told = set_password_with(
        house.ports,
        username=typed["username"][:MOST_TYPED],
        code=typed["code"][:MOST_TYPED],
        new_password=typed["new"],
        context=(house.brand.ja, house.brand.en),
        door=door_of(request, channel="password page"),
    )
    match told:
        case PasswordChanged():
            return _show(request, language, is_done=True)
        case CodeRefused(refusal):
            refused = {"code": words("desk_pages.password.refused", language=language)}
            status, reference = HTTPStatus.FORBIDDEN, refusal.reference
            return _show(request, language, flaws=refused, typed=typed, status=status, reference=reference)
        case Rejected(why=why, least=least):
            flaw = {"new": words(f"password.flaw.{why}", language=language, least=least)}
            return _show(request, language, flaws=flaw, typed=typed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        case never:
            assert_never(never)


def _flaws(typed: dict[str, str], language: Language) -> dict[str, str]:
    missing = {
        name: words(f"desk_pages.password.{name}_missing", language=language)
        for name in FIELDS
        if not (typed[name] if name == "new" else typed[name].strip())
    }
    if not missing and typed["new"] != typed["again"]:
        return {"again": words("desk_pages.password.different", language=language)}
    return missing


def _show(
    request: HttpRequest,
    language: Language,
    *,
    flaws: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    reference: str = "",
    is_done: bool = False,
) -> HttpResponse:
    kept = typed or {}
    context = {
        "flaws": flaws or {},
        "username": kept.get("username", ""),
        "code": kept.get("code", ""),
        "reference": reference,
        "is_done": is_done,
    }
    return render_page(request, "portal/password.html", language=language, context=context, status=status)
