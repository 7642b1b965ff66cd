"""A new version of Sekisho Key: nothing changes under the holder's hands, and then everything at once; the keys stay."""

from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from sekisho.core.regions import DEFAULT_REGIONS
from sekisho.entrypoints.site.installation import Brand, Installation

KEPT_VERSIONS = "caches.keys().then(names => names.filter(name => name.startsWith('sekisho-key-')).length)"


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def put_out(brand):
    """Serve this release from now on: another brand is another version."""
    settings.SEKISHO_INSTALLATION = Installation(
        ports=None,  # the app's own pages need none
        brand=Brand(en=brand),
        regions=DEFAULT_REGIONS,
        zone=ZoneInfo("Asia/Tokyo"),
        has_secure_cookies=False,
        trusted_proxies=0,
        is_demo=False,
    )


@pytest.fixture
def origin():
    """A server of the app alone, whose release a test may change."""
    put_out("First Securities")
    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_new_version_waits_until_the_holder_takes_it_and_the_keys_stay(phone):
    one = phone("android", "en").open()
    one.keep_offline()
    person = {
        "username": "kenji141",
        "factors": [
            {"kind": "key_app", "id": "fac_1", "suite": "OCRA-1:HOTP-SHA256-8:QN06-PSHA256", "key_hex": "31" * 32}
        ],
    }
    assert one.hold(person)
    put_out("Second Securities")
    one.page.reload()
    one.at("home")
    assert one.page.inner_text(".gate__brand") == "First Securities"
    one.page.get_by_text("A new version is ready.", exact=True).wait_for()
    with one.page.expect_navigation():
        one.press("Update now")
    one.at("home")
    assert one.page.inner_text(".gate__brand") == "Second Securities"
    assert one.page.evaluate(KEPT_VERSIONS) == 1
    assert [entry["username"] for entry in one.stored()["entries"]] == ["kenji141"]
    one.go_offline()
    one.page.reload()
    one.at("home")
    assert one.page.inner_text(".gate__brand") == "Second Securities"
