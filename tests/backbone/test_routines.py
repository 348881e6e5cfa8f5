"""What runs by itself: what it last did, when it is next, what of it could not be done; to staff alone."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse

from activities.services import change_check_in_rule
from agenda.services import commit
from backbone import settling
from backbone.queries.routines import Running, next_look, running
from backbone.services.onboarding import keep_checklist
from backbone.words.onboarding import Newcomer
from communications.services import plan_series
from communications.services.digests import set_digest
from config.celery import BEAT, app
from initiatives import jobs
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Forbidden
from initiatives.kernel.routines import routines
from initiatives.models import Job, Membership
from initiatives.outbox import FACTS
from measurement import calendar
from measurement.models import Indicator, Publication
from tests import factories
from tests.api import Api
from tests.factories import communications as make
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
TODAY = "2026-03-02 12:00"
# Of no initiative: lost wake-ups, and answers to repeated requests.
OF_NOBODY = {"initiatives.run_jobs", "initiatives.forget_answers"}


@pytest.fixture
def scene() -> Scene:
    """The library, asked for figures each quarter."""
    with clock.at(moment("2026-01-10")):
        scene = Scene("riverside")
        scene.partners("library")
        scene.indicator("books")
        scene.assign("books", "library")
    return scene


def told(actor: Actor, key: str) -> Running:
    [found] = [one for one in running(actor) if one.routine.key == key]
    return found


def test_every_routine_names_work_facts_and_pages_that_there_are(scene: Scene) -> None:
    app.loader.import_default_modules()  # as a worker does: work is made known with the tasks
    tasks = {entry["task"] for entry in BEAT.values()}
    for one in routines():
        assert set(one.jobs) <= set(jobs.HANDLERS), one.key
        assert set(one.facts) <= set(FACTS), one.key
        assert not one.wakes or one.wakes in tasks, one.key
        assert not one.change or reverse(one.change, args=[scene.where.slug]), one.key


def test_nothing_that_the_clock_begins_is_left_out() -> None:
    assert {entry["task"] for entry in BEAT.values()} - OF_NOBODY == {one.wakes for one in routines()} - {""}


def test_a_cycle_that_the_clock_opened_is_told_and_the_next_one_with_its_day(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        assert (told(actor, "measurement.cycles").last, told(actor, "measurement.cycles").did) == (None, "")
        calendar.keep(scene.where.pk, "")
        # The first quarter opens when it is over.
        assert told(actor, "measurement.cycles").due == date(2026, 4, 1)
    with clock.at(moment("2026-04-01 12:00")), scene.acting() as actor:
        calendar.keep(scene.where.pk, "")
        found = told(actor, "measurement.cycles")
        assert found.last == clock.now()
        assert "2026" in found.did and found.due == date(2026, 7, 1)


def test_the_last_snapshot_is_told_with_its_indicator_and_period(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        assert told(actor, "measurement.publication").last is None
        row = Indicator.objects.get(code="books")
        Publication.objects.create(
            version=row.versions.get(),
            period_start=date(2025, 10, 1),
            period_end=date(2025, 12, 31),
            published_at=moment("2026-02-01"),
            because="locked",
        )
        found = told(actor, "measurement.publication")
        assert found.last == moment("2026-02-01")
        assert "books" in found.did and "2025" in found.did


def test_what_a_person_did_is_not_told_as_the_clocks(scene: Scene) -> None:
    with clock.at(moment(TODAY)):
        scene.cycle("2025-Q4", opens=date(2026, 1, 5), due=date(2026, 2, 20))
        with scene.acting() as actor:
            assert told(actor, "measurement.cycles").last is None


@pytest.mark.parametrize(
    ("now", "looks"),
    [
        # The calendars are kept at ten past one, by UTC.
        (datetime(2026, 3, 2, 1, 9, 59, tzinfo=UTC), datetime(2026, 3, 2, 1, 10, tzinfo=UTC)),
        (datetime(2026, 3, 2, 1, 10, tzinfo=UTC), datetime(2026, 3, 3, 1, 10, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), datetime(2027, 1, 1, 1, 10, tzinfo=UTC)),
    ],
)
def test_when_the_clock_looks_next_is_the_schedules_own_moment(now: datetime, looks: datetime) -> None:
    assert next_look("measurement.keep_calendars", now) == looks


def test_digests_look_every_ten_minutes_and_what_people_begin_never() -> None:
    now = datetime(2026, 3, 2, 9, 51, tzinfo=UTC)
    assert next_look("communications.send_digests", now) == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    assert next_look("", now) is None


def test_the_next_digest_is_that_of_somebody_who_gets_one(scene: Scene) -> None:
    with clock.at(moment(TODAY)):
        who = scene.person("contributor", "library")
        with scene.acting(who) as actor:
            set_digest(
                actor,
                frequency="daily",
                weekday=1,
                hour=14,
                timezone="UTC",
                quiet_from=21,
                quiet_until=7,
            )
        with scene.acting() as actor:
            assert told(actor, "communications.digests").due == moment("2026-03-02 14:00")
            Membership.objects.filter(user=who).update(ended_on=date(2026, 3, 2))
            # Without a word: Tuesdays at seven.
            assert told(actor, "communications.digests").due == moment("2026-03-03 07:00")


def test_the_last_meeting_of_a_series_is_told_by_the_day_of_the_initiative() -> None:
    with clock.at(moment(TODAY)):
        scene = Scene("riverbank", timezone="America/Chicago")
        with scene.acting() as actor:
            plan_series(
                actor,
                group=make.group(actor),
                title="Evenings",
                rhythm="weekly",
                first_on=date(2026, 3, 3),
                starts_at=time(20),
                length=60,
                until=date(2026, 3, 10),
            )
            # Eight in the evening in Chicago is the next day by UTC.
            assert told(actor, "communications.series").did == "2 ahead, the last on 10 March 2026."


def test_work_that_waits_failed_or_was_put_aside_is_counted_for_this_initiative_alone(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        for number, (error, dead) in enumerate([("", False), ("refused", False), ("refused", True)]):
            Job.objects.create(
                initiative_id=actor.initiative.pk,
                kind="communications.follow_up",
                key=str(number),
                created_at=clock.now(),
                run_after=moment("2026-03-03 07:00"),
                last_error=error,
                dead_at=clock.now() if dead else None,
            )
        Job.objects.create(
            initiative_id=actor.initiative.pk + 1,
            kind="communications.follow_up",
            created_at=clock.now(),
            run_after=moment("2026-03-02 13:00"),
        )
        found = told(actor, "communications.follow_up")
        assert (found.waits, found.troubled, found.failed) == (2, 1, 1)
        assert found.due == moment("2026-03-03 07:00")


def test_what_was_turned_off_says_so_and_promises_no_moment(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        assert not told(actor, "activities.asking").off
        change_check_in_rule(actor, silence_days=30, sends_links=False)
        found = told(actor, "activities.asking")
        assert found.off and found.looks is None
        assert told(actor, "backbone.onboardings").off
        keep_checklist(actor, Newcomer.PARTNER, texts=["Call them"], begins_itself=True)
        assert not told(actor, "backbone.onboardings").off


def test_checklists_that_began_by_themselves_are_told(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        keep_checklist(actor, Newcomer.PARTNER, texts=["Call them"], begins_itself=True)
    with clock.at(moment("2026-03-04 12:00")):
        scene.partners("school", "museum")
    with clock.at(moment("2026-03-05 04:50")), scene.acting() as actor:
        settling.begin_for_newcomers(scene.where.pk, "")
        found = told(actor, "backbone.onboardings")
        assert found.last == clock.now()
        assert "2 times within 30 days" in found.did
    with clock.at(moment("2026-05-05 04:50")), scene.acting() as actor:
        assert "times" not in told(actor, "backbone.onboardings").did, "that was in March"


def test_a_commitment_comes_up_on_the_day_on_which_the_queue_shows_it(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        commit(
            actor,
            partner=core.partner(actor, "library"),
            kind="data",
            promise="Figures",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31),
            signer="Ida Holm",
            signed_on=date(2026, 1, 1),
        )
        due = told(actor, "agenda.commitments").due
        assert due == date(2026, 10, 3), "90 days before the end are 2 October: that day it still runs"
    with clock.at(moment("2026-10-02 12:00")), scene.acting() as actor:
        assert told(actor, "agenda.commitments").did.startswith("0 ")
    with clock.at(moment("2026-10-03 12:00")), scene.acting() as actor:
        assert told(actor, "agenda.commitments").did.startswith("1 ")


def test_the_page_and_the_api_tell_it_to_staff_alone(scene: Scene, client: Client) -> None:
    with scene.acting(scene.person("partner_lead", "library")) as actor, pytest.raises(Forbidden):
        running(actor)
    client.force_login(scene.lead)
    page = client.get(reverse("backbone:routines", args=[scene.where.slug]))
    assert page.status_code == 200
    assert "Cycles open" in page.content.decode()
    api = Api(factories.token(scene.lead))
    rows = api.get(f"/initiatives/{scene.where.slug}/routines/").json["routines"]
    assert [row["key"] for row in rows] == [one.key for one in routines()]
    assert rows[0]["app"] == "agenda" and rows[0]["due_on"] is None
