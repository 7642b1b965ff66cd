"""What a call of the desk may carry: strict types, no unknown field, bounded length."""

from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue, StringConstraints

from sekisho.entrypoints.api.bodies import PRINTED, Body

MOST_QUERY: Final = 254
MOST_REASON: Final = 500
WRITTEN: Final = r"^[^\u0000]*[^\u0000\s][^\u0000]*$"
"""Something that is not only space."""
NO_NUL: Final[dict[str, JsonValue]] = {"pattern": r"^[^\u0000]*$"}
MOST_VALUE: Final = 400

Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_REASON),
    Field(
        description="Why; kept in the audit trail, and shown to the second agent.",
        examples=["The card was left on a train."],
        json_schema_extra={"pattern": WRITTEN},
    ),
]


Query = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_QUERY),
    Field(description="The beginning of what is known.", examples=["kaede"], json_schema_extra={"pattern": PRINTED}),
]


class CallBody(Body):
    """About whom an agent speaks."""

    account: str = Field(pattern=r"^U[0-9]{6,8}$", examples=["U1234567"])


class EvidenceBody(Body):
    """One item that the caller showed, or failed to show."""

    kind: Literal["call_back", "portal_word", "account_details", "security_question"] = Field(examples=["call_back"])
    outcome: Literal["passed", "failed"] = Field(
        description="What the agent attests. For `portal_word` the server judges `value` itself.", examples=["passed"]
    )
    value: str = Field(
        default="",
        max_length=64,
        description="For `portal_word`: the word pair that the caller read out, in either language.",
        examples=["grape 17"],
        json_schema_extra=NO_NUL,
    )


class DeedBody(Body):
    """What is to be done in a call."""

    deed: Literal[
        "issue_passcode",
        "request_card",
        "unblock_device",
        "order_device",
        "replace_device",
        "reset_password",
        "send_username",
        "unlock",
        "report_lost",
        "hold_activation",
        "release_activation",
        "change_contact",
        "close",
        "reopen",
    ] = Field(examples=["issue_passcode"])
    reason: Reason
    device: str = Field(
        default="",
        max_length=64,
        description="The device that is meant, by its id; needed where several would fit. For `issue_passcode` the one that is "
        "missing (default: every active one).",
        examples=["fac_77aa01bc9e"],
        json_schema_extra=NO_NUL,
    )
    contact: Literal["email", "phone", "address"] | None = Field(
        default=None, description="For `change_contact`: which address.", examples=["phone"]
    )
    value: str = Field(
        default="",
        max_length=MOST_VALUE,
        description="For `change_contact`: the new address.",
        examples=["+81-90-0000-0000"],
        json_schema_extra=NO_NUL,
    )


class ApprovalBody(Body):
    """What the second agent says."""

    agree: bool = Field(default=True, examples=[True])


class DecisionBody(Body):
    """Why an account is approved, turned down or closed."""

    reason: str = Field(
        default="", max_length=MOST_REASON, examples=["Both documents were accepted."], json_schema_extra=NO_NUL
    )


class CloseBody(DecisionBody):
    """Why an account is closed. For want of a balance it follows from the books; at the holder's wish it takes a call."""

    cause: Literal["by_holder", "no_balance"] | None = Field(
        default=None, description="Default: `by_holder` for an agent, `no_balance` for a reviewer."
    )
