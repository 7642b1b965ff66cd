"""Text messages handed to a service: one HTTP POST each, JSON, with a bearer token and an idempotency key.

Every service for text messages has an interface of its own; this one is the smallest that each can be put behind.
"""

import http.client
import json
from typing import Final
from urllib.parse import urlsplit

from sekisho.core.errors import PostClosedError
from sekisho.post_settings import TextPlace
from sekisho.workflows.post_records import Carried, Parcel

SECONDS: Final = 20.0
OF_THE_MESSAGE: Final = frozenset({400, 404, 410, 413, 422})
"""Answers that are about this message, and would be the same tomorrow. Every other refusal is about whoever asks."""


class TextService:
    """`workflows.ports.Carrier` over HTTP."""

    def __init__(self, place: TextPlace) -> None:
        """Take the place; nothing is connected to before there is something to carry."""
        self._place = place

    def carry(self, parcel: Parcel) -> Carried:
        """See `ports.Carrier`."""
        try:
            status = self._post({"id": parcel.id, "to": parcel.to, "text": parcel.text}, key=parcel.id)
        except (OSError, http.client.HTTPException) as accident:
            raise PostClosedError(type(accident).__name__) from None
        if 200 <= status < 300:  # noqa: PLR2004 - RFC 9110, 15.3
            return Carried.TAKEN
        if status in OF_THE_MESSAGE:
            return Carried.RETURNED
        raise PostClosedError(status)

    def knock(self) -> None:
        """See `ports.Carrier`: connects, for a question that costs nothing is in no service's interface."""
        wire = self._wire()
        try:
            wire.connect()
        except OSError as accident:
            raise PostClosedError(type(accident).__name__) from None
        finally:
            wire.close()

    def _wire(self) -> http.client.HTTPConnection:
        parts = urlsplit(self._place.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return kind(parts.hostname or "", parts.port, timeout=SECONDS)

    def _post(self, body: dict[str, str], *, key: str) -> int:
        parts, wire = urlsplit(self._place.url), self._wire()
        headers = {
            "Authorization": f"Bearer {self._place.token.reveal_text()}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        try:
            wire.request("POST", path, body=json.dumps(body), headers=headers)
            return wire.getresponse().status
        finally:
            wire.close()
