"""The document says what the server does: every field, every status, every example."""

import json
from http import HTTPStatus

import jsonschema_rs
import pytest

from sekisho.testing import people

CALLS = {
    ("/api/v1/logins", "post"),
    ("/api/v1/logins/{login_id}", "get"),
    ("/api/v1/logins/{login_id}/factor", "put"),
    ("/api/v1/logins/{login_id}/response", "post"),
    ("/api/v1/logins/{login_id}/approval", "post"),
    ("/api/v1/session", "delete"),
    ("/api/v1/me", "get"),
    ("/api/v1/me/forecast", "get"),
    ("/api/v1/me/sign-ins", "get"),
    ("/api/v1/me/devices", "get"),
    ("/api/v1/me/code-card", "post"),
    ("/api/v1/me/code-card/{address}/{file_name}", "get"),
    ("/api/v1/me/code-card/challenge", "post"),
    ("/api/v1/me/code-card/activation", "post"),
    ("/api/v1/desk/holders", "get"),
    ("/api/v1/desk/holders/{account}", "get"),
    ("/api/v1/desk/calls", "post"),
    ("/api/v1/desk/calls/{call_id}", "get"),
    ("/api/v1/desk/calls/{call_id}", "delete"),
    ("/api/v1/desk/calls/{call_id}/evidence", "post"),
    ("/api/v1/desk/calls/{call_id}/deeds", "post"),
    ("/api/v1/desk/calls/{call_id}/second-agent", "post"),
    ("/api/v1/desk/calls/{call_id}/approval", "post"),
    ("/api/v1/desk/approvals", "get"),
    ("/api/v1/desk/references/{reference}", "get"),
    ("/api/v1/desk/accounts/{account}/approve", "post"),
    ("/api/v1/desk/accounts/{account}/reject", "post"),
    ("/api/v1/desk/accounts/{account}/close", "post"),
    ("/api/v1/me/devices/{device_id}/reactivate", "post"),
    ("/api/v1/me/devices/{device_id}/reactivate/response", "post"),
    ("/api/v1/me/devices/{device_id}/activate", "post"),
    ("/api/v1/me/devices/{device_id}/activate/response", "post"),
    ("/api/v1/me/devices/{device_id}/lost", "post"),
    ("/api/v1/me/devices/{device_id}/not-arrived", "post"),
    ("/api/v1/me/devices/{device_id}/return", "post"),
    ("/api/v1/me/devices/{device_id}/rename", "post"),
    ("/api/v1/me/devices/{device_id}/retire", "post"),
    ("/api/v1/me/devices/{device_id}/retire/response", "post"),
    ("/api/v1/me/devices/passkeys", "post"),
    ("/api/v1/me/devices/passkeys/credential", "post"),
    ("/api/v1/me/devices/passkeys/response", "post"),
    ("/api/v1/me/devices/phones", "post"),
    ("/api/v1/me/devices/phones/response", "post"),
    ("/api/v1/key-app/registrations", "post"),
    ("/api/v1/key-app/registrations/{registration}/response", "post"),
    ("/api/v1/key-app/moves", "post"),
    ("/api/v1/key-app/moves/{move}/response", "post"),
    ("/api/v1/key-app/pin-changes", "post"),
    ("/api/v1/key-app/pin-changes/{change}/response", "post"),
    ("/api/v1/key-app/phones/{device}/approvals", "get"),
    ("/api/v1/key-app/phones/{device}/approvals/events", "get"),
    ("/api/v1/key-app/phones/{device}/approvals/{approval}", "post"),
    ("/api/v1/me/documents", "get"),
    ("/api/v1/me/documents", "post"),
    ("/api/v1/me/money", "get"),
    ("/api/v1/me/verifications", "post"),
    ("/api/v1/me/verifications/{verification_id}/response", "post"),
    ("/api/v1/me/tasks", "post"),
    ("/api/v1/me/devices/shared", "post"),
    ("/api/v1/me/devices/shared/verification", "post"),
    ("/api/v1/me/devices/shared/response", "post"),
    ("/api/v1/me/devices/shared/{share_id}/stop", "post"),
    ("/api/v1/me/devices/shared/{share_id}/stop/response", "post"),
    ("/api/v1/desk/accounts/{account}/approve-sharing", "post"),
    ("/api/v1/desk/accounts/{account}/decline-sharing", "post"),
    ("/api/v1/desk/documents", "get"),
    ("/api/v1/desk/documents/{document_id}", "get"),
    ("/api/v1/desk/documents/{document_id}/verdict", "post"),
    ("/api/v1/desk/documents/{document_id}/filing", "post"),
    ("/api/v1/desk/documents/{document_id}/dismissal", "post"),
    ("/api/v1/desk/pages/{page_id}", "get"),
}

JUDGED_BY_BYTES = {"/api/v1/me/documents"}
"""Whether a file is a picture, no schema says."""


@pytest.fixture
def document(program):
    answer = program.call("GET", "/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def calls_of(document):
    return [(path, method, call) for path, calls in document["paths"].items() for method, call in calls.items()]


def validator(document, schema):
    return jsonschema_rs.validator_for({**schema, "components": document["components"]}, validate_formats=True)


def test_it_is_openapi_3_1_and_names_every_call(document):
    assert document["openapi"].startswith("3.1")
    assert {(path, method) for path, method, _ in calls_of(document)} == CALLS
    assert len({call["operationId"] for *_, call in calls_of(document)}) == len(CALLS)


def test_the_way_in_is_a_bearer(document):
    assert document["components"]["securitySchemes"]["AccessToken"]["scheme"] == "bearer"
    secured = {path for path, _, call in calls_of(document) if call.get("security") == [{"AccessToken": []}]}
    assert secured == {path for path, _ in CALLS if "/login" not in path and "/key-app/" not in path}


def test_every_fault_is_a_problem_document(document):
    for path, method, call in calls_of(document):
        for status, response in call["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], (path, method, status)
                assert response["description"]
                assert response["content"]["application/problem+json"]["schema"]


def test_throttling_says_when_to_come_back_and_a_missing_session_what_to_bring(document):
    for *_, call in calls_of(document):
        assert "Retry-After" in call["responses"].get("429", {"headers": "Retry-After"})["headers"]
        assert "WWW-Authenticate" in call["responses"].get("401", {"headers": "WWW-Authenticate"})["headers"]


def test_every_example_fits_its_schema(document):
    seen = 0
    for path, method, call in calls_of(document):
        bodies = [call.get("requestBody", {}), *call["responses"].values()]
        for content in (body.get("content", {}) for body in bodies):
            for media in content.values():
                for name, example in media.get("examples", {}).items():
                    errors = [
                        str(error) for error in validator(document, media["schema"]).iter_errors(example["value"])
                    ]
                    assert not errors, (path, method, name, errors)
                    seen += 1
    assert seen > 12


def test_the_answers_fit_the_document(program, add, answers, document):
    """One whole login and everything after it, each answer against its schema."""
    person = add(devices=(people.DSC,), card=None)

    def fits(answer, path, method):
        response = document["paths"][path][method]["responses"][str(answer.status_code)]
        (media,) = response["content"].values()
        errors = [str(error) for error in validator(document, media["schema"]).iter_errors(answer.json())]
        assert not errors, errors
        return answer.json()

    root = "/api/v1/logins"
    fits(program.begin("nobody99"), root, "post")
    login = fits(program.begin(person), root, "post")
    fits(program.call("GET", f"/logins/{login['id']}"), f"{root}/{{login_id}}", "get")
    fits(program.answer(login, "00000000"), f"{root}/{{login_id}}/response", "post")
    grant = fits(program.answer(login, answers(person, login)), f"{root}/{{login_id}}/response", "post")["grant"]
    fits(program.answer(login, answers(person, login)), f"{root}/{{login_id}}/response", "post")
    fits(program.call("PUT", f"/logins/{login['id']}/factor", {"factor": "fac"}), f"{root}/{{login_id}}/factor", "put")
    for path in ("/me", "/me/forecast", "/me/sign-ins", "/me/devices"):
        fits(program.call("GET", path, token=grant["access_token"]), f"/api/v1{path}", "get")
        fits(program.call("GET", path), f"/api/v1{path}", "get")
    for path in ("/me/code-card", "/me/code-card/challenge"):
        fits(program.call("POST", path, token=grant["access_token"]), f"/api/v1{path}", "post")
    wrong = program.call("POST", "/me/code-card/activation", {"values": "AAAAAA"}, token=grant["access_token"])
    fits(wrong, "/api/v1/me/code-card/activation", "post")


JUDGED_BY_TASK = frozenset({"/api/v1/me/verifications", "/api/v1/me/tasks"})
"""Calls whose details the schema names and the task reads: a sound body may be 422 there."""
PRESENTED = "clientDataJSON"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_machine_that_reads_the_document_finds_no_accident(house, add, program):
    """Schemathesis, bounded: every call, sound and unsound; leaving comes last."""
    import schemathesis
    from django.core.handlers.wsgi import WSGIHandler

    token = program.enter(add(devices=(people.DSC,)))["access_token"]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    calls = sorted((found.ok() for found in schema.get_all_operations()), key=lambda call: call.method == "delete")
    assert {(call.path, call.method) for call in calls} == CALLS
    for call in calls:
        modes = (
            list(schemathesis.GenerationMode)
            if "requestBody" in call.definition.raw
            else [schemathesis.GenerationMode.POSITIVE]
        )
        for mode in modes:
            assert HTTPStatus.INTERNAL_SERVER_ERROR not in statuses_of(call, mode, token)


def statuses_of(call, mode, token):
    """Make 40 calls and hold each answer to the document; gives the statuses seen."""
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    seen = set()
    is_beyond = call.path in JUDGED_BY_TASK | JUDGED_BY_BYTES or takes_a_passkey(call)
    beyond_the_schema = [positive_data_acceptance] if is_beyond else []
    checks = settings(
        max_examples=40,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @checks
    @given(case=call.as_strategy(generation_mode=mode))
    def fuzz(case):
        answer = case.call(headers={"Authorization": f"Bearer {token}", "Host": "localhost"})
        seen.add(answer.status_code)
        headers = {"Authorization": f"Bearer {token}"}
        case.validate_response(answer, headers=headers, excluded_checks=beyond_the_schema)

    fuzz()
    return seen


def takes_a_passkey(call):
    """Whether the body holds what a browser gives for a passkey, with whatever it adds: no schema says that no text there has NUL."""
    shapes = call.schema.raw_schema["components"]["schemas"]
    presenting = [name for name, shape in shapes.items() if PRESENTED in json.dumps(shape)]
    body = json.dumps(call.definition.raw.get("requestBody", {}))
    return PRESENTED in body or any(f'/{name}"' in body for name in presenting)
