"""The demo's two pages: everybody with the clock, and the card or phone that lies beside the login."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.access import Evidence, situation_of
from sekisho.core.accounts import Account, Credentials, Standing
from sekisho.core.authenticators import dsc_plus_machine
from sekisho.core.authenticators.kinds import AuthenticatorKind, CodeCard, Platform
from sekisho.entrypoints.demo.calls import outbox_entry, outbox_rows
from sekisho.entrypoints.demo.cast import PASSWORD, Situation
from sekisho.entrypoints.demo.movable_clock import write_moment
from sekisho.entrypoints.demo.people import Standee, movable_clock, next_boundary, people_json, spans_of, standees
from sekisho.entrypoints.demo.stories.playbook import STORIES
from sekisho.entrypoints.demo.stories.standing import stands_in
from sekisho.entrypoints.demo.words import chapter, said, section, told
from sekisho.entrypoints.site.installation import Installation, installation
from sekisho.entrypoints.site.pages import render_page
from sekisho.wording.catalogue import words
from sekisho.wording.forecast import SurfaceForecast, forecast_by_surface
from sekisho.wording.language import Language, preferred_language
from sekisho.wording.moments import moment, span
from sekisho.wording.terms import kind_name, situation_name

HOLDER: Final = "holder"
MOST_MAILS: Final = 20
MAKEABLE: Final = (
    (AuthenticatorKind.KEY_APP, Platform.ANDROID.value),
    (AuthenticatorKind.KEY_APP, Platform.IOS.value),
    (AuthenticatorKind.DSC_PLUS, ""),
    (AuthenticatorKind.CODE_CARD, ""),
    (AuthenticatorKind.TEMPORARY_PASSCODE, ""),
)
USABLE: Final = frozenset({"device", "card", "passcode_full", "passcode_card_only"})


@dataclass(frozen=True, kw_only=True)
class Eye:
    """Who looks: in which language, at which house, when."""

    house: Installation
    language: Language
    now: datetime


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Show everybody, the clock, the outbox and the eleven situations."""
    eye = eye_of(request)
    everybody = standees(eye.house.ports)
    context = {
        "clock": _clock(eye),
        "groups": _groups(everybody, eye),
        "bounded": _bounded(everybody, eye),
        "stories": _stories(everybody, eye),
        "tell": chapter("list", language=eye.language),
        "mails": _mails(eye),
        "password": PASSWORD,
        **_wishes(eye),
    }
    return render(request, "demo/demo.html", eye, title=said("page.title", language=eye.language), context=context)


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """Show the card or phone of `?card=`, or let one be chosen."""
    eye = eye_of(request)
    chosen = request.GET.get("card", "")
    people = [
        {**person, "factors": [_named(factor, eye) for factor in person["factors"]]}
        for person in people_json(eye.house.ports)
        if person["factors"]
    ]
    context = {
        "people": people,
        "chosen": chosen,
        "script_words": section("card", language=eye.language),
        "machine": dsc_plus_machine.as_data(),
    }
    return render(request, "demo/card.html", eye, title=said("card.title", language=eye.language), context=context)


def eye_of(request: HttpRequest) -> Eye:
    """Tell who looks."""
    house = installation()
    wish = request.GET.get("lang", "") or request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    return Eye(house=house, language=preferred_language(wish), now=house.ports.clock.now())


def render(request: HttpRequest, template: str, eye: Eye, *, title: str, context: Mapping[str, Any]) -> HttpResponse:
    """Render a page of the demo in the house's frame."""
    frame = {
        "title": title,
        "same_page": _same_page(request, eye.language.other),
        "words": _Words(eye.language),
    }
    response = render_page(request, template, language=eye.language, context=frame | dict(context))
    response["Vary"] = "Accept-Language"
    return response


def _same_page(request: HttpRequest, language: Language) -> str:
    query = request.GET.copy()
    query["lang"] = language.value
    return f"{request.path_info}?{query.urlencode()}"


class _Words:
    """The demo's words in one language, walked by template dots."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __getitem__(self, name: str) -> dict[str, str]:
        return section(name, language=self._language)


# ── The clock ────────────────────────────────────────────────────────────────────────────────────────────────


def _clock(eye: Eye) -> dict[str, Any]:
    offset = movable_clock().offset()
    distance = span(abs(offset), language=eye.language)
    way = (
        "clock.real"
        if abs(offset).total_seconds() < 1
        else "clock.ahead"
        if offset.total_seconds() > 0
        else "clock.behind"
    )
    return {
        "now": moment(eye.now, language=eye.language, zone=eye.house.zone),
        "iso": write_moment(eye.now.replace(microsecond=0)),
        "offset": said(way, language=eye.language, span=distance),
        "is_moved": way != "clock.real",
    }


def _bounded(everybody: Iterable[Standee], eye: Eye) -> list[dict[str, str]]:
    """Whose situation changes by itself, and when next."""
    found = []
    for one in everybody:
        boundary = next_boundary(eye.house, one, now=eye.now)
        if boundary is not None:
            when = f"{boundary.astimezone(eye.house.zone):%m-%d %H:%M}"
            found.append({"username": one.person["username"], "when": when, "iso": write_moment(boundary)})
    return found


# ── The people ───────────────────────────────────────────────────────────────────────────────────────────────


def _groups(everybody: Iterable[Standee], eye: Eye) -> list[dict[str, Any]]:
    groups: dict[Situation, list[dict[str, Any]]] = {situation: [] for situation in Situation}
    for one in everybody:
        groups[Situation(one.person["situation"])].append(person_shown(one, eye))
    return [
        {"key": situation.value, "title": said(f"situation.{situation}", language=eye.language), "people": people}
        for situation, people in groups.items()
        if people
    ]


def person_shown(one: Standee, eye: Eye) -> dict[str, Any]:
    """Make one person ready for the eye."""
    body = one.json(eye.now)
    language = Language(one.person["language"])
    is_holder = one.person["role"] == HOLDER
    return {
        **body,
        "root": f"/{language}/",
        "tongue": language.value,
        "is_holder": is_holder,
        "standing": _standing(one, eye),
        "lives_in": said("people.lives_in", language=eye.language, residence=one.person["residence"]),
        "factors": [_named(factor, eye, account=one.account) for factor in body["factors"]],
        "outlook": _outlook(one, eye) if is_holder else [],
    }


def _standing(one: Standee, eye: Eye) -> str:
    if one.person["role"] != HOLDER:
        return said(f"role.{one.person['role']}", language=eye.language)
    return situation_name(_situation_now(one.account, eye.now), language=eye.language)


def _situation_now(account: Account, now: datetime) -> Any:
    return situation_of(account, Evidence(credentials=Credentials.LIVE), now)


def _named(factor: dict[str, Any], eye: Eye, *, account: Account | None = None) -> dict[str, Any]:
    """Name a factor and say in a few words what it takes to use it."""
    kind = _kind_name(AuthenticatorKind(factor["kind"]), factor.get("platform", ""), eye)
    details = [
        said(f"people.{name}", language=eye.language, **{name: factor[name]})
        for name in ("pin", "passcode")
        if name in factor
    ]
    held = account.find(factor["id"]) if account else None
    if isinstance(held, CodeCard):
        details.append(said("people.cells", language=eye.language, left=held.cells_left))
    state = words(f"situation.proof.{factor['proof']}", language=eye.language)
    return {**factor, "name": kind, "details": details, "is_usable": factor["proof"] in USABLE, "says": state}


def _kind_name(kind: AuthenticatorKind, platform: str, eye: Eye) -> str:
    name = kind_name(kind, language=eye.language)
    if not platform:
        return name
    on = words(f"term.platform.{platform}", language=eye.language)
    return words("term.with_platform", language=eye.language, kind=name, platform=on)


def _outlook(one: Standee, eye: Eye) -> tuple[SurfaceForecast, ...]:
    """Say what works until when, surface by surface."""
    spans = spans_of(eye.house, one, now=eye.now)
    return forecast_by_surface(spans, now=eye.now, language=eye.language, zone=eye.house.zone)


def _wishes(eye: Eye) -> dict[str, Any]:
    """Give the choices of the form that makes a person."""
    states = [
        {"value": standing.value, "name": words(f"term.standing.{standing}", language=eye.language)}
        for standing in (Standing.OPEN, Standing.APPROVED_TODAY, Standing.APPLIED, Standing.CLOSED, Standing.REJECTED)
    ]
    kinds = [
        {"value": kind.value, "platform": platform, "name": _kind_name(kind, platform, eye)}
        for kind, platform in MAKEABLE
    ]
    return {"states": states, "kinds": kinds}


# ── Stories and mail ─────────────────────────────────────────────────────────────────────────────────────────


def _stories(everybody: tuple[Standee, ...], eye: Eye) -> list[dict[str, Any]]:
    return [
        {
            "number": story,
            "title": told(f"s{story}.title", language=eye.language),
            "text": told(f"s{story}.text", language=eye.language),
            "people": [
                one.person["username"]
                for one in everybody
                if "play" not in one.person and _is_in(f"s{story}", one, eye)
            ],
        }
        for story in STORIES
    ]


def _is_in(story: str, one: Standee, eye: Eye) -> bool:
    return one.person["role"] == HOLDER and stands_in(story, one.account, eye.now)


def _mails(eye: Eye) -> list[dict[str, Any]]:
    newest = outbox_rows()[-MOST_MAILS:][::-1]
    return [outbox_entry(row, eye.house) for row in newest]
