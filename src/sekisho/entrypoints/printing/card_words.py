"""The words on a card, in its reader's language. A brand that the card's letters cannot write is shown by its English name."""

from datetime import datetime

from sekisho.core.regions import region_of
from sekisho.entrypoints.printing.card import CardFace
from sekisho.entrypoints.site.installation import Installation
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.moments import date, moment


def card_face(
    house: Installation,
    *,
    serial: str,
    cells: tuple[str, ...],
    shown_at: datetime,
    residence: str,
    language: Language,
) -> CardFace:
    """Put the words to the cells."""
    day = date(shown_at, language=language, zone=house.zone)
    instant = moment(shown_at, language=language, zone=house.zone)
    phone = region_of(residence, house.regions).toll_free.shown
    return CardFace(
        brand=_brand(house, language),
        name=words("card.print.name", language=language),
        serial=words("card.print.serial", language=language, serial=serial),
        shown=words("card.print.shown", language=language, moment=instant),
        day=words("card.print.day", language=language, date=day),
        rule=words("card.print.rule", language=language),
        once=words("card.print.once", language=language),
        terms=words("card.print.terms", language=language),
        two=words("card.print.two", language=language),
        fold=words("card.print.fold", language=language),
        same=words("card.print.same", language=language),
        report=words("card.print.report", language=language, phone=phone),
        cells=cells,
    )


def _brand(house: Installation, language: Language) -> str:
    from sekisho.entrypoints.printing.faces import alphabet  # noqa: PLC0415 - a font library, see `card`
    from sekisho.entrypoints.printing.marks import Face  # noqa: PLC0415 - likewise

    wanted = house.brand.ja if language is Language.JA else house.brand.en
    return wanted if alphabet(Face.STRONG).has(wanted) else house.brand.en
