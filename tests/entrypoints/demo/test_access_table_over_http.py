"""The whole access table over HTTP, under the movable clock: every row, both surfaces, each boundary a second before, at, and after."""

from datetime import datetime, timedelta

import pytest

SECOND = timedelta(seconds=1)


def outcome(login):
    match login["state"]:
        case "granted":
            return "opens", *login["grant"]["scopes"]
        case "challenge":
            return "asks", login["challenge"]["kind"]
        case "refused":
            return "refuses", login["reason"]


def table(text):
    """Rows of cells that two spaces or more keep apart."""
    lines = [line.split("  ") for line in text.strip().splitlines()]
    return [tuple(cell.strip() for cell in line if cell.strip()) for line in lines]


# ── Rows that time does not touch ────────────────────────────────────────────────────────────────────────────

STANDING = table("""
    applied   key_app             asked    opens portal:application    refuses account_not_approved
    applied   dsc_plus            asked    opens portal:application    refuses account_not_approved
    applied   -                   none     opens portal:application    refuses account_not_approved
    open      key_app             asked    opens portal:full           opens trading:live
    open      dsc_plus            asked    opens portal:full           opens trading:live
    open      code_card           asked    opens portal:full           opens trading:live
    open      temporary_passcode  asked    opens portal:full           opens trading:live
    open      -                   none     opens portal:enrol          refuses no_second_factor
    closed    dsc_plus            none     opens portal:statements     refuses account_closed
    closed    -                   none     opens portal:statements     refuses account_closed
    rejected  key_app             none     refuses account_rejected    refuses account_rejected
    rejected  -                   none     refuses account_rejected    refuses account_rejected
""")


@pytest.mark.fact("A056", "A057", "A061", "A064", "A065", "A066", "A067", "A068", "A090")
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("state", "kind", "factor", "portal", "trading"), STANDING, ids=[f"{row[0]} {row[1]}" for row in STANDING]
)
def test_a_standing_opens_what_its_row_says(demo, state, kind, factor, portal, trading, language):
    person = demo.make(
        state, factors=[] if kind == "-" else [kind], language=language, residence="JP" if language == "ja" else "GB"
    )
    assert person["state"] == state
    for surface, cell in (("portal", portal), ("trading", trading)):
        begun = demo.begin(person, surface=surface)
        is_asked = begun["state"] == "challenge"
        assert is_asked is (factor == "asked"), begun
        done = demo.answer(person, begun) if is_asked else begun
        assert outcome(done) == tuple(cell.split(" ")), done


@pytest.mark.fact("A062", "A063")
@pytest.mark.parametrize("username", ["natsu900", "quinn900", "asuka901", "ralph901"])
def test_a_closed_account_reads_statements_whatever_closed_it(demo, username):
    person = demo.person(username)
    assert outcome(demo.enter(person)) == ("opens", "portal:statements")
    assert outcome(demo.enter(person, surface="trading")) == ("refuses", "account_closed")


NOTHING_WORKS = table("""
    hideo300  passcode_expired    passcode_expired
    grace300  passcode_expired    passcode_expired
    masao010  passcode_dead       passcode_dead
    henry010  passcode_dead       passcode_dead
    takeo504  card_expired        card_expired
    karen504  card_expired        card_expired
    tomoe000  card_exhausted      card_exhausted
    laura000  card_exhausted      card_exhausted
    fumio110  no_second_factor    no_second_factor
    nancy110  no_second_factor    no_second_factor
    kyoko404  no_second_factor    no_second_factor
    oscar404  no_second_factor    no_second_factor
    reiko403  account_rejected    account_rejected
    sarah403  account_rejected    account_rejected
""")


@pytest.mark.parametrize(("username", "portal", "trading"), NOTHING_WORKS, ids=[row[0] for row in NOTHING_WORKS])
def test_where_nothing_can_be_proved_the_reason_is_exact(demo, username, portal, trading):
    person = demo.person(username)
    assert outcome(demo.enter(person)) == ("refuses", portal)
    assert outcome(demo.enter(person, surface="trading")) == ("refuses", trading)


@pytest.mark.fact("A094", "A095")
@pytest.mark.parametrize("username", ["shizu808", "mabel808"])
def test_a_suspended_device_opens_its_own_return_and_nothing_else(demo, username):
    person = demo.person(username)
    assert outcome(demo.enter(person)) == ("opens", "portal:reactivate")
    assert outcome(demo.enter(person, surface="trading")) == ("refuses", "device_suspended")


def test_several_devices_are_a_choice_and_each_opens_everything(demo):
    person = demo.make(factors=["key_app", "dsc_plus", {"kind": "key_app", "platform": "ios"}])
    login = demo.begin(person)
    assert {factor["id"] for factor in login["factors"]} == {factor["id"] for factor in person["factors"]}
    for kind in ("dsc_plus", "key_app"):
        for surface, scope in (("portal", "portal:full"), ("trading", "trading:live")):
            assert outcome(demo.enter(person, kind=kind, surface=surface)) == ("opens", scope)


# ── Paper ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A069", "A070")
def test_live_credentials_open_paper_where_paper_is_chosen(demo):
    person = demo.make(factors=["key_app"], paper=True)
    assert outcome(demo.begin(person, surface="trading", mode="paper")) == ("asks", "key_app")
    done = demo.enter(person, surface="trading", mode="paper")
    assert outcome(done) == ("opens", "trading:paper")
    assert done["grant"]["account"] == person["paper"]["account"]


def test_paper_credentials_open_paper_with_the_password_alone(demo):
    paper = demo.make(factors=["key_app"], paper=True)["paper"]
    for surface in ("portal", "trading"):
        assert outcome(demo.begin(paper, surface=surface, mode="paper")) == ("opens", "trading:paper")
        assert outcome(demo.begin(paper, surface=surface, mode="live")) == ("refuses", "paper_credentials")


def test_a_paper_session_opens_nothing_live(demo):
    paper = demo.make(factors=["key_app"], paper=True)["paper"]
    headers = demo.session(paper, surface="trading", mode="paper")
    assert demo.look("/me", headers)["scopes"] == ["trading:paper"]
    for path in ("/me/forecast", "/me/sign-ins", "/me/devices"):
        assert demo.http.get(f"/api/v1{path}", headers=headers).status_code == 403


def test_paper_of_somebody_without_a_paper_account_is_told(demo):
    person = demo.make(factors=["key_app"])
    assert outcome(demo.begin(person, surface="trading", mode="paper")) == ("refuses", "no_paper_account")


def test_a_closed_account_has_no_paper_either(demo):
    person = demo.make("closed", paper=True)
    assert outcome(demo.begin(person, surface="trading", mode="paper")) == ("refuses", "account_closed")
    assert outcome(demo.begin(person["paper"], surface="trading", mode="paper")) == ("refuses", "account_closed")


# ── Boundaries ───────────────────────────────────────────────────────────────────────────────────────────────
# A login is begun while it still may be, the clock goes to the boundary, and the answer is decided there: one request, so that
# the second before is not over when it comes.


def around(demo, boundary, *, person, kind, surface):
    """Answer a second before the boundary, at it, and a second after; gives the three outcomes."""
    seen = []
    for moment in (boundary - SECOND, boundary, boundary + SECOND):
        demo.go_to(boundary - timedelta(minutes=2))
        login = demo.choose(person, demo.begin(person, surface=surface), kind)
        demo.go_to(moment)
        seen.append(outcome(demo.answer(person, login)))
    return seen


def ends_of(demo, person, kind):
    """Read the moments of a factor from the holder's own list of devices."""
    devices = demo.look("/me/devices", demo.session(person, kind=kind))
    device = next(device for device in devices if device["kind"] == kind)
    return {name: datetime.fromisoformat(device[name]) for name in ("full_until", "expires_at") if name in device}


@pytest.mark.fact("A091", "A101", "A102", "A103", "A104")
def test_a_passcode_trades_for_48_hours_and_not_at_the_48th(demo):
    person = demo.make(factors=["dsc_plus", "temporary_passcode"])
    boundary = ends_of(demo, person, "temporary_passcode")["full_until"]
    assert timedelta(hours=48) - (boundary - demo.now()) < timedelta(minutes=1)
    kind = "temporary_passcode"
    assert around(demo, boundary, person=person, kind=kind, surface="portal") == [
        ("opens", "portal:full"),
        ("opens", "portal:card_only"),
        ("opens", "portal:card_only"),
    ]
    assert around(demo, boundary, person=person, kind=kind, surface="trading") == [
        ("opens", "trading:live"),
        ("refuses", "passcode_no_longer_trades"),
        ("refuses", "passcode_no_longer_trades"),
    ]


@pytest.mark.fact("A103", "A104", "A106")
def test_a_passcode_prints_for_240_hours_more_and_not_at_the_288th(demo):
    person = demo.make(factors=["key_app", "temporary_passcode"])
    ends = ends_of(demo, person, "temporary_passcode")
    boundary = ends["expires_at"]
    assert boundary - ends["full_until"] == timedelta(hours=240)
    demo.go_to(boundary - timedelta(minutes=2))
    login = demo.choose(person, demo.begin(person), "temporary_passcode")
    demo.go_to(boundary - SECOND)
    assert outcome(demo.answer(person, login)) == ("opens", "portal:card_only")
    for moment in (boundary, boundary + SECOND):
        demo.go_to(moment)
        assert outcome(demo.begin(person)) == ("refuses", "passcode_expired")
        assert outcome(demo.begin(person, surface="trading")) == ("refuses", "passcode_expired")


@pytest.mark.fact("A094", "A095")
def test_after_the_passcode_the_device_that_is_back_opens_its_return(demo):
    person = demo.make(factors=["dsc_plus", "temporary_passcode"])
    demo.advance("P12D")
    refused = demo.begin(person)
    assert outcome(refused) == ("refuses", "passcode_expired")
    (device,) = refused["refusal"]["can_continue_with"]
    assert device["kind"] == "dsc_plus"
    asked = demo.choose(person, refused, "dsc_plus")
    assert outcome(demo.answer(person, asked)) == ("opens", "portal:reactivate")


@pytest.mark.fact("A093", "A105", "A107", "A159")
def test_a_card_opens_everything_for_21_days_and_nothing_at_the_21st(demo):
    person = demo.make(factors=["code_card"])
    boundary = ends_of(demo, person, "code_card")["expires_at"]
    assert timedelta(days=21) - (boundary - demo.now()) < timedelta(minutes=1)
    for surface, scope in (("portal", "portal:full"), ("trading", "trading:live")):
        demo.go_to(boundary - timedelta(minutes=2))
        login = demo.begin(person, surface=surface)
        demo.go_to(boundary - SECOND)
        assert outcome(demo.answer(person, login)) == ("opens", scope)
    for moment in (boundary, boundary + SECOND):
        demo.go_to(moment)
        assert outcome(demo.begin(person)) == ("refuses", "card_expired")
        assert outcome(demo.begin(person, surface="trading")) == ("refuses", "card_expired")


def test_a_card_that_ends_between_question_and_answer_opens_nothing(demo):
    person = demo.make(factors=["code_card"])
    boundary = ends_of(demo, person, "code_card")["expires_at"]
    demo.go_to(boundary - timedelta(minutes=2))
    login = demo.begin(person)
    demo.go_to(boundary)
    assert outcome(demo.answer(person, login)) == ("refuses", "card_expired")


@pytest.mark.fact("A058", "A059", "A060")
def test_an_account_approved_after_the_cut_off_trades_from_midnight_in_new_york(demo):
    person = demo.make("approved_today", factors=["key_app"])
    headers = demo.session(person)
    me = demo.look("/me", headers)
    assert (me["state"], me["scopes"]) == ("approved_today", ["portal:full"])
    boundary = datetime.fromisoformat(me["trades_from"])
    refused = demo.enter(person, surface="trading")
    assert outcome(refused) == ("refuses", "account_opens_tomorrow")
    assert datetime.fromisoformat(refused["refusal"]["retry_at"]) == boundary
    from zoneinfo import ZoneInfo

    local = boundary.astimezone(ZoneInfo("America/New_York"))
    assert (local.hour, local.minute, local.second) == (0, 0, 0)
    demo.go_to(boundary - timedelta(minutes=2))
    login = demo.begin(person, surface="trading")
    if login["state"] == "challenge":
        demo.go_to(boundary - SECOND)
        login = demo.answer(person, login)
    assert outcome(login) == ("refuses", "account_opens_tomorrow")
    for moment in (boundary, boundary + SECOND):
        demo.go_to(moment)
        assert outcome(demo.enter(person, surface="trading")) == ("opens", "trading:live")
        assert demo.person(person["username"])["state"] == "open"


@pytest.mark.fact("A116")
def test_the_forecast_says_beforehand_what_the_clock_then_does(demo):
    person = demo.make(factors=["temporary_passcode"])
    spans = demo.look("/me/forecast", demo.session(person))
    for span in spans:
        if span["surface"] == "portal" and span["until"]:
            demo.go_to(datetime.fromisoformat(span["until"]) - timedelta(minutes=10))
            assert outcome(demo.enter(person)) == ("opens", *span["scopes"])
    last = [span for span in spans if span["surface"] == "portal"][-1]
    demo.go_to(datetime.fromisoformat(last["from"]))
    assert outcome(demo.enter(person)) == ("refuses", last["because"])
