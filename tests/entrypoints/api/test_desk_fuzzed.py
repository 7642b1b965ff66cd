"""The desk's calls, as a machine that reads the document makes them with an agent's token: no accident, nothing undocumented."""

from http import HTTPStatus

import pytest

from sekisho.core.desk.roles import Role
from sekisho.testing import people

from .test_openapi import statuses_of


@pytest.mark.slow
def test_a_machine_at_the_desk_finds_no_accident(house, ports, program, add):
    import schemathesis
    from django.core.handlers.wsgi import WSGIHandler

    add(devices=(people.DSC,))
    token = program.enter(people.add_agent(ports, Role.AGENT))["access_token"]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    calls = [found.ok() for found in schema.get_all_operations()]
    for call in [call for call in calls if "/desk/" in call.path]:
        modes = (
            list(schemathesis.GenerationMode)
            if "requestBody" in call.definition.raw
            else [schemathesis.GenerationMode.POSITIVE]
        )
        for mode in modes:
            assert HTTPStatus.INTERNAL_SERVER_ERROR not in statuses_of(call, mode, token)
