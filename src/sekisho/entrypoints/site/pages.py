"""Rendering a page: the words of one language, the frame that every page has, and nothing else.

In a template `{{ say.login.form.heading }}` is the message of that id. A misspelt id raises instead of leaving a hole.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import register_converter

from sekisho.entrypoints.site.address import address_of
from sekisho.entrypoints.site.browsers import browser_label
from sekisho.entrypoints.site.cookies import browser_mark_of
from sekisho.entrypoints.site.installation import installation
from sekisho.wording.catalogue import has_words, words
from sekisho.wording.language import Language
from sekisho.wording.places import telephones
from sekisho.workflows.door import Door


class UnknownMessageError(Exception):
    """A template names a message that the catalogue does not have. Not a LookupError: Django would swallow it."""


class Speech:
    """The catalogue in one language, walked by template dots."""

    def __init__(self, language: Language, path: str = "") -> None:
        """Stand at a path of the catalogue."""
        self._language = language
        self._path = path

    def __getitem__(self, key: str) -> "str | Speech":
        """Go one step further: to the words, if a message is there, else deeper."""
        path = f"{self._path}.{key}" if self._path else key
        return words(path, language=self._language) if has_words(path) else Speech(self._language, path)

    def __str__(self) -> str:
        """Fail: the path ends where no message is."""
        raise UnknownMessageError(self._path)


class LanguageConverter:
    """The first part of a page's path."""

    regex = "ja|en"

    def to_python(self, value: str) -> Language:
        """Read it."""
        return Language(value)

    def to_url(self, value: str) -> str:
        """Write it."""
        return str(value)


register_converter(LanguageConverter, "language")


def render_page(
    request: HttpRequest,
    template: str,
    *,
    language: Language,
    context: Mapping[str, Any],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Render a template in its frame."""
    house = installation()
    frame = {
        "say": Speech(language),
        "language": language.value,
        "other_language": language.other.value,
        "here": section_of(request.path_info),
        "same_page": same_page(request.path_info, language.other),
        "brand": house.brand.ja if language is Language.JA else house.brand.en,
        "is_demo": house.is_demo,
        "telephones": telephones(language),
    }
    html = render_to_string(template, {**frame, **context}, request)
    response = HttpResponse(html, status=status, headers={"Content-Language": language.value})
    response["Cache-Control"] = "no-store"
    return response


def section_of(path: str) -> str:
    """Name the part of the site that a path belongs to, for the menu."""
    section = (*path.split("/"), "", "")[2]
    return section if section in {"trader", "help"} else "portal"


def same_page(path: str, language: Language) -> str:
    """Give the path of this page in another language."""
    _, first, rest = (*path.split("/", 2), "", "")[:3]
    return f"/{language}/{rest}" if first in set(Language) else f"/{language}/"


class SeeOther(HttpResponseRedirect):
    """A redirect by which the next page is asked for with GET, whatever this one was asked with."""

    status_code = HTTPStatus.SEE_OTHER


def see_other(address: str) -> HttpResponse:
    """Lead on after a form."""
    return SeeOther(address, headers={"Cache-Control": "no-store"})


def door_of(request: HttpRequest, *, channel: str) -> Door:
    """Describe the door for the trail."""
    return Door(
        channel=channel,
        address=address_of(request),
        browser=browser_label(request.META.get("HTTP_USER_AGENT", "")),
        browser_mark=browser_mark_of(request),
    )
