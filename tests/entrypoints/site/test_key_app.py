"""The door of Sekisho Key: a policy of its own, no cookies, parts that never change under their version, words for everything."""

import gzip
import json
import os
import re
from pathlib import Path

import pytest

import sekisho
from sekisho.wording.catalogue import CATALOGUE

APP = Path(sekisho.__file__).parent / "entrypoints" / "key_app" / "app"
SCRIPTS = {path.relative_to(APP).as_posix(): path.read_text("utf-8") for path in sorted(APP.rglob("*.js"))}
ROOM = "key_app."
SAID = {name.removeprefix(ROOM) for name in CATALOGUE if name.startswith(ROOM)}
BUILT = re.compile(
    r"(field|lock|names\.guard|register\.step|settings\.(look|language)|tabs|elsewhere|twofactor\.generate|wire)[._][\w.]+"
)
AT_THE_DOOR = {"description", "no_script"}
DIRECTIVES = {
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "default-src": "'none'",
    "form-action": "'none'",
}


@pytest.fixture
def folder(browser):
    """The address of this version's parts."""
    return re.search(r'"(/key/[0-9a-f]{12}/)main\.js"', browser.get("/key/").content.decode())[1]


@pytest.mark.parametrize(
    "path", ["/key/", "/key/manifest.webmanifest", "/key/sw.js", "main.js", "app.css", "icon-192.png"]
)
def test_every_answer_has_the_strict_policy_and_no_cookie(browser, folder, path):
    response = browser.get(path if path.startswith("/") else folder + path)
    assert response.status_code == 200
    policy = dict(directive.split(" ", 1) for directive in response["Content-Security-Policy"].split("; "))
    assert policy | DIRECTIVES == policy
    assert policy["require-trusted-types-for"] == "'script'"
    assert not any("unsafe" in value or "http" in value for value in policy.values())
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


def test_the_shell_has_nothing_inline(browser):
    html = browser.get("/key/").content.decode()
    assert re.findall(r"<script(?![^>]* src=)|<style|style=|\son\w+=|javascript:", html) == []


def test_a_part_never_changes_under_its_version_and_is_nowhere_else(browser, folder):
    assert "immutable" in browser.get(f"{folder}main.js")["Cache-Control"]
    for path in ("/key/000000000000/main.js", f"{folder}none.js", f"{folder}../bundle.py", f"{folder}sw.js"):
        assert browser.get(path).status_code == 404


def test_a_packed_part_is_the_same_part(browser, folder):
    packed = browser.get(f"{folder}main.js", headers={"accept-encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == browser.get(f"{folder}main.js").content == (APP / "main.js").read_bytes()


def test_the_worker_keeps_the_shell_and_every_part_that_it_names_and_nothing_else(browser, folder):
    worker = browser.get("/key/sw.js").content.decode()
    kept = set(json.loads(re.match(r"const SHELL = (\{.*?\});\n", worker, re.DOTALL)[1])["files"])
    html = browser.get("/key/").content.decode()
    named = {
        address
        for address in re.findall(r'(?:href|src)="([^"]+)"', html)
        if not address.endswith((".png", ".webmanifest"))
    }
    assert named < kept
    assert {address for address in kept if not address.startswith(folder)} == {"/key/"}


def test_another_brand_is_another_version(browser, house, folder):
    from sekisho.entrypoints.site.installation import Brand

    house(brand=Brand(ja="別の証券", en="Other Securities"))
    assert f"{folder}main.js" not in browser.get("/key/").content.decode()
    assert browser.get(f"{folder}main.js").status_code == 404


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_manifest_names_what_a_phone_needs_to_install_it(browser, language):
    response = browser.get("/key/manifest.webmanifest", headers={"accept-language": language})
    manifest = response.json()
    assert (manifest["id"], manifest["scope"], manifest["start_url"], manifest["display"]) == (
        "/key/",
        "/key/",
        "/key/",
        "standalone",
    )
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert [icon["src"] for icon in manifest["icons"] if browser.get(icon["src"]).status_code != 200] == []
    assert response["Content-Language"] == manifest["lang"] == language


def test_every_word_of_the_app_is_in_the_catalogue_and_every_word_there_is_said():
    written = {word for text in SCRIPTS.values() for word in re.findall(r'"([a-z_]+(?:\.[a-z_0-9]+)+)"', text)}
    asked = {word for text in SCRIPTS.values() for word in re.findall(r'say\("([^"]+)"', text)}
    assert asked - SAID == set()
    assert {word for word in SAID - written - AT_THE_DOOR if not BUILT.fullmatch(word)} == set()


def test_every_field_of_the_app_has_label_hint_and_what_to_say_when_it_is_missing():
    named = {name for text in SCRIPTS.values() for name in re.findall(r'\bfield\(\{ name: "(\w+)"', text)} | {
        "card_response",
        "sent_code",
    }
    assert {f"field.{name}.{part}" for name in named for part in ("label", "hint", "missing")} - SAID == set()


def test_every_module_of_the_app_begins_with_its_promise_and_is_a_small_room():
    assert [name for name, text in SCRIPTS.items() if not text.startswith("/*")] == []
    assert {name: lines for name, text in SCRIPTS.items() if (lines := len(text.splitlines())) > 300} == {}


def test_every_import_of_the_app_is_exported_there_and_used_here():
    imports = re.compile(r'^import \{ ([^}]+) \} from "([^"]+)";$', re.MULTILINE)
    exports = re.compile(r"^export (?:async )?(?:function|const) (\w+)", re.MULTILINE)
    made = {"words.js": {"WORDS"}, "house.js": {"HOUSE"}}  # by the bundle
    unused, unmade = [], []
    for name, text in SCRIPTS.items():
        for listed, path in imports.findall(text):
            home = Path(os.path.normpath(Path(name).parent / path)).as_posix()
            offered = made.get(home) or set(exports.findall(SCRIPTS[home]))
            for one in listed.split(", "):
                there, _, here = one.partition(" as ")
                unmade += [(name, there)] if there not in offered else []
                unused += [(name, one)] if len(re.findall(rf"\b{here or there}\b", text)) < 2 else []
    assert (unused, unmade) == ([], [])


def test_no_script_of_the_app_writes_markup_or_remembers_what_it_must_not():
    assert [
        name
        for name, text in SCRIPTS.items()
        if re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|console\.", text)
    ] == []
    assert [name for name, text in SCRIPTS.items() if "localStorage" in text] == ["choices.js"]
    assert [name for name, text in SCRIPTS.items() if "extractable" in text or "exportKey" in text] == []
