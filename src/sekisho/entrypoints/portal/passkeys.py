"""Settings > User Settings > Security > Secure Login System: registering a passkey.

One page shows every stage: what will be asked, then the button that makes the passkey in this very browser. What it gives is
posted like any form. A session that rested on a card or on the password alone is over then, and the login window says why.
"""

import json
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.core.access.decisions import Surface
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.authenticators.passkey import MOST_HELD
from sekisho.entrypoints.portal.devices import CHANNEL, ROOT, eye_of, follow, inside_portal
from sekisho.entrypoints.portal.home import LOGIN
from sekisho.entrypoints.portal.inside import frame_of, show_refusal
from sekisho.entrypoints.portal.phones import ask_code
from sekisho.entrypoints.site import cookies
from sekisho.entrypoints.site.challenge_shown import time_left
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.notes import leave_over
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.entrypoints.site.passkey_options import creation_options
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.passkeys.bind import Presented, make_passkey
from sekisho.workflows.passkeys.invite import finish_first_passkey_invitation
from sekisho.workflows.passkeys.outcomes import PasskeyToMake
from sekisho.workflows.passkeys.show import show_passkey_to_make, terms_of_passkey
from sekisho.workflows.phones.rename import MOST_SIGNS
from sekisho.workflows.recognise import recognise

PAGE: Final = "passkey/"
MATTER: Final = "passkey"
STAYS: Final = frozenset({AuthenticatorKind.DSC_PLUS, AuthenticatorKind.KEY_APP, AuthenticatorKind.PASSKEY})
"""What a session may rest on and outlive the binding; everything else ends with it."""


@require_safe
@inside_portal
def index(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show how far it is."""
    house = installation()
    terms, to_make = terms_of_passkey(house.ports, visitor), show_passkey_to_make(house.ports, visitor)
    context = frame_of(visitor, language) | {
        "list_root": f"/{language}/{ROOT}",
        "terms": terms,
        "full": words("passkey.page.full", language=language, count=MOST_HELD) if terms.is_full else "",
        "logs_out": visitor.factor not in STAYS,
        "make": _shown(to_make, language) if to_make else None,
        "most": MOST_SIGNS,
    }
    return render_page(request, "portal/security/passkey.html", language=language, context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def code(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Ask the code that was sent for a first device; a right one leads to the making."""
    if not terms_of_passkey(installation().ports, visitor).is_first:
        return see_other(f"/{language}/{ROOT}{PAGE}")

    def finish(typed: str, door: Door) -> RefusalView | None:
        view = finish_first_passkey_invitation(installation().ports, visitor, code=typed, door=door)
        return view if isinstance(view, RefusalView) else None

    return ask_code(request, language, visitor, finish=finish, back=PAGE)


@require_POST
@inside_portal
def make(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Take what the browser has made."""
    presented = Presented(
        response=request.POST.get("credential", ""),
        name=request.POST.get("name", ""),
        door=door_of(request, channel=CHANNEL),
    )
    view = make_passkey(installation().ports, visitor, presented)
    if isinstance(view, RefusalView):
        return show_refusal(request, language, view, matter=MATTER)
    token = cookies.session_of(request)
    if token is not None and isinstance(recognise(installation().ports, token), Visitor):
        return follow(request, language, view)
    response = see_other(LOGIN.address(language))
    cookies.clear_session(response)
    leave_over(response, "passkey", surface=Surface.PORTAL)
    return response


def _shown(to_make: PasskeyToMake, language: Language) -> dict[str, object]:
    house = installation()
    brand = house.brand.ja if language is Language.JA else house.brand.en
    options = creation_options(to_make, site=house.ports.passkeys.site, brand=brand)
    return {
        "options": json.dumps(options),
        "until": words("phone.page.until", language=language, moment=eye_of(language).moment(to_make.expires_at)),
        "time": time_left(to_make.expires_at - house.ports.clock.now(), language),
    }
