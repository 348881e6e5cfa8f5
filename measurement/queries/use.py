"""How the collecting goes, as counts about the whole that name nobody."""

from datetime import date
from zoneinfo import ZoneInfo

from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries.use import Counted
from measurement.models import Request, Submission
from measurement.queries.burden import middle
from measurement.queries.collection import last_day_of
from measurement.words import CycleState, SubmissionState


def hand_ins_on_time(actor: Actor, since: date, today: date) -> Counted:
    """Count the hand-ins that came by their last day (with grace or more time), of those asked for.

    Counted are the asks of cycles, practice aside, whose last day lies from `since` to before `today`. The first time
    a hand-in was sent counts, whatever came of it later.
    """
    require(actor, Capability.VIEW)
    zone = ZoneInfo(actor.initiative.timezone)
    asked = Request.objects.filter(cycle__practice=False, cycle__due__lt=today).exclude(
        cycle__state=CycleState.PLANNED
    )
    rows = [row for row in asked.select_related("cycle") if since <= last_day_of(row) < today]
    sent: dict[tuple[int, int], date] = {}
    handed = Submission.objects.filter(
        revises=None, submitted_at__isnull=False, cycle_id__in={row.cycle_id for row in rows}
    ).exclude(state=SubmissionState.DRAFT)
    for cycle, partner, when in handed.values_list("cycle_id", "partner_id", "submitted_at"):
        assert when is not None
        day = when.astimezone(zone).date()
        sent[cycle, partner] = min(day, sent.get((cycle, partner), day))
    in_time = sum(sent.get((row.cycle_id, row.partner_id), date.max) <= last_day_of(row) for row in rows)
    return Counted(in_time, len(rows))


def seconds_to_file(actor: Actor, since: date) -> tuple[int | None, int]:
    """Return the median of the seconds that partners worked on a hand-in sent since a day, and of how many it is."""
    require(actor, Capability.VIEW)
    rows = Submission.objects.filter(
        submitted_at__date__gte=since, on_behalf=False, cycle__practice=False, active_seconds__gt=0
    )
    seconds = [value for value in rows.values_list("active_seconds", flat=True) if value is not None]
    return middle(seconds), len(seconds)
