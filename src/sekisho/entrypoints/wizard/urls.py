"""The addresses of wizard, situations and connection test, behind their language. None of them names a person."""

from django.urls import include, path

from sekisho.entrypoints.portal.home import with_slash
from sekisho.entrypoints.wizard import pages
from sekisho.entrypoints.wizard.connection import connection

addresses = [
    path("help/connection", connection),
    path("help/wizard", with_slash),
    path("help/wizard/", pages.start),
    path("help/wizard/reference", pages.reference),
    path("help/wizard/<path:answers>/", pages.answered),
    path("help/situations/", pages.to_start),
    path("help/situations/<int:number>/", pages.situation),
    path("help/situations/<int:number>/<slug:remedy>/", pages.remedy),
]
urlpatterns = [path("<language:language>/", include(addresses))]
