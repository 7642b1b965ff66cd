"""The desk's rules as a page for an auditor: Markdown printed from the very tables that decide, so that the two cannot part."""

from datetime import timedelta
from typing import Final

from sekisho.core.contacts import SETTLED_AFTER
from sekisho.core.desk.circumstances import APART_FOR, MOST_IN_ROW, MOST_PER_HOUR, PASSCODES_WITHIN, STOPPED_FOR, Risk
from sekisho.core.desk.decide import REASONS
from sekisho.core.desk.demands import COLUMNS, DEMANDS, MAY_SECOND, Demand, DeskDeed
from sekisho.core.desk.documents import print_document_deeds
from sekisho.core.desk.evidence import FAILED_WITHIN, MOST_FAILED, WEIGHT_OF_SECOND, WORTH, EvidenceKind
from sekisho.core.intake.reasons import COLUMNS as REASON_COLUMNS
from sekisho.core.intake.reasons import REASONS as DOCUMENT_REASONS
from sekisho.core.intake.reasons import DocumentReason, ReviewVerdict
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.tables import print_rows

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)


def desk_page() -> str:
    """Print evidence, deeds, risks and what is told."""
    return "\n".join(
        (
            "# What the desk may do, and on what evidence",
            "",
            *HOW_TO_READ,
            "",
            "## What a caller can show",
            "",
            print_rows(("evidence", "weight", "counts while", "a failure"), [_worth(kind) for kind in EvidenceKind]),
            "",
            *_beside_evidence(),
            "",
            "## What each deed demands",
            "",
            print_rows(COLUMNS, [_demand(deed, DEMANDS[deed]) for deed in DeskDeed]),
            "",
            *BESIDE_DEEDS,
            "",
            "## What makes a deed risky",
            "",
            *_risks(),
            "",
            *_documents(),
            "",
            "## What stands in the way, in the order in which it decides",
            "",
            print_rows(("lack", "told as"), [[f"`{lack}`", f"`{reason}`"] for lack, reason in REASONS.items()]),
            "",
        )
    )


HOW_TO_READ: Final = (
    "Printed from `sekisho.core.desk`. A caller is verified in a *call*: one agent, one account, ten minutes, one deed. The",
    "console asks these tables to grey its buttons, and the deed asks them again; no role opens a path around them.",
)
BESIDE_DEEDS: Final = (
    "A deed of weight 0 rests on documents or books and needs no call. Everything else is told to the holder at once, on every",
    "address on file and on those replaced lately, with a link that stops it. There is no deed that switches the second factor",
    "off.",
)


BESIDE_DOCUMENTS: Final = (
    "A document is a matter of its own: it needs no call, changes a case and never an account. Nobody decides about their own.",
    "Approving wants every case of the account accepted, and both proofs there unless the house's settings say otherwise.",
    "What is not accepted is told to the holder with one of these reasons:",
)


def _documents() -> tuple[str, ...]:
    return (
        "## What a document's reviewer does",
        "",
        print_document_deeds(),
        "",
        *BESIDE_DOCUMENTS,
        "",
        print_rows(REASON_COLUMNS, [_reason(reason) for reason in DocumentReason]),
    )


def _reason(reason: DocumentReason) -> list[str]:
    fit = DOCUMENT_REASONS[reason]
    verdicts = [verdict.value for verdict in ReviewVerdict if verdict in fit.verdicts]
    return [f"`{reason}`", ", ".join(verdicts), ", ".join(one.value for one in Purpose if one in fit.purposes)]


def _worth(kind: EvidenceKind) -> list[str]:
    worth = WORTH[kind]
    number = worth.number_on_file_for
    settled = f"the number stood on file for {_span(number)}, and " if number is not None else ""
    counts = f"{settled}it is younger than {_span(worth.fresh_for)}"
    return [f"`{kind}`", str(worth.weight), counts, worth.failure.value]


def _beside_evidence() -> tuple[str, ...]:
    return (
        "- Of each kind at most one item counts, and none of a kind of which one failed.",
        "- A spoiled call reaches no deed that must include a call-back.",
        f"- After {MOST_FAILED} failed items for one account within {_span(FAILED_WITHIN)}, over all calls and agents, only a",
        "  call-back counts.",
        f"- The agreement of a second person weighs {WEIGHT_OF_SECOND} beside a call-back, and nothing without one.",
        f"- A number counts by its age on file. One replaced in the last {_span(SETTLED_AFTER)} may still be rung, if it",
        "  stood there long enough before.",
    )


def _demand(deed: DeskDeed, demand: Demand) -> list[str]:
    return [
        f"`{deed}`",
        ", ".join(sorted(role.value for role in demand.roles)),
        str(demand.weight) if demand.needs_call else "no call",
        ", ".join(f"`{kind}`" for kind in sorted(demand.must_include)) or "-",
        demand.second_agent.value,
        demand.family.value,
        f"`{demand.told_as}`",
    ]


def _risks() -> tuple[str, ...]:
    words = {
        Risk.CONTACT_CHANGED: f"an address on file changed in the last {_span(SETTLED_AFTER)}",
        Risk.LOGIN_LOCKED: "the login is locked (but for `unlock`)",
        Risk.SECOND_PASSCODE: "a passcode, when no permanent device answered since the last one",
        Risk.OTHER_FAMILY: f"a deed of the other family (password, factor) was done in the last {_span(APART_FOR)}",
        Risk.STOPPED: f"the holder stopped a deed in the last {_span(STOPPED_FOR)}",
        Risk.GUESSING: f"{MOST_FAILED} items failed within {_span(FAILED_WITHIN)}",
    }
    seconds = ", ".join(sorted(role.value for role in MAY_SECOND))
    return (
        *(f"- `{risk}`: {words[risk]}" for risk in Risk),
        "",
        f"Who agrees is somebody else ({seconds}) without a stake in the account; after a deed of the other family neither of",
        "the two is one of those who did it. Whatever the role, nobody does alone what demands two.",
        "",
        f"A passcode that would be number {MOST_IN_ROW + 1} in a row within {_span(PASSCODES_WITHIN)} is never issued here.",
        f"One agent issues at most {MOST_PER_HOUR} passcodes in an hour, and none for an account of their own.",
    )


def _span(span: timedelta) -> str:
    for unit, name in ((DAY, "days"), (HOUR, "hours"), (MINUTE, "minutes")):
        if span % unit == timedelta() and span // unit > 1:
            return f"{span // unit} {name}"
    return f"{span / HOUR:g} hours"
