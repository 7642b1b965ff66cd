"""The addresses of the phone app: all below its scope, so that its service worker reaches them and nothing else."""

from django.urls import path

from sekisho.entrypoints.key_app import pages

urlpatterns = [
    path("key", pages.with_slash),
    path("key/", pages.shell),
    path("key/manifest.webmanifest", pages.manifest),
    path("key/sw.js", pages.worker),
    path("key/<slug:version>/<path:name>", pages.part),
]
