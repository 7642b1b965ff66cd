"""What may be known of whoever reads the help: the refusal that this very browser met, or the account of its session.

Nobody else's, ever: a reference number alone opens nothing. A session tells how the account stands; a login that was refused
after its password tells what its own refusal told, and no more than that.
"""

from dataclasses import dataclass

from django.http import HttpRequest

from sekisho.core.access.decisions import PORTAL, Surface
from sekisho.core.access.forecast import Span
from sekisho.core.authenticators.entry import CLEAR, Unreadable, read_code
from sekisho.core.help.leads import Lead
from sekisho.entrypoints.site import cookies
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.notes import RefusalNote, note_of
from sekisho.workflows.advise import advise
from sekisho.workflows.claim import REFERENCE_GROUP_LENGTH, REFERENCE_GROUPS
from sekisho.workflows.list_sign_ins import list_sign_ins
from sekisho.workflows.outcomes import LoginState, LoginView, RefusalView, Visitor
from sekisho.workflows.recognise import recognise
from sekisho.workflows.show_login import show_login


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What this browser may be told. `lead` is the refusal's, or else what the account of the session stands in."""

    refusal: RefusalView | None = None
    visitor: Visitor | None = None
    account_lead: Lead | None = None
    outlook: tuple[Span, ...] = ()

    @property
    def lead(self) -> Lead | None:
        """Give where this reader stands, if that is known."""
        return self.refusal.lead if self.refusal and self.refusal.lead else self.account_lead

    @property
    def residence(self) -> str:
        """Give the country whose telephone number is shown; "": not known."""
        if self.visitor:
            return self.visitor.residence
        return self.refusal.residence if self.refusal else ""


def known_of(request: HttpRequest) -> Known:
    """Find out; a session's account says more than an earlier refusal, which it may have overtaken."""
    refusal = _refusal(request)
    visitor = _visitor(request)
    if visitor is None:
        return Known(refusal=refusal)
    house = installation()
    advice = advise(house.ports, visitor, horizon=house.forecast_horizon)
    return Known(refusal=refusal, visitor=visitor, account_lead=advice.lead, outlook=advice.outlook)


def lead_under(request: HttpRequest, typed: str) -> Lead | None:
    """Give where a reference leads, if it is this browser's own refusal or of the session's own history.

    None for everything else alike: unknown, malformed, somebody else's, or one that leads to none of the eleven.
    """
    wanted = _plain(typed)
    refusal = _refusal(request)
    if wanted and refusal and _plain(refusal.reference) == wanted:
        return refusal.lead
    visitor = _visitor(request)
    if not wanted or visitor is None:
        return None
    entries = list_sign_ins(installation().ports, visitor)
    return next((entry.lead for entry in entries if _plain(entry.reference) == wanted), None)


def _plain(reference: str) -> str:
    read = read_code(reference, alphabet=CLEAR, length=REFERENCE_GROUPS * REFERENCE_GROUP_LENGTH)
    return "" if isinstance(read, Unreadable) else read


def _visitor(request: HttpRequest) -> Visitor | None:
    token = cookies.session_of(request)
    found = None if token is None else recognise(installation().ports, token)
    return found if isinstance(found, Visitor) and found.scopes & PORTAL else None


def _refusal(request: HttpRequest) -> RefusalView | None:
    for surface in Surface:
        note = note_of(request, surface=surface)
        if isinstance(note, RefusalNote):
            return note.refusal
    for surface in Surface:
        login_id = cookies.login_of(request, surface=surface)
        view = None if login_id is None else show_login(installation().ports, login_id=login_id)
        if isinstance(view, LoginView) and view.state is LoginState.REFUSED:
            return view.refusal
    return None
