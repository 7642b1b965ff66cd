"""A machine-readable zone is read wherever it stands among a page's lines, and says itself what of it is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.intake.pictures import Box, Line
from sekisho.core.intake.zone import ZoneFormat, ZonePart, digit_over
from sekisho.core.intake.zone_lines import find_zone

TODAY = date(2026, 11, 23)

# ICAO Doc 9303, the specimens of parts 4 (TD3), 5 (TD1, and its long number), 6 (TD2) and 7 (visas).
SPECIMENS = {
    "TD3": (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    "TD1": ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"),
    "TD2": ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
    "MRV-A": (
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    ),
    "MRV-B": ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
}
LONG_NUMBER = ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<")


def page(*texts):
    """Lines one under the other."""
    return [Line(text=text, score=0.9, box=Box(0.1, 0.05 * at, 0.9, 0.05 * at + 0.03)) for at, text in enumerate(texts)]


def zone_of(*texts, on=TODAY):
    found = find_zone(page(*texts), on=on)
    return found.zone if found else None


@pytest.mark.parametrize("name", SPECIMENS)
def test_icao_s_specimens_read_as_icao_says(name):
    zone = zone_of(*SPECIMENS[name])
    assert (zone.format, zone.wrong) == (ZoneFormat(name), ())
    assert (zone.surname, zone.given, zone.issuer) == ("ERIKSSON", "ANNA MARIA", "UTO")
    assert zone.birth_date == (date(1940, 9, 7) if name.startswith("MRV") else date(1974, 8, 12))


def test_a_card_s_long_number_goes_on_in_the_optional_part():
    zone = zone_of(*LONG_NUMBER)
    assert (zone.number, zone.wrong) == ("D23145890734", ())


MISREAD = {
    "spaces": ("P< UTO ERIKSSON << ANNA <MARIA <<<<<<<<<<", "L898902C3 6UTO 7408122 F 1204159 ZE184226B<<<<<1 0"),
    "letters among digits": ("P<UTOERIKSS0N<<ANNA<MARIA<<<<<<", "L898902C36UTO74OB122FI2O4I59ZE184226B<<<<<10"),
    "one letter of the number": (SPECIMENS["TD3"][0], "L8989O2C36UTO7408122F1204159ZE184226B<<<<<10"),
    "lost fillers": ("P<UTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F1204159ZE184226B<10"),
    "doubled fillers": ("P<UTOERIKSSON<<ANNA<MARIA" + "<" * 25, "L898902C36UTO7408122F1204159ZE184226B<<<<<<<10"),
    "other fillers": ("P<UTOERIKSSON«ANNA‹MARIA««««", "L898902C36UTO7408122F1204159ZE184226B＜く<<<10"),
    "noise behind the name": ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<KKKE", SPECIMENS["TD3"][1]),
    "other writing around it": ("PASSPORT", *SPECIMENS["TD3"], "1234567890123456789012345"),
}


@pytest.mark.parametrize("texts", MISREAD.values(), ids=MISREAD)
def test_what_a_reader_of_pictures_gets_wrong_is_mended_where_only_one_thing_can_be_meant(texts):
    assert zone_of(*texts) == zone_of(*SPECIMENS["TD3"])


def test_a_torn_line_is_put_together_from_its_row():
    upper, lower = page(*SPECIMENS["TD3"])
    torn = [
        Line(text=lower.text[:20], score=1, box=Box(0.1, lower.box.top, 0.45, lower.box.bottom)),
        Line(text=lower.text[20:], score=1, box=Box(0.46, lower.box.top + 0.002, 0.9, lower.box.bottom)),
    ]
    assert find_zone([torn[1], upper, torn[0]], on=TODAY).zone.wrong == ()


WRONG = {
    "L898902D36UTO7408122F1204159ZE184226B<<<<<10": {ZonePart.NUMBER, ZonePart.WHOLE},
    "L898902C36UTO7408132F1204159ZE184226B<<<<<10": {ZonePart.BIRTH_DATE, ZonePart.WHOLE},
    "L898902C36UTO7408122F1304159ZE184226B<<<<<10": {ZonePart.EXPIRES, ZonePart.WHOLE},
    "L898902C36UTO7408122F1204159ZE184226B<<<<<18": {ZonePart.WHOLE},
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_digit_is_told_with_its_part(line):
    assert set(zone_of(SPECIMENS["TD3"][0], line).wrong) == WRONG[line]


@pytest.mark.parametrize(
    ("on", "born", "expires"),
    [
        (date(2026, 11, 23), date(1926, 11, 24), date(2026, 11, 24)),  # tomorrow is not born yet
        (date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 24)),
        (date(1999, 1, 1), date(1926, 11, 24), date(2026, 11, 24)),
    ],
)
def test_a_birth_lies_in_the_last_hundred_years_and_an_expiry_near_today(on, born, expires):
    core = "L898902C36UTO" + "261124" + digit_over("261124") + "F" + "261124" + digit_over("261124")
    zone = zone_of(SPECIMENS["TD3"][0], core + "<" * 14 + "00", on=on)
    assert (zone.birth_date, zone.expires) == (born, expires)


LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=9)
DAYS = st.dates(min_value=date(1930, 1, 1), max_value=date(2026, 1, 1))


def signed(text):
    return text + digit_over(text)


@given(LETTERS, LETTERS, st.text("ABCDEFGHJKLMNPRTUVWXYZ0123456789", min_size=6, max_size=9), DAYS)
def test_a_printed_zone_reads_back(surname, given_name, number, born):
    upper = f"P<UTO{surname}<<{given_name}".ljust(44, "<")
    birth, expiry = signed(born.strftime("%y%m%d")), signed("330101")
    lower = signed(number.ljust(9, "<")) + f"UTO{birth}F{expiry}" + "<" * 14 + "0"
    zone = zone_of(upper, lower + digit_over(lower[:10] + lower[13:20] + lower[21:]))
    assert (zone.surname, zone.given, zone.number) == (surname, given_name, number)
    assert (zone.birth_date, zone.expires, zone.wrong) == (born, date(2033, 1, 1), ())


@given(st.lists(st.text("P<VAIUTO0123456789MFX くé ", max_size=60), max_size=6))
def test_whatever_stands_on_a_page_is_a_zone_or_none(texts):
    zone = zone_of(*texts)
    assert zone is None or zone.format in ZoneFormat
