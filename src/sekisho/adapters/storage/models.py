"""Where Django looks for models; they live in `rows`."""

from sekisho.adapters.storage.rows import (
    AccountRow,
    AuthenticatorRow,
    BrowserRow,
    ChallengeRow,
    HolderRow,
    LoginRow,
    OutboxRow,
    QuestionRow,
    SessionRow,
    SpentCellRow,
    TrailHeadRow,
    TrailRow,
    TriesRow,
)

__all__ = [
    "AccountRow",
    "AuthenticatorRow",
    "BrowserRow",
    "ChallengeRow",
    "HolderRow",
    "LoginRow",
    "OutboxRow",
    "QuestionRow",
    "SessionRow",
    "SpentCellRow",
    "TrailHeadRow",
    "TrailRow",
    "TriesRow",
]
