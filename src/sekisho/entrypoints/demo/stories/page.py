"""The page of one story: who plays, what each does, and how far it has come. It ticks itself when it is read anew."""

from typing import Any, Final, assert_never

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_POST, require_safe

from sekisho.core.events import Happening
from sekisho.entrypoints.demo.page import Eye, eye_of, person_shown, render
from sekisho.entrypoints.demo.people import standees
from sekisho.entrypoints.demo.stories.playbook import STORIES
from sekisho.entrypoints.demo.stories.plays import Play, find_play, start_play, take_next
from sekisho.entrypoints.demo.stories.progress import moment_on
from sekisho.entrypoints.demo.stories.story import HOLDER, Place, Plays, Reached, Said, Saw, Step, Story
from sekisho.entrypoints.demo.words import chapter, told, told_step
from sekisho.entrypoints.site.pages import see_other
from sekisho.wording.language import Language
from sekisho.wording.moments import moment

SECURITY: Final = "settings/user/"
DEVICES: Final = "settings/user/security/secure-login-system/"


@require_safe
def story(request: HttpRequest, number: int) -> HttpResponse:
    """Show a story before it is started."""
    eye, found = eye_of(request), _story(number)
    return _show(request, eye, found, None)


@require_POST
def start(request: HttpRequest, number: int) -> HttpResponse:
    """Make the people, and lead to their play."""
    eye, found = eye_of(request), _story(number)
    play = start_play(eye.house.ports, found, language=eye.language)
    return see_other(f"/demo/stories/{number}/{play}?lang={eye.language}")


@require_safe
def played(request: HttpRequest, number: int, play: str) -> HttpResponse:
    """Show a play as far as it has come."""
    eye, found = eye_of(request), _story(number)
    return _show(request, eye, found, _play(eye, found, play))


@require_POST
def go_on(request: HttpRequest, number: int, play: str) -> HttpResponse:
    """Take the next step, where the demo can."""
    eye, found = eye_of(request), _story(number)
    take_next(eye.house.ports, _play(eye, found, play))
    return see_other(f"/demo/stories/{number}/{play}?lang={eye.language}")


def _story(number: int) -> Story:
    if number not in STORIES:
        raise Http404
    return STORIES[number]


def _play(eye: Eye, found: Story, play: str) -> Play:
    known = find_play(eye.house.ports, found, play)
    if known is None:
        raise Http404
    return known


def _show(request: HttpRequest, eye: Eye, found: Story, play: Play | None) -> HttpResponse:
    said = f"s{found.number}"
    steps = [_step(at, step, eye, found, play) for at, step in enumerate(found.steps)]
    done = play.done if play else 0
    title = told(f"{said}.title", language=eye.language)
    context = {
        "tell": chapter("page", language=eye.language),
        "number": told("page.number", language=eye.language, number=found.number),
        "address": f"/demo/stories/{found.number}",
        "story_title": title,
        "text": told(f"{said}.text", language=eye.language),
        "holder_says": told(f"{said}.words", language=eye.language),
        "steps": steps,
        "play": play.id if play else "",
        "is_over": done == len(steps),
        "progress": told("page.progress", language=eye.language, count=len(steps), done=done),
        "people": [person_shown(one, eye) for one in play.people.values()] if play else [],
        "staff": _staff(found, eye) if play else [],
        "others": _others(found, eye),
    }
    return render(request, "demo/story.html", eye, title=title, context=context)


def _step(at: int, step: Step, eye: Eye, found: Story, play: Play | None) -> dict[str, Any]:
    done = play.done if play else 0
    state = "plain" if play is None else "done" if at < done else "now" if at == done else "later"
    who = play.people[step.who].person if play else None
    return {
        "key": step.key,
        "text": told_step(found.number, step.key, language=eye.language),
        "plays": told(f"plays.{step.plays}", language=eye.language),
        "by": step.plays.value,
        "who": who.get("paper", who)["username"]
        if who and step.plays is Plays.HOLDER and len(found.starts) > 1
        else "",
        "state": state,
        "says": told(f"page.{state}", language=eye.language) if play else "",
        "is_there": is_there(step, eye.language),
        "link": address_of(step.at, eye.language) if step.at else "",
        "link_text": told(f"at.{step.at}", language=eye.language) if step.at else "",
        "button": _button(step, eye),
        "clock": _clock(step, eye, play),
    }


def _button(step: Step, eye: Eye) -> str:
    """Say what the button does, for a step that the demo can take."""
    match step.sign:
        case Reached():
            return told("page.clock", language=eye.language)
        case Said():
            return told("page.said", language=eye.language)
        case Saw():
            return told("page.post", language=eye.language) if step.plays is Plays.POST else ""
        case never:
            assert_never(never)


def _clock(step: Step, eye: Eye, play: Play | None) -> str:
    if play is None or not isinstance(step.sign, Reached):
        return ""
    at = moment_on(play.seen.accounts[step.who], step.sign.moment)
    if at is None:
        return ""
    shown = moment(at, language=eye.language, zone=eye.house.zone)
    return told("page.clock_to", language=eye.language, moment=shown)


def address_of(place: Place, language: Language) -> str:
    """Give the address at which a step is taken."""
    root = f"/{language}/"
    match place:
        case Place.PORTAL:
            return root
        case Place.TRADER:
            return f"{root}trader/"
        case Place.DESK:
            return f"{root}desk/"
        case Place.CARD:
            return f"{root}{SECURITY}"
        case Place.DEVICES:
            return f"{root}{DEVICES}"
        case Place.PASSWORD:
            return f"{root}password/"
        case Place.OUTBOX:
            return f"/demo?lang={language}#outbox"
        case Place.HELP:
            return f"{root}help/"
        case Place.TELEPHONE:
            return f"{root}help/#telephone"
        case never:
            assert_never(never)


def is_there(step: Step, language: Language) -> bool:
    """Tell whether this version has the page of a step and knows what would be seen."""
    if isinstance(step.sign, Saw) and step.sign.happening not in {*Happening}:
        return False
    if step.at is None:
        return True
    try:
        resolve(address_of(step.at, language).partition("?")[0].partition("#")[0])
    except Resolver404:
        return False
    return True


def _staff(found: Story, eye: Eye) -> list[dict[str, Any]]:
    """Give one of the desk's own people for each role that the story needs, by preference one of the language shown."""
    everybody = [one for one in standees(eye.house.ports) if one.person["role"] != HOLDER]
    chosen = []
    for role in found.desk:
        fitting = [one for one in everybody if one.person["role"] == role.value]
        fitting.sort(key=lambda one: one.person["language"] != eye.language.value)
        chosen += fitting[:1]
    return [person_shown(one, eye) for one in chosen]


def _others(found: Story, eye: Eye) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "title": told(f"s{number}.title", language=eye.language),
            "is_this": number == found.number,
        }
        for number in STORIES
    ]
