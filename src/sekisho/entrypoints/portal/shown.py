"""What the landing page shows, made ready for the eye: scopes, second factors, limits, forecast, history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sekisho.core.access.decisions import Scope
from sekisho.core.authenticators.kinds import (
    Authenticator,
    CardState,
    CodeCard,
    PasscodeState,
    PermanentDevice,
    TemporaryPasscode,
)
from sekisho.wording.catalogue import has_words, words
from sekisho.wording.language import Language
from sekisho.wording.moments import moment, usd
from sekisho.wording.terms import factor_name, happening_name, kind_name
from sekisho.workflows.factors import factor_view
from sekisho.workflows.outcomes import SignInEntry, WithdrawalLimits


@dataclass(frozen=True, kw_only=True, slots=True)
class ScopeShown:
    """One thing that is open, what it means, and what to do now where its page is still to come."""

    title: str
    text: str
    now: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofShown:
    """One second factor of the holder."""

    name: str
    state: str
    is_usable: bool
    details: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryShown:
    """One line of the sign-in history."""

    at: str
    what: str
    why: str
    article: str
    surface: str
    where: str
    reference: str
    is_refusal: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class LimitsShown:
    """Both ceilings in words."""

    per_day: str
    per_five_days: str
    is_unlimited: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Eye:
    """For whom it is made ready."""

    language: Language
    zone: ZoneInfo
    now: datetime

    def moment(self, at: datetime) -> str:
        """Say an instant to these eyes."""
        return moment(at, language=self.language, zone=self.zone)


def show_scopes(scopes: Iterable[Scope], eye: Eye) -> tuple[ScopeShown, ...]:
    """Say what is open."""
    return tuple(
        ScopeShown(
            title=words(f"portal.scope.{scope}.title", language=eye.language),
            text=words(f"portal.scope.{scope}.text", language=eye.language),
            now=_if_said(f"portal.scope.{scope}.now", eye),
        )
        for scope in sorted(scopes)
    )


def show_proofs(authenticators: Iterable[Authenticator], eye: Eye) -> tuple[ProofShown, ...]:
    """List second factors with state and end."""
    return tuple(_proof(authenticator, eye) for authenticator in authenticators)


def show_limits(limits: WithdrawalLimits, eye: Eye) -> LimitsShown:
    """Say both ceilings."""
    return LimitsShown(
        per_day=usd(limits.per_day, language=eye.language),
        per_five_days=usd(limits.per_five_business_days, language=eye.language),
        is_unlimited=limits.per_day is None and limits.per_five_business_days is None,
    )


def show_entries(entries: Iterable[SignInEntry], eye: Eye) -> tuple[EntryShown, ...]:
    """Say the lines of the history."""
    return tuple(_entry(entry, eye) for entry in entries)


def _proof(authenticator: Authenticator, eye: Eye) -> ProofShown:
    view = factor_view(authenticator)
    serial = words("portal.device.serial", language=eye.language, serial=view.serial) if view.serial else ""
    details = (serial, *_ends(authenticator, eye))
    state = state_of(authenticator, eye.now)
    return ProofShown(
        name=factor_name(view, language=eye.language),
        state=words(f"term.proof_state.{state}", language=eye.language),
        is_usable=state in {"active", "live"},
        details=tuple(detail for detail in details if detail),
    )


def state_of(authenticator: Authenticator, now: datetime) -> str:
    """A proof that has run out is called expired, also before anybody wrote that down."""
    match authenticator:
        case CodeCard(state=CardState.ACTIVE, expires_at=ends_at) if ends_at is not None and ends_at <= now:
            return CardState.EXPIRED.value
        case TemporaryPasscode(state=PasscodeState.LIVE, expires_at=ends_at) if ends_at <= now:
            return PasscodeState.EXPIRED.value
        case _:
            return authenticator.state.value


def _ends(authenticator: Authenticator, eye: Eye) -> tuple[str, ...]:
    match authenticator:
        case CodeCard(state=CardState.ACTIVE, expires_at=ends_at, cells_left=cells) if ends_at is not None:
            return _said("until", ends_at, eye), words("portal.device.cells_left", language=eye.language, count=cells)
        case TemporaryPasscode(state=PasscodeState.LIVE):
            trades = (
                (_said("trades_until", authenticator.full_until, eye),) if eye.now < authenticator.full_until else ()
            )
            return (*trades, _said("until", authenticator.expires_at, eye))
        case PermanentDevice() | CodeCard() | TemporaryPasscode():
            return ()


def _said(word: str, at: datetime, eye: Eye) -> str:
    return words(f"portal.device.{word}", language=eye.language, moment=eye.moment(at))


def _entry(entry: SignInEntry, eye: Eye) -> EntryShown:
    where = (entry.browser, entry.address)
    factor = kind_name(entry.factor, language=eye.language) if entry.factor else ""
    why = words(f"refusal.{entry.reason}.title", language=eye.language) if entry.reason else factor
    return EntryShown(
        at=eye.moment(entry.at),
        what=happening_name(entry.happening, language=eye.language),
        why=why,
        article=f"reasons/{entry.reason}/" if entry.reason else "",
        surface=words(f"term.surface.{entry.surface}", language=eye.language) if entry.surface else "",
        where=" · ".join(part for part in where if part)
        or words("portal.history.unknown_place", language=eye.language),
        reference=entry.reference,
        is_refusal=entry.reason is not None,
    )


def _if_said(message: str, eye: Eye) -> str:
    return words(message, language=eye.language) if has_words(message) else ""
