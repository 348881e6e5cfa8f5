"""What of communication waits for the backbone: how far the next meeting is prepared."""

from datetime import timedelta

import pytest

from communications import services
from communications.queries.queue import to_prepare
from initiatives.kernel import clock
from initiatives.models import Membership
from initiatives.services.groups import seat, unseat
from tests.factories import communications as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


def test_a_meeting_to_prepare_tells_its_bare_points_and_whose_answer_lacks() -> None:
    scene = Scene("prepares")
    scene.partners("a", "b")
    ben, other, gone = (scene.person("contributor", code) for code in ("a", "b", "b"))
    with scene.acting() as actor:
        group = make.group(actor)
        seats = {
            who: seat(actor, group, Membership.objects.get(user=who), co_chair=False)
            for who in (ben, other, gone)
        }
        row = make.meeting(actor, at=clock.now() + timedelta(days=3))
        make.meeting(actor, "Too far ahead", at=clock.now() + timedelta(days=8))
        assert [one.note.partition(". ")[2] for one in to_prepare(actor)] == [
            "Nothing on the agenda yet. 0 of 3 have answered."
        ]
        services.add_item(actor, row, title="Wins", purpose="inform")
        services.add_item(actor, row, title="Rooms", purpose="decide")
        services.add_item(actor, row, title="Buses", purpose="discuss", pre_read="Two pages.")
    for who in (ben, gone):
        with scene.acting(who) as actor:
            services.reply(actor, row, coming="no")
    with scene.acting() as actor:
        # Who answered and has left the group since counts on neither side: 1 of the 2 who sit there now.
        unseat(actor, seats[gone])
        [one] = to_prepare(actor)
        assert one.note.endswith(
            "3 points on the agenda. 1 of them has nothing to read before. 1 of 2 have answered."
        )
        services.send_agenda(actor, row)
        assert to_prepare(actor) == []
