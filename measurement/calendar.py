"""The calendar of collection: which cycles lie ahead, and whom an open one asks.

What the clock does by itself, in the active initiative; idempotent. Years are cut by the initiative's fiscal start, or
by the partner's own where its terms name one: each figure keeps the period it is true for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from initiatives.jobs import HOUR, enqueue_for_all, handler
from initiatives.kernel import clock
from initiatives.outbox import record
from initiatives.queries import active_initiative
from measurement import periods
from measurement.events import CycleOpened
from measurement.models import Assignment, CollectionRules, Cycle, IndicatorVersion, ReportingTerms, Request
from measurement.periods import Period
from measurement.words import Cadence, CycleState, State

if TYPE_CHECKING:
    from initiatives.models import Initiative

KEEP = "measurement.keep_calendar"


def rules() -> CollectionRules:
    """Return how the active initiative collects, the defaults where nothing was decided."""
    return CollectionRules.objects.first() or CollectionRules()


def enqueue_calendars() -> None:
    """Ask for the calendar of every initiative to be kept, spread over the hour after."""
    enqueue_for_all(KEEP, spread=HOUR)


@handler(KEEP)
def keep(initiative_id: int, key: str) -> None:
    """Plan the cycles ahead and open those whose day has come."""
    initiative = active_initiative()
    plan(initiative)
    open_due(initiative)


def plan(initiative: Initiative) -> list[Cycle]:
    """Plan the coming cycles of every calendar in use as far ahead as the rules say; return those that are new."""
    found = rules()
    today = clock.today(initiative.timezone)
    wanted = [
        period
        for cadence, start in sorted(_calendars(initiative))
        for period in ahead(cadence, start, today, found.periods_ahead)
    ]
    known = set(
        Cycle.objects.filter(practice=False, period_end__gte=today).values_list("period_start", "period_end")
    )
    planned = [planned_cycle(period, found) for period in wanted if (period.start, period.end) not in known]
    return Cycle.objects.bulk_create(planned, ignore_conflicts=True)


def ahead(cadence: str, year_start: int, today: date, count: int) -> Iterator[Period]:
    """Yield so many periods of a calendar, from the present one on."""
    if not count:
        return
    period = periods.of(today, cadence, year_start if cadence == Cadence.YEARLY else None)
    for _step in range(count):
        yield period
        period = period.next


def planned_cycle(period: Period, found: CollectionRules) -> Cycle:
    """Return the unsaved cycle of a period as the rules would have it."""
    opens = period.end + timedelta(days=1)
    return Cycle(
        period_start=period.start,
        period_end=period.end,
        cadence=period.cadence,
        opens=opens,
        due=opens + timedelta(days=found.days_to_hand_in),
        grace_days=found.grace_days,
        state=CycleState.PLANNED,
    )


def _calendars(initiative: Initiative) -> set[tuple[str, int]]:
    """Return the (cadence, month in which a year begins) that partners report by now or later."""
    cadence = IndicatorVersion.objects.filter(indicator=OuterRef("indicator")).order_by("-number")
    today = clock.today(initiative.timezone)
    rows = (
        Assignment.objects.filter(indicator__state=State.ACTIVE, partner__state="active")
        .exclude(ends_on__lt=today)
        .annotate(cadence=Subquery(cadence.values("cadence")[:1]), own=_own_start())
        .exclude(cadence=Cadence.CUSTOM)
        .values_list("cadence", "own")
        .distinct()
    )
    usual = initiative.fiscal_year_start
    return {(found, (own or usual) if found == Cadence.YEARLY else usual) for found, own in rows}


def _own_start(partner: str = "partner_id") -> Subquery:
    return Subquery(
        ReportingTerms.objects.filter(partner_id=OuterRef(partner)).values("fiscal_year_start")[:1]
    )


def open_due(initiative: Initiative) -> list[Cycle]:
    """Open the planned cycles whose day has come and that ask somebody; return them."""
    today = clock.today(initiative.timezone)
    due = Cycle.objects.select_for_update(no_key=True).filter(state=CycleState.PLANNED, opens__lte=today)
    opened = []
    for cycle in due.order_by("pk"):
        if asks(cycle).exists():
            start(cycle)
            opened.append(cycle)
            code = Period.from_dates(cycle.period_start, cycle.period_end).code
            record(None, CycleOpened(f"cycle:{cycle.public_id}", period=code, due=cycle.due.isoformat()))
    return opened


def start(cycle: Cycle) -> None:
    """Open a cycle and ask every partner that has something to report for it."""
    cycle.state = CycleState.OPEN
    cycle.save(update_fields=["state"])
    partners = asks(cycle).order_by("partner_id").values_list("partner_id", flat=True).distinct()
    Request.objects.bulk_create(
        [Request(cycle=cycle, partner_id=partner_id) for partner_id in partners], ignore_conflicts=True
    )


def ask(cycle: Cycle, partner_id: int) -> None:
    """Ask one partner in an open cycle, if it has something to report there."""
    if asks(cycle).filter(partner_id=partner_id).exists():
        Request.objects.bulk_create([Request(cycle=cycle, partner_id=partner_id)], ignore_conflicts=True)


def asks(cycle: Cycle) -> QuerySet[Assignment]:
    """Return the assignments that a cycle asks for: of its cadence and time, of partners whose calendar it follows."""
    rows = Assignment.objects.filter(
        starts_on__lte=cycle.period_end,
        partner__state="active",
        indicator__state=State.ACTIVE,
        indicator__versions__cadence=cycle.cadence,
    ).exclude(ends_on__lt=cycle.period_start)
    if cycle.cadence != Cadence.YEARLY:
        return rows
    month = cycle.period_start.month
    rows = rows.annotate(begins=Coalesce(_own_start(), F("initiative__fiscal_year_start")))
    odd = ~Q(begins=F("initiative__fiscal_year_start"))
    if month == cycle.initiative.fiscal_year_start:
        return rows.exclude(odd)
    own = rows.filter(begins=month)
    # A year that is nobody's own calendar was opened by hand for everybody.
    return own if own.exists() else rows.exclude(odd)
