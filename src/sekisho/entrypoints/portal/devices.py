"""Settings > User Settings > Security > Secure Login System: the list of devices, and the deeds that ask no proof of their own.

Deeds that ask one begin in `device_proofs`; ordering a device in `device_order`. Every form is answered by a redirect, except the
report of a loss: the session may rest on that very device, and what follows must still be read.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.core.access.decisions import PORTAL, Surface
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.authenticators.device_cases import ENDS_USE, DeviceStatus, ReturnReason
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState
from sekisho.core.regions import region_of
from sekisho.entrypoints.portal.advice import passkey_offered
from sekisho.entrypoints.portal.devices_shown import name_of, show_lines, show_pending
from sekisho.entrypoints.portal.home import LOGIN
from sekisho.entrypoints.portal.inside import Inside, frame_of, show_refusal
from sekisho.entrypoints.portal.settings import articles
from sekisho.entrypoints.portal.shown import Eye
from sekisho.entrypoints.site import cookies, faults
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.notes import DoneNote, forget_note, leave_done, note_of
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.wording.catalogue import words
from sekisho.wording.forecast import forecast_by_surface
from sekisho.wording.language import Language
from sekisho.workflows.devices.announce_return import announce_return
from sekisho.workflows.devices.confirm_delivery import report_received
from sekisho.workflows.devices.hold_activation import report_arriving, report_not_arrived
from sekisho.workflows.devices.outcomes import DeviceDone, DeviceLine
from sekisho.workflows.devices.report_lost import report_lost
from sekisho.workflows.devices.show_devices import foresee_loss, show_devices
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.phones.show_invitation import terms_of_invitation

ROOT: Final = "settings/user/security/secure-login-system/"
MATTER: Final = "device"
CHANNEL: Final = "pages"
SAID_HERE: Final = (
    DeviceStatus.LOST,
    DeviceStatus.STOLEN,
    DeviceStatus.DAMAGED,
    DeviceStatus.BATTERY_EMPTY,
    DeviceStatus.TEMPORARILY_AWAY,
)
"""What the form offers; a device in the post has its own buttons."""

AT_ONCE: Final = {"received": report_received, "not-arrived": report_not_arrived, "arriving": report_arriving}


def inside_portal(page: Inside) -> Inside:
    """Let a page be seen by every session of the live account's portal; what it may do is shown, and decided, by its scope."""

    def guarded(request: HttpRequest, language: Language, **path: str) -> HttpResponse:
        found = LOGIN.recognise_or_window(request, language)
        if isinstance(found, HttpResponse):
            return found
        if not found.scopes & PORTAL:
            return HttpResponseRedirect(LOGIN.address(language))
        return page(request, language, found, **path)

    return guarded


@require_safe
@inside_portal
def index(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show the list."""
    house = installation()
    shown = show_devices(house.ports, visitor)
    lines = show_lines(shown, visitor, eye_of(language))
    note = note_of(request, surface=Surface.PORTAL)
    done = note.word if isinstance(note, DoneNote) else ""
    context = frame_of(visitor, language) | {
        "devices": [line for line in lines if not line.is_over],
        "former": [line for line in lines if line.is_over],
        "done": words(f"device.done.{done}", language=language) if done else "",
        "list_root": f"/{language}/{ROOT}",
        "articles": articles(language),
        "may_request": shown.may_request,
        "may_share": shown.may_share,
        "pending": show_pending(shown, visitor, eye_of(language)),
        "phone": phone_offered(visitor, language),
        "passkey": passkey_offered(visitor, language),
        "may_show_card": may(HolderDeed.SHOW_CARD, visitor.scopes),
        "has_opted_out": shown.has_opted_out,
        "may_opt_out": shown.may_opt_out and may(HolderDeed.OPT_OUT, visitor.scopes),
        "may_opt_in": shown.has_opted_out and may(HolderDeed.OPT_IN, visitor.scopes),
        "is_barred": shown.is_barred and may(HolderDeed.OPT_OUT, visitor.scopes),
    }
    response = render_page(request, "portal/security/devices.html", language=language, context=context)
    if done:
        forget_note(response)
    return response


@require_POST
@inside_portal
def at_once(request: HttpRequest, language: Language, visitor: Visitor, device_id: str, deed: str) -> HttpResponse:
    """Take what the holder says of a posted device."""
    if deed not in AT_ONCE:
        return faults.not_found(request, None)
    door = door_of(request, channel=CHANNEL)
    view = AT_ONCE[deed](installation().ports, visitor, device_id=device_id, door=door)
    return follow(request, language, view)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def lost(request: HttpRequest, language: Language, visitor: Visitor, device_id: str) -> HttpResponse:
    """Ask where the device is, with what would still work; take the report, then say what to do next."""
    line = line_of(visitor, device_id)
    status = request.POST.get("status", "")
    if line is None or (request.method == "POST" and status not in SAID_HERE):
        return faults.not_found(request, None)
    if request.method != "POST":
        return _ask_where(request, language, visitor, line)
    said = DeviceStatus(status)
    door = door_of(request, channel=CHANNEL)
    seen = foresee_loss(installation().ports, visitor, device_id=device_id, horizon=installation().forecast_horizon)
    view = report_lost(installation().ports, visitor, device_id=device_id, status=said, door=door)
    if isinstance(view, RefusalView):
        return show_refusal(request, language, view, matter=MATTER)
    eye, ends_use = eye_of(language), said in ENDS_USE
    context = frame_of(visitor, language) | _region(visitor, language)
    context |= {
        "name": name_of(line, eye),
        "list_root": f"/{language}/{ROOT}",
        "ends_use": ends_use,
        "ends_session": ends_use and seen is not None and seen.ends_session,
        "can_come_back": ends_use and view.device is not None and view.device.state is DeviceState.BLOCKED,
        "reference": view.reference,
        "text": words("device.reported.text", language=language, name=name_of(line, eye)),
        "return_to": f"/{language}/{ROOT}{device_id}/return",
        "is_card": view.device is not None and view.device.kind is AuthenticatorKind.DSC_PLUS,
    }
    return render_page(request, "portal/security/reported.html", language=language, context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def give_back(request: HttpRequest, language: Language, visitor: Visitor, device_id: str) -> HttpResponse:
    """Ask why the device is sent back; then show the form."""
    line = line_of(visitor, device_id)
    reason = request.POST.get("reason", "")
    if line is None or (request.method == "POST" and reason not in set(ReturnReason)):
        return faults.not_found(request, None)
    if request.method != "POST":
        reasons = [(one.value, words(f"device.return.reason.{one}", language=language)) for one in ReturnReason]
        context = frame_of(visitor, language) | _of_line(line, language) | {"reasons": reasons}
        return render_page(request, "portal/security/return.html", language=language, context=context)
    view = announce_return(
        installation().ports,
        visitor,
        device_id=device_id,
        reason=ReturnReason(reason),
        door=door_of(request, channel=CHANNEL),
    )
    if isinstance(view, RefusalView):
        return show_refusal(request, language, view, matter=MATTER)
    return see_other(f"/{language}/{ROOT}{device_id}/return/form")


@require_safe
@inside_portal
def return_form(request: HttpRequest, language: Language, visitor: Visitor, device_id: str) -> HttpResponse:
    """Show the form that goes into the envelope, to be printed (B090)."""
    line = line_of(visitor, device_id)
    if line is None or line.case.return_at is None or line.case.return_reason is None:
        return faults.not_found(request, None)
    house = installation()
    region = region_of(visitor.residence, house.regions)
    context = frame_of(visitor, language) | _of_line(line, language) | _region(visitor, language)
    context |= {
        "case": line.case,
        "reason": words(f"device.return.reason.{line.case.return_reason}", language=language),
        "announced": eye_of(language).moment(line.case.return_at),
        "send_to": words(f"device.return.to.{region.code}", language=language),
    }
    return render_page(request, "portal/security/return_form.html", language=language, context=context)


def follow(request: HttpRequest, language: Language, view: DeviceDone | RefusalView) -> HttpResponse:
    """Go back to the list with word of what was done, or show the refusal."""
    if isinstance(view, RefusalView):
        return show_refusal(request, language, view, matter=MATTER)
    response = see_other(f"/{language}/{ROOT}")
    leave_done(response, view.happening.value, surface=Surface.PORTAL)
    cookies.renew_session(response, view.access_token)
    return response


def phone_offered(visitor: Visitor, language: Language) -> dict[str, str] | None:
    """Give the words of the way to a phone; None where this session cannot reach it."""
    if not (may(HolderDeed.BIND_DEVICE, visitor.scopes) or may(HolderDeed.BIND_FIRST_DEVICE, visitor.scopes)):
        return None
    terms = terms_of_invitation(installation().ports, visitor)
    kind = "move" if terms.moves else "register"
    said = {part: words(f"phone.page.{kind}.{part}", language=language) for part in ("heading", "lead")}
    return said | {"url": f"/{language}/{ROOT}phone/"}


def line_of(visitor: Visitor, device_id: str) -> DeviceLine | None:
    """Find one of the visitor's own lines; a device of somebody else has none."""
    return show_devices(installation().ports, visitor).find(device_id)


def has_line(visitor: Visitor, subject: str) -> bool:
    """Tell whether a device or a sharing of that id is on the visitor's list."""
    shown = show_devices(installation().ports, visitor)
    shared = (one for line in shown.lines for one in line.sharings)
    return shown.find(subject) is not None or any(one.share.id == subject for one in (*shared, *shown.pending))


def eye_of(language: Language) -> Eye:
    """Give the eyes for which a page is made ready."""
    house = installation()
    return Eye(language=language, zone=house.zone, now=house.ports.clock.now())


def _ask_where(request: HttpRequest, language: Language, visitor: Visitor, line: DeviceLine) -> HttpResponse:
    house, eye = installation(), eye_of(language)
    seen = foresee_loss(house.ports, visitor, device_id=line.authenticator.id, horizon=house.forecast_horizon)
    if seen is None:
        return faults.not_found(request, None)
    context = frame_of(visitor, language) | _of_line(line, language) | _region(visitor, language)
    context |= {
        "choices": [
            {
                "value": one.value,
                "name": words(f"device.status.{one}", language=language),
                "hint": words(f"device.status_hint.{one}", language=language),
            }
            for one in SAID_HERE
        ],
        "forecast": forecast_by_surface(seen.spans, now=eye.now, language=language, zone=house.zone),
        "ends_session": seen.ends_session,
    }
    return render_page(request, "portal/security/lost.html", language=language, context=context)


def _of_line(line: DeviceLine, language: Language) -> dict[str, object]:
    return {
        "name": name_of(line, eye_of(language)),
        "device_id": line.authenticator.id,
        "list_root": f"/{language}/{ROOT}",
    }


def _region(visitor: Visitor, language: Language) -> dict[str, object]:
    region = region_of(visitor.residence, installation().regions)
    return {
        "phone": region.toll_free.dialled,
        "phone_shown": region.toll_free.shown,
        "abroad": words("moment.telephone.direct", language=language, number=region.direct.dialled),
    }
