"""Messages to the holder by e-mail, and shorter by telephone: a subject and a text in the form of a Japanese business letter, and its English sister.

No message holds a link to a page that asks for a password; the only links there are stop what was done, or show which step of the
capture guide to repeat. A secret is in a message
only where it is half of one, or useless alone. A detail that is not known is called unknown: a notice with a hole in it is better
than no notice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.desk.demands import DEMANDS
from sekisho.core.intake.guide import step_for
from sekisho.core.regions import Region
from sekisho.wording.catalogue import words
from sekisho.wording.documents import why_text
from sekisho.wording.language import Language
from sekisho.wording.moments import contact, moment, opening_hours, usd
from sekisho.wording.places import guide_path, stop_path
from sekisho.wording.terms import kind_name

NOTICES: Final = (
    "second_factor_failing",
    "questions_unanswered",
    "approval_denied",
    "device_blocked",
    "passkey_copied",
    "passcode_dead",
    "sign_in_door_closed",
    "new_browser",
    "device_activates",
    "device_activated",
    "card_ends",
    "passcode_narrows",
    "passcode_ends",
    "card_shown",
    "card_activated",
    "own.device_requested",
    "own.device_shipped",
    "own.device_delivered",
    "own.device_activated",
    "own.device_reactivated",
    "own.device_status_noted",
    "own.device_reported_lost",
    "own.device_retired",
    "own.device_return_announced",
    "own.device_returned",
    "own.activation_paused",
    "own.activation_resumed",
    "own.pin_changed",
    "own.device_renamed",
    "own.phone_code",
    "own.phone_registered",
    "own.passkey_code",
    "own.passkey_bound",
    "own.phone_moved",
    "own.phone_move_asked",
    "own.phone_pin_changed",
    "own.trading_opted_out",
    "own.trading_opted_in",
    "own.device_shared",
    "own.sharing_asked",
    "own.sharing_stopped",
    "own.activation_code",
    "own.withdrawal_requested",
    "own.bank_instructed",
    "own.contact_changed",
    "shared_device_changed",
    "document.unclear",
    "document.received",
    "document.repeat",
    "document.accepted",
    "document.asked_again",
    "document.refused",
)
HALVES: Final = ("passcode_half", "password_half", "username_told", "device_pin", "own.move_code")
"""Messages that bring a secret to one address."""
OF_THE_DESK: Final = (*(demand.told_as.value for demand in DEMANDS.values()), "password_changed", "deed_stopped")
MESSAGES: Final = (*NOTICES, *HALVES, *dict.fromkeys(OF_THE_DESK))
ITEMS: Final = (
    "amount",
    "bank",
    "contact",
    "kind",
    "user_name",
    "serial",
    "purpose",
    "pictures",
    "why",
    "missing",
    "mailbox",
    "secret",
    "takes_place_at",
    "browser",
    "address",
    "reference",
)
MOMENTS: Final = frozenset({"takes_place_at"})
"""Items that are instants, written in ISO 8601 with their zone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A message as it goes out; plain text, lines ended by LF."""

    subject: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Who writes, and where the holder may telephone."""

    brand: str
    registration: (
        str  # registration number and associations, as the law wants them under a letter; "" where it wants none
    )
    region: Region
    zone: ZoneInfo
    origin: str = ""  # of the house's pages, from its settings; never from a request (REC-19)


def letter(
    message: str, *, params: Mapping[str, str], at: datetime, language: Language, sender: Sender, name: str = ""
) -> Letter:
    """Write one of `MESSAGES` to `name`, "" where it is not known. `params` are those of `workflows.ports.OutgoingMessage`."""
    reference = params.get("reference") or words("outgoing.unknown", language=language)
    matter = words(f"outgoing.{message}.matter", language=language)
    blocks = (
        _greeting(name, language),
        words("outgoing.courtesy", language=language, brand=sender.brand),
        words(f"outgoing.{message}.text", language=language),
        "\n".join(_items(params, at, language, sender)),
        words(f"outgoing.{message}.advice", language=language),
        *_guide(params, language, sender),
        *_stop(params, language, sender),
        _say("how_to_come", language) + "\n" + _say("never_ask", language),
        "\n".join(_closing(language, sender)),
    )
    return Letter(
        subject=words("outgoing.subject", language=language, brand=sender.brand, matter=matter, reference=reference),
        text="\n\n".join(blocks) + "\n",
    )


def text_message(message: str, *, params: Mapping[str, str], language: Language, sender: Sender) -> Letter:
    """Write one of `MESSAGES` for a telephone: who writes, what it is, the secret or the link, the reference, and nothing more."""
    reference = params.get("reference") or words("outgoing.unknown", language=language)
    matter = words(f"outgoing.{message}.matter", language=language)
    said = {
        name: _said(name, params[name], language, sender) for name in ("secret", "takes_place_at") if name in params
    }
    parts = (
        words("outgoing.short.matter", language=language, brand=sender.brand, matter=matter),
        *(words(f"outgoing.short.{name}", language=language, **{name: value}) for name, value in said.items()),
        words("outgoing.short.reference", language=language, reference=reference),
        *_short_stop(params, language, sender),
    )
    subject = words("outgoing.subject", language=language, brand=sender.brand, matter=matter, reference=reference)
    return Letter(subject=subject, text="\n".join(parts) + "\n")


def _greeting(name: str, language: Language) -> str:
    """Greet by name, in one line whatever the name holds."""
    known = " ".join(name.split())
    return words("outgoing.greeting_by_name", language=language, name=known) if known else _say("greeting", language)


def _items(params: Mapping[str, str], at: datetime, language: Language, sender: Sender) -> list[str]:
    said = {name: _said(name, params[name], language, sender) for name in ITEMS if name in params}
    when = words("outgoing.item_at", language=language, moment=moment(at, language=language, zone=sender.zone))
    return [when, *(words(f"outgoing.item_{name}", language=language, **{name: value}) for name, value in said.items())]


def _said(name: str, value: str, language: Language, sender: Sender) -> str:
    if name in MOMENTS:
        return moment(datetime.fromisoformat(value), language=language, zone=sender.zone)
    if name == "kind":
        return kind_name(AuthenticatorKind(value), language=language)
    if name == "amount":
        return usd(Decimal(value), language=language)
    if name == "contact":
        return words(f"term.contact.{value}", language=language)
    if name in {"purpose", "missing"}:
        said = [words(f"outgoing.purpose.{one}", language=language) for one in value.split()]
        return ("、" if language is Language.JA else ", ").join(said) or words("outgoing.unknown", language=language)
    if name == "why":
        return why_text(value, language=language) or words("outgoing.unknown", language=language)
    return value or words("outgoing.unknown", language=language)


def _guide(params: Mapping[str, str], language: Language, sender: Sender) -> list[str]:
    """Lead to the part of the capture guide that is to be repeated; nowhere where a person's reason is no step of it."""
    why = params.get("why", "")
    if not sender.origin or step_for(why) is None:
        return []
    return [words("outgoing.guide", language=language, link=f"{sender.origin}{guide_path(language, why=why)}")]


def _stop(params: Mapping[str, str], language: Language, sender: Sender) -> list[str]:
    """Say how to stop a deed: by the link, or, at an address that gets none, by telephone."""
    if params.get("stop") == "":
        return [_say("no_stop", language)]
    return [words("outgoing.stop", language=language, link=link) for link in _links(params, language, sender)]


def _short_stop(params: Mapping[str, str], language: Language, sender: Sender) -> list[str]:
    if params.get("stop") == "":
        return [words("outgoing.short.no_stop", language=language, number=sender.region.toll_free.shown)]
    return [words("outgoing.short.stop", language=language, link=link) for link in _links(params, language, sender)]


def _links(params: Mapping[str, str], language: Language, sender: Sender) -> list[str]:
    return [f"{sender.origin}{stop_path(params['stop'], language=language)}"] if params.get("stop") else []


def _closing(language: Language, sender: Sender) -> list[str]:
    return [
        _say("contact_heading", language),
        contact(sender.region, language=language),
        opening_hours(sender.region, language=language),
        "",
        words("outgoing.signature", language=language, brand=sender.brand),
        *([sender.registration] if sender.registration else []),
    ]


def _say(part: str, language: Language) -> str:
    return words(f"outgoing.{part}", language=language)
