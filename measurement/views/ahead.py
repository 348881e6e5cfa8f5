"""What lies ahead of an indicator, for its pages: the way to the target, the frozen forecast, whether it has turned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from measurement.models import Forecast, Indicator
from measurement.queries import (
    ForecastStep,
    Question,
    Standing,
    Step,
    Turned,
    aim_of,
    curve_since,
    forecast_steps,
    forecasts,
    judge,
    series,
    standing_targets,
    steps_of,
    told,
    too_early,
)
from measurement.queries.telling import change

TURNED: dict[str, Any] = {
    "worse": gettext_lazy("Worse than forecast"),
    "on_baseline": gettext_lazy("On the forecast"),
    "bending": gettext_lazy("Bending"),
    "turned": gettext_lazy("Turned"),
}


@dataclass(frozen=True)
class Ahead:
    """The way to the target, the latest frozen forecast that the reader may see, and what came of it."""

    way: Sequence[Step]
    forecast: Forecast | None
    steps: Sequence[ForecastStep]
    turned: Turned

    @classmethod
    def of(
        cls, actor: Actor, indicator: Indicator, standing: Standing, forecast: Forecast | None = None
    ) -> Ahead:
        """Return what lies ahead of an indicator's total; by a `forecast` other than the latest if one is given."""
        judged = standing.judged
        aims = [judged.aim] if judged and judged.aim and not judged.broken else []
        known = forecasts(actor, indicator)
        frozen = known.filter(pk=forecast.pk).first() if forecast else known.first()
        points = [point for point in standing.points if point is not None]
        turned = curve_since(frozen, points, actor.initiative.coverage_floor) if frozen else Turned()
        return cls(
            steps_of(aims, actor.initiative.fiscal_year_start),
            frozen,
            forecast_steps(frozen) if frozen else (),
            turned,
        )

    @property
    def state(self) -> str:
        """The state of the curve since the forecast; empty while nothing has come in."""
        return f"curve_{self.turned.state}" if self.turned.state else ""

    @property
    def turned_told(self) -> str:
        """Whether the curve has turned, in words, such as "Bending (+1.2)"; empty while nothing has come in."""
        if not self.turned.state or self.forecast is None or self.turned.away is None:
            return ""
        away = told(self.forecast.under, abs(self.turned.away)).number
        sign = "+" if self.turned.away > 0 else "−" if self.turned.away < 0 else "±"
        return _("%(state)s (%(away)s)") % {"state": TURNED[self.turned.state], "away": f"{sign}{away}"}

    @property
    def last(self) -> str:
        """What the forecast comes to in the end, as it is written."""
        return str(told(self.forecast.under, self.steps[-1].expected)) if self.forecast and self.steps else ""

    def groups(self, actor: Actor, indicator: Indicator) -> list[dict[str, Any]]:
        """Return the targets of partners and categories that the reader may see, judged by their own latest figures."""
        rows = list(
            standing_targets(actor)
            .filter(target__indicator=indicator)
            .exclude(target__partner=None, target__category=None)
            .order_by("target_id")
        )
        today = clock.today(actor.initiative.timezone)
        early = bool(rows) and too_early(actor, today)(indicator.level)
        found = []
        known: dict[str, Any] = {}
        for row in rows:
            category = row.target.category
            by = category.dimension.code if category else "partner"
            if by not in known:
                known[by] = series(actor, indicator, Question(by=by)).points
            about = category or row.target.partner
            own = [point for point in known[by] if point.group == about.code]
            aim = aim_of(row, actor.initiative.fiscal_year_start)
            judged = judge(actor, row.under, aim, own[-1] if own else None, own, early=early)
            found.append(
                {
                    "name": about.name,
                    "target": row.target,
                    "judged": judged,
                    "latest": own[-1] if own else None,
                }
            )
        return found


def difference(standing: Standing) -> str:
    """Return how far the latest figure lies from the path, in words; empty where there is no path, or it lies on it."""
    judged, latest = standing.judged, standing.latest
    if judged is None or judged.progress is None or latest is None:
        return ""
    found = change(standing.version, judged.progress.wanted, latest.value)
    return found.text if found and found.verdict != "same" else ""
