"""What the card's pages show, made ready for the eye: where it stands, its pictures, single values, the two index numbers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sekisho.core.authenticators.code_card import CELLS
from sekisho.entrypoints.portal.settings import articles
from sekisho.entrypoints.printing.card import CardForm
from sekisho.entrypoints.site.challenge_shown import TimeLeft, time_left
from sekisho.entrypoints.site.installation import installation
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.moments import moment
from sekisho.workflows.activate_card import active_card, card_to_activate
from sekisho.workflows.card_records import CardSheet
from sekisho.workflows.outcomes import ChallengeView, Visitor
from sekisho.workflows.read_card import card_on_screen

MATTER: Final = "card"
"""The file of texts with words of its own for refusals."""

ROOT: Final = "settings/user/security/code-card/"
SHEETS: Final = {CardForm.A4: 1, CardForm.POCKET: 1, CardForm.LARGE: 2}


def show_standing(visitor: Visitor, language: Language) -> dict[str, object]:
    """Say whether a card is on the screen, waits for its activation, or is in force."""
    house = installation()
    on_screen = card_on_screen(house.ports, visitor)
    waiting = card_to_activate(house.ports, visitor)
    active = active_card(house.ports, visitor)
    context: dict[str, object] = {"card_root": f"/{language}/{ROOT}", "articles": articles(language)}
    if on_screen is not None:
        context["shown"] = f"/{language}/{ROOT}{on_screen.address.reveal_text()}/"
        context["shown_text"] = words(
            "card.standing.shown_text", language=language, moment=_moment(on_screen.shown_until, language)
        )
    elif waiting is not None:
        context["waiting_text"] = words("card.standing.to_activate_text", language=language, serial=waiting.serial)
    if active is not None:
        until = _moment(active.expires_at, language)
        context["active_text"] = words(
            "card.standing.active_text", language=language, serial=active.serial, moment=until, count=active.cells_left
        )
    return context


def show_card_page(sheet: CardSheet, asked: Mapping[str, str], language: Language) -> dict[str, object]:
    """Give pictures and single values; `asked` names a form and, perhaps, one index number."""
    form = CardForm(asked["form"]) if asked.get("form") in set(CardForm) else CardForm.A4
    shown = sheet.shown
    here = f"/{language}/{ROOT}{shown.address.reveal_text()}/"
    left = shown.shown_until - installation().ports.clock.now()
    return {
        "card_root": f"/{language}/{ROOT}",
        "here_card": here,
        "form": form.value,
        "forms": [
            {"value": one.value, "name": words(f"card.show.form_{one}", language=language), "is_shown": one is form}
            for one in CardForm
        ],
        "pictures": [f"{here}code-card-{form}{'' if at == 1 else f'-{at}'}.svg" for at in range(1, SHEETS[form] + 1)],
        "serial": words("card.print.serial", language=language, serial=shown.serial),
        "lead": words("card.show.lead", language=language, moment=_moment(shown.shown_until, language)),
        "time": time_left(left, language),
        "cells": list(enumerate(sheet.cells, start=1)),
        "cell": _cell(sheet, asked.get("cell"), language),
        "cell_index": words("card.cell.index", language=language, count=len(sheet.cells)),
    }


def show_asked(asked: ChallengeView | None, visitor: Visitor, language: Language) -> dict[str, object]:
    """Give the two index numbers, or nothing where none are asked any more."""
    house = installation()
    context: dict[str, object] = {"card_root": f"/{language}/{ROOT}", "asked": None}
    if asked is None or asked.indices is None:
        context["is_waiting"] = card_to_activate(house.ports, visitor) is not None
        return context
    time: TimeLeft = time_left(asked.expires_at - house.ports.clock.now(), language)
    until = words("login.challenge.valid_until", language=language, moment=_moment(asked.expires_at, language))
    lead = words("card.activate.lead", language=language, serial=asked.factor.serial)
    return context | {"asked": asked.indices, "serial": asked.factor.serial, "time": time, "until": until, "lead": lead}


def _cell(sheet: CardSheet, index: str | None, language: Language) -> dict[str, object] | None:
    if index is None:
        return None
    if not (index.isascii() and index.isdigit() and 1 <= int(index[:4]) <= len(sheet.cells) and len(index) < 4):  # noqa: PLR2004 - three digits
        return {"missing": words("card.cell.missing", language=language, count=CELLS)}
    value = sheet.cells[int(index) - 1]
    return {
        "index": int(index),
        "label": words("card.cell.value_of", language=language, index=int(index)),
        "value": value,
        "spelled": " ".join(value),
    }


def _moment(at: datetime, language: Language) -> str:
    return moment(at, language=language, zone=installation().zone)
