"""What one page leaves for the next: the refusal to explain, or the notices to greet with, in a signed cookie.

Every form is answered by a redirect; the page behind it may be reloaded and read in the other language. A note holds nothing
that its reader was not told, and is not believed beyond being shown.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse

from sekisho.core.access.decisions import Surface
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind, Platform
from sekisho.core.help.leads import read_lead
from sekisho.core.reasons import Manner, Reason
from sekisho.entrypoints.site import cookies
from sekisho.entrypoints.site.cookies import Cookie
from sekisho.workflows.outcomes import FactorView, LoginView, Notice, NoticeCode, RefusalView

SALT: Final = "sekisho.note"
KEPT_FOR: Final = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusalNote:
    """A refusal with what it was about."""

    surface: Surface
    refusal: RefusalView
    asked: FactorView | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WelcomeNote:
    """The notices of a session that has just opened."""

    surface: Surface
    notices: tuple[Notice, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OverNote:
    """A login or session that is over; `word` names the text (`login.over.*`)."""

    surface: Surface
    word: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DoneNote:
    """Something was done; `word` names the text (`device.done.*`)."""

    surface: Surface
    word: str


Note = RefusalNote | WelcomeNote | OverNote | DoneNote


def leave_refusal(response: HttpResponse, view: LoginView) -> None:
    """Leave the refusal of a login for the next page."""
    if view.refusal is None:
        return
    refusal = view.refusal
    _leave(
        response,
        {
            "kind": "refusal",
            "surface": view.surface.value,
            "reason": refusal.reason.value,
            "reference": refusal.reference,
            "retry_at": refusal.retry_at.isoformat() if refusal.retry_at else None,
            "residence": refusal.residence,
            "attempts_left": refusal.attempts_left,
            "manner": refusal.manner.value if refusal.manner else None,
            "lead": refusal.lead.written if refusal.lead else "",
            "others": [_factor_json(factor) for factor in refusal.can_continue_with],
            "asked": _factor_json(view.challenge.factor) if view.challenge else None,
        },
    )


def leave_welcome(response: HttpResponse, notices: tuple[Notice, ...], *, surface: Surface) -> None:
    """Leave the notices of a grant for the landing page."""
    said = [
        {"code": notice.code.value, "at": notice.at.isoformat() if notice.at else None, "count": notice.count}
        for notice in notices
    ]
    _leave(response, {"kind": "welcome", "surface": surface.value, "notices": said})


def leave_over(response: HttpResponse, word: str, *, surface: Surface) -> None:
    """Leave word that a login or session is over."""
    _leave(response, {"kind": "over", "surface": surface.value, "word": word})


def leave_done(response: HttpResponse, word: str, *, surface: Surface) -> None:
    """Leave word of what was done for the next page."""
    _leave(response, {"kind": "done", "surface": surface.value, "word": word})


def forget_note(response: HttpResponse) -> None:
    """Take the note away."""
    cookies.take_away(response, Cookie.NOTE)


def note_of(request: HttpRequest, *, surface: Surface) -> Note | None:
    """Read the note, if there is a whole one for this surface."""
    try:
        said = signing.loads(cookies.read(request, Cookie.NOTE), salt=SALT, max_age=KEPT_FOR)
        note = _read(said)
    except (signing.BadSignature, ValueError, KeyError, TypeError):  # another release's note, or none
        return None
    return note if note.surface is surface else None


def _leave(response: HttpResponse, said: dict[str, Any]) -> None:
    cookies.put(response, Cookie.NOTE, signing.dumps(said, salt=SALT))


def _read(said: dict[str, Any]) -> Note:
    surface = Surface(said["surface"])
    kind = said["kind"]
    if kind == "refusal":
        asked = _read_factor(said["asked"]) if said["asked"] else None
        return RefusalNote(surface=surface, refusal=_read_refusal(said), asked=asked)
    if kind == "welcome":
        return WelcomeNote(surface=surface, notices=tuple(_read_notice(one) for one in said["notices"]))
    if kind == "over":
        return OverNote(surface=surface, word=str(said["word"]))
    if kind == "done":
        return DoneNote(surface=surface, word=str(said["word"]))
    raise ValueError(kind)


def _read_refusal(said: dict[str, Any]) -> RefusalView:
    return RefusalView(
        reason=Reason(said["reason"]),
        reference=said["reference"],
        retry_at=_read_moment(said["retry_at"]),
        residence=said["residence"],
        attempts_left=said["attempts_left"],
        can_continue_with=tuple(_read_factor(one) for one in said["others"]),
        manner=Manner(said["manner"]) if said["manner"] else None,
        lead=read_lead(said["lead"]),
    )


def _read_notice(said: dict[str, Any]) -> Notice:
    return Notice(code=NoticeCode(said["code"]), at=_read_moment(said["at"]), count=said["count"])


def _read_moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _factor_json(factor: FactorView) -> dict[str, Any]:
    return {
        "id": factor.id,
        "kind": factor.kind.value,
        "name": factor.name,
        "platform": factor.platform.value if factor.platform else None,
        "serial": factor.serial,
        "is_suspended": factor.is_suspended,
    }


def _read_factor(said: dict[str, Any]) -> FactorView:
    return FactorView(
        id=AuthenticatorId(said["id"]),
        kind=AuthenticatorKind(said["kind"]),
        name=said["name"],
        platform=Platform(said["platform"]) if said["platform"] else None,
        serial=said["serial"],
        is_suspended=said["is_suspended"],
    )
