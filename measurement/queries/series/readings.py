"""Other readings of the same figures: running totals by period, averages, periods of several lengths together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel.errors import DomainError
from measurement.kinds.rounding import FINISHING
from measurement.models import Assignment, Observation
from measurement.periods import Period
from measurement.queries.catalogue import Sheet
from measurement.queries.series.points import Point, Question
from measurement.words import TimeBehaviour, ValueStatus


def require_reading(sheet: Sheet, question: Question) -> None:
    """Raise DomainError at `reading` for one that the indicator's figures do not have."""
    behaviour = sheet.versions[-1].time_behaviour
    fits = {
        "": True,
        "periodic": behaviour == TimeBehaviour.CUMULATIVE,
        "average": behaviour == TimeBehaviour.STOCK and not sheet.versions[-1].two_part,
    }
    if not fits.get(question.reading, False):
        message = _(
            "These figures have no such reading: a running total is read by period, a stock averaged."
        )
        raise DomainError("no_such_reading", message, "reading")


def periodic(points: Sequence[Point]) -> list[Point]:
    """Return what each period added to a running total: the figure less that of the period before.

    The first period of all is as it stands; where the period before is missing, hidden or of another definition there
    is no figure.
    """
    known = {(point.period, point.group, point.version): point for point in points}
    first = {}
    for point in sorted(points, key=lambda point: point.period, reverse=True):
        first[point.group, point.version] = point
    return [
        point
        if first[point.group, point.version] is point
        else _added(point, known.get((point.period.previous, point.group, point.version)))
        for point in points
    ]


def _added(point: Point, before: Point | None) -> Point:
    if point.suppressed or point.value is None:
        return point
    if before is None or before.value is None:
        note = _("What the period added is not known: the one before has no figure")
        return replace(point, numerator=None, value=None, note=note)
    added = point.value - before.value
    return replace(point, numerator=added, value=added)


def averaged(coarse: Sequence[Point], fine: Sequence[Point]) -> list[Point]:
    """Return coarser points of a stock as the mean of their sub-periods, as far as all of these are known."""
    found, own = [], _by_group(fine)
    for point in coarse:
        parts = [part for part in own[point.group, point.version] if _lies_in(part.period, point.period)]
        values = [part.value for part in parts]
        if any(part.suppressed for part in parts) or None in values or not _fill(point.period, parts):
            note = point.note if point.suppressed else _("not all of its periods are known")
            found.append(replace(point, numerator=None, value=None, note=note))
            continue
        with localcontext(FINISHING):
            mean = sum((value for value in values if value is not None), Decimal(0)) / len(values)
        note = ngettext("the average of %d period", "the average of %d periods", len(parts)) % len(parts)
        found.append(replace(point, numerator=None, value=mean, note=note))
    return found


def _by_group(points: Sequence[Point]) -> dict[tuple[str, int], list[Point]]:
    found: dict[tuple[str, int], list[Point]] = {}
    for point in points:
        found.setdefault((point.group, point.version), []).append(point)
    return found


def _lies_in(inner: Period, outer: Period) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _fill(whole: Period, parts: Sequence[Point]) -> bool:
    day = whole.start
    for part in sorted(parts, key=lambda part: part.period):
        if part.period.start != day:
            return False
        day = part.period.next.start
    return day > whole.end


def fitted(sheet: Sheet, question: Question, coarse: Sequence[Point], fine: Sequence[Point]) -> list[Point]:
    """Return coarser points with a word on what does not lie inside, and counted by partner where lengths differ.

    Sub-periods of several lengths come from partners with calendars of their own: it counts how many partners are in,
    not how many of their periods.
    """
    wholes, own = sorted({point.period for point in coarse}), _by_group(fine)
    return [_fitted(sheet, question, point, own[point.group, point.version], wholes) for point in coarse]


def _fitted(
    sheet: Sheet, question: Question, point: Point, own: Sequence[Point], wholes: Sequence[Period]
) -> Point:
    inside = {part.period for part in own if _lies_in(part.period, point.period)}
    across = [part for part in own if _crosses(part.period, point.period, wholes)]
    if across:
        left_out = ngettext(
            "%d left out: its period does not lie inside",
            "%d left out: their periods do not lie inside",
            len(across),
        ) % len(across)
        point = replace(point, note="; ".join(filter(None, [point.note, left_out])))
    lengths = {period.cadence for period in inside}
    is_total = question.by == "total" and not question.categories
    if is_total and not point.suppressed and (len(lengths) > 1 or (across and lengths)):
        return _by_partner(sheet, question, point)
    return point


def _crosses(inner: Period, outer: Period, all_of_them: Sequence[Period]) -> bool:
    """Whether a period overlaps a coarser one without lying inside any of them."""
    overlaps = inner.start <= outer.end and outer.start <= inner.end
    return overlaps and not any(_lies_in(inner, whole) for whole in all_of_them)


def _by_partner(sheet: Sheet, question: Question, point: Point) -> Point:
    version = next(version for version in sheet.versions if version.number == point.version)
    given = Observation.objects.filter(
        version=version,
        cell__key="",
        period_start__lte=point.period.end,
        period_end__gte=point.period.start,
    )
    if question.as_of is None:
        given = given.filter(superseded_at=None)
    else:
        given = given.filter(accepted_at__lte=question.as_of).exclude(superseded_at__lte=question.as_of)
    rows = list(given.values_list("partner_id", "status", "period_start", "period_end"))
    reported = {
        partner
        for partner, status, start, end in rows
        if status == ValueStatus.REPORTED and point.period.start <= start and end <= point.period.end
    }
    asked = Assignment.objects.filter(indicator=sheet.indicator, starts_on__lte=point.period.end).exclude(
        ends_on__lt=point.period.start
    )
    expected = len({row[0] for row in rows} | set(asked.values_list("partner_id", flat=True)))
    coverage = Decimal(len(reported)) / expected if expected else None
    return replace(
        point, reported=len(reported), expected=expected, coverage=coverage, coverage_basis="count"
    )
