"""The API under what nobody would send: no answer is a fault of ours, and each is as the description says."""

from collections import Counter
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as effort
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from initiatives.kernel.access import PARTNER_ROLES, Role
from tests import factories
from tests.databases import ClonedDatabase
from tests.factories import (
    activities,
    agenda,
    communications,
    communications_decisions,
    onboarding,
    roles,
    surveys,
)
from tests.factories import measurement as make

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    response_schema_conformance,
    content_type_conformance,
]
# What the variables of an address stand for, by the list that they name a thing of.
CODES = {"partners": "school-board", "places": "north", "dimensions": "sex", "indicators": "meals"}


@cache
def description() -> Any:
    """The API's own description, the same for everybody, made once: it takes seconds."""
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", WSGIHandler())


SHORT = [pytest.param(role, 2, id=f"short-{role.value}") for role in (Role.BACKBONE_LEAD, Role.CONTRIBUTOR)]
LONG = [pytest.param(role, 6, id=f"long-{role.value}", marks=pytest.mark.slow) for role in Role]


@pytest.mark.parametrize(("role", "cases"), [*SHORT, *LONG])
def test_nothing_that_is_sent_breaks_it(cloned_database: ClonedDatabase, role: Role, cases: int) -> None:
    lead = factories.user("ana@riverbend.example")
    where = factories.initiative("riverbend", lead=lead)
    factories.place(where, "north")
    partner = factories.partner(where, "school-board", place="north")
    make.dimension(where, "sex", "f", "m")
    make.indicator(where, "meals", dimensions=["sex"])
    cycle = make.cycle(where, "2024-Q1")
    handed = make.hand_in(where, lead, "school-board", "2024-Q1", [{"indicator": "meals", "value": 5}])
    who = lead
    if role != Role.BACKBONE_LEAD:
        who = factories.user()
        factories.member(where, who, role, of=partner if role in PARTNER_ROLES else None)
    ids = {"cycles": str(cycle.public_id), "submissions": str(handed.public_id)} | agenda.named(where)
    ids |= activities.named(where) | communications.named(where)
    ids |= (
        communications_decisions.named(where)
        | surveys.named(where)
        | roles.named(where)
        | onboarding.named(where)
    )
    headers = {"Authorization": f"Bearer {factories.token(who)}", "If-Match": "*"}
    seen: Counter[int] = Counter()

    for found in description().get_all_operations():
        operation: Any = found.ok()

        @effort(
            max_examples=cases,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            named = next((name for name in [*CODES, *ids] if f"/{name}/" in case.path), "")  # noqa: B023
            for variable, value in (
                ("slug", "riverbend"),
                ("code", CODES.get(named)),
                ("id", ids.get(named)),
                ("number", ids["agendas"]),
            ):
                if value and variable in (case.path_parameters or {}):
                    case.path_parameters[variable] = value
            response = case.call(headers=headers)
            seen[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

        send()

    assert seen[200] > cases and sum(seen.values()) > 25 * cases, "hardly anything was asked"
