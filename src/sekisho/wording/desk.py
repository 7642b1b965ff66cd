"""The console's words: deeds, what is lacking, what is risky, and the word pair as it is said and as it is understood."""

import re
import unicodedata
from typing import Final

from sekisho.core.desk.circumstances import Risk
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.evidence import EvidenceKind, Outcome
from sekisho.core.desk.roles import Role
from sekisho.core.desk.word_pair import WORDS, write_pair
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language

TYPED: Final = re.compile(r"(?P<word>[^\W\d_]+)[\s\W_]*(?P<number>[0-9]{2})")


def deed_name(deed: DeskDeed, *, language: Language) -> str:
    """Name a deed, as a button does."""
    return words(f"desk.deed.{deed}", language=language)


def lack_text(lack: Lack, *, language: Language) -> str:
    """Say what stands in the way, as at a greyed button."""
    return words(f"desk.lack.{lack}", language=language)


def risk_text(risk: Risk, *, language: Language) -> str:
    """Say what makes a deed risky."""
    return words(f"desk.risk.{risk}", language=language)


def evidence_name(kind: EvidenceKind, *, language: Language) -> str:
    """Name a kind of evidence."""
    return words(f"desk.evidence.{kind}", language=language)


def outcome_name(outcome: Outcome, *, language: Language) -> str:
    """Name an outcome."""
    return words(f"desk.outcome.{outcome}", language=language)


def role_name(role: Role, *, language: Language) -> str:
    """Name a role of the staff."""
    return words(f"desk.role.{role}", language=language)


def said_pair(pair: str, *, language: Language) -> str:
    """Say a word pair as the portal shows it: `grape-17` is 「ぶどう・17」 or "grape 17"."""
    word, _, number = pair.partition("-")
    return words(
        "desk.word_pair.said", language=language, word=words(f"desk.word.{word}", language=language), number=number
    )


def read_pair(typed: str) -> str:
    """Give the pair that an agent typed, as it is kept, in whichever language; "" where it is none of ours."""
    found = TYPED.fullmatch(_plain(typed))
    word = _NAMES.get(found["word"]) if found else None
    return write_pair(word, int(found["number"])) if found and word else ""


def _plain(text: str) -> str:
    """Fold width, case and kana: hiragana for katakana, so that ぱん and パン are one word."""
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in folded)


_NAMES: Final = {_plain(words(f"desk.word.{word}", language=language)): word for word in WORDS for language in Language}
