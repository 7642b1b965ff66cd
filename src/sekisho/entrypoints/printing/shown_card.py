"""The card that a session is looking at, printed as a file name asks: for the portal's pages and for programs alike."""

from typing import Final

from sekisho.entrypoints.printing.card import Medium, Printed, Wish, print_card
from sekisho.entrypoints.printing.card_words import card_face
from sekisho.entrypoints.printing.prints import Prints
from sekisho.entrypoints.site.installation import Installation
from sekisho.wording.language import Language
from sekisho.workflows.card_records import CardSheet

PRINTS: Final = Prints()
"""Of this process; the workers of a server share nothing but the database, and a card in the clear is not for it."""


def print_shown_card(house: Installation, sheet: CardSheet, *, wish: Wish, language: Language) -> Printed | None:
    """Print it in its reader's language; None where a sheet is asked that the form does not have."""
    shown = sheet.shown
    face = card_face(
        house,
        serial=shown.serial,
        cells=sheet.cells,
        shown_at=shown.shown_at,
        residence=shown.residence,
        language=language,
    )

    def make() -> Printed | None:
        return print_card(
            face, form=wish.form, medium=wish.medium, language=language, made_at=shown.shown_at, sheet=wish.sheet
        )

    if wish.medium is Medium.SVG:  # which costs little
        return make()
    now = house.ports.clock.now()
    return PRINTS.get((face, wish, language, shown.shown_at), make, now=now, until=shown.shown_until)
