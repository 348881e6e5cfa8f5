"""People counted by several partners: what the counts allow, and what is known of how many people they are.

The sum counts some people more than once and is never a number of people. Without person-level data the number of
different people lies between the largest count and the sum, or the population where that is smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from measurement.models import HeadKnowledge, Indicator
from measurement.periods import Period
from measurement.queries.protection import Protection
from measurement.queries.series.points import Point
from measurement.words import HeadBasis, TimeBehaviour

Known = dict[tuple[int, date, date], dict[str, HeadKnowledge]]
HUNDRED = Decimal(100)
ONE_PART = ("numerator",)


@dataclass(frozen=True)
class Heads:
    """One period of an unduplicated indicator.

    `duplicated` is the sum of the counts. `low` and `high` bound the number of different people, `estimate` follows
    from the overlap in percent that a source puts it at, `counted` is a de-duplicated number from a source.
    `duplication` is the share of the sum, in percent, that `counted` shows to be the same people again.
    """

    period: Period
    duplicated: Decimal | None
    low: Decimal | None
    high: Decimal | None
    population: HeadKnowledge | None = None
    overlap: HeadKnowledge | None = None
    counted: HeadKnowledge | None = None
    suppressed: bool = False

    @property
    def estimate(self) -> Decimal | None:
        """The sum less the estimated overlap; an estimate, never a count."""
        if self.overlap is None or self.duplicated is None:
            return None
        return self.duplicated * (HUNDRED - self.overlap.value) / HUNDRED

    @property
    def duplication(self) -> Decimal | None:
        """How much of the sum is the same people again, in percent."""
        if self.counted is None or not self.duplicated:
            return None
        return (self.duplicated - self.counted.value) * HUNDRED / self.duplicated

    @property
    def doubts(self) -> list[str]:
        """What does not fit together, in words."""
        found = []
        told = {"low": _plain(self.low), "high": _plain(self.high)}
        if self.counted is not None and _outside(self.counted.value, self.low, self.high):
            message = _("%(value)s people lie outside what the counts allow, %(low)s to %(high)s.")
            found.append(message % {**told, "value": _plain(self.counted.value)})
        if self.estimate is not None and _outside(self.estimate, self.low, self.high):
            message = _("The estimate of %(value)s lies outside what the counts allow, %(low)s to %(high)s.")
            found.append(message % {**told, "value": _plain(self.estimate)})
        if self.low is not None and self.high is not None and self.low > self.high:
            found.append(_("One partner alone counts more people than the population has."))
        return found


def known_heads(indicator_ids: Iterable[int], as_of: datetime | None = None) -> Known:
    """Return what is known by (indicator, period) and basis, now or as of a moment. One query (engines)."""
    rows = HeadKnowledge.objects.filter(indicator_id__in=list(indicator_ids))
    if as_of is None:
        rows = rows.filter(superseded_at=None)
    else:
        rows = rows.filter(Q(superseded_at=None) | Q(superseded_at__gt=as_of), given_at__lte=as_of)
    known: Known = {}
    for row in rows:
        known.setdefault((row.indicator_id, row.period_start, row.period_end), {})[row.basis] = row
    return known


def with_heads(actor: Actor, indicator: Indicator, points: Sequence[Point], known: Known) -> list[Point]:
    """Return the total points with the de-duplicated number as their value and the population as upper bound.

    Hidden points stay as they are, and so does what those below staff would learn of fewer people than the threshold.
    """
    return [_with(actor, indicator, point, known) for point in points]


def _with(actor: Actor, indicator: Indicator, point: Point, known: Known) -> Point:
    found = known.get((indicator.pk, point.period.start, point.period.end))
    if found is None or point.suppressed:
        return point
    population, counted = found.get(HeadBasis.POPULATION), found.get(HeadBasis.COUNTED)
    low, high = point.low, point.high
    if low is None and point.value is not None:
        low = high = point.value
    if population is not None and high is not None:
        point = replace(point, low=low, high=min(high, population.value))
    counted = _as_told(actor, indicator, counted)
    if counted is None:
        return point
    note = _("different people, by %s") % counted.source
    if _outside(counted.value, low, point.high):
        note += "; " + _("outside what the counts allow")
    return replace(point, low=low, high=point.high, value=counted.value, note=note)


def _as_told(actor: Actor, indicator: Indicator, counted: HeadKnowledge | None) -> HeadKnowledge | None:
    """The number from a source as this reader may know it: not of few people, and rounded where counts are."""
    if counted is None or actor.is_staff or not indicator.about_people:
        return counted
    rule = Protection.of(indicator, actor.initiative)
    if rule.rule(ONE_PART).is_few({"numerator": counted.value}):
        return None
    told = copy(counted)
    told.value = rule.told(counted.value)
    return told


def counts_heads(version: object) -> bool:
    """Whether a version's counts of partners and periods overlap."""
    return bool(getattr(version, "time_behaviour", "") == TimeBehaviour.UNDUPLICATED)


def heads_of(actor: Actor, indicator: Indicator, points: Sequence[Point]) -> list[Heads]:
    """Return the periods of total `points` (as `series` gives them to this reader), the latest first.

    `points` are those without what is known; see `queries.heads`.
    """
    require(actor, Capability.VIEW)
    known = known_heads([indicator.pk])
    return [
        _heads(actor, indicator, point, known.get((indicator.pk, point.period.start, point.period.end), {}))
        for point in sorted(points, key=lambda point: point.period, reverse=True)
    ]


def _heads(actor: Actor, indicator: Indicator, point: Point, found: dict[str, HeadKnowledge]) -> Heads:
    if point.suppressed:
        return Heads(point.period, None, None, None, suppressed=True)
    low = point.value if point.low is None else point.low
    duplicated = point.value if point.high is None else point.high
    population, counted = found.get(HeadBasis.POPULATION), found.get(HeadBasis.COUNTED)
    high = duplicated
    if population is not None and high is not None:
        high = min(high, population.value)
    counted = _as_told(actor, indicator, counted)
    return Heads(point.period, duplicated, low, high, population, found.get(HeadBasis.OVERLAP), counted)


def _outside(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)


def _plain(value: Decimal | None) -> str:
    return "?" if value is None else format(value.normalize(), "f")
