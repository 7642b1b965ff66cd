"""Examples for the OpenAPI document, kept apart from the calls that they illustrate. A test holds them to the schemas."""

from typing import Any, Final

Json = dict[str, Any]

PROBLEM: Final = "application/problem+json"
JSON: Final = "application/json"

_UNTIL = "2026-11-22T15:09:05Z"
_APP: Final[Json] = {"id": "fac_3f9a8c2b1d", "kind": "key_app", "name": "Sekisho Key (Android)"}
_DSC: Final[Json] = {"id": "fac_77aa01bc9e", "kind": "dsc_plus", "name": "Digital Security Card+"}
_CARD: Final[Json] = {"id": "fac_0b1c2d3e4f", "kind": "code_card", "name": "Online Security Code Card"}
_LOGIN: Final[Json] = {"id": "login_9dQmZ0", "surface": "portal", "mode": "live"}

ASKED: Final[Json] = {
    **_LOGIN,
    "state": "challenge",
    "factors": [_DSC, _APP],
    "challenge": {"kind": "dsc_plus", "factor": _DSC, "code": "493027", "expires_at": _UNTIL, "attempts_left": 5},
}
ASKED_CELLS: Final[Json] = {
    **_LOGIN,
    "state": "challenge",
    "factors": [_CARD],
    "challenge": {
        "kind": "code_card",
        "factor": _CARD,
        "indices": [57, 112],
        "cells_left": 208,
        "expires_at": _UNTIL,
        "attempts_left": 3,
    },
}
GRANTED: Final[Json] = {
    **_LOGIN,
    "state": "granted",
    "factors": [],
    "grant": {
        "scopes": ["portal:full"],
        "until": "2026-11-23T03:04:05Z",
        "access_token": "sat_2J0cVh6Yb0d4yqk3mJr8n1tW5sXzPaEoLuKfGiHvQcM",
        "account": "U1234567",
        "username": "kaede314",
        "surface": "portal",
        "mode": "live",
        "factor": "key_app",
        "withdrawal_limits": {"currency": "USD", "per_day": 1_000_000, "per_five_business_days": 1_000_000},
        "notices": [],
    },
}
_WRONG: Final[Json] = {
    "reason": "bad_credentials",
    "reference": "7K3-QX9-MAC",
    "title": "We could not confirm the user name and password",
}
_WRONG_WORDS = "You were not logged in because the user name or the password does not match our records."
REFUSED: Final[Json] = {
    "id": None,
    "state": "refused",
    "surface": "portal",
    "mode": "live",
    "factors": [],
    "refusal": {
        **_WRONG,
        "explanation": _WRONG_WORDS,
        "next_steps": [{"text": "Make sure that Caps Lock is off and type both again.", "url": "/en/"}],
        "article": "/en/help/articles/kb1133/#credentials",
    },
    "type": "/en/help/articles/kb1133/#credentials",
    "status": 403,
    "detail": _WRONG_WORDS,
    **_WRONG,
}


def _request(**named: Json) -> Json:
    return {"requestBody": {"content": {JSON: {"examples": {name: {"value": value} for name, value in named.items()}}}}}


def _response(status: int, media_type: str = JSON, /, **named: Any) -> dict[int, Json]:
    examples = {name: {"value": value} for name, value in named.items()}
    return {status: {"content": {media_type: {"examples": examples}}}}


CREATE_LOGIN: Final = {
    **_request(
        portal={"username": "kaede314", "password": "autumn-lantern-bridge", "surface": "portal", "mode": "live"},
        paper={"username": "kaede314", "password": "autumn-lantern-bridge", "surface": "trading", "mode": "paper"},
    ),
    "responses": _response(201, asked=ASKED, asked_for_cells=ASKED_CELLS, granted=GRANTED)
    | _response(403, PROBLEM, refused=REFUSED),
}
SHOW_LOGIN: Final = {"responses": _response(200, asked=ASKED)}
CHOOSE_FACTOR: Final = {
    **_request(card={"factor": "fac_0b1c2d3e4f"}),
    "responses": _response(200, asked_for_cells=ASKED_CELLS),
}
ANSWER_CHALLENGE: Final = {
    **_request(device={"response": "08522129"}, card={"response": "A3DZ3V"}, passcode={"response": "7Q2MX9KDPA"}),
    "responses": _response(200, granted=GRANTED),
}
CLAIM_APPROVAL: Final = {"responses": _response(200, granted=GRANTED)}
END_SESSION: Final[Json] = {"security": [{"AccessToken": []}]}
ME: Final = {
    "responses": _response(
        200,
        holder={
            "username": "kaede314",
            "account": "U1234567",
            "state": "open",
            "scopes": ["portal:full"],
            "until": _UNTIL,
            "surface": "portal",
            "mode": "live",
            "factor": "key_app",
            "language": "ja",
            "residence": "JP",
            "region": "japan",
            "withdrawal_limits": {"currency": "USD", "per_day": 1_000_000, "per_five_business_days": 1_000_000},
        },
    )
}
FORECAST: Final = {
    "responses": _response(
        200,
        passcode=[
            {
                "from": "2026-11-22T15:04:05Z",
                "until": "2026-11-24T15:04:05Z",
                "surface": "trading",
                "scopes": ["trading:live"],
                "factor": "temporary_passcode",
                "because": "open_passcode_full",
                "text": "From now until Tue, 24 Nov 2026, 15:04: the trading platform, live account.",
            }
        ],
    )
}
SIGN_INS: Final = {
    "responses": _response(
        200,
        one=[
            {
                "at": "2026-11-22T15:04:05Z",
                "event": "signed_in",
                "text": "Logged in",
                "reference": "7K3-QX9-MAC",
                "reason": None,
                "surface": "portal",
                "factor": "key_app",
                "browser": "Firefox, Linux",
                "address": "192.0.2.7",
            }
        ],
    )
}
DEVICES: Final = {
    "responses": _response(
        200,
        two=[
            {**_APP, "platform": "android", "state": "suspended"},
            {
                **_CARD,
                "serial": "7KQX-9MAC",
                "state": "active",
                "expires_at": "2026-12-13T15:04:05Z",
                "cells_left": 208,
            },
        ],
    )
}

_PICTURES = "/api/v1/me/code-card/5f0c6f8e7d4b3a29180f6e5d4c3b2a1908f7e6d5c4b3a2910f8e7d6c5b4a3928"
REQUEST_CARD: Final = {
    "responses": _response(
        200,
        shown={
            "card": "fac_0b1c2d3e4f",
            "serial": "7KQX-9MAC",
            "image_url": f"{_PICTURES}/code-card-a4.png",
            "pdf_url": f"{_PICTURES}/code-card-a4.pdf",
            "shown_until": "2026-11-22T15:14:05Z",
        },
    )
}
_BYTES: Final[Json] = {"schema": {"type": "string", "format": "binary"}}
CARD_PICTURE: Final = {
    "responses": {200: {"content": dict.fromkeys(("image/png", "image/svg+xml", "application/pdf"), _BYTES)}}
}
CARD_CELLS: Final = {
    "responses": _response(
        200, asked={"indices": [57, 112], "serial": "7KQX-9MAC", "expires_at": _UNTIL, "attempts_left": 3}
    )
}
CARD_ACTIVATION: Final = {
    **_request(values={"values": "A3DZ3V"}),
    "responses": _response(200, activated={"expires_at": "2026-12-13T15:04:05Z", "access_token": "sat_3yTq"}),
}
