"""Facts stay for ever, and a person may ask to be forgotten: a fact leads to a person, and does not name them."""

from datetime import date, timedelta

import pytest

from activities.services import make_check_in_link, open_check_in_link
from activities.services.hearing import check_in
from communications.services import inviting
from communications.services.digests import set_digest
from initiatives.kernel import clock
from initiatives.kernel.access import LinkRight, holder_of
from initiatives.kernel.tenancy import tenant
from initiatives.models import Event, Membership
from initiatives.queries import told
from measurement import queries, services
from tests.factories import communications as make
from tests.factories.activities import activity
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
NAME = "Quirina Vexley"


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.partners("a")
    found.indicator("n")
    found.assign("n", "a")
    today = clock.today(found.where.timezone)
    with clock.at(clock.now() - timedelta(days=40)):
        found.cycle("2024-Q1", opens=date(2024, 4, 1), due=today - timedelta(days=5))
    return found


def test_links_reminders_and_digests_are_told_without_the_name_and_lead_to_it(scene: Scene) -> None:
    who = scene.person("contributor", "a")
    with tenant(scene.where):
        Membership.objects.filter(user=who).update(name=NAME)
        person = Membership.objects.get(user=who)
        first = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with scene.acting() as actor:
        asked = queries.requests(actor).get()
        thing = activity(actor, lead="a")
        meeting = make.meeting(actor)
        services.make_link(actor, asked, to=person)
        make_check_in_link(actor, thing, to=person)
        inviting.invite(actor, meeting, person)
        assert len(services.nudge(actor, asked.cycle)) == 1
        links = {
            "hand_in": (services.make_link(actor, asked)[0], asked.pk),
            "check_in": (make_check_in_link(actor, thing)[0], thing.pk),
            "rsvp": (inviting.make_rsvp_link(actor, meeting)[0], meeting.pk),
        }
        holders = {
            purpose: holder_of(actor.initiative, asked.partner_id, LinkRight(link.pk, purpose, about, NAME))
            for purpose, (link, about) in links.items()
        }
        services.open_link(holders["hand_in"])
        open_check_in_link(holders["check_in"])
        check_in(holders["check_in"], thing, status="on_track")
        inviting.open_rsvp_link(holders["rsvp"])
        inviting.reply(holders["rsvp"], meeting, coming="yes")
    with scene.acting(who) as actor:
        set_digest(
            actor,
            frequency="off",
            weekday=1,
            hour=7,
            timezone="",
            quiet_from=21,
            quiet_until=7,
        )
    with tenant(scene.where):
        rows = list(Event.objects.filter(pk__gt=first).order_by("pk"))
        assert [row.key for row in rows if NAME in str(row.data)] == []
        lines = told(rows)
    named = {line.key for line in lines if line.about == NAME}
    assert named == {
        "measurement.hand_in_link_made",
        "activities.check_in_link_made",
        "communications.rsvp_link_made",
        "measurement.partner_nudged",
        "communications.digest_changed",
    }
    assert all(line.text and NAME not in line.text for line in lines)
    opened = {row.key: row.data["link"] for row in rows if row.key.endswith("_link_opened")}
    assert opened == {
        "measurement.hand_in_link_opened": str(links["hand_in"][0].public_id),
        "activities.check_in_link_opened": str(links["check_in"][0].public_id),
        "communications.rsvp_link_opened": str(links["rsvp"][0].public_id),
    }
