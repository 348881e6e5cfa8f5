"""The line chart of an indicator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from measurement.charts import axes, notes
from measurement.charts.ahead import ahead
from measurement.charts.colours import HUES, SURFACE, with_tokens
from measurement.periods import Period
from measurement.queries import ForecastStep, Point, Series, Step, is_sufficient, told_point

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
MOST_GROUPS = len(HUES)
# Of more periods than these the points would run into each other on a phone.
CROWDED = 20


def line_chart(
    shown: Series,
    names: Mapping[str, str],
    period_name: Callable[[Period], str],
    *,
    breaks: Mapping[int, str] | None = None,
    floor: Decimal = Decimal(0),
    way: Sequence[Step] = (),
    forecast: Sequence[ForecastStep] = (),
    marks: Sequence[date] = (),
) -> dict[str, Any]:
    """Return {data, layout, separators}: one line per group and definition, over categories of periods.

    `names` gives the groups to draw, in order, with their labels; `breaks` a note per version that begins one.
    A missing or hidden figure is a gap; a provisional one is hollow; no line is drawn across a break. A figure for
    which too few reported (coverage below `floor`) is a hollow point beside the line, which does not lead to it.
    `way` is the dashed path to the target, `forecast` the dotted frozen one with its band; the axis goes on to their
    end. `marks` are the days on which something happened: numbered from 1, where they lie on the axis.
    """
    from plotly import graph_objects as go  # costs a third of a second, and only chart pages need it

    groups = dict(list(names.items())[:MOST_GROUPS])
    known = axes.every_period(point.period for point in shown.points)
    axis = axes.onwards(known, way, forecast)
    labels = [period_name(period) for period in axis]
    leading_on, ends = ahead(shown, axis, labels, way, forecast)
    reached = [step.value for step in way] + [v for step in forecast for v in (step.low, step.high)]
    low, high, step = axes.scale(shown, list(groups), reached)
    lines, said = _of_groups(shown, groups, axis, labels, floor, len(known))
    if len(names) > 1:
        notes.push_apart(said, (high - low) / 14)
    dotted, new = notes.breaks(shown.points, axis, breaks or {})
    thin, numbers = notes.numbered_days(marks, axis)
    layout = go.Layout(
        xaxis=axes.of_periods(axis, labels),
        yaxis={"range": [low, high], "tick0": low, "dtick": step, "ticksuffix": axes.suffix(shown.version)},
        showlegend=any(line.get("showlegend") for line in lines),
        legend={"orientation": "h", "y": -0.16},
        shapes=[*dotted, *thin],
        annotations=[*said, *new, *ends, *numbers],
        margin={"t": 28, "r": 110 if len(names) > 1 or ends else 28, "b": 44, "l": 56},
    )
    traces = [go.Scatter(**trace).to_plotly_json() for trace in (*leading_on, *lines)]
    drawn: dict[str, Any] = with_tokens({"data": traces, "layout": layout.to_plotly_json()})
    return {**drawn, "separators": axes.separators()}


def _of_groups(
    shown: Series,
    groups: Mapping[str, str],
    axis: Sequence[Period],
    labels: Sequence[str],
    floor: Decimal,
    known: int,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The lines of each group, and the words at them; the first `known` periods of the axis have figures."""
    lines: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    for number, (group, name) in enumerate(groups.items()):
        mine = {point.period: point for point in shown.points if point.group == group}
        versions = sorted({point.version for point in mine.values()})
        # A line that ends early has no room for its name: it stands in the legend instead, once.
        early = len(groups) > 1 and not notes.reaches_the_end(mine, axis[:known])
        for version in versions:
            points = [_of_version(mine.get(period), version) for period in axis]
            line = _trace(shown, _within(points, floor), labels, name, number)
            lines.append({**line, "showlegend": early and version == versions[-1]})
            few = _within(points, floor, sufficient=False)
            if any(few):
                lines.append(_apart(_trace(shown, few, labels, name, number)))
        if len(groups) > 1:
            said += notes.name_at_end(mine, axis[:known], name, HUES[number])
        else:
            said += notes.first_and_last(shown, mine, axis, floor)
    return lines, said


def _of_version(point: Point | None, version: int) -> Point | None:
    return point if point is not None and point.version == version else None


def _within(points: Sequence[Point | None], floor: Decimal, *, sufficient: bool = True) -> list[Point | None]:
    """The points for which enough reported (or too few), and gaps in place of the others."""
    return [p if p is not None and is_sufficient(p, floor) == sufficient else None for p in points]


def _trace(
    shown: Series, points: Sequence[Point | None], labels: Sequence[str], name: str, number: int
) -> dict[str, Any]:
    hue = HUES[number]
    return {
        "mode": "lines+markers",
        "name": name,
        "x": list(labels),
        "y": [None if point is None or point.value is None else float(point.value) for point in points],
        "text": [told_point(shown.version, point) if point is not None else "" for point in points],
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": hue, "width": 2.5, "dash": DASHES[number]},
        "marker": {
            "size": 9 if len(labels) <= CROWDED else 5,
            "color": [SURFACE if point and point.status == "provisional" else hue for point in points],
            "line": {"color": hue, "width": 2},
        },
    }


def _apart(trace: dict[str, Any]) -> dict[str, Any]:
    """The trace as points that no line leads to, all of them hollow."""
    marker = {**trace["marker"], "color": [SURFACE] * len(trace["x"])}
    return {**trace, "mode": "markers", "marker": marker}
