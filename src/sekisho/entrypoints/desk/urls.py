"""The addresses of the console, behind their language."""

from django.urls import include, path

from sekisho.entrypoints.desk import approvals, deeds, documents, home, sheet
from sekisho.entrypoints.desk.seat import LOGIN
from sekisho.entrypoints.portal.home import with_slash

HOLDER = "desk/holders/<slug:account>"
DOCUMENT = "desk/documents/<slug:document_id>"
DEED = f"{HOLDER}/deeds/<slug:deed>"

pages = [
    path("desk", with_slash),
    path("desk/", home.front),
    path("desk/search", home.search),
    path("desk/reference", home.reference),
    path(HOLDER, sheet.sheet),
    path(f"{HOLDER}/call", sheet.begin),
    path("desk/calls/<slug:call_id>", sheet.of_call),
    path("desk/calls/<slug:call_id>/evidence", sheet.evidence),
    path("desk/calls/<slug:call_id>/end", sheet.end),
    path(DEED, deeds.form),
    path(f"{DEED}/review", deeds.review),
    path(f"{DEED}/carry-out", deeds.carry_out),
    path(f"{DEED}/second", deeds.ask_second),
    path("desk/approvals/<slug:call_id>", approvals.waiting),
    path("desk/approvals/<slug:call_id>/agree", approvals.agree),
    path("desk/approvals/<slug:call_id>/decline", approvals.decline),
    path("desk/documents", with_slash),
    path("desk/documents/", documents.queue),
    path(DOCUMENT, documents.sheet),
    path(f"{DOCUMENT}/refuse", documents.refusing),
    path(f"{DOCUMENT}/verdict", documents.verdict),
    path(f"{DOCUMENT}/filing", documents.filing),
    path(f"{DOCUMENT}/dismissal", documents.dismissal),
    path("desk/pages/<slug:page_id>", documents.picture),
    *LOGIN.patterns(),
]
urlpatterns = [path("<language:language>/", include(pages))]
