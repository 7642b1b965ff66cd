"""What the calls about documents take and give, as the OpenAPI document describes it, with their examples."""

from typing import Final, Literal

from pydantic import BaseModel, Field

from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.judging import GuideStep
from sekisho.core.intake.subject_line import Purpose
from sekisho.entrypoints.api.answers import Moment, Reference
from sekisho.entrypoints.api.examples import JSON, Json


class AskedAgain(BaseModel):
    """Why something is asked for again, or not accepted."""

    code: str = Field(examples=["shaken"])
    text: str = Field(description="What is wrong, and what to do.")
    guide_step: GuideStep | None = Field(description="The part of the capture guide to repeat.")
    guide_url: str | None = Field(description="Where the guide shows it; no login.")


class DocumentCase(BaseModel):
    """One proof, and how far it is. `not_required`: nobody asked for it, and nothing came."""

    purpose: Purpose
    state: CaseState | Literal["not_required"]
    reason: AskedAgain | None


class DocumentPicture(BaseModel):
    """One file."""

    name: str = Field(description="As its sender called it.", examples=["IMG_0042.HEIC"])
    size: int = Field(description="Bytes.", examples=[3_412_877])
    is_judged: bool = Field(description="Whether the machine has ended with it.")


class SentDocument(BaseModel):
    """One sending, by mail or from here."""

    id: str = Field(examples=["doc_7k3qx9mac4r2t8wz"])
    receipt: Reference
    purpose: Purpose | None
    state: DocumentState
    way: Literal["smtp", "imap", "portal"]
    received_at: Moment
    pictures: list[DocumentPicture]
    reason: AskedAgain | None


class MailAddress(BaseModel):
    """How to send it by mail instead."""

    address: str = Field(examples=["newaccounts@sekisho.example"])
    subjects: list[str] = Field(description="Ready to copy, one for each purpose.", examples=[["U1234567 PID"]])


class Documents(BaseModel):
    """What is wanted and what came."""

    cases: list[DocumentCase]
    documents: list[SentDocument] = Field(description="The newest first, 20 at most.")
    mail: MailAddress


class TakenFile(BaseModel):
    """One file that was taken, with what proves that it came whole."""

    name: str
    size: int
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class TakenDocument(BaseModel):
    """The document. `is_new` is false where every file was there before: then nothing was taken, and this is what has it."""

    is_new: bool
    document: SentDocument
    files: list[TakenFile]
    known: list[TakenFile] = Field(description="Left out because the same file is there already.")


_DOCUMENT: Final[Json] = {
    "id": "doc_7k3qx9mac4r2t8wz",
    "receipt": "7K3-QX9-MAC",
    "purpose": "PID",
    "state": "received",
    "way": "portal",
    "received_at": "2026-11-23T03:04:05Z",
    "pictures": [{"name": "IMG_0042.HEIC", "size": 3412877, "is_judged": False}],
    "reason": None,
}
_WHY: Final[Json] = {
    "code": "shaken",
    "text": "The picture is blurred because the phone moved. Hold it with both hands, or rest it on something.",
    "guide_step": "steady",
    "guide_url": "/en/documents/guide/#steady",
}
_FILE: Final[Json] = {
    "name": "IMG_0042.HEIC",
    "size": 3412877,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
LISTED: Final[Json] = {
    "responses": {
        200: {
            "content": {
                JSON: {
                    "examples": {
                        "applicant": {
                            "value": {
                                "cases": [
                                    {"purpose": "PID", "state": "received", "reason": None},
                                    {"purpose": "PoRes", "state": "asked_again", "reason": _WHY},
                                ],
                                "documents": [_DOCUMENT],
                                "mail": {
                                    "address": "newaccounts@sekisho.example",
                                    "subjects": ["U1234567 PID", "U1234567 PoRes"],
                                },
                            }
                        }
                    }
                }
            }
        }
    }
}
_FORM: Final[Json] = {
    "type": "object",
    "required": ["purpose", "file"],
    "properties": {
        "purpose": {"enum": [purpose.value for purpose in Purpose]},
        "file": {
            "type": "array",
            "minItems": 1,
            "maxItems": 10,
            "items": {"type": "string", "format": "binary"},
            "description": "JPEG, HEIC, PNG or PDF, 10 MB each.",
        },
        "sha256": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"},
            "description": "Of each file, in their order; or none. A file that is another one is refused.",
        },
    },
}
_TAKEN: Final[Json] = {"is_new": True, "document": _DOCUMENT, "files": [_FILE], "known": []}
SENT: Final[Json] = {
    "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}},
    "responses": {
        201: {"content": {JSON: {"examples": {"taken": {"value": _TAKEN}}}}},
        200: {
            "content": {
                JSON: {"examples": {"known": {"value": _TAKEN | {"is_new": False, "files": [], "known": [_FILE]}}}}
            }
        },
    },
}
