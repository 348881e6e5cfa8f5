"""What of communication waits for one reader on their home: theirs alone, and gone once it is done."""

from datetime import date, timedelta

import pytest
from django.test import Client

from agenda.queries.waiting import Waiting
from communications.queries.waiting import waiting
from communications.services import plan_meeting, reply
from communications.services.positions import take_position
from initiatives.kernel import clock
from initiatives.models import Membership, User
from initiatives.services import add_action, change_action
from tests.factories import communications_decisions as make
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def scene() -> Scene:
    return Scene("waits", timezone="UTC")


def told(scene: Scene, who: User) -> list[Waiting]:
    with scene.acting(who) as actor:
        return waiting(actor)


def test_a_home_tells_each_ones_own_tasks_proposals_and_invitations_until_they_are_done(
    scene: Scene, client: Client
) -> None:
    with clock.at(moment("2024-04-10 12:00")):
        scene.partners("A")
        with scene.acting() as actor:
            where = make.group(actor)
        [member] = make.seated(scene, where, "community")
        outside = scene.person("community")
        with scene.acting() as actor:
            mine = Membership.objects.get(user=member)
            late = add_action(actor, what="Call the school", owner=mine, due=date(2024, 4, 8))
            add_action(actor, what="Book the room", owner=mine, due=date(2024, 4, 20))
            proposal = make.proposed(actor, where)
            start = clock.now() + timedelta(days=13)
            near = plan_meeting(
                actor, group=where, title="In two weeks", starts_at=start, ends_at=start + HOUR
            )
            later = start + timedelta(days=2)
            plan_meeting(actor, group=where, title="Too far", starts_at=later, ends_at=later + HOUR)
        found = told(scene, member)
        assert [(one.title, one.note) for one in found][:2] == [
            ("Call the school", "It was due 8 April 2024."),
            ("Book the room", "It is due 20 April 2024."),
        ]
        assert [one.title for one in found][2:] == ["Move tutoring", "In two weeks"]
        assert told(scene, outside) == []

        client.force_login(member)
        home = client.get(f"/i/{scene.where.slug}/").content.decode()
        assert "Call the school" in home and f"/communications/tasks/{late.public_id}/" in home
        client.force_login(outside)
        assert "Call the school" not in client.get(f"/i/{scene.where.slug}/").content.decode()

        with scene.acting(member) as actor:
            change_action(actor, late, state="done")
            take_position(actor, proposal, position="agree")
            reply(actor, near, coming="no")
        assert [one.title for one in told(scene, member)] == ["Book the room"]
