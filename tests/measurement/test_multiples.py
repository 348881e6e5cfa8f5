"""Small drawings on one scale: coordinates worked out by hand, a gap is no line."""

from decimal import Decimal

from measurement.multiples import Dot, axis_of, multiples
from measurement.periods import Period, parse


def course(**values: object) -> dict[Period, Decimal | None]:
    return {parse(year[1:]): None if v is None else Decimal(str(v)) for year, v in values.items()}


def test_all_courses_share_one_scale_that_begins_at_nought() -> None:
    # 0 lies at 70, the highest of all (50) at 10: 25 at 40. Three periods at 6, 76 and 146.
    low, high, whole = (
        course(y2022=0, y2023=25, y2024=25),
        course(y2022=50, y2023=25),
        course(y2022=25, y2024=50),
    )
    axis = axis_of([low, high, whole])
    assert [period.code for period in axis] == ["2022", "2023", "2024"]
    first, second = multiples([low, high], whole, axis)
    assert first.line == "M6.0 70.0L76.0 40.0L146.0 40.0"
    assert first.dots == (Dot("146.0", "40.0"),)
    assert second.line == "M6.0 10.0L76.0 40.0"
    assert first.ghost == "", "no line is drawn across 2023"


def test_a_hidden_figure_is_a_gap_and_a_lone_one_a_dot() -> None:
    broken = course(y2022=10, y2023=None, y2024=20)
    [drawn] = multiples([broken], {}, axis_of([broken]))
    assert (drawn.line, drawn.dots) == ("", (Dot("6.0", "40.0"), Dot("146.0", "10.0")))


def test_less_than_nought_has_room_and_nothing_known_is_no_drawing() -> None:
    falling = course(y2023=10, y2024=-10)
    [drawn] = multiples([falling], {}, axis_of([falling]))
    assert drawn.line == "M6.0 10.0L146.0 70.0"
    assert axis_of([course(y2023=None)]) == []
    [empty] = multiples([{}], {}, [])
    assert (empty.line, empty.dots) == ("", ())


def test_the_last_twelve_periods_are_drawn() -> None:
    long = {parse(str(year)): Decimal(year) for year in range(2000, 2025)}
    axis = axis_of([long])
    assert (len(axis), axis[0].code, axis[-1].code) == (12, "2013", "2024")
