"""Row 13: the daily run of digests: what one letter costs as members and initiatives grow, and a kill in its middle."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from time import perf_counter
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test.utils import override_settings

from communications import digests
from config.bench import world as worlds
from config.bench.measure import Result
from config.bench.scratch import Scratch
from initiatives import jobs
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant

ROWS = {13}
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
# (initiatives, members of each): a small one, and the many of the full size.
FEW, SMALL, FULL = (1, 20), (3, 60), (50, 200)
KILLED_AFTER = 0.4


class Killed(BaseException):
    """The worker is gone."""


def measure(scratch: Scratch, wanted: set[int], *, full: bool) -> Iterator[Result]:
    """Yield the results of the row: every member has one task, and a digest every day that tells it."""
    with override_settings(EMAIL_BACKEND=LOCMEM):
        mail.outbox = []
        each = {}
        # The first letter of all loads what every later one finds loaded.
        _run([_initiative("first", 1)], killed=False)
        for name, (count, members) in {"few": FEW, "many": FULL if full else SMALL}.items():
            places = [_initiative(f"{name}{number}", members) for number in range(count)]
            scratch.analyse()
            letters, took = _run(places, killed=name == "many")
            each[name] = took / len(letters)
            if name == "many":
                addresses = [letter.to[0] for letter in letters]
                lost = count * members - len(set(addresses))
                twice = len(addresses) - len(set(addresses))
                said = f"{count} initiatives with {members} members, the worker killed in the middle"
                yield Result(13, f"digests that came twice: {said}", twice, 0, unit="")
                # Whether the one in whose middle the worker died left nobody can know: it is not sent again.
                yield Result(13, f"digests that did not come: {said}", lost, 1, unit="")
        yield Result(
            13,
            f"one digest, {count * members} members against {FEW[0] * FEW[1]}",
            each["many"] / each["few"],
            1.2,
            sides={f"{name}, each": seconds * 1000 for name, seconds in each.items()},
        )


def _initiative(slug: str, members: int) -> Any:
    """An initiative whose members want a digest every day, and have one task each."""
    where = worlds.initiative(slug, partners=1, indicators=1).initiative
    people = [
        get_user_model()(email=f"m{number}@{slug}.example", name=f"Member {number}")
        for number in range(members)
    ]
    get_user_model().objects.bulk_create(people)
    now = clock.now()
    with tenant(where):
        membership = apps.get_model("initiatives", "Membership")
        rows = membership.objects.bulk_create(
            membership(
                user=user,
                name=user.name,
                email=user.email,
                role="community",
                since=now.date() - timedelta(30),
            )
            for user in people
        )
        preference = apps.get_model("communications", "DigestPreference")
        preference.objects.bulk_create(
            preference(membership=row, frequency="daily", changed_at=now - timedelta(days=3)) for row in rows
        )
        # The lead has none: each letter of the run tells the same.
        lead = membership.objects.exclude(pk__in=[row.pk for row in rows]).get()
        preference.objects.create(membership=lead, frequency="off", changed_at=now)
        task = apps.get_model("initiatives", "ActionItem")
        task.objects.bulk_create(
            task(what="Call the school", owner=row, due=now.date(), made_at=now, made_by=lead) for row in rows
        )
    return where


def _run(places: list[Any], *, killed: bool) -> tuple[list[Any], float]:
    """Claim and send all that falls due at seven in the morning; return the letters, and how long it took in seconds.

    The worker may be killed once, while it sends.
    """
    _all()
    mail.outbox.clear()
    at = (clock.now() + timedelta(days=1)).replace(hour=7, minute=5)
    begun = perf_counter()
    with clock.at(at):
        for where in places:
            with tenant(where):
                jobs.enqueue(digests.PLAN)
        for _place in places:
            _one()
        waiting = apps.get_model("initiatives", "Job").objects.count()
        if killed:
            for _sent in range(int(waiting * KILLED_AFTER)):
                _one()
            _die()
        _all()
    took = perf_counter() - begun
    with clock.at(at + timedelta(minutes=10)):
        _all()
    return list(mail.outbox), took


def _all() -> None:
    """Do all that is due, however much it is."""
    while jobs.run_due():
        pass


def _one() -> None:
    """Do one job."""
    taken = jobs.claim()
    if taken is not None:
        jobs.run(taken)


def _die() -> None:
    """Begin one digest and die before its letter leaves: its lease runs out, and another worker takes it up."""
    taken = jobs.claim()
    assert taken is not None and taken.kind == digests.SEND, taken
    with patch.object(EmailBackend, "send_messages", side_effect=Killed), suppress(Killed):
        jobs.run(taken)
