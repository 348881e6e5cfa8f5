"""How far a meeting is: the minutes of its points, gone and left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communications.models import AgendaItem

WIDTH, GAP = 1000, 3


@dataclass(frozen=True)
class Part:
    """One point in the bar: where it begins, how wide it is, and how much of it is filled (0 to its width)."""

    start: int
    width: int
    filled: int
    now: bool


@dataclass(frozen=True)
class Progress:
    """How far a meeting is: `number` of the point it is at (0 before the first), minutes `left` by the agenda."""

    parts: tuple[Part, ...]
    number: int
    count: int
    done: int
    left: int


def progress(points: Sequence[AgendaItem], now: datetime) -> Progress:
    """Return how far a meeting is: points that are done fill their part, the one begun as far as its time has gone."""
    whole = sum(point.length for point in points) or 1
    parts, start, left, number, done = [], 0, 0, 0, 0
    for place, point in enumerate(points, 1):
        width = max(1, round(WIDTH * point.length / whole) - GAP)
        gone = 0.0
        current = point.begun_at is not None and point.done_at is None
        if point.done_at is not None:
            gone, done = float(point.length), done + 1
        elif point.begun_at is not None:
            gone = min((now - point.begun_at).total_seconds() / 60, point.length)
            number = place
        left += ceil(point.length - gone)
        parts.append(Part(start, width, round(width * gone / point.length), current))
        start += width + GAP
    return Progress(tuple(parts), number, len(points), done, left)
