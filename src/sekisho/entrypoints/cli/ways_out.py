"""What the doctor looks at of the ways out: is there one for each kind of message, is it open, does anything wait too long?"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError

from sekisho import wiring
from sekisho.core.errors import PostClosedError, StorageUnavailableError
from sekisho.entrypoints.cli.examination import Finding, Grade, found
from sekisho.entrypoints.cli.speech import said
from sekisho.entrypoints.site.installation import installation
from sekisho.settings import PREFIX, Settings
from sekisho.workflows.ports import Carrier
from sekisho.workflows.post_records import Channel

LONG: Final = timedelta(minutes=10)


def try_ways_out(settings: Settings) -> list[Finding]:
    """Knock at each; nothing is sent. A house may leave one out, but then what is meant for it goes to nobody."""
    hosts = {Channel.MAIL: settings.relay_host, Channel.TEXT: urlsplit(settings.text_url).hostname or ""}
    names = {Channel.MAIL: f"{PREFIX}RELAY_HOST", Channel.TEXT: f"{PREFIX}TEXT_URL"}
    ways = wiring.open_ways_out(settings)
    findings = []
    for channel in Channel:
        way = said(f"way.{channel}")
        if channel in ways:
            findings.append(_try(ways[channel], way=way, host=hosts[channel]))
        else:
            findings.append(found(Grade.WARNING, "doctor.no_way_out", way=way, name=names[channel]))
    return [*findings, *_find_waiting(ways)]


def _find_waiting(ways: Mapping[Channel, Carrier]) -> list[Finding]:
    """Tell whether anything has waited for long that somebody should have carried away."""
    try:
        ports = installation().ports
        with ports.store.reading() as tx:
            since = tx.longest_waiting(tuple(ways))
    except (
        AttributeError,
        ImproperlyConfigured,
        DatabaseError,
        InterfaceError,
        StorageUnavailableError,
    ):  # told already
        return []
    waits = timedelta() if since is None else ports.clock.now() - since
    minutes = int(waits / timedelta(minutes=1))
    return [found(Grade.WARNING, "doctor.messages_wait", minutes=minutes)] if waits >= LONG else []


def _try(carrier: Carrier, *, way: str, host: str) -> Finding:
    try:
        carrier.knock()
    except PostClosedError as closed:
        return found(Grade.FAILED, "doctor.way_out_closed", way=way, host=host, what=closed)
    return found(Grade.OK, "doctor.way_out", way=way, host=host)
