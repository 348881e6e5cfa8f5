"""Charts placed in a version: live while it is written, frozen when it was adopted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from agenda.models import CommonAgenda, PlacedChart
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Role
from measurement import queries as measured
from measurement.periods import parse

if TYPE_CHECKING:
    from measurement.models import Indicator, IndicatorVersion


@dataclass(frozen=True)
class ChartPoint:
    """One figure of a placed chart: its period, the value for drawing, how it is read. Hidden ones have no value."""

    period: str
    label: str
    value: Decimal | None
    display: str
    suppressed: bool = False


@dataclass(frozen=True)
class Chart:
    """A placed chart as the reader may see it. `frozen_on` is the day on which its figures stood so."""

    placed: PlacedChart
    name: str
    points: tuple[ChartPoint, ...]
    frozen_on: date | None = None

    @property
    def latest(self) -> ChartPoint | None:
        """The last point that has a figure."""
        return next((point for point in reversed(self.points) if point.value is not None), None)


def charts(actor: Actor, version: CommonAgenda) -> list[Chart]:
    """Return the version's charts as this reader may see them.

    Frozen ones show what readers below staff were shown on the day; what would be hidden from them today is hidden.
    """
    rows = PlacedChart.objects.filter(agenda=version).select_related("indicator")
    return [_live(actor, row) if row.frozen is None else _frozen(actor, row) for row in rows]


def as_everybody(actor: Actor) -> Actor:
    """Return the reader with the least rights: what they see may be shown to all."""
    return replace(actor, role=Role.COMMUNITY, partner_id=None)


def frozen_chart(actor: Actor, indicator: Indicator) -> dict[str, Any]:
    """Return what a chart shows everybody at this moment, as it is kept.

    {name, version, points: [[period, value, hidden]]}; values are kept as text, exact; of the present definition only.
    """
    series = measured.series(as_everybody(actor), indicator)
    return {
        "name": indicator.name,
        "version": series.version.number,
        "points": [
            [
                point.period.code,
                None if point.value is None or point.suppressed else str(point.value),
                point.suppressed,
            ]
            for point in series.points
            if point.version == series.version.number
        ],
    }


def _live(actor: Actor, row: PlacedChart) -> Chart:
    series = measured.series(actor, row.indicator)
    kept = [
        (point.period.code, None if point.suppressed else point.value, point.suppressed)
        for point in series.points
        if point.version == series.version.number
    ]
    return Chart(row, row.indicator.name, _points(actor, series.version, kept))


def _frozen(actor: Actor, row: PlacedChart) -> Chart:
    stored: dict[str, Any] = row.frozen or {}
    history = measured.versions(actor, row.indicator)
    version = next(one for one in history if one.number == stored["version"])
    now = measured.series(as_everybody(actor), row.indicator)
    hidden = {point.period.code for point in now.points if point.suppressed}
    kept = [
        (code, None if value is None or code in hidden else Decimal(value), suppressed or code in hidden)
        for code, value, suppressed in stored["points"]
    ]
    assert row.frozen_at is not None
    return Chart(
        row,
        stored["name"],
        _points(actor, version, kept),
        clock.day(row.frozen_at, actor.initiative.timezone),
    )


def _points(
    actor: Actor, version: IndicatorVersion, kept: Sequence[tuple[str, Decimal | None, bool]]
) -> tuple[ChartPoint, ...]:
    start = actor.initiative.fiscal_year_start
    return tuple(
        ChartPoint(
            code,
            measured.period_name(parse(code), start),
            value,
            _("hidden (few people)") if suppressed else str(measured.told(version, value)) or "–",
            suppressed,
        )
        for code, value, suppressed in kept
    )
