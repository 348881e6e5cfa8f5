"""Drawings of the agenda, made on the server. Coordinates are strings: no language turns their point into a comma."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from agenda.queries import Chart, ChartPoint

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 16.0, 600.0, 30.0, 168.0
MOST_LABELS = 8


@dataclass(frozen=True)
class Dot:
    """A point of a course: where it is, how it is read, and whether its value and period are written there."""

    x: str
    y: str
    display: str
    label: str
    named: bool


@dataclass(frozen=True)
class Course:
    """An indicator's course as a drawing, and the same as rows of a table. `said` tells it in a sentence."""

    chart: Chart
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    said: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def title(self) -> str:
        """What the chart says: its caption, else its figures in a sentence."""
        return self.chart.placed.caption or self.said


def course(chart: Chart) -> Course:
    """Return the drawing of a placed chart: a line from point to point, broken where a figure is missing."""
    points = chart.points
    known = [float(point.value) for point in points if point.value is not None]
    if not known:
        return Course(chart, (), (), sentence(chart))
    low, high = min(known), max(known)
    every = -(-len(points) // MOST_LABELS)
    places: list[tuple[float, float] | None] = []
    dots = []
    for index, point in enumerate(points):
        if point.value is None:
            places.append(None)
            continue
        x = RIGHT if len(points) == 1 else LEFT + (RIGHT - LEFT) * index / (len(points) - 1)
        share = 0.5 if high == low else (float(point.value) - low) / (high - low)
        y = BOTTOM - (BOTTOM - TOP) * share
        places.append((x, y))
        named = (len(points) - 1 - index) % every == 0
        dots.append(Dot(_text(x), _text(y), point.display, point.label, named))
    return Course(chart, tuple(_strokes(places)), tuple(dots), sentence(chart))


def sentence(chart: Chart) -> str:
    """Return the course in a sentence: from where to where."""
    known = [point for point in chart.points if point.value is not None]
    if not known:
        return _("%(name)s: no figure can be shown") % {"name": chart.name}
    first, last = known[0], known[-1]
    if first is last:
        return _("%(name)s: %(now)s in %(then)s") % {
            "name": chart.name,
            "now": last.display,
            "then": last.label,
        }
    return _("%(name)s: from %(was)s in %(since)s to %(now)s in %(then)s") % {
        "name": chart.name,
        "was": first.display,
        "since": first.label,
        "now": last.display,
        "then": last.label,
    }


def _strokes(places: list[tuple[float, float] | None]) -> list[str]:
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return ["M" + "L".join(f"{_text(x)} {_text(y)}" for x, y in run) for run in runs if len(run) > 1]


def _text(value: float) -> str:
    return f"{value:.1f}"


__all__ = ["ChartPoint", "Course", "Dot", "course", "sentence"]
