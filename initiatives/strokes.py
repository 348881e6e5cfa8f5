"""What drawings made on the server are written with. Numbers are text: no language turns their point into a comma."""

import math
from collections.abc import Iterable, Sequence

Pair = tuple[float, float]


def coordinate(value: float) -> str:
    """Return a number as a drawing wants it."""
    return f"{value:.1f}"


def point(x: float, y: float) -> str:
    """Return a point of a path."""
    return f"{coordinate(x)} {coordinate(y)}"


def round_axis(low: float, high: float, steps: int) -> tuple[float, float, float]:
    """Return (low, high, step) of an axis around these values: about so many steps of 1, 2 or 5 by a power of ten."""
    wide = (high - low) or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(wide / steps))
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= wide / steps)
    start = math.floor(low / step) * step
    end = (math.floor(high / step) + 1) * step
    return round(start, 9), round(end, 9), round(step, 9)


def runs(places: Iterable[Pair | None]) -> list[list[Pair]]:
    """Return the places that follow one another, parted where one is missing."""
    found: list[list[Pair]] = [[]]
    for place in places:
        if place is None:
            found.append([])
        else:
            found[-1].append(place)
    return [run for run in found if run]


def stroke(run: Sequence[Pair]) -> str:
    """Return the line through the places as a path; empty for a single one."""
    return "M" + "L".join(point(x, y) for x, y in run) if len(run) > 1 else ""


def strokes(runs: Iterable[Sequence[Pair]]) -> str:
    """Return the lines of all runs as one path."""
    return "".join(map(stroke, runs))


def cut(name: str, most: int) -> str:
    """Return a name in so many letters at most, with an ellipsis where it was cut."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "\u2026"
