"""A partner's own figures beside the range of the others', in which nobody can be recognised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from initiatives.kernel.access import Actor
from measurement.kinds import kind
from measurement.models import Observation, Publication
from measurement.queries.own import OwnFigure, own_figures
from measurement.queries.protection import Protection
from measurement.queries.sharing import Sharing, sharing
from measurement.queries.telling import Told, told
from measurement.words import ValueStatus, Visibility

LEAST_OTHERS = 5


@dataclass(frozen=True)
class Beside:
    """One own figure, and between what the middle half of the others lies: quartiles and median of `others`.

    They are those of running means of three, so that none of them is anybody's own figure; None where fewer than five
    others may be counted in.
    """

    figure: OwnFigure
    others: int = 0
    low: Told | None = None
    middle: Told | None = None
    high: Told | None = None


def beside(actor: Actor, partner_id: int) -> list[Beside]:
    """Return a partner's latest figures, each beside the others of its period. Eight queries at most.

    Left out of the others are those whose figure stands for few people, those whose agreement lets nobody see it
    but within totals, and, where figures are about people, periods that have not been published. Raises Forbidden
    for everybody but staff and the partner's own people.
    """
    mine = own_figures(actor, partner_id)
    versions = {figure.version.pk: figure for figure in mine}
    rows = Observation.objects.filter(
        version__in=list(versions), cell__key="", superseded_at=None, status=ValueStatus.REPORTED
    ).exclude(partner=partner_id)
    shared = sharing(actor, [figure.indicator.pk for figure in mine])
    published = set(
        Publication.objects.filter(version__in=list(versions)).values_list("version_id", "period_start")
    )
    given: dict[int, list[Observation]] = defaultdict(list)
    for row in rows:
        if row.period_start == versions[row.version_id].start:
            given[row.version_id].append(row)
    found = []
    for figure in mine:
        known = (figure.version.pk, figure.start) in published or not figure.indicator.about_people
        open_to_all = figure.indicator.visibility != Visibility.OWN and known
        values = _values(actor, figure, given[figure.version.pk], shared) if open_to_all else []
        found.append(_range(figure, values))
    return found


def _values(actor: Actor, figure: OwnFigure, rows: Iterable[Observation], shared: Sharing) -> list[Decimal]:
    counted = kind(figure.version.kind)
    terms = shared.of(figure.indicator.pk)
    rule = Protection.of(figure.indicator, actor.initiative).rule(counted.counted)
    values = []
    for row in rows:
        few = rule.is_few(counted.base_counts(row.numerator, row.denominator))
        kept = row.partner_id in terms and terms[row.partner_id].openness < 2
        if counted.usable(row.numerator, row.denominator) and not few and not kept:
            value = counted.finish(row.numerator, row.denominator, figure.version.multiplier)
            if value is not None:
                values.append(value)
    return sorted(values)


def _range(figure: OwnFigure, values: Sequence[Decimal]) -> Beside:
    if len(values) < LEAST_OTHERS:
        return Beside(figure)
    means = running_means(values)
    quarters = [told(figure.version, quantile(means, Decimal(n) / 4)) for n in (1, 2, 3)]
    return Beside(figure, len(values), *quarters)


def running_means(values: Sequence[Decimal]) -> list[Decimal]:
    """Return the means of each three neighbours among sorted values: of five, the median alone would be one of them."""
    return [sum(values[at : at + 3], Decimal(0)) / 3 for at in range(len(values) - 2)]


def quantile(values: Sequence[Decimal], share: Decimal) -> Decimal:
    """Return the quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan, 1996)."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)
