"""The portfolio: each initiative by itself, phase first, and what changed between two days."""

from typing import Any

import pytest
from django.test import Client

from agenda import services as agenda
from initiatives.kernel import clock
from tests import factories
from tests.api import Api
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenes(db: None) -> list[Scene]:
    """Two initiatives with one funder: reading of 45.0 % that became 48.0 % in May, and an effort just begun."""
    old, young = Scene("zebra", name="Zebra valley"), Scene("apple", name="Apple town")
    who = factories.user("funder@example.org")
    for scene in (old, young):
        factories.member(scene.where, who, "funder")
    old.partners("A")
    old.indicator("reading", "ratio", cadence="yearly", headline=True, level="community", visibility="public")
    old.give("reading", "2023", {"A": {"numerator": 40, "denominator": 100}}, at="2024-01-10")
    old.give("reading", "2024", {"A": {"numerator": 45, "denominator": 100}}, at="2025-01-10")
    old.give(
        "reading", "2024", {"A": {"numerator": 48, "denominator": 100}}, at="2025-05-02", reason="Late scores"
    )
    with clock.at(moment("2025-02-01")), young.acting() as actor:
        agenda.enter_phase(actor, 1)
    return [old, young]


def seen(path: str = "/portfolio/") -> str:
    client = Client()
    client.force_login(factories.core.User.objects.get(email="funder@example.org"))
    with clock.at(moment("2025-06-01")):
        answer: Any = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_initiatives_stand_by_name_each_with_its_phase_and_what_it_shows(scenes: list[Scene]) -> None:
    html = seen()
    assert html.index("Apple town") < html.index("Zebra valley")
    young, old = html.split('id="p-zebra"')
    assert "Assess readiness" in young
    assert "Would a sceptic agree" in young
    assert "40.0" in old
    assert "48.0" in old
    assert "Stood on" not in html


def test_since_the_last_board_compares_two_days(scenes: list[Scene]) -> None:
    html = seen("/portfolio/?since=2025-02-01")
    assert "Stood on 1 February 2025" in html
    assert "45.0" in html
    assert "+3.0 points" in html
    assert "Stood on" not in seen("/portfolio/?since=9999-12-31"), (
        "a day beyond all calendars holds nothing back"
    )


def test_whoever_takes_part_in_nothing_is_told_what_it_will_hold(db: None, client: Client) -> None:
    assert client.get("/portfolio/").status_code == 302
    client.force_login(factories.user())
    assert "stands here with its phase" in client.get("/portfolio/").content.decode()


def test_programs_read_the_same(scenes: list[Scene]) -> None:
    api = Api(factories.token(factories.core.User.objects.get(email="funder@example.org"), ["read"]))
    with clock.at(moment("2025-06-01")):
        young, old = api.get("/api/v1/portfolio/?since=2025-02-01").json["initiatives"]
    assert (young["name"], young["phase"], young["year"], young["indicators"]) == (
        "Apple town",
        "Assess readiness",
        1,
        [],
    )
    [held] = old["indicators"]
    assert (held["then"], held["line"]["figure"]["display"], held["since"]["text"]) == (
        "45.0\u00a0%",
        "48.0%",
        "+3.0 points",
    )
    assert api.get("/api/v1/portfolio/?since=soon").faults == {"since": "invalid"}


def test_a_funder_of_one_initiative_asks_the_same_on_its_dashboard(scenes: list[Scene]) -> None:
    assert "Say on which day your board met" in seen("/i/zebra/")
    html = seen("/i/zebra/?since=2025-02-01")
    moved = html[html.index('id="moved"') :]
    # What stood on that day is what the portfolio tells: 45.0 %, which late scores made 48.0 % in May.
    assert moved.index("45.0") < moved.index("48.0") < moved.index("+3.0 points")
    assert "Stood on" not in seen("/i/zebra/?since=soon"), "what is no day holds nothing back"

    api = Api(factories.token(factories.core.User.objects.get(email="funder@example.org"), ["read"]))
    with clock.at(moment("2025-06-01")):
        [row] = api.get("/api/v1/initiatives/zebra/dashboard/?since=2025-02-01").json["moved"]
        assert (row["then"], row["since"]["text"]) == ("45.0\u00a0%", "+3.0 points")
        assert api.get("/api/v1/initiatives/zebra/dashboard/").json["moved"] == []


def test_what_moved_is_told_to_funders_alone(scenes: list[Scene]) -> None:
    client = Client()
    factories.member(scenes[0].where, factories.user("member@example.org"), "community")
    client.force_login(factories.core.User.objects.get(email="member@example.org"))
    with clock.at(moment("2025-06-01")):
        assert 'id="moved"' not in client.get("/i/zebra/?since=2025-02-01").content.decode()
