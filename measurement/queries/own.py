"""What a partner's own figures showed: the latest of each indicator it reports, for its own people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from initiatives.kernel.access import Actor, Capability, require
from measurement.models import Indicator, IndicatorVersion, Observation
from measurement.periods import Period
from measurement.queries.hand_ins import figure_of
from measurement.queries.telling import Change, Told, change, period_name, told, told_parts
from measurement.words import State

LONGEST = 12


@dataclass(frozen=True)
class OwnFigure:
    """The latest figure of one's own for an indicator, with its course (None is a gap) and the change."""

    indicator: Indicator
    version: IndicatorVersion
    period: str
    value: Told
    parts: str
    course: tuple[Decimal | None, ...]
    change: Change | None
    accepted_at: datetime
    start: date


def own_figures(actor: Actor, partner_id: int | None = None) -> list[OwnFigure]:
    """Return a partner's latest accepted figures (the actor's own by default), headline indicators first. One query.

    Raises Forbidden for those who speak for no partner, and for another's figures to all but staff.
    """
    whose = partner_id or actor.partner_id or 0
    require(actor, Capability.VIEW_HAND_INS, whose)
    rows = (
        Observation.objects.filter(partner_id=whose, cell__key="", superseded_at=None)
        .exclude(version__indicator__state=State.RETIRED)
        .select_related("version", "version__indicator")
        .order_by("period_start", "period_end", "version__number")
    )
    by_indicator: dict[int, list[Observation]] = {}
    for row in rows:
        by_indicator.setdefault(row.version.indicator_id, []).append(row)
    found = [_own_figure(actor, mine) for mine in by_indicator.values()]
    return sorted(
        (figure for figure in found if figure is not None),
        key=lambda figure: (not figure.indicator.headline, figure.indicator.position, figure.indicator.name),
    )


def _own_figure(actor: Actor, rows: list[Observation]) -> OwnFigure | None:
    last = rows[-1]
    value = figure_of(last.version, last)
    if value is None:
        return None
    period = Period.from_dates(last.period_start, last.period_end)
    known = {
        Period.from_dates(row.period_start, row.period_end): figure_of(row.version, row)
        for row in rows
        if row.version_id == last.version_id
    }
    course: list[Decimal | None] = []
    step = period
    for _back in range(LONGEST):
        course.insert(0, known.get(step))
        step = step.previous
    while course and course[0] is None:
        course.pop(0)
    return OwnFigure(
        last.version.indicator,
        last.version,
        period_name(period, actor.initiative.fiscal_year_start),
        told(last.version, value),
        told_parts(last.version, last.numerator, last.denominator),
        tuple(course),
        change(last.version, known.get(period.previous), value),
        last.accepted_at,
        last.period_start,
    )
