"""Where a sentence may send its reader: the pages of the public contract, by name."""

from enum import StrEnum, unique
from typing import Final

from sekisho.core.access.decisions import Surface
from sekisho.core.help.plights import Plight
from sekisho.core.intake.guide import step_for
from sekisho.wording.language import Language


@unique
class Place(StrEnum):
    """A page that a next step may lead to."""

    LOGIN = "login"  # the login window of the surface that refused
    PORTAL = "portal"
    TRADER = "trader"
    HELP = "help"
    DEVICES = "devices"  # the list of devices
    CARD = "card"  # where the Online Security Code Card stands
    DOCUMENTS = "documents"
    PASSWORD = "password"  # where a new one is set  # noqa: S105 - a page, no secret
    CONNECTION = "connection"  # the connection test
    WIZARD = "wizard"  # the eleven situations


PATHS: Final = {
    Place.PORTAL: "",
    Place.TRADER: "trader/",
    Place.HELP: "help/",
    Place.DEVICES: "settings/user/security/secure-login-system/",
    Place.CARD: "settings/user/security/code-card/",
    Place.DOCUMENTS: "documents/",
    Place.PASSWORD: "password/",
    Place.CONNECTION: "help/connection",
    Place.WIZARD: "help/wizard/",
}
"""Behind the language; `LOGIN` is one of them."""


def path_of(place: Place, *, language: Language, surface: Surface = Surface.PORTAL) -> str:
    """Give the path of a page; `LOGIN` depends on where the reader stands."""
    if place is Place.LOGIN:
        place = Place.TRADER if surface is Surface.TRADING else Place.PORTAL
    return f"/{language}/{PATHS[place]}"


def situation_path(plight: Plight, *, language: Language) -> str:
    """Give the address of one of the eleven situations."""
    return f"{path_of(Place.HELP, language=language)}situations/{plight.value}/"


def telephones(language: Language) -> str:
    """Give the address of the telephone numbers of all regions."""
    return f"{path_of(Place.HELP, language=language)}#telephone"


def stop_path(link: str, *, language: Language) -> str:
    """Give the path of the page that stops a deed of the desk; it needs no login."""
    return f"/{language}/stop/{link}"


def guide_path(language: Language, *, why: str = "") -> str:
    """Give the path of the capture guide; with a stored reason, of what its sender is asked to repeat. It needs no login."""
    step = step_for(why)
    return f"/{language}/documents/guide/" + (f"#{step}" if step else "")
