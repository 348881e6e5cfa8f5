"""Digests: at the reader's hour, what the reader may see at that moment, nothing when there is nothing to tell."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from activities.services import set_milestone
from communications import digests
from communications.models import DigestPreference, DigestSending
from communications.queries.digests import Rhythm, digest_now, quiet_until
from communications.services.digests import ask_for_digest, set_digest, stop_digest
from communications.words.digests import Frequency
from initiatives import jobs
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.tenancy import tenant
from initiatives.models import Event, Membership, Partner, User
from initiatives.queries import news
from initiatives.services.groups import seat
from measurement.models import Request
from tests.factories.activities import activity
from tests.factories.agenda import adopted
from tests.factories.communications import group, meeting
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
WISH = {
    "frequency": "weekly",
    "weekday": 1,
    "hour": 7,
    "timezone": "",
    "quiet_from": 21,
    "quiet_until": 7,
}


@pytest.fixture
def scene() -> Iterator[Scene]:
    """A and B are asked for the first quarter until 30 April; 2 April 2024 is a Tuesday."""
    with clock.at(moment("2024-04-01 12:00")):
        made = Scene("tuesday", timezone="America/Chicago")
        made.partners("A", "B")
        made.indicator("books", name="Books given")
        made.assign("books", "A", "B")
        made.cycle("2024-Q1", opens=datetime(2024, 4, 1).date(), due=datetime(2024, 4, 30).date())
        made.work()
    return made


def run(scene: Scene, at: str) -> list[Any]:
    """The letters that leave when the clock of the server says so, UTC."""
    mail.outbox.clear()
    with clock.at(moment(at)):
        with tenant(scene.where):
            jobs.enqueue(digests.PLAN)
        scene.work()
    return [letter for letter in mail.outbox if letter.extra_headers.get("List-Unsubscribe")]


def to(letters: list[Any], who: User) -> Any:
    """The one letter to somebody."""
    [found] = [letter for letter in letters if letter.to == [who.email]]
    return found


def outcome_of(scene: Scene, who: User) -> list[str]:
    with tenant(scene.where):
        return list(DigestSending.objects.filter(membership__user=who).values_list("outcome", flat=True))


@pytest.mark.parametrize(
    ("rhythm", "now", "day", "due"),
    [
        # Tuesday 2 April, 7:00 in Chicago is 12:00 in UTC (summer time).
        (
            Rhythm(Frequency.WEEKLY, 1, 7, "America/Chicago"),
            "2024-04-02 12:00",
            "2024-04-02",
            "2024-04-02 12:00",
        ),
        (
            Rhythm(Frequency.WEEKLY, 1, 7, "America/Chicago"),
            "2024-04-02 11:59",
            "2024-03-26",
            "2024-03-26 12:00",
        ),
        # Their Tuesday is still our Monday.
        (
            Rhythm(Frequency.WEEKLY, 1, 7, "Pacific/Auckland"),
            "2024-04-01 20:00",
            "2024-04-02",
            "2024-04-01 18:00",
        ),
        # The hour that 10 March left out in Chicago: after the gap, 3:00 of summer time.
        (
            Rhythm(Frequency.DAILY, 0, 2, "America/Chicago"),
            "2024-03-10 09:00",
            "2024-03-10",
            "2024-03-10 08:00",
        ),
        # The hour that 3 November repeated: the first one, still of summer time.
        (
            Rhythm(Frequency.DAILY, 0, 1, "America/Chicago"),
            "2024-11-03 06:30",
            "2024-11-03",
            "2024-11-03 06:00",
        ),
        # The first Friday of May was the third.
        (Rhythm(Frequency.MONTHLY, 4, 8, "UTC"), "2024-05-20 00:00", "2024-05-03", "2024-05-03 08:00"),
    ],
)
def test_the_latest_day_and_moment_by_the_readers_clock(rhythm: Rhythm, now: str, day: str, due: str) -> None:
    assert rhythm.latest(moment(now)) == (datetime.fromisoformat(day).date(), moment(due))


def test_off_is_never_due() -> None:
    off = Rhythm(Frequency.OFF, 0, 0, "UTC")
    assert off.latest(moment("2024-04-02")) is None
    assert off.next(moment("2024-04-02")) is None


@pytest.mark.parametrize(
    ("begins", "ends", "now", "until"),
    [
        (21, 7, "2024-04-02 23:30", "2024-04-03 07:00"),
        (21, 7, "2024-04-03 06:59", "2024-04-03 07:00"),
        (21, 7, "2024-04-03 07:00", None),
        (12, 14, "2024-04-03 13:00", "2024-04-03 14:00"),
        (12, 14, "2024-04-03 14:00", None),
        (5, 5, "2024-04-03 05:00", None),
    ],
)
def test_quiet_hours_over_midnight_and_by_day(begins: int, ends: int, now: str, until: str | None) -> None:
    wish = DigestPreference(initiative_id=1, quiet_from=begins, quiet_until=ends, timezone="UTC")
    assert quiet_until(wish, "Asia/Tokyo", moment(now)) == (moment(until) if until else None)


def test_a_contributor_reads_what_is_due_of_their_own_partner_alone(scene: Scene) -> None:
    ben, other = scene.person("contributor", "A"), scene.person("contributor", "B")

    letters = run(scene, "2024-04-02 12:05")

    mine = to(letters, ben)
    assert mine.subject == "Your week in Tuesday: Figures for 2024 Q1"
    assert "Until 30 April 2024." in mine.body
    assert to(letters, other).body.count("/measurement/requests/") == 1
    assert mine.extra_headers["Message-ID"].startswith("<digest.")
    assert mine.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len(mine.extra_headers["List-Unsubscribe"]) <= 70
    html = str(mine.alternatives[0][0])
    assert "Figures for 2024 Q1" in html and "Stop this e-mail" in html
    assert outcome_of(scene, ben) == ["sent"]


def test_nothing_is_sent_when_there_is_nothing_to_tell(scene: Scene) -> None:
    dora = scene.person("community")

    letters = run(scene, "2024-04-02 12:05")

    assert [dora.email] not in [letter.to for letter in letters]
    assert outcome_of(scene, dora) == ["empty"]


def test_figures_accepted_since_the_last_digest_are_told_to_those_who_gave_them(scene: Scene) -> None:
    ben, other = scene.person("contributor", "A"), scene.person("contributor", "B")
    run(scene, "2024-04-02 12:05")
    with clock.at(moment("2024-04-04 12:00")):
        scene.give("books", "2024-Q1", {"A": {"value": 41}})

    letters = run(scene, "2024-04-09 12:05")
    assert "41" in to(letters, ben).body and "Books given" in to(letters, ben).body
    assert "Books given" not in to(letters, other).body

    later = run(scene, "2024-04-16 12:05")
    assert not [one for one in later if one.to == [ben.email] and "Books given" in one.body]


def test_looking_twice_in_an_hour_sends_one(scene: Scene) -> None:
    ben = scene.person("contributor", "A")
    assert to(run(scene, "2024-04-02 12:05"), ben)
    assert run(scene, "2024-04-02 12:15") == []
    assert outcome_of(scene, ben) == ["sent"]


def test_what_fell_due_long_ago_is_not_made_up_for(scene: Scene) -> None:
    ben = scene.person("contributor", "A")
    assert run(scene, "2024-04-03 08:30") == []
    assert outcome_of(scene, ben) == []


def test_a_reader_says_how_often_and_the_next_one_keeps_to_it(scene: Scene) -> None:
    ben = scene.person("contributor", "A")
    with clock.at(moment("2024-04-02 06:00")), scene.acting(ben) as actor:
        set_digest(actor, **{**WISH, "frequency": "daily", "hour": 18, "timezone": "Europe/Berlin"})

    assert [ben.email] not in [letter.to for letter in run(scene, "2024-04-02 12:05")]
    assert to(run(scene, "2024-04-02 16:05"), ben).subject == "Your day in Tuesday: Figures for 2024 Q1"
    with tenant(scene.where):
        [told] = Event.objects.filter(key="communications.digest_changed")
        assert (told.data["frequency"], told.data["by_link"]) == ("daily", False)
    with scene.acting() as lead:
        keys = [row.key for row in news(lead)]
        assert keys and "communications.digest_changed" not in keys  # of one's own digest nobody else is told


def test_stopped_between_claim_and_sending_it_does_not_leave(scene: Scene) -> None:
    ben = scene.person("contributor", "A")
    with clock.at(moment("2024-04-02 12:05")):
        with tenant(scene.where):
            digests.planning.plan_digests(scene.where.pk, "")
        with scene.acting(ben) as actor:
            stop_digest(actor)
            stop_digest(actor)
    assert [ben.email] not in [letter.to for letter in run(scene, "2024-04-02 12:06")]
    assert outcome_of(scene, ben) == ["stopped"]
    with tenant(scene.where):
        assert Event.objects.filter(key="communications.digest_changed").count() == 1


def test_asked_for_it_comes_at_once_and_takes_the_place_of_todays(scene: Scene) -> None:
    ben = scene.person("contributor", "A")
    with clock.at(moment("2024-04-02 13:00")), scene.acting(ben) as actor:
        set_digest(actor, **{**WISH, "hour": 10})
        ask_for_digest(actor)
        with pytest.raises(Conflict, match="today already"):
            ask_for_digest(actor)
    # Ten in the morning in Chicago is 15:00.
    assert to(run(scene, "2024-04-02 13:01"), ben).subject.startswith("Your week in Tuesday")
    assert run(scene, "2024-04-02 15:05") == []
    with clock.at(moment("2024-04-03 13:00")), scene.acting(ben) as actor:
        stop_digest(actor)
        with pytest.raises(Conflict, match="is off"):
            ask_for_digest(actor)


def test_asked_for_in_the_quiet_hours_it_comes_all_the_same(scene: Scene) -> None:
    ben = scene.person("contributor", "A")
    # Eleven at night in Chicago.
    with clock.at(moment("2024-04-02 04:00")), scene.acting(ben) as actor:
        set_digest(actor, **WISH)
        ask_for_digest(actor)
    assert to(run(scene, "2024-04-02 04:01"), ben).subject.startswith("Your week in Tuesday")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"hour": 22}, "quiet_hour"),
        ({"hour": 6}, "quiet_hour"),
        ({"timezone": "Mars/Base"}, "unknown_timezone"),
    ],
)
def test_an_hour_within_the_quiet_ones_and_an_unknown_clock_are_refused(
    scene: Scene, wrong: dict[str, Any], code: str
) -> None:
    with scene.acting() as actor, pytest.raises(DomainError) as told:
        set_digest(actor, **{**WISH, **wrong})
    assert told.value.code == code


def test_the_lead_is_told_how_many_wait_and_how_many_are_late(scene: Scene) -> None:
    with clock.at(moment("2024-04-10 12:00")):
        scene.hand_in(scene.person("contributor", "A"), "A", "2024-Q1", [{"indicator": "books", "value": 3}])
    with clock.at(moment("2024-05-20 12:00")), scene.acting() as actor:
        told = {part.key: [line.title for line in part.lines] for part in digest_now(actor)}
    assert told["measurement.due"] == ["1 hand-in waits for you", "1 partner is late"]


def test_somebody_who_became_another_partners_reads_that_ones(scene: Scene) -> None:
    ben = scene.person("contributor", "A")
    with clock.at(moment("2024-04-02 12:05")), tenant(scene.where):
        digests.planning.plan_digests(scene.where.pk, "")
        Membership.objects.filter(user=ben).update(partner=Partner.objects.get(code="B"))

    letter = to(run(scene, "2024-04-02 12:06"), ben)
    with tenant(scene.where):
        theirs = Request.objects.get(partner__code="B").public_id
        former = Request.objects.get(partner__code="A").public_id
    assert str(theirs) in letter.body and str(former) not in letter.body


def test_headline_figures_are_told_as_the_reader_may_see_them_once_they_are_new(scene: Scene) -> None:
    with clock.at(moment("2024-04-03 12:00")):
        scene.indicator("pupils", name="Pupils tutored", about_people=True, headline=True)
        scene.partners("C")
        scene.give("pupils", "2023-Q4", {"A": {"value": 2}, "B": {"value": 1}, "C": {"value": 1}})
    readers = (scene.person("community"), None)
    for when, count in (("2024-04-04 12:00", 1), ("2024-04-20 12:00", 0)):
        told = []
        for who in readers:
            with clock.at(moment(when)), scene.acting(who) as actor:
                told += [p for p in digest_now(actor) if p.key == "measurement.headlines"]
        assert len(told) == count * len(readers), when
        if told:
            figures = [part.lines[0].figure for part in told]
            assert figures == ["hidden (few people)", "4"]


def test_what_comes_up_for_a_partner_is_told_a_fortnight_before(scene: Scene) -> None:
    ben, other = scene.person("contributor", "A"), scene.person("contributor", "B")
    today = date(2024, 4, 10)
    with clock.at(moment("2024-04-10 12:00")):
        with scene.acting() as actor:
            found = activity(actor, "Summer reading", lead="A")
            for title, days in (("Print", -1), ("Train", 14), ("Open", 15)):
                set_milestone(actor, found, title=title, due=today + timedelta(days=days))
        told = {}
        for who in (ben, other):
            with scene.acting(who) as actor:
                told[who] = {part.key: part for part in digest_now(actor)}
    assert [line.title for line in told[ben]["activities.milestones"].lines] == ["Print", "Train"]
    assert "activities.milestones" not in told[other]


def test_the_meetings_of_ones_groups_are_told(scene: Scene) -> None:
    ben, other = scene.person("contributor", "A"), scene.person("contributor", "A")
    with clock.at(moment("2024-04-10 12:00")):
        with scene.acting() as actor:
            meeting(actor, "Getting ready", at=moment("2024-04-20 15:00"))
            meeting(actor, "Too far off", at=moment("2024-04-25 15:00"))
            seat(actor, group(actor), Membership.objects.get(user=ben))
        told = {}
        for who in (ben, other):
            with scene.acting(who) as actor:
                told[who] = {part.key: part for part in digest_now(actor)}
    assert [line.title for line in told[ben]["communications.meetings"].lines] == ["Getting ready"]
    assert "communications.meetings" not in told[other]


def test_the_day_on_which_the_agenda_is_looked_at_again_is_mailed_to_the_backbone_alone(scene: Scene) -> None:
    ben = scene.person("contributor", "A")
    with clock.at(moment("2026-03-10 12:00")):
        adopted(scene.where)  # to be looked at again on 10 March 2027
    # Tuesdays, seven in Chicago: 34 days before is too early, 27 days before is not.
    early = run(scene, "2027-02-02 13:05")
    assert not [letter for letter in early if "Its review is due" in letter.body]
    letters = run(scene, "2027-02-16 13:05")
    assert "Its review is due 10 March 2027." in to(letters, scene.lead).body
    assert not [one for one in letters if one.to == [ben.email] and "review is due" in one.body]
