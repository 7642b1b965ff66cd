"""The desk's own people of the demo. Only data, like `cast`."""

from typing import Final

from sekisho.core.desk.roles import Role as DeskRole
from sekisho.entrypoints.demo.cast import Role, Situation, dsc


def _staff(username: str, name: str, desk: DeskRole, *, language: str) -> Role:
    residence = "JP" if language == "ja" else "US"
    return Role(
        username=username,
        name=name,
        language=language,
        residence=residence,
        situation=Situation.STAFF,
        holdings=(dsc(),),
        desk=desk,
    )


STAFF: Final[tuple[Role, ...]] = (
    _staff("madok101", "鈴木 窓花", DeskRole.AGENT, language="ja"),
    _staff("terry102", "Terry Taylor", DeskRole.AGENT, language="en"),
    _staff("mamor103", "技野 守", DeskRole.TECHNICAL_ASSISTANCE, language="ja"),
    _staff("robin104", "Robin Reed", DeskRole.REVIEWER, language="en"),
    _staff("touko105", "管野 統子", DeskRole.SUPERVISOR, language="ja"),
)
"""Who works at the desk: two agents, so that one can be the other's second."""
