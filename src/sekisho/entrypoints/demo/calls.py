"""The demo's calls of the public contract: people, clock, outbox. JSON only, and only what is asked for."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, Literal

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sekisho.adapters.storage.moments import from_stored
from sekisho.adapters.storage.rows import OutboxRow
from sekisho.core.accounts import Standing
from sekisho.core.authenticators.kinds import AuthenticatorKind, Platform
from sekisho.entrypoints.api import problems
from sekisho.entrypoints.api.json_body import MOST_BYTES, MalformedBodyError, expect_json_type, read_json
from sekisho.entrypoints.demo.movable_clock import UnreadableTimeError, read_duration, read_moment, write_moment
from sekisho.entrypoints.demo.people import movable_clock, people_json, registry, standee
from sekisho.entrypoints.demo.seeding import make_person
from sekisho.entrypoints.site.installation import Installation, installation
from sekisho.entrypoints.site.letters import write_letter
from sekisho.wording.faults import Fault
from sekisho.workflows.post_records import Channel, WaitingMessage

View = Callable[[HttpRequest], HttpResponse]

MOST_FACTORS: Final = 8
Kind = Literal["key_app", "dsc_plus", "code_card", "temporary_passcode"]
SINGLE: Final = frozenset({AuthenticatorKind.CODE_CARD, AuthenticatorKind.TEMPORARY_PASSCODE})


class Strict(BaseModel):
    """No unknown field, no coerced type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ClockMove(Strict):
    """By how far, or to where: one of the two."""

    advance: str | None = None
    now: str | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "ClockMove":
        if (self.advance is None) == (self.now is None):
            message = "one of advance and now"
            raise ValueError(message)
        return self


class ProofWish(Strict):
    """A proof with the phone system that it is for."""

    kind: Kind
    platform: Literal["ios", "android"] | None = None


class PersonWish(Strict):
    """Who is to be made."""

    state: Literal["applied", "approved_today", "open", "closed", "rejected"]
    residence: str = Field(default="JP", pattern=r"^[A-Z]{2}$")
    language: Literal["ja", "en"] | None = None
    paper: bool = False
    factors: list[Kind | ProofWish] = Field(default_factory=list, max_length=MOST_FACTORS)

    @model_validator(mode="after")
    def _holds_interims_once(self) -> "PersonWish":
        kinds = [kind for kind, _ in self.proofs()]
        if any(kinds.count(kind) > 1 for kind in SINGLE):
            message = "one card and one passcode at most"
            raise ValueError(message)
        return self

    def proofs(self) -> tuple[tuple[AuthenticatorKind, Platform | None], ...]:
        """Give the wished proofs."""
        return tuple(_proof(factor) for factor in self.factors)


def _proof(factor: str | ProofWish) -> tuple[AuthenticatorKind, Platform | None]:
    if isinstance(factor, str):
        return AuthenticatorKind(factor), None
    return AuthenticatorKind(factor.kind), Platform(factor.platform) if factor.platform else None


def call(**by_method: View) -> View:
    """Make a call of its methods; what cannot be read is answered with a problem document, and nothing is done."""

    @csrf_exempt
    def called(request: HttpRequest) -> HttpResponse:
        method = "GET" if request.method == "HEAD" else request.method or ""
        if method not in by_method:
            response = problems.fault(request, Fault.METHOD_NOT_ALLOWED)
            response["Allow"] = ", ".join(by_method)
            return response
        try:
            return by_method[method](request)
        except MalformedBodyError:
            return problems.fault(request, Fault.MALFORMED)
        except (ValidationError, UnreadableTimeError):
            return problems.fault(request, Fault.MALFORMED, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    return called


def show_people(request: HttpRequest) -> HttpResponse:
    """Give everybody with everything that is needed to play them."""
    del request
    return _json(people_json(installation().ports))


def add_person(request: HttpRequest) -> HttpResponse:
    """Make a person and give him."""
    wish = PersonWish.model_validate(_body(request))
    house = installation()
    made = make_person(
        house.ports,
        registry(),
        standing=Standing(wish.state),
        language=wish.language or ("ja" if wish.residence == "JP" else "en"),
        residence=wish.residence,
        has_paper=wish.paper,
        proofs=wish.proofs(),
    )
    found = standee(house.ports, made["username"])
    return _json(found.json(house.ports.clock.now()) if found else made, status=HTTPStatus.CREATED)


def show_clock(request: HttpRequest) -> HttpResponse:
    """Tell the demo's time."""
    del request
    return _json({"now": write_moment(movable_clock().now())})


def move_clock(request: HttpRequest) -> HttpResponse:
    """Move the clock, for every process at once."""
    move = ClockMove.model_validate(_body(request))
    clock = movable_clock()
    if move.advance is not None:
        return _json({"now": write_moment(clock.advance(read_duration(move.advance)))})
    return _json({"now": write_moment(clock.go_to(read_moment(move.now or "")))})


def show_outbox(request: HttpRequest) -> HttpResponse:
    """Give every message that the system sent, oldest first."""
    del request
    return _json([outbox_entry(row, installation()) for row in outbox_rows()])


def outbox_rows() -> list[OutboxRow]:
    """Give the rows of the outbox, oldest first."""
    return list(OutboxRow.objects.select_related("holder").order_by("id"))


def outbox_entry(row: OutboxRow, house: Installation) -> dict[str, Any]:
    """Write one message as it goes out, in its holder's language."""
    message = _waiting(row)
    said = write_letter(message, house)
    return {
        "to": message.to,
        "subject": said.subject,
        "text": said.text,
        "at": write_moment(message.at),
        "message": message.message,
        "username": row.holder.username,
        **_picture(message),
    }


def _picture(message: WaitingMessage) -> dict[str, str]:
    name = message.params.get("picture")
    return {"picture": f"/demo/outbox/pictures/{name}"} if name else {}


def outbox_picture(request: HttpRequest, name: str) -> HttpResponse:
    """Give a picture that goes out with a message of the outbox; no other object is given here."""
    if (
        request.method not in {"GET", "HEAD"}
        or not OutboxRow.objects.filter(params__contains=f'"picture": "{name}"').exists()
    ):
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    content = b"".join(installation().ports.objects.read(name))
    return HttpResponse(content, content_type="image/jpeg", headers={"Content-Security-Policy": "sandbox"})


def _waiting(row: OutboxRow) -> WaitingMessage:
    return WaitingMessage(
        id=row.pk,
        holder_id=row.holder.pk,
        message=row.message,
        params=json.loads(row.params),
        at=from_stored(row.at),
        channel=Channel(row.channel),
        recipient=row.recipient,
        sealed=bytes(row.sealed),
        name=row.holder.name,
        language=row.holder.language,
        residence=row.holder.residence,
        on_file=row.holder.email,
    )


def _body(request: HttpRequest) -> Any:
    expect_json_type(request.META.get("CONTENT_TYPE", ""))
    if len(request.body) > MOST_BYTES:
        raise MalformedBodyError
    return read_json(request.body)


def _json(body: Any, *, status: int = HTTPStatus.OK) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type="application/json")


people = call(GET=show_people, POST=add_person)
people_list = call(GET=show_people)
clock = call(GET=show_clock, POST=move_clock)
outbox = call(GET=show_outbox)
