"""Where the demo's page, calls and devices are."""

from django.urls import path

from sekisho.entrypoints.demo import calls, page

urlpatterns = [
    path("demo", page.demo, name="demo"),
    path("demo/people.json", calls.people_list, name="demo-people-json"),
    path("demo/people", calls.people, name="demo-people"),
    path("demo/clock", calls.clock, name="demo-clock"),
    path("demo/outbox.json", calls.outbox, name="demo-outbox"),
    path("card/", page.card, name="demo-card"),
]
