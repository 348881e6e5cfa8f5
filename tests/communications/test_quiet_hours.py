"""Letters that somebody else has sent wait for the end of their reader's quiet hours: 21 to 7, or what they say."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from activities.services import make_check_in_link
from communications.services.digests import set_digest
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.models import Membership, User
from initiatives.services import invite
from measurement import queries, services
from tests.factories.activities import activity
from tests.factories.scene import Scene, moment

pytestmark = [pytest.mark.django_db, pytest.mark.quiet_hours]

# 23:00 and 7:00 of the next day in Chicago, as UTC has them.
NIGHT, BEFORE_SEVEN, MORNING = "2024-04-12 04:00", "2024-04-12 11:55", "2024-04-12 12:00"
LATE_IN_BERLIN = {"frequency": "weekly", "weekday": 1, "hour": 7, "quiet_from": 21, "quiet_until": 7}


@pytest.fixture
def scene() -> Scene:
    with clock.at(moment("2024-04-01 15:00")):
        made = Scene(timezone="America/Chicago")
        made.partners("A")
        made.indicator("n")
        made.assign("n", "A")
        made.cycle("2024-Q1", opens=date(2024, 4, 1), due=date(2024, 4, 10))
        made.work()
    mail.outbox.clear()
    return made


@pytest.fixture
def ben(scene: Scene) -> User:
    return scene.person("contributor", "A")


def nudge(scene: Scene, at: str, **values: Any) -> None:
    with clock.at(moment(at)), scene.acting() as actor:
        services.nudge(actor, queries.cycles(actor).get(), **values)


def left(scene: Scene, at: str) -> list[str]:
    """To whom letters left once a worker ran at a moment."""
    mail.outbox.clear()
    with clock.at(moment(at)):
        scene.work()
    return [letter.to[0] for letter in mail.outbox]


def test_a_reminder_pressed_at_night_leaves_once_in_the_readers_morning(scene: Scene, ben: User) -> None:
    nudge(scene, NIGHT)
    assert left(scene, NIGHT) == []
    assert left(scene, BEFORE_SEVEN) == []
    assert left(scene, MORNING) == [ben.email]
    assert left(scene, "2024-04-12 15:00") == []


def test_each_reader_has_their_own_night(scene: Scene, ben: User) -> None:
    lead = scene.person("partner_lead", "A")
    with scene.acting(lead) as actor:
        set_digest(actor, **LATE_IN_BERLIN, timezone="Europe/Berlin")
    # Eight in the morning in Berlin, one at night in Chicago.
    nudge(scene, "2024-04-12 06:00", copy_lead=True)
    assert left(scene, "2024-04-12 06:00") == [lead.email]
    assert left(scene, MORNING) == [ben.email]


def test_the_page_says_until_when_it_waits(scene: Scene, ben: User, client: Client) -> None:
    with scene.acting() as actor:
        asked = queries.requests(actor).get()
    here = f"/i/{scene.where.slug}/measurement/requests/{asked.public_id}/remind/"
    client.force_login(scene.lead)
    with clock.at(moment("2024-04-11 15:00")):
        assert "It is quiet for" not in client.get(here).content.decode()
    with clock.at(moment(NIGHT)):
        assert "12 April 2024, 07:00" in client.get(here).content.decode()
        told = client.post(here, {"message": ""}, follow=True).content.decode()
    assert "when their quiet hours end, on 12 April 2024, 07:00" in told


def test_a_question_by_link_waits_and_the_link_works_then(scene: Scene) -> None:
    with tenant(scene.where):
        who = Membership.objects.get(user=scene.person("contributor", "A"))
    with clock.at(moment(NIGHT)), scene.acting() as actor:
        make_check_in_link(actor, activity(actor, lead="A"), to=who)
    assert left(scene, NIGHT) == []
    assert left(scene, MORNING) == [who.email]


def test_the_offer_of_an_account_waits_for_nothing(scene: Scene) -> None:
    with clock.at(moment(NIGHT)), scene.acting() as actor:
        invite(actor, email="nina@example.org", role="funder")
    assert left(scene, NIGHT) == ["nina@example.org"]
