"""What is written and drawn beside the lines: names and figures at their ends, breaks, numbered days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from measurement.charts.colours import EDGE, QUIET, SURFACE
from measurement.periods import Period
from measurement.queries import Point, Series, is_sufficient, told_point

LONGEST_NAME = 18
# Between these parts of the axis a line has ended early: its last figure stands beside the path, not over the line.
ROOM_FROM, ROOM_TO = 0.2, 0.75


def note(x: float, y: float, text: str, **more: Any) -> dict[str, Any]:
    """Return words at a place of the figure, without an arrow."""
    return {"x": x, "y": y, "text": text, "showarrow": False, **more}


def at_end(x: int, y: float, text: str, hue: str) -> dict[str, Any]:
    """Return words to the right of the end of a line; `x` is the place of the period on its axis."""
    return note(x, y, text, xanchor="left", xshift=9, align="left", font={"color": hue})


def push_apart(notes: Sequence[dict[str, Any]], least: float) -> None:
    """Move the names at the ends of lines so that none lies over another."""
    former = None
    for one in sorted(notes, key=lambda one: one["y"]):
        if former is not None and one["y"] - former < least:
            one["y"] = former + least
        former = one["y"]


def reaches_the_end(mine: Mapping[Period, Point], axis: Sequence[Period]) -> bool:
    """Whether the line leads to the last period of the axis, where its name can stand."""
    return axis[-1] in mine and mine[axis[-1]].value is not None


def name_at_end(
    mine: Mapping[Period, Point], axis: Sequence[Period], name: str, hue: str
) -> list[dict[str, Any]]:
    """Return the name of a line where it ends; nothing where it stops earlier."""
    last = mine.get(axis[-1])
    if last is None or last.value is None:
        return []
    text = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return [at_end(len(axis) - 1, float(last.value), text, hue)]


def first_and_last(
    shown: Series, mine: Mapping[Period, Point], axis: Sequence[Period], floor: Decimal
) -> list[dict[str, Any]]:
    """Return the first and the last figure of the one line, written above their points."""
    known = [
        (at, point.value, point)
        for at, point in enumerate(map(mine.get, axis))
        if point is not None and point.value is not None and is_sufficient(point, floor)
    ]
    above = {
        "yanchor": "bottom",
        "yshift": 8,
        "bgcolor": SURFACE,  # the path to the target would strike it through
    }
    ends = dict.fromkeys((*known[:1], *known[-1:]))
    return [
        note(at, float(value), told_point(shown.version, point), xanchor=_anchor(at, axis), **above)
        for at, value, point in ends
    ]


def _anchor(at: int, axis: Sequence[Period]) -> str:
    """Into the drawing where the line begins and where it leaves room; above the point where neither is so."""
    if at == 0 or ROOM_FROM * len(axis) < at + 1 < ROOM_TO * len(axis):
        return "left"
    return "center"


def breaks(
    points: Sequence[Point], axis: Sequence[Period], told: Mapping[int, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a dotted line before the first period of every later definition, and its mark where a note tells of it."""
    lines, marks = [], []
    above = {"yref": "paper", "yanchor": "bottom", "xanchor": "center", "font": {"size": 12, "color": QUIET}}
    for version in sorted({p.version for p in points})[1:]:
        at = axis.index(min(p.period for p in points if p.version == version)) - 0.5
        lines.append(_upright(at, line={"color": EDGE, "width": 1, "dash": "dot"}))
        marks.append(note(at, 1, _("New definition") if told.get(version) else "", **above))
    return lines, marks


def numbered_days(
    days: Sequence[date], axis: Sequence[Period]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a thin line at each day, as far into its period as the day is, and its number at the top.

    Numbers that would lie over one another stand one below the other.
    """
    lines, numbers = [], []
    rows: list[float] = []  # where the last number of each row stands
    framed = {"bgcolor": SURFACE, "bordercolor": EDGE, "borderpad": 2, "font": {"size": 11, "color": QUIET}}
    for number, day in enumerate(days, start=1):
        at = next((at for at, period in enumerate(axis) if period.start <= day <= period.end), None)
        if at is None:
            continue
        period = axis[at]
        where = at - 0.5 + (day - period.start).days / ((period.end - period.start).days + 1)
        row = next((at for at, last in enumerate(rows) if where - last > len(axis) / 16), len(rows))
        rows[row : row + 1] = [where]
        lines.append(_upright(where, layer="below", line={"color": EDGE, "width": 1}, opacity=0.5))
        top = {"yref": "paper", "yanchor": "top", "yshift": -20 * row, "xanchor": "center"}
        numbers.append(note(where, 0.99, str(number), **top, **framed))
    return lines, numbers


def _upright(at: float, **more: Any) -> dict[str, Any]:
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", **more}
