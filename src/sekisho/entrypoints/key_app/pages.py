"""What the phone asks for at /key/: the shell, the manifest, the service worker and the parts of the app.

No answer here knows who asks: no cookie is read or set, and nothing is computed from the request but its language. The path has
a policy of its own, stricter than the site's: no inline anything, and no text ever becomes markup or a script address.
"""

import json
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from sekisho.entrypoints.key_app.bundle import Bundle, bundle_of, content_type
from sekisho.entrypoints.site import faults
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import see_other
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language, preferred_language

SCOPE: Final = "/key/"
NAME: Final = "Sekisho Key"
POLICY: Final = "; ".join(  # noqa: FLY002 - one directive a line reads aloud
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types sekisho-key",  # the one that names the service worker
    )
)
PERMISSIONS: Final = (
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "no-referrer",
}
FOR_EVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"
INK: Final = "#1f3d68"
PAPER: Final = "#f6f4ef"
ICONS: Final = (
    ("icon.svg", "image/svg+xml", "any", "any"),
    ("icon-192.png", "image/png", "192x192", "any"),
    ("icon-512.png", "image/png", "512x512", "any"),
    ("icon-maskable-512.png", "image/png", "512x512", "maskable"),
)


@require_safe
def with_slash(request: HttpRequest) -> HttpResponse:
    """Lead to the app, whose scope ends with a slash."""
    del request
    return see_other(SCOPE)


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Give the page in which the app runs."""
    bundle, language = _bundle(), _language_of(request)
    html = render_to_string(
        "key/shell.html",
        {
            "language": language.value,
            "folder": _folder(bundle),
            "modules": bundle.modules,
            "no_script": {tongue.value: words("key_app.no_script", language=tongue) for tongue in Language},
        },
    )
    return _answer(html, "text/html; charset=utf-8", keep=ASK_AGAIN, language=language)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the app to the phone's system."""
    bundle, language = _bundle(), _language_of(request)
    described = {
        "id": SCOPE,
        "name": NAME,
        "short_name": NAME,
        "description": words("key_app.description", language=language),
        "lang": language.value,
        "start_url": SCOPE,
        "scope": SCOPE,
        "display": "standalone",
        "orientation": "any",
        "theme_color": INK,
        "background_color": PAPER,
        "icons": [
            {"src": _folder(bundle) + name, "type": kind, "sizes": sizes, "purpose": purpose}
            for name, kind, sizes, purpose in ICONS
        ],
        "launch_handler": {"client_mode": "navigate-existing"},
    }
    text = json.dumps(described, ensure_ascii=False, indent=1)
    return _answer(text, "application/manifest+json", keep=ASK_AGAIN, language=language)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker, with the list of what it keeps; another version is another script."""
    del request
    bundle = _bundle()
    kept = [SCOPE, *(_folder(bundle) + name for name in bundle.kept)]
    head = f"const SHELL = {json.dumps({'version': bundle.version, 'scope': SCOPE, 'files': kept}, indent=0)};\n\n"
    return _answer(head + bundle.worker, content_type("sw.js"), keep=ASK_AGAIN)


@require_safe
def part(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """Give one part of this version; of any other version there is none."""
    bundle = _bundle()
    found = bundle.parts.get(name) if version == bundle.version else None
    if found is None:
        return faults.not_found(request)
    is_packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    response = _answer(found.packed if is_packed else found.content, content_type(name), keep=FOR_EVER)
    response["Vary"] = "Accept-Encoding"
    if is_packed:
        response["Content-Encoding"] = "gzip"
    return response


def _bundle() -> Bundle:
    house = installation()
    return bundle_of(house.brand, house.regions)


def _folder(bundle: Bundle) -> str:
    return f"{SCOPE}{bundle.version}/"


def _language_of(request: HttpRequest) -> Language:
    return preferred_language(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


def _answer(content: str | bytes, kind: str, *, keep: str, language: Language | None = None) -> HttpResponse:
    response = HttpResponse(content, content_type=kind, headers={**HEADERS, "Cache-Control": keep})
    if language is not None:
        response["Content-Language"] = language.value
        response["Vary"] = "Accept-Language"
    return response
