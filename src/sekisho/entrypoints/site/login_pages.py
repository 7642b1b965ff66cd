"""The login of one surface as pages: window, challenge, refusal. Parse, ask one deed, redirect; render what stands.

Client Portal and the trading login window are two of these. The login's bearer id and the session's token travel in HttpOnly
cookies and never in an address; every form is answered by a redirect, so that a reload repeats nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from math import ceil
from typing import Any, Final, assert_never

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from sekisho.core.access.decisions import Mode, Surface
from sekisho.core.reasons import UNIFORM, Reason
from sekisho.core.secret import Secret
from sekisho.entrypoints.site import cookies
from sekisho.entrypoints.site.approval_shown import say_not_offered, show_approval
from sekisho.entrypoints.site.challenge_shown import show_challenge, show_factors
from sekisho.entrypoints.site.hearing import watch_login
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.notes import (
    OverNote,
    RefusalNote,
    forget_note,
    leave_over,
    leave_refusal,
    leave_welcome,
    note_of,
)
from sekisho.entrypoints.site.over_shown import Over
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.entrypoints.site.refusal_shown import explain_note, show_offer
from sekisho.entrypoints.site.why_shown import show_why
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.answer_challenge import answer_challenge
from sekisho.workflows.approvals.claim import claim_approval
from sekisho.workflows.choose_factor import choose_factor
from sekisho.workflows.outcomes import GrantView, LoginState, LoginUnknown, LoginView, SessionOver, Visitor
from sekisho.workflows.prove_password import MOST_USERNAME, PasswordTyped
from sekisho.workflows.recognise import recognise
from sekisho.workflows.show_login import show_login
from sekisho.workflows.sign_in import sign_in
from sekisho.workflows.sign_out import sign_out

Page = Callable[[HttpRequest, Language], HttpResponse]

WAITING: Final = frozenset({Reason.THROTTLED, Reason.LOCKED})


@dataclass(frozen=True, kw_only=True, slots=True)
class LoginPages:
    """The pages of one surface. `root` is their path behind the language, "" or ending in a slash."""

    surface: Surface
    channel: str
    root: str
    window: str  # template of the login window

    def patterns(self) -> list[URLPattern]:
        """Give the addresses, to be mounted behind the language; the front page is the door's own."""
        return [
            path(f"{self.root}login", self._posted(self.enter)),
            path(f"{self.root}challenge", require_safe(self.challenge)),
            path(f"{self.root}response", self._posted(self.answer)),
            path(f"{self.root}approval", self._posted(self.claim)),
            path(f"{self.root}approval/events", require_safe(self.events)),
            path(f"{self.root}factor", self._posted(self.choose)),
            path(f"{self.root}refused", require_safe(self.refused)),
            path(f"{self.root}logout", self._posted(self.leave)),
        ]

    def address(self, language: Language, page: str = "") -> str:
        """Give the path of one of the pages."""
        return f"/{language}/{self.root}{page}"

    # ── The window ──────────────────────────────────────────────────────────────────────────────────────────

    def show_window(
        self, request: HttpRequest, language: Language, *, status: HTTPStatus = HTTPStatus.OK, **context: Any
    ) -> HttpResponse:
        """Show the login window, empty or with what is wrong with its fields."""
        note = note_of(request, surface=self.surface)
        over = Over.login(note.word, language) if isinstance(note, OverNote) else None
        frame = {"surface": self.surface.value, "root": self.address(language), "mode": Mode.LIVE.value, "over": over}
        return render_page(request, self.window, language=language, context={**frame, **context}, status=status)

    def recognise_or_window(self, request: HttpRequest, language: Language) -> Visitor | HttpResponse:
        """Give the visitor whose session this is, or the login window, saying so if a session is over."""
        token = cookies.session_of(request, surface=self.surface)
        if token is None:
            return self.show_window(request, language)
        found = recognise(installation().ports, token)
        if isinstance(found, Visitor) and found.surface is self.surface:
            return found
        over = Over.session(found if isinstance(found, SessionOver) else SessionOver(), language)
        response = self.show_window(request, language, over=over)
        cookies.clear_session(response, surface=self.surface)
        forget_note(response)
        return response

    def enter(self, request: HttpRequest, language: Language) -> HttpResponse:
        """Take user name and password."""
        username, password = request.POST.get("username", ""), request.POST.get("password", "")
        mode = Mode.PAPER if request.POST.get("mode") == Mode.PAPER else Mode.LIVE
        missing = [field for field, text in (("username", username.strip()), ("password", password)) if not text]
        if missing:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            again = username if len(username) <= MOST_USERNAME else ""
            return self.show_window(request, language, status=status, missing=missing, username=again, mode=mode.value)
        attempt = PasswordTyped(
            username=username,
            password=Secret(password),
            surface=self.surface,
            mode=mode,
            door=door_of(request, channel=self.channel),
        )
        return self._follow(request, language, sign_in(installation().ports, attempt))

    # ── The challenge ───────────────────────────────────────────────────────────────────────────────────────

    def challenge(self, request: HttpRequest, language: Language) -> HttpResponse:
        """Show what is asked now; a reload shows the same."""
        login_id = cookies.login_of(request, surface=self.surface)
        if login_id is None:
            return self._over(language)
        view = show_login(installation().ports, login_id=login_id)
        if isinstance(view, LoginView) and view.state is LoginState.CHALLENGE:
            return self._show_challenge(request, language, view)
        return self._follow(request, language, view)

    def answer(self, request: HttpRequest, language: Language) -> HttpResponse:
        """Take the answer; a card's two values may come in one field or in two."""
        login_id = cookies.login_of(request, surface=self.surface)
        response = "".join(request.POST.getlist("response"))
        if login_id is None:
            return self._over(language)
        if not response.strip():
            return see_other(self.address(language, "challenge?missing"))
        door = door_of(request, channel=self.channel)
        view = answer_challenge(installation().ports, login_id=login_id, response=response, door=door)
        return self._follow(request, language, view)

    def claim(self, request: HttpRequest, language: Language) -> HttpResponse:
        """Take up an approval given in the app, for the browser that began the login."""
        login_id = cookies.login_of(request, surface=self.surface)
        if login_id is None:
            return self._over(language)
        door = door_of(request, channel=self.channel)
        view = claim_approval(installation().ports, login_id=login_id, door=door)
        if isinstance(view, LoginView) and view.state is LoginState.CHALLENGE:
            return see_other(self.address(language, "challenge?waiting"))
        return self._follow(request, language, view)

    def events(self, request: HttpRequest, language: Language) -> HttpResponse:
        """Tell how the request in the app stands, now and, while it waits, at every change."""
        del language
        return watch_login(request, cookies.login_of(request, surface=self.surface))

    def choose(self, request: HttpRequest, language: Language) -> HttpResponse:
        """Take the choice of another second factor."""
        login_id = cookies.login_of(request, surface=self.surface)
        if login_id is None:
            return self._over(language)
        door = door_of(request, channel=self.channel)
        factor = request.POST.get("factor", "")
        view = choose_factor(installation().ports, login_id=login_id, factor=factor, door=door)
        return self._follow(request, language, view)

    # ── The refusal, and the way out ────────────────────────────────────────────────────────────────────────

    def refused(self, request: HttpRequest, language: Language) -> HttpResponse:
        """Explain the refusal that the last form met."""
        note = note_of(request, surface=self.surface)
        if not isinstance(note, RefusalNote):
            return see_other(self.address(language))
        refusal = note.refusal
        offer = show_offer(note, language=language)
        device_back = False if offer and offer.is_device_back else None
        context = {
            "surface": self.surface.value,
            "root": self.address(language),
            "mode": Mode.LIVE.value,
            "refusal": explain_note(note, language=language, still_asked=False, device_back=device_back),
            "offer": offer,
            "why": show_why(refusal.lead, language=language),
            "has_form": refusal.reason in UNIFORM,
        }
        waits = refusal.reason in WAITING
        status = HTTPStatus.TOO_MANY_REQUESTS if waits else HTTPStatus.FORBIDDEN
        response = render_page(request, "login/refused.html", language=language, context=context, status=status)
        if waits and refusal.retry_at:
            left = refusal.retry_at - installation().ports.clock.now()
            response["Retry-After"] = str(max(1, ceil(left.total_seconds())))
        return response

    def leave(self, request: HttpRequest, language: Language) -> HttpResponse:
        """Log out."""
        self._end_session(request)
        response = see_other(self.address(language))
        cookies.clear_session(response, surface=self.surface)
        cookies.clear_login(response, surface=self.surface)
        leave_over(response, "out", surface=self.surface)
        return response

    # ── What follows a deed ─────────────────────────────────────────────────────────────────────────────────

    def _posted(self, view: Page) -> Page:
        """Let a form in; whoever comes to its address by hand is led to the first page."""

        def only_posted(request: HttpRequest, language: Language) -> HttpResponse:
            return view(request, language) if request.method == "POST" else see_other(self.address(language))

        return only_posted

    def _follow(self, request: HttpRequest, language: Language, view: LoginView | LoginUnknown) -> HttpResponse:
        if isinstance(view, LoginUnknown):
            return self._over(language)
        match view.state:
            case LoginState.CHALLENGE:
                return self._to_challenge(language, view)
            case LoginState.REFUSED:
                return self._to_refusal(language, view)
            case LoginState.GRANTED:
                return self._let_in(request, language, view.grant)
        assert_never(view.state)

    def _to_challenge(self, language: Language, view: LoginView) -> HttpResponse:
        response = see_other(self.address(language, "challenge"))
        if view.id:
            cookies.set_login(response, view.id, surface=self.surface)
        forget_note(response)
        leave_refusal(response, view)
        return response

    def _to_refusal(self, language: Language, view: LoginView) -> HttpResponse:
        response = see_other(self.address(language, "refused"))
        if view.id:
            cookies.set_login(response, view.id, surface=self.surface)
        else:
            cookies.clear_login(response, surface=self.surface)
        leave_refusal(response, view)
        return response

    def _let_in(self, request: HttpRequest, language: Language, grant: GrantView | None) -> HttpResponse:
        response = see_other(self.address(language))
        cookies.clear_login(response, surface=self.surface)
        if grant is None or grant.access_token is None:  # the page of a login that was granted elsewhere
            return response
        self._end_session(request)
        rotate_token(request)
        cookies.set_session(response, grant.access_token, surface=self.surface)
        leave_welcome(response, grant.notices, surface=self.surface)
        if grant.browser_mark:
            cookies.remember_browser(response, grant.browser_mark)
        return response

    def _over(self, language: Language) -> HttpResponse:
        response = see_other(self.address(language))
        cookies.clear_login(response, surface=self.surface)
        leave_over(response, "login", surface=self.surface)
        return response

    def _end_session(self, request: HttpRequest) -> None:
        token = cookies.session_of(request, surface=self.surface)
        if token is not None:
            sign_out(installation().ports, token, door=door_of(request, channel=self.channel))

    def _show_challenge(self, request: HttpRequest, language: Language, view: LoginView) -> HttpResponse:
        house = installation()
        note = note_of(request, surface=self.surface)
        if view.challenge is None:
            return self._over(language)
        asked = view.challenge.factor
        now = house.ports.clock.now()
        context = {
            "surface": self.surface.value,
            "root": self.address(language),
            "challenge": show_challenge(view.challenge, house=house, now=now, language=language),
            "factors": show_factors(view.factors, asked=asked, language=language),
            "refusal": explain_note(note, language=language, still_asked=True)
            if isinstance(note, RefusalNote)
            else None,
            "why": show_why(note.refusal.lead, language=language) if isinstance(note, RefusalNote) else None,
            "missing": words("login.challenge.missing", language=language) if "missing" in request.GET else "",
            "approval": show_approval(request, view, language=language),
            "not_offered": say_not_offered(view, language=language),
            "not_yet": words("approve.page.not_yet", language=language) if "waiting" in request.GET else "",
        }
        return render_page(request, "login/challenge.html", language=language, context=context)
