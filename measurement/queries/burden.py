"""What reporting costs a partner: minutes measured, minutes asked for, minutes agreed. Never per person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Subquery

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from measurement.calendar import rules
from measurement.models import Assignment, IndicatorVersion, ReportingTerms, Submission
from measurement.words import Cadence, State, SubmissionState

if TYPE_CHECKING:
    from initiatives.models import Partner

TIMES_A_YEAR = {
    Cadence.WEEKLY: 52,
    Cadence.MONTHLY: 12,
    Cadence.QUARTERLY: 4,
    Cadence.HALF_YEARLY: 2,
    Cadence.YEARLY: 1,
    Cadence.SCHOOL_YEAR: 1,
}
# Until anything was measured here, a figure is taken to cost a minute.
ASSUMED_SECONDS = Decimal(60)
LOOKED_BACK = timedelta(days=366)


@dataclass(frozen=True)
class Burden:
    """What a partner's assignments ask of it in a year.

    `figures` is how many figures a year; `seconds` what one takes, of this partner (`basis` "own"), of all ("all") or
    assumed ("assumed"); `budget` the minutes a year that it may cost, None where nothing was set; `median_seconds` how
    long a hand-in of this partner takes, None until measured.
    """

    figures: int
    seconds: Decimal
    basis: str
    budget: int | None
    agreed: bool
    median_seconds: int | None = None

    @property
    def minutes(self) -> int:
        """The minutes a year that are asked, rounded half up."""
        return int((self.figures * self.seconds / 60).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def over(self) -> int:
        """By how many minutes a year that goes above the budget; 0 when it does not."""
        return max(self.minutes - self.budget, 0) if self.budget is not None else 0


def burdens(actor: Actor, partner_ids: Collection[int]) -> dict[int, Burden]:
    """Return what reporting costs each of these partners. A fixed number of queries.

    Raises Forbidden for those who may not see the hand-ins of one of them.
    """
    for partner_id in partner_ids:
        require(actor, Capability.VIEW_HAND_INS, partner_id)
    asked = _figures_a_year(actor, partner_ids)
    worked = _worked(actor)
    usual = _seconds_each([pair for pairs in worked.values() for pair in pairs])
    terms = dict(
        ReportingTerms.objects.filter(partner__in=partner_ids).values_list("partner_id", "minutes_a_year")
    )
    found = rules()
    burdens = {}
    for partner_id in partner_ids:
        pairs = worked.get(partner_id, [])
        own = _seconds_each(pairs)
        basis = "own" if own else "all" if usual else "assumed"
        agreed = terms.get(partner_id)
        burdens[partner_id] = Burden(
            figures=asked.get(partner_id, 0),
            seconds=own or usual or ASSUMED_SECONDS,
            basis=basis,
            budget=agreed if agreed is not None else found.minutes_a_year,
            agreed=agreed is not None,
            median_seconds=middle([seconds for seconds, _figures in pairs]),
        )
    return burdens


def terms_of(actor: Actor, partner: Partner) -> ReportingTerms:
    """Return what was agreed with a partner, an empty row where nothing was. Raises Forbidden for other partners."""
    require(actor, Capability.VIEW_HAND_INS, partner.pk)
    found: ReportingTerms | None = ReportingTerms.objects.filter(partner=partner).first()
    return found or ReportingTerms(partner=partner)


def middle(seconds: Collection[int]) -> int | None:
    """Return the median of measured times, None where there is none."""
    return round(median(seconds)) if seconds else None


def _figures_a_year(actor: Actor, partner_ids: Collection[int]) -> dict[int, int]:
    today = clock.today(actor.initiative.timezone)
    cadence = IndicatorVersion.objects.filter(indicator=OuterRef("indicator")).order_by("-number")
    rows = (
        Assignment.objects.filter(partner__in=partner_ids, indicator__state=State.ACTIVE)
        .exclude(ends_on__lt=today)
        .annotate(cadence=Subquery(cadence.values("cadence")[:1]))
        .order_by()
        .values("partner_id", "cadence")
        .annotate(count=Count("indicator_id", distinct=True))
    )
    asked: dict[int, int] = {}
    for row in rows:
        times = TIMES_A_YEAR.get(row["cadence"], 0)
        asked[row["partner_id"]] = asked.get(row["partner_id"], 0) + times * row["count"]
    return asked


def _worked(actor: Actor) -> dict[int, list[tuple[int, int]]]:
    """(seconds, figures) of the hand-ins of the last year that partners made themselves, by partner."""
    rows = (
        Submission.objects.filter(
            state__in=[SubmissionState.SUBMITTED, SubmissionState.RETURNED, SubmissionState.ACCEPTED],
            cycle__practice=False,
            on_behalf=False,
            active_seconds__gt=0,
            figures__gt=0,
            submitted_at__gte=clock.now() - LOOKED_BACK,
        )
        .order_by("id")
        .values_list("partner_id", "active_seconds", "figures")
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for partner_id, seconds, figures in rows:
        found.setdefault(partner_id, []).append((int(seconds or 0), int(figures or 0)))
    return found


def _seconds_each(pairs: list[tuple[int, int]]) -> Decimal | None:
    if not pairs:
        return None
    return Decimal(sum(seconds for seconds, _f in pairs)) / sum(figures for _s, figures in pairs)
