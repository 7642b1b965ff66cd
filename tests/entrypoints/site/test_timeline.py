"""The picture says what the forecast says: same stretches, same changes, three lanes, in both languages."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.core.access import Scope, Span, Surface
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.entrypoints.site.timeline import Kind, show_timeline
from sekisho.wording.language import Language

NOW = datetime(2026, 11, 22, 6, 4, tzinfo=UTC)
DAY = timedelta(days=1)
HORIZON = 30 * DAY
ZONE = ZoneInfo("Asia/Tokyo")


def span(surface, begin, end, scope=None, factor=None):
    return Span(
        starts_at=NOW + begin,
        ends_at=None if end is None else NOW + end,
        surface=surface,
        scopes=frozenset({scope} if scope else ()),
        factor=factor,
        because="",
    )


def passcode():
    kind = AuthenticatorKind.TEMPORARY_PASSCODE
    none = timedelta()
    return (
        span(Surface.PORTAL, none, 2 * DAY, Scope.PORTAL_FULL, kind),
        span(Surface.PORTAL, 2 * DAY, 12 * DAY, Scope.PORTAL_CARD_ONLY, kind),
        span(Surface.PORTAL, 12 * DAY, None),
        span(Surface.TRADING, none, 2 * DAY, Scope.TRADING_LIVE, kind),
        span(Surface.TRADING, 2 * DAY, 12 * DAY, factor=kind),
        span(Surface.TRADING, 12 * DAY, None),
    )


def draw(spans, language=Language.EN):
    return show_timeline(spans, now=NOW, horizon=HORIZON, language=language, zone=ZONE)


def test_a_passcode_is_drawn_as_everything_then_the_card_page_then_nothing():
    shown = draw(passcode())
    portal, trading, needed = ([(cell.kind, cell.label) for cell in lane.cells] for lane in shown.lanes)
    assert portal == [(Kind.FULL, "Everything"), (Kind.PART, "Card only"), (Kind.SHUT, "Closed")]
    assert trading == [(Kind.FULL, "Trading"), (Kind.SHUT, "Closed")]
    assert needed == [(Kind.NEED, "Passcode"), (Kind.SHUT, "None")]
    assert [(tick.first, tick.second) for tick in shown.ticks] == [
        ("Now", "Sun 22 Nov, 15:04"),
        ("Tue 24 Nov", "15:04"),
        ("Fri 4 Dec", "15:04"),
    ]
    assert shown.lanes[0].text == (
        "Client Portal: now “Everything”, from Tue 24 Nov, 15:04 “Card only”, from Fri 4 Dec, 15:04 “Closed”."
    )


def test_it_says_so_in_japanese_too():
    shown = draw(passcode(), Language.JA)
    assert [cell.label for cell in shown.lanes[0].cells] == ["すべて", "カードのみ", "不可"]
    assert shown.lanes[0].text == (
        "クライアント・ポータル：現在は「すべて」、11月24日（火） 15:04から「カードのみ」、12月4日（金） 15:04から「不可」。"
    )


@pytest.mark.parametrize("language", list(Language))
def test_what_is_written_is_one_title_and_one_text_for_each_drawing_with_ids_of_its_own(language):
    html = render_to_string("site/timeline.html", {"timeline": draw(passcode(), language)})
    for drawing in ("wide", "narrow"):
        for part in ("title", "text", "hatch"):
            assert html.count(f'id="forecast-{drawing}-{part}"') == 1
        assert f'aria-labelledby="forecast-{drawing}-title"' in html
        assert f'fill="url(#forecast-{drawing}-hatch)"' in html
    assert "style=" not in html


def test_a_password_alone_and_two_different_needs_are_both_said():
    none = timedelta()
    spans = (
        span(Surface.PORTAL, none, None, Scope.PORTAL_FULL, AuthenticatorKind.DSC_PLUS),
        span(Surface.TRADING, none, None, Scope.TRADING_LIVE),
    )
    (cell,) = draw(spans).lanes[2].cells
    assert cell.label == "DSC+ / Nothing"


CHANGES = st.lists(st.integers(min_value=1, max_value=29 * 24 * 60), unique=True, max_size=6).map(sorted)
OPENS = st.sampled_from([Scope.PORTAL_FULL, Scope.PORTAL_CARD_ONLY, Scope.PORTAL_REACTIVATE, None])


@settings(max_examples=80)
@given(CHANGES, st.lists(OPENS, min_size=7, max_size=7), st.sampled_from(Language))
def test_every_lane_fills_the_whole_length_without_gap_and_no_stretch_is_too_short_to_read(changes, scopes, language):
    ends = [timedelta(minutes=at) for at in changes]
    bounds = [timedelta(), *ends]
    spans = [
        span(surface, begin, end, scope if surface is Surface.PORTAL else None, AuthenticatorKind.DSC_PLUS)
        for surface in Surface
        for begin, end, scope in zip(bounds, [*ends, None], scopes, strict=False)
    ]
    shown = draw(spans, language)
    for lane in shown.lanes:
        assert float(lane.cells[0].left) == 0
        for left, right in pairwise(lane.cells):
            assert abs(float(left.left) + float(left.width) - float(right.left)) < 0.02
        assert abs(float(lane.cells[-1].left) + float(lane.cells[-1].width) - 100) < 0.02
        assert all(float(cell.width) >= 100 * 0.7 / len(bounds) - 0.01 for cell in lane.cells)
    assert len(shown.stretches) == len(shown.ticks) == len(bounds)
    assert all(later.top >= earlier.cells_top + earlier.height for earlier, later in pairwise(shown.stretches))
    assert [tick.is_now for tick in shown.ticks] == [True] + [False] * len(ends)
