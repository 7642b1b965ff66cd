"""The capture guide: how to photograph a document with a phone and mail it, for anybody; no login, and no script needed.

Whoever is logged in, and may send documents, sees the own account in the subject and which of the two addresses is theirs.
"""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.access.decisions import Surface
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.intake.cases import PURPOSES
from sekisho.core.intake.judging import GuideStep
from sekisho.core.intake.mailboxes import Mailbox, mailbox_of
from sekisho.core.intake.phone_steps import LINKED, PHONE_STEPS, PhoneStep, PhoneSystem, step_of
from sekisho.entrypoints.site.cookies import session_of
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import render_page
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.recognise import recognise

PATTERN: Final = "U1234567"  # how an account number usually looks (A050)
PART_DRAWINGS: Final = {
    GuideStep.FRAME: "frame",
    GuideStep.LIGHT: "light",
    GuideStep.SHADOW: "shadow",
    GuideStep.GLARE: "glare",
    GuideStep.STEADY: "steady",
    GuideStep.FOCUS: "focus",
    GuideStep.CHECK: "pinch",
    GuideStep.ORIGINAL_SIZE: "size",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A drawing: what it is called, the template that draws it, and what it shows in words."""

    name: str
    file: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One sentence of a step. `is_linked`: it sends its reader to the part on recipient and subject."""

    name: str
    text: str
    is_linked: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class StepShown:
    """One step of one phone."""

    anchor: str
    number: int
    title: str
    drawing: Drawing
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PartShown:
    """What a holder may be asked to repeat, and where it stands in both lists."""

    name: str
    label: str
    text: str
    drawing: Drawing
    links: tuple[dict[str, str], ...]


@require_safe
def guide(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the guide."""
    visitor = _sender(request)
    account = visitor.account if visitor else ""
    context = {
        "phones": [
            {
                "name": phone.value,
                "label": words(f"guide.phone.{phone}", language=language),
                "steps": [_step(step, language) for step in steps],
            }
            for phone, steps in PHONE_STEPS.items()
        ],
        "parts": [_part(part, language) for part in GuideStep],
        "mailboxes": _mailboxes(visitor, language),
        "is_own": bool(account),
        "who_hint": words("guide.recipients.who_hint", language=language, pattern=PATTERN),
        "subjects": [
            {
                "code": purpose.value,
                "name": words(f"sending.purpose.{purpose}.name", language=language),
                "text": f"{account or PATTERN} {purpose.value}",
            }
            for purpose in PURPOSES
        ],
    }
    return render_page(request, "portal/guide/index.html", language=language, context=context)


def _sender(request: HttpRequest) -> Visitor | None:
    """Give whoever is logged in and may send; the guide is everybody's, so nobody else is sent away."""
    token = session_of(request)
    found = recognise(installation().ports, token) if token is not None else None
    is_sender = isinstance(found, Visitor) and found.surface is Surface.PORTAL
    return found if isinstance(found, Visitor) and is_sender and may(HolderDeed.SEND_DOCUMENT, found.scopes) else None


def _step(step: PhoneStep, language: Language) -> StepShown:
    return StepShown(
        anchor=step.anchor,
        number=step.number,
        title=words(f"guide.deed.{step.deed}", language=language),
        drawing=_drawing(step.drawing, language),
        lines=tuple(
            Line(name=name, text=words(f"guide.say.{name}", language=language), is_linked=name == LINKED)
            for name in step.says
        ),
    )


def _part(part: GuideStep, language: Language) -> PartShown:
    return PartShown(
        name=part.value,
        label=words(f"guide.again.{part}.name", language=language),
        text=words(f"guide.again.{part}.text", language=language),
        drawing=_drawing(PART_DRAWINGS[part], language),
        links=tuple(_link(step_of(phone, part), language) for phone in PhoneSystem),
    )


def _link(step: PhoneStep, language: Language) -> dict[str, str]:
    number = words("guide.page.step", language=language, number=step.number)
    return {"anchor": step.anchor, "label": f"{words(f'guide.phone.{step.phone}', language=language)} {number}"}


def _drawing(name: str, language: Language) -> Drawing:
    label = words(f"guide.drawing.{name}", language=language)
    return Drawing(name=name, file=f"portal/guide/draw/{name}.html", label=label)


def _mailboxes(visitor: Visitor | None, language: Language) -> list[dict[str, object]]:
    """Show both addresses, and to whoever is known which one is theirs (A045 to A047)."""
    own, house = mailbox_of(visitor.residence) if visitor else None, installation()
    return [
        {
            "name": mailbox.value,
            "label": words(f"guide.recipients.{mailbox}", language=language),
            "address": house.ports.mailboxes.address(mailbox),
            "is_own": mailbox is own,
        }
        for mailbox in Mailbox
    ]
