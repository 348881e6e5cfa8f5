"""Stories: told as far as somebody agreed, and on no page and in no report once that ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backbone import queries
from backbone.models import Passage
from backbone.queries.shown import still_told
from backbone.services import choose_shown, take_back_consent, write_passage
from backbone.words import Audience, PassageKind
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def told(scene: Scene, **consent: Any) -> Passage:
    """A story that was chosen for everybody."""
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        given = {"agreed_on": today - timedelta(days=9), **consent}
        row = write_passage(actor, PassageKind.STORY, body="We walked", told_by="A mother", **given)
        for audience in Audience:
            choose_shown(actor, audience, passages=[row])
    return row


def audiences(scene: Scene) -> set[str]:
    """The audiences that are shown a story."""
    with scene.acting() as actor:
        return {one.value for one in Audience if queries.shown(actor, one).stories}


def test_a_story_is_told_only_where_its_teller_agreed(scene: Scene) -> None:
    told(scene, uses=["inside"], agreed_how="spoken")
    assert audiences(scene) == {"backbone", "partners"}


def test_a_story_is_told_until_the_day_that_was_agreed(scene: Scene) -> None:
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
    told(scene, agreed_until=today)
    assert len(audiences(scene)) == 4
    with clock.at(clock.now() + timedelta(days=2)):
        assert audiences(scene) == set()


def test_consent_taken_back_takes_it_from_every_page_and_frozen_report_at_once(scene: Scene) -> None:
    row = told(scene)
    story = {"id": str(row.public_id), "kind": "story", "title": "", "body": row.body, "told_by": "A mother"}
    older = {name: text for name, text in story.items() if name != "id"}
    text = {"kind": "text", "title": "", "body": "How we count", "told_by": ""}
    with scene.acting() as actor:
        assert still_told(actor, [story, older, text], Audience.PUBLIC) == [story, older, text]
        take_back_consent(actor, row)
        assert still_told(actor, [story, older, text], Audience.PUBLIC) == [text]
        with pytest.raises(Conflict):
            take_back_consent(actor, row)
    assert audiences(scene) == set()


@pytest.mark.parametrize(
    ("consent", "field"),
    [({"uses": []}, "uses"), ({"uses": ["press"]}, "uses"), ({"agreed_how": "sung"}, "agreed_how")],
)
def test_a_consent_says_where_it_may_be_told(scene: Scene, consent: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as error:
        told(scene, **consent)
    assert error.value.field == field
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
    with pytest.raises(DomainError) as error:
        told(scene, agreed_until=today - timedelta(days=30))
    assert error.value.field == "agreed_until"


def test_the_form_takes_no_use_for_granted(scene: Scene, client: Client) -> None:
    client.force_login(scene.lead)
    form = client.get(f"/i/{scene.where.slug}/passages/new/story/")
    boxes = [line for line in form.content.decode().split("<input") if 'name="uses"' in line]
    assert len(boxes) == 3 and not any("checked" in box.split(">")[0] for box in boxes)
