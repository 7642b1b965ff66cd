"""Who sits before the console: one of the staff, or somebody who is told kindly where else to go. Every page begins here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from sekisho.core.access.decisions import Scope, Surface
from sekisho.core.desk.decide import Lack
from sekisho.core.reasons import Reason
from sekisho.entrypoints.desk.listings import Colleague, colleague
from sekisho.entrypoints.portal.shown import Eye
from sekisho.entrypoints.site.installation import Installation, installation
from sekisho.entrypoints.site.login_pages import LoginPages
from sekisho.entrypoints.site.pages import render_page, see_other
from sekisho.wording.catalogue import words
from sekisho.wording.desk import lack_text, risk_text, role_name
from sekisho.wording.language import Language
from sekisho.workflows.desk.outcomes import DeskRefusal
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports

LOGIN: Final = LoginPages(surface=Surface.PORTAL, channel="desk", root="desk/", window="desk/front.html")

STATUSES: Final = {
    Reason.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Reason.CONFLICT: HTTPStatus.CONFLICT,
    Reason.THROTTLED: HTTPStatus.TOO_MANY_REQUESTS,
}
"""How a refusal of the desk answers; any other is 403."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """One of the staff before a page of the console."""

    request: HttpRequest
    language: Language
    visitor: Visitor
    me: Colleague
    eye: Eye

    @property
    def house(self) -> Installation:
        """Give the installation."""
        return installation()

    @property
    def ports(self) -> Ports:
        """Give what the deeds are handed."""
        return installation().ports

    def from_now(self) -> "Seat":
        """Give the same seat at the present instant: what a workflow has just computed then lies in its past."""
        return replace(self, eye=replace(self.eye, now=self.ports.clock.now()))

    def typed(self, field: str) -> str:
        """Read a field of the form, without space around it, its lines ended by LF."""
        value: str = self.request.POST.get(field, "")
        return value.replace("\r\n", "\n").strip()

    def say(self, message: str, **params: object) -> str:
        """Say a message of the console's pages."""
        return words(f"desk_pages.{message}", language=self.language, **params)

    def address(self, page: str = "") -> str:
        """Give the path of a page of the console."""
        return LOGIN.address(self.language, page)

    def sheet_address(self, account: str) -> str:
        """Give the path of a holder's sheet."""
        return self.address(f"holders/{account}")

    def lead_to(self, page: str) -> HttpResponse:
        """Lead on after a form."""
        return see_other(self.address(page))

    def show(self, template: str, context: dict[str, Any], *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        """Show a page of the console."""
        frame = {
            "root": self.address(),
            "me": self.me,
            "my_role": role_name(self.me.role, language=self.language),
        }
        return render_page(self.request, template, language=self.language, context={**frame, **context}, status=status)

    def refuse(self, refusal: DeskRefusal, *, account: str = "", back: str = "") -> HttpResponse:
        """Show a refusal: everything that stands in the way, in words, the reference, and the way back to a document."""
        reason = refusal.refusal.reason
        context = {
            "reference": refusal.refusal.reference,
            "title": words(f"refusal.{reason}.title", language=self.language),
            "lacks": [lack_text(lack, language=self.language) for lack in told_lacks(refusal.lacks)],
            "risks": [risk_text(risk, language=self.language) for risk in sorted(refusal.risks)],
            "back": back,
            "is_unknown": reason is Reason.NOT_FOUND,
            "sheet": self.sheet_address(account) if account and reason is not Reason.NOT_FOUND else "",
        }
        return self.show("desk/refused.html", context, status=STATUSES.get(reason, HTTPStatus.FORBIDDEN))


View = Callable[..., HttpResponse]  # of a request, its language, and what else its address names


def at_desk(page: View) -> View:
    """Make a page of the console: only one of the staff gets to it."""

    def view(request: HttpRequest, language: Language, **named: str) -> HttpResponse:
        found = LOGIN.recognise_or_window(request, language)
        if isinstance(found, HttpResponse):
            return found
        me = colleague(found.holder_id) if Scope.DESK in found.scopes else None
        if me is None:
            return render_page(
                request, "desk/holders_only.html", language=language, context={}, status=HTTPStatus.FORBIDDEN
            )
        house = installation()
        eye = Eye(language=language, zone=house.zone, now=house.ports.clock.now())
        return page(Seat(request=request, language=language, visitor=found, me=me, eye=eye), **named)

    return view


def posted(view: View) -> View:
    """Let a form in; whoever comes to its address by hand, or in the other language, is led to the page that it stands on."""

    def only_posted(request: HttpRequest, language: Language, **named: str) -> HttpResponse:
        if request.method == "POST":
            return view(request, language, **named)
        return see_other(request.path_info.rpartition("/")[0])

    return only_posted


def told_lacks(lacks: tuple[Lack, ...]) -> tuple[Lack, ...]:
    """Leave out what goes without saying: without a call nothing was shown and nobody could agree."""
    if Lack.CALL in lacks or Lack.CALL_USED in lacks:
        return tuple(lack for lack in lacks if lack not in FOLLOWS_FROM_CALL)
    if Lack.ROLE in lacks or Lack.STATE in lacks:
        return tuple(lack for lack in lacks if lack not in FOLLOWS_FROM_CALL | {Lack.NO_SETTLED_ADDRESS})
    return lacks


FOLLOWS_FROM_CALL: Final = frozenset(
    {Lack.CALL_BACK, Lack.NUMBER_TOO_NEW, Lack.EVIDENCE, Lack.KNOWLEDGE_CLOSED, Lack.SECOND_AGENT, Lack.DEVICE}
)
