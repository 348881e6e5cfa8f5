"""Series as figures: gaps, hollow points, breaks, colours that follow the theme."""

import json
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from measurement.charts import axis_told, line_chart
from measurement.models import IndicatorVersion
from measurement.periods import parse
from measurement.queries import Point, Series, Step

YEARLY = IndicatorVersion(
    initiative_id=1,
    kind="ratio",
    decimals=1,
    two_part=True,
    scale=Decimal(100),
    multiplier=Decimal(1),
    direction="up",
)
INDICATOR: Any = SimpleNamespace(name="Reading")


def point(period: str, value: str | None, **more: Any) -> Point:
    given = {
        "group": "total",
        "numerator": None,
        "denominator": None,
        "reported": 1,
        "expected": 1,
        "coverage": Decimal(1),
        "coverage_basis": "count",
        "status": "final",
        "version": 1,
        **more,
    }
    return Point(period=parse(period), value=Decimal(value) if value else None, **given)


SHOWN = Series(INDICATOR, YEARLY, ())


def drawn(*points: Point, names: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    shown = Series(INDICATOR, YEARLY, tuple(points))
    return line_chart(shown, names or {"total": "Total"}, lambda period: period.code, **more)


def test_a_missing_period_is_a_gap_and_never_nought() -> None:
    trace = drawn(point("2021", "40"), point("2023", "45"))["data"][0]
    assert trace["x"] == ["2021", "2022", "2023"]
    assert trace["y"] == [40.0, None, 45.0]
    assert trace["connectgaps"] is False


def test_a_hidden_figure_is_a_gap_that_says_so() -> None:
    trace = drawn(point("2021", "40"), point("2022", None, suppressed=True))["data"][0]
    assert trace["y"] == [40.0, None]
    assert trace["text"][1] == "hidden (few people)"


def test_a_provisional_point_is_hollow() -> None:
    trace = drawn(point("2021", "40"), point("2022", "42", status="provisional"))["data"][0]
    assert trace["marker"]["color"] == ["var(--measurement)", "var(--surface)"]


def test_shares_that_stand_close_together_do_not_begin_at_nought_and_say_so() -> None:
    chart = drawn(point("2021", "52.1"), point("2022", "55.9"))
    assert axis_told(SHOWN, chart) == "The axis starts at 52\u00a0%."
    assert [note["text"] for note in chart["layout"]["annotations"]] == ["52.1\u00a0%", "55.9\u00a0%"]
    assert axis_told(SHOWN, drawn(point("2021", "2"), point("2022", "55.9"))) == ""


def test_names_at_the_ends_of_lines_stand_apart_and_who_left_is_in_the_key() -> None:
    figure = drawn(
        *(point("2022", value, group=group) for group, value in (("a", "50"), ("b", "50.1"))),
        *(point("2021", value, group=group) for group, value in (("a", "10"), ("b", "90"), ("c", "30"))),
        names={"a": "A", "b": "B", "c": "C"},
    )
    heights = {note["text"]: note["y"] for note in figure["layout"]["annotations"]}
    assert set(heights) == {"A", "B"}
    assert heights["B"] - heights["A"] > 5
    assert [trace["showlegend"] for trace in figure["data"]] == [False, False, True]


def test_of_many_quarters_the_years_are_named_once() -> None:
    quarters = [f"{year}-Q{number}" for year in (2022, 2023, 2024) for number in (1, 2, 3, 4)]
    axis = drawn(*(point(quarter, "40") for quarter in quarters))["layout"]["xaxis"]
    assert axis["ticktext"] == ["2022", "2023", "2024"]
    assert axis["tickvals"] == ["2022-Q1", "2023-Q1", "2024-Q1"]


def test_a_year_that_is_nearly_over_is_not_named_over_the_next() -> None:
    months = ["2021-12", *(f"2022-{month:02}" for month in range(1, 13))]
    axis = drawn(*(point(month, "40") for month in months))["layout"]["xaxis"]
    assert axis["ticktext"] == ["2022"]


def test_the_last_figure_stands_beside_its_line_where_the_path_goes_on() -> None:
    way = [Step("total", f"{year}", date(year, 12, 31), Decimal(50), "path") for year in range(2023, 2029)]
    chart = drawn(point("2021", "40"), point("2022", "42"), point("2023", "44"), way=way)
    anchors = {note["text"]: note["xanchor"] for note in chart["layout"]["annotations"]}
    assert anchors["40.0\u00a0%"] == anchors["44.0\u00a0%"] == "left"
    ended = drawn(point("2021", "40"), point("2022", "42"), point("2023", "44"))["layout"]["annotations"]
    assert [note["xanchor"] for note in ended] == ["left", "center"]


def test_no_line_leads_to_a_figure_of_too_few() -> None:
    few = point("2022", "12", coverage=Decimal("0.2"))
    line, apart = drawn(point("2021", "40"), few, floor=Decimal("0.6"))["data"]
    assert line["y"] == [40.0, None]
    assert (apart["mode"], apart["y"]) == ("markers", [None, 12.0])
    assert apart["marker"]["color"][1] == "var(--surface)"


def test_no_line_is_drawn_across_a_break_which_carries_its_note() -> None:
    figure = drawn(
        point("2021", "40"),
        point("2022", "41"),
        point("2023", "55", version=2),
        breaks={2: "The new test"},
    )
    assert [trace["y"] for trace in figure["data"]] == [[40.0, 41.0, None], [None, None, 55.0]]
    assert figure["layout"]["shapes"][0]["x0"] == 1.5
    assert "New definition" in [note["text"] for note in figure["layout"]["annotations"]]


def test_what_happened_is_numbered_where_its_day_lies_in_its_period() -> None:
    layout = drawn(
        point("2021", "40"), point("2022", "42"), marks=[date(2020, 5, 1), date(2021, 7, 2), date(2022, 1, 1)]
    )["layout"]
    numbered = {row["text"]: row["x"] for row in layout["annotations"] if row.get("bordercolor")}
    assert numbered.keys() == {"2", "3"}, "the first lies before the axis"
    assert numbered["2"] == pytest.approx(182 / 365 - 0.5)
    assert numbered["3"] == 0.5
    assert [line["x0"] for line in layout["shapes"]] == list(numbered.values())


def test_numbers_that_would_lie_over_one_another_stand_one_below_the_other() -> None:
    days = [date(2021, 7, 1), date(2021, 7, 2), date(2021, 7, 3), date(2022, 12, 1)]
    layout = drawn(point("2021", "40"), point("2022", "42"), marks=days)["layout"]
    rows = {row["text"]: row["yshift"] for row in layout["annotations"] if row.get("bordercolor")}
    assert rows == {"1": 0, "2": -20, "3": -40, "4": 0}


def test_periods_are_categories_so_that_none_becomes_a_date() -> None:
    figure = drawn(point("2024-01", "40"), point("2024-02", "41"))
    assert figure["layout"]["xaxis"]["type"] == "category"
    assert figure["layout"]["xaxis"]["categoryarray"] == ["2024-01", "2024-02"]
    assert figure["layout"]["xaxis"]["range"] == [-0.4, 1.4], "names beside the lines do not squeeze them"


def test_groups_differ_by_more_than_colour_and_are_named_at_their_end() -> None:
    figure = drawn(
        point("2021", "30", group="a"),
        point("2021", "60", group="b"),
        names={"a": "Low income", "b": "Other"},
    )
    assert [trace["line"]["dash"] for trace in figure["data"]] == ["solid", "dash"]
    assert {note["text"] for note in figure["layout"]["annotations"]} == {"Low income", "Other"}
    assert {note["x"] for note in figure["layout"]["annotations"]} == {0}, "2021 is a name, not a place"


def test_a_figure_is_plain_json_without_a_fixed_colour() -> None:
    text = json.dumps(drawn(point("2021", "40")))
    assert "#" not in text
    assert '"template"' not in text


def test_the_points_of_a_long_course_are_small_so_that_they_do_not_run_into_each_other() -> None:
    few = drawn(point("2021", "40"), point("2022", "45"))["data"][0]
    many = drawn(*(point(str(year), "40") for year in range(2000, 2021)))["data"][0]
    assert (few["marker"]["size"], many["marker"]["size"]) == (9, 5)
