"""A device named and a device retired, for programs: as on the pages."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.entrypoints.api import device_answers as shapes
from sekisho.entrypoints.api.bodies import IdentityBody, retyped_of
from sekisho.entrypoints.api.device_answers import NameBody, ProofBody
from sekisho.entrypoints.api.devices import ASKED, DONE, REFUSED, answer_view, answered_by, unreadable
from sekisho.entrypoints.api.documented import BODY_FAULTS, SESSION_FAULTS, WRONG
from sekisho.entrypoints.api.doors import door_of
from sekisho.entrypoints.api.sessions import PortalToken, portal_visitor, visitor_of
from sekisho.entrypoints.site.installation import installation
from sekisho.workflows.devices.retire import begin_retirement, finish_retirement
from sekisho.workflows.phones.rename import rename_device

router = Router(tags=["Devices"])


@router.post(
    "/{device_id}/rename",
    auth=PortalToken(),
    operation_id="renameDevice",
    summary="Name a device",
    response=DONE | SESSION_FAULTS | REFUSED | BODY_FAULTS,
    openapi_extra=shapes.RENAME,
)
def post_rename(request: HttpRequest, device_id: str, body: NameBody) -> HttpResponse:
    """Name a device as its holder knows it: in the list, at the login, in the app. A borrowed one is named by its owner."""
    view = rename_device(
        installation().ports, visitor_of(request), device_id=device_id, name=body.name, door=door_of(request)
    )
    return answer_view(request, view)


@router.post(
    "/{device_id}/retire",
    auth=PortalToken(),
    operation_id="retireDevice",
    summary="Retire a device",
    response=ASKED | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=shapes.ASK,
)
def post_retire(request: HttpRequest, device_id: str, body: IdentityBody | None = None) -> HttpResponse:
    """Ask a proof as strong as the device. The last one that can still log in is not retired: `conflict`."""
    view = begin_retirement(
        installation().ports,
        visitor_of(request),
        device_id=device_id,
        retyped=retyped_of(body),
        door=door_of(request),
    )
    return answer_view(request, view)


@router.post(
    "/{device_id}/retire/response",
    auth=PortalToken(),
    operation_id="finishRetirement",
    summary="Answer for the retirement",
    url_name="finish_retirement",
    response=DONE | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=shapes.FINISH_RETIREMENT,
)
def post_retire_response(request: HttpRequest, device_id: str, body: ProofBody) -> HttpResponse:
    """Retire the device, for good. A body that cannot be read counts as a wrong answer."""
    ports, visitor = installation().ports, visitor_of(request)
    return answer_view(
        request, finish_retirement(ports, visitor, device_id=device_id, answered=answered_by(request, body))
    )


def count_unreadable_retirement(request: HttpRequest, device_id: str) -> None:
    """Count a malformed answer as a wrong one, to the newest question of this session."""
    visitor = portal_visitor(request)
    if visitor is not None:
        finish_retirement(installation().ports, visitor, device_id=device_id, answered=unreadable(request))
