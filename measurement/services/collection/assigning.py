"""Who reports what: assignments, made by hand or along with figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from measurement.calendar import ask
from measurement.events import AssignmentEnded, AssignmentMade
from measurement.models import Assignment, Cycle, Indicator
from measurement.rollups import mark_indicator_dirty
from measurement.words import CycleState

if TYPE_CHECKING:
    from initiatives.models import Partner


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
    for row in assignments:
        cadence = row.indicator.versions.order_by("number").values_list("cadence", flat=True).last()
        cycles = Cycle.objects.filter(
            state=CycleState.OPEN, practice=False, cadence=cadence, period_end__gte=row.starts_on
        )
        if row.ends_on is not None:
            cycles = cycles.filter(period_start__lte=row.ends_on)
        for cycle in cycles:
            ask(cycle, row.partner_id)
