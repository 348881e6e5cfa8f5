"""The calendar of the year: which days stand in it for whom, in which order, and as other calendars read it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from activities import services as activities
from agenda.services import commit
from backbone.queries.calendar import calendar, end_of_months, months_from
from communications.queries import meetings
from communications.services import cancel_meeting
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.dates import DATES, Dated, dates, kinds_of_dates
from initiatives.models import Membership
from initiatives.services import seat
from initiatives.templatetags.look import icon
from measurement.queries import cycles
from measurement.services import close_cycle, lock_cycle
from tests import factories
from tests.api import Api
from tests.factories import activities as make_activities
from tests.factories import communications as make
from tests.factories import measurement as make_measurement
from tests.factories import roles as make_roles
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
NOW = "2026-03-02 12:00"
FIRST, LAST = date(2026, 3, 1), date(2027, 2, 28)


@pytest.fixture
def scene() -> Scene:
    """Library and school are asked for a quarter; the library's commitment ends; there is a meeting and a policy."""
    with clock.at(moment("2025-01-10")):
        scene = Scene("riverside", timezone="America/New_York")
        scene.partners("library", "school")
        scene.indicator("books")
        scene.assign("books", "library", "school")
    with clock.at(moment(NOW)):
        scene.cycle("2026-Q1", opens=date(2026, 4, 1), due=date(2026, 4, 20))
        with scene.acting() as actor:
            commit(
                actor,
                partner=core.partner(actor, "library"),
                kind="data",
                promise="Figures every quarter",
                starts_on=date(2024, 6, 1),
                ends_on=date(2026, 5, 31),
                signer="Ida Holm",
                signed_on=date(2024, 6, 1),
            )
            # Half past nine in the evening of 30 April in New York: 1 May in London.
            make.meeting(actor, "Spring meeting", at=datetime(2026, 5, 1, 1, 30, tzinfo=UTC))
            make_roles.aim(actor, title="Reading in the budget", expected_on=date(2026, 6, 10))
            make_roles.source(actor, "90000", ends_on=date(2026, 12, 31))
    return scene


def told(actor: Actor, first: date = FIRST, last: date = LAST, **narrowed: Any) -> list[tuple[str, str]]:
    return [(str(day.dated.on), day.dated.title) for day in calendar(actor, first, last, **narrowed)]


def test_the_days_of_all_apps_stand_in_one_order_in_the_initiatives_own_time(scene: Scene) -> None:
    with clock.at(moment(NOW)), scene.acting() as actor:
        assert told(actor) == [
            ("2026-04-01", "2026 Q1 opens for hand-ins"),
            ("2026-04-20", "2026 Q1 is due"),
            ("2026-04-30", "Spring meeting"),
            ("2026-05-31", "Commitment ends: library"),
            ("2026-06-10", "Reading in the budget"),
            ("2026-12-31", "Funding ends: Community Foundation"),
        ]
        assert told(actor, date(2026, 4, 30), date(2026, 4, 30)) == [("2026-04-30", "Spring meeting")]
        assert told(actor, date(2026, 5, 1), date(2026, 5, 30)) == []


def test_the_day_on_which_a_cycle_was_locked_stands_there_by_the_initiatives_clock(scene: Scene) -> None:
    # Ten in the evening of 11 May in New York: 12 May in London.
    with clock.at(datetime(2026, 5, 12, 2, tzinfo=UTC)), scene.acting() as actor:
        cycle = cycles(actor).get()
        lock_cycle(actor, close_cycle(actor, cycle))
        assert ("2026-05-11", "2026 Q1 was locked: its figures are final") in told(actor)
        assert told(actor, date(2026, 5, 12), date(2026, 5, 30)) == []


def test_nobody_finds_a_day_that_the_apps_own_list_would_not_show_them(scene: Scene) -> None:
    ben, cleo = scene.person("contributor", "library"), scene.person("funder")
    with clock.at(moment(NOW)):
        with scene.acting(ben) as actor:
            assert told(actor) == [
                ("2026-04-20", "Your figures for 2026 Q1 are due"),
                ("2026-04-30", "Spring meeting"),
                ("2026-05-31", "Commitment ends: library"),
                ("2026-06-10", "Reading in the budget"),
            ]
        with scene.acting(cleo) as actor:
            assert told(actor) == [
                ("2026-04-30", "Spring meeting"),
                ("2026-05-31", "Commitment ends: library"),
                ("2026-06-10", "Reading in the budget"),
            ]


def test_it_is_narrowed_to_a_kind_a_group_a_partner_and_to_what_is_ones_own(scene: Scene) -> None:
    pia = scene.person("partner_lead", "library")
    with clock.at(moment(NOW)):
        with scene.acting() as actor:
            group = make.group(actor)
            assert told(actor, kind="backbone.policy") == [("2026-06-10", "Reading in the budget")]
            assert told(actor, group=group.public_id) == [("2026-04-30", "Spring meeting")]
            assert told(actor, partner="library") == [("2026-05-31", "Commitment ends: library")]
            assert told(actor, partner="school") == []
            assert told(actor, mine=True) == []
            seat(actor, group, Membership.objects.get(user=pia))
        with scene.acting(pia) as actor:
            assert told(actor, mine=True) == [
                ("2026-04-20", "Your figures for 2026 Q1 are due"),
                ("2026-04-30", "Spring meeting"),
                ("2026-05-31", "Commitment ends: library"),
            ]


def test_a_milestone_moves_with_its_day_and_what_was_cancelled_says_so(scene: Scene) -> None:
    with clock.at(moment(NOW)), scene.acting() as actor:
        work = make_activities.activity(
            actor, "Reading rooms", lead="school", starts_on=date(2026, 3, 9), ends_on=date(2026, 9, 1)
        )
        step = activities.set_milestone(actor, work, title="Rooms open", due=date(2026, 7, 1))
        assert told(actor, partner="school") == [
            ("2026-03-09", "Reading rooms begins"),
            ("2026-07-01", "Rooms open"),
            ("2026-09-01", "Reading rooms ends"),
        ]
        activities.change_milestone(actor, step, title="Rooms open", due=date(2026, 8, 3))
        [moved] = calendar(actor, FIRST, LAST, kind="activities.milestones")
        assert (moved.dated.on, moved.dated.key) == (
            date(2026, 8, 3),
            f"activities.milestones:{step.public_id}",
        )
        [meeting] = calendar(actor, FIRST, LAST, kind="communications.meetings")
        assert not meeting.dated.past
        cancel_meeting(actor, meetings(actor).get(), reason="Too many are ill")
        [meeting] = calendar(actor, FIRST, LAST, kind="communications.meetings")
        assert (meeting.dated.past, meeting.dated.note) == (True, "Cancelled")


def test_every_kind_has_its_own_name_and_an_icon_that_is_there(scene: Scene) -> None:
    kinds = kinds_of_dates()
    assert len(kinds) >= 15
    assert len({str(one.label) for one in kinds}) == len(kinds)
    assert all(icon(one.icon) for one in kinds)
    with pytest.raises(ValueError, match="two kinds of days"):

        @dates(kinds[0].key, "Again", icon="x", condition="", order=1)
        def again(_actor: Actor, _first: date, _last: date) -> list[Dated]:
            return []

    assert DATES[kinds[0].key] is kinds[0]


def test_each_day_leads_to_a_page_that_opens(scene: Scene, client: Client) -> None:
    make_measurement.agreement(scene.where, "library", ends_on=date(2026, 8, 31))
    with clock.at(moment(NOW)), scene.acting() as actor:
        work = make_activities.activity(actor, "Reading rooms", lead="school", starts_on=date(2026, 3, 9))
        activities.set_milestone(actor, work, title="Rooms open", due=date(2026, 7, 1))
        found = [day.dated for day in calendar(actor, FIRST, LAST)]
    assert ("2026-08-31", "Agreement ends: Sharing counts") in [(str(one.on), one.title) for one in found]
    client.force_login(scene.lead)
    with clock.at(moment(NOW)):
        for one in found:
            address = reverse(one.page, args=["riverside", *one.named])
            assert client.get(address, follow=True).status_code == 200, one.key


def test_twelve_months_end_on_the_last_day_of_the_twelfth() -> None:
    assert months_from(date(2026, 11, 22))[0] == date(2026, 11, 1)
    assert months_from(date(2026, 11, 22))[-1] == date(2027, 10, 1)
    assert end_of_months(date(2027, 3, 31)) == date(2028, 2, 29)
    assert end_of_months(date(2026, 2, 10), 1) == date(2026, 2, 28)


def test_the_page_shows_twelve_months_and_keeps_its_filters_when_it_turns(
    scene: Scene, client: Client
) -> None:
    client.force_login(scene.lead)
    with clock.at(moment(NOW)):
        page = client.get("/i/riverside/calendar/?partner=library")
        assert page.status_code == 200
        assert "Commitment ends: library" in page.content.decode()
        assert "Spring meeting" not in page.content.decode()
        assert page.context["after"] == "?partner=library&from=2027-03"
        month = client.get("/i/riverside/calendar/?month=2026-06").content.decode()
        assert "Reading in the budget" in month
        assert "Spring meeting" not in month
        sheet = client.get("/i/riverside/calendar/sheet/").content.decode()
        assert "Reading in the budget" in sheet
        for nonsense in ("from=9999-99", "month=x", "group=x", "kind=x", "from=2199-12", "from=1900-01"):
            assert client.get(f"/i/riverside/calendar/?{nonsense}").status_code == 200, nonsense


def test_the_feed_of_everything_holds_what_its_person_may_see_now(scene: Scene, client: Client) -> None:
    ben = scene.person("contributor", "library")
    with clock.at(moment(NOW)):
        with scene.acting(ben) as actor:
            secret = activities.make_feed(actor)
        address = f"/calendar/{secret}.ics"
        entries = Calendar.from_ical(client.get(f"{address}?of=initiative").content).walk("VEVENT")
        days = {str(entry["SUMMARY"]): entry["DTSTART"].dt for entry in entries}
        assert days == {
            "Reading: Spring meeting": datetime(2026, 5, 1, 1, 30, tzinfo=UTC),
            "Your figures for 2026 Q1 are due": date(2026, 4, 20),
            "Commitment ends: library": date(2026, 5, 31),
            "Reading in the budget": date(2026, 6, 10),
        }
        assert len({str(entry["UID"]) for entry in entries}) == len(entries)
        # Without saying so it holds no more than it did: nobody's calendar fills by itself.
        assert Calendar.from_ical(client.get(address).content).walk("VEVENT") == []
        with scene.acting(ben) as actor:
            activities.revoke_feed(actor)
        assert client.get(f"{address}?of=initiative").status_code == 404


def test_the_api_lists_the_days_in_pages_and_refuses_a_span_that_is_none(scene: Scene) -> None:
    api = Api(factories.token(scene.lead))
    home = "/initiatives/riverside/calendar/"
    with clock.at(moment(NOW)):
        first = api.get(f"{home}?since=2026-04-01&page_size=2").json
        assert [row["on"] for row in first["results"]] == ["2026-04-01", "2026-04-20"]
        second = api.get(first["next"].partition("/api/v1")[2]).json
        assert [(row["number"], row["title"]) for row in second["results"]] == [
            (3, "Spring meeting"),
            (4, "Commitment ends: library"),
        ]
        assert second["results"][0]["at"] == "2026-05-01T01:30:00Z"
        assert second["results"][1]["partner"] == "library"
        assert api.get(f"{home}?since=2026-04-01&until=2026-03-01").faults == {"until": "order"}
        assert api.get(f"{home}?since=2020-04-01&until=2026-03-01").faults == {"until": "too_long"}
        assert api.get(f"{home}?kind=nothing").status == 400


def test_more_days_cost_no_more_questions(
    scene: Scene, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(scene.lead)
    with clock.at(moment(NOW)):
        with scene.acting() as actor:
            for n in range(5):
                make.meeting(actor, f"Meeting {n}", at=datetime(2026, 5, 4 + n, 15, tzinfo=UTC))
                make_roles.aim(actor, title=f"Aim {n}", expected_on=date(2026, 7, 1 + n))
                work = make_activities.activity(actor, f"Work {n}", lead="school", starts_on=date(2026, 3, 9))
                activities.set_milestone(actor, work, title=f"Step {n}", due=date(2026, 8, 1 + n))
        with django_assert_max_num_queries(50):
            client.get("/i/riverside/calendar/")
