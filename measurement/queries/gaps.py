"""How far groups stand apart, and how a change of their mix shifts the total: read from the series that others read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from measurement.kinds import kind
from measurement.kinds.rounding import FINISHING
from measurement.models import Indicator, IndicatorVersion
from measurement.periods import Period
from measurement.queries.series import Point, Question, Series, series
from measurement.words import Direction

BEST = "best"


@dataclass(frozen=True)
class Gap:
    """How far the group that is furthest behind is from the reference, in one period.

    `to` is best or total; `reference` the group it is measured to (`total` for that). `points` is the distance
    without its sign, in the figure's own unit; `ratio` the group's figure over the reference's, None over zero.
    `hidden` says how many groups could not be looked at.
    """

    period: Period
    version: int
    to: str
    reference: str
    reference_value: Decimal
    group: str
    value: Decimal
    points: Decimal
    ratio: Decimal | None
    hidden: int = 0


@dataclass(frozen=True)
class MixShift:
    """A total that went one way while, at the mix of groups of the period before, it would have gone the other.

    `at_former_mix` is this period's figure reckoned with each group as large as it was then.
    """

    period: Period
    former: Decimal
    value: Decimal
    at_former_mix: Decimal


@dataclass(frozen=True)
class Gaps:
    """What groups tell beside the total, by period, earliest first."""

    shown: Series
    totals: Series
    to: str
    gaps: tuple[Gap, ...]
    shifts: tuple[MixShift, ...]


def gaps(actor: Actor, indicator: Indicator, question: Question) -> Gaps:
    """Return the gaps between the groups of an axis, and where their mix shifts the total.

    Every figure is one that this actor reads in the series. Raises DomainError at `by` for a total, and for figures
    without a base, whose groups differ by their size alone; otherwise as `series`.
    """
    if question.by == "total":
        raise DomainError("no_groups", _("Say by which groups the gap is asked for."), "by")
    shown = series(actor, indicator, question)
    if not shown.version.two_part:
        message = _("“%s” has no base: its groups differ by their size, which is no gap.") % indicator.name
        raise DomainError("no_base", message, "by")
    return gaps_between(actor, shown, series(actor, indicator, replace(question, by="total")))


def gaps_between(actor: Actor, shown: Series, totals: Series) -> Gaps:
    """Return the gaps and shifts of a series by groups beside that of the totals, both as this actor reads them."""
    to = actor.initiative.gap_to
    return Gaps(shown, totals, to, _gaps(shown, totals, to), mix_shifts(shown, totals))


def _gaps(shown: Series, totals: Series, to: str) -> tuple[Gap, ...]:
    whole = {(point.period, point.version): point for point in totals.points}
    found = []
    for (period, number), points in _by_period(shown).items():
        known = [point for point in points if point.value is not None]
        total = whole.get((period, number))
        reference = _best(shown.version, known) if to == BEST else total
        if reference is None or reference.value is None:
            continue
        behind = [point for point in known if point.group != reference.group]
        if not behind:
            continue
        last = max(behind, key=lambda point: _behind(shown.version, point.value, reference.value))
        hidden = sum(point.suppressed for point in points)
        found.append(_gap(period, number, to, reference, last, hidden))
    return tuple(sorted(found, key=lambda gap: (gap.period, gap.version)))


def _gap(period: Period, number: int, to: str, reference: Point, last: Point, hidden: int) -> Gap:
    assert reference.value is not None and last.value is not None
    with localcontext(FINISHING):
        ratio = last.value / reference.value if reference.value else None
    points = abs(last.value - reference.value)
    return Gap(
        period, number, to, reference.group, reference.value, last.group, last.value, points, ratio, hidden
    )


def _by_period(shown: Series) -> dict[tuple[Period, int], list[Point]]:
    found: dict[tuple[Period, int], list[Point]] = {}
    for point in shown.points:
        found.setdefault((point.period, point.version), []).append(point)
    return found


def _best(version: IndicatorVersion, points: Sequence[Point]) -> Point | None:
    """The point that does best: the lowest where less is better, else the highest."""
    wanted = min if version.direction == Direction.DOWN else max
    return wanted(points, key=lambda point: point.value or Decimal(0), default=None)


def _behind(version: IndicatorVersion, value: Decimal | None, reference: Decimal | None) -> Decimal:
    """How far a figure is behind the reference; less than zero where it does better."""
    distance = (reference or Decimal(0)) - (value or Decimal(0))
    return -distance if version.direction == Direction.DOWN else distance


def mix_shifts(shown: Series, totals: Series) -> tuple[MixShift, ...]:
    """Return where the total went one way and, had the mix of groups stayed, would have gone the other.

    Only between neighbouring periods of one version in which no group is hidden or missing, and whose groups make up
    the whole.
    """
    whole = {(point.period, point.version): point for point in totals.points}
    groups = _by_period(shown)
    found = []
    for (period, number), points in groups.items():
        former, now = whole.get((period.previous, number)), whole.get((period, number))
        before = {point.group: point for point in groups.get((period.previous, number), [])}
        if former is None or now is None or former.value is None or now.value is None:
            continue
        steady = _at_mix(shown.version, before, {point.group: point for point in points}, former)
        if steady is not None and (now.value - former.value) * (steady - former.value) < 0:
            found.append(MixShift(period, former.value, now.value, steady))
    return tuple(sorted(found, key=lambda shift: shift.period))


def _at_mix(
    version: IndicatorVersion, before: Mapping[str, Point], now: Mapping[str, Point], former: Point
) -> Decimal | None:
    """This period's figure, each group weighing what it weighed in the period before; None where that is not known."""
    if before.keys() != now.keys() or not before:
        return None
    weights = {group: point.denominator for group, point in before.items()}
    if any(not weight for weight in weights.values()) or any(not p.denominator for p in now.values()):
        return None
    if sum((w for w in weights.values() if w), Decimal(0)) != former.denominator:
        return None
    with localcontext(FINISHING):
        reckoned = sum(
            (
                (point.numerator or Decimal(0))
                / (point.denominator or Decimal(1))
                * (weights[g] or Decimal(0))
                for g, point in now.items()
            ),
            Decimal(0),
        )
    return kind(version.kind).finish(reckoned, former.denominator, version.multiplier)
