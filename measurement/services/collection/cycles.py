"""Cycles: planned ahead, opened, changed, closed, locked; and practice, which is thrown away whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock, tenancy
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from measurement import calendar
from measurement.events import (
    CycleChanged,
    CycleClosed,
    CycleLocked,
    CycleOpened,
    CyclesPlanned,
    PracticeDiscarded,
)
from measurement.evidence import forget_files
from measurement.models import Cycle, Evidence, Submission
from measurement.periods import Period
from measurement.rollups import mark_cycle_dirty
from measurement.words import CycleState, SubmissionState


def period_of(cycle: Cycle) -> Period:
    """Return the period of a cycle."""
    return Period.from_dates(cycle.period_start, cycle.period_end)


def plan_ahead(actor: Actor) -> list[Cycle]:
    """Plan the coming cycles of every calendar in use, as the clock does by night; return those that are new."""
    require(actor, Capability.RUN_CYCLES)
    planned = calendar.plan(actor.initiative)
    if planned:
        record(actor, CyclesPlanned("cycles", count=len(planned)))
    return planned


def open_cycle(
    actor: Actor,
    period: Period,
    *,
    opens: date | None = None,
    due: date | None = None,
    grace_days: int | None = None,
    practice: bool = False,
) -> Cycle:
    """Open the cycle of a period, planned or not, and ask every partner that has something to report for it.

    It opens on the day after the period and is due as many days later as the initiative gives to hand in, or so many
    from today where that has gone by, unless said otherwise. A practice cycle opens today; what is handed in for it
    never becomes a figure. Raises Conflict when the period already has an open cycle, or one of practice.
    """
    require(actor, Capability.RUN_CYCLES)
    today = clock.today(actor.initiative.timezone)
    planned = _planned(period) if not practice else None
    cycle = planned or calendar.planned_cycle(period, calendar.rules())
    cycle.practice = practice
    if practice and opens is None:
        opens = today
    usual = cycle.due - cycle.opens
    cycle.opens = opens or cycle.opens
    if due is not None:
        cycle.due = due
    elif planned is None or opens is not None:
        cycle.due = max(cycle.opens, today) + usual
    if grace_days is not None:
        cycle.grace_days = grace_days
    if cycle.due < cycle.opens:
        raise DomainError("wrong_order", _("It cannot be due before it opens."), "due")
    try:
        with transaction.atomic():
            cycle.save()
    except IntegrityError as error:
        raise Conflict("cycle_exists", _("This period already has a cycle."), "period") from error
    calendar.start(cycle)
    record(actor, _opened(cycle))
    return cycle


def _planned(period: Period) -> Cycle | None:
    return (
        Cycle.objects.select_for_update(no_key=True)
        .filter(period_start=period.start, period_end=period.end, practice=False, state=CycleState.PLANNED)
        .first()
    )


def _opened(cycle: Cycle) -> CycleOpened:
    return CycleOpened(
        f"cycle:{cycle.public_id}",
        period=period_of(cycle).code,
        due=cycle.due.isoformat(),
        practice=cycle.practice,
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
        period_of(cycle): cycle
        for cycle in Cycle.objects.filter(period_start__in={p.start for p in wanted}, practice=False)
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
    found = calendar.planned_cycle(period, calendar.rules())
    cycle, created = Cycle.objects.get_or_create(
        period_start=period.start,
        period_end=period.end,
        practice=False,
        defaults={
            "cadence": found.cadence,
            "opens": found.opens,
            "due": found.due,
            "grace_days": found.grace_days,
        },
    )
    if created:
        record(actor, _opened(cycle))
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
    _refuse_planned(cycle)
    cycle.state = CycleState.CLOSED
    cycle.save(update_fields=["state"])
    record(actor, CycleClosed(f"cycle:{cycle.public_id}", period=period_of(cycle).code))
    return cycle


def lock_cycle(actor: Actor, cycle: Cycle) -> Cycle:
    """Lock a cycle: its figures become final and are published. Raises Conflict while hand-ins wait for review."""
    require(actor, Capability.RUN_CYCLES)
    cycle = _locked_row(cycle)
    _refuse_planned(cycle)
    if cycle.practice:
        raise Conflict("practice", _("Practice is never final: it is thrown away."))
    waiting = Submission.objects.filter(cycle=cycle, state=SubmissionState.SUBMITTED).count()
    if waiting:
        raise Conflict("hand_ins_waiting", _("%d hand-ins still wait for review.") % waiting)
    cycle.state = CycleState.LOCKED
    cycle.locked_at = clock.now()
    cycle.save(update_fields=["state", "locked_at"])
    record(actor, CycleLocked(f"cycle:{cycle.public_id}", period=period_of(cycle).code))
    mark_cycle_dirty(cycle)
    return cycle


def discard_practice(actor: Actor, cycle: Cycle) -> None:
    """Throw a practice cycle away whole: its requests, hand-ins, files, links and reminders. The audit stays.

    Raises Conflict for a cycle that is no practice.
    """
    require(actor, Capability.RUN_CYCLES)
    cycle = _locked_row(cycle)
    if not cycle.practice:
        raise Conflict("no_practice", _("Only practice can be thrown away."))
    hand_ins = Submission.objects.filter(cycle=cycle)
    files = list(Evidence.objects.filter(submission__cycle=cycle).values_list("stored_as", flat=True))
    record(
        actor,
        PracticeDiscarded(
            f"cycle:{cycle.public_id}", period=period_of(cycle).code, hand_ins=hand_ins.count()
        ),
    )
    hand_ins.delete()
    cycle.delete()
    transaction.on_commit(lambda: forget_files(files), robust=True)


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


def _refuse_planned(cycle: Cycle) -> None:
    if cycle.state == CycleState.PLANNED:
        raise Conflict("not_open_yet", _("This cycle is not open yet."))
