"""What the phone gets back from a deed upon a request."""

from dataclasses import dataclass

from sekisho.core.authenticators.approvals import ApprovalState
from sekisho.workflows.outcomes import RefusalView


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalMoved:
    """It is done."""

    state: ApprovalState


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalRefused:
    """It is not; `state` is how the request stands after it."""

    refusal: RefusalView
    state: ApprovalState
