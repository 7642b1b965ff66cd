"""What is done with a mail and with a document, as flows of steps for the engine: each step is a deed that may run again.

A flow is given `step`, which runs a deed once and remembers what it gave; after a kill the flow begins again, and the steps that
ended are not run again. What a deed writes is written once whoever runs it how often, so two engines at one document do no harm.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sekisho.workflows.intake.conclude import conclude
from sekisho.workflows.intake.judge import judge_picture
from sekisho.workflows.intake.understand import understand
from sekisho.workflows.ports import Flow, Ports, Step

MAIL: Final = "mail"
DOCUMENT: Final = "document"


def take_apart(step: Step, mail_id: str) -> None:
    """Make a document of a mail."""
    step("understand", understand, mail_id)


def look_at(step: Step, document_id: str) -> None:
    """Judge each picture, then conclude."""
    for picture_id in step("list pictures", list_pictures, document_id).split():
        step("judge picture", judge_picture, picture_id)
    step("conclude", conclude, document_id)


def list_pictures(ports: Ports, document_id: str) -> str:
    """Give the ids of a document's pictures that are not judged yet, with blanks between them."""
    with ports.store.reading() as tx:
        return " ".join(picture.id for picture in tx.pictures_of(document_id) if picture.judged_at is None)


FLOWS: Final[Mapping[str, Flow]] = MappingProxyType({MAIL: take_apart, DOCUMENT: look_at})
