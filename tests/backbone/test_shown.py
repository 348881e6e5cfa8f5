"""What the staff choose to show: in their order, each audience by itself, and only what may be told."""

from datetime import timedelta

import pytest

from backbone import queries, services
from backbone.words import Audience, PassageKind, audience_of
from initiatives.kernel import clock
from initiatives.kernel.access import Role
from initiatives.kernel.errors import DomainError, Forbidden
from initiatives.models import Event
from measurement import queries as measured
from measurement import services as measuring
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = Scene("riverside")
    scene.indicator("books", headline=True)
    scene.indicator("readers", headline=True)
    scene.indicator("visits")
    return scene


def codes(scene: Scene, audience: Audience = Audience.FUNDERS, role: str = "") -> list[str]:
    who = scene.person(role) if role else None
    with scene.acting(who) as actor:
        return [row.code for row in queries.shown(actor, audience).indicators]


def choose(scene: Scene, *chosen: str, audience: Audience = Audience.FUNDERS) -> None:
    with scene.acting() as actor:
        rows = [measured.indicator(actor, code) for code in chosen]
        services.choose_shown(actor, audience, indicators=rows)


def test_until_somebody_chooses_the_headline_indicators_are_shown(scene: Scene) -> None:
    assert codes(scene) == ["books", "readers"]
    choose(scene, "visits", "books")
    assert codes(scene) == ["visits", "books"]
    assert codes(scene, Audience.PUBLIC) == ["books", "readers"]
    choose(scene)
    assert codes(scene) == ["books", "readers"]


def test_what_is_retired_or_only_proposed_is_not_shown_below_staff(scene: Scene) -> None:
    scene.indicator("plans", state="proposed")
    choose(scene, "plans", "visits", "books")
    with scene.acting() as actor:
        measuring.retire(actor, measured.indicator(actor, "visits"), reason="Nobody counts them any more")
    assert codes(scene) == ["plans", "books"]
    assert codes(scene, role="funder") == ["books"]


def test_a_story_is_told_by_somebody_who_agreed_to_it(scene: Scene) -> None:
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        story = {"body": "The bus came after the bell.", "told_by": "A grandmother", "agreed_on": today}
        for field, value in (
            ("told_by", " "),
            ("agreed_on", None),
            ("agreed_on", today + timedelta(days=1)),
            ("body", ""),
        ):
            with pytest.raises(DomainError) as refused:
                services.write_passage(actor, PassageKind.STORY, **{**story, field: value})
            assert refused.value.errors[0].field == field
        told = services.write_passage(actor, PassageKind.STORY, **story)
        text = services.write_passage(actor, PassageKind.TEXT, body="We count each child once.", told_by="x")
        assert text.told_by == ""
        services.choose_shown(actor, Audience.PUBLIC, passages=[text, told])
        services.change_passage(actor, told, body="The number 14 bus came after the bell.")
        found = queries.shown(actor, Audience.PUBLIC)
        assert [row.body for row in found.passages] == [text.body, "The number 14 bus came after the bell."]
        assert [row.told_by for row in found.stories] == ["A grandmother"]
        services.remove_passage(actor, told)
        assert queries.shown(actor, Audience.PUBLIC).passages == (text,)
    with scene.acting(scene.person("community")) as actor:
        assert queries.shown(actor, Audience.PUBLIC).passages == (text,)
        with pytest.raises(Forbidden):
            queries.passages(actor)
        with pytest.raises(Forbidden):
            services.choose_shown(actor, Audience.PUBLIC)


def test_every_choice_is_told_once(scene: Scene) -> None:
    choose(scene, "visits")
    choose(scene, "visits")
    choose(scene)
    with scene.acting():
        rows = Event.objects.filter(key="backbone.shown_chosen").order_by("id")
        assert [row.data["indicators"] for row in rows] == [["visits"], []]


def test_nobody_is_shown_more_than_fifteen(scene: Scene) -> None:
    for number in range(16):
        scene.indicator(f"more-{number}")
    with pytest.raises(DomainError) as refused:
        choose(scene, *(f"more-{number}" for number in range(16)))
    assert refused.value.errors[0].field == "indicators"


def test_each_role_has_its_audience() -> None:
    assert [audience_of(role) for role in Role] == [
        *(Audience.BACKBONE, Audience.BACKBONE),
        *(Audience.PARTNERS, Audience.PARTNERS),
        *(Audience.FUNDERS, Audience.PUBLIC),
    ]
