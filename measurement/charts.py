"""Series as figures: rows to a Plotly figure, ready for JSON. Colours are tokens that the page looks up."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from measurement.periods import Period, parse
from measurement.queries import (
    ForecastStep,
    Point,
    Series,
    Step,
    is_sufficient,
    plain,
    told,
    told_point,
    without_holes,
)
from measurement.queries.telling import NO_BREAK

# Plotly takes real colours only; on a page each becomes the token that it stands for, in light and in dark.
TOKENS = {
    "#0a7570": "var(--measurement)",
    "#4446a6": "var(--agenda)",
    "#945700": "var(--activities)",
    "#ac2e62": "var(--communication)",
    "#475868": "var(--backbone)",
    "#6b655b": "var(--ink-3)",
    "#fffefb": "var(--surface)",
    "#867f72": "var(--edge)",
}
HUES = tuple(TOKENS)[:6]
QUIET, SURFACE, EDGE = tuple(TOKENS)[5:]
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
FORECAST = HUES[2]
# The forecast's band lies beneath everything, in either theme.
BAND = "rgba(148, 87, 0, 0.13)"
MOST_GROUPS = len(HUES)
MOST_PERIODS = 400
MOST_TICKS = 8


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

    periods = sorted({p.period for p in shown.points})
    axis = [point.period for point in _every_period(shown.points, periods)]
    known = len(axis)
    axis = _onwards(axis, way, forecast)
    labels = [period_name(period) for period in axis]
    traces, notes = [], []
    ahead = [step.value for step in way] + [v for step in forecast for v in (step.low, step.high)]
    low, high, step = _scale(shown, list(names)[:MOST_GROUPS], ahead)
    onwards, notes_ahead = _ahead(shown, axis, labels, way, forecast)
    traces += [go.Scatter(**trace) for trace in onwards]
    for number, (group, name) in enumerate(list(names.items())[:MOST_GROUPS]):
        mine = {p.period: p for p in shown.points if p.group == group}
        for version in sorted({p.version for p in mine.values()}):
            points = [_of_version(mine.get(period), version) for period in axis]
            enough = [p if p is not None and is_sufficient(p, floor) else None for p in points]
            few = [p if p is not None and not is_sufficient(p, floor) else None for p in points]
            trace = _trace(shown, enough, labels, name, number)
            trace["showlegend"] = (
                len(names) > 1
                and not _reaches_the_end(mine, axis[:known])
                and version == max(p.version for p in mine.values())
            )
            traces.append(go.Scatter(**trace))
            if any(point is not None for point in few):
                traces.append(go.Scatter(**_apart(_trace(shown, few, labels, name, number))))
        if len(names) > 1:
            notes += _end_label(mine, axis[:known], name, HUES[number])
        else:
            notes += _value_labels(shown, mine, axis, floor)
    _push_apart(notes if len(names) > 1 else [], (high - low) / 14)
    shapes, said = _breaks(shown.points, axis, breaks or {})
    lines, numbers = _marks(marks, axis)
    layout = go.Layout(
        xaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": labels,
            "range": [
                -0.4,
                len(labels) - 0.6,
            ],  # a name at the end of a line would squeeze what Plotly measures
            **_ticks(axis, labels),
            "tickangle": 0,
        },
        yaxis={"range": [low, high], "tick0": low, "dtick": step, "ticksuffix": _suffix(shown)},
        showlegend=any(trace.showlegend for trace in traces),
        legend={"orientation": "h", "y": -0.16},
        shapes=[*shapes, *lines],
        annotations=[*notes, *said, *notes_ahead, *numbers],
        margin={"t": 28, "r": 110 if len(names) > 1 or notes_ahead else 28, "b": 44, "l": 56},
    )
    figure = {"data": [trace.to_plotly_json() for trace in traces], "layout": layout.to_plotly_json()}
    drawn: dict[str, Any] = _with_tokens(figure)
    return {**drawn, "separators": _separators()}


def _onwards(axis: Sequence[Period], way: Sequence[Step], forecast: Sequence[ForecastStep]) -> list[Period]:
    """The periods of the figures and on to the end of path and forecast; none where these have no such grid."""
    ends = [parse(step.period).end for step in way if step.period] + [step.period.end for step in forecast]
    found = list(axis)
    while ends and len(found) < MOST_PERIODS and found[-1].end < max(ends):
        found.append(found[-1].next)
    return found


def _ahead(
    shown: Series,
    axis: Sequence[Period],
    labels: Sequence[str],
    way: Sequence[Step],
    forecast: Sequence[ForecastStep],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The lines that lead on, the band first so that it lies beneath; and what is written at their ends."""
    names = {period.code: label for period, label in zip(axis, labels, strict=True)}
    steps = [step for step in way if step.period in names]
    ahead = [step for step in forecast if step.period.code in names]
    lines: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    if ahead:
        where = [names[step.period.code] for step in ahead]
        edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False, "x": where}
        lines.append({**edge, "y": [float(step.low) for step in ahead]})
        lines.append(
            {**edge, "y": [float(step.high) for step in ahead], "fill": "tonexty", "fillcolor": BAND}
        )
        values = [step.expected for step in ahead]
        lines.append(_line(shown, where, values, _("Forecast"), FORECAST, "dot"))
        notes.append(_said_at(shown, axis, ahead[-1].period.code, values[-1], _("Forecast %s"), FORECAST))
    if len(steps) > 1:
        where = [names[step.period] for step in steps]
        lines.append(
            _line(shown, where, [step.value for step in steps], _("Path to the target"), QUIET, "dash")
        )
    if steps:
        notes.append(_said_at(shown, axis, steps[-1].period, steps[-1].value, _("Target %s"), QUIET))
    marked = [step for step in steps if step.kind != "path"]
    if marked:
        lines.append(
            {
                **_line(
                    shown,
                    [names[s.period] for s in marked],
                    [s.value for s in marked],
                    _("Target"),
                    QUIET,
                    "",
                ),
                "mode": "markers",
                "marker": {"size": 8, "color": SURFACE, "line": {"color": QUIET, "width": 2}},
            }
        )
    _push_apart(notes, _spread(way, forecast) / 10)
    return lines, notes


def _spread(way: Sequence[Step], forecast: Sequence[ForecastStep]) -> float:
    values = [float(step.value) for step in way] + [float(step.expected) for step in forecast]
    return (max(values) - min(values)) if values else 0.0


def _line(
    shown: Series, where: Sequence[str], values: Sequence[Decimal], name: str, hue: str, dash: str
) -> dict[str, Any]:
    return {
        "mode": "lines",
        "name": name,
        "x": list(where),
        "y": [float(value) for value in values],
        "text": [str(told(shown.version, value)) for value in values],
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
        "showlegend": False,
        "cliponaxis": False,
        "line": {"color": hue, "width": 2, "dash": dash or "solid"},
    }


def _said_at(
    shown: Series, axis: Sequence[Period], code: str, value: Decimal, words: str, hue: str
) -> dict[str, Any]:
    return {
        "x": [period.code for period in axis].index(code),
        "y": float(value),
        "text": words % told(shown.version, value),
        "xanchor": "left",
        "xshift": 9,
        "showarrow": False,
        "font": {"color": hue},
    }


def axis_told(shown: Series, chart: Mapping[str, Any]) -> str:
    """Return where the value axis of a figure of `line_chart` begins, when not at 0: a small step looks large then."""
    start = Decimal(str(chart["layout"]["yaxis"]["range"][0]))
    if not start:
        return ""
    places = max(0, -int(start.normalize().as_tuple().exponent))
    figure = plain(start, places)
    return _("The axis starts at %s.") % (f"{figure}{NO_BREAK}%" if _suffix(shown) else figure)


def _scale(shown: Series, groups: Sequence[str], ahead: Sequence[Decimal] = ()) -> tuple[float, float, float]:
    """Return (low, high, step) of the value axis: from 0, except where shares stand close together."""
    numbers = [float(p.value) for p in shown.points if p.value is not None and p.group in groups]
    numbers = [*numbers, *map(float, ahead)] or [0.0, 1.0]
    low, high = min(numbers), max(numbers)
    if low >= 0 and not shown.version.two_part:
        low = 0.0
    wide = (high - low) or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(wide / 5))
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= wide / 5)
    start = math.floor(low / step) * step
    end = (math.floor(high / step) + 1) * step
    return round(start, 9), round(end, 9), round(step, 9)


def _ticks(axis: Sequence[Period], labels: Sequence[str]) -> dict[str, Any]:
    """Name every period while they are few; else the years, each once; else as many as can be read."""
    if len(labels) <= MOST_TICKS:
        return {}
    years = [at for at, period in enumerate(axis) if at == 0 or period.start.year != axis[at - 1].start.year]
    by_year = 1 < len(years) < len(axis)
    places = years if by_year else list(range(len(axis)))
    places = places[:: -(-len(places) // MOST_TICKS)]
    named = [str(axis[at].start.year) if by_year else labels[at] for at in places]
    return {"tickmode": "array", "tickvals": [labels[at] for at in places], "ticktext": named}


def _reaches_the_end(mine: Mapping[Period, Point], axis: Sequence[Period]) -> bool:
    return axis[-1] in mine and mine[axis[-1]].value is not None


def _value_labels(
    shown: Series, mine: Mapping[Period, Point], axis: Sequence[Period], floor: Decimal
) -> list[dict[str, Any]]:
    """The first and the last figure of the one line, written above their points."""
    known = [
        (at, mine[period])
        for at, period in enumerate(axis)
        if period in mine and mine[period].value is not None and is_sufficient(mine[period], floor)
    ]
    return [
        {
            "x": at,
            "y": _number(point.value),
            "text": told_point(shown.version, point),
            "xanchor": "center",
            "yanchor": "bottom",
            "yshift": 8,
            "showarrow": False,
            "bgcolor": SURFACE,  # the path to the target would strike it through
        }
        for at, point in dict((*known[:1], *known[-1:])).items()
    ]


def _push_apart(notes: list[dict[str, Any]], least: float) -> None:
    """Move the names at the ends of lines so that none lies over another."""
    former = None
    for note in sorted(notes, key=lambda note: note["y"]):
        if former is not None and note["y"] - former < least:
            note["y"] = former + least
        former = note["y"]


def _with_tokens(value: Any) -> Any:
    if isinstance(value, str):
        return TOKENS.get(value, value)
    if isinstance(value, Mapping):
        return {key: _with_tokens(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_with_tokens(inner) for inner in value]
    return value


def _every_period(points: Sequence[Point], periods: Sequence[Period]) -> list[Any]:
    """One stand-in per period from the first to the last, so that what is missing is a gap."""
    first = {period: next(p for p in points if p.period == period) for period in periods}
    filled = without_holes(list(first.values()))
    known: list[Any] = []
    for point in filled:
        if point is None:
            known.append(_Gap(known[-1].period.next))
        else:
            known.append(point)
    return known


class _Gap:
    """A period of which nothing is known."""

    def __init__(self, period: Period) -> None:
        self.period = period


def _of_version(point: Point | None, version: int) -> Point | None:
    return point if point is not None and point.version == version else None


def _trace(
    shown: Series, points: Sequence[Point | None], labels: Sequence[str], name: str, number: int
) -> dict[str, Any]:
    hue = HUES[number]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": list(labels),
        "y": [_number(point.value) if point is not None else None for point in points],
        "text": [told_point(shown.version, point) if point is not None else "" for point in points],
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": hue, "width": 2.5, "dash": DASHES[number]},
        "marker": {
            "size": 9,
            "color": [SURFACE if _is_hollow(point) else hue for point in points],
            "line": {"color": hue, "width": 2},
        },
    }


def _apart(trace: dict[str, Any]) -> dict[str, Any]:
    """The trace as points that no line leads to, all of them hollow."""
    marker = {**trace["marker"], "color": [SURFACE] * len(trace["x"])}
    return {**trace, "mode": "markers", "marker": marker}


def _is_hollow(point: Point | None) -> bool:
    return point is not None and point.status == "provisional"


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _end_label(
    mine: Mapping[Period, Point], axis: Sequence[Period], name: str, hue: str
) -> list[dict[str, Any]]:
    known = [
        (at, mine[period].value)
        for at, period in enumerate(axis)
        if period in mine and mine[period].value is not None
    ]
    if not known or known[-1][0] != len(axis) - 1:
        return []
    at, value = known[-1]  # the place of the category: its name might be read as a number, such as 2025
    return [
        {
            "x": at,
            "y": _number(value),
            "text": name if len(name) <= 18 else f"{name[:17]}…",
            "xanchor": "left",
            "xshift": 9,
            "showarrow": False,
            "font": {"color": hue},
        }
    ]


def _breaks(
    points: Sequence[Point], axis: Sequence[Period], notes: Mapping[int, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A dotted line before the first period of every later definition, marked where a note tells of it."""
    shapes, said = [], []
    for version in sorted({p.version for p in points})[1:]:
        first = min(p.period for p in points if p.version == version)
        at = axis.index(first) - 0.5
        shapes.append(
            {
                "type": "line",
                "x0": at,
                "x1": at,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": EDGE, "width": 1, "dash": "dot"},
            }
        )
        note = _("New definition") if notes.get(version) else ""
        said.append(
            {
                "x": at,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "xanchor": "center",
                "text": note,
                "showarrow": False,
                "font": {"size": 12, "color": QUIET},
            }
        )
    return shapes, said


def _marks(
    marks: Sequence[date], axis: Sequence[Period]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A thin line at each day, as far into its period as the day is, with its number at the top.

    Numbers that would lie over one another stand one below the other.
    """
    lines, numbers = [], []
    rows: list[float] = []  # where the last number of each row stands
    for number, day in enumerate(marks, start=1):
        at = next((at for at, period in enumerate(axis) if period.start <= day <= period.end), None)
        if at is None:
            continue
        period = axis[at]
        where = at - 0.5 + (day - period.start).days / ((period.end - period.start).days + 1)
        row = next((at for at, last in enumerate(rows) if where - last > len(axis) / 16), len(rows))
        rows[row : row + 1] = [where]
        line = {"color": EDGE, "width": 1}
        over = {"x0": where, "x1": where, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
        lines.append({"type": "line", **over, "line": line, "opacity": 0.5})
        numbers.append(
            {
                "x": where,
                "y": 0.99,
                "yref": "paper",
                "yanchor": "top",
                "yshift": -20 * row,
                "xanchor": "center",
                "text": str(number),
                "showarrow": False,
                "bgcolor": SURFACE,
                "bordercolor": EDGE,
                "borderpad": 2,
                "font": {"size": 11, "color": QUIET},
            }
        )
    return lines, numbers


def _suffix(shown: Series) -> str:
    return " %" if told(shown.version, Decimal(1)).unit == "%" else ""


def _separators() -> str:
    """The reader's decimal sign and thousands sign, as Plotly wants them."""
    return str(get_format("DECIMAL_SEPARATOR"))[:1] + (str(get_format("THOUSAND_SEPARATOR"))[:1] or " ")
