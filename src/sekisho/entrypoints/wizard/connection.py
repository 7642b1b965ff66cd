"""The connection test as a page: two links to the gateway's own probes, what each answer means, and what to ask of the network.

The browser itself is the instrument: an address that it opens passes every firewall and proxy that the trading platform would
meet, and no script, certificate or permission stands between the reader and the answer.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import render_page
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.places import telephones


@dataclass(frozen=True, kw_only=True, slots=True)
class Probe:
    """One port, and the address that tries it."""

    text: str
    url: str


@require_safe
def connection(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the test, or that there is nothing to test."""
    gateway = installation().gateway
    context: dict[str, object] = {"telephones": telephones(language)}
    if gateway is not None:
        told = {"host": gateway.host, "port": gateway.port, "tls_port": gateway.tls_port}
        context |= {
            "lead": words("connection.lead", language=language, **told),
            "asked": words("connection.ask_text", language=language, **told),
            "probes": (
                _probe(gateway.port, f"http://{gateway.host}:{gateway.port}/probe", language),
                _probe(gateway.tls_port, f"https://{gateway.host}:{gateway.tls_port}/probe", language),
            ),
        }
    return render_page(request, "help/connection.html", language=language, context=context)


def _probe(port: int, url: str, language: Language) -> Probe:
    return Probe(text=words("connection.link", language=language, port=port), url=url)
