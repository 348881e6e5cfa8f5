"""That the backbone does an activity too: who may say so, and where it is read."""

import pytest
from django.test import Client

from activities.queries import activity
from activities.queries.use import by_backbone
from activities.services import change_activity, move_activity
from initiatives.kernel.errors import Forbidden
from tests.factories import activities as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


def test_only_the_backbone_says_that_it_does_it_too_until_it_is_over(client: Client) -> None:
    scene = Scene("town")
    scene.partners("library")
    lead = scene.person("partner_lead", "library")
    with scene.acting() as actor:
        row = make.activity(actor, "Calling", lead="library", state="under_way", by_backbone=True)
        make.activity(actor, "Tutoring", lead="library", state="under_way")
        assert [one.title for one in by_backbone(actor)] == ["Calling"]
    with scene.acting(lead) as actor:
        mine = activity(actor, row.public_id)
        with pytest.raises(Forbidden):
            change_activity(actor, mine, by_backbone=False)
        change_activity(actor, mine, by_backbone=True, about="By telephone")
        assert [one.title for one in by_backbone(actor)] == ["Calling"], "its own people read it"
    client.force_login(scene.person("community"))
    page = client.get(f"/i/town/activities/{row.public_id}/").content.decode()
    assert "Also run by the backbone" in page
    with scene.acting() as actor:
        move_activity(actor, activity(actor, row.public_id), state="done")
        assert not by_backbone(actor)
