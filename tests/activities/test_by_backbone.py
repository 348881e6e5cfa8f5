"""That the backbone does an activity too: who may say so, and where it is read."""

import pytest
from django.test import Client

from activities.queries import activity
from activities.queries.use import by_backbone
from activities.services import change_activity, move_activity
from backbone.services.roles import set_backbone_profile
from initiatives.kernel.errors import Forbidden
from initiatives.queries import partner
from tests import factories
from tests.api import Api
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


def test_what_the_host_leads_is_the_backbones_own_work_too_and_the_pages_say_what_follows(
    client: Client,
) -> None:
    scene = Scene("town")
    scene.partners("library", "city")
    with scene.acting() as actor:
        set_backbone_profile(actor, host=partner(actor, "city"))
        make.activity(actor, "Calling", lead="library", state="under_way", by_backbone=True)
        make.activity(actor, "Counting", lead="city", state="under_way")
        make.activity(actor, "Tutoring", lead="library", state="under_way")
        host = partner(actor, "city").pk
        found = [(one.title, one.led_by_host) for one in by_backbone(actor, host)]
        assert found == [("Calling", False), ("Counting", True)]
        assert [one.title for one in by_backbone(actor)] == ["Calling"]
    told = Api(factories.token(scene.lead)).get("/initiatives/town/backbone-roles/").json["also_runs"]
    assert [(row["title"], row["led_by_host"]) for row in told] == found
    client.force_login(scene.lead)
    for page in ("roles/", "roles/activities/"):
        words = client.get(f"/i/town/{page}").content.decode()
        assert "Led by city, in whose house the backbone is." in words, page
        assert "Tutoring" not in words, page
    with scene.acting() as actor:
        line = f'The backbone runs these too: <a href="/i/town/activities/{by_backbone(actor).get().public_id}/">'
    assert line not in client.get("/i/town/").content.decode(), "there are the first steps"
    scene.cycle("2024-Q1")
    home = client.get("/i/town/").content.decode()
    assert line in home and ">Counting</a>" in home and ">Tutoring</a>" not in home
    client.force_login(scene.person("partner_lead", "library"))
    assert line not in client.get("/i/town/").content.decode()
    client.force_login(scene.lead)
    assert "runs these too" not in client.get("/i/town/roles/policy/").content.decode()
