"""What a deed left, made ready for the agent's eye and voice: the half to read out, where the rest went, who was told."""

from typing import Any, Final

from sekisho.core.desk.demands import DeskDeed
from sekisho.entrypoints.desk.call_shown import line
from sekisho.entrypoints.desk.seat import Seat
from sekisho.wording.desk import deed_name
from sekisho.wording.language import Language
from sekisho.wording.phonetics import Spelled, spell
from sekisho.workflows.desk.outcomes import DeedDone, HolderSheet

GROUP: Final = 4

UNTIL: Final = {
    DeskDeed.ISSUE_PASSCODE: "full_until",
    DeskDeed.APPROVE: "opens_at",
    DeskDeed.REOPEN: "opens_at",
}
"""What the moment of a deed means; of any other it is an end."""


def show_done(done: DeedDone, sheet: HolderSheet, seat: Seat) -> dict[str, Any]:
    """Give everything that the result's page shows. The secret is opened here, for this one answer."""
    code = done.secret.reveal_text() if done.secret else ""
    tongue = Language(sheet.language)
    return {
        "sheet": sheet,
        "here": seat.sheet_address(sheet.account),
        "deed": deed_name(done.deed, language=seat.language),
        "reference": done.reference,
        "code": _groups(spell(code, language=tongue)),
        "code_tongue": tongue.value,
        "code_heading": seat.say("done.half" if done.is_half else "done.whole"),
        "line": line(_script(done), tongue, seat) if code else None,
        "sent_to": done.sent_to,
        "sent_heading": seat.say("done.other_half" if done.is_half else "done.sent_to"),
        "until": seat.eye.moment(done.until) if done.until else "",
        "until_heading": seat.say(f"done.{UNTIL.get(done.deed, 'until')}"),
        "told": done.told,
    }


def _groups(spelled: tuple[Spelled, ...]) -> list[tuple[Spelled, ...]]:
    size = GROUP if len(spelled) % GROUP == 0 else len(spelled)
    return [spelled[at : at + size] for at in range(0, len(spelled), size)]


def _script(done: DeedDone) -> str:
    if done.deed is DeskDeed.RESET_PASSWORD:
        return "password"
    return "passcode" if done.is_half else "passcode_whole"
