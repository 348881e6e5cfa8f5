"""An indicator by partner with more partners than lines: whose are drawn, and what is said of the others."""

from typing import Any

import pytest
from django.test import Client

from initiatives.kernel import clock
from initiatives.models import User
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db

VALUES = {"a": 10, "b": 80, "c": 30, "d": 70, "e": 20, "f": 60, "g": 50, "h": 40}


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.partners(*list(VALUES)[:-1])
    made.partners("h", sector="government")
    # Long ago: partners are named to one another only some time after notice.
    with clock.at(moment("2024-01-01")):
        made.indicator("books", visibility="partners")
    for period, day in (("2024-Q1", "2024-04-10"), ("2024-Q2", "2024-07-10")):
        turned = period == "2024-Q1"
        rows = {code: {"value": 100 - value if turned else value} for code, value in VALUES.items()}
        made.give("books", period, rows, at=day, work=turned)
    made.work()
    return made


def page(scene: Scene, who: User | None = None) -> Any:
    client = Client()
    client.force_login(who or scene.lead)
    return client.get(f"/i/{scene.where.slug}/measurement/indicators/books/?by=partner")


def lines(answer: Any) -> list[str]:
    return [line["name"] for line in answer.context["chart"]["data"]]


def test_the_highest_of_late_are_drawn_and_of_the_others_their_range_is_said(scene: Scene) -> None:
    answer = page(scene)

    assert lines(answer) == ["b", "d", "f", "g", "h", "c"]
    assert answer.context["others"].startswith("2 that are not drawn lie between 10 and 20 in")
    assert answer.context["others"] in answer.content.decode()
    assert answer.context["table"].paginator.count == 16, "all are in the table"


def test_ones_own_line_is_drawn_however_low_it_is(scene: Scene) -> None:
    answer = page(scene, scene.person("contributor", "a"))

    assert lines(answer) == ["a", "b", "d", "f", "g", "h"]
    assert answer.context["others"].startswith("2 that are not drawn lie between 20 and 30 in")


def test_by_anything_but_partner_groups_keep_their_order(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.lead)
    answer = client.get(f"/i/{scene.where.slug}/measurement/indicators/books/?by=sector")

    # 40 and 320: the higher one would come first.
    assert lines(answer) == ["Government", "Non-profit"]
    assert "not drawn" not in answer.content.decode()


def test_the_groups_one_by_one_stand_as_they_are_drawn(scene: Scene) -> None:
    scene.indicator("rate", "ratio", visibility="partners")
    rows = {code: {"numerator": value, "denominator": 100} for code, value in VALUES.items()}
    scene.give("rate", "2024-Q2", rows, at="2024-07-10")
    client = Client()
    client.force_login(scene.person("contributor", "h"))
    answer = client.get(f"/i/{scene.where.slug}/measurement/indicators/rate/?by=partner")

    assert [one["name"] for one in answer.context["beside"]["groups"]] == [*"hbdfgcea"]
    assert lines(answer) == [*"hbdfgc"]
