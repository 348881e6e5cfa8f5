"""What of shared measurement runs by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.routines import UNKNOWN, Known, routine
from measurement.models import Cycle, Publication
from measurement.periods import Period
from measurement.queries.agreements import agreements, renewals_due
from measurement.queries.telling import period_name
from measurement.words import AgreementState, CycleState


@routine(
    "measurement.cycles",
    gettext_lazy("Cycles open"),
    gettext_lazy(
        "Once a day the periods ahead are planned, and a cycle whose day has come opens and asks its partners."
    ),
    order=20,
    wakes="measurement.keep_calendars",
    jobs=("measurement.keep_calendar",),
    facts=("measurement.cycle_opened",),
    change="measurement:collecting",
)
def cycles_open(actor: Actor) -> Known:
    """Tell on which day the next planned cycle opens."""
    planned = Cycle.objects.filter(state=CycleState.PLANNED, practice=False)
    return Known(due=planned.order_by().aggregate(day=Min("opens"))["day"])


@routine(
    "measurement.notices",
    gettext_lazy("Partners hear before a figure names them"),
    gettext_lazy(
        "Once a day a partner with new figures that others will see by its name gets one letter about all."
    ),
    order=21,
    wakes="measurement.give_notices",
    jobs=("measurement.give_notice", "measurement.send_notice"),
    facts=("measurement.notice_written",),
)
def notices_are_given(actor: Actor) -> Known:
    """Tell nothing besides: the stream of events does."""
    return UNKNOWN


@routine(
    "measurement.publication",
    gettext_lazy("Figures about people are made known"),
    gettext_lazy(
        "When a cycle is locked, or three partners have changed, a new snapshot is taken and small numbers are hidden."
    ),
    order=22,
    jobs=("measurement.recompute",),
)
def snapshots_are_taken(actor: Actor) -> Known:
    """Tell which snapshot was taken last."""
    rows: Any = Publication.objects.select_related("version__indicator").order_by("-published_at", "-id")
    last = rows.first()
    if last is None:
        return UNKNOWN
    period = Period.from_dates(last.period_start, last.period_end)
    words = {
        "name": last.version.indicator.name,
        "period": period_name(period, actor.initiative.fiscal_year_start),
    }
    return Known(last.published_at, _("“%(name)s” for %(period)s.") % words)


@routine(
    "measurement.reconcile",
    gettext_lazy("Totals are compared with their figures"),
    gettext_lazy(
        "Once a day each total is compared with what it is made of, and worked out again where it differs. "
        "Where all is right nothing is recorded."
    ),
    order=23,
    wakes="measurement.reconcile",
    jobs=("measurement.reconcile",),
)
def totals_are_compared(actor: Actor) -> Known:
    """Tell nothing besides: it leaves no trace where all is right."""
    return UNKNOWN


@routine(
    "measurement.agreements",
    gettext_lazy("Data agreements come up for renewal"),
    gettext_lazy("As long before its end as an agreement says, it stands in the queue until it is renewed."),
    order=24,
    change="measurement:agreements",
)
def agreements_come_up(actor: Actor) -> Known:
    """Tell how many are to be renewed, those too of which somebody was just reminded, and when the next one is."""
    waiting = len(renewals_due(actor))
    said = ngettext("%d is to be renewed now.", "%d are to be renewed now.", waiting) % waiting
    today = clock.today(actor.initiative.timezone)
    ahead = [
        row.ends_on - timedelta(days=row.renewal_days)
        for row in agreements(actor).filter(state=AgreementState.ACTIVE, ends_on__gt=today)
        if row.ends_on is not None
        and row.standing(today) == AgreementState.ACTIVE
        and all(renewal.state == AgreementState.DRAFT for renewal in row.renewals.all())
    ]
    return Known(did=said, due=min(ahead, default=None))
