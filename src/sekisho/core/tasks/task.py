"""A sensitive task as it is wanted: its kind and every detail, read into the one form that a proof is bound to.

Two ways of writing the same give the same text, two different wishes never do (RTS Art. 5, CHB-02). What a page shows, what the
proof is bound to and what is done are this one value.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final, NewType

from sekisho.core.access.permits import HolderDeed
from sekisho.core.contacts import ContactKind
from sekisho.core.tables import TableError, read_rows
from sekisho.core.tasks.details import READERS, DetailFlaw, Reads

Cents = NewType("Cents", int)
"""US dollars times 100."""

TEXT: Final = """
    task              deed            detail   reads
    withdrawal        withdraw        amount   dollars
    withdrawal        withdraw        bank     name of ours
    bank_instruction  instruct_bank   bank     line
    bank_instruction  instruct_bank   branch   line
    bank_instruction  instruct_bank   account  bank account
    bank_instruction  instruct_bank   payee    line
    email_change      change_contact  email    e-mail address
    phone_change      change_contact  phone    telephone number
    personal_data     change_contact  address  postal address
"""


@unique
class TaskKind(StrEnum):
    """The tasks with something to lose, as programs name them."""

    WITHDRAWAL = "withdrawal"
    BANK_INSTRUCTION = "bank_instruction"
    EMAIL_CHANGE = "email_change"
    PHONE_CHANGE = "phone_change"
    PERSONAL_DATA = "personal_data"


CONTACT_OF: Final = MappingProxyType(
    {
        TaskKind.EMAIL_CHANGE: ContactKind.EMAIL,
        TaskKind.PHONE_CHANGE: ContactKind.PHONE,
        TaskKind.PERSONAL_DATA: ContactKind.ADDRESS,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One detail of a task and how it is read."""

    name: str
    reads: Reads


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """What a task consists of. `deed` is the line of the permits that guards it."""

    deed: HolderDeed
    fields: tuple[Field, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One task with its details, in the order of the table, each in its one form. Made by `read_task` alone."""

    kind: TaskKind
    details: tuple[tuple[str, str], ...]

    def __getitem__(self, name: str) -> str:
        """Give one detail."""
        return dict(self.details)[name]

    @property
    def deed(self) -> HolderDeed:
        """Give the line of the permits that guards it."""
        return SHAPES[self.kind].deed

    @property
    def cents(self) -> Cents:
        """Give the amount of a withdrawal; any other task moves no money."""
        return Cents(int(self["amount"].replace(".", ""))) if self.kind is TaskKind.WITHDRAWAL else Cents(0)

    @property
    def contact(self) -> tuple[ContactKind, str] | None:
        """Give which address becomes what; None: the task changes no address."""
        kind = CONTACT_OF.get(self.kind)
        return None if kind is None else (kind, self.details[0][1])

    def text(self) -> str:
        """Give the text that a proof is bound to."""
        return json.dumps([self.kind.value, *self.details], ensure_ascii=True, separators=(",", ":"))


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskFlawed:
    """Not a task yet: what is wrong, by detail; a detail that the task does not have stands here, too."""

    flaws: Mapping[str, DetailFlaw]


def read_task(kind: TaskKind, given: Mapping[str, str]) -> Task | TaskFlawed:
    """Read what was typed; every detail of the task, and no other."""
    fields = SHAPES[kind].fields
    read = {field.name: READERS[field.reads](given.get(field.name, "")) for field in fields}
    flaws = {name: value for name, value in read.items() if isinstance(value, DetailFlaw)}
    flaws |= dict.fromkeys(given.keys() - read.keys(), DetailFlaw.UNKNOWN)
    if flaws:
        return TaskFlawed(flaws=flaws)
    return Task(kind=kind, details=tuple((name, str(value)) for name, value in read.items()))


def read_shapes(text: str) -> Mapping[TaskKind, Shape]:
    """Read the table; total over the tasks, one deed for each."""
    fields: dict[TaskKind, list[Field]] = {}
    deeds: dict[TaskKind, HolderDeed] = {}
    for name, deed, detail, reads in read_rows(text, columns=("task", "deed", "detail", "reads")):
        kind = TaskKind(name)
        if deeds.setdefault(kind, HolderDeed(deed)) is not HolderDeed(deed):
            raise TableError(f"{name!r} has two deeds")
        fields.setdefault(kind, []).append(Field(name=detail, reads=Reads(reads)))
    if missing := {*TaskKind} - {*fields}:
        raise TableError(f"these tasks have no line: {sorted(missing)}")
    return MappingProxyType({kind: Shape(deed=deeds[kind], fields=tuple(fields[kind])) for kind in fields})


SHAPES: Final = read_shapes(TEXT)
