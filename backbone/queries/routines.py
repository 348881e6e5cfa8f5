"""What runs by itself in an initiative: what each routine last did, when it is next, whether it could be done.

Read from the records, the stream of events and the work that waits: a run that found nothing to do leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from celery import current_app
from celery.schedules import crontab
from django.db.models import Count
from django.utils.translation import gettext_lazy, ngettext

from backbone.models import Checklist
from initiatives import jobs
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.routines import UNKNOWN, Known, Routine, routine, routines
from initiatives.outbox import headline
from initiatives.queries import events

if TYPE_CHECKING:
    from initiatives.models import Event

LATELY = timedelta(days=30)
# So far back the stream is asked what a routine did last.
REMEMBERED = timedelta(days=400)


@dataclass(frozen=True)
class Running:
    """A routine as it stands: when it `last` did something and what it `did`; when it is next.

    `due` is the day or moment at which it next has something to do, as far as that is known; `looks` the moment at
    which the clock next looks. `waits` pieces of its work wait now, of which `troubled` were tried and failed;
    `failed` were put aside.
    """

    routine: Routine
    last: datetime | None
    did: str
    due: date | datetime | None
    looks: datetime | None
    off: bool
    waits: int = 0
    troubled: int = 0
    failed: int = 0


def running(actor: Actor) -> list[Running]:
    """Return what runs by itself, in the order of the conditions. Raises Forbidden for all but staff."""
    require(actor, Capability.VIEW_QUEUE)
    now = clock.now()
    ours = routines()
    told = _facts(actor, [key for one in ours for key in one.facts], now)
    work = jobs.loads(actor.initiative.pk, [kind for one in ours for kind in one.jobs])
    return [_running(actor, one, told, work, now) for one in ours]


def _running(
    actor: Actor, one: Routine, told: dict[str, tuple[Event, int]], work: list[jobs.Load], now: datetime
) -> Running:
    known = one.tell(actor)
    mine = [row for row in work if row.kind in one.jobs]
    facts = sorted((told[key] for key in one.facts if key in told), key=lambda fact: fact[0].pk)
    last, did = known.last, known.did
    if facts:
        last, did = facts[-1][0].happened_at, _told(facts[-1][0], sum(n for _row, n in facts))
    return Running(
        one,
        last,
        did,
        known.due or min((row.due for row in mine if row.due), default=None),
        None if known.off else next_look(one.wakes, now),
        known.off,
        waits=sum(row.waits for row in mine),
        troubled=sum(row.troubled for row in mine),
        failed=sum(row.failed for row in mine),
    )


def _told(row: Event, lately: int) -> str:
    if lately < 2:
        return f"{headline(row)}."
    times = ngettext("%d time within 30 days.", "%d times within 30 days.", lately) % lately
    return f"{headline(row)}. {times}"


def _facts(actor: Actor, keys: Iterable[str], now: datetime) -> dict[str, tuple[Event, int]]:
    """Return {key: (the last such event that the clock recorded, how many LATELY)}. Two queries."""
    mine: Any = events(actor).filter(key__in=list(keys), user=None, membership=None)
    last = mine.filter(happened_at__gte=now - REMEMBERED).order_by("key", "-id").distinct("key")
    lately = mine.filter(happened_at__gte=now - LATELY).order_by().values("key").annotate(n=Count("pk"))
    counted = {row["key"]: row["n"] for row in lately}
    return {row.key: (row, counted.get(row.key, 0)) for row in last}


def next_look(task: str, now: datetime) -> datetime | None:
    """Return the next moment at which the scheduler begins a task; None for one that it does not begin."""
    plans = current_app.conf.beat_schedule.values()
    plan: Any = next((one["schedule"] for one in plans if one["task"] == task), None)
    if not isinstance(plan, crontab):
        return None
    for day in (now.date(), now.date() + timedelta(days=1)):
        for hour in sorted(plan.hour):
            for minute in sorted(plan.minute):
                moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
                if moment > now:
                    return moment
    return None


@routine(
    "backbone.health",
    gettext_lazy("How the conditions stand is kept"),
    gettext_lazy("In the first days of a quarter the one before is kept as it stood, for the trend."),
    order=50,
    wakes="backbone.keep_health",
    jobs=("backbone.keep_health",),
    facts=("backbone.health_kept",),
)
def health_is_kept(actor: Actor) -> Known:
    """Tell nothing besides: the stream of events does."""
    return UNKNOWN


@routine(
    "backbone.onboardings",
    gettext_lazy("Checklists begin"),
    gettext_lazy(
        "Once a day those who came since get a checklist to settle in, where the initiative wants that."
    ),
    order=51,
    wakes="backbone.begin_onboardings",
    jobs=("backbone.begin_onboardings",),
    facts=("backbone.onboarding_begun",),
    change="backbone:onboardings",
)
def checklists_begin(actor: Actor) -> Known:
    """Tell whether any begin by themselves."""
    return Known(off=not Checklist.objects.filter(begins_itself=True).exists())
