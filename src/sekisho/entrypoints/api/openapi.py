"""The OpenAPI 3.1 document: what django-ninja knows of the calls, completed with what it cannot know.

Problem documents get their own media type, refusals their headers, every call its `Accept-Language`; the security scheme gets
its words. The text is built once for a process.
"""

from functools import cache
from typing import Any, Final

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from sekisho.entrypoints.api.examples import JSON, PROBLEM, Json

LANGUAGE_PARAMETER: Final[Json] = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "description": "`ja` or `en`, with weights; anything else reads English.",
    "schema": {"type": "string"},
    "example": "ja",
}
CONTENT_LANGUAGE: Final[Json] = {"description": "The language of the words.", "schema": {"enum": ["ja", "en"]}}
RETRY_AFTER: Final[Json] = {"description": "Whole seconds.", "schema": {"type": "integer", "minimum": 1}}
AUTHENTICATE: Final[Json] = {"description": "RFC 6750.", "schema": {"type": "string"}, "example": "Bearer"}
SCHEME: Final[Json] = {
    "type": "http",
    "scheme": "bearer",
    "description": "The `access_token` of a grant. Cookies open nothing here.",
}
PHONE: Final[list[Json]] = [{"PhoneToken": []}]
PHONE_SCHEME: Final[Json] = {
    "type": "http",
    "scheme": "bearer",
    "description": "The `token` of the answer before, for one call of Sekisho Key.",
}
FIRST_FAULT: Final = 400
DESCRIPTIONS: Final = {
    201: "It was begun, or done.",
    200: "Here it is.",
    204: "The session is over.",
    400: "The call cannot be read in exactly one way.",
    401: "No session, or one that is over.",
    403: "Refused; `reason` says why.",
    404: "Not found, or not yours.",
    413: "Too large.",
    422: "A field is missing, unknown, or of the wrong type.",
    429: "Refused without being evaluated; come back later.",
    503: "Nothing was decided; try again.",
}


@cache
def document(api: NinjaAPI, prefix: str) -> OpenAPISchema:
    """Build the document for the calls under `prefix`."""
    described = api.get_openapi_schema(path_prefix=prefix)
    for calls in described["paths"].values():
        for call in calls.values():
            _complete(call)
    described["components"]["securitySchemes"] = {"AccessToken": SCHEME, "PhoneToken": PHONE_SCHEME}
    return described


def _complete(call: Json) -> None:
    call["parameters"] = [*call.get("parameters", []), LANGUAGE_PARAMETER]
    if call.get("security", PHONE) != PHONE:
        call["security"] = [{"AccessToken": []}]
    call["responses"] = {str(status): response for status, response in _merged(call["responses"]).items()}
    for status, response in call["responses"].items():
        response["description"] = DESCRIPTIONS[int(status)]
        if int(status) >= FIRST_FAULT:
            _as_problem(int(status), response)
        elif "content" in response:
            response["headers"] = {"Content-Language": CONTENT_LANGUAGE}


def _merged(responses: dict[Any, Json]) -> dict[int, Json]:
    merged: dict[int, Json] = {}
    for status, response in responses.items():
        merged.setdefault(int(status), {}).update(response)
    return merged


def _as_problem(status: int, response: Json) -> None:
    content = response.get("content", {})
    schema = content.pop(JSON, {}).get("schema", {"$ref": "#/components/schemas/Problem"})
    content.setdefault(PROBLEM, {})["schema"] = schema
    response["content"] = content
    response["headers"] = {"Content-Language": CONTENT_LANGUAGE}
    if status == 429:  # noqa: PLR2004 - Too Many Requests
        response["headers"]["Retry-After"] = RETRY_AFTER
    if status == 401:  # noqa: PLR2004 - Unauthorized
        response["headers"]["WWW-Authenticate"] = AUTHENTICATE
