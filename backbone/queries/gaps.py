"""How the gaps that are to close have gone, period by period, as a reader may see both groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from agenda.queries.telling import day_told, points_told
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from measurement.kinds import round_half_up
from measurement.queries import Question, indicator, period_name, series

if TYPE_CHECKING:
    from measurement.models import Indicator, IndicatorVersion

MOST_PERIODS = 6


@dataclass(frozen=True)
class GapStep:
    """One period in which both groups are seen: their figures, and how far they stand apart."""

    period: str
    value: Decimal
    other: Decimal
    points: Decimal
    told: str


@dataclass(frozen=True)
class GapCourse:
    """A gap that is to close: whose, beside whom, its last periods (earliest first), and what is wanted by when."""

    indicator: Indicator
    version: IndicatorVersion
    group: str
    beside: str
    steps: tuple[GapStep, ...]
    wanted: Decimal
    target: str
    due: str

    @property
    def finding(self) -> str:
        """What the gap has done, in a sentence."""
        if not self.steps:
            return _("No period shows both groups yet.")
        first, last = self.steps[0], self.steps[-1]
        words = {
            "first": first.told,
            "since": first.period,
            "last": last.told,
            "period": last.period,
            "target": self.target,
            "due": self.due,
        }
        wanted = _("%(target)s are wanted by %(due)s.") % words
        if len(self.steps) == 1 or first.points == last.points:
            said = _("The gap is %(last)s in %(period)s.")
        elif last.points < first.points:
            said = _("The gap has narrowed from %(first)s in %(since)s to %(last)s in %(period)s.")
        else:
            said = _("The gap has widened from %(first)s in %(since)s to %(last)s in %(period)s.")
        return f"{said % words} {wanted}"


def gap_courses(actor: Actor, targets: Iterable[Any]) -> tuple[GapCourse, ...]:
    """Return how the gaps of equity targets (of the agenda's goals) have gone, as this reader sees both groups."""
    return tuple(found for target in targets if (found := _course(actor, target)) is not None)


def _course(actor: Actor, target: Any) -> GapCourse | None:
    about = indicator(actor, target.indicator.code)
    try:
        shown = series(actor, about, Question(by=target.category.dimension.code))
    except DomainError:  # it is no longer broken down so
        return None
    beside = target.compared_with
    whole = shown if beside else series(actor, about)
    version = shown.version
    own, others = (
        {point.period: point.value for point in found.points if point.group == group}
        for found, group in (
            (shown, target.category.code),
            (whole, beside.code if beside else "total"),
        )
    )
    steps = []
    for period in sorted(own):
        mine, theirs = own[period], others.get(period)
        if mine is None or theirs is None:
            continue
        points = abs(round_half_up(mine, version.decimals) - round_half_up(theirs, version.decimals))
        told = points_told(version, format(points, "f"))
        name = period_name(period, actor.initiative.fiscal_year_start)
        steps.append(GapStep(name, mine, theirs, points, told))
    return GapCourse(
        about,
        version,
        target.category.name,
        beside.name if beside else _("All"),
        tuple(steps[-MOST_PERIODS:]),
        target.target,
        points_told(version, format(target.target, "f")),
        day_told(date.isoformat(target.due_on)),
    )
