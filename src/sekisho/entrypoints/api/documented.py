"""What a call may answer beside what it is asked for, as the document says it: one name for each kind of fault."""

from http import HTTPStatus
from typing import Final

from sekisho.entrypoints.api.answers import Problem, RefusedLogin

UNAVAILABLE: Final = {HTTPStatus.SERVICE_UNAVAILABLE: Problem}
SESSION_FAULTS: Final = {HTTPStatus.UNAUTHORIZED: Problem} | UNAVAILABLE
"""Of every call that wants a session."""

FORBIDDEN: Final = {HTTPStatus.FORBIDDEN: Problem}
UNKNOWN: Final = {HTTPStatus.NOT_FOUND: Problem}
THROTTLED: Final = {HTTPStatus.TOO_MANY_REQUESTS: Problem}
WRONG: Final = {
    HTTPStatus.FORBIDDEN: RefusedLogin | Problem,
    HTTPStatus.NOT_FOUND: Problem,
    HTTPStatus.TOO_MANY_REQUESTS: RefusedLogin | Problem,
}
"""Of a call that takes an answer, or puts a question."""

BODY_FAULTS: Final = {
    HTTPStatus.BAD_REQUEST: Problem,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Problem,
    HTTPStatus.UNPROCESSABLE_ENTITY: Problem,
}
"""Of every call with a body."""
