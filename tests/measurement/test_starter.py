"""Set-up, step three: the starter set, and the steps one after another."""

from typing import Any

import pytest
from django.test import Client

from initiatives import queries
from initiatives.models import Initiative, User
from measurement.forms.starter import StarterForm
from measurement.models import Assignment, Indicator
from measurement.queries import indicators
from measurement.services import define_indicator
from measurement.starter import STARTERS

pytestmark = pytest.mark.django_db
ADDRESS = "/i/riverbend/measurement/starter/"


def test_every_starter_can_be_defined(ana: User, riverbend: Initiative) -> None:
    with queries.enter(ana, "riverbend") as actor:
        for starter in STARTERS:
            made = define_indicator(
                actor, code=starter.code, name=str(starter.name), **starter.definition_values()
            )
            assert made.code == starter.code
    assert len({starter.code for starter in STARTERS}) == len(STARTERS)


def test_picked_and_named_indicators_are_reported_by_every_partner(
    ana: User, riverbend: Initiative, client: Client
) -> None:
    client.force_login(ana)
    given = {
        "picked": ["people-served", "better-off"],
        "own": "Bus rides\n\nBus rides\nTotal",
        "cadence": "quarterly",
        "everybody": "on",
    }
    answer = client.post(ADDRESS, given)
    assert (answer.status_code, answer["Location"]) == (303, "/i/riverbend/measurement/new/cycle/")
    with queries.enter(ana, "riverbend") as actor:
        codes = set(indicators(actor).values_list("code", flat=True))
        assert codes == {"people-served", "better-off", "bus-rides", "bus-rides-2", "total-2"}
        assert Assignment.objects.count() == 5 * 2
        assert all(row.headline for row in Indicator.objects.all())


def test_without_everybody_nobody_is_asked_yet(ana: User, riverbend: Initiative, client: Client) -> None:
    client.force_login(ana)
    client.post(ADDRESS, {"picked": ["waiting"], "own": "", "cadence": "monthly"})
    with queries.enter(ana, "riverbend"):
        assert Indicator.objects.count() == 1
        assert not Assignment.objects.exists()


def test_what_is_taken_is_offered_no_more(ana: User, riverbend: Initiative, client: Client) -> None:
    client.force_login(ana)
    client.post(ADDRESS, {"picked": ["waiting"], "own": "", "cadence": "monthly"})
    refused = client.post(ADDRESS, {"picked": ["waiting"], "own": "", "cadence": "monthly"})
    assert refused.status_code == 422
    field: Any = StarterForm({"waiting"}).fields["picked"]
    offered = [code for _theme, rows in field.choices for code, _name in rows]
    assert "waiting" not in offered and "people-served" in offered


def test_a_bad_line_is_named_and_nothing_is_made(ana: User, riverbend: Initiative, client: Client) -> None:
    client.force_login(ana)
    answer = client.post(ADDRESS, {"picked": ["waiting"], "own": "y" * 201, "cadence": "monthly"})
    assert answer.status_code == 422
    assert "too long" in answer.content.decode()
    with queries.enter(ana, "riverbend"):
        assert not Indicator.objects.exists()
