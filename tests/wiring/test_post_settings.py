"""The ways out: whole or not named at all, and never in the open."""

import pytest
from pydantic import ValidationError

from sekisho.adapters.carriers import carriers_of
from sekisho.entrypoints.cli.examination import Grade
from sekisho.entrypoints.cli.ways_out import try_ways_out
from sekisho.settings import Settings
from sekisho.workflows.post_records import Channel

RELAY = {"relay_host": "mail.example.com", "mail_from": "no-reply@example.com"}
TEXTS = {"text_url": "https://texts.example.com/send", "text_token": "0123456789abcdef"}


def test_each_way_that_is_named_has_its_carrier() -> None:
    assert carriers_of(Settings()) == {}
    assert set(carriers_of(Settings(**RELAY, **TEXTS))) == set(Channel)  # type: ignore[arg-type] # as the environment gives them


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"relay_host": "mail.example.com"}, id="nobody writes the letters"),
        pytest.param({**RELAY, "relay_user": "sekisho"}, id="a name without a password"),
        pytest.param({**RELAY, "relay_tls": "none"}, id="letters in the open"),
        pytest.param({"text_url": TEXTS["text_url"]}, id="texts without a token"),
        pytest.param({**TEXTS, "text_token": "short"}, id="a token that can be guessed"),
        pytest.param({**TEXTS, "text_url": "http://texts.example.com/send"}, id="texts in the open"),
        pytest.param({**TEXTS, "text_url": "https://me:word@texts.example.com/"}, id="a password in an address"),
        pytest.param({**TEXTS, "text_url": "file:///etc/passwd"}, id="no service at all"),
    ],
)
def test_half_a_way_or_an_open_one_is_none(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)  # type: ignore[arg-type] # as the environment gives them


def test_a_relay_on_this_machine_needs_no_tls() -> None:
    assert carriers_of(Settings(**{**RELAY, "relay_host": "localhost", "relay_tls": "none"}))  # type: ignore[arg-type] # likewise


def test_the_doctor_says_which_way_is_missing_and_which_is_closed() -> None:
    closed = Settings(**{**RELAY, "relay_host": "localhost", "relay_tls": "none", "relay_port": 1})  # type: ignore[arg-type] # likewise
    found = {finding.message: finding for finding in try_ways_out(closed)}
    assert found["doctor.way_out_closed"].grade is Grade.FAILED
    assert found["doctor.way_out_closed"].params["host"] == "localhost"
    assert found["doctor.no_way_out"].grade is Grade.WARNING
    assert found["doctor.no_way_out"].params["name"] == "SEKISHO_TEXT_URL"
