"""The dates that matter as a calendar file, behind the session. No account number and no secret is in it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from sekisho.core.access.decisions import PORTAL
from sekisho.entrypoints.portal.home import LOGIN
from sekisho.entrypoints.site.icalendar import MEDIA_TYPE, Entry, write_calendar
from sekisho.entrypoints.site.installation import Installation, installation
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.moments import moment
from sekisho.workflows.list_dates import DateAhead, list_dates


@require_safe
def forecast_file(request: HttpRequest, language: Language) -> HttpResponse:
    """Give the file; whoever is not logged in gets the login window instead."""
    found = LOGIN.recognise_or_window(request, language)
    if isinstance(found, HttpResponse):
        return found
    if not found.scopes & PORTAL:  # a paper login learns nothing of the live account
        return HttpResponseRedirect(LOGIN.address(language))
    house = installation()
    entries = [_entry(date, house, language) for date in list_dates(house.ports, found)]
    name = words("forecast.calendar.name", language=language, brand=_brand(house, language))
    body = write_calendar(entries, name=name, now=house.ports.clock.now())
    response = HttpResponse(body, content_type=MEDIA_TYPE, headers={"Content-Language": language.value})
    response["Content-Disposition"] = 'attachment; filename="forecast.ics"'
    response["Cache-Control"] = "no-store"
    return response


def _entry(date: DateAhead, house: Installation, language: Language) -> Entry:
    said = moment(date.at, language=language, zone=house.zone)
    return Entry(
        uid=date.key,
        at=date.at,
        summary=words(f"forecast.calendar.{date.occasion}.summary", language=language, brand=_brand(house, language)),
        description=words(f"forecast.calendar.{date.occasion}.text", language=language, moment=said),
    )


def _brand(house: Installation, language: Language) -> str:
    return house.brand.ja if language is Language.JA else house.brand.en
