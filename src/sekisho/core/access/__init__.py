"""The one policy: surfaces, scopes, the table, `decide()` and `forecast()`."""

from sekisho.core.access.ceilings import Ceiling, Unlimited, ceiling_of, may_step_up
from sekisho.core.access.decide import decide
from sekisho.core.access.decisions import (
    Decision,
    Evidence,
    FactorRequired,
    Granted,
    Mode,
    Refused,
    Scope,
    Surface,
)
from sekisho.core.access.forecast import Span, forecast, outlook
from sekisho.core.access.permits import PERMITS, HolderDeed, OwnProof, Permit, may
from sekisho.core.access.situations import Situation, situation_of
from sekisho.core.access.table import ACCESS, Factor, Row

__all__ = [
    "ACCESS",
    "PERMITS",
    "Ceiling",
    "Decision",
    "Evidence",
    "Factor",
    "FactorRequired",
    "Granted",
    "HolderDeed",
    "Mode",
    "OwnProof",
    "Permit",
    "Refused",
    "Row",
    "Scope",
    "Situation",
    "Span",
    "Surface",
    "Unlimited",
    "ceiling_of",
    "decide",
    "forecast",
    "may",
    "may_step_up",
    "outlook",
    "situation_of",
]
