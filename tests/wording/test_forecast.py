"""The forecast as sentences: until when what is open, and with what."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sekisho.core.access.decisions import Scope, Surface
from sekisho.core.access.forecast import Span
from sekisho.core.access.situations import Situation
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.reasons import Reason
from sekisho.wording.forecast import because_text, forecast_lines
from sekisho.wording.language import Language

NOW = datetime(2026, 11, 22, 6, 4, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


def line(language=Language.JA, **fields):
    wanted = {
        "starts_at": NOW,
        "ends_at": None,
        "surface": Surface.PORTAL,
        "scopes": frozenset({Scope.PORTAL_FULL}),
        "factor": AuthenticatorKind.TEMPORARY_PASSCODE,
        "because": Situation.OPEN_PASSCODE_FULL,
    } | fields
    return forecast_lines([Span(**wanted)], now=NOW, language=language, zone=ZoneInfo("Asia/Tokyo"))[0]


def test_what_is_open_until_a_moment():
    said = line(ends_at=LATER)
    assert (
        said.sentence
        == "2026年11月24日（火）15:04（日本時間）まで：テンポラリー・パスコードで、クライアント・ポータルのすべての機能をご利用いただけます。"
    )


def test_what_is_open_from_a_moment_on():
    assert line(starts_at=LATER).when == "2026年11月24日（火）15:04（日本時間）から"


def test_what_is_open_without_an_end():
    assert line(language=Language.EN).sentence == "From now on: your temporary passcode opens all of Client Portal."


@pytest.mark.parametrize("surface", list(Surface))
@pytest.mark.parametrize("language", list(Language))
def test_what_is_shut_is_said_too(surface, language):
    said = line(language, surface=surface, scopes=frozenset(), factor=None, because=Reason.PASSCODE_EXPIRED)
    assert not said.is_open
    assert said.what


@pytest.mark.parametrize("language", list(Language))
def test_why_is_a_sentence_whether_it_grants_or_refuses(language):
    for because in (*Situation, *Reason):
        assert because_text(because, language=language).endswith(("。", "."))
