"""From what a deed gives back to the JSON of the contract: a login, a grant, a refusal. Plain dictionaries, built once.

Absent is not null: a key stands only where it has something to say, apart from the few that the contract always names.
"""

from datetime import UTC, datetime
from typing import Any

from sekisho.core.secret import Secret
from sekisho.entrypoints.site.installation import Installation
from sekisho.entrypoints.site.passkey_options import request_options
from sekisho.wording.language import Language
from sekisho.wording.refusals import Asked, Explanation, explain
from sekisho.wording.terms import factor_name, notice_text
from sekisho.workflows.outcomes import (
    ApprovalView,
    ChallengeView,
    FactorView,
    GrantView,
    LoginState,
    LoginView,
    Notice,
    RefusalView,
    WithdrawalLimits,
)

Json = dict[str, Any]


def moment(at: datetime) -> str:
    """Write a moment as the contract has it: UTC with `Z`."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def login(view: LoginView, *, house: Installation, language: Language) -> Json:
    """Write one attempt to come in. A refused one is completed by `problems.refused_login`."""
    body: Json = {
        "id": view.id.reveal_text() if view.id else None,
        "state": view.state.value,
        "surface": view.surface.value,
        "mode": view.mode.value,
        "factors": [factor(one, language=language) for one in view.factors],
    }
    if view.challenge:
        body["challenge"] = challenge(view.challenge, house=house, language=language)
    if view.approval:
        body["approval"] = approval(view.approval)
    if view.grant:
        body["grant"] = grant(view.grant, house=house, language=language)
    return body


def factor(view: FactorView, *, language: Language) -> Json:
    """Write one second factor; one that its holder never named is called by its kind."""
    return {"id": view.id, "kind": view.kind.value, "name": factor_name(view, language=language)}


def challenge(view: ChallengeView, *, house: Installation, language: Language) -> Json:
    """Write what is asked now."""
    body: Json = {"kind": view.factor.kind.value, "factor": factor(view.factor, language=language)}
    if view.code is not None:
        body["code"] = view.code
    if view.indices is not None:
        body["indices"] = list(view.indices)
    if view.passkey is not None:
        body["public_key"] = request_options(view.passkey, site=house.ports.passkeys.site)
    if view.cells_left is not None:
        body["cells_left"] = view.cells_left
    return body | {"expires_at": moment(view.expires_at), "attempts_left": view.attempts_left}


def approval(view: ApprovalView) -> Json:
    """Write the request that waits in the app."""
    return {
        "id": view.id,
        "number": view.number,
        "state": view.state.value,
        "expires_at": moment(view.expires_at),
    }


def grant(view: GrantView, *, house: Installation, language: Language) -> Json:
    """Write an open session; the access token only in the answer that opened it."""
    body: Json = {
        "scopes": [scope.value for scope in view.scopes],
        "until": moment(view.until),
        "account": view.account,
        "username": view.username,
        "surface": view.surface.value,
        "mode": view.mode.value,
        "factor": view.factor.value if view.factor else None,
        "withdrawal_limits": limits(view.withdrawal_limits),
        "notices": [notice(one, house=house, language=language) for one in view.notices],
    }
    if view.access_token:
        body["access_token"] = view.access_token.reveal_text()
    return body


def renewed(token: Secret | None) -> Json:
    """Write the new token of a session that goes on with new evidence; nothing where the old one stays."""
    return {} if token is None else {"access_token": token.reveal_text()}


def limits(view: WithdrawalLimits) -> Json:
    """Write the ceilings; null is unlimited."""
    return {"currency": "USD", "per_day": view.per_day, "per_five_business_days": view.per_five_business_days}


def notice(view: Notice, *, house: Installation, language: Language) -> Json:
    """Write a notice, in data and in words."""
    body: Json = {"code": view.code.value, "text": notice_text(view, language=language, zone=house.zone)}
    if view.at is not None:
        body["at"] = moment(view.at)
    if view.count is not None:
        body["count"] = view.count
    return body


def told(
    refusal: RefusalView, *, view: LoginView | None, house: Installation, language: Language, matter: str = ""
) -> Explanation:
    """Say a refusal, in the light of the login that was refused, or of the matter that it is about."""
    factor_asked = view.challenge.factor if view and view.challenge else None
    asked = Asked(
        factor=factor_asked.kind if factor_asked else None,
        platform=factor_asked.platform if factor_asked else None,
        still_asked=view.state is LoginState.CHALLENGE if view else None,
    )
    return explain(
        refusal,
        language=language,
        regions=house.regions,
        zone=house.zone,
        surface=view.surface if view else None,
        asked=asked,
        matter=matter,
    )


def refusal(said: Explanation, view: RefusalView, *, language: Language) -> Json:
    """Write a refusal: the code, the words, what to do next, and when it changes by itself."""
    body: Json = {
        "reason": said.reason.value,
        "reference": said.reference,
        "title": said.title,
        "explanation": said.explanation,
        "next_steps": [_present(text=step.text, url=step.url, phone=step.phone) for step in said.next_steps],
        "article": said.article,
    }
    if view.retry_at is not None:
        body["retry_at"] = moment(view.retry_at)
    if said.changes:
        body["changes"] = said.changes
    if view.attempts_left is not None:
        body["attempts_left"] = view.attempts_left
    if view.can_continue_with:
        body["can_continue_with"] = [factor(one, language=language) for one in view.can_continue_with]
    return body


def _present(**members: str | None) -> Json:
    return {name: value for name, value in members.items() if value}
