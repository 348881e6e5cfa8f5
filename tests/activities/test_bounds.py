"""An activity outside the agreed agenda: told while it is written down, never a block, and the reason kept."""

from typing import Any

import pytest
from django.test import Client

from activities.models import Activity
from activities.queries import activity, populations
from activities.queries.bounds import bounds_of, outside
from activities.services import bring_inside, put_outside
from initiatives.queries import places
from initiatives.services import add_place
from tests.factories import activities as make
from tests.factories import agenda
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
ADD = "/i/town/activities/new/"


@pytest.fixture
def scene() -> Scene:
    """A town, the mill in it and a yard in that; nothing is meant for the young at the mill."""
    scene = Scene("town")
    with scene.acting() as actor:
        for code, parent in (("town", ""), ("mill", "town"), ("yard", "mill")):
            add_place(actor, code=code, name=code.title(), parent=parent)
        young = make.population(actor, "young", "Young")
        make.population(actor, "old", "Old")
        put_outside(
            actor, population=young, place=places(actor).get(code="mill"), reason="There is no school"
        )
    return scene


def met(scene: Scene, whom: str, *where: str, **values: Any) -> list[str]:
    """By what an activity for these people at these places lies outside."""
    with scene.acting() as actor:
        row = make.activity(
            actor,
            populations=[populations(actor).get(code=whom)] if whom else [],
            places=list(places(actor).filter(code__in=where)),
            **values,
        )
        return [bound.reason for bound in bounds_of(actor, activity(actor, row.public_id))]


@pytest.mark.parametrize(
    ("whom", "where", "lies_outside"),
    [
        ("young", ("mill",), True),
        ("young", ("yard",), True),
        ("young", ("town",), False),
        ("young", (), False),
        ("old", ("mill",), False),
        ("", ("mill",), False),
        ("young", ("town", "yard"), True),
    ],
)
def test_what_holds_for_a_place_holds_within_it_and_not_around_it(
    scene: Scene, whom: str, where: tuple[str, ...], lies_outside: bool
) -> None:
    assert bool(met(scene, whom, *where)) is lies_outside


def test_a_strategy_is_outside_for_people_only_while_it_is_said(scene: Scene) -> None:
    with scene.acting() as actor:
        bet, other = agenda.strategy(actor, "Reading"), agenda.strategy(actor, "Buses")
        put_outside(
            actor, population=populations(actor).get(code="old"), strategy=bet, reason="They can read"
        )
    assert met(scene, "old", strategy=bet) == ["They can read"]
    assert met(scene, "old", strategy=other) == []
    with scene.acting() as actor:
        bring_inside(actor, outside(actor).get(strategy=bet))
    assert met(scene, "old", strategy=bet) == []


def test_the_form_tells_once_and_takes_it_as_it_is_when_sent_again(scene: Scene, client: Client) -> None:
    client.force_login(scene.lead)
    typed = {"title": "Playground", "places": ["yard"], "populations": ["young"], "kind": "collective"}
    typed |= {"approach": "program", "state": "proposed"}
    first = client.post(ADD, typed)
    assert first.status_code == 422
    page = first.content.decode()
    assert "There is no school" in page and 'value="Playground"' in page, "nothing typed is lost"
    assert 'name="warned" value="yes"' in page and 'name="outside_reason"' in page
    assert client.post(ADD, {**typed, "warned": "yes"}).status_code == 303, "a warning is no block"
    assert client.post(ADD, {**typed, "title": "Fair", "outside_reason": "The mill asked"}).status_code == 303
    with scene.acting():
        kept = dict(Activity.objects.values_list("title", "outside_reason"))
        fair = Activity.objects.get(title="Fair")
    assert kept == {"Playground": "", "Fair": "The mill asked"}
    here = f"/i/town/activities/{fair.public_id}/"
    page = client.get(here).content.decode()
    assert "Young · Mill: There is no school" in page and "The mill asked" in page
    api = f"/api/v1/initiatives/town/activities/{fair.public_id}/"
    assert client.get(api).json()["outside_reason"] == "The mill asked"
    assert [row["reason"] for row in client.get(f"{api}outside/").json()["results"]] == ["There is no school"]


def test_a_change_that_brings_nothing_new_outside_asks_nothing(scene: Scene, client: Client) -> None:
    with scene.acting() as actor:
        row = make.activity(
            actor,
            populations=[populations(actor).get(code="young")],
            places=[places(actor).get(code="mill")],
        )
    client.force_login(scene.lead)
    where = f"/i/town/activities/{row.public_id}/change/"
    typed = {"title": "Another name", "kind": "collective", "approach": "program"}
    told = client.post(where, {**typed, "places": ["mill"], "populations": ["young"]})
    assert told.status_code == 303, told.content.decode()[:2000]


def test_what_lies_inside_is_never_asked_about(scene: Scene, client: Client) -> None:
    client.force_login(scene.lead)
    assert "outside_reason" not in client.get(ADD).content.decode()
    typed = {"title": "Visits", "places": ["mill"], "populations": ["old"], "kind": "collective"}
    assert client.post(ADD, {**typed, "approach": "program"}).status_code == 303
