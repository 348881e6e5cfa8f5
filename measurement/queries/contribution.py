"""Partner measures beside a community indicator: how far they reach, and the most they can have contributed.

The community's figure comes from one source; nothing here alters it. What is shown is a possible contribution, not
proof: it takes for granted that every gain was extra.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from initiatives.kernel.access import Actor, Capability, require
from measurement.kinds import kind
from measurement.models import ContributionLink, Indicator, IndicatorVersion
from measurement.queries.definitions import indicator as seen
from measurement.queries.definitions import indicators
from measurement.queries.series import Point, Question, series
from measurement.words import Direction, RbaType

if TYPE_CHECKING:
    from django.db.models import QuerySet

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Beside:
    """One partner measure beside the community's figure, in the same period.

    `served` is whom it reached and `better_off` who gained, where the measure tells them. `reach` is the served as a
    share of the whole population, `ceiling` the gains as a share of the gap, both in percent: the most that it can
    have contributed, if all gains were extra.
    """

    measure: Indicator
    because: str
    point: Point | None
    version: IndicatorVersion
    served: Decimal | None = None
    better_off: Decimal | None = None
    reach: Decimal | None = None
    ceiling: Decimal | None = None


@dataclass(frozen=True)
class Possible:
    """A community indicator's figure, what its target asks for, and the measures beside it.

    `needed` is how many of the population the target asks for, `gap` how many more (for what should fall: fewer)
    than there are.
    """

    point: Point | None
    target: Decimal | None
    needed: Decimal | None
    gap: Decimal | None
    measures: tuple[Beside, ...]


def contribution_links(actor: Actor, indicator: Indicator) -> QuerySet[ContributionLink]:
    """Return the links from measures that the actor may see to a community indicator."""
    require(actor, Capability.VIEW)
    visible = indicators(actor).prefetch_related(None).order_by().values("pk")
    return ContributionLink.objects.filter(indicator=indicator, measure__in=visible).select_related("measure")


def possible_contribution(actor: Actor, indicator: Indicator, *, target: Decimal | None = None) -> Possible:
    """Return what partner measures may have contributed to the latest figure, as this reader may see the figures.

    `target` is a value of the indicator, such as 55 (percent). Hidden figures give nothing.
    """
    whole = series(actor, indicator)
    known = [point for point in whole.points if point.value is not None and not point.suppressed]
    point = known[-1] if known else None
    needed, gap = _gap(whole.version, point, target)
    links = list(contribution_links(actor, indicator))
    cadence = whole.version.cadence
    beside = tuple(_beside(actor, link, point, cadence, gap) for link in links)
    return Possible(point, target, needed, gap, beside)


def _gap(
    version: IndicatorVersion, point: Point | None, target: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """How many of the population the target asks for, whole people, and how many are lacking; never below 0."""
    if point is None or target is None or point.numerator is None or not point.denominator:
        return None, None
    share = target / version.scale * point.denominator
    if version.direction == Direction.DOWN:
        needed = share.to_integral_value(ROUND_FLOOR)
        return needed, max(point.numerator - needed, Decimal(0))
    needed = share.to_integral_value(ROUND_CEILING)
    return needed, max(needed - point.numerator, Decimal(0))


def _beside(
    actor: Actor, link: ContributionLink, whole: Point | None, cadence: str, gap: Decimal | None
) -> Beside:
    measure = seen(actor, link.measure.code)
    found = series(actor, measure, Question(time=cadence))
    point = next((p for p in found.points if whole is not None and p.period == whole.period), None)
    version = found.version
    if point is None or whole is None or point.suppressed or point.numerator is None:
        return Beside(measure, link.because, point, version)
    served, better_off = _people(measure, version, point)
    return Beside(
        measure,
        link.because,
        point,
        version,
        served,
        better_off,
        served * HUNDRED / whole.denominator if served is not None and whole.denominator else None,
        better_off * HUNDRED / gap if better_off is not None and gap else None,
    )


def _people(
    measure: Indicator, version: IndicatorVersion, point: Point
) -> tuple[Decimal | None, Decimal | None]:
    """Whom the measure reached, and who was better off."""
    if version.two_part:
        counts_people = "numerator" in kind(version.kind).counted
        return point.denominator, point.numerator if counts_people else None
    if measure.rba_type == RbaType.BETTER_OFF:
        return None, point.numerator
    return point.numerator, None
