"""The collection of figures: who reports what, cycles and requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock, tenancy
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from measurement.events import (
    AssignmentEnded,
    AssignmentMade,
    CycleChanged,
    CycleClosed,
    CycleLocked,
    CycleOpened,
    ExtensionGranted,
)
from measurement.models import Assignment, Cycle, Indicator, Request, Submission
from measurement.periods import Period
from measurement.rollups import mark_cycle_dirty, mark_indicator_dirty
from measurement.words import CycleState, SubmissionState

if TYPE_CHECKING:
    from initiatives.models import Partner

DAYS_TO_HAND_IN = 14


def period_of(cycle: Cycle) -> Period:
    """Return the period of a cycle."""
    return Period.from_dates(cycle.period_start, cycle.period_end)


def assign(
    actor: Actor, *, partner: Partner, indicator: Indicator, starts_on: date, ends_on: date | None = None
) -> Assignment:
    """Ask a partner to report an indicator from a day on. Open cycles of its cadence ask for it at once.

    Raises DomainError when the days are the wrong way round, Conflict when such an assignment already runs.
    """
    require(actor, Capability.ASSIGN)
    if ends_on is not None and ends_on < starts_on:
        raise DomainError("wrong_order", _("The end lies before the beginning."), "to")
    running = Assignment.objects.filter(partner=partner, indicator=indicator)
    if ends_on is not None:
        running = running.filter(starts_on__lte=ends_on)
    if running.exclude(ends_on__lt=starts_on).exists():
        raise Conflict("already_assigned", _("This partner already reports this indicator at that time."))
    try:
        with transaction.atomic():
            row = Assignment.objects.create(
                partner=partner, indicator=indicator, starts_on=starts_on, ends_on=ends_on
            )
    except IntegrityError as error:
        raise Conflict(
            "already_assigned", _("This partner already reports this indicator at that time.")
        ) from error
    record(
        actor,
        AssignmentMade(
            f"indicator:{indicator.code}",
            partner_id=partner.pk,
            partner=partner.name,
            indicator=indicator.name,
            starts_on=starts_on.isoformat(),
        ),
    )
    ask_in_open_cycles([row])
    mark_indicator_dirty(indicator.pk)
    return row


def end_assignment(actor: Actor, assignment: Assignment, *, ends_on: date) -> Assignment:
    """Let an assignment end on a day (the last one it covers)."""
    require(actor, Capability.ASSIGN)
    if ends_on < assignment.starts_on:
        raise DomainError("wrong_order", _("The end lies before the beginning."), "to")
    assignment.ends_on, assignment.ended_at = ends_on, clock.now()
    assignment.save(update_fields=["ends_on", "ended_at"])
    record(
        actor,
        AssignmentEnded(
            f"indicator:{assignment.indicator.code}",
            partner_id=assignment.partner_id,
            partner=assignment.partner.name,
            indicator=assignment.indicator.name,
            ends_on=ends_on.isoformat(),
        ),
    )
    mark_indicator_dirty(assignment.indicator_id)
    return assignment


def assign_reported(starts: Mapping[tuple[int, int], date]) -> None:
    """Make the missing assignments of {(partner id, indicator id): day} (figures entered by staff, imports).

    One that begins later than the day is moved forward to it; one that has ended stays so, the figure itself says
    that the partner reported. Whom others' figures are expected of changes with it, so they are computed again. No
    events: the hand-in tells the story. Whoever calls has asked for the capability, and holds the partners.
    """
    known: dict[tuple[int, int], list[Assignment]] = {}
    # Those of these partners alone: an acceptance must not cost more the more partners there are.
    rows = Assignment.objects.filter(
        partner_id__in={p for p, _i in starts}, indicator_id__in={i for _p, i in starts}
    )
    for row in rows.order_by("starts_on"):
        known.setdefault((row.partner_id, row.indicator_id), []).append(row)
    made, moved = [], []
    for (partner_id, indicator_id), day in sorted(starts.items()):
        present = known.get((partner_id, indicator_id))
        if not present:
            made.append(Assignment(partner_id=partner_id, indicator_id=indicator_id, starts_on=day))
        elif present[0].starts_on > day:
            present[0].starts_on = day
            moved.append(present[0])
    Assignment.objects.bulk_create(made, batch_size=5000)
    Assignment.objects.bulk_update(moved, ["starts_on"], batch_size=1000)
    if made or moved:
        mark_indicator_dirty(*sorted({row.indicator_id for row in [*made, *moved]}))


def ask_in_open_cycles(assignments: Iterable[Assignment]) -> None:
    """Make the requests that open cycles lack for these assignments."""
    open_cycles = list(Cycle.objects.filter(state=CycleState.OPEN))
    asks = []
    for row in assignments:
        if row.partner.state != "active":
            continue
        cadence = row.indicator.versions.order_by("number").values_list("cadence", flat=True).last()
        asks += [
            Request(cycle=cycle, partner_id=row.partner_id)
            for cycle in open_cycles
            if cycle.cadence == cadence
            and row.starts_on <= cycle.period_end
            and (row.ends_on is None or row.ends_on >= cycle.period_start)
        ]
    Request.objects.bulk_create(asks, ignore_conflicts=True)


def open_cycle(
    actor: Actor,
    period: Period,
    *,
    opens: date | None = None,
    due: date | None = None,
    grace_days: int = 0,
) -> Cycle:
    """Open the cycle of a period and ask every partner that has something to report for it.

    It opens on the day after the period and is due a fortnight later, or a fortnight from today where that has gone
    by, unless said otherwise. Raises Conflict when the period already has a cycle.
    """
    require(actor, Capability.RUN_CYCLES)
    opens = opens or period.end + timedelta(days=1)
    today = clock.today(actor.initiative.timezone)
    due = due or max(opens, today) + timedelta(days=DAYS_TO_HAND_IN)
    if due < opens:
        raise DomainError("wrong_order", _("It cannot be due before it opens."), "due")
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(
                period_start=period.start,
                period_end=period.end,
                cadence=period.cadence,
                opens=opens,
                due=due,
                grace_days=grace_days,
            )
    except IntegrityError as error:
        raise Conflict("cycle_exists", _("This period already has a cycle."), "period") from error
    _ask_assigned_partners(cycle)
    record(actor, CycleOpened(f"cycle:{cycle.public_id}", period=period.code, due=due.isoformat()))
    return cycle


def _ask_assigned_partners(cycle: Cycle) -> None:
    assigned = (
        Assignment.objects.filter(
            starts_on__lte=cycle.period_end,
            partner__state="active",
            indicator__state="active",
            indicator__versions__cadence=cycle.cadence,
        )
        .exclude(ends_on__lt=cycle.period_start)
        .values_list("partner_id", flat=True)
        .distinct()
    )
    Request.objects.bulk_create(
        [Request(cycle=cycle, partner_id=partner_id) for partner_id in sorted(assigned)],
        ignore_conflicts=True,
    )


def cycle_for(actor: Actor, period: Period) -> Cycle:
    """Return the period's cycle; staff open one implicitly.

    Raises DomainError at `period` for others when there is none.
    """
    return cycles_for(actor, [period])[period]


def cycles_for(actor: Actor, periods: Iterable[Period]) -> dict[Period, Cycle]:
    """Return the cycle of every period; staff open the missing ones implicitly (see cycle_for)."""
    wanted = sorted(set(periods), key=lambda p: (p.start, p.end))
    found = {
        period_of(cycle): cycle for cycle in Cycle.objects.filter(period_start__in={p.start for p in wanted})
    }
    for period in wanted:
        if period not in found:
            if not actor.may(Capability.RUN_CYCLES) and not (
                actor.is_staff and actor.may(Capability.HAND_IN)
            ):
                raise DomainError(
                    "no_cycle", _("The backbone has not opened %s yet.") % period.code, "period"
                )
            found[period] = _open_implicitly(actor, period)
    return {period: found[period] for period in wanted}


def _open_implicitly(actor: Actor, period: Period) -> Cycle:
    opens = period.end + timedelta(days=1)
    cycle, created = Cycle.objects.get_or_create(
        period_start=period.start,
        period_end=period.end,
        defaults={
            "cadence": period.cadence,
            "opens": opens,
            "due": opens + timedelta(days=DAYS_TO_HAND_IN),
        },
    )
    if created:
        record(actor, CycleOpened(f"cycle:{cycle.public_id}", period=period.code, due=cycle.due.isoformat()))
    return cycle


def change_cycle(
    actor: Actor,
    cycle: Cycle,
    *,
    opens: date | None = None,
    due: date | None = None,
    grace_days: int | None = None,
) -> Cycle:
    """Change the dates of a cycle that is not locked."""
    require(actor, Capability.RUN_CYCLES)
    cycle = _locked_row(cycle)
    cycle.opens, cycle.due = opens or cycle.opens, due or cycle.due
    if grace_days is not None:
        cycle.grace_days = grace_days
    if cycle.due < cycle.opens:
        raise DomainError("wrong_order", _("It cannot be due before it opens."), "due")
    cycle.save(update_fields=["opens", "due", "grace_days"])
    record(
        actor,
        CycleChanged(f"cycle:{cycle.public_id}", period=period_of(cycle).code, due=cycle.due.isoformat()),
    )
    return cycle


def close_cycle(actor: Actor, cycle: Cycle) -> Cycle:
    """Close a cycle: from now on only partners with an extension hand in."""
    require(actor, Capability.RUN_CYCLES)
    cycle = _locked_row(cycle)
    cycle.state = CycleState.CLOSED
    cycle.save(update_fields=["state"])
    record(actor, CycleClosed(f"cycle:{cycle.public_id}", period=period_of(cycle).code))
    return cycle


def lock_cycle(actor: Actor, cycle: Cycle) -> Cycle:
    """Lock a cycle: its figures become final and are published. Raises Conflict while hand-ins wait for review."""
    require(actor, Capability.RUN_CYCLES)
    cycle = _locked_row(cycle)
    waiting = Submission.objects.filter(cycle=cycle, state=SubmissionState.SUBMITTED).count()
    if waiting:
        raise Conflict("hand_ins_waiting", _("%d hand-ins still wait for review.") % waiting)
    cycle.state = CycleState.LOCKED
    cycle.locked_at = clock.now()
    cycle.save(update_fields=["state", "locked_at"])
    record(actor, CycleLocked(f"cycle:{cycle.public_id}", period=period_of(cycle).code))
    mark_cycle_dirty(cycle)
    return cycle


def extend(actor: Actor, request: Request, *, until: date, reason: str = "") -> Request:
    """Let one partner hand in until a day, after the due date and after the cycle was closed."""
    require(actor, Capability.RUN_CYCLES)
    if request.cycle.state == CycleState.LOCKED:
        raise Conflict("locked", _("This cycle is locked."))
    if until < clock.today(actor.initiative.timezone):
        raise DomainError("past", _("The day has already gone by."), "until")
    request.extended_until, request.extension_reason = until, reason.strip()
    request.save(update_fields=["extended_until", "extension_reason"])
    record(
        actor,
        ExtensionGranted(
            f"request:{request.public_id}",
            partner_id=request.partner_id,
            period=period_of(request.cycle).code,
            partner=request.partner.name,
            until=until.isoformat(),
            reason=reason,
        ),
    )
    return request


def hold_cycles(cycle_ids: Iterable[int]) -> list[Cycle]:
    """Return the cycles as they stand, and let none be closed or locked until the transaction ends.

    Many may hold a cycle at once. In the order of their ids; whoever holds submissions or partners holds cycles first.
    """
    wanted = sorted(set(cycle_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM measurement_cycle WHERE initiative_id = %s AND id = ANY(%s) ORDER BY id FOR SHARE",
            [tenancy.active(), wanted],
        )
    return list(Cycle.objects.filter(pk__in=wanted).order_by("pk"))


def _locked_row(cycle: Cycle) -> Cycle:
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if cycle.state == CycleState.LOCKED:
        raise Conflict("locked", _("This cycle is locked."))
    return cycle
