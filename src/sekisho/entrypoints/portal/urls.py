"""The addresses of Client Portal and of the help, behind their language."""

from django.urls import include, path

from sekisho.entrypoints.portal import calendar, home
from sekisho.entrypoints.portal import help as help_pages

pages = [
    path("", home.front),
    path("trader", home.with_slash),
    path("help", home.with_slash),
    path("history", home.history),
    path("forecast.ics", calendar.forecast_file),
    path("help/", help_pages.index),
    *home.LOGIN.patterns(),
]
urlpatterns = [path("<language:language>", home.with_slash), path("<language:language>/", include(pages))]
