"""Examples of the desk's calls for the OpenAPI document. A test holds them to the schemas."""

from typing import Any, Final

from sekisho.entrypoints.api.examples import JSON, Json


def _request(**named: Json) -> Json:
    return {"requestBody": {"content": {JSON: {"examples": {name: {"value": value} for name, value in named.items()}}}}}


def _response(status: int, **named: Any) -> Json:
    examples = {name: {"value": value} for name, value in named.items()}
    return {"responses": {status: {"content": {JSON: {"examples": examples}}}}}


_AT: Final = "2026-11-22T15:04:05Z"
_DONE: Final[Json] = {
    "deed": "issue_passcode",
    "at": _AT,
    "reference": "7K3-QX9-MAC",
    "told": ["k•••@e•••.com", "••••••14"],
    "passcode": "7Q2MX",
    "is_half": True,
    "sent_to": "••••••14",
    "until": "2026-11-24T15:04:05Z",
}
_LOST: Final[Json] = {"deed": "issue_passcode", "reason": "The card was left on a train."}

SEARCH: Final = _response(
    200,
    one=[
        {
            "account": "U1234567",
            "username": "kaede314",
            "name": "見本 かえで",
            "state": "open",
            "residence": "JP",
            "email": "k•••@e•••.com",
            "phone": "••••••14",
        }
    ],
)
OPEN_CALL: Final = _request(one={"account": "U1234567"})
RECORD_EVIDENCE: Final = _request(
    call_back={"kind": "call_back", "outcome": "passed"},
    word={"kind": "portal_word", "outcome": "passed", "value": "grape 17"},
)
CARRY_OUT: Final = _request(passcode=_LOST) | _response(201, passcode=_DONE)
ASK_SECOND: Final = _request(passcode=_LOST)
APPROVAL: Final = _request(agree={"agree": True})
DECISION: Final = _request(documents={"reason": "Both documents were accepted."})
CLOSE: Final = _request(balance={"reason": "No balance for a year.", "cause": "no_balance"})
