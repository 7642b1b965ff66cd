"""The addresses of Client Portal and of the help, behind their language."""

from django.urls import include, path

from sekisho.entrypoints.portal import (
    calendar,
    camera,
    card,
    device_urls,
    documents,
    guide,
    help_articles,
    help_reasons,
    help_references,
    home,
    password,
    settings,
    stop,
    task_proof,
    tasks,
)
from sekisho.entrypoints.portal import help as help_pages

card_pages = [
    path("", card.standing),
    path("continue", card.go_on),
    path("warning", card.warning),
    path("activation", card.activation),
    path("done", card.done),
    path("<slug:address>/", card.show),
    path("<slug:address>/save", card.save),
    path("<slug:address>/print", card.print_out),
    path("<slug:address>/<file_name>", card.picture),
]
help_urls = [
    path("", help_pages.index),
    path("articles/<slug:slug>/", help_articles.article),
    path("articles/<slug:slug>", home.with_slash),
    path("reasons/<slug:code>/", help_reasons.reason),
    path("reasons/<slug:code>", home.with_slash),
    path("references/", help_references.about),
    path("references", home.with_slash),
    path("references/<str:number>/", help_references.reference),
]
pages = [
    path("", home.front),
    path("trader", home.with_slash),
    path("help", home.with_slash),
    path("history", home.history),
    path("forecast.ics", calendar.forecast_file),
    path("help/", include(help_urls)),
    path("settings", home.with_slash),
    path("settings/", settings.user),
    path("settings/user", home.with_slash),
    path("settings/user/", settings.user),
    path("settings/user/security/", settings.user),
    path("settings/user/security/code-card/", include(card_pages)),
    path("manage-account/security/secure-login-system/security-device", settings.older_path),
    path("documents", home.with_slash),
    path("documents/", documents.index),
    path("documents/status", documents.status),
    path("documents/send", documents.send),
    path("documents/camera", home.with_slash),
    path("documents/camera/", camera.camera),
    path("documents/guide", home.with_slash),
    path("documents/guide/", guide.guide),
    path("password", home.with_slash),
    path("password/", password.password),
    path("stop/<slug:token>", stop.stop),
    path("money/", tasks.money),
    path("money/bank", tasks.bank),
    path("settings/user/contact/", tasks.contact),
    path("task/<slug:draft_id>/", task_proof.verify),
    path("task/<slug:draft_id>/proof", task_proof.proof),
    path("settings/user/security/secure-login-system/", include(device_urls.pages)),
    *home.LOGIN.patterns(),
]
urlpatterns = [path("<language:language>", home.with_slash), path("<language:language>/", include(pages))]
