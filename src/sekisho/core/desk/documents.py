"""What the desk may do with mailed documents, and what approving an account wants of them. Tables, and no clock.

A person of the staff decides about nobody's documents but a stranger's: `Person.is_own` is whoever shares account, identity,
e-mail address or telephone with the holder.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.desk.circumstances import Person
from sekisho.core.desk.decide import Lack, ordered
from sekisho.core.desk.roles import Role
from sekisho.core.intake.cases import DOCUMENT_LIFE, CaseState, DocumentEvent, DocumentState
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.tables import TableError, print_rows, read_rows
from sekisho.core.transitions import NotAllowed


@unique
class DocumentDeed(StrEnum):
    """What a person does with a document. Names are kept in the trail: never rename one."""

    LOOK = "look_at_document"
    ACCEPT = "accept_document"
    ASK_AGAIN = "ask_again_for_document"
    REFUSE = "refuse_document"
    FILE = "file_document"
    DISMISS = "dismiss_document"


COLUMNS: Final = ("deed", "by", "event", "own account")
TEXT: Final = """
    deed                    by                    event      own account
    look_at_document        reviewer, supervisor  -          allowed
    accept_document         reviewer              accept     never
    ask_again_for_document  reviewer              ask_again  never
    refuse_document         reviewer              refuse     never
    file_document           reviewer              file       never
    dismiss_document        reviewer              dismiss    never
"""
"""A supervisor looks and does not decide: whoever oversees the reviewers is not one of them."""


def read_deeds(text: str) -> Mapping[DocumentDeed, tuple[frozenset[Role], DocumentEvent | None, bool]]:
    """Read the table: whose each deed is, which event of the document's life it is, and whether about oneself."""
    found: dict[DocumentDeed, tuple[frozenset[Role], DocumentEvent | None, bool]] = {}
    for name, by, event, own in read_rows(text, columns=COLUMNS):
        roles = frozenset(Role(role) for role in by.split(", "))
        found[DocumentDeed(name)] = (roles, None if event == "-" else DocumentEvent(event), own == "allowed")
    if missing := {*DocumentDeed} - {*found}:
        raise TableError(f"these deeds have no line: {sorted(missing)}")
    return MappingProxyType(found)


DOCUMENT_DEEDS: Final = read_deeds(TEXT)


def may(deed: DocumentDeed, role: Role) -> bool:
    """Tell whether a role has this deed at all."""
    return role in DOCUMENT_DEEDS[deed][0]


def lacks_of_deed(deed: DocumentDeed, *, person: Person, state: DocumentState) -> tuple[Lack, ...]:
    """Name what stands between a person and a deed about a document in this state, what decides first."""
    roles, event, is_for_oneself = DOCUMENT_DEEDS[deed]
    found = set[Lack]()
    if person.role not in roles:
        found.add(Lack.ROLE)
    if person.is_own and not is_for_oneself:
        found.add(Lack.OWN_ACCOUNT)
    if event is not None and isinstance(DOCUMENT_LIFE.after(state, event), NotAllowed):
        found.add(Lack.DOCUMENT_STATE)
    return ordered(found)


def lacks_of_documents(cases: Mapping[Purpose, CaseState], *, needs_both: bool) -> Iterable[Lack]:
    """Name what the documents lack for an account to be approved (B135): one is open, or, where both are wanted, never came."""
    if any(state is not CaseState.ACCEPTED for state in cases.values()):
        yield Lack.DOCUMENTS_OPEN
    if needs_both and {*Purpose} - {*cases}:
        yield Lack.DOCUMENTS_MISSING


def print_document_deeds() -> str:
    """Print the table for an auditor."""
    rows = (
        (f"`{deed}`", ", ".join(sorted(roles)), f"`{event}`" if event else "-", "allowed" if own else "never")
        for deed, (roles, event, own) in DOCUMENT_DEEDS.items()
    )
    return print_rows(COLUMNS, rows)
