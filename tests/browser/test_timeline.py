"""The forecast as a picture: legible on a phone and on a wide screen, in both languages, light and dark."""

import httpx
import pytest

PEOPLE = {
    "passcode": {"ja": "yukio048", "en": "emily048"},
    "card": {"ja": "chika224", "en": "irene224"},
    "waiting": {"ja": "goroh214", "en": "edith214"},
    "card-only": {"ja": "emiko072", "en": "frank072"},
}
CASES = [
    pytest.param("passcode", "ja", id="passcode-ja"),
    pytest.param("card", "en", id="card-en"),
    pytest.param("waiting", "ja", id="waiting-ja"),
    pytest.param("card-only", "en", id="card-only-en"),
    pytest.param("passcode", "en", id="passcode-en", marks=pytest.mark.slow),
    pytest.param("card", "ja", id="card-ja", marks=pytest.mark.slow),
    pytest.param("waiting", "en", id="waiting-en", marks=pytest.mark.slow),
    pytest.param("card-only", "ja", id="card-only-ja", marks=pytest.mark.slow),
]
SCREENS = [(390, "light"), (1280, "light"), (320, "dark"), (1600, "dark")]
CUT_OFF = """() => [...document.querySelectorAll('.timeline > svg')].filter(svg => svg.getBoundingClientRect().width)
  .flatMap(svg => [...svg.querySelectorAll('text')].map(text => {
    const room = (text.parentElement.closest('svg svg') || svg).getBoundingClientRect()
    const box = text.getBoundingClientRect(), whole = svg.getBoundingClientRect()
    const inner = text.parentElement.tagName === 'svg' && text.parentElement !== svg && !text.classList.contains('timeline__lane')
    const edge = inner ? room : whole
    return [text.textContent.trim(), Math.round(edge.left - box.left), Math.round(box.right - edge.right)]
  })).filter(([, left, right]) => left > 1 || right > 1)"""
OVERLAPPING = """() => {
  const texts = [...document.querySelectorAll('.timeline > svg')].filter(svg => svg.getBoundingClientRect().width)
    .flatMap(svg => [...svg.querySelectorAll('text')]).map(text => [text.textContent.trim(), text.getBoundingClientRect()])
  const found = []
  texts.forEach(([one, a], i) => texts.slice(i + 1).forEach(([other, b]) => {
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3) found.push([one, other])
  }))
  return found
}"""


@pytest.fixture
def person_named(origin):
    """Somebody of the demo's cast."""
    with httpx.Client(base_url=origin.replace("localhost", "127.0.0.1"), timeout=30, trust_env=False) as http:
        everybody = http.get("/demo/people.json").raise_for_status().json()
        yield lambda username: next(person for person in everybody if person["username"] == username)


@pytest.mark.parametrize(("situation", "language"), CASES)
def test_every_word_of_the_picture_can_be_read_at_every_width(visit, person_named, shots, situation, language):
    person = person_named(PEOPLE[situation][language])
    visitor = visit(language, {"viewport": {"width": 1280, "height": 900}})
    visitor.enter(person)
    visitor.answer(person)
    for width, scheme in SCREENS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.emulate_media(color_scheme=scheme)
        visitor.settle()
        visitor.keep(shots, f"timeline-{situation}-{language}-{width}-{scheme}", of=".timeline")
        assert visitor.page.evaluate(CUT_OFF) == []
        assert visitor.page.evaluate(OVERLAPPING) == []
        assert visitor.page.locator(".timeline > svg:visible").count() == 1
        assert visitor.find_faults() == []
    assert visitor.complaints == []
    visitor.keep(shots, f"landing-{situation}-{language}")
