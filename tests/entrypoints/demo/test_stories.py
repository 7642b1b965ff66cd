"""The pages of the stories, without a script: plain requests, as a reader who reloads would send them."""

import re

import pytest

NUMBERS = range(1, 12)


def ask(demo, path, *, language="en"):
    return demo.http.get(f"/demo/stories/{path}", params={"lang": language})


def press(demo, path, page, *, language="en"):
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    return demo.http.post(
        f"/demo/stories/{path}?lang={language}",
        data={"csrfmiddlewaretoken": token},
        headers={"Referer": str(demo.http.base_url)},
        follow_redirects=True,
    )


def states(page):
    return re.findall(r'data-state="(\w+)"', page.text)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_story_is_told_before_it_is_started(demo, language):
    for number in NUMBERS:
        page = ask(demo, number, language=language)
        assert page.status_code == 200
        assert page.headers["Content-Language"] == language
        assert set(states(page)) == {"plain"}
        assert {"ja": "このバージョンにはまだありません。</p>", "en": "is not in this version yet.</p>"}[
            language
        ] not in page.text.split('class="tale__list"')[1]


def test_no_other_story_exists(demo):
    assert ask(demo, 0).status_code == ask(demo, 12).status_code == ask(demo, "1/nobody").status_code == 404


def test_starting_makes_people_of_the_page_s_language_who_are_this_play_s_alone(demo):
    for number, language in ((1, "ja"), (1, "ja"), (7, "en")):
        page = press(demo, f"{number}/start", ask(demo, number, language=language), language=language)
        play = re.search(r'data-play="(\w+)"', page.text)[1]
        mine = [one for one in demo.http.get("/demo/people.json").json() if one.get("play") == play]
        assert {one["language"] for one in mine} == {language}
        assert len(mine) == {1: 4, 7: 2}[number]
        assert states(page)[0] == "now"
        assert set(states(page)[1:]) == {"later"}


def test_next_takes_a_step_that_nobody_could_see(demo):
    page = press(demo, "4/start", ask(demo, 4))
    play = re.search(r'data-play="(\w+)"', page.text)[1]
    for done in (1, 2, 3):
        page = press(demo, f"4/{play}/next", page)
        assert states(page)[:done] == ["done"] * done
        assert states(page)[done] == "now"


def test_next_does_nothing_for_a_person(demo):
    page = press(demo, "2/start", ask(demo, 2))
    play = re.search(r'data-play="(\w+)"', page.text)[1]
    assert states(press(demo, f"2/{play}/next", page)) == ["now", "later", "later"]


def test_a_story_ticks_in_its_order_and_the_clock_set_back_unticks_nothing(demo):
    page = press(demo, "7/start", ask(demo, 7))
    play = re.search(r'data-play="(\w+)"', page.text)[1]
    begun, holder = demo.now(), demo.person(play)
    demo.enter(holder, kind="temporary_passcode", surface="trading")
    page = press(demo, f"7/{play}/next", ask(demo, f"7/{play}"))
    assert states(page)[:3] == ["done", "done", "now"]
    demo.enter(holder, kind="temporary_passcode", surface="trading")
    demo.go_to(begun)
    assert states(ask(demo, f"7/{play}"))[:4] == ["done", "done", "done", "now"]


def test_every_step_has_words_a_sign_and_a_place_that_exist(rooms):
    from sekisho.core.events import Happening
    from sekisho.entrypoints.demo.stories.playbook import STORIES
    from sekisho.entrypoints.demo.stories.story import Saw
    from sekisho.entrypoints.demo.words import told_step
    from sekisho.wording.language import Language

    assert list(STORIES) == list(NUMBERS)
    for story in STORIES.values():
        assert {step.who for step in story.steps} == set(story.starts)
        for step in story.steps:
            assert all(told_step(story.number, step.key, language=language) for language in Language)
            assert not isinstance(step.sign, Saw) or step.sign.happening in {*Happening}
