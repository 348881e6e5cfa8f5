"""Set-up, step three: first indicators out of the packs or in own words, and who reports them."""

from typing import Any

import pytest
from django.test import Client

from initiatives import queries
from initiatives.models import Initiative, User
from measurement.forms.starter import StarterForm
from measurement.models import Assignment, Indicator
from measurement.queries import indicators

pytestmark = pytest.mark.django_db
ADDRESS = "/i/riverbend/measurement/starter/"


def test_picked_and_named_indicators_are_reported_by_every_partner(
    ana: User, riverbend: Initiative, client: Client
) -> None:
    client.force_login(ana)
    given = {
        "picked": ["health-bp", "edu-reading"],
        "own": "Bus rides\n\nBus rides\nTotal",
        "cadence": "quarterly",
        "everybody": "on",
    }
    answer = client.post(ADDRESS, given)
    assert (answer.status_code, answer["Location"]) == (303, "/i/riverbend/measurement/new/cycle/")
    with queries.enter(ana, "riverbend") as actor:
        codes = set(indicators(actor).values_list("code", flat=True))
        assert codes == {"health-bp", "edu-reading", "bus-rides", "bus-rides-2", "total-2"}
        assert Assignment.objects.count() == 4 * 2  # the whole community is asked of nobody yet
        assert all(row.headline for row in Indicator.objects.all())


def test_without_everybody_nobody_is_asked_yet(ana: User, riverbend: Initiative, client: Client) -> None:
    client.force_login(ana)
    client.post(ADDRESS, {"picked": ["health-bp"], "own": "", "cadence": "monthly"})
    with queries.enter(ana, "riverbend"):
        assert Indicator.objects.count() == 1
        assert not Assignment.objects.exists()


def test_what_is_taken_is_offered_no_more(ana: User, riverbend: Initiative, client: Client) -> None:
    client.force_login(ana)
    client.post(ADDRESS, {"picked": ["health-bp"], "own": "", "cadence": "monthly"})
    refused = client.post(ADDRESS, {"picked": ["health-bp"], "own": "", "cadence": "monthly"})
    assert refused.status_code == 422
    field: Any = StarterForm({"health-bp"}).fields["picked"]
    offered = [code for code, _name in field.choices]
    assert "health-bp" not in offered and "health-seen" in offered


def test_a_bad_line_is_named_and_nothing_is_made(ana: User, riverbend: Initiative, client: Client) -> None:
    client.force_login(ana)
    answer = client.post(ADDRESS, {"picked": ["health-bp"], "own": "y" * 201, "cadence": "monthly"})
    assert answer.status_code == 422
    assert "too long" in answer.content.decode()
    with queries.enter(ana, "riverbend"):
        assert not Indicator.objects.exists()
