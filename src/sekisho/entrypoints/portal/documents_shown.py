"""Documents as their page shows them: states in words, reasons with what to do, addresses ready to copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, assert_never
from urllib.parse import quote

from sekisho.core.access.decisions import Scope
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.intake.cases import PURPOSES, CaseState, DocumentState
from sekisho.core.intake.guide import step_for
from sekisho.entrypoints.portal.shown import Eye
from sekisho.entrypoints.site.installation import Installation
from sekisho.wording.catalogue import words
from sekisho.wording.documents import flaw_text, why_text
from sekisho.wording.language import Language
from sekisho.wording.places import guide_path
from sekisho.workflows.intake.send_in import Unfit
from sekisho.workflows.intake.show_documents import SAYS_WHY, ShownDocument, ShownDocuments, list_wanted
from sekisho.workflows.intake_records import DocumentRecord
from sekisho.workflows.outcomes import Visitor

DONE = CaseState.ACCEPTED
WANTED_AGAIN: Final = frozenset({DocumentState.REPEATED, DocumentState.ASKED_AGAIN})


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseShown:
    """One proof as its line has it."""

    purpose: str
    name: str
    text: str
    state: str
    is_wanted: bool
    is_done: bool
    why: str
    guide: str  # the address of the step to repeat, or ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SentShown:
    """One sending as its line has it."""

    receipt: str
    name: str
    state: str
    way: str
    came: str
    files: tuple[str, ...]
    progress: str
    why: str
    guide: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DoneShown:
    """What became of what was just sent. `query`: how the address of the part that changes asks for it again."""

    heading: str
    text: str
    query: str
    is_wanted_again: bool
    why: str
    guide: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MailShown:
    """One mail ready to write."""

    purpose: str
    name: str
    subject: str
    link: str


def show_cases(shown: ShownDocuments, language: Language) -> list[CaseShown]:
    """Show each proof that is wanted or was sent."""
    return [
        CaseShown(
            purpose=case.purpose.value,
            name=words(f"sending.purpose.{case.purpose}.name", language=language),
            text=words(f"sending.purpose.{case.purpose}.text", language=language),
            state=words(f"sending.case.{case.state}", language=language),
            is_wanted=case.is_wanted,
            is_done=case.state is DONE,
            why=why_text(case.why, language=language),
            guide=_guide(case.why, language),
        )
        for case in shown.cases
        if case.state is not None
    ]


def show_link(house: Installation, visitor: Visitor, language: Language) -> dict[str, object] | None:
    """Show the way to the documents, and what is still missing; None where this session has none."""
    if not may(HolderDeed.SEND_DOCUMENT, visitor.scopes):
        return None
    names = words("sending.page.between", language=language).join(
        words(f"sending.purpose.{purpose}.name", language=language) for purpose in list_wanted(house.ports, visitor)
    )
    return {
        "is_main": Scope.PORTAL_APPLICATION in visitor.scopes,
        "missing": words("sending.page.missing", language=language, names=names) if names else "",
    }


def show_sent(shown: ShownDocuments, eye: Eye) -> list[SentShown]:
    """Show each sending, the newest first."""
    return [_sent(one, eye) for one in shown.documents]


def show_done(asked: Mapping[str, str], shown: ShownDocuments, language: Language) -> DoneShown | None:
    """Show what just happened, of a document that is there: the address alone proves nothing.

    Once the machine or a person has asked for it again, that is said instead.
    """
    for name in ("sent", "known"):
        found = next((one.document for one in shown.documents if one.document.receipt == asked.get(name)), None)
        if found is not None:
            room = _room(name, found)
            return DoneShown(
                heading=words(f"sending.done.{room}.heading", language=language),
                text=words(f"sending.done.{room}.text", language=language, receipt=found.receipt),
                query=f"?{name}={found.receipt}",
                is_wanted_again=found.state in WANTED_AGAIN,
                why=why_text(found.why, language=language) if found.state in SAYS_WHY else "",
                guide=_guide(found.why, language) if found.state in SAYS_WHY else "",
            )
    return None


def _room(name: str, document: DocumentRecord) -> str:
    match document.state:
        case DocumentState.REPEATED | DocumentState.ASKED_AGAIN:
            return "again"
        case DocumentState.REFUSED | DocumentState.DISMISSED:
            return "over"
        case DocumentState.ACCEPTED:
            return "accepted"
        case DocumentState.RECEIVED | DocumentState.UNFILED | DocumentState.WAITING:
            return name
    assert_never(document.state)


def show_mail(shown: ShownDocuments, language: Language) -> dict[str, object]:
    """Show how to send by mail: one address by where the holder lives, one subject for each purpose."""
    subjects = [(purpose, f"{shown.account} {purpose.value}") for purpose in PURPOSES]
    return {
        "address": shown.mailbox,
        "lines": [
            MailShown(
                purpose=purpose.value,
                name=words(f"sending.purpose.{purpose}.name", language=language),
                subject=subject,
                link=f"mailto:{shown.mailbox}?subject={quote(subject)}",
            )
            for purpose, subject in subjects
        ],
    }


def show_unfit(unfit: Unfit, language: Language) -> list[dict[str, str]]:
    """Show what is wrong, file by file."""
    said = [{"name": file.name, "text": flaw_text(flaw, language=language)} for file, flaw in unfit.flaws]
    return said + ([{"name": "", "text": flaw_text(unfit.flaw, language=language)}] if unfit.flaw else [])


def _sent(one: ShownDocument, eye: Eye) -> SentShown:
    document, language = one.document, eye.language
    said = {"count": len(one.pictures), "done": one.judged}
    return SentShown(
        receipt=document.receipt,
        name=words(f"sending.purpose.{document.purpose}.name", language=language) if document.purpose else "",
        state=words(f"sending.state.{document.state}", language=language),
        way=words(f"sending.by.{document.way}", language=language),
        came=eye.moment(document.received_at),
        files=tuple(picture.name for picture in one.pictures),
        progress=words("sending.progress.text", language=language, **said) if one.is_being_judged else "",
        why=why_text(document.why, language=language) if document.state in SAYS_WHY else "",
        guide=_guide(document.why, language) if document.state in SAYS_WHY else "",
    )


def _guide(why: str, language: Language) -> str:
    return guide_path(language, why=why) if step_for(why) else ""
