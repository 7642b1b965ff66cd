"""Where the demo's page, calls and devices are."""

from django.urls import path

from sekisho.entrypoints.demo import calls, page
from sekisho.entrypoints.demo.stories import page as stories

urlpatterns = [
    path("demo", page.demo, name="demo"),
    path("demo/stories/<int:number>", stories.story, name="demo-story"),
    path("demo/stories/<int:number>/start", stories.start, name="demo-story-start"),
    path("demo/stories/<int:number>/<slug:play>", stories.played, name="demo-play"),
    path("demo/stories/<int:number>/<slug:play>/next", stories.go_on, name="demo-play-next"),
    path("demo/people.json", calls.people_list, name="demo-people-json"),
    path("demo/people", calls.people, name="demo-people"),
    path("demo/clock", calls.clock, name="demo-clock"),
    path("demo/outbox.json", calls.outbox, name="demo-outbox"),
    path("demo/outbox/pictures/<slug:name>", calls.outbox_picture, name="demo-outbox-picture"),
    path("card/", page.card, name="demo-card"),
]
