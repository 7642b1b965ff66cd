"""The map of the site: pages under their language, the API under its version, and what machines ask at the root."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.views.decorators.http import require_safe

from sekisho.entrypoints.api.urls import api
from sekisho.entrypoints.site import health
from sekisho.wording.language import preferred_language


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Lead to the front page in the language that the browser likes best."""
    language = preferred_language(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    response = HttpResponseRedirect(f"/{language}/")
    response["Vary"] = "Accept-Language"
    return response


urlpatterns = [
    path("", front),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/v1/", api.urls),
    path("", include("sekisho.entrypoints.portal.urls")),
    path("", include("sekisho.entrypoints.wizard.urls")),
    path("", include("sekisho.entrypoints.trader.urls")),
    path("", include("sekisho.entrypoints.desk.urls")),
    path("", include("sekisho.entrypoints.key_app.urls")),
    *(path("", include(extra)) for extra in settings.SEKISHO_EXTRA_URLCONFS),
]

handler400 = "sekisho.entrypoints.site.faults.malformed"
handler403 = "sekisho.entrypoints.site.faults.forged"
handler404 = "sekisho.entrypoints.site.faults.not_found"
handler500 = "sekisho.entrypoints.site.faults.accident"
