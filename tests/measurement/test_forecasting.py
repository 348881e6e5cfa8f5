"""Lines of least squares and turned curves, by the numbers of worked example 18."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from measurement.forecasting import Dot, Met, least_squares, turned, within
from measurement.progress import position

D = Decimal
FALLING = {2021: 50, 2022: 48, 2023: 47, 2024: 45, 2025: 44}


def at(year: int) -> Decimal:
    return position(date(year, 12, 31))


def dots(values: Mapping[int, int]) -> list[Dot]:
    return [(at(year), D(value)) for year, value in values.items()]


def test_18_the_line_goes_on_as_it_went() -> None:
    line = least_squares(dots(FALLING))

    assert line is not None
    assert line.slope * 12 == D("-1.5")
    assert [line.at(at(year)) for year in (2026, 2027, 2028)] == [D("42.3"), D("40.8"), D("39.3")]


def test_18_missing_years_count_as_time() -> None:
    line = least_squares(dots({2021: 50, 2023: 47, 2025: 44}))

    assert line is not None and line.at(at(2026)) == D("42.5")


def test_18_the_doubt_is_one_standard_error_of_a_new_figure() -> None:
    """Residuals 0.2, -0.3, 0.2, -0.3, 0.2: s2 = 0.30 / 3; a year ahead s * sqrt(1 + 1/5 + 9/10) = 0.4583."""
    line = least_squares(dots(FALLING))

    assert line is not None and round(line.doubt(at(2026)), 4) == D("0.4583")


def test_18_two_figures_make_no_line() -> None:
    assert least_squares(dots({2021: 50, 2022: 48})) is None
    assert least_squares([(at(2021), D(1))] * 3) is None


def test_18_percentages_stay_within_their_bounds() -> None:
    line = least_squares(dots({2021: 92, 2022: 95, 2023: 98}))

    assert line is not None and line.at(at(2025)) == 104
    assert within(line.at(at(2025)), D(0), D(100)) == 100
    assert within(D(-1), D(0), None) == 0


def met(expected: str, actual: str, tolerance: str = "0.5") -> Met:
    middle = D(expected)
    return Met(middle - D(tolerance), middle, middle + D(tolerance), D(actual))


def test_18_bending_is_better_than_forecast_and_turned_is_twice_and_moving_the_good_way() -> None:
    first, second = met("42.3", "43.5"), met("40.8", "44.5")

    assert turned([], up=True) == ""
    assert turned([first], up=True) == "bending"
    assert turned([first, second], up=True) == "turned"
    assert turned([first, met("40.8", "43.0")], up=True) == "bending"
    assert turned([met("42.3", "42.6")], up=True) == "on_baseline"
    assert turned([met("42.3", "41.0")], up=True) == "worse"


def test_18_signs_flip_where_down_is_good() -> None:
    assert turned([met("42.3", "43.5")], up=False) == "worse"
    assert turned([met("42.3", "41.0"), met("40.8", "40.0")], up=False) == "turned"
