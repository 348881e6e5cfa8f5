"""What leads on from the last figure: the dashed path to the target, the dotted frozen forecast with its band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from measurement.charts.colours import BAND, FORECAST, QUIET, SURFACE
from measurement.charts.notes import at_end, push_apart
from measurement.periods import Period
from measurement.queries import ForecastStep, Series, Step, told


def ahead(
    shown: Series,
    axis: Sequence[Period],
    labels: Sequence[str],
    way: Sequence[Step],
    forecast: Sequence[ForecastStep],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the lines that lead on, the band first so that it lies beneath; and what is written at their ends."""
    names = {period.code: label for period, label in zip(axis, labels, strict=True)}
    places = {period.code: place for place, period in enumerate(axis)}
    steps = [step for step in way if step.period in names]
    expected = [step for step in forecast if step.period.code in names]
    lines, notes = [], []
    if expected:
        last = expected[-1]
        said = _("Forecast %s") % _on_a_line(shown, last.expected)
        lines += _forecast(shown, names, expected)
        notes.append(at_end(places[last.period.code], float(last.expected), said, FORECAST))
    if steps:
        said = _("Target %s") % _on_a_line(shown, steps[-1].value)
        lines += _path(shown, names, steps)
        notes.append(at_end(places[steps[-1].period], float(steps[-1].value), said, QUIET))
    push_apart(notes, _spread(way, forecast) / 6)
    return lines, notes


def _on_a_line(shown: Series, value: Decimal) -> str:
    """The figure on a line of its own: beside its word it would run out of a narrow drawing."""
    return f"<br>{told(shown.version, value)}"


def _forecast(
    shown: Series, names: Mapping[str, str], expected: Sequence[ForecastStep]
) -> list[dict[str, Any]]:
    where = [names[step.period.code] for step in expected]
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False, "x": where}
    return [
        {**edge, "y": [float(step.low) for step in expected]},
        {**edge, "y": [float(step.high) for step in expected], "fill": "tonexty", "fillcolor": BAND},
        _line(shown, where, [step.expected for step in expected], _("Forecast"), FORECAST, "dot"),
    ]


def _path(shown: Series, names: Mapping[str, str], steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The path where it has more than one step, and a ring for each target that was set rather than reckoned."""
    lines = []
    if len(steps) > 1:
        where = [names[step.period] for step in steps]
        lines.append(
            _line(shown, where, [step.value for step in steps], _("Path to the target"), QUIET, "dash")
        )
    marked = [step for step in steps if step.kind != "path"]
    if marked:
        where = [names[step.period] for step in marked]
        ring = {"size": 8, "color": SURFACE, "line": {"color": QUIET, "width": 2}}
        line = _line(shown, where, [step.value for step in marked], _("Target"), QUIET, "solid")
        lines.append({**line, "mode": "markers", "marker": ring})
    return lines


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
        "line": {"color": hue, "width": 2, "dash": dash},
    }


def _spread(way: Sequence[Step], forecast: Sequence[ForecastStep]) -> float:
    values = [float(step.value) for step in way] + [float(step.expected) for step in forecast]
    return (max(values) - min(values)) if values else 0.0
