"""The dashboard: the latest of every indicator as the reader may see it, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from measurement.models import Indicator, IndicatorVersion
from measurement.periods import Period
from measurement.progress import Run, position, trend, yearly_rate
from measurement.queries.catalogue import Sheet
from measurement.queries.chance import Chance, chance, run_told
from measurement.queries.cuts import WHOLE, Cut, read
from measurement.queries.definitions import indicators
from measurement.queries.judging import Judged, judge
from measurement.queries.patience import IsEarly, too_early
from measurement.queries.series import Point
from measurement.queries.targets import Aim, whole_aims
from measurement.queries.telling import (
    Change,
    Told,
    change_between,
    is_out_of_date,
    is_sufficient,
    period_name,
    told,
    told_coverage,
    told_point,
    told_reported,
)
from measurement.words import Direction, State

SPARK = 12


@dataclass
class Standing:
    """Where one indicator stands for one reader: its totals under the present definition, and the latest.

    `points` runs over every period from the first to the last, None where there is no figure. `latest` is the last
    figure for which enough reported; only where there is none, the last of all. `before`, `change` and `state` are
    about it; `state` is out_of_date, not_enough_data (coverage below the initiative's floor), what it was `judged`
    against the target (see Judged), or empty. `period` and `since` name its period and the one before. `partial` is a
    later figure for which too few have reported so far, `partial_period` its name; `insufficient` are all the points of
    too few.
    """

    indicator: Indicator
    version: IndicatorVersion
    points: tuple[Point | None, ...]
    latest: Point | None = None
    before: Point | None = None
    change: Change | None = None
    updated: datetime | None = None
    state: str = ""
    period: str = ""
    since: str = ""
    partial: Point | None = None
    partial_period: str = ""
    insufficient: tuple[Point, ...] = ()
    judged: Judged | None = None

    @property
    def value(self) -> Told:
        """The latest figure as it is written."""
        return told(self.version, self.latest.value if self.latest else None)

    @property
    def bounds(self) -> str:
        """What the latest figure lies between, where it cannot be given as one number; else empty."""
        return told_point(self.version, self.latest) if self.latest and self.latest.low is not None else ""

    @property
    def coverage(self) -> str:
        """Who reported for the latest figure, in words."""
        return told_coverage(self.latest) if self.latest else ""

    @property
    def reported(self) -> str:
        """How many reported the latest figure, in words."""
        return told_reported(self.latest) if self.latest else ""

    @property
    def spark(self) -> tuple[Point | None, ...]:
        """The last points up to the latest, for a sparkline; figures that are hidden or of too few are gaps."""
        points = self.points if self.latest is None else self.points[: self.points.index(self.latest) + 1]
        enough = [p if p is self.latest or p not in self.insufficient else None for p in points]
        return tuple(None if p is None or p.suppressed else p for p in enough[-SPARK:])

    @property
    def spark_path(self) -> tuple[Decimal, ...]:
        """What the target's path asks for in the periods of `spark`; empty where there is no path."""
        way = self.judged.aim.way if self.judged and self.judged.aim and not self.judged.broken else None
        if way is None or self.latest is None:
            return ()
        period, path = self.latest.period, []
        for _point in self.spark:
            path.append(way.at(position(period.end)))
            period = period.previous
        return tuple(reversed(path))

    @property
    def run(self) -> Run:
        """For how many periods up to the latest the figure has moved one way."""
        return trend([point.value if point else None for point in self.spark])

    @property
    def run_told(self) -> str:
        """The same in words."""
        return run_told(self.run)

    @property
    def chance(self) -> Chance | None:
        """What chance may do to the latest figure, and whether it changed by more; None where that is not asked."""
        comparable = self.before if self.before not in self.insufficient else None
        return chance(self.version, comparable, self.latest)

    @property
    def pace(self) -> Decimal | None:
        """The compound yearly rate from the first figure to the latest, more than 0 the good way; None for none."""
        known = [
            p for p in self.points if p is not None and p.value is not None and p not in self.insufficient
        ]
        sign = {Direction.UP: 1, Direction.DOWN: -1}.get(Direction(self.version.direction))
        if sign is None or len(known) < 2:
            return None
        first, last = known[0], known[-1]
        years = (position(last.period.end) - position(first.period.end)) / 12
        rate = yearly_rate(first.value or Decimal(0), last.value or Decimal(0), years)
        return None if rate is None else sign * rate

    @property
    def plain(self) -> str:
        """The latest figure in a sentence that needs no other, such as "45 of 100 in 2025, up from 44 in 2024."."""
        figure = self._in_plain_words(self.latest)
        if not figure:
            return ""
        words = {"figure": figure, "period": self.period, "former": "", "since": self.since}
        if self.change is None or self.latest is None or self.before is None:
            return _("%(figure)s in %(period)s.") % words
        words["former"] = self._in_plain_words(self.before)
        if self.change.verdict == "same" or words["former"] == figure:
            return _("%(figure)s in %(period)s, the same as in %(since)s.") % words
        if (self.latest.value or 0) > (self.before.value or 0):
            return _("%(figure)s in %(period)s, up from %(former)s in %(since)s.") % words
        return _("%(figure)s in %(period)s, down from %(former)s in %(since)s.") % words

    def _in_plain_words(self, point: Point | None) -> str:
        if point is None or point.suppressed:
            return ""
        if point.value is None:
            return told_point(self.version, point) if point.low is not None else ""
        figure = told(self.version, point.value)
        return _("%s of 100") % figure.number if figure.unit == "%" else str(figure)

    @property
    def partial_told(self) -> str:
        """What has been reported since the latest figure, which too few have for it to be compared; else empty."""
        if self.partial is None:
            return ""
        return _("%(period)s so far: %(figure)s, %(reported)s") % {
            "period": self.partial_period,
            "figure": told_point(self.version, self.partial),
            "reported": told_reported(self.partial),
        }


def standings(
    actor: Actor, *, headline: bool = False, among: Collection[int] | None = None, cut: Cut = WHOLE
) -> list[Standing]:
    """Return where every indicator in use stands, headline indicators first. Fourteen queries at most.

    Totals, or what the sector, place or category has that `cut` names; each figure is what `series` gives this reader,
    also as it stood at a moment: an indicator of which this reader gets no past figures has none then. Only the whole
    is judged, by the target that stood, not too early. `among` names the indicators by id instead, retired ones too.
    """
    require(actor, Capability.VIEW)
    rows = indicators(actor)
    rows = rows.exclude(state=State.RETIRED) if among is None else rows.filter(pk__in=among)
    if headline:
        rows = rows.filter(headline=True)
    chosen = list(
        rows.prefetch_related(
            Prefetch("versions", IndicatorVersion.objects.order_by("number"), to_attr="all_versions")
        )
    )
    sheets = {row.pk: Sheet(row, tuple(row.all_versions), {}) for row in chosen}  # type: ignore[attr-defined]
    found = read(actor, sheets, cut)
    aims = whole_aims(actor, sheets, cut.as_of) if cut.is_whole else {}
    today = clock.day(cut.as_of or clock.now(), actor.initiative.timezone)
    is_early = too_early(actor, today)
    result = [
        _standing(actor, sheet, found.get(pk, []), aims.get(pk), today, is_early)
        for pk, sheet in sheets.items()
    ]
    return sorted(result, key=lambda standing: not standing.indicator.headline)


def _standing(
    actor: Actor,
    sheet: Sheet,
    told_points: Sequence[tuple[Point, datetime]],
    aim: Aim | None,
    today: date,
    is_early: IsEarly,
) -> Standing:
    version, early = sheet.versions[-1], is_early(sheet.indicator.level)
    if not told_points:
        return Standing(
            sheet.indicator, version, (), judged=judge(actor, version, aim, None, (), early=early)
        )
    number = told_points[-1][0].version
    version = next(v for v in sheet.versions if v.number == number)
    own = [point for point, _moment in told_points if point.version == number]
    floor = actor.initiative.coverage_floor
    last, updated = told_points[-1]
    latest, partial = last, None
    if not is_sufficient(last, floor):
        enough = [
            (point, moment) for point, moment in told_points if point in own and is_sufficient(point, floor)
        ]
        if enough:
            (latest, updated), partial = enough[-1], last
    before = next((p for p in own if p.period == latest.period.previous), None)
    start = actor.initiative.fiscal_year_start
    judged = judge(actor, version, aim, latest, own, early=early)
    return Standing(
        sheet.indicator,
        version,
        tuple(without_holes(own)),
        latest,
        before,
        change_between(version, before, latest, floor),
        updated,
        _state(actor, latest, sheet.indicator.publication_lag, today) or judged.state,
        period_name(latest.period, start),
        period_name(before.period, start) if before else "",
        partial,
        period_name(partial.period, start) if partial else "",
        tuple(point for point in own if not is_sufficient(point, floor)),
        judged,
    )


def without_holes(points: Sequence[Point]) -> list[Point | None]:
    """Return the points of one group with None for every period between them that has none."""
    filled: list[Point | None] = []
    expected: Period | None = None
    for point in sorted(points, key=lambda p: p.period):
        while expected is not None and expected.end < point.period.start:
            filled.append(None)
            expected = expected.next
        filled.append(point)
        expected = point.period.next
    return filled


def _state(actor: Actor, latest: Point, lag: int | None, today: date) -> str:
    if is_out_of_date(latest.period, today, lag):
        return "out_of_date"
    if not is_sufficient(latest, actor.initiative.coverage_floor):
        return "not_enough_data"
    return ""
