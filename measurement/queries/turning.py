"""Sessions to turn a curve, and whether one has turned since its forecast was frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from measurement.forecasting import Met, turned
from measurement.models import Forecast, Indicator, TurningSession
from measurement.periods import Period, parse
from measurement.queries.telling import is_sufficient
from measurement.words import Direction, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from measurement.queries.series import Point


@dataclass(frozen=True)
class ForecastStep:
    """One period of a frozen forecast."""

    period: Period
    low: Decimal
    expected: Decimal
    high: Decimal


@dataclass(frozen=True)
class Turned:
    """Whether a curve has turned: worse, on_baseline, bending, turned, or empty while nothing is in.

    `away` is the last figure less what was expected of it, in `period`.
    """

    state: str = ""
    away: Decimal | None = None
    period: Period | None = None


def sessions(actor: Actor, indicator: Indicator | None = None) -> QuerySet[TurningSession]:
    """Return the sessions, the latest first: all, or those about one indicator."""
    require(actor, Capability.VIEW)
    rows = TurningSession.objects.select_related("indicator", "forecast__under", "group", "made_by")
    if indicator is not None:
        rows = rows.filter(indicator=indicator)
    return rows if actor.is_staff else rows.exclude(indicator__state=State.PROPOSED)


def session(actor: Actor, public_id: UUID) -> TurningSession:
    """Return a session by its id. Raises NotFound."""
    found = sessions(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def forecast_steps(forecast: Forecast) -> list[ForecastStep]:
    """Return what a forecast says, period by period."""
    return [
        ForecastStep(
            parse(row["period"]), Decimal(row["low"]), Decimal(row["expected"]), Decimal(row["high"])
        )
        for row in forecast.points
    ]


def curve_since(forecast: Forecast, points: Sequence[Point], floor: Decimal) -> Turned:
    """Say whether the curve has turned, by the figures (of the reader, of enough reporters) since the forecast.

    Only figures of the forecast's own definition count, and only where more or less is better.
    """
    under = forecast.under
    if under.direction not in (Direction.UP, Direction.DOWN):
        return Turned()
    known = {
        point.period: point.value
        for point in points
        if point.value is not None and point.version == under.number and is_sufficient(point, floor)
    }
    steps = [(step, known[step.period]) for step in forecast_steps(forecast) if step.period in known]
    if not steps:
        return Turned()
    met = [Met(step.low, step.expected, step.high, actual) for step, actual in steps if actual is not None]
    last, actual = steps[-1]
    state = turned(met, up=under.direction == Direction.UP)
    return Turned(state, (actual or Decimal(0)) - last.expected, last.period)
