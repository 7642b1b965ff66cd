"""What a call may carry: strict types, no unknown field, bounded length. Read by Pydantic once; nothing is coerced."""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from sekisho.core.authenticators.entry import LONGEST as MOST_RESPONSE
from sekisho.core.passwords import MOST_BYTES as MOST_PASSWORD_BYTES
from sekisho.core.secret import Secret
from sekisho.workflows.prove_password import MOST_USERNAME
from sekisho.workflows.reauthenticate import Retyped

MOST_FACTOR: Final = 64

PRINTED: Final = r"^[^\u0000]+$"
"""Anything but NUL, which JSON can say and no person types. Documented; `json_body` is what refuses it."""


def _within_password_bytes(value: str) -> str:
    if len(value.encode()) > MOST_PASSWORD_BYTES:
        message = "longer than the most bytes that are hashed"
        raise ValueError(message)
    return value


class Body(BaseModel):
    """The root of every body: an unknown field is refused, a number is no text."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


Username = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_USERNAME),
    Field(
        description="As it was given at the application: lower case letters and digits.",
        examples=["kaede314"],
        json_schema_extra={"pattern": PRINTED},
    ),
]
Password = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_PASSWORD_BYTES),
    AfterValidator(_within_password_bytes),
    Field(
        description="At most 1,024 bytes in UTF-8. Any character; never cut short.",
        examples=["correct horse battery staple"],
        json_schema_extra={"format": "password", "pattern": PRINTED},
    ),
]
Response = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_RESPONSE),
    Field(
        description="What the device shows, the two card values one after the other, or the passcode. Always text: leading "
        "zeros count. Width, case, spaces and dashes do not matter.",
        examples=["08522129"],
        json_schema_extra={"pattern": PRINTED},
    ),
]
FactorId = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_FACTOR),
    Field(
        description="One id of the login's `factors`.", examples=["fac_3f9a"], json_schema_extra={"pattern": PRINTED}
    ),
]


CardValues = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_RESPONSE),
    Field(
        description="The two values one after the other. Width, case, spaces and dashes do not matter.",
        examples=["A3DZ3V"],
        json_schema_extra={"pattern": PRINTED},
    ),
]


class LoginBody(Body):
    """Who wants in, and where to."""

    username: Username
    password: Password
    surface: Literal["portal", "trading"] = Field(description="Client Portal or trading platform.", examples=["portal"])
    mode: Literal["live", "paper"] = Field(description="The choice of the login window.", examples=["live"])


class FactorBody(Body):
    """The second factor that the claimant wants to use instead."""

    factor: FactorId


class IdentityBody(Body):
    """User name and password again, for this call alone, and what is to answer."""

    username: Username
    password: Password
    factor: FactorId | None = Field(
        default=None,
        description="One of those that may answer, as the answer's `factors` list them. Absent: the first.",
    )

    def retyped(self) -> Retyped:
        """Read it."""
        return Retyped(username=self.username, password=Secret(self.password), factor=self.factor or "")


def retyped_of(body: IdentityBody | None) -> Retyped | None:
    """Read what may be missing; then the answer says that it is (RFC 9470)."""
    return None if body is None else body.retyped()


class CardValuesBody(Body):
    """The values of the two cells that were asked."""

    values: CardValues
