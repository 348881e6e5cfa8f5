"""Meetings: planned singly and in series, filled ahead, answered by link, held, written down, told the day after."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from icalendar import Calendar

from agenda.queries.versions import token_of
from communications import queries, services
from communications.calendars import invitation_of
from communications.letters import follow_up, send_follow_up
from communications.models import FollowUp, Meeting
from communications.queries.rows import meetings_matching
from communications.rhythms import days_of
from communications.services import Seen
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, Stale
from initiatives.kernel.tenancy import tenant
from initiatives.models import Membership, User
from initiatives.services.groups import seat
from tests.factories import communications as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    found = Scene(timezone="America/Chicago")
    found.partners("a", "b")
    return found


def seated(scene: Scene, who: User, group: str = "Reading", *, co_chair: bool = False) -> Membership:
    with scene.acting() as actor:
        person = Membership.objects.get(user=who)
        seat(actor, make.group(actor, group), person, co_chair=co_chair)
        return person


class TestRhythm:
    def test_a_month_keeps_its_weekday_and_the_fifth_is_the_last(self) -> None:
        # 30 June 2026 is the fifth Tuesday: July has four, September five.
        found = list(days_of("monthly", date(2026, 6, 30), date(2026, 9, 30)))
        assert found == [date(2026, 6, 30), date(2026, 7, 28), date(2026, 8, 25), date(2026, 9, 29)]

    def test_a_quarter_goes_over_the_year_and_two_weeks_are_counted(self) -> None:
        assert list(days_of("quarterly", date(2026, 11, 10), date(2027, 2, 28))) == [
            date(2026, 11, 10),
            date(2027, 2, 9),
        ]
        assert list(days_of("fortnightly", date(2026, 1, 1), date(2026, 1, 29))) == [
            date(2026, 1, 1),
            date(2026, 1, 15),
            date(2026, 1, 29),
        ]


class TestPlanning:
    def test_a_series_keeps_its_hour_when_the_clocks_change_and_is_planned_once(self, scene: Scene) -> None:
        with clock.at(datetime(2026, 10, 1, tzinfo=UTC)), scene.acting() as actor:
            series = services.plan_series(
                actor,
                group=make.group(actor),
                title="Reading group",
                rhythm="monthly",
                first_on=date(2026, 10, 20),
                starts_at=time(14),
                length=90,
                until=date(2026, 11, 30),
            )
            rows = list(queries.to_come(actor))
            # Chicago: UTC-5 in October, UTC-6 from 1 November.
            assert [row.starts_at for row in rows] == [
                datetime(2026, 10, 20, 19, tzinfo=UTC),
                datetime(2026, 11, 17, 20, tzinfo=UTC),
            ]
            services.change_meeting(
                actor,
                rows[0],
                starts_at=datetime(2026, 10, 22, 19, tzinfo=UTC),
                ends_at=datetime(2026, 10, 22, 20, tzinfo=UTC),
            )
            services.cancel_meeting(actor, rows[1], reason="Holiday")
            made = services.plan_ahead(actor, series, until=date(2026, 12, 31))
            assert [row.occurrence for row in made] == [date(2026, 12, 15)]

            services.end_series(actor, series, reason="The work is done")
            assert list(queries.to_come(actor)) == []

    def test_a_day_is_one_of_the_initiatives_clock(self, scene: Scene) -> None:
        with scene.acting() as actor:
            day = clock.today("America/Chicago") + timedelta(days=3)
            # 23:30 in Chicago is the next day by UTC.
            late = datetime.combine(day, time(23, 30), ZoneInfo("America/Chicago"))
            row = make.meeting(actor, at=late)
            assert list(meetings_matching(actor, since=day, until=day)) == [row]
            after = day + timedelta(days=1)
            assert list(meetings_matching(actor, since=after, until=after)) == []

    def test_co_chairs_plan_for_their_group_alone(self, scene: Scene) -> None:
        ben = scene.person("contributor", "a")
        seated(scene, ben, co_chair=True)
        with scene.acting() as actor:
            make.group(actor, "Steering")
        with scene.acting(ben) as actor:
            made = make.meeting(actor)
            services.add_item(actor, made, title="Books")
            with pytest.raises(Forbidden):
                make.meeting(actor, of="Steering")
        other = scene.person("contributor", "b")
        seated(scene, other)
        with scene.acting(other) as actor, pytest.raises(Forbidden):
            services.add_item(actor, made, title="Mine")

    def test_times_that_cannot_be_are_told_at_their_field(self, scene: Scene) -> None:
        now = clock.now()
        with scene.acting() as actor:
            for starts, ends, field in (
                (now, now, "ends_at"),
                (now, now + timedelta(days=2), "ends_at"),
                (now + timedelta(days=2000), now + timedelta(days=2000, hours=1), "starts_at"),
            ):
                with pytest.raises(DomainError) as refused:
                    make.meeting(actor, starts_at=starts, ends_at=ends)
                assert refused.value.field == field
            with pytest.raises(DomainError) as refused:
                make.meeting(actor, join_link="javascript:alert(1)")
            assert refused.value.field == "join_link"

    def test_whoever_leaves_hands_on_what_they_would_have_led(self, scene: Scene) -> None:
        ben = scene.person("contributor", "a")
        with scene.acting() as actor:
            heir, leaving = (Membership.objects.get(user=who) for who in (scene.lead, ben))
            row = make.meeting(actor, facilitator=leaving, note_taker=heir)
            held = make.meeting(actor, "Held", at=clock.now(), facilitator=leaving)
            services.open_meeting(actor, held)
            assert services.MEETINGS.held(actor, leaving) == ["Getting ready"]
            services.MEETINGS.pass_on(actor, leaving, heir)
            found = queries.meeting(actor, row.public_id)
            assert (found.facilitator, found.note_taker) == (heir, heir)
            assert queries.meeting(actor, held.public_id).facilitator == leaving

    def test_calendars_get_a_later_edition_of_what_was_moved(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.meeting(actor, place="Library")
            row = services.change_meeting(actor, row, purpose="Autumn")
            assert row.edition == 0
            row = services.change_meeting(actor, row, place="School")
            row = services.cancel_meeting(actor, row, reason="Snow")
            entry: Any = Calendar.from_ical(invitation_of(row)).walk("VEVENT")[0]
        assert (entry["SEQUENCE"], entry["STATUS"], entry["LOCATION"]) == (2, "CANCELLED", "School")


class TestAgenda:
    def titles(self, actor: Any, row: Meeting) -> list[str]:
        return [item.title for item in queries.items(actor, row)]

    def test_points_change_places_and_one_with_notes_stays(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.being_held(actor)
            first, _second, third = (services.add_item(actor, row, title=name) for name in "abc")
            services.place_item(actor, third, position=1)
            assert self.titles(actor, row) == ["c", "a", "b"]
            services.write_notes(actor, first, "We agreed")
            with pytest.raises(Conflict):
                services.remove_item(actor, first)
            services.remove_item(actor, third)
            assert [item.position for item in queries.items(actor, row)] == [1, 2]

    def test_it_is_filled_by_the_records_once(self, scene: Scene) -> None:
        scene.indicator("reading", headline=True)
        scene.assign("reading", "a")
        with scene.acting() as actor:
            before = services.open_meeting(actor, make.meeting(actor, "Before", at=clock.now()))
            me = Membership.objects.get(user=scene.lead)
            day = clock.today("America/Chicago") + timedelta(days=3)
            services.note_action(actor, before, what="Bring the list", owner=me, due=day)
            services.note_ask(actor, before, to_group=make.group(actor, "Steering"), what="Pay two days?")
            row = make.meeting(actor, "Next")
            assert [item.source for item in services.fill_agenda(actor, row)] == ["actions"]
            assert queries.items(actor, row)[0].brief.startswith("Bring the list: ")

            steering = make.meeting(actor, "Board", of="Steering")
            assert services.fill_agenda(actor, steering) == []  # what is taken down goes out at the end
            services.end_meeting(actor, before)
            assert [item.source for item in services.fill_agenda(actor, steering)] == ["asked_of_us"]
            ask = queries.open_asks(actor).get()
            services.answer_ask(actor, ask, answer="Yes, from the summer money")
            assert [item.source for item in services.fill_agenda(actor, row)] == ["answers"]
            assert services.fill_agenda(actor, row) == []

    def test_a_new_figure_is_told_as_everybody_reads_it(self, scene: Scene) -> None:
        scene.indicator("reading", headline=True, name="Readers", visibility="public")
        scene.indicator("own", headline=True, name="One partner's own", visibility="own")
        for code, value in (("reading", 45), ("own", 7)):
            scene.assign(code, "a")
            scene.give(code, "2026-Q1", {"a": {"value": value}})
        with scene.acting() as actor:
            row = make.meeting(actor)
            assert [point.lines for point in queries.proposed(actor, row)] == [("Readers: 45 in 2026 Q1.",)]
            before = services.open_meeting(actor, make.meeting(actor, "Since then", at=clock.now()))
            assert before.state == "open"
            assert queries.proposed(actor, row) == [], "the group has met since the figure came"


class TestMinutes:
    def test_two_writers_do_not_overwrite_one_another(self, scene: Scene) -> None:
        with scene.acting() as actor:
            item = services.add_item(actor, make.being_held(actor), title="Books")
            began = token_of("")
            services.write_notes(actor, item, "Mine", token=began)
            with pytest.raises(Stale):
                services.write_notes(actor, item, "Yours", token=began)
            assert services.write_notes(actor, item, "Both", token=token_of("Mine")).notes == "Both"

    def test_a_draft_is_read_by_the_group_and_the_approved_by_all(self, scene: Scene) -> None:
        ben, cleo = scene.person("contributor", "a"), scene.person("funder")
        seated(scene, ben)
        with scene.acting() as actor:
            row = make.being_held(actor)
            item = services.add_item(actor, row, title="Books")
            services.write_notes(actor, item, "We argued")
        expected = {ben: "We argued", cleo: ""}
        for who, notes in expected.items():
            with scene.acting(who) as actor:
                assert queries.items(actor, row)[0].notes == notes
                with pytest.raises(Forbidden):
                    services.write_notes(actor, item, "Mine")
        with scene.acting() as actor:
            services.end_meeting(actor, row)
            row = services.approve_minutes(actor, row)
            with pytest.raises(Conflict):
                services.write_notes(actor, item, "We agreed")
        with scene.acting(cleo) as actor:
            assert queries.items(actor, row)[0].notes == "We argued"

    def test_coming_to_a_point_ends_the_one_before(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.being_held(actor)
            first, second = (services.add_item(actor, row, title=name) for name in "ab")
            services.begin_item(actor, first)
            services.begin_item(actor, second)
            states = [(bool(i.begun_at), bool(i.done_at)) for i in queries.items(actor, row)]
            assert states == [(True, True), (True, False)]

    def test_organisations_are_counted_once_and_by_whom_one_speaks_for_that_day(self, scene: Scene) -> None:
        ben, other = scene.person("contributor", "a"), scene.person("partner_lead", "a")
        with scene.acting() as actor:
            row = make.being_held(actor)
            people = {who: Membership.objects.get(user=who) for who in (ben, other)}
            services.note_attendance(
                actor,
                row,
                [
                    Seen("here", people[ben]),
                    Seen("online", people[other]),
                    Seen("here", guest="Kim", partner=core.partner(actor, "b"), stands_in_for=people[ben]),
                ],
            )
            assert queries.organisations_there(queries.attendance(actor, row)) == 2
            services.note_attendance(actor, row, [Seen("excused", guest="Kim")])
            found = queries.attendance(actor, row)
            assert (len(found), queries.organisations_there(found)) == (3, 1)

    def test_ratings_are_told_from_three_on(self, scene: Scene) -> None:
        raters = [scene.person("contributor", "a") for _number in range(3)]
        for who in raters:
            seated(scene, who)
        with scene.acting() as actor:
            row = make.being_held(actor)
        for number, who in enumerate(raters):
            with scene.acting(who) as actor:
                assert queries.rated(actor, row).mean is None
                services.rate(actor, row, score=3 + number)
        with scene.acting(scene.person("funder")) as actor:
            assert (queries.rated(actor, row).mean, queries.rated(actor, row).count) == (4.0, 3)
        with scene.acting() as actor:
            services.end_meeting(actor, row)
            row = services.approve_minutes(actor, row)
        with scene.acting(scene.person("funder")) as actor, pytest.raises(Forbidden):
            services.rate(actor, row, score=1)


class TestReplies:
    def test_a_guest_answers_by_link_and_says_what_they_need(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row, other = make.meeting(actor), make.meeting(actor, "Other")
            _link, secret = services.make_rsvp_link(actor, row)
        pointer = queries.RSVP_LINK.pointer(secret)
        assert pointer is not None
        with queries.RSVP_LINK.entered(pointer, "Kim") as actor:
            services.open_rsvp_link(actor)
            services.reply(actor, queries.linked_meeting(actor), coming="perhaps")
            services.reply(actor, row, coming="yes", childcare=2, interpreter="Spanish", transport=True)
            with pytest.raises(Forbidden):
                services.reply(actor, other, coming="yes")
        ben = scene.person("contributor", "a")
        seated(scene, ben)
        with scene.acting(ben) as actor:
            services.reply(actor, row, coming="no", childcare=3)
            with pytest.raises(Forbidden):
                queries.answers(actor, row)
        with scene.acting() as actor:
            found = queries.answers(actor, row)
        assert found.counted == {"yes": 1, "online": 0, "perhaps": 0, "no": 1}
        needs = found.needs
        assert (needs.children, needs.interpreters, needs.rides, needs.stipends) == (2, ("Spanish",), 1, 0)

    def test_a_link_is_dead_once_the_meeting_is_cancelled(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.meeting(actor)
            _link, secret = services.make_rsvp_link(actor, row)
            services.cancel_meeting(actor, row, reason="Snow")
        pointer = queries.RSVP_LINK.pointer(secret)
        assert pointer is not None
        with pytest.raises(Conflict), queries.RSVP_LINK.entered(pointer, "Kim"):
            pass


class TestFollowUp:
    def told(self, scene: Scene, row: Meeting) -> int:
        """Do the jobs of the letters; return how many are in the post."""
        with tenant(scene.where):
            follow_up(scene.where.pk, str(row.pk))
            keys = [str(pk) for pk in FollowUp.objects.order_by("pk").values_list("pk", flat=True)]
        for key in keys:
            send_follow_up(scene.where.pk, key)
        return len(mail.outbox)

    def test_it_goes_once_on_the_morning_after_to_whoever_sits_or_was_there(self, scene: Scene) -> None:
        ben = scene.person("contributor", "a")
        seated(scene, ben)
        with clock.at(datetime(2026, 7, 21, 19, tzinfo=UTC)), scene.acting() as actor:
            row = make.being_held(actor)
            me = Membership.objects.get(user=scene.lead)
            item = services.add_item(actor, row, title="Books")
            services.write_notes(actor, item, "The new books come late.")
            services.note_action(actor, row, what="Order them", owner=me, due=date(2026, 8, 7))
            services.note_attendance(actor, row, [Seen("here", me)])
            services.end_meeting(actor, row)
        with clock.at(datetime(2026, 7, 22, 12, 59, tzinfo=UTC)):
            assert self.told(scene, row) == 0
        with clock.at(datetime(2026, 7, 22, 13, tzinfo=UTC)):  # eight in Chicago
            assert self.told(scene, row) == 2
            assert self.told(scene, row) == 2
        assert {letter.to[0] for letter in mail.outbox} == {ben.email, scene.lead.email}
        body = str(mail.outbox[0].body)
        assert "Order them" in body and "The new books come late." in body and "1 person was there" in body

    def test_whoever_left_meanwhile_gets_none(self, scene: Scene) -> None:
        ben = scene.person("contributor", "a")
        person = seated(scene, ben)
        with clock.at(datetime(2026, 7, 21, 19, tzinfo=UTC)), scene.acting() as actor:
            row = make.being_held(actor)
            services.end_meeting(actor, row)
        with clock.at(datetime(2026, 7, 22, 14, tzinfo=UTC)):
            with tenant(scene.where):
                follow_up(scene.where.pk, str(row.pk))
                key = str(FollowUp.objects.get(membership=person).pk)
                Membership.objects.filter(pk=person.pk).update(ended_on=date(2026, 7, 22))
            send_follow_up(scene.where.pk, key)
        assert mail.outbox == []
