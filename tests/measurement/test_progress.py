"""Paths, progress, status, trends and noise, by the numbers of the worked examples 8, 9 and 10."""

from datetime import date
from decimal import Decimal

import pytest

from measurement.progress import (
    Path,
    Run,
    Thresholds,
    by_rate,
    by_share,
    interval,
    is_clear,
    position,
    resolved,
    share_of_way,
    status,
    trend,
)

D = Decimal
USUAL = Thresholds()


def at(year: int) -> Decimal:
    return position(date(year, 12, 31))


def path(*steps: tuple[int, object], kind: str = "linear") -> Path:
    return Path(tuple((at(year), D(str(value))) for year, value in steps), kind)


READING = path((2022, 40), (2030, 60))


def test_8_a_path_is_linear_in_time_and_passes_through_its_interims() -> None:
    assert READING.at(at(2026)) == 50
    assert path((2022, 40), (2025, 44), (2030, 60)).at(at(2026)) == D("47.2")
    assert (READING.at(at(2020)), READING.at(at(2033))) == (40, 60)


def test_8_a_path_of_constant_rate() -> None:
    assert round(path((2020, 500), (2024, 200), kind="rate").at(at(2022)), 1) == D("316.2")
    assert path((2020, 500), (2024, 200)).at(at(2022)) == 350


def test_8_progress_beside_what_was_expected() -> None:
    found = by_share(READING, at(2026), D(47))

    assert (found.share, found.expected, found.ratio) == (D("0.35"), D("0.5"), D("0.7"))
    assert status(found, USUAL) == "off_track"


@pytest.mark.parametrize(
    ("baseline", "value", "goal", "share"),
    [(500, 380, 200, "0.4"), (40, 62, 60, "1.1"), (500, 540, 200, "-0.13"), (40, 40, 40, None)],
)
def test_8_the_share_of_the_way_has_one_formula(
    baseline: int, value: int, goal: int, share: str | None
) -> None:
    found = share_of_way(D(baseline), D(value), D(goal))

    assert (found if found is None else round(found, 2)) == (share if share is None else D(share))


def test_8_ten_per_cent_are_not_ten_points() -> None:
    assert resolved("relative", D(45), D(10)) == D("49.5")
    assert resolved("points", D(45), D(10)) == 55
    assert resolved("absolute", None, D(60)) == 60
    assert resolved("points", None, D(10)) is None


@pytest.mark.parametrize(
    ("year", "value", "said"),
    [
        (2026, 62, "achieved"),
        (2026, 39, "worse"),
        (2026, 50, "on_track"),
        (2026, 48, "slightly_behind"),
        (2026, "47.9", "off_track"),
        (2022, 45, "too_early"),
    ],
)
def test_9_status_by_the_thresholds(year: int, value: object, said: str) -> None:
    assert status(by_share(READING, at(year), D(str(value))), USUAL) == said


def test_9_the_thresholds_are_the_initiatives() -> None:
    found = by_share(READING, at(2026), D(47))

    assert status(found, Thresholds(D("0.9"), D("0.6"))) == "slightly_behind"
    assert status(found, Thresholds(D("0.7"), D("0.5"))) == "on_track"


def test_9_a_way_without_length_is_not_judged() -> None:
    assert status(by_share(path((2022, 97), (2030, 97)), at(2026), D(96)), USUAL) == ""


def test_the_yearly_rate_against_the_rate_required() -> None:
    """Doubling in one year where a quadrupling in four is asked: 1 against 4 ** (1/4) - 1 = 0.41421356."""
    found = by_rate(path((2020, 1), (2024, 4)), at(2021), D(2))

    assert found.progress is not None and round(found.progress, 6) == D("2.414214")
    assert status(found, USUAL) == "on_track"
    assert by_rate(path((2020, 0), (2024, 4)), at(2021), D(2)).progress is None


def test_10_a_run_counts_the_periods_that_move_one_way() -> None:
    assert trend([D(v) for v in (50, 48, 47, 49, 51, 52)]) == Run(1, 3)
    assert trend([D(50), None, D(49), D(51)]) == Run(1, 1)
    assert trend([D(50), D(51), None]) == Run(0, 0)
    assert trend([D(50), D(51), D(51)]) == Run(0, 1)
    assert trend([]) == Run(0, 0)


def test_10_chance_alone_moves_a_small_sample() -> None:
    low, high = interval(D(90), D(200))

    assert (round(low, 1), round(high, 1)) == (D("38.1"), D("51.9"))
    assert not is_clear((D(90), D(200)), (D(94), D(200)))
    assert is_clear((D(9000), D(20000)), (D(9400), D(20000)))
    assert interval(D(0), D(10)) == (0, 0)


def test_a_day_stands_for_its_period() -> None:
    assert position(date(2030, 1, 1), "yearly") == position(date(2030, 12, 31), "yearly") == 2030 * 12 + 12
    assert position(date(2024, 2, 29)) == 2024 * 12 + 2
    assert position(date(2024, 5, 5), "quarterly") - position(date(2024, 1, 1), "quarterly") == 3
    assert position(date(2024, 7, 1), "yearly", 7) == position(date(2025, 6, 30))
