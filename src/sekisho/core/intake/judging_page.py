"""The table of judging as a page for an auditor: Markdown printed from the very table that judges."""

from typing import Final

from sekisho.core.intake.judging import JUDGING, NOTHING_LEFT, RULES, SHAKEN_FROM, STEPS, Row
from sekisho.core.tables import print_rows

HOW_TO_READ: Final = (
    f"Version {RULES} of the table. What is measured, and how often it is wrong: [pictures.md](../pictures.md).",
    "",
    "A page on which everything was read that the purpose requires is *legible*, whatever the numbers say. Of any other",
    "the first line, from the top, whose number is *poor* names the fault, and the picture is asked for again; where none",
    "is poor, a person looks. The machine never refuses for good: at most two requests, and the third picture goes to a person.",
)


def judging_page() -> str:
    """Print the table, how it is read, and which step of the guide each fault repeats."""
    return "\n".join(
        (
            "# When a picture is asked for again",
            "",
            *HOW_TO_READ,
            "",
            print_rows(("measure", "clear", "poor", "fault"), [_cells(row) for row in JUDGING]),
            "",
            f"A soft picture is *shaken* where `shake` is at least {SHAKEN_FROM:g}, else *out of focus*. One without writing",
            f"counts as blurred, and not as *no document*, where `softness` is at least {NOTHING_LEFT:g}.",
            "",
            "## The step that is repeated",
            "",
            print_rows(("fault", "step of the guide"), [(fault.value, step.value) for fault, step in STEPS.items()]),
            "",
        )
    )


def _cells(row: Row) -> tuple[str, str, str, str]:
    clear, poor = ("at least", "below") if row.is_least else ("at most", "above")
    return f"`{row.measure}`", f"{clear} {row.clear:g}", f"{poor} {row.poor:g}", row.fault.value
