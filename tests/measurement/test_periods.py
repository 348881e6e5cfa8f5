"""Periods: one code for each pair of dates, no gap between neighbours, and what spreadsheets call them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurement.periods import Period, PeriodError, between, label, name, of, parse
from measurement.periods_meant import parse_loose

GRIDS = ["weekly", "monthly", "quarterly", "half_yearly", "yearly", "school_year"]
days = st.dates(min_value=date(1902, 1, 1), max_value=date(2198, 12, 31))
on_grid = st.builds(of, days, st.sampled_from(GRIDS), st.integers(1, 12))
# Their neighbours, as long as they are, lie within the years that there are, too.
of_any_length = st.builds(
    lambda start, length: Period.from_dates(start, start + timedelta(days=length)),
    st.dates(min_value=date(1905, 1, 1), max_value=date(2195, 12, 31)),
    st.integers(0, 800),
)
periods = st.one_of(on_grid, of_any_length)


@given(periods)
def test_code_and_dates_give_one_another(period: Period) -> None:
    read = parse(period.code)
    assert read == period
    assert (read.start, read.end) == (period.start, period.end)
    assert Period.from_dates(period.start, period.end).code == period.code


@given(periods, periods)
def test_different_dates_have_different_codes(one: Period, other: Period) -> None:
    assert (one == other) == (one.code == other.code)


@given(periods)
def test_neighbours_touch(period: Period) -> None:
    assert period.next.previous == period
    assert period.previous.next == period
    assert period.next.start - period.end == timedelta(days=1)
    assert period.next.cadence == period.cadence


@given(days, st.integers(0, 900), st.sampled_from(GRIDS), st.integers(1, 12))
def test_periods_tile_time(first: date, length: int, cadence: str, year_start: int) -> None:
    last = first + timedelta(days=length)
    found = between(cadence, first, last, year_start)
    assert found[0].contains(first)
    assert found[-1].contains(last)
    for earlier, later in zip(found, found[1:], strict=False):
        assert later.start - earlier.end == timedelta(days=1)


@pytest.mark.parametrize(
    ("code", "start", "end", "cadence"),
    [
        ("2024", (2024, 1, 1), (2024, 12, 31), "yearly"),
        ("2024-H2", (2024, 7, 1), (2024, 12, 31), "half_yearly"),
        ("2024-Q1", (2024, 1, 1), (2024, 3, 31), "quarterly"),
        ("2024-02", (2024, 2, 1), (2024, 2, 29), "monthly"),
        ("2024-W07", (2024, 2, 12), (2024, 2, 18), "weekly"),
        ("2020-W53", (2020, 12, 28), (2021, 1, 3), "weekly"),
        ("SY2024-25", (2024, 8, 1), (2025, 7, 31), "school_year"),
        ("SY1999-00", (1999, 8, 1), (2000, 7, 31), "school_year"),
        ("2024-01-01/2024-04-15", (2024, 1, 1), (2024, 4, 15), "custom"),
        ("2018-04-01/2019-03-31", (2018, 4, 1), (2019, 3, 31), "yearly"),
    ],
)
def test_codes(code: str, start: tuple[int, int, int], end: tuple[int, int, int], cadence: str) -> None:
    period = parse(code)
    assert (period.start, period.end, period.cadence) == (date(*start), date(*end), cadence)
    assert period.code == code


@pytest.mark.parametrize(
    "code",
    [
        "",
        "24",
        "2024-Q5",
        "2024-13",
        "2024-W54",
        "2023-W53",
        "SY2024-26",
        "1899",
        "2201",
        "2024-01-01/2024-01-31",  # has a shorter code
        "2024-04-15/2024-01-01",
        "2024-02-30/2024-03-01",
        "٢٠٢٤",
        "2024-q1",
        "2024\n",
        pytest.param("2" * 5000, id="very long"),
    ],
)
def test_what_is_no_code(code: str) -> None:
    with pytest.raises(PeriodError):
        parse(code)


def test_a_period_is_its_dates_however_asked_for() -> None:
    asked = Period(date(2024, 1, 1), date(2024, 3, 31), "custom")
    assert asked == parse("2024-Q1")
    assert hash(asked) == hash(parse("2024-Q1"))
    with pytest.raises(PeriodError):
        Period(date(2024, 2, 1), date(2024, 4, 30), "quarterly")


def test_fiscal_start_changes_years_only() -> None:
    day = date(2019, 2, 14)
    assert of(day, "yearly", 4).code == "2018-04-01/2019-03-31"
    assert of(day, "quarterly", 4).code == "2019-Q1"
    assert of(day, "school_year", 9).start == date(2018, 9, 1)
    assert [q.code for q in of(day, "yearly", 4).children("quarterly")] == [
        "2018-Q2",
        "2018-Q3",
        "2018-Q4",
        "2019-Q1",
    ]


def test_example_20_a_term_across_two_quarters_lies_in_neither() -> None:
    term = parse("2024-09-01/2024-12-31")
    assert term.coarser("quarterly") is None
    assert term.coarser("yearly") == parse("2024")
    assert parse("2024-02").coarser("quarterly") == parse("2024-Q1")
    assert parse("2024-W01").coarser("monthly") == parse("2024-01")
    assert parse("2024-W05").coarser("monthly") is None
    assert [p.code for p in parse("2024-Q1").children("monthly")] == ["2024-01", "2024-02", "2024-03"]
    assert parse("2024-Q1").children("weekly")[0].code == "2024-W01"
    assert parse("2024-02").children("yearly") == []


def test_the_reserved_years_end() -> None:
    with pytest.raises(PeriodError):
        _ = parse("2200").next
    with pytest.raises(PeriodError):
        _ = parse("1900-01").previous


def test_labels() -> None:
    assert label(parse("2024-Q1")) == "2024 Q1"
    assert label(parse("2019-Q1"), 4) == "2018/19 Q4"
    assert label(parse("2018-Q2"), 4) == "2018/19 Q1"
    assert label(parse("2018-04-01/2019-03-31"), 4) == "2018/19"
    assert label(parse("SY2024-25")) == "2024/25"
    assert label(parse("2024")) == "2024"
    assert label(parse("2024-03")) == "2024-03"
    assert name(parse("2024-03")) == "March 2024"
    assert name(parse("2024-W07")) == "Week 7 of 2024"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-Q1", "2024-Q1"),
        ("2024-q1", "2024-Q1"),
        ("Q1 2024", "2024-Q1"),
        ("2024 Q1", "2024-Q1"),
        ("2024Q1", "2024-Q1"),
        ("Quarter 3, 2024", "2024-Q3"),
        ("H2 2024", "2024-H2"),
        ("Jan 2024", "2024-01"),
        ("Jan-24", "2024-01"),
        ("Sept. 2023", "2023-09"),
        ("March 2024", "2024-03"),
        ("marzo 2024", "2024-03"),
        ("2024M03", "2024-03"),
        ("202403", "2024-03"),
        ("03/2024", "2024-03"),
        ("2024/3", "2024-03"),
        ("Jan-Mar 2024", "2024-Q1"),
        ("Week 7 2024", "2024-W07"),
        ("2024/25", "SY2024-25"),
        ("2024-2025", "SY2024-25"),
        ("SY 2024-25", "SY2024-25"),
        ("School year 2024/2025", "SY2024-25"),
        ("2024-01-01 to 2024-04-15", "2024-01-01/2024-04-15"),
        (2024, "2024"),
        (202403, "2024-03"),
        (2024.0, "2024"),
        (date(2024, 3, 1), "2024-03"),
        (datetime(2024, 3, 1, 0, 0), "2024-03"),
        ("2024-03-01 00:00:00", "2024-03"),
        ("2011-12", "2011-12"),
    ],
)
def test_what_spreadsheets_call_a_period(text: object, code: str) -> None:
    meant = parse_loose(text)
    assert meant is not None
    assert meant.code == code


def test_conventions_settle_what_is_meant() -> None:
    def code(text: object, cadence: str | None = None, year_start: int = 1) -> str | None:
        meant = parse_loose(text, cadence, year_start)
        return None if meant is None else meant.code

    assert code("2018-19 Q4", year_start=4) == "2019-Q1"
    assert code("Q1 2018/19", year_start=4) == "2018-Q2"
    assert code("2018-19 Q4") is None
    assert code("2018-20 Q4", year_start=4) is None
    assert code("2018-19", year_start=4) == "2018-04-01/2019-03-31"
    assert code("FY2018-19", year_start=4) == "2018-04-01/2019-03-31"
    assert code("2011-12", "school_year") == "SY2011-12"
    assert code("2011-12", "yearly", 4) == "2011-04-01/2012-03-31"
    assert code(date(2024, 3, 1), "quarterly") == "2024-Q1"
    assert code(date(2024, 3, 1), "yearly", 4) == "2023-04-01/2024-03-31"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Total",
        "12",
        "2024 total",
        "Mon 2024",
        "2018-20",
        True,
        None,
        45000,
        float("inf"),
        float("nan"),
        "x" * 999,
    ],
)
def test_what_cannot_be_told(text: object) -> None:
    assert parse_loose(text) is None


@given(st.one_of(st.text(max_size=70), st.floats(), st.integers(), st.dates(), st.datetimes()))
def test_anything_may_stand_in_a_cell(cell: object) -> None:
    meant = parse_loose(cell)
    assert meant is None or parse(meant.code) == meant
