"""Names of things in both languages: factors, scopes, situations, notices. What has no name of its own is never left blank."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from sekisho.core.access.decisions import Scope
from sekisho.core.access.situations import PARTS, Situation
from sekisho.core.authenticators.kinds import AuthenticatorKind, Platform
from sekisho.wording.catalogue import has_words, words
from sekisho.wording.language import Language
from sekisho.wording.moments import moment


class Named(Protocol):
    """A second factor to be named: `workflows.outcomes.FactorView`, seen from here."""

    @property
    def kind(self) -> AuthenticatorKind: ...
    @property
    def name(self) -> str: ...
    @property
    def platform(self) -> Platform | None: ...


class Noted(Protocol):
    """A notice to be said: `workflows.outcomes.Notice`, seen from here."""

    @property
    def code(self) -> str: ...
    @property
    def at(self) -> datetime | None: ...
    @property
    def count(self) -> int | None: ...


OPTED_OUT: Final = Situation.OPEN_OPTED_OUT


def factor_name(factor: Named, *, language: Language) -> str:
    """Name a factor as its holder does, or by its kind and phone system."""
    if factor.name:
        return factor.name
    kind = kind_name(factor.kind, language=language)
    if factor.platform is None:
        return kind
    platform = words(f"term.platform.{factor.platform}", language=language)
    return words("term.with_platform", language=language, kind=kind, platform=platform)


def kind_name(kind: AuthenticatorKind | None, *, language: Language) -> str:
    """Name a kind where it begins a line; none is the password alone."""
    return words(f"term.factor_heading.{kind or 'none'}", language=language)


def scope_name(scope: Scope, *, language: Language) -> str:
    """Name what a scope opens."""
    return words(f"term.scope.{scope}", language=language)


def scope_names(scopes: Iterable[Scope], *, language: Language) -> str:
    """Name several scopes in one phrase."""
    joint = words("forecast.joint.scopes", language=language)
    return joint.join(scope_name(scope, language=language) for scope in sorted(scopes))


def happening_name(happening: str, *, language: Language) -> str:
    """Name an entry of the sign-in history; one that a later release knows is still called something."""
    known = f"term.happening.{happening}"
    return words(known if has_words(known) else "term.unknown.happening", language=language)


def situation_name(situation: Situation, *, language: Language) -> str:
    """Say a row of the access table as a sentence."""
    if situation in PARTS:
        standing, proof = PARTS[situation]
        return _situation(standing, proof, language)
    if situation is OPTED_OUT:
        return _situation("open", "opted_out", language)
    return words(f"situation.alone.{situation}", language=language)


def notice_text(notice: Noted, *, language: Language, zone: ZoneInfo) -> str:
    """Say a notice."""
    if notice.count is not None:
        form = "one" if notice.count == 1 else "many"
        return words(f"notice.{notice.code}.{form}", language=language, count=notice.count)
    at = moment(notice.at, language=language, zone=zone) if notice.at else ""
    return words(f"notice.{notice.code}.text", language=language, moment=at)


def _situation(standing: str, proof: str, language: Language) -> str:
    return words(
        "situation.joint",
        language=language,
        standing=words(f"situation.standing.{standing}", language=language),
        proof=words(f"situation.proof.{proof}", language=language),
    )
