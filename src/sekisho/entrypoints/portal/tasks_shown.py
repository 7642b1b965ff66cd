"""What the pages of sensitive tasks show, made ready for the eye: amounts left, withdrawals, and a task in its own words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sekisho.core.access.ceilings import Unlimited
from sekisho.core.desk.masking import mask
from sekisho.core.tasks.task import Cents, Task, TaskKind
from sekisho.core.tasks.withdrawals import Window
from sekisho.entrypoints.portal.identity import ChoiceShown, show_choices
from sekisho.entrypoints.portal.shown import Eye
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.moments import usd
from sekisho.wording.terms import kind_name
from sekisho.workflows.tasks.outcomes import Answerer, MoneyView, TaskBeyond
from sekisho.workflows.work.tasks import BankInstruction


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftShown:
    """What one factor leaves open, in words."""

    kind: str
    today: str
    five_days: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawalShown:
    """One withdrawal, in words."""

    at: str
    amount: str
    bank: str
    state: str
    reference: str


def show_left(shown: MoneyView, eye: Eye) -> list[LeftShown]:
    """Say what each factor at hand leaves open."""
    return [
        LeftShown(
            kind=kind_name(kind, language=eye.language),
            today=amount_text(left.today, eye.language),
            five_days=amount_text(left.five_business_days, eye.language),
        )
        for kind, left in shown.left
    ]


def show_withdrawals(shown: MoneyView, eye: Eye) -> list[WithdrawalShown]:
    """Say the recent withdrawals, newest first."""
    return [
        WithdrawalShown(
            at=eye.moment(one.at),
            amount=amount_text(one.cents, eye.language),
            bank=one.bank_name,
            state=words(f"task.money.{'stopped' if one.stopped_at else 'asked'}", language=eye.language),
            reference=one.reference,
        )
        for one in shown.withdrawals
    ]


def amount_text(cents: Cents | Unlimited, language: Language) -> str:
    """Say an amount."""
    return usd(None if isinstance(cents, Unlimited) else Decimal(cents) / 100, language=language)


def beyond_text(beyond: TaskBeyond, language: Language) -> str:
    """Say why a withdrawal is too much, and how much is left."""
    left = beyond.left.today if beyond.window is Window.DAY else beyond.left.five_business_days
    said = words(
        f"task.money.beyond_{beyond.window}",
        language=language,
        kind=kind_name(beyond.factor, language=language),
        left=amount_text(left, language),
    )
    return f"{said}{'' if language is Language.JA else ' '}{words('task.money.beyond_next', language=language)}"


def show_answerers(able: Sequence[Answerer], task: Task, language: Language) -> tuple[ChoiceShown, ...]:
    """Make ready what may answer; before a withdrawal, with what each leaves open."""
    shown = show_choices([one.held for one in able], language)
    if task.kind is not TaskKind.WITHDRAWAL:
        return shown
    return tuple(
        replace(choice, hint=_opens(one, language), is_too_weak=one.beyond is not None)
        for choice, one in zip(shown, able, strict=True)
    )


def _opens(one: Answerer, language: Language) -> str:
    if isinstance(one.left.today, Unlimited) and isinstance(one.left.five_business_days, Unlimited):
        return words("identity.unlimited", language=language)
    today, five_days = (amount_text(left, language) for left in (one.left.today, one.left.five_business_days))
    return words("identity.left", language=language, today=today, five_days=five_days)


def show_task(task: Task, banks: Sequence[BankInstruction], language: Language) -> list[tuple[str, str]]:
    """Say exactly what is wanted: every detail that the proof is bound to, by its name."""
    if task.kind is TaskKind.WITHDRAWAL:
        bank = next((one for one in banks if one.id == task["bank"]), None)
        to = f"{bank.bank} {bank.branch} {mask(bank.number)} {bank.payee}" if bank else task["bank"]
        return [
            (words("task.detail.amount", language=language), amount_text(task.cents, language)),
            (words("task.detail.to", language=language), to),
        ]
    return [(words(f"task.detail.{name}", language=language), value) for name, value in task.details]
