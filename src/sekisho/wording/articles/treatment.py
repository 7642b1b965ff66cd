"""Which section of which article treats a reason of refusal. A reason that no article treats has its own page alone."""

from types import MappingProxyType
from typing import Final

from sekisho.core.reasons import Reason
from sekisho.wording.articles.targets import article_path, reason_path
from sekisho.wording.language import Language

TREATED: Final = MappingProxyType(
    {
        Reason.BAD_CREDENTIALS: "kb1133#credentials",
        Reason.THROTTLED: "kb1133#response",
        Reason.LOCKED: "kb1133#credentials",
        Reason.ACCOUNT_NOT_APPROVED: "kb1133#credentials",
        Reason.ACCOUNT_OPENS_TOMORROW: "kb1133#credentials",
        Reason.ACCOUNT_CLOSED: "kb1133#credentials",
        Reason.PAPER_CREDENTIALS: "kb1133#credentials",
        Reason.NO_PAPER_ACCOUNT: "kb1133#credentials",
        Reason.WRONG_RESPONSE: "kb1133#response",
        Reason.CHALLENGE_EXPIRED: "kb1133#response",
        Reason.RESPONSE_USED: "kb1131#how",
        Reason.PASSCODE_NO_LONGER_TRADES: "kb1133#portal-only",
        Reason.PASSCODE_EXPIRED: "kb1133#passcode-expired",
        Reason.PASSCODE_DEAD: "kb69#earlier",
        Reason.CARD_EXPIRED: "kb1133#card-expired",
        Reason.CARD_EXHAUSTED: "kb1873#use",
        Reason.DEVICE_SUSPENDED: "kb2636#reactivate",
        Reason.DEVICE_NOT_ACTIVE: "kb2636#activate",
        Reason.NO_SECOND_FACTOR: "kb1131#factors",
        Reason.STEP_UP_REQUIRED: "verify-identity#start",
    }
)
"""Reason -> article and anchor; a test finds each of them in the library."""


def article_of(reason: Reason, *, language: Language) -> str:
    """Give the address where `reason` is explained: an article's section, or else the reason's own page."""
    if reason not in TREATED:
        return reason_path(reason, language=language)
    slug, _, anchor = TREATED[reason].partition("#")
    return article_path(slug, language=language, anchor=anchor)
