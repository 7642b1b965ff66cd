"""What a claimant may be told of a refusal: the true reason reduced to what this person may know.

No sentences here: `sekisho.wording` has them. Before the password is proved every reason becomes one of `reasons.UNIFORM`.
"""

from sekisho.core.reasons import UNIFORM, Reason


def told(reason: Reason, *, password_proved: bool) -> Reason:
    """Give the reason that may be shown: the exact one after the password, a uniform one before."""
    if password_proved or reason in UNIFORM:
        return reason
    return Reason.BAD_CREDENTIALS
