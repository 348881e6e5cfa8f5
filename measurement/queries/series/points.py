"""What a series is made of: the question, the points, and how a point comes from a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from measurement.kinds import kind
from measurement.models import Indicator, IndicatorVersion, Observation, Rollup
from measurement.periods import Period
from measurement.queries.catalogue import Sheet
from measurement.queries.figures import Figure
from measurement.queries.protection import unrevised
from measurement.rollup_sql import Key

if TYPE_CHECKING:
    from django.db.models import QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Point:
    """One figure of a series. `value` is unrounded; `display` is rounded half up with the indicator's decimals.

    A hidden one (`suppressed`) has no numbers; `bound` is what may be said in its place (">90%"), mostly nothing. `low`
    and `high` bound a value that cannot be given as one number.
    `back_cast` says that it was restated under a definition that began only after its period.
    `later` is what a figure asked for as of a moment was revised to since, `later_display` as it is written.
    """

    period: Period
    group: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    reported: int
    expected: int
    coverage: Decimal | None
    coverage_basis: str
    status: str
    version: int
    display: str = ""
    suppressed: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    note: str = ""
    back_cast: bool = False
    later: Decimal | None = None
    later_display: str = ""
    bound: str = ""


@dataclass(frozen=True)
class Series:
    """The points of one indicator, by period and group. `version` is the one in force last."""

    indicator: Indicator
    version: IndicatorVersion
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Question:
    """What is asked of an indicator: by which axis, for which categories, from when to when, as of which moment.

    With `back_cast` every period is told under the newest definition, as far as its figures were restated; otherwise
    each under the definition that was in force. `raw_counts` leaves out what is known of overlaps (queries.heads).
    `reading` asks for a running total by period ("periodic") or a stock as an average over `time` ("average").
    """

    by: str = "total"
    categories: Mapping[str, str] | None = None
    first: date | None = None
    last: date | None = None
    as_of: datetime | None = None
    time: str = ""
    back_cast: bool = False
    raw_counts: bool = False
    reading: str = ""


def display(version: IndicatorVersion, value: Decimal | None) -> str:
    """Return the value as it is written: rounded half up with the version's decimals; empty for None."""
    return kind(version.kind).display(
        value, version.decimals, "", multiplier=version.multiplier, currency=version.currency
    )


def figure_point(row: Rollup | Figure, version: int, group: str) -> Point:
    """Return the point of a rolled-up figure, as it stands."""
    return Point(
        period=Period.from_dates(row.period_start, row.period_end),
        group=group,
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        reported=row.reported,
        expected=row.expected,
        coverage=row.coverage,
        coverage_basis=row.coverage_basis,
        status=row.status,
        version=version,
        low=row.low,
        high=row.high,
        note=_note(row.left_out),
    )


def _note(left_out: int) -> str:
    return _("%d left out: incomplete") % left_out if left_out else ""


def hidden_point(point: Point, *, locked: bool) -> Point:
    """Return the point without its numbers, and without the mark of a revision."""
    return replace(
        point,
        numerator=None,
        denominator=None,
        value=None,
        coverage=None,
        low=None,
        high=None,
        note="",
        later=None,
        later_display="",
        bound="",
        status=unrevised(point.status, locked=locked),
        suppressed=True,
    )


def within(rows: QuerySet[Row], question: Question) -> QuerySet[Row]:
    """Return those rows whose period the question is about."""
    if question.first:
        rows = rows.filter(period_end__gte=question.first)
    if question.last:
        rows = rows.filter(period_start__lte=question.last)
    return rows


def keys_of(sheet: Sheet, question: Question) -> list[Key]:
    """Return the keys of the versions and periods of which anything was observed that the question is about."""
    observed = within(Observation.objects.filter(version__in=[v.pk for v in sheet.versions]), question)
    if question.as_of:
        observed = observed.filter(accepted_at__lte=question.as_of)
    rows = observed.order_by().values_list("version_id", "period_start", "period_end").distinct()
    return [Key(*row) for row in rows]
