"""The code card for programs: request it, fetch its picture within ten minutes, have two cells asked, activate it."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.entrypoints.api import examples, problems
from sekisho.entrypoints.api.answers import Card, CardActivation, CardCells
from sekisho.entrypoints.api.bodies import CardValuesBody
from sekisho.entrypoints.api.documented import BODY_FAULTS, FORBIDDEN, SESSION_FAULTS, THROTTLED, UNKNOWN
from sekisho.entrypoints.api.doors import door_of
from sekisho.entrypoints.api.rendering import Json, moment, renewed
from sekisho.entrypoints.api.sessions import PortalToken, portal_visitor, visitor_of
from sekisho.entrypoints.printing.card import CardForm, Medium, Printed, read_file_name
from sekisho.entrypoints.printing.shown_card import print_shown_card
from sekisho.entrypoints.site.installation import installation
from sekisho.wording.faults import Fault
from sekisho.workflows.activate_card import activate_card, ask_cells
from sekisho.workflows.card_records import CardActivated, CardShown, Keeping
from sekisho.workflows.outcomes import RefusalView
from sekisho.workflows.read_card import keep_card, read_card
from sekisho.workflows.show_card import show_card

router = Router(tags=["Code card"])

MATTER: Final = "card"
"""The file of texts with words of its own for refusals."""

_FAULTS = SESSION_FAULTS | FORBIDDEN | UNKNOWN


@router.post(
    "",
    auth=PortalToken(),
    operation_id="requestCard",
    summary="Request a card",
    response={HTTPStatus.OK: Card} | _FAULTS | THROTTLED,
    openapi_extra=examples.REQUEST_CARD,
)
def post_card(request: HttpRequest) -> HttpResponse:
    """Draw a card and show it to this session for ten minutes; asking again within them gives the same card."""
    house, visitor = installation(), visitor_of(request)
    shown = show_card(house.ports, visitor, door=door_of(request))
    if isinstance(shown, RefusalView):
        return _refused(request, shown)
    return problems.answer(_card(shown), language=problems.language_of(request))


@router.get(
    "/{address}/{file_name}",
    auth=PortalToken(),
    operation_id="showCardPicture",
    summary="Fetch the card's picture",
    response=_FAULTS,
    openapi_extra=examples.CARD_PICTURE,
)
def read_picture(request: HttpRequest, address: str, file_name: str) -> HttpResponse:
    """Fetch `code-card-{a4,card,large}.{svg,png,pdf}`, with the token of the session that requested the card."""
    house, visitor = installation(), visitor_of(request)
    asked = read_file_name(file_name)
    if asked is None:
        return problems.fault(request, Fault.NOT_FOUND)
    sheet = read_card(house.ports, visitor, address=address)
    if isinstance(sheet, RefusalView):
        return _refused(request, sheet)
    if asked.medium is not Medium.SVG:
        keep_card(house.ports, visitor, address=address, keeping=Keeping.SAVED, door=door_of(request))
    printed = print_shown_card(house, sheet, wish=asked, language=problems.language_of(request))
    return problems.fault(request, Fault.NOT_FOUND) if printed is None else _picture(printed)


@router.post(
    "/challenge",
    auth=PortalToken(),
    operation_id="askCardCells",
    summary="Have two cells asked",
    response={HTTPStatus.OK: CardCells} | _FAULTS | THROTTLED,
    openapi_extra=examples.CARD_CELLS,
)
def post_challenge(request: HttpRequest) -> HttpResponse:
    """Ask two cells of the card that was requested last; the same two until answered, failed three times or expired."""
    asked = ask_cells(installation().ports, visitor_of(request), door=door_of(request))
    if isinstance(asked, RefusalView):
        return _refused(request, asked)
    body: Json = {
        "indices": list(asked.indices or ()),
        "serial": asked.factor.serial,
        "expires_at": moment(asked.expires_at),
        "attempts_left": asked.attempts_left,
    }
    return problems.answer(body, language=problems.language_of(request))


@router.post(
    "/activation",
    auth=PortalToken(),
    operation_id="activateCard",
    summary="Activate the card",
    url_name="activate_card",
    response={HTTPStatus.OK: CardActivation} | _FAULTS | THROTTLED | BODY_FAULTS,
    openapi_extra=examples.CARD_ACTIVATION,
)
def post_activation(request: HttpRequest, body: CardValuesBody) -> HttpResponse:
    """Give both values. The passcode ends, the card is in force, and this session goes on with it.

    A body that cannot be read counts as a wrong answer.
    """
    view = activate_card(installation().ports, visitor_of(request), values=body.values, door=door_of(request))
    match view:
        case CardActivated(expires_at=expires_at, access_token=token):
            activated = {"expires_at": moment(expires_at)} | renewed(token)
            return problems.answer(activated, language=problems.language_of(request))
        case RefusalView():
            return _refused(request, view)
        case _:
            return _refused(request, view.refusal) if view.refusal else problems.fault(request, Fault.UNAVAILABLE)


def count_unreadable_values(request: HttpRequest) -> None:
    """Count malformed values as wrong ones."""
    visitor = portal_visitor(request)
    if visitor is not None:
        activate_card(installation().ports, visitor, values="", door=door_of(request))


def _card(shown: CardShown) -> Json:
    root = f"/api/v1/me/code-card/{shown.address.reveal_text()}/code-card-{CardForm.A4}"
    return {
        "card": shown.card_id,
        "serial": shown.serial,
        "image_url": f"{root}.{Medium.PNG}",
        "pdf_url": f"{root}.{Medium.PDF}",
        "shown_until": moment(shown.shown_until),
    }


def _picture(printed: Printed) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{printed.file_name}"', "Cache-Control": "no-store"}
    return HttpResponse(printed.content, content_type=printed.content_type, headers=headers)


def _refused(request: HttpRequest, view: RefusalView) -> HttpResponse:
    return problems.refusal(request, view, house=installation(), matter=MATTER)
