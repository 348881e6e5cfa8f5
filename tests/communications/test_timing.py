"""How far a meeting is, by the minutes of its agenda."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from communications.timing import progress

NOW = datetime(2026, 7, 21, 14, 47, tzinfo=UTC)


def point(length: int, begun: int | None = None, done: int | None = None) -> Any:
    """A point of so many minutes, begun and done so many minutes ago."""
    began = NOW - timedelta(minutes=begun) if begun is not None else None
    ended = NOW - timedelta(minutes=done) if done is not None else None
    return SimpleNamespace(length=length, begun_at=began, done_at=ended)


def test_done_points_are_full_and_the_present_one_as_far_as_its_time_has_gone() -> None:
    # 10 of 50 minutes are done, 5 of 20 have gone, 20 are ahead: 15 + 20 are left.
    found = progress([point(10, 30, 20), point(20, 5), point(20)], NOW)

    assert (found.number, found.count, found.done, found.left) == (2, 3, 1, 35)
    # 1000 wide: 200, 400, 400, each 3 narrower for the gap; a quarter of 397 is 99.
    assert [(part.start, part.width, part.filled, part.now) for part in found.parts] == [
        (0, 197, 197, False),
        (200, 397, 99, True),
        (600, 397, 0, False),
    ]


def test_a_point_that_takes_longer_than_planned_is_full_and_leaves_nothing() -> None:
    found = progress([point(10, 25)], NOW)
    assert (found.left, found.parts[0].filled) == (0, found.parts[0].width)


def test_an_empty_agenda_is_nowhere() -> None:
    assert progress([], NOW).parts == ()
