"""What the search found, in plain sentences: a page for an auditor, and the shortest story where a promise does not hold."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from sekisho.core.access.search.rules import STEP_RULES, WORLD_RULES
from sekisho.core.access.search.scene import NO_TIME, Step
from sekisho.core.access.search.walk import WAY_BACK, Breach, Report


def page_of(reports: Sequence[Report]) -> str:
    """Print what was searched and what held, as Markdown."""
    worlds, steps = sum(report.worlds for report in reports), sum(report.steps for report in reports)
    rows = [f"| {r.theatre.name} | {_left_out(r)} | {r.worlds:,} | {r.steps:,} |" for r in reports]
    return "\n".join(
        (
            "# The policy, searched to its end",
            "",
            "Printed from `sekisho.core.access.search`. In each part below, every state that the account and what it holds can",
            "reach from an application on is visited, by every order of the deeds of holders, agents, reviewers, the post,",
            "timers and wrong tries. At each state the real `decide` is asked about everybody who might stand before the door,",
            "and time goes on to each next boundary, with a look at the second before and the second after. Unless a part says",
            "otherwise, spans are shortened to days: the policy compares moments and measures nothing.",
            "",
            "| part | left out | states | steps |",
            "| --- | --- | --- | --- |",
            *rows,
            f"| together | | {worlds:,} | {steps:,} |",
            "",
            "What is promised:",
            "",
            *(f"- {promise}" for promise in PROMISES),
            "",
            *_findings(reports),
        )
    )


PROMISES: Final = (*(rule.promise for rule in WORLD_RULES), *(rule.promise for rule in STEP_RULES), WAY_BACK)


def _left_out(report: Report) -> str:
    return ", ".join(sorted(deed.name.replace("_", " ").lower() for deed in report.theatre.leaves_out)) or "nothing"


def story_of(breach: Breach) -> str:
    """Tell how a promise comes to be broken, step by step, with the hours since the application."""
    return "\n".join(
        (
            f"It was promised: {breach.promise}",
            *_numbered(breach.story),
            f"Then {breach.seen}.",
        )
    )


def _findings(reports: Sequence[Report]) -> Iterator[str]:
    broken = [report.breach for report in reports if report.breach is not None]
    for breach in broken:
        yield from ("## It does not hold", "", story_of(breach), "")
    if not broken:
        far = max(reports, key=lambda report: len(report.way_back))
        yield from (
            "It holds everywhere. Nobody without a device at hand is farther from full access than whoever came here:",
            "",
        )
        yield from (*_numbered(far.farthest), "", "and goes back like this:", "", *_numbered(far.way_back), "")


def _numbered(steps: Sequence[Step]) -> Iterator[str]:
    yield from (f"{number}. {sentence}" for number, sentence in enumerate(_sentences(steps), start=1))


def _sentences(steps: Sequence[Step]) -> Iterator[str]:
    passed = NO_TIME
    for step in steps:
        said = step.deed.value.format(step.subject)
        yield said if step.elapsed else f"Hour {passed / timedelta(hours=1):g}: {said}"
        passed += step.elapsed
