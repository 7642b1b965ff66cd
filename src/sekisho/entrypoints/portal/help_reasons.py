"""A page for each reason of refusal: cause, what to do, when it changes by itself, where it is treated, whom to call.

It says what `wording.refusals` says of every refusal with that code, and nothing about anybody's account.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.reasons import Manner, Reason
from sekisho.entrypoints.portal.help_frame import help_frame
from sekisho.entrypoints.site.faults import not_found
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import render_page
from sekisho.wording.articles.targets import REASONS
from sekisho.wording.articles.treatment import TREATED, article_of
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.refusals import Explanation, explain, ways_of
from sekisho.workflows.outcomes import RefusalView

CHANGES: Final = {
    Reason.BAD_CREDENTIALS: "now",
    Reason.THROTTLED: "throttled",
    Reason.LOCKED: "locked",
    Reason.ACCOUNT_NOT_APPROVED: "approval",
    Reason.ACCOUNT_OPENS_TOMORROW: "tomorrow",
    Reason.PAPER_CREDENTIALS: "now",
    Reason.NO_PAPER_ACCOUNT: "now",
    Reason.WRONG_RESPONSE: "now",
    Reason.CHALLENGE_EXPIRED: "now",
    Reason.RESPONSE_USED: "now",
    Reason.DEVICE_NOT_ACTIVE: "posted",
    Reason.STEP_UP_REQUIRED: "now",
    Reason.CONFLICT: "now",
}
"""When a refusal ends if nobody does anything; what is not named here stays until somebody does."""


@require_safe
def reason(request: HttpRequest, language: Language, code: str) -> HttpResponse:
    """Show the page of a reason."""
    found = REASONS.get(code)
    if found is None:
        return not_found(request)
    house = installation()
    context = {
        "refusal": say_reason(found, language),
        "ways": [say_reason(found, language, manner=manner) for manner in ways_of(found)],
        "changes": words(f"help.changes.{CHANGES.get(found, 'never')}", language=language),
        "treated_at": article_of(found, language=language) if found in TREATED else "",
    }
    return render_page(
        request, "portal/help/reason.html", language=language, context=context | help_frame(request, house, language)
    )


def say_reason(reason: Reason, language: Language, *, manner: Manner | None = None) -> Explanation:
    """Say what every refusal with this code says, whoever meets it."""
    house, refusal = installation(), RefusalView(reason=reason, reference="", manner=manner)
    return explain(refusal, language=language, regions=house.regions, zone=house.zone)
