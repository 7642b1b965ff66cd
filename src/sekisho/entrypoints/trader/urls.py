"""The addresses of the trading login window, behind their language."""

from django.urls import include, path

from sekisho.entrypoints.trader import window

pages = [path(window.LOGIN.root, window.front), *window.LOGIN.patterns()]
urlpatterns = [path("<language:language>/", include(pages))]
