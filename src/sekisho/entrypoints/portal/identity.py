"""*Verify your identity* as pages (A128 to A130, A158): user name and password, what is to answer, its question, *Continue*.

Tasks and deeds upon devices are verified alike: they differ in what the pages say and in what the right answer does. Each page
finds its question by the session; no id of a proof stands in an address or in a cookie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse

from sekisho.core.authenticators.kinds import Authenticator
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.entrypoints.portal.devices import eye_of
from sekisho.entrypoints.portal.inside import STATUS, frame_of, say_refusal, show_refusal
from sekisho.entrypoints.site.challenge_shown import show_challenge
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import render_page, see_other
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.terms import factor_name
from sekisho.workflows.factors import factor_view
from sekisho.workflows.outcomes import ChallengeView, RefusalView, Visitor
from sekisho.workflows.prove_password import MOST_USERNAME
from sekisho.workflows.reauthenticate import Retyped

FIELDS: Final = ("username", "password")
ABOUT_THE_PASSWORD: Final = frozenset({Reason.BAD_CREDENTIALS, Reason.LOCKED})
"""Refusals after which user name and password can be typed again, at once or later."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """What the pages say of one deed. `back` is where *Stop* leads, named by `home`."""

    heading: str
    lead: str
    submit: str
    back: str
    matter: str
    over: str = ""
    home: str = ""
    details: Sequence[tuple[str, str]] = ()
    needs_code: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ChoiceShown:
    """One entry of *Select Second Factor Device*; `is_too_weak` for exactly this."""

    id: str
    name: str
    serial: str = ""
    hint: str = ""
    is_first: bool = False
    is_too_weak: bool = False


def show_choices(able: Sequence[Authenticator], language: Language) -> tuple[ChoiceShown, ...]:
    """Make ready what may answer, the first one chosen already."""
    return tuple(
        ChoiceShown(id=one.id, name=factor_name(one, language=language), serial=one.serial, is_first=at == 0)
        for at, one in enumerate(map(factor_view, able))
    )


def retyped_in(request: HttpRequest) -> Retyped | None:
    """Read what was typed; None: a field is empty, and the page says which."""
    username, password = (request.POST.get(name, "") for name in FIELDS)
    if not username.strip() or not password:
        return None
    return Retyped(username=username, password=Secret(password), factor=request.POST.get("factor", ""))


def ask_password(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    sheet: Sheet,
    choices: Sequence[ChoiceShown],
    *,
    refusal: RefusalView | None = None,
    is_at_once: bool = False,
) -> HttpResponse:
    """Ask user name and password, and what is to answer where there is a choice; nothing for what is done at once."""
    is_sent = request.method == "POST" and refusal is None
    username = request.POST.get("username", "")
    is_empty = {"username": not username.strip(), "password": not request.POST.get("password", "")}
    missing = tuple(name for name in FIELDS if is_sent and is_empty[name])
    chosen = request.POST.get("factor", "")
    context = frame_of(visitor, language) | {
        "sheet": sheet,
        "is_at_once": is_at_once,
        "choices": choices if len(choices) > 1 else (),
        "chosen": chosen if any(one.id == chosen for one in choices) else "",
        "with_one": words("identity.with_one", language=language, name=choices[0].name) if len(choices) == 1 else "",
        "missing": missing,
        "problems": [(name, words(f"login.form.{name}_missing", language=language)) for name in missing],
        "username": username if len(username) <= MOST_USERNAME else "",
        "refusal": say_refusal(refusal, language=language, matter=sheet.matter) if refusal else None,
    }
    status = STATUS.get(refusal.reason, HTTPStatus.FORBIDDEN) if refusal else HTTPStatus.OK
    status = HTTPStatus.UNPROCESSABLE_ENTITY if missing else status
    return render_page(request, "portal/identity.html", language=language, context=context, status=status)


def response_in(request: HttpRequest) -> str:
    """Read an answer: one field, or one for each cell."""
    return "".join(request.POST.getlist("response"))


def ask_response(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    sheet: Sheet,
    asked: ChallengeView | None,
    *,
    begin: str = "",
    refusal: RefusalView | None = None,
) -> HttpResponse:
    """Show the question that stands; without one the refusal, or the page where it is to `begin`."""
    if asked is None:
        if refusal is not None:
            return show_refusal(request, language, refusal, matter=sheet.matter)
        return see_other(begin or sheet.back)
    is_missing = request.method == "POST" and refusal is None
    house = installation()
    context = frame_of(visitor, language) | {
        "sheet": sheet,
        "challenge": show_challenge(asked, house=house, now=eye_of(language).now, language=language),
        "refusal": say_refusal(refusal, language=language, matter=sheet.matter) if refusal else None,
        "missing": words("login.challenge.missing", language=language) if is_missing else "",
    }
    status = STATUS.get(refusal.reason, HTTPStatus.FORBIDDEN) if refusal else HTTPStatus.OK
    return render_page(request, "portal/security/proof.html", language=language, context=context, status=status)
