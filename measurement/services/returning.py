"""What follows when a partner that had left takes part again."""

from __future__ import annotations

from django.db.models import F

from initiatives.jobs import PARTNER_RETURNED, handler
from measurement.models import Assignment
from measurement.rollups import mark_indicator_dirty
from measurement.services.collection import ask_in_open_cycles


@handler(PARTNER_RETURNED)
def resume(initiative_id: int, key: str) -> None:
    """Let the assignments that ended because the partner left run on, and have open cycles ask for them again.

    `key` is the partner's id. One that somebody has ended otherwise since stays ended.
    """
    ended = Assignment.objects.filter(
        partner_id=int(key), partner__state="active", released_on=F("ends_on")
    ).select_for_update(of=("self",))
    rows = list(ended.select_related("partner", "indicator"))
    for row in rows:
        row.ends_on, row.ended_at, row.released_on, row.ran_to = row.ran_to, None, None, None
    Assignment.objects.bulk_update(rows, ["ends_on", "ended_at", "released_on", "ran_to"])
    ask_in_open_cycles(rows)
    mark_indicator_dirty(*sorted({row.indicator_id for row in rows}))
