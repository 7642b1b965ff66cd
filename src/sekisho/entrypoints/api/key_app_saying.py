"""How the calls of Sekisho Key are answered: a key with what belongs to it, and every refusal in words of its own."""

import base64
from http import HTTPStatus
from typing import Any, assert_never

from django.http import HttpRequest, HttpResponse

from sekisho.core.authenticators.soft_pin import PinFlaw
from sekisho.core.reasons import Reason
from sekisho.entrypoints.api import problems, rendering
from sekisho.entrypoints.api.rendering import Json, moment
from sekisho.entrypoints.site.faults import log_under_reference
from sekisho.entrypoints.site.installation import installation
from sekisho.wording.faults import Fault
from sekisho.wording.language import Language
from sekisho.workflows.outcomes import ChallengeView, LoginUnknown, RefusalView
from sekisho.workflows.phones.outcomes import CodeAsked, PhoneAdmitted, PhonePinRefused

ENTRY, FIRST, MOVE, PIN, WEAK_PIN = "phone.entry", "phone.first", "phone.move", "phone.pin", "phone.weak_pin"
"""Which words a refusal has; see `texts/phone.toml`."""


def asked(one: ChallengeView | CodeAsked, language: Language) -> Json:
    """Say what answers for a move: a device's challenge, or a code and where it went."""
    match one:
        case ChallengeView():
            factor = rendering.factor(one.factor, language=language)
            return {"kind": one.factor.kind.value, "factor": factor, "code": one.code}
        case CodeAsked():
            factor = {} if one.factor is None else rendering.factor(one.factor, language=language)
            return {"kind": "code", "factor": factor, "sent_to": one.sent_to}


def admitted(request: HttpRequest, view: PhoneAdmitted | RefusalView | LoginUnknown, *, matter: str) -> HttpResponse:
    """Give the phone its key, this once, or say no."""
    match view:
        case PhoneAdmitted():
            language = problems.language_of(request)
            said = _registration(view, language)
            return problems.answer(said, language=language, status=HTTPStatus.CREATED)
        case LoginUnknown():
            return unknown(request, matter=matter)
        case RefusalView():
            return refused(request, view, matter=matter)
    assert_never(view)


def _registration(view: PhoneAdmitted, language: Language) -> Json:
    brand = installation().brand
    said: Json = {
        "registration": view.id,
        "token": view.token.reveal_text(),
        "username": view.username,
        "brand": brand.ja if language is Language.JA else brand.en,
        "suite": view.suite,
        "key": base64.urlsafe_b64encode(view.key.reveal()).rstrip(b"=").decode(),
        "challenge": view.challenge,
        "expires_at": moment(view.expires_at),
        "moves": view.moves,
    }
    return said | ({"not_before": moment(view.not_before)} if view.not_before else {})


def weak_pin(request: HttpRequest, view: PhonePinRefused) -> HttpResponse:
    """A PIN of the wrong shape is a wrong field; an easy one is a refusal with what is wrong with it."""
    if view.why is PinFlaw.SHAPE:
        return problems.fault(request, Fault.MALFORMED, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    reference = log_under_reference(request, code=Reason.CONFLICT, status=HTTPStatus.FORBIDDEN)
    refusal = RefusalView(reason=Reason.CONFLICT, reference=reference)
    return refused(request, refusal, matter=WEAK_PIN, pin_flaw=view.why.value)


def unknown(request: HttpRequest, *, matter: str) -> HttpResponse:
    """Say that there is nothing here, whoever asks."""
    reference = log_under_reference(request, code=Reason.NOT_FOUND, status=HTTPStatus.NOT_FOUND)
    return refused(request, RefusalView(reason=Reason.NOT_FOUND, reference=reference), matter=matter)


def refused(request: HttpRequest, view: RefusalView, *, matter: str, **members: Any) -> HttpResponse:
    """Say no in the words of the matter."""
    return problems.refusal(request, view, house=installation(), matter=matter, members=members)
