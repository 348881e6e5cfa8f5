"""Pointing at a cell says where something stands."""

from dataclasses import replace
from typing import Any

import pytest

from measurement.imports.mapping import Layout
from measurement.imports.pointing import Nowhere, point, point_at_sheets

ROWS: list[list[Any]] = [
    ["Return of Harbor Youth"],
    [],
    ["What", "Site", 2022, 2023, "Total"],
    ["Housed", "East", 12, 15, 27],
    ["Trained", "East", 40, 44, 84],
    ["West"],
    ["Housed", "West", 7, 9, 16],
]
PLAIN = Layout(first=3, last=3, labels=("What", "Site", "2022", "2023", "Total"), period_from="constant")


def at(sought: str, cell: str, layout: Layout = PLAIN) -> Layout:
    return point(layout, ROWS, sought, cell)


def test_above_the_headings_it_is_that_cell() -> None:
    found = at("partner", "A1")
    assert (found.source("partner"), found.cells) == ("cell", {"partner": "A1"})


def test_a_year_among_the_headings_is_the_row_and_its_columns_hold_figures() -> None:
    found = at("period", "C3")
    assert (found.source("period"), found.heading_rows) == ("heading", {"period": 3})
    assert {label for label, goals in found.columns.items() if goals} == {"2022", "2023"}


def test_a_heading_over_names_is_its_column() -> None:
    found = at("indicator", "A3")
    assert (found.source("indicator"), found.columns["What"]) == ("column", ("indicator",))
    moved = at("indicator", "B5", found)
    assert (moved.columns["What"], moved.columns["Site"]) == ((), ("indicator",))


def test_a_name_alone_in_its_row_stands_above_its_figures() -> None:
    assert at("partner", "A6").source("partner") == "band"


def test_rows_and_columns_are_left_out_and_taken_in_again() -> None:
    once = at("ignore", "A7")
    assert (once.skip, at("ignore", "A7", once).skip) == ("7", "")
    figures = replace(PLAIN, columns={"Total": ("part:value",)})
    assert at("ignore", "E3", figures).columns["Total"] == ()


def test_the_last_row_of_headings_and_the_names_of_sheets() -> None:
    assert (at("headings", "B3").first, at("headings", "B3").last) == (3, 3)
    assert (at("headings", "A1").first, at("headings", "A1").last) == (1, 1)
    assert point_at_sheets(PLAIN, "partner").source("partner") == "sheet"


@pytest.mark.parametrize(
    ("sought", "cell"), [("partner", "C1"), ("partner", "ZZ99"), ("x", "A1"), ("partner", "nil")]
)
def test_nothing_is_there(sought: str, cell: str) -> None:
    with pytest.raises(Nowhere):
        at(sought, cell)
