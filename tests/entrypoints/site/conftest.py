"""A site to knock at: the real chain of middleware on a fresh database, with ports that a test may break."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from sekisho.core.regions import DEFAULT_REGIONS
from sekisho.entrypoints.site.installation import Brand, Installation


@pytest.fixture
def house(ports):
    """The installation of this test; `house(...)` replaces what it is given, from the next request on."""
    built = Installation(
        ports=ports,
        brand=Brand(),
        regions=DEFAULT_REGIONS,
        zone=ZoneInfo("Asia/Tokyo"),
        has_secure_cookies=True,
        trusted_proxies=0,
        is_demo=False,
    )

    def change(**changes):
        settings.SEKISHO_INSTALLATION = replace(settings.SEKISHO_INSTALLATION, **changes)

    settings.SEKISHO_INSTALLATION = built
    return change


@pytest.fixture
def browser(house):
    """A client that gets answers as a browser does: an accident is an answer, not an exception."""
    return Client(raise_request_exception=False, headers={"host": "localhost"})
