"""What is put right in the records of the six roles: by the backbone alone, held to the rules of what is new."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from backbone.models import BackboneTask, LeadershipStep, MediaMention, StaffRole
from backbone.queries import roles as queries
from backbone.services import public_will, roles
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.models import Event
from tests.factories import roles as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db

# What is done to which record: (record, verb, what is said).
VERBS: list[tuple[str, Callable[..., Any], dict[str, Any]]] = [
    ("post", roles.change_post, {"languages": "Quechua"}),
    ("task", roles.change_task, {"title": "Write to the council"}),
    ("task", roles.close_task, {}),
    ("leader", roles.change_leadership_step, {"trained_in": "Minutes"}),
    ("leader", roles.remove_leadership_step, {}),
    ("campaign", public_will.change_campaign, {"name": "Read aloud"}),
    ("mention", public_will.change_mention, {"title": "They read more"}),
    ("mention", public_will.remove_mention, {}),
]
# What breaks a rule of what stands: (record, verb, what is said, the field that is told).
WRONG: list[tuple[str, Callable[..., Any], dict[str, Any], str]] = [
    ("post", roles.change_post, {"fte": Decimal("2.5")}, "fte"),
    ("post", roles.change_post, {"fte": Decimal("0.333")}, "fte"),
    ("post", roles.change_post, {"since": None}, "since"),
    ("post", roles.change_post, {"until": date(2023, 12, 31)}, "until"),
    ("post", roles.change_post, {"name": " "}, "name"),
    ("post", roles.change_post, {"shares": {"policy": 101}}, "shares"),
    ("post", roles.change_post, {"shares": {"gardening": 100}}, "shares"),
    ("task", roles.change_task, {"title": " "}, "title"),
    ("task", roles.change_task, {"repeats": "monthly"}, "due"),
    ("leader", roles.change_leadership_step, {"happened_on": None}, "happened_on"),
    ("leader", roles.change_leadership_step, {"trained_in": ""}, "role_taken"),
    ("leader", roles.change_leadership_step, {"name": ""}, "name"),
    ("campaign", public_will.change_campaign, {"starts_on": None}, "starts_on"),
    ("campaign", public_will.change_campaign, {"ends_on": date(2023, 12, 31)}, "ends_on"),
    ("mention", public_will.change_mention, {"reach": 0}, "reach"),
    ("mention", public_will.change_mention, {"reach": 500}, "reach_source"),
    ("mention", public_will.change_mention, {"address": "javascript:alert(1)"}, "address"),
]


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.partners("school-board")
    return made


@pytest.fixture
def made(scene: Scene) -> dict[str, Any]:
    return make.one_of_each(scene.where)


def facts(actor: Actor) -> int:
    return Event.objects.count()


def named(value: Any) -> str:
    return value.__name__ if callable(value) else ""


@pytest.mark.parametrize(("record", "verb", "values"), VERBS, ids=named)
def test_only_the_backbone_puts_right_what_is_noted(
    scene: Scene, made: dict[str, Any], record: str, verb: Callable[..., Any], values: dict[str, Any]
) -> None:
    for role in ("funder", "community"):
        with scene.acting(scene.person(role)) as actor, pytest.raises(Forbidden):
            verb(actor, made[record], **values)
    with scene.acting() as actor:
        before = facts(actor)
        verb(actor, made[record], **values)
        assert facts(actor) == before + 1


@pytest.mark.parametrize(("record", "verb", "values", "field"), WRONG, ids=named)
def test_what_stands_is_held_to_the_rules_of_what_is_new(
    scene: Scene,
    made: dict[str, Any],
    record: str,
    verb: Callable[..., Any],
    values: dict[str, Any],
    field: str,
) -> None:
    with scene.acting() as actor:
        before = facts(actor)
        with pytest.raises(DomainError) as refused:
            verb(actor, made[record], **values)
        assert refused.value.errors[0].field == field
        assert facts(actor) == before


def test_what_was_said_again_as_it_stands_is_no_fact(scene: Scene, made: dict[str, Any]) -> None:
    with scene.acting() as actor:
        before = facts(actor)
        roles.change_post(actor, made["post"], post=" Director ")
        roles.change_leadership_step(actor, made["leader"], name="Ida")
        public_will.change_mention(actor, made["mention"], outlet="The Herald")
        assert facts(actor) == before


def test_a_task_that_was_closed_is_changed_no_more(scene: Scene, made: dict[str, Any]) -> None:
    with scene.acting() as actor:
        roles.close_task(actor, made["task"], dropped=True)
        with pytest.raises(Conflict):
            roles.change_task(actor, made["task"], title="Too late")
        assert BackboneTask.objects.get(pk=made["task"].pk).title == "Call the council"


def test_what_is_removed_is_gone_and_the_fact_of_it_names_nobody(scene: Scene, made: dict[str, Any]) -> None:
    with scene.acting() as actor:
        roles.remove_leadership_step(actor, made["leader"])
        public_will.remove_mention(actor, made["mention"])
        assert not LeadershipStep.objects.exists()
        assert not MediaMention.objects.exists()
        told = Event.objects.get(key="backbone.leadership_step_removed")
    assert (told.subject, told.data) == (f"leadership_step:{made['leader'].public_id}", {})


def test_whoever_has_left_counts_no_more_and_stays_on_file(scene: Scene, made: dict[str, Any]) -> None:
    with scene.acting() as actor:
        before = queries.roster(actor).fte
        left = clock.today(actor.initiative.timezone) - timedelta(days=1)
        roles.change_post(actor, made["post"], until=left)
        assert queries.roster(actor).fte == before - made["post"].fte
        assert StaffRole.objects.get(pk=made["post"].pk).until == left
