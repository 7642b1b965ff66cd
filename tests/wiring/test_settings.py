"""The settings: read once, strict, and silent about what is secret."""

import os
from datetime import UTC, datetime, time, timedelta
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.accounts import Cutoff
from sekisho.core.authenticators.terms import Terms
from sekisho.core.errors import ConfigurationError
from sekisho.core.regions import DEFAULT_REGIONS
from sekisho.settings import Settings, read_settings, to_environment, unknown_variables

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch):
    for name in tuple(os.environ):
        if name.startswith("SEKISHO_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)


def test_without_any_variable_the_defaults_are_safe():
    settings = read_settings()
    assert settings.secure_cookies is True
    assert settings.trusted_proxies == 0
    assert settings.host == "127.0.0.1"
    assert settings.database_url is None
    assert "架空" in settings.registration_ja
    assert "fictional" in settings.registration_en
    assert settings.key_path == settings.data_dir / "keys.json"
    assert settings.cutoff == Cutoff(at=time(16), zone=ZoneInfo("America/New_York"))
    assert settings.spans.portal_idle == timedelta(minutes=15)


def test_an_empty_variable_is_as_good_as_none(monkeypatch):
    monkeypatch.setenv("SEKISHO_SECURE_COOKIES", "")
    monkeypatch.setenv("DATABASE_URL", "")
    assert read_settings() == Settings()


@pytest.mark.parametrize(
    ("origin", "hosts", "names"),
    [
        ("", "", ("localhost", "127.0.0.1", "[::1]")),
        ("https://login.example.com", "", ("login.example.com",)),
        ("https://login.example.com:8443", "", ("login.example.com",)),
        ("https://login.example.com", "a.example, b.example", ("a.example", "b.example")),
    ],
)
def test_the_site_answers_to_its_own_names_only(monkeypatch, origin, hosts, names):
    monkeypatch.setenv("SEKISHO_PUBLIC_ORIGIN", origin)
    monkeypatch.setenv("SEKISHO_ALLOWED_HOSTS", hosts)
    assert read_settings().hosts == names


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEKISHO_SECURE_COOKIES", "perhaps"),
        ("SEKISHO_TRUSTED_PROXIES", "-1"),
        ("SEKISHO_TRUSTED_PROXIES", "9"),
        ("SEKISHO_PORT", "70000"),
        ("SEKISHO_WORKERS", "0"),
        ("SEKISHO_METRICS_TOKEN", "too short"),
        ("SEKISHO_ZONE", "Mars/Olympus"),
        ("SEKISHO_ZONE", "../../etc/passwd"),
        ("SEKISHO_CUTOFF_AT", "25:00"),
        ("SEKISHO_PORTAL_IDLE", "soon"),
        ("SEKISHO_REGIONS", "[{}]"),
        ("SEKISHO_PUBLIC_ORIGIN", "login.example.com"),
        ("SEKISHO_PUBLIC_ORIGIN", "https://login.example.com/path"),
        ("SEKISHO_PUBLIC_ORIGIN", "ftp://login.example.com"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_its_name_and_not_repeated(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as refused:
        read_settings()
    assert str(refused.value) == name


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({}, None),
        ({"USER": ""}, "USER"),
        ({"PASSWORD": ""}, "PASSWORD"),
        ({"TLS": "none"}, "TLS"),
        ({"TLS": "none", "HOST": "127.0.0.1"}, None),
        ({"TAKEN_FOLDER": "INBOX"}, "TAKEN_FOLDER"),
        ({"PAUSE": "PT0S"}, "PAUSE"),
    ],
)
def test_a_mailbox_has_a_user_and_a_password_and_is_encrypted_unless_it_is_on_this_machine(
    monkeypatch, changed, refused
):
    wanted = {"HOST": "imap.example.com", "USER": "documents", "PASSWORD": "hunter2"} | changed
    for name, value in wanted.items():
        monkeypatch.setenv(f"SEKISHO_IMAP_{name}", value)
    if refused:
        with pytest.raises(ConfigurationError, match=f"^SEKISHO_IMAP_{refused}$"):
            read_settings()
    else:
        settings = read_settings()
        assert settings.imap.port == (143 if "TLS" in changed else 993)
        assert "hunter2" not in repr(settings) + str(settings.model_dump()) + repr(settings.imap)


def test_what_looks_like_a_setting_and_is_none_is_found(monkeypatch):
    monkeypatch.setenv("SEKISHO_DEBUG", "1")
    monkeypatch.setenv("SEKISHO_PORT", "8000")
    assert unknown_variables() == ("SEKISHO_DEBUG",)


def test_the_database_s_password_and_the_counters_token_are_not_shown(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://sekisho:hunter2@localhost/sekisho")
    monkeypatch.setenv("SEKISHO_METRICS_TOKEN", "hunter2hunter2hunter2")
    settings = read_settings()
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in str(settings.model_dump())


SETTINGS = st.builds(
    Settings,
    data_dir=st.sampled_from([Path("data"), Path("/var/lib/関所")]),
    key_file=st.sampled_from([None, Path("/etc/keys.json")]),
    DATABASE_URL=st.sampled_from([None, "postgresql://u:p%40@h:1/n?host=/run"]),
    brand_ja=st.sampled_from(["関所証券", "別の証券"]),
    regions=st.sampled_from([DEFAULT_REGIONS, DEFAULT_REGIONS[:1]]),
    zone=st.sampled_from(["Asia/Tokyo", "Europe/London"]),
    cutoff_at=st.sampled_from([time(16), time(9, 30)]),
    public_origin=st.sampled_from(["", "https://login.example.com"]),
    allowed_hosts=st.sampled_from([(), ("a.example",), ("a.example", "[::1]")]),
    secure_cookies=st.booleans(),
    metrics_token=st.sampled_from([None, "0123456789abcdef"]),
    trusted_proxies=st.integers(0, 8),
    port=st.integers(0, 65535),
    imap_password=st.sampled_from([None, "hunter2"]),
    mail_trusted_networks=st.sampled_from([(), (ip_network("10.0.0.0/8"), ip_network("2001:db8::/32"))]),
    workers=st.integers(1, 64),
    portal_idle=st.timedeltas(timedelta(minutes=1), timedelta(days=1)),
)


@given(settings=SETTINGS)
def test_a_worker_reads_what_its_parent_chose(settings):
    before = dict(os.environ)
    try:
        os.environ.update(to_environment(settings))
        assert read_settings() == settings
    finally:
        os.environ.clear()
        os.environ.update(before)


def test_the_terms_are_the_house_s_unless_set(monkeypatch):
    assert read_settings().terms == Terms()
    monkeypatch.setenv("SEKISHO_PASSCODE_FULL_FOR", "PT24H")
    monkeypatch.setenv("SEKISHO_DELIVERED_WITHIN", '{"US": "P3D", "CA": "P5D"}')
    monkeypatch.setenv("SEKISHO_ACTIVATED_AFTER", '{"US": "P14D", "JP": "P15D"}')
    monkeypatch.setenv("SEKISHO_ANNOUNCED_BEFORE", "P5D,P2D")
    terms = read_settings().terms
    assert terms.passcode_full_for == timedelta(hours=24)
    assert terms.announced_before == (timedelta(days=5), timedelta(days=2))
    posting = terms.posting(country="JP", shipped_at=NOON)
    assert posting.activates_at - NOON == timedelta(days=15)
    assert terms.posting(country="CA", shipped_at=NOON).promised_by - NOON == timedelta(days=5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEKISHO_MAIL_SENDER_HOURLY", "0"),
        ("SEKISHO_MAIL_SENDER_DAILY_BYTES", "2000000"),
        ("SEKISHO_MAIL_TRUSTED_NETWORKS", "10.0.0.1/8"),
        ("SEKISHO_ACTIVATED_ELSEWHERE_AFTER", "P13D"),
        ("SEKISHO_ACTIVATED_AFTER", '{"US": "P22D"}'),
        ("SEKISHO_ACTIVATED_AFTER", '{"usa": "P14D"}'),
        ("SEKISHO_CARD_VALID_FOR", "PT0S"),
        ("SEKISHO_PASSCODE_FULL_FOR", "-P1D"),
        ("SEKISHO_WORKER_PAUSE", "PT0S"),
    ],
)
def test_a_term_outside_of_its_bounds_is_refused(monkeypatch, name, value):
    """D13: automatic activation comes 14 to 21 days after shipment."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=name):
        read_settings()


def test_the_terms_reach_a_worker_through_its_environment(monkeypatch):
    chosen = Settings(
        card_valid_for=timedelta(days=7),
        announced_before=(timedelta(days=2),),
        delivered_within={"CA": timedelta(days=4)},
    )
    for name, value in to_environment(chosen).items():
        monkeypatch.setenv(name, value)
    assert read_settings().terms == chosen.terms


@pytest.mark.parametrize(
    ("origin", "bears"),
    [
        ("", True),
        ("https://login.example.com", True),
        ("http://localhost:8000", True),
        ("http://login.example.com", False),
        ("https://192.0.2.7", False),
        ("https://[2001:db8::7]:8443", False),
    ],
)
def test_passkeys_work_at_a_name_with_tls_and_on_this_machine(monkeypatch, origin, bears):
    monkeypatch.setenv("SEKISHO_PUBLIC_ORIGIN", origin)
    assert read_settings().bears_passkeys is bears
