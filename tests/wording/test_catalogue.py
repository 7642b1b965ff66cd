"""The catalogue is whole: both languages, the same parameters, words for everything that the core can say."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.access.decisions import Mode, Scope, Surface
from sekisho.core.access.situations import Situation
from sekisho.core.accounts import ClosedCause, Standing
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState, Platform
from sekisho.core.authenticators.terms import Terms
from sekisho.core.events import Happening
from sekisho.core.intake.judging import Fault as PictureFault
from sekisho.core.intake.kinds import Kind
from sekisho.core.intake.pictures import PictureFlaw
from sekisho.core.intake.reading import Caution, Field, Match
from sekisho.core.intake.subject_line import SubjectFlaw
from sekisho.core.reasons import Reason
from sekisho.core.regions import DEFAULT_REGIONS
from sekisho.wording.catalogue import CATALOGUE, IncompleteWordingError, has_words, numbered, read_catalogue, words
from sekisho.wording.faults import Fault, fault_words
from sekisho.wording.language import Language, language_of, preferred_language
from sekisho.wording.numbers import NUMBERS, use_terms
from sekisho.wording.outgoing import MESSAGES
from sekisho.wording.places import Place
from sekisho.wording.terms import situation_name
from sekisho.workflows.outcomes import NoticeCode
from sekisho.workflows.ports import SessionSpans

BOTH = pytest.mark.parametrize("language", list(Language))


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('[a]\nja = "はい"\n', "a language is missing"),
        ('[a]\nen = "yes"\n', "a language is missing"),
        ('[a]\nja = " "\nen = "yes"\n', "a language is missing"),
        ('[a]\nja = "{n}回"\nen = "times"\n', "differ in their parameters"),
        ('[a]\nja = "はい"\nen = "yes"\ncolour = "red"\n', "unknown marks"),
        ('a = "yes"\n', "outside of a language"),
    ],
)
def test_a_text_that_is_not_whole_stops_the_import(source, fault):
    with pytest.raises(IncompleteWordingError, match=fault):
        read_catalogue({"file": source})


def test_a_whole_text_is_found_by_its_path_and_numbered_in_arrays():
    found = read_catalogue({"file": '[[a.next]]\nja = "一"\nen = "one"\n[[a.next]]\nja = "二"\nen = "two"\n'})
    assert [found[f"file.a.next.{at}"].en for at in range(2)] == ["one", "two"]


@BOTH
def test_every_message_without_parameters_can_be_said(language):
    for message, said in CATALOGUE.items():
        if not said.params:
            assert words(message, language=language)


def test_a_missing_parameter_is_a_fault_and_never_a_hole():
    with pytest.raises(KeyError):
        words("refusal.locked.changes", language=Language.EN)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_title_explanation_and_a_next_step(reason):
    assert has_words(f"refusal.{reason}.title")
    assert has_words(f"refusal.{reason}.explanation")
    assert list(numbered(f"refusal.{reason}.next"))


def test_no_words_are_kept_for_reasons_that_do_not_exist():
    said = {message.split(".")[1] for message in CATALOGUE if message.startswith("refusal.")}
    assert said == {reason.value for reason in Reason}


def test_every_next_step_leads_to_a_known_place_or_speaks_of_a_known_thing():
    for message in CATALOGUE.values():
        Place(message.marks.get("to", "portal"))
        AuthenticatorKind(message.marks.get("factor", "key_app"))
        Platform(message.marks.get("platform", "ios"))
        Surface(message.marks.get("surface", "portal"))


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("term.scope", Scope),
        ("portal.scope", [f"{scope}.title" for scope in Scope] + [f"{scope}.text" for scope in Scope]),
        ("term.surface", Surface),
        ("term.mode", Mode),
        ("term.standing", Standing),
        ("term.closed_cause", ClosedCause),
        ("term.factor", [*AuthenticatorKind, "none"]),
        ("term.factor_heading", [*AuthenticatorKind, "none"]),
        ("term.platform", Platform),
        ("term.happening", Happening),
        ("term.proof_state", [*DeviceState, *CardState, *PasscodeState]),
        ("term.region", [region.code for region in DEFAULT_REGIONS]),
        ("moment.zone", [region.zone for region in DEFAULT_REGIONS]),
        ("outgoing", [f"{message}.{part}" for message in MESSAGES for part in ("matter", "text", "advice")]),
        ("document.field", Field),
        ("document.match", Match),
        ("document.kind", Kind),
        ("document.caution", Caution),
        ("document.look", Caution),
        ("document.fault", PictureFault),
        ("document.flaw", PictureFlaw),
        ("document.subject_flaw", SubjectFlaw),
        ("login.refused", [f"to_{place}" for place in Place if place is not Place.HELP]),
    ],
)
def test_everything_that_the_core_can_name_has_words(prefix, names):
    assert [name for name in names if not has_words(f"{prefix}.{name}")] == []


def test_every_notice_has_words():
    for code in NoticeCode:
        assert has_words(f"notice.{code}.text") or has_words(f"notice.{code}.many")


@BOTH
def test_every_row_of_the_access_table_is_a_sentence_of_its_own(language):
    said = [situation_name(situation, language=language) for situation in Situation]
    assert len(set(said)) == len(said)
    assert all(text.endswith(("。", ".")) for text in said)


@BOTH
@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_words(fault, language):
    said = fault_words(fault, language=language)
    assert said.title
    assert said.explanation


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("ja", "ja"),
        ("ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7", "ja"),
        ("en-GB,en;q=0.9,ja;q=0.8", "en"),
        ("fr,de;q=0.9", "en"),
        ("fr,ja;q=0.2", "ja"),
        ("ja;q=0,en;q=0.1", "en"),
        ("ja;q=nonsense,en", "en"),
        ("ja;Q=0.1,en;Q=0.2", "en"),
    ],
)
def test_the_language_that_the_browser_likes_best_is_spoken(header, language):
    assert preferred_language(header) == language


@given(st.text())
def test_no_header_and_no_tag_is_too_strange(text):
    assert preferred_language(text) in Language
    assert language_of(text) in Language


def test_the_minutes_that_a_text_says_are_those_that_a_challenge_lives():
    assert timedelta(minutes=NUMBERS["n_challenge_minutes"]) == SessionSpans().challenge


def test_a_house_with_other_terms_says_its_own_numbers():
    use_terms(Terms(card_valid_for=timedelta(days=14), passcode_full_for=timedelta(hours=24)))
    try:
        text = words("portal.scope.portal:card_only.text", language=Language.EN)
    finally:
        use_terms(Terms())
    assert "24 hours" in text
    assert "14 days" in text
    assert "48 hours" in words("portal.scope.portal:card_only.text", language=Language.EN)
