"""A request to approve the login in the app, made ready for the login page: the number, the QR code, and how it stands."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from sekisho.core.authenticators.approvals import ApprovalState
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.qr import QrDrawing, draw_qr
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.outcomes import LoginView

APP: Final = "/key/"
ENDED: Final = (ApprovalState.CANCELLED, ApprovalState.MISMATCHED, ApprovalState.EXPIRED)
"""How a request can end so that the login goes on by hand."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalShown:
    """`ended` is the sentence for a request that is over, `endings` are all such sentences, for the script."""

    number: str
    link: str
    qr: QrDrawing
    is_waiting: bool
    is_approved: bool
    ended: str
    endings: tuple[tuple[str, str], ...]


def show_approval(request: HttpRequest, view: LoginView, *, language: Language) -> ApprovalShown | None:
    """Make the request of a login ready; None: there is none."""
    approval = view.approval
    if approval is None:
        return None
    fragment = f"{APP}#approve={approval.id}"
    origin = installation().origin or request.build_absolute_uri("/").rstrip("/")
    is_open = approval.state in {ApprovalState.PENDING, ApprovalState.APPROVED}
    ended = approval.state if approval.state in ENDED else ApprovalState.OVER
    return ApprovalShown(
        number=approval.number,
        link=fragment,
        qr=draw_qr(f"{origin}{fragment}"),
        is_waiting=approval.state is ApprovalState.PENDING,
        is_approved=approval.state is ApprovalState.APPROVED,
        ended="" if is_open else _ending(ended, language),
        endings=tuple((state.value, _ending(state, language)) for state in ENDED),
    )


def say_not_offered(view: LoginView, *, language: Language) -> str:
    """Say why a phone in use is not asked this time, in one line; "" where there is nothing to say."""
    asked = view.challenge.factor if view.challenge else None
    if view.approval is not None or asked is None or asked.is_suspended:
        return ""
    return words("approve.page.not_offered", language=language) if asked.kind is AuthenticatorKind.KEY_APP else ""


def _ending(state: ApprovalState, language: Language) -> str:
    return words(f"approve.page.state.{state}", language=language)
