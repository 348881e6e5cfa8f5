"""Series: an indicator's figures over time, by total, group or category, as the reader may see them.

Staff and, for its own figures, the owning partner see what stands in the roll-up. Everybody else sees what is
published: figures about people, and those that partners keep to themselves, from the stored snapshots, others at once;
see publication.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError
from initiatives.queries import places, sectors
from measurement.cells import Combination, key_of
from measurement.models import Cell, Indicator, Rollup
from measurement.queries.catalogue import Axis, Sheet, catalogue
from measurement.queries.coarser import coarsen
from measurement.queries.figures import Figure, figures, locked_periods
from measurement.queries.protection import guarded, is_guarded, spot_of
from measurement.queries.series.heads import counts_heads, known_heads, with_heads
from measurement.queries.series.partners import by_partner, may_see_partners
from measurement.queries.series.points import (
    Point,
    Question,
    Series,
    display,
    figure_point,
    hidden_point,
    keys_of,
    within,
)
from measurement.queries.series.published import published, published_point
from measurement.queries.series.readings import averaged, fitted, periodic, require_reading
from measurement.queries.series.shared import as_shared
from measurement.words import FigureStatus

__all__ = [
    "Point",
    "Question",
    "Series",
    "display",
    "figure_point",
    "hidden_point",
    "may_see_partners",
    "published_point",
    "series",
]

GROUPS = ("total", "sector", "place", "partner")


def series(actor: Actor, indicator: Indicator, question: Question | None = None) -> Series:
    """Return the series that answers the question, with the figures this actor may see.

    Raises DomainError for an unknown axis, category or cadence, and for a moment (`as_of`) at which this actor's
    figures were not published.
    """
    require(actor, Capability.VIEW)
    question = question or Question()
    sheet = catalogue({indicator.code})[indicator.code]
    shown = _read(actor, sheet, question)
    if question.as_of is not None:
        shown = _with_later(shown, _read(actor, sheet, replace(question, as_of=None)))
    return Series(sheet.indicator, sheet.versions[-1], shown)


def _with_later(stood: Sequence[Point], now: Sequence[Point]) -> tuple[Point, ...]:
    """The points as they stood, each with what was revised since; nothing where either is hidden."""
    present = {(point.period, point.group, point.version): point for point in now}
    told = []
    for point in stood:
        later = present.get((point.period, point.group, point.version))
        changed = later is not None and later.status == FigureStatus.REVISED and later.value != point.value
        if changed and later is not None and not (point.suppressed or later.suppressed):
            point = replace(point, later=later.value, later_display=later.display)
        told.append(point)
    return tuple(told)


def _read(actor: Actor, sheet: Sheet, question: Question) -> tuple[Point, ...]:
    require_reading(sheet, question)
    wanted = _wanted_cells(sheet, question)
    axis = _axis(question)
    if question.by == "partner":
        points = by_partner(actor, sheet, question, wanted)
    elif sheet.indicator.is_published and not actor.is_staff:
        points = published(actor, sheet, question, wanted, axis, _groups(actor, axis))
    else:
        points = _rolled_up(actor, sheet, question, wanted)
    points = [point for point in points if _is_told(sheet, question, point)]
    points = _with_heads(actor, sheet, question, points)
    points = as_shared(actor, sheet, question, points)
    if question.time:
        points = _coarser(actor, sheet, question, points)
        points = _with_heads(actor, sheet, question, points)
    if question.reading == "periodic":
        points = periodic(points)
    if question.back_cast:
        points = [_restated(sheet, point) for point in points]
    in_order = sorted(points, key=lambda p: (p.period.start, p.period.end, p.group))
    return tuple(_displayed(sheet, point) for point in in_order)


def _coarser(actor: Actor, sheet: Sheet, question: Question, fine: Sequence[Point]) -> list[Point]:
    """The points of the coarser cadence that is asked for; those who read snapshots get no counts beside them."""
    versions = {version.number: version for version in sheet.versions}
    points = coarsen(fine, versions, question.time, actor.initiative.fiscal_year_start)
    if question.reading == "average":
        points = averaged(points, fine)
    if actor.is_staff or not sheet.indicator.is_published:
        points = fitted(sheet, question, points, fine)
    return points


def _is_told(sheet: Sheet, question: Question, point: Point) -> bool:
    told = sheet.versions[-1] if question.back_cast else sheet.at(point.period.start)
    return told.number == point.version


def _restated(sheet: Sheet, point: Point) -> Point:
    if sheet.at(point.period.start).number == point.version:
        return point
    note = _("back-cast: restated under the present definition")
    return replace(point, back_cast=True, note="; ".join(filter(None, (note, point.note))))


def _with_heads(actor: Actor, sheet: Sheet, question: Question, points: list[Point]) -> list[Point]:
    if question.raw_counts or question.by != "total" or question.categories:
        return points
    if not any(counts_heads(version) for version in sheet.versions):
        return points
    known = known_heads([sheet.indicator.pk], question.as_of)
    return with_heads(actor, sheet.indicator, points, known)


def _displayed(sheet: Sheet, point: Point) -> Point:
    version = next(v for v in sheet.versions if v.number == point.version)
    if point.suppressed:
        return replace(point, display=point.bound or point.note or _("hidden (few people)"))
    return replace(point, display=display(version, point.value))


# --- which cells -------------------------------------------------------------------------------------------


def _wanted_cells(sheet: Sheet, question: Question) -> dict[int, str]:
    """Return {cell id: group code or empty} of the cells that the question is about."""
    version = sheet.versions[-1]
    axes = {axis.dimension.code: axis for axis in sheet.axes[version.pk]}
    chosen = dict(question.categories or {})
    for name in [*chosen, *([question.by] if question.by not in GROUPS else [])]:
        if name not in axes:
            raise DomainError("unknown_dimension", _("There is nothing by “%s” here.") % name, "by")
    base = sheet.combination(version, chosen)
    if question.by in GROUPS:
        combinations: dict[Combination, str] = {base: ""}
    else:
        combinations = _each_category(axes[question.by], base)
    keys = {key_of(parts): group for parts, group in combinations.items()}
    found = Cell.objects.filter(key__in=keys).values_list("id", "key")
    return {identifier: keys[key] for identifier, key in found}


def _each_category(axis: Axis, base: Combination) -> dict[Combination, str]:
    rest = tuple(part for part in base if part[0] != axis.dimension.pk)
    return {
        tuple(sorted((*rest, (axis.dimension.pk, category.pk)))): code
        for code, category in axis.categories.items()
    }


# --- what stands ----------------------------------------------------------------------------------------


def _axis(question: Question) -> str:
    return question.by if question.by in ("sector", "place") else "total"


def _groups(actor: Actor, axis: str) -> dict[int, str]:
    if axis == "sector":
        return {sector.pk: sector.code for sector in sectors()}
    if axis == "place":
        return dict(places(actor).values_list("id", "code"))
    return {0: "total"}


def _rolled_up(actor: Actor, sheet: Sheet, question: Question, wanted: Mapping[int, str]) -> list[Point]:
    axis = _axis(question)
    groups = _groups(actor, axis)
    wary = is_guarded(actor, sheet.indicator)
    rows: Sequence[Rollup | Figure]
    if wary and question.as_of is not None:
        raise DomainError(
            "as_of_not_offered",
            _(
                "These figures are not kept as they stood on a day: two moments would tell one partner's figure."
            ),
            "as_of",
        )
    if question.as_of is not None:
        found = figures(keys_of(sheet, question), question.as_of)
        rows = [figure for figure in found if figure.reported or figure.left_out]
    else:
        stored = Rollup.objects.filter(version__in=[v.pk for v in sheet.versions])
        if not wary:
            stored = stored.filter(axis=axis, cell_id__in=list(wanted))
        rows = list(within(stored, question))
    hidden = guarded(rows) if wary else frozenset()
    locked = locked_periods({(row.period_start, row.period_end) for row in rows}) if hidden else set()
    numbers = {version.pk: version.number for version in sheet.versions}
    points = []
    for row in rows:
        if row.axis == axis and row.cell_id in wanted:
            group = wanted[row.cell_id] or groups.get(row.group_id, "total")
            point = figure_point(row, numbers[row.version_id], group)
            if spot_of(row) in hidden:
                point = hidden_point(point, locked=(row.period_start, row.period_end) in locked)
            points.append(point)
    return points
