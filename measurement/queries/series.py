"""Series: an indicator's figures over time, by total, group or category, as the reader may see them.

Staff and, for its own figures, the owning partner see what stands in the roll-up. Everybody else sees what is
published: figures about people, and those that partners keep to themselves, from the stored snapshots, others at once;
see publication.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from initiatives.kernel.access import PARTNER_ROLES, Actor, Capability, require
from initiatives.kernel.errors import DomainError
from initiatives.queries import partners, places, sectors
from measurement.cells import Combination, key_of
from measurement.kinds import kind
from measurement.models import (
    Cell,
    Indicator,
    IndicatorVersion,
    Observation,
    Publication,
    PublishedFigure,
    Rollup,
)
from measurement.periods import Period
from measurement.queries.catalogue import Axis, Sheet, catalogue
from measurement.queries.coarser import coarsen
from measurement.queries.figures import Contribution, Figure, contributions, figures, locked_periods
from measurement.queries.protection import Protection, guarded, is_guarded, spot_of, unrevised
from measurement.rollup_sql import Key
from measurement.words import FigureStatus, ValueStatus, Visibility

if TYPE_CHECKING:
    from django.db.models import QuerySet

Row = TypeVar("Row", bound=Model)

GROUPS = ("total", "sector", "place", "partner")


@dataclass(frozen=True)
class Point:
    """One figure of a series. `value` is unrounded; `display` is rounded half up with the indicator's decimals.

    A hidden one (`suppressed`) has no numbers. `low` and `high` bound a value that cannot be given as one number.
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


@dataclass(frozen=True)
class Series:
    """The points of one indicator, by period and group. `version` is the one in force last."""

    indicator: Indicator
    version: IndicatorVersion
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Question:
    """What is asked of an indicator: by which axis, for which categories, from when to when, as of which moment."""

    by: str = "total"
    categories: Mapping[str, str] | None = None
    first: date | None = None
    last: date | None = None
    as_of: datetime | None = None
    time: str = ""


def series(actor: Actor, indicator: Indicator, question: Question | None = None) -> Series:
    """Return the series that answers the question, with the figures this actor may see.

    Raises DomainError for an unknown axis, category or cadence, and for a moment (`as_of`) at which this actor's
    figures were not published.
    """
    require(actor, Capability.VIEW)
    question = question or Question()
    sheet = catalogue({indicator.code})[indicator.code]
    wanted = _wanted_cells(sheet, question)
    if question.by == "partner":
        points = _by_partner(actor, sheet, question, wanted)
    elif sheet.indicator.is_published and not actor.is_staff:
        points = _published(actor, sheet, question, wanted)
    else:
        points = _rolled_up(actor, sheet, question, wanted)
    if question.time:
        versions = {version.number: version for version in sheet.versions}
        points = coarsen(points, versions, question.time, actor.initiative.fiscal_year_start)
    shown = tuple(_displayed(sheet, point) for point in sorted(points, key=lambda p: (p.period, p.group)))
    return Series(sheet.indicator, sheet.versions[-1], shown)


def _displayed(sheet: Sheet, point: Point) -> Point:
    version = next(v for v in sheet.versions if v.number == point.version)
    if point.suppressed:
        return replace(point, display=_("hidden (few people)"))
    return replace(point, display=display(version, point.value))


def display(version: IndicatorVersion, value: Decimal | None) -> str:
    """Return the value as it is written: rounded half up with the version's decimals; empty for None."""
    return kind(version.kind).display(
        value, version.decimals, "", multiplier=version.multiplier, currency=version.currency
    )


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


# --- what staff see ----------------------------------------------------------------------------------------


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
        found = figures(_keys(sheet, question), question.as_of)
        rows = [figure for figure in found if figure.reported or figure.left_out]
    else:
        stored = Rollup.objects.filter(version__in=[v.pk for v in sheet.versions])
        if not wary:
            stored = stored.filter(axis=axis, cell_id__in=list(wanted))
        rows = list(_within(stored, question))
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


def _within(rows: QuerySet[Row], question: Question) -> QuerySet[Row]:
    if question.first:
        rows = rows.filter(period_end__gte=question.first)
    if question.last:
        rows = rows.filter(period_start__lte=question.last)
    return rows


def _keys(sheet: Sheet, question: Question) -> list[Key]:
    observed = _within(Observation.objects.filter(version__in=[v.pk for v in sheet.versions]), question)
    if question.as_of:
        observed = observed.filter(accepted_at__lte=question.as_of)
    rows = observed.order_by().values_list("version_id", "period_start", "period_end").distinct()
    return [Key(*row) for row in rows]


# --- what others see ---------------------------------------------------------------------------------------


def _published(actor: Actor, sheet: Sheet, question: Question, wanted: Mapping[int, str]) -> list[Point]:
    axis = _axis(question)
    groups = _groups(actor, axis)
    published = _published_figures(sheet, question).filter(axis=axis, cell_id__in=list(wanted))
    present = Protection.of(sheet.indicator, actor.initiative.suppression_threshold)
    numbers = {version.pk: version.number for version in sheet.versions}
    return [
        published_point(
            figure, numbers, wanted[figure.cell_id] or groups.get(figure.group_id, "total"), present
        )
        for figure in published
    ]


def _published_figures(sheet: Sheet, question: Question) -> QuerySet[PublishedFigure]:
    publications = _within(Publication.objects.filter(version__in=[v.pk for v in sheet.versions]), question)
    if question.as_of:
        publications = publications.filter(published_at__lte=question.as_of)
    latest = publications.order_by("version_id", "period_start", "period_end", "-number").distinct(
        "version_id", "period_start", "period_end"
    )
    return PublishedFigure.objects.filter(publication__in=[row.pk for row in latest]).select_related(
        "publication"
    )


def published_point(
    figure: PublishedFigure, numbers: Mapping[int, int], group: str, present: Protection
) -> Point:
    """Return the point of a published figure, as it was disclosed; `numbers` are the versions' by id.

    What was decided by a laxer rule than the `present` one is hidden until it is decided again.
    """
    published = figure.publication
    point = Point(
        period=Period.from_dates(published.period_start, published.period_end),
        group=group,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        reported=figure.reported,
        expected=figure.expected,
        coverage=figure.coverage,
        coverage_basis="volume",
        status=figure.status,
        version=numbers[published.version_id],
        suppressed=bool(figure.hidden),
        low=figure.low,
        high=figure.high,
    )
    if present.is_met_by(published.rule):
        return point
    return hidden_point(point, locked=published.because == "locked")


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
        status=unrevised(point.status, locked=locked),
        suppressed=True,
    )


# --- by partner --------------------------------------------------------------------------------------------


def may_see_partners(actor: Actor, indicator: Indicator) -> bool:
    """Whether figures that name other partners are for this actor."""
    if actor.is_staff or indicator.visibility == Visibility.PUBLIC:
        return True
    return indicator.visibility == Visibility.PARTNERS and actor.role in PARTNER_ROLES


def _by_partner(actor: Actor, sheet: Sheet, question: Question, wanted: Mapping[int, str]) -> list[Point]:
    codes = dict(partners(actor).values_list("id", "code"))
    if actor.is_staff:
        return _observed(sheet, question, wanted, codes)
    own = {pk: code for pk, code in codes.items() if pk == actor.partner_id}
    points = _observed(sheet, question, wanted, own) if own else []
    if not may_see_partners(actor, sheet.indicator):
        return points
    others = {pk: code for pk, code in codes.items() if pk not in own}
    if not sheet.indicator.about_people:
        return points + _observed(sheet, question, wanted, others)
    published = _published_figures(sheet, question).filter(
        axis="partner", cell_id__in=list(wanted), group_id__in=list(others)
    )
    present = Protection.of(sheet.indicator, actor.initiative.suppression_threshold)
    numbers = {version.pk: version.number for version in sheet.versions}
    return points + [
        published_point(figure, numbers, others[figure.group_id], present) for figure in published
    ]


def _observed(
    sheet: Sheet, question: Question, wanted: Mapping[int, str], codes: Mapping[int, str]
) -> list[Point]:
    rows = _within(
        Observation.objects.filter(
            version__in=[v.pk for v in sheet.versions], cell_id__in=list(wanted), partner_id__in=list(codes)
        ),
        question,
    )
    if question.as_of is None:
        rows = rows.filter(superseded_at=None)
    else:
        rows = rows.filter(accepted_at__lte=question.as_of).exclude(superseded_at__lte=question.as_of)
    versions = {version.pk: version for version in sheet.versions}
    observed = list(rows)
    derived = _derived(sheet, question, wanted, codes, observed)
    locked = locked_periods({_place(row)[1:3] for row in observed} | {_place(row)[1:3] for row in derived})
    taken = {_place(row) for row in derived}
    return [
        _observed_point(
            row, versions[row.version_id], codes[row.partner_id], (row.period_start, row.period_end) in locked
        )
        for row in observed
        if _place(row) not in taken
    ] + [
        _derived_point(
            row, versions[row.version_id], codes[row.partner_id], (row.period_start, row.period_end) in locked
        )
        for row in derived
    ]


def _place(row: Observation | Contribution) -> tuple[int, date, date, int, int]:
    return row.version_id, row.period_start, row.period_end, row.partner_id, row.cell_id


def _derived(
    sheet: Sheet,
    question: Question,
    wanted: Mapping[int, str],
    codes: Mapping[int, str],
    rows: Sequence[Observation],
) -> list[Contribution]:
    """Figures that partners gave only by category: their sums, as the roll-up takes them."""
    if not any(axis.dimension.exclusive for axes in sheet.axes.values() for axis in axes):
        return []
    given = {_place(row) for row in rows if row.status != ValueStatus.NOT_REPORTED}
    return [
        row
        for row in contributions(_keys(sheet, question), question.as_of)
        if row.cell_id in wanted and row.partner_id in codes and _place(row) not in given
    ]


def _derived_point(row: Contribution, version: IndicatorVersion, code: str, locked: bool) -> Point:
    status = FigureStatus.FINAL if locked else FigureStatus.PROVISIONAL
    return Point(
        period=Period.from_dates(row.period_start, row.period_end),
        group=code,
        numerator=row.numerator,
        denominator=row.denominator,
        value=kind(version.kind).finish(row.numerator, row.denominator, version.multiplier),
        reported=1,
        expected=1,
        coverage=Decimal(1),
        coverage_basis="count",
        status=FigureStatus.REVISED if row.revision > 1 else status,
        version=version.number,
        note=_("The sum of its categories"),
    )


def _observed_point(row: Observation, version: IndicatorVersion, code: str, locked: bool) -> Point:
    found = kind(version.kind)
    usable = row.status == ValueStatus.REPORTED and found.usable(row.numerator, row.denominator)
    status = FigureStatus.FINAL if locked else FigureStatus.PROVISIONAL
    return Point(
        period=Period.from_dates(row.period_start, row.period_end),
        group=code,
        numerator=row.numerator,
        denominator=row.denominator,
        value=found.finish(row.numerator, row.denominator, version.multiplier) if usable else None,
        reported=int(usable),
        expected=int(row.status != ValueStatus.NOT_APPLICABLE),
        coverage=Decimal(int(usable)) if row.status != ValueStatus.NOT_APPLICABLE else None,
        coverage_basis="count",
        status=FigureStatus.REVISED if row.revision > 1 else status,
        version=version.number,
        note=_observed_note(row, usable),
    )


def _observed_note(row: Observation, usable: bool) -> str:
    if row.status != ValueStatus.REPORTED:
        return str(ValueStatus(row.status).label)
    if not usable:
        return _("Incomplete: left out of totals")
    return _("No eligible people") if row.denominator == 0 else ""
