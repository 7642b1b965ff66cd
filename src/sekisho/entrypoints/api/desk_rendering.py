"""From the desk's outcomes to JSON; a refusal carries beside the problem everything that is lacking, in words."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from sekisho.core.desk.circumstances import Risk
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.reasons import Reason
from sekisho.entrypoints.api import problems, rendering
from sekisho.entrypoints.api.holder import device_json, forecast_json, sign_in_json
from sekisho.entrypoints.api.rendering import Json, moment
from sekisho.entrypoints.site.installation import Installation
from sekisho.wording.desk import deed_name, lack_text, risk_text
from sekisho.wording.language import Language
from sekisho.wording.terms import happening_name
from sekisho.workflows.desk.outcomes import (
    AskedDeed,
    CallView,
    ContactLine,
    DeedDone,
    DeedLine,
    DeskRefusal,
    HolderLine,
    HolderSheet,
    PastDeedLine,
    ReferenceFound,
    WaitingApproval,
)


def withheld(request: HttpRequest, refused: DeskRefusal, *, house: Installation) -> HttpResponse:
    """Say no, with everything that stands in the way."""
    language = problems.language_of(request)
    view = refused.refusal
    code = problems.REFUSAL_STATUS.get(view.reason, HTTPStatus.FORBIDDEN)
    said = rendering.told(view, view=None, house=house, language=language)
    body = rendering.refusal(said, view, language=language) | problems.problem_of(said, status=code)
    body |= {"lacks": lacks_json(refused.lacks, language), "risks": risks_json(refused.risks, language)}
    response = problems.answer(body, language=language, status=code, content_type=problems.PROBLEM_TYPE)
    if view.reason is Reason.THROTTLED:
        response["Retry-After"] = str(problems.seconds_until(view.retry_at, now=house.ports.clock.now()))
    return response


def lacks_json(lacks: Iterable[Lack], language: Language) -> list[Json]:
    """Write what is lacking, in its order."""
    return [{"code": lack.value, "text": lack_text(lack, language=language)} for lack in lacks]


def risks_json(risks: Iterable[Risk], language: Language) -> list[Json]:
    """Write what is risky."""
    return [{"code": risk.value, "text": risk_text(risk, language=language)} for risk in sorted(risks)]


def hit(line: HolderLine) -> Json:
    """Write one hit of a search."""
    return {
        "account": line.account,
        "username": line.username,
        "name": line.name,
        "state": line.standing.value,
        "residence": line.residence,
        "email": line.email,
        "phone": line.phone,
    }


def sheet(view: HolderSheet, *, house: Installation, language: Language) -> Json:
    """Write a holder's state."""
    body: Json = {
        "account": view.account,
        "username": view.username,
        "name": view.name,
        "state": view.standing.value,
        "language": view.language,
        "residence": view.residence,
        "contacts": [_contact(line) for line in view.contacts],
        "devices": [device_json(one, language) for one in view.authenticators],
        "forecast": forecast_json(view.outlook, house=house, language=language),
        "sign_ins": [sign_in_json(entry, language) for entry in view.sign_ins],
        "risks": risks_json(view.risks, language),
        "deeds": [_button(line, language) for line in view.deeds],
        "past": [_past(line) for line in view.past],
    }
    body |= _moments(trades_from=view.trades_from)
    return body | ({"call": call(view.call, language=language)} if view.call else {})


def call(view: CallView, *, language: Language) -> Json:
    """Write a call. The word pair is never in it."""
    body: Json = {
        "id": view.id,
        "account": view.account,
        "username": view.username,
        "name": view.name,
        "opened_at": moment(view.opened_at),
        "ends_at": moment(view.ends_at),
        "is_over": view.is_over,
        "evidence": [
            {"kind": item.kind.value, "outcome": item.outcome.value, "at": moment(item.at), "counts": item.counts}
            for item in view.evidence
        ],
        "weight": view.weight,
        "deeds": [_button(line, language) for line in view.deeds],
    }
    body |= {"deed": view.deed.value} if view.deed else {}
    body |= _moments(deed_at=view.deed_at)
    return body | ({"asked": _asked(view.asked)} if view.asked else {})


def done(view: DeedDone) -> Json:
    """Write what was done; the secret stands in this one answer."""
    body: Json = {
        "deed": view.deed.value,
        "at": moment(view.at),
        "reference": view.reference,
        "told": list(view.told),
    }
    if view.secret is not None:
        name = "passcode" if view.deed is DeskDeed.ISSUE_PASSCODE else "code"
        body |= {name: view.secret.reveal_text(), "is_half": view.is_half}
    body |= {"sent_to": view.sent_to} if view.sent_to else {}
    return body | _moments(until=view.until)


def waiting(view: WaitingApproval, *, language: Language) -> Json:
    """Write what waits for a second agent."""
    return {
        "call": view.call_id,
        "account": view.account,
        "name": view.name,
        "agent": view.agent,
        "deed": view.deed.value,
        "reason": view.reason,
        "details": view.details,
        "risks": risks_json(view.risks, language),
        "asked_at": moment(view.asked_at),
        "ends_at": moment(view.ends_at),
    }


def reference(view: ReferenceFound, *, language: Language) -> Json:
    """Write what happened under a reference."""
    return {
        "reference": view.reference,
        "at": moment(view.at),
        "event": view.happening,
        "text": happening_name(view.happening, language=language),
        "reason": view.reason.value if view.reason else None,
        "account": view.account,
        "surface": view.surface,
        "actor": view.actor_kind,
        "detail": view.detail,
    }


def _contact(line: ContactLine) -> Json:
    body: Json = {"kind": line.kind.value, "shown": line.shown, "is_settled": line.is_settled}
    return body | _moments(changed_at=line.changed_at)


def _button(line: DeedLine, language: Language) -> Json:
    return {
        "deed": line.deed.value,
        "name": deed_name(line.deed, language=language),
        "lacks": lacks_json(line.lacks, language),
        "risks": risks_json(line.risks, language),
    }


def _past(line: PastDeedLine) -> Json:
    return {"deed": line.deed.value, "at": moment(line.at), "by": list(line.by), "reference": line.reference}


def _asked(asked: AskedDeed) -> Json:
    body: Json = {
        "deed": asked.deed.value,
        "reason": asked.reason,
        "details": asked.details,
        "asked_at": moment(asked.asked_at),
        "approved_by": asked.approved_by,
    }
    return body | _moments(approved_at=asked.approved_at, declined_at=asked.declined_at)


def _moments(**at: datetime | None) -> Json:
    return {name: moment(one) for name, one in at.items() if one is not None}
