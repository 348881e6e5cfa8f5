"""Which periods are history: what happened before anybody was asked for figures here."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from measurement.models import Cycle, Request, Submission
from measurement.periods import Period
from measurement.words import CycleState


def history_among(actor: Actor, periods: Iterable[Period]) -> frozenset[Period]:
    """Return those of the periods that are over and are not collected here.

    A period is collected once its cycle asks a partner for figures, and while it was opened for that and still waits
    for the first hand-in. A cycle that came along with accepted figures asks nobody: its period stays history.
    """
    today = clock.today(actor.initiative.timezone)
    over = frozenset(period for period in periods if period.end < today)
    of_cycle = {"cycle": OuterRef("pk")}
    waits = Q(state=CycleState.OPEN) & ~Exists(Submission.objects.filter(**of_cycle))
    collected = (
        Cycle.objects.filter(period_start__in={period.start for period in over}, practice=False)
        .filter(Exists(Request.objects.filter(**of_cycle)) | waits)
        .values_list("period_start", "period_end")
    )
    dates = set(collected)
    return frozenset(period for period in over if (period.start, period.end) not in dates)
