"""What a holder may know of himself: account, scopes, forecast, history. Other people's are not even named."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import assert_never

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.core.access import Span
from sekisho.core.accounts import Standing
from sekisho.core.authenticators.kinds import Authenticator, CodeCard, PermanentDevice, TemporaryPasscode
from sekisho.core.regions import region_of
from sekisho.entrypoints.api import examples, problems, rendering
from sekisho.entrypoints.api.answers import Forecast, Me, SignIn
from sekisho.entrypoints.api.documented import FORBIDDEN, SESSION_FAULTS
from sekisho.entrypoints.api.rendering import Json, moment
from sekisho.entrypoints.api.sessions import AccessToken, PortalToken, visitor_of
from sekisho.entrypoints.site.installation import Installation, installation
from sekisho.wording.forecast import forecast_lines
from sekisho.wording.language import Language
from sekisho.wording.terms import happening_name
from sekisho.workflows.factors import factor_view
from sekisho.workflows.granting import withdrawal_limits
from sekisho.workflows.list_sign_ins import list_sign_ins
from sekisho.workflows.outcomes import SignInEntry
from sekisho.workflows.show_account import show_account
from sekisho.workflows.show_forecast import show_forecast

router = Router(tags=["Holder"])

_PORTAL_FAULTS = SESSION_FAULTS | FORBIDDEN


@router.get(
    "",
    auth=AccessToken(),
    operation_id="showMe",
    summary="Who holds this session",
    response={HTTPStatus.OK: Me} | SESSION_FAULTS,
    openapi_extra=examples.ME,
)
def read_me(request: HttpRequest) -> HttpResponse:
    """Show the account and what this session may do now. The only call, beside logging out, for a trading session."""
    house, visitor = installation(), visitor_of(request)
    account = show_account(house.ports, visitor)
    body: Json = {
        "username": visitor.username,
        "account": visitor.account,
        "state": account.standing.value,
        "scopes": sorted(scope.value for scope in visitor.scopes),
        "until": moment(visitor.until),
        "surface": visitor.surface.value,
        "mode": visitor.mode.value,
        "factor": visitor.factor.value if visitor.factor else None,
        "language": visitor.language,
        "residence": visitor.residence,
        "region": region_of(visitor.residence, house.regions).code,
        "withdrawal_limits": rendering.limits(withdrawal_limits(visitor.factor)),
    }
    if account.standing is Standing.APPROVED_TODAY and account.trades_from is not None:
        body["trades_from"] = moment(account.trades_from)
    return problems.answer(body, language=problems.language_of(request))


@router.get(
    "/forecast",
    auth=PortalToken(),
    operation_id="showForecast",
    summary="What will work until when",
    response={HTTPStatus.OK: list[Forecast]} | _PORTAL_FAULTS,
    by_alias=True,
    openapi_extra=examples.FORECAST,
)
def read_forecast(request: HttpRequest) -> HttpResponse:
    """Ask the policy about the coming days: it is the function that decides every login, asked about later moments."""
    house, language = installation(), problems.language_of(request)
    spans = show_forecast(house.ports, visitor_of(request), horizon=house.forecast_horizon)
    return problems.answer(forecast_json(spans, house=house, language=language), language=language)


@router.get(
    "/sign-ins",
    auth=PortalToken(),
    operation_id="listSignIns",
    summary="Own sign-in history",
    response={HTTPStatus.OK: list[SignIn]} | _PORTAL_FAULTS,
    openapi_extra=examples.SIGN_INS,
)
def read_sign_ins(request: HttpRequest) -> HttpResponse:
    """List what was tried in the holder's name, newest first, with the references that the desk looks up."""
    language = problems.language_of(request)
    entries = list_sign_ins(installation().ports, visitor_of(request))
    return problems.answer([sign_in_json(entry, language) for entry in entries], language=language)


def forecast_json(spans: Iterable[Span], *, house: Installation, language: Language) -> list[Json]:
    """Write a forecast, each span in data and as a sentence."""
    known = tuple(spans)
    lines = forecast_lines(known, now=house.ports.clock.now(), language=language, zone=house.zone)
    return [_span(span) | {"text": line.sentence} for span, line in zip(known, lines, strict=True)]


def _span(span: Span) -> Json:
    return {
        "from": moment(span.starts_at),
        "until": moment(span.ends_at) if span.ends_at else None,
        "surface": span.surface.value,
        "scopes": sorted(scope.value for scope in span.scopes),
        "factor": span.factor.value if span.factor else None,
        "because": span.because,
    }


def sign_in_json(entry: SignInEntry, language: Language) -> Json:
    """Write one line of a history."""
    return {
        "at": moment(entry.at),
        "event": entry.happening,
        "text": happening_name(entry.happening, language=language),
        "reference": entry.reference,
        "reason": entry.reason.value if entry.reason else None,
        "surface": entry.surface,
        "factor": entry.factor.value if entry.factor else None,
        "browser": entry.browser,
        "address": entry.address,
    }


def device_json(authenticator: Authenticator, language: Language) -> Json:
    """Write one authenticator; nothing that proves is in it."""
    body = rendering.factor(factor_view(authenticator), language=language) | {"state": authenticator.state.value}
    match authenticator:
        case PermanentDevice(platform=platform):
            return body | ({"platform": platform.value} if platform else {})
        case CodeCard(serial=serial, expires_at=ends_at, cells_left=left):
            return body | {"serial": serial, "cells_left": left} | ({"expires_at": moment(ends_at)} if ends_at else {})
        case TemporaryPasscode(full_until=full_until, expires_at=ends_at):
            return body | {"full_until": moment(full_until), "expires_at": moment(ends_at)}
        case never:
            assert_never(never)
