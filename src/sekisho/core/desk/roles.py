"""The roles of the desk's own people (product.md section 1). A role says what one may ask for, never that it is enough."""

from enum import StrEnum, unique


@unique
class Role(StrEnum):
    """One person has one role; nobody is excused from evidence or from a second agent by theirs."""

    AGENT = "agent"  # Client Services
    TECHNICAL_ASSISTANCE = "technical_assistance"
    REVIEWER = "reviewer"  # new accounts
    SUPERVISOR = "supervisor"
