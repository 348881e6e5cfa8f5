"""Digests cut off anywhere between claim and sent: nobody gets two, and nobody what they may not see."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend

from communications import digests
from communications.digests import planning, sending
from communications.models import DigestSending
from communications.services.digests import set_digest, stop_digest
from initiatives import jobs
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.models import Job, Membership, User
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
DUE = moment("2024-04-02 12:05")
WEEKLY = {"frequency": "weekly", "weekday": 1, "hour": 7, "quiet_from": 21, "quiet_until": 7}


class Killed(BaseException):
    """The worker is gone in the middle: nothing of its own runs any more."""


@pytest.fixture
def scene() -> Iterator[Scene]:
    """Ben's partner A is asked for a figure; his digest alone is due, on Tuesday 2 April 2024 at 7:00 in Chicago."""
    with clock.at(moment("2024-04-01 12:00")):
        made = Scene("faulty", timezone="America/Chicago")
        made.partners("A")
        made.indicator("books", name="Books given")
        made.assign("books", "A")
        made.cycle("2024-Q1", opens=date(2024, 4, 1), due=date(2024, 4, 30))
        with made.acting() as actor:
            stop_digest(actor)
        made.work()
        mail.outbox.clear()
    return made


@pytest.fixture
def ben(scene: Scene) -> User:
    """Who reads the digest."""
    return scene.person("contributor", "A")


def claim(scene: Scene) -> None:
    """The digests that fell due are claimed."""
    with clock.at(DUE), tenant(scene.where):
        jobs.enqueue(digests.PLAN)
    with clock.at(DUE):
        taken = jobs.claim()
        assert taken is not None and taken.kind == planning.PLAN
        assert jobs.run(taken)


def work(after: timedelta = timedelta()) -> None:
    """A worker runs what is due, so long after the digests fell due."""
    with clock.at(DUE + after):
        jobs.run_due()


def outcome(scene: Scene, who: User) -> str:
    with tenant(scene.where):
        return str(DigestSending.objects.get(membership__user=who).outcome)


def letters(who: User) -> list[Any]:
    return [letter for letter in mail.outbox if letter.to == [who.email]]


def killing(function: Callable[..., Any], *, first: bool) -> Callable[..., Any]:
    """The function, whose worker is killed before it (`first`) or right after it."""

    def killed(*args: Any, **kwargs: Any) -> Any:
        if not first:
            function(*args, **kwargs)
        raise Killed

    return killed


@pytest.mark.parametrize(
    ("where", "name", "first", "arrives", "told"),
    [
        # While it asks what to tell: nothing was handed over, so it is done again.
        (sending, "_letter", True, 1, "sent"),
        (sending, "_letter", False, 1, "sent"),
        # Handed over, and the letter may have left or not: not again.
        (EmailMultiAlternatives, "send", True, 0, "unsure"),
        (EmailMultiAlternatives, "send", False, 1, "unsure"),
        (sending, "_finish", True, 1, "unsure"),
        # All is done but the job.
        (sending, "_finish", False, 1, "sent"),
    ],
)
def test_a_worker_killed_at_any_step_leaves_at_most_one_letter(
    scene: Scene,
    ben: User,
    monkeypatch: pytest.MonkeyPatch,
    where: Any,
    name: str,
    first: bool,
    arrives: int,
    told: str,
) -> None:
    claim(scene)
    with monkeypatch.context() as patched:
        patched.setattr(where, name, killing(getattr(where, name), first=first))
        with pytest.raises(Killed):
            work()

    work(timedelta(minutes=10))
    work(timedelta(minutes=20))

    assert len(letters(ben)) == arrives
    assert outcome(scene, ben) == told
    assert not Job.objects.exists()


def test_what_a_lost_digest_would_have_told_the_next_one_tells(
    scene: Scene, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.at(moment("2024-04-01 13:00")):
        scene.give("books", "2023-Q4", {"A": {"value": 41}})
    claim(scene)
    with monkeypatch.context() as patched:
        patched.setattr(EmailMultiAlternatives, "send", killing(EmailMultiAlternatives.send, first=True))
        with pytest.raises(Killed):
            work()
    work(timedelta(minutes=10))
    assert letters(ben) == []

    with clock.at(DUE + timedelta(days=7)):
        with tenant(scene.where):
            jobs.enqueue(digests.PLAN)
        jobs.run_due()
    [letter] = letters(ben)
    assert "Books given" in letter.body


def test_a_server_that_cannot_be_reached_or_refuses_is_asked_again(
    scene: Scene, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim(scene)

    def away(_backend: EmailBackend) -> None:
        raise ConnectionRefusedError

    def refuse(letter: EmailMultiAlternatives) -> int:
        raise SMTPRecipientsRefused({letter.to[0]: (451, b"later")})

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "open", away)
        work()
    assert outcome(scene, ben) == ""
    with monkeypatch.context() as patched:
        patched.setattr(EmailMultiAlternatives, "send", refuse)
        work(timedelta(minutes=5))
    assert outcome(scene, ben) == "" and letters(ben) == []

    work(timedelta(minutes=30))
    assert len(letters(ben)) == 1
    assert outcome(scene, ben) == "sent"


def test_a_server_that_falls_silent_in_the_middle_is_not_asked_again(
    scene: Scene, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim(scene)
    send = EmailMultiAlternatives.send

    def take_and_fall_silent(letter: EmailMultiAlternatives) -> int:
        send(letter)
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr(EmailMultiAlternatives, "send", take_and_fall_silent)
        work()
    work(timedelta(hours=1))

    assert len(letters(ben)) == 1
    assert outcome(scene, ben) == "unsure"
    assert not Job.objects.exists()


def test_a_letter_that_was_held_up_waits_for_the_end_of_the_quiet_hours(scene: Scene, ben: User) -> None:
    """Due at 7:00; the worker comes at 23:05 in Chicago: the letter leaves at 7:00, too late for its day."""
    claim(scene)
    work(timedelta(hours=16))
    assert letters(ben) == [] and outcome(scene, ben) == ""
    work(timedelta(hours=23, minutes=55))
    assert letters(ben) == []
    assert outcome(scene, ben) == "late"


def test_held_up_for_a_while_it_leaves_after_the_quiet_hours(scene: Scene, ben: User) -> None:
    with clock.at(moment("2024-04-01 20:00")), scene.acting(ben) as actor:
        # Due at 20:00 in Chicago, which is 1:00 in UTC on Wednesday; quiet until 6:00, which is 11:00.
        set_digest(actor, **{**WEEKLY, "hour": 20, "timezone": "", "quiet_until": 6})
    with clock.at(moment("2024-04-03 01:05")), tenant(scene.where):
        planning.plan_digests(scene.where.pk, "")
    for at, arrived in (("2024-04-03 03:00", 0), ("2024-04-03 10:59", 0), ("2024-04-03 11:01", 1)):
        with clock.at(moment(at)):
            jobs.run_due()
        assert len(letters(ben)) == arrived, at


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        # Eastwards: Tuesday 7:00 in Auckland has gone by, the next is on Monday evening in UTC.
        ("Pacific/Auckland", ["2024-04-08"]),
        # Westwards: it is Tuesday 7:00 once more, in Honolulu, five hours later.
        ("Pacific/Honolulu", ["2024-04-09"]),
    ],
)
def test_a_reader_who_travels_gets_one_a_week(scene: Scene, ben: User, zone: str, days: list[str]) -> None:
    claim(scene)
    work()
    with clock.at(DUE + timedelta(minutes=10)), scene.acting(ben) as actor:
        set_digest(actor, timezone=zone, **WEEKLY)
    mail.outbox.clear()

    arrived = []
    for hours in range(1, 24 * 8):
        with clock.at(DUE + timedelta(hours=hours)):
            with tenant(scene.where):
                planning.plan_digests(scene.where.pk, "")
            jobs.run_due()
            arrived += [clock.now().date().isoformat() for _letter in letters(ben)]
            mail.outbox.clear()
    assert arrived == days


def test_travelling_every_day_gives_no_two_within_half_a_day(scene: Scene, ben: User) -> None:
    with clock.at(moment("2024-04-01 20:00")), scene.acting(ben) as actor:
        set_digest(actor, **{**WEEKLY, "frequency": "daily", "timezone": "Pacific/Honolulu"})
    with clock.at(moment("2024-04-02 17:05")):
        with tenant(scene.where):
            planning.plan_digests(scene.where.pk, "")
        jobs.run_due()
        assert len(letters(ben)) == 1
        with scene.acting(ben) as actor:
            set_digest(actor, **{**WEEKLY, "frequency": "daily", "timezone": "Pacific/Auckland"})
    # 7:00 of the third in Auckland is an hour later.
    with clock.at(moment("2024-04-02 18:05")):
        with tenant(scene.where):
            planning.plan_digests(scene.where.pk, "")
        jobs.run_due()
    assert len(letters(ben)) == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"role": "community", "partner": None}, "empty"),
        ({"ended_on": date(2024, 4, 2)}, "left"),
    ],
)
def test_a_role_changed_between_claim_and_sending_is_the_one_that_counts(
    scene: Scene, ben: User, change: dict[str, Any], told: str
) -> None:
    claim(scene)
    with tenant(scene.where):
        Membership.objects.filter(user=ben).update(**change)
    work()
    assert letters(ben) == []
    assert outcome(scene, ben) == told


def test_an_account_closed_between_claim_and_sending_gets_nothing(scene: Scene, ben: User) -> None:
    claim(scene)
    ben.is_active = False
    ben.save()
    work()
    assert letters(ben) == []
    assert outcome(scene, ben) == "left"


def test_claimed_by_two_at_once_it_is_one_claim(scene: Scene, ben: User) -> None:
    claim(scene)
    with clock.at(DUE), tenant(scene.where):
        planning.plan_digests(scene.where.pk, "")
        assert DigestSending.objects.filter(membership__user=ben).count() == 1
    work()
    assert len(letters(ben)) == 1
