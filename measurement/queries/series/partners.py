"""Series by partner: to staff and the owning partner as they stand, to others as far as the indicator allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from initiatives.kernel.access import PARTNER_ROLES, Actor
from initiatives.queries import partners
from measurement.kinds import kind
from measurement.models import Indicator, IndicatorVersion, Observation
from measurement.periods import Period
from measurement.queries.catalogue import Sheet
from measurement.queries.figures import Contribution, contributions, locked_periods
from measurement.queries.protection import Protection
from measurement.queries.series.points import Point, Question, within
from measurement.queries.series.published import published_figures, published_point
from measurement.rollup_sql import Key
from measurement.words import FigureStatus, ValueStatus, Visibility

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What is read of each observation; moments are costly to read and not told.
TOLD = (
    *("version_id", "period_start", "period_end", "partner_id", "cell_id"),
    *("status", "numerator", "denominator", "replaces"),
)


def may_see_partners(actor: Actor, indicator: Indicator) -> bool:
    """Whether figures that name other partners are for this actor."""
    if actor.is_staff or indicator.visibility == Visibility.PUBLIC:
        return True
    return indicator.visibility == Visibility.PARTNERS and actor.role in PARTNER_ROLES


def by_partner(actor: Actor, sheet: Sheet, question: Question, wanted: Mapping[int, str]) -> list[Point]:
    """Return the figures of the partners whose figures this actor may see, its own as they stand."""
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
    published = published_figures(sheet, question).filter(
        axis="partner", cell_id__in=list(wanted), group_id__in=list(others)
    )
    present = Protection.of(sheet.indicator, actor.initiative)
    numbers = {version.pk: version.number for version in sheet.versions}
    return points + [
        published_point(figure, numbers, others[figure.group_id], present) for figure in published
    ]


def _observed(
    sheet: Sheet, question: Question, wanted: Mapping[int, str], codes: Mapping[int, str]
) -> list[Point]:
    versions = {version.pk: version for version in sheet.versions}
    stood = _stood(sheet, question, codes).filter(cell_id__in=list(wanted))
    observed: list[Any] = list(stood.values_list(*TOLD, named=True))
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


def _stood(sheet: Sheet, question: Question, codes: Mapping[int, str]) -> QuerySet[Observation]:
    """What these partners observed, as it stands now or stood at the moment that is asked for."""
    versions = [version.pk for version in sheet.versions]
    rows = within(Observation.objects.filter(version__in=versions, partner_id__in=list(codes)), question)
    if question.as_of is None:
        return rows.filter(superseded_at=None)
    return rows.filter(accepted_at__lte=question.as_of).exclude(superseded_at__lte=question.as_of)


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
        for row in contributions(_without_total(sheet, question, wanted, codes), question.as_of)
        if row.cell_id in wanted and row.partner_id in codes and _place(row) not in given
    ]


def _without_total(
    sheet: Sheet, question: Question, wanted: Mapping[int, str], codes: Mapping[int, str]
) -> list[Key]:
    """The versions and periods in which one of these partners gave something, but none of the wanted cells."""
    stood = _stood(sheet, question, codes)
    own = {name: OuterRef(name) for name in ("version", "period_start", "period_end", "partner")}
    told = stood.filter(cell_id__in=list(wanted), **own).exclude(status=ValueStatus.NOT_REPORTED)
    rows = stood.exclude(cell_id__in=list(wanted)).filter(~Exists(told))
    found = rows.order_by().values_list("version_id", "period_start", "period_end").distinct()
    return [Key(*row) for row in found]


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
        status=FigureStatus.REVISED if row.replaces else status,
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
        status=FigureStatus.REVISED if row.replaces else status,
        version=version.number,
        note=_observed_note(row, usable),
    )


def _observed_note(row: Observation, usable: bool) -> str:
    if row.status != ValueStatus.REPORTED:
        return str(ValueStatus(row.status).label)
    if not usable:
        return _("Incomplete: left out of totals")
    return _("No eligible people") if row.denominator == 0 else ""
