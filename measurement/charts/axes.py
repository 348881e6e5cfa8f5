"""The two axes of a figure: which periods, named how; from where to where, in which steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from initiatives.strokes import round_axis
from measurement.periods import Period, parse
from measurement.queries import ForecastStep, Series, Step, plain, told
from measurement.queries.telling import NO_BREAK

if TYPE_CHECKING:
    from measurement.models import IndicatorVersion

MOST_PERIODS = 400
MOST_TICKS = 8


def every_period(periods: Iterable[Period]) -> list[Period]:
    """Return these periods in order and those between them, so that what is missing is a gap."""
    axis: list[Period] = []
    for period in sorted(set(periods)):
        while axis and axis[-1].next.end < period.start:
            axis.append(axis[-1].next)
        axis.append(period)
    return axis


def onwards(axis: Sequence[Period], way: Sequence[Step], forecast: Sequence[ForecastStep]) -> list[Period]:
    """Return the periods and those after them to the end of path and forecast, as far as these name periods."""
    ends = [parse(step.period).end for step in way if step.period] + [step.period.end for step in forecast]
    found = list(axis)
    while ends and len(found) < MOST_PERIODS and found[-1].end < max(ends):
        found.append(found[-1].next)
    return found


def of_periods(axis: Sequence[Period], labels: Sequence[str]) -> dict[str, Any]:
    """Return the layout of the axis of time."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": labels,
        # A name at the end of a line would squeeze what Plotly measures.
        "range": [-0.4, len(labels) - 0.6],
        "tickangle": 0,
        **_ticks(axis, labels),
    }


def _ticks(axis: Sequence[Period], labels: Sequence[str]) -> dict[str, Any]:
    """Name every period while they are few; else the years, each once; else as many as can be read."""
    if len(labels) <= MOST_TICKS:
        return {}
    years = [at for at, period in enumerate(axis) if at == 0 or period.start.year != axis[at - 1].start.year]
    by_year = 1 < len(years) < len(axis)
    if by_year and years[1] * MOST_TICKS < len(axis):
        years = years[1:]  # the name of a year that is nearly over would lie over the next
    places = years if by_year else list(range(len(axis)))
    places = places[:: -(-len(places) // MOST_TICKS)]
    named = [str(axis[at].start.year) if by_year else labels[at] for at in places]
    return {"tickmode": "array", "tickvals": [labels[at] for at in places], "ticktext": named}


def scale(shown: Series, groups: Sequence[str], ahead: Sequence[Decimal] = ()) -> tuple[float, float, float]:
    """Return (low, high, step) of the value axis: from 0, except where shares stand close together."""
    numbers = [float(p.value) for p in shown.points if p.value is not None and p.group in groups]
    return scale_of(shown.version, [*numbers, *map(float, ahead)])


def scale_of(version: IndicatorVersion, numbers: Sequence[float]) -> tuple[float, float, float]:
    """Return (low, high, step) of the value axis for these numbers of one definition."""
    low, high = (min(numbers), max(numbers)) if numbers else (0.0, 1.0)
    if low >= 0 and not version.two_part:
        low = 0.0
    return round_axis(low, high, steps=5)


def axis_told(shown: Series, chart: Mapping[str, Any]) -> str:
    """Return where the value axis of a figure of `line_chart` begins, when not at 0: a small step looks large then."""
    return start_told(shown.version, chart["layout"]["yaxis"]["range"][0])


def start_told(version: IndicatorVersion, low: float) -> str:
    """Return where a value axis begins, in a sentence; empty where it begins at 0."""
    start = Decimal(str(low))
    if not start:
        return ""
    places = max(0, -int(start.normalize().as_tuple().exponent))
    figure = plain(start, places)
    return _("The axis starts at %s.") % (f"{figure}{NO_BREAK}%" if suffix(version) else figure)


def suffix(version: IndicatorVersion) -> str:
    """Return what stands behind each number of the value axis."""
    return " %" if told(version, Decimal(1)).unit == "%" else ""


def separators() -> str:
    """Return the reader's decimal sign and thousands sign, as Plotly wants them."""
    return str(get_format("DECIMAL_SEPARATOR"))[:1] + (str(get_format("THOUSAND_SEPARATOR"))[:1] or " ")
