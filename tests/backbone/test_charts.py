"""Drawings made on the server."""

from decimal import Decimal

import pytest

from backbone.charts import gap_chart
from backbone.queries.gaps import GapCourse, GapStep


def course(*pairs: tuple[int, int]) -> GapCourse:
    steps = tuple(
        GapStep(str(2021 + n), Decimal(one), Decimal(other), Decimal(other - one), f"{other - one} points")
        for n, (one, other) in enumerate(pairs)
    )
    return GapCourse(None, None, "Low-income families", "Other families", steps, Decimal(14), "14", "2030")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pairs", "longest"),
    # The axis goes from 30 to 60 over 306 pixels: 24 points are 245 apart, 12 are 122, which is 17 letters, 4 are 41.
    [([(32, 56)], 22), ([(32, 44), (33, 56)], 17), ([(32, 36), (33, 56)], 6)],
)
def test_the_names_of_two_groups_never_run_into_each_other(
    pairs: list[tuple[int, int]], longest: int
) -> None:
    drawn = gap_chart(course(*pairs))
    assert drawn is not None
    assert drawn.longest == longest


def test_a_gap_that_nobody_sees_is_not_drawn() -> None:
    assert gap_chart(course()) is None
