"""The closed list of reasons, and what is told of them before and after the password."""

import pytest

from sekisho.core.messages import told
from sekisho.core.reasons import UNIFORM, Reason

PUBLIC = """
    bad_credentials throttled locked account_not_approved account_opens_tomorrow account_closed account_rejected
    paper_credentials no_paper_account wrong_response challenge_expired response_used passcode_no_longer_trades
    passcode_expired passcode_dead card_expired card_exhausted device_suspended device_not_active no_second_factor
    step_up_required scope_insufficient not_found conflict verification_required second_agent_required
""".split()


def test_the_codes_of_the_public_contract_never_change():
    assert [reason.value for reason in Reason] == PUBLIC


@pytest.mark.parametrize("reason", Reason)
def test_before_the_password_only_three_reasons_are_ever_told(reason):
    assert told(reason, password_proved=False) in {Reason.BAD_CREDENTIALS, Reason.THROTTLED, Reason.LOCKED}
    assert told(reason, password_proved=False) is (reason if reason in UNIFORM else Reason.BAD_CREDENTIALS)


@pytest.mark.parametrize("reason", Reason)
def test_after_the_password_the_exact_reason_is_told(reason):
    assert told(reason, password_proved=True) is reason
