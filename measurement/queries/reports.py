"""A partner's own report: its figures for a year of its own, in the order and under the names of a layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from measurement.models import IndicatorVersion, ReportLayout
from measurement.periods import Period
from measurement.queries.catalogue import Sheet, catalogue
from measurement.queries.coarser import combined
from measurement.queries.definitions import indicator
from measurement.queries.series import Point, Question, series
from measurement.queries.telling import spelt_out, told_point

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet


@dataclass(frozen=True)
class ReportRow:
    """One row: a total or a category, with a value and how it is written for every period (None: no figure)."""

    name: str
    values: tuple[Decimal | None, ...]
    told: tuple[str, ...]


@dataclass(frozen=True)
class ReportBlock:
    """One line of the layout, with its rows and what it means.

    `left_out` are the periods of its figures that lie in no column; `notes` say of a column what it is made of, where
    that is not all of it.
    """

    label: str
    version: IndicatorVersion
    definition: str
    rows: tuple[ReportRow, ...]
    left_out: tuple[Period, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """A layout's figures: `periods` are (first day, last day), `names` their headings."""

    layout: ReportLayout
    year: int
    first: date
    last: date
    periods: tuple[tuple[date, date], ...]
    names: tuple[str, ...]
    blocks: tuple[ReportBlock, ...]


def layouts(actor: Actor, partner_id: int) -> QuerySet[ReportLayout]:
    """Return a partner's layouts: all for its own people, for staff those it shares, for others Forbidden."""
    require(actor, Capability.VIEW_HAND_INS, partner_id)
    own = Q(pk__isnull=False) if actor.partner_id == partner_id else Q(shared=True)
    return ReportLayout.objects.select_related("partner").filter(own, partner=partner_id)


def layout(actor: Actor, partner_id: int, public_id: UUID) -> ReportLayout:
    """Return a layout. Raises NotFound, Forbidden as `layouts`."""
    found = layouts(actor, partner_id).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def remarks_on(block: ReportBlock) -> list[str]:
    """Return what is to be said below a report of one of its lines: what is left out, what is not complete."""
    found = list(block.notes)
    if block.left_out:
        names = ", ".join(spelt_out(period) for period in block.left_out)
        found.insert(0, _("left out, since they lie in no one column: %s") % names)
    return found


def year_of(day: date, starts_in: int) -> int:
    """Return the calendar year in which the fiscal year of a day ends."""
    return day.year if starts_in == 1 or day.month < starts_in else day.year + 1


def report(actor: Actor, found: ReportLayout, year: int) -> Report:
    """Return the partner's own figures for the fiscal year that ends in the calendar year `year`, exact to the part.

    Figures that are finer than the report are put together by their own rule of time, in whatever month the year
    begins. A period that does not lie in one column is left out, and the report says so; left out
    are also the categories of a dimension by which the indicator is broken down no more.
    Raises Forbidden as `layouts`.
    """
    require(actor, Capability.VIEW_HAND_INS, found.partner_id)
    starts = _months(year, found.starts_in)
    ends = [*(start for start in starts[1:]), _months(year + 1, found.starts_in)[0]]
    quarters = tuple((a, date.fromordinal(b.toordinal() - 1)) for a, b in zip(starts, ends, strict=True))
    whole = ((quarters[0][0], quarters[-1][1]),)
    periods = quarters if found.by_time == "quarterly" else whole
    sheets = catalogue({line["indicator"] for line in found.lines})
    blocks = []
    for line in found.lines:
        if line["indicator"] in sheets:
            blocks.append(_block(actor, found, sheets[line["indicator"]], line, periods))
    names = tuple(f"Q{n}" for n in range(1, 5)) if len(periods) == 4 else (_year_name(year, found.starts_in),)
    return Report(found, year, periods[0][0], periods[-1][1], periods, names, tuple(blocks))


def _months(year: int, starts_in: int) -> list[date]:
    """The first days of the four quarters of the fiscal year that ends in `year`."""
    first = year if starts_in == 1 else year - 1
    months = [starts_in - 1 + 3 * n for n in range(4)]
    return [date(first + month // 12, month % 12 + 1, 1) for month in months]


def _year_name(year: int, starts_in: int) -> str:
    return str(year) if starts_in == 1 else f"{year - 1}/{year % 100:02d}"


def _block(
    actor: Actor,
    found: ReportLayout,
    sheet: Sheet,
    line: dict[str, str],
    periods: tuple[tuple[date, date], ...],
) -> ReportBlock:
    version = sheet.versions[-1]
    measured = indicator(actor, sheet.indicator.code)
    wanted: list[tuple[str, dict[str, str]]] = [("", {})]
    if line["by"]:
        axes = {axis.dimension.code: axis for axis in sheet.axes[version.pk]}
        by = axes[line["by"]].categories if line["by"] in axes else {}
        wanted += [(category.name, {line["by"]: code}) for code, category in by.items()]
    rows = []
    left_out: set[Period] = set()
    notes: list[str] = []
    for name, categories in wanted:
        question = Question(by="partner", categories=categories, first=periods[0][0], last=periods[-1][1])
        points = [p for p in series(actor, measured, question).points if p.group == found.partner.code]
        left_out |= {p.period for p in points if not _column_of(p, periods) and told_point(version, p) != "–"}
        row, said = _row(sheet, name, points, periods)
        rows.append(row)
        notes += said
    label = line["label"] or sheet.indicator.name
    unique = tuple(dict.fromkeys(notes))
    return ReportBlock(label, version, version.definition, tuple(rows), tuple(sorted(left_out)), unique)


def _column_of(point: Point, periods: Iterable[tuple[date, date]]) -> bool:
    return any(start <= point.period.start and point.period.end <= end for start, end in periods)


def _row(
    sheet: Sheet, name: str, points: list[Point], periods: Iterable[tuple[date, date]]
) -> tuple[ReportRow, list[str]]:
    versions = {version.number: version for version in sheet.versions}
    values: list[Decimal | None] = []
    told: list[str] = []
    notes: list[str] = []
    for start, end in periods:
        inside = [p for p in points if start <= p.period.start and p.period.end <= end]
        point, why = _whole(inside, versions, Period.from_dates(start, end))
        values.append(point.value if point else None)
        told.append(told_point(versions[point.version], point) if point else "–")
        if why:
            notes.append(f"{spelt_out(Period.from_dates(start, end))}: {why}")
    return ReportRow(name, tuple(values), tuple(told)), notes


def _whole(
    points: list[Point], versions: dict[int, IndicatorVersion], whole: Period
) -> tuple[Point | None, str]:
    """The one point of a column, the figure itself or what its finer ones come to, and what is to be said of it."""
    exact = [p for p in points if p.period == whole]
    if exact or not points:
        return (exact[0], "") if exact else (None, "")
    if len({p.version for p in points}) > 1:
        return None, _("the definition changed within it: nothing is added up")
    finest = _not_within_one_another(points)
    point = combined(whole, finest, versions[points[0].version])
    return point, point.note


def _not_within_one_another(points: list[Point]) -> list[Point]:
    """The points, longer periods first, without those that lie within another: a quarter stands for its months."""
    kept: list[Point] = []
    for point in sorted(points, key=lambda p: p.period.start.toordinal() - p.period.end.toordinal()):
        overlaps = any(
            p.period.start <= point.period.end and point.period.start <= p.period.end for p in kept
        )
        if not overlaps:
            kept.append(point)
    return kept
