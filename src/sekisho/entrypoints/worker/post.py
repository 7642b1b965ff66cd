"""The post: every second, whatever waits in the outbox is handed to whoever carries it out of the house."""

import hashlib
import logging
import threading
from collections.abc import Mapping
from functools import partial
from typing import Final

from sekisho.entrypoints.site.installation import Installation
from sekisho.entrypoints.site.letters import write_letter
from sekisho.workflows.deliver import deliver
from sekisho.workflows.ports import Carrier
from sekisho.workflows.post_records import Channel, Parcel, WaitingMessage

LOG: Final = logging.getLogger("sekisho.post")
PAUSE_SECONDS: Final = 1.0
CLOSED_SECONDS: Final = 30.0
"""How long nobody knocks at a way that was closed."""


def keep_post(house: Installation, carriers: Mapping[Channel, Carrier], *, stop: threading.Event) -> None:
    """Keep sending until `stop` is set; without carriers there is nothing to do."""
    pause = 0.0
    while carriers and not stop.wait(pause):
        pause = send_due(house, carriers, stop=stop)


def send_due(house: Installation, carriers: Mapping[Channel, Carrier], *, stop: threading.Event) -> float:
    """Send what is due, log what came of it, and give the seconds until the next look."""
    try:
        done = deliver(house.ports, carriers, partial(compose, house), is_stopping=stop.is_set)
    except Exception as accident:  # noqa: BLE001 - a worker outlives any one accident; values stay out of the log
        LOG.warning("messages wait: %s", type(accident).__name__)
        return CLOSED_SECONDS
    if done.sent:
        LOG.info("sent %d messages", done.sent)
    if done.returned:
        LOG.error("%d messages did not reach their holders", done.returned)
    for id_, failure in done.failed:
        LOG.error("message %d could not be written: %s", id_, type(failure).__name__)
    for way in done.closed:
        LOG.warning("no %s is taken; the messages wait", way)
    return CLOSED_SECONDS if done.closed else PAUSE_SECONDS


def compose(house: Installation, message: WaitingMessage) -> Parcel:
    """Write a message as it goes out, with the picture that its words point to."""
    said = write_letter(message, house)
    name = message.params.get("picture", "")
    return Parcel(
        id=_name(message),
        to=message.to,
        subject=said.subject,
        text=said.text,
        language=message.language,
        at=message.at,
        picture=b"".join(house.ports.objects.read(name)) if name else b"",
    )


def _name(message: WaitingMessage) -> str:
    """Name a message so that two tries have one name, and two messages never: a restored table counts its rows anew."""
    whole = (message.id, message.holder_id, message.message, message.at.isoformat(), message.to, message.params)
    return hashlib.sha256(repr(whole).encode()).hexdigest()[:40]
