"""While a story is played in one language, every page of it is looked at in the other one as well, by the same visitor.

The other page is fetched beside the browser with its cookies, so that nothing of the play changes: it must answer alike, offer
the same forms and fields, and speak its own language. A page that only a POST shows cannot be asked for twice and is left out.
"""

import re
from contextlib import contextmanager
from typing import ClassVar
from urllib.parse import urlsplit

import httpx

OTHER = {"ja": "en", "en": "ja"}
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
KANA = re.compile(r"[\u3040-\u30ff]")
SIGNS = re.compile(r"<(?:h2|button|dt|th|legend)\b([^>]*)>([^<]*)")
"""What a house writes itself, and no person's name stands in."""

SHOWN = """() => [
    document.querySelector('h1')?.innerText ?? '',
    [...document.querySelectorAll('main form')].map(form => form.getAttribute('action') ?? '').sort(),
]"""


class Mirror:
    """Looks at each page that a window comes to, once; `faults` is what was wrong in the other language."""

    looked_at: ClassVar[set[tuple[str, str, str, int]]] = (
        set()
    )  # by every play: address, heading and forms tell a page from another

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page
        self.method, self.faults = "GET", []
        self.page.on("request", self._note)
        self._goto, self._expect = self.page.goto, self.page.expect_navigation
        self.page.goto, self.page.expect_navigation = self.goto, self.expect_navigation

    def goto(self, url):
        """Go there, and look."""
        self._goto(url)
        self.look()

    @contextmanager
    def expect_navigation(self):
        """Wait for the next page, and look."""
        with self._expect():
            yield
        self.look()

    def look(self):
        """Ask for the page in the other language, and compare."""
        mine, other = self.visitor.language, OTHER[self.visitor.language]
        path = urlsplit(self.page.url).path
        if self.method != "GET" or not path.startswith(f"/{mine}/"):
            return
        heading, forms = self.page.evaluate(SHOWN)
        page = (mine, path.rpartition("/")[2], heading, len(forms))
        if page in self.looked_at:
            return
        self.looked_at.add(page)
        cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}
        address = self.page.url.replace("://localhost", "://127.0.0.1").replace(f"/{mine}/", f"/{other}/", 1)
        with httpx.Client(cookies=cookies, trust_env=False, timeout=30) as http:
            answer = http.get(address)
        wanted = sorted(form.replace(f"/{mine}/", f"/{other}/", 1) for form in forms)
        self.faults += [f"{other} {path}: {fault}" for fault in _faults(answer, wanted, other)]

    def _note(self, request):
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.method = request.method


def _faults(answer, forms, language):
    if answer.status_code not in {200, 403, 422, 429}:
        return [f"answers {answer.status_code}"]
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    found = [(re.search(r' action="([^"]*)"', tag) or ("", ""))[1] for tag in re.findall(r"<form[^>]*>", main)]
    text = re.sub(r"<[^>]*>", " ", main)
    said = [words for attributes, words in SIGNS.findall(main) if 'lang="' not in attributes]
    checks = {
        "is in another language": f'<html lang="{language}"' not in answer.text,
        f"says {said}": any(map(KANA.search, said))
        if language == "en"
        else not JAPANESE.search(" ".join(said) or text),
        f"offers {sorted(found)} instead of {forms}": sorted(found) != forms,
        "shows a place that nothing filled": bool(re.search(r"\{\w*\}", text)),
    }
    return [fault for fault, is_so in checks.items() if is_so]
