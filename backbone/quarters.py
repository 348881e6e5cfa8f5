"""The clock's own part in condition health: how the conditions stood is kept once for each quarter that ended.

Nothing is worked out again afterwards: what the records said then is what the trend shows. Idempotent.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backbone.events.health import HealthKept
from backbone.models import HealthSnapshot
from backbone.queries.health import health
from initiatives.jobs import HOUR, enqueue_for_all, handler
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, clerk
from initiatives.kernel.errors import NotFound
from initiatives.outbox import record
from initiatives.queries import active_initiative
from measurement import periods
from measurement.periods import Period
from measurement.words import Cadence

if TYPE_CHECKING:
    from datetime import date

KEEP = "backbone.keep_health"
# A quarter that ended longer ago is not made up for: today's records do not tell of it.
MADE_UP_FOR = timedelta(days=31)


def quarter_of(day: date) -> Period:
    """Return the quarter of the calendar in which a day lies."""
    return periods.of(day, Cadence.QUARTERLY)


def named_quarter(code: str) -> Period:
    """Return the quarter of a code such as 2026-Q3. Raises NotFound for what names none."""
    try:
        found = periods.parse(code)
    except periods.PeriodError as error:
        raise NotFound from error
    if found.cadence != Cadence.QUARTERLY:
        raise NotFound
    return found


def enqueue_quarters() -> None:
    """Ask for every initiative to be looked at, spread over the hour after."""
    enqueue_for_all(KEEP, spread=HOUR)


@handler(KEEP)
def keep_last_quarter(initiative_id: int, key: str) -> None:
    """Keep how the conditions stand for the quarter that ended last, unless that was done or it began later."""
    initiative = active_initiative()
    today = clock.today(initiative.timezone)
    ended = quarter_of(today).previous
    begun = clock.day(initiative.created_at, initiative.timezone)
    if begun > ended.end or today - ended.end > MADE_UP_FOR:
        return
    row = keep(clerk(initiative), ended, None)
    if row is not None:
        record(None, HealthKept(subject_of(row), quarter=ended.code))


def keep(reader: Actor, quarter: Period, taken_by: int | None) -> HealthSnapshot | None:
    """Keep how the conditions stand for `reader` under a quarter; None when it was kept already."""
    if HealthSnapshot.objects.filter(quarter=quarter.start).exists():
        return None
    readings = {one.item.key: one.kept() for found in health(reader) for one in found.items}
    row, made = HealthSnapshot.objects.get_or_create(
        quarter=quarter.start,
        defaults={"readings": readings, "taken_at": clock.now(), "taken_by_id": taken_by},
    )
    return row if made else None


def subject_of(row: HealthSnapshot) -> str:
    """Return by what a snapshot is named in the stream of events."""
    return f"health:{row.quarter}"
