"""The shapes of the reviewers' calls: what they carry, what they give back, and examples; a test holds the answers to them."""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field

from sekisho.core.desk.documents import DocumentDeed
from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.judging import Fault, Verdict
from sekisho.core.intake.kinds import Kind
from sekisho.core.intake.mailboxes import Mailbox
from sekisho.core.intake.reading import Caution, Match
from sekisho.core.intake.reading import Field as ReadName
from sekisho.core.intake.subject_line import Purpose
from sekisho.entrypoints.api.answers import Moment, Reference
from sekisho.entrypoints.api.bodies import Body
from sekisho.entrypoints.api.desk_answers import Missing, State
from sekisho.entrypoints.api.desk_bodies import NO_NUL
from sekisho.entrypoints.api.examples import JSON, Json
from sekisho.workflows.desk.documents.outcomes import SenderHint
from sekisho.workflows.intake_records import Way

Seen = Annotated[
    str,
    Field(
        max_length=64,
        description="`seen` of the document as it was shown. With it the verdict holds for nothing else; the trail says whether "
        "it was given.",
        json_schema_extra=NO_NUL,
    ),
]


class Why(BaseModel):
    """A code with its words."""

    code: str
    text: str


class DocumentLine(BaseModel):
    """One document of the queue."""

    id: str = Field(examples=["doc_4mk7q2xw9p3hn5tr"])
    receipt: Reference
    state: DocumentState
    account: str | None = Field(
        default=None, description="Absent while nobody knows whose it is.", examples=["U1234567"]
    )
    purpose: Purpose | None = None
    why: Why | None = Field(default=None, description="Why a machine did not end with it.")
    unclear: Why | None = Field(default=None, description="Why its subject does not tell whose it is, or what for.")
    way: Way
    mailbox: Mailbox = Field(description="Whose business it is, by where the holder lives.")
    came_to: Mailbox = Field(description="Where it was sent.")
    received_at: Moment


class FoundField(BaseModel):
    """One field as a machine read it. `page` counts from 0 in `pages`."""

    field: ReadName
    text: str
    value: str
    match: Match
    page: int


class PageState(BaseModel):
    """One page; `url` gives its picture as JPEG."""

    id: str
    url: str
    picture: int
    number: int
    verdict: Verdict
    fault: Fault | None = None
    fields: list[FoundField]
    cautions: list[Caution]


class OnFile(BaseModel):
    """What the account knows of its holder. Absent is not on file."""

    name: str | None = None
    kana: str | None = None
    latin: str | None = None
    address: str | None = None
    birth_date: str | None = Field(default=None, examples=["1980-02-29"])


class Owner(BaseModel):
    """Whose document it is."""

    account: str
    username: str
    name: str
    state: State
    residence: str
    language: Literal["ja", "en"]
    on_file: OnFile
    cases: dict[Purpose, CaseState]
    approval_lacks: list[Missing] = Field(description="What stands in the way of approving the account now.")


class Earlier(BaseModel):
    """Another sending for the same proof."""

    id: str
    receipt: Reference
    state: DocumentState
    why: Why | None = None
    received_at: Moment
    decided_by: str


class DocumentDetail(DocumentLine):
    """One document with everything that a reviewer needs."""

    owner: Owner | None = None
    subject: str = Field(description="As its sender wrote it.")
    sender: SenderHint = Field(description="By the envelope, which anybody can write: a hint, never a proof.")
    kind: Kind
    fields: list[FoundField]
    cautions: list[Caution]
    missing: list[ReadName]
    pages: list[PageState]
    unopened: list[Why] = Field(description="Files that could not be looked at, by their number in the sending.")
    earlier: list[Earlier]
    same_file_for: list[str] = Field(description="Other accounts for which the very same file was sent.")
    lacks: dict[DocumentDeed, list[Missing]]
    seen: str
    next: str | None = Field(default=None, description="What waits next.")


class Decided(BaseModel):
    """What became of a document."""

    id: str
    receipt: Reference
    state: DocumentState
    account: str | None = None
    purpose: Purpose | None = None
    case: CaseState | None = None
    at: Moment
    is_told: bool = Field(description="To the holder, by mail to the address on file.")
    may_approve: bool = Field(description="Nothing of the documents stands in the way of approving the account.")
    next: str | None = None


class VerdictBody(Body):
    """A verdict. Asking again and refusing take a reason, which the holder is told; accepting takes none."""

    verdict: Literal["accept", "ask_again", "refuse"] = Field(examples=["accept"])
    reason: (
        Literal[
            "",
            "unreadable",
            "part_cut_off",
            "page_missing",
            "photo_of_screen",
            "wrong_kind",
            "wrong_purpose",
            "mobile_bill",
            "expired",
            "too_old",
            "no_date",
            "name_differs",
            "address_differs",
            "birth_date_differs",
            "other_person",
            "not_genuine",
        ]
        | None
    ) = Field(default=None, description="Which fit which verdict is in docs/generated/desk.md.", examples=["expired"])
    seen: Seen = ""


class FilingBody(Body):
    """Whose a document is, and what it is to prove."""

    account: str = Field(pattern=r"^U[0-9]{6,8}$", examples=["U1234567"])
    purpose: Literal["PID", "PoRes"] = Field(examples=["PID"])
    seen: Seen = ""


class DismissalBody(Body):
    """It is nobody's document."""

    seen: Seen = ""


_RECEIPT: Final = "7K3-QX9-MAC"
_AT: Final = "2026-11-22T15:04:05Z"
_LINE: Final[Json] = {
    "id": "doc_4mk7q2xw9p3hn5tr",
    "receipt": _RECEIPT,
    "state": "waiting",
    "account": "U1234567",
    "purpose": "PID",
    "way": "smtp",
    "mailbox": "elsewhere",
    "came_to": "elsewhere",
    "received_at": _AT,
}
_DONE: Final[Json] = {
    "id": "doc_4mk7q2xw9p3hn5tr",
    "receipt": _RECEIPT,
    "state": "asked_again",
    "account": "U1234567",
    "purpose": "PID",
    "case": "asked_again",
    "at": _AT,
    "is_told": True,
    "may_approve": False,
}
_BYTES: Final[Json] = {"schema": {"type": "string", "format": "binary"}}


def _examples(**named: Any) -> Json:
    return {"content": {JSON: {"examples": {name: {"value": value} for name, value in named.items()}}}}


QUEUE: Final[Json] = {"responses": {200: _examples(one=[_LINE])}}
VERDICT: Final[Json] = {
    "requestBody": _examples(accept={"verdict": "accept"}, again={"verdict": "ask_again", "reason": "expired"}),
    "responses": {200: _examples(again=_DONE)},
}
FILING: Final[Json] = {"requestBody": _examples(one={"account": "U1234567", "purpose": "PID"})}
PICTURE: Final[Json] = {"responses": {200: {"content": {"image/jpeg": _BYTES}}}}
