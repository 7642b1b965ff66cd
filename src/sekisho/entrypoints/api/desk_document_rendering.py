"""From the reviewers' outcomes to JSON. What a stranger wrote stands there as text; what is not known is left out."""

from sekisho.core.intake.reading import Particulars, ReadField
from sekisho.entrypoints.api.desk_rendering import lacks_json
from sekisho.entrypoints.api.rendering import Json, moment
from sekisho.wording.documents import unclear_text, why_text
from sekisho.wording.language import Language
from sekisho.workflows.desk.documents.outcomes import (
    Attempt,
    DocumentDone,
    DocumentSheet,
    OwnerShown,
    PageShown,
    WaitingDocument,
)

PAGES = "/api/v1/desk/pages/"


def line(view: WaitingDocument, *, language: Language) -> Json:
    """Write one line of the queue."""
    body: Json = {
        "id": view.id,
        "receipt": view.receipt,
        "state": view.state.value,
        "way": view.way.value,
        "mailbox": view.mailbox.value,
        "came_to": view.came_to.value,
        "received_at": moment(view.received_at),
    }
    body |= _known(account=view.account, purpose=view.purpose.value if view.purpose else "")
    body |= {"why": {"code": view.why, "text": why_text(view.why, language=language)}} if view.why else {}
    unclear = {"code": view.flaw, "text": unclear_text(view.flaw, language=language)}
    return body | ({"unclear": unclear} if view.flaw else {})


def detail(view: DocumentSheet, *, language: Language) -> Json:
    """Write one document."""
    body = line(view.line, language=language)
    body |= {
        "subject": view.subject,
        "sender": view.sender.value,
        "kind": view.reading.kind.value,
        "fields": [_field(one) for one in view.reading.fields],
        "cautions": [one.value for one in view.reading.cautions],
        "missing": [one.value for one in view.reading.missing],
        "pages": [_page(page) for page in view.pages],
        "unopened": [
            {"code": one.flaw, "text": why_text(one.flaw, language=language)} for one in view.unopened if one.flaw
        ],
        "earlier": [_attempt(one, language=language) for one in view.attempts],
        "same_file_for": list(view.same_file_for),
        "lacks": {deed.value: lacks_json(lacks, language) for deed, lacks in view.lacks.items()},
        "seen": view.seen,
    }
    body |= {"owner": _owner(view.owner, language=language)} if view.owner else {}
    return body | _known(next=view.next_id)


def decided(view: DocumentDone) -> Json:
    """Write what became of a document."""
    body: Json = {
        "id": view.id,
        "receipt": view.receipt,
        "state": view.state.value,
        "at": moment(view.at),
        "is_told": view.is_told,
        "may_approve": view.may_approve,
    }
    purpose, case = view.purpose.value if view.purpose else "", view.case.value if view.case else ""
    return body | _known(account=view.account, purpose=purpose, case=case, next=view.next_id)


def _page(page: PageShown) -> Json:
    judgement, reading = page.findings.judgement, page.findings.reading
    body: Json = {
        "id": page.id,
        "url": f"{PAGES}{page.id}",
        "picture": page.picture,
        "number": page.number,
        "verdict": judgement.verdict.value,
        "fields": [_field(one) for one in reading.fields],
        "cautions": [one.value for one in reading.cautions],
    }
    return body | _known(fault=judgement.fault.value if judgement.fault else "")


def _field(one: ReadField) -> Json:
    said = {"field": one.field.value, "text": one.text, "value": one.value, "match": one.match.value}
    return {**said, "page": one.page}


def _owner(owner: OwnerShown, *, language: Language) -> Json:
    return {
        "account": owner.account,
        "username": owner.username,
        "name": owner.name,
        "state": owner.standing.value,
        "residence": owner.residence,
        "language": owner.language,
        "on_file": _on_file(owner.particulars),
        "cases": {purpose.value: state.value for purpose, state in owner.cases.items()},
        "approval_lacks": lacks_json(owner.lacks_for_approval, language),
    }


def _on_file(known: Particulars) -> Json:
    born = known.birth_date.isoformat() if known.birth_date else ""
    return _known(name=known.name, kana=known.kana, latin=known.latin, address=known.address, birth_date=born)


def _attempt(one: Attempt, *, language: Language) -> Json:
    body: Json = {
        "id": one.id,
        "receipt": one.receipt,
        "state": one.state.value,
        "received_at": moment(one.received_at),
        "decided_by": one.decided_by,
    }
    return body | ({"why": {"code": one.why, "text": why_text(one.why, language=language)}} if one.why else {})


def _known(**said: str) -> Json:
    return {name: value for name, value in said.items() if value}
