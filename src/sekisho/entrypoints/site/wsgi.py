"""The applications, as factories: each worker of `server` calls one of the fronts once; `make_application` is plain WSGI."""

from django.core.handlers.wsgi import WSGIHandler

from sekisho import wiring
from sekisho.entrypoints.site.admission import admit
from sekisho.entrypoints.site.front import Front
from sekisho.entrypoints.site.hearing import look
from sekisho.entrypoints.site.logs import keep_log
from sekisho.entrypoints.site.uploads import Uploads
from sekisho.settings import read_settings


def make_application() -> WSGIHandler:
    """Build the real thing from the environment."""
    keep_log()
    wiring.start(read_settings())
    return WSGIHandler()


def make_front() -> Front:
    """Build the real thing for the server: whole requests only take a thread."""
    settings, application = read_settings(), make_application()
    uploads = Uploads(admit=admit, open_body=lambda: wiring.open_spool(settings))
    return Front(application, threads=settings.threads, look=look, uploads=uploads)


def make_demo_front() -> Front:
    """Build the demo: the same site with its people, its clock and its pages."""
    wiring.declare_demo()
    return make_front()
