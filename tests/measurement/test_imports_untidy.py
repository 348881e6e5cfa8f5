"""Workbooks as people keep them: a sheet a partner, a sheet a year, periods across, and mixtures of these."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from initiatives.kernel.access import Actor
from initiatives.models import Initiative, User
from initiatives.queries import enter, partners
from initiatives.services import add_partners
from measurement.imports.mapping import Layout
from measurement.imports.sources import named_in_heading, shape_of
from measurement.models import Import
from measurement.queries.catalogue import catalogue
from measurement.services import define_indicator
from tests.measurement.test_imports import confirmed, matched, upload, workbook
from tests.measurement.test_imports_shapes import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(ana: User, riverbend: Initiative, settings: Any, tmp_path: Path) -> Iterator[Actor]:
    """ana, at work in riverbend, which counts yearly who was housed and who was trained."""
    settings.MEDIA_ROOT = tmp_path
    with enter(ana, "riverbend") as actor:
        define_indicator(actor, code="housed", name="Families housed", kind="count", cadence="yearly")
        define_indicator(actor, code="trained", name="Adults trained", kind="count", cadence="yearly")
        rows = [("harbor", "Harbor Youth"), ("mill", "Mill Street Hub"), ("north", "Northside Clinic")]
        add_partners(actor, [{"code": code, "name": name, "sector": "nonprofit"} for code, name in rows])
        yield actor


def figures(row: Import) -> dict[tuple[str, str, str], Any]:
    """What stands: the number by indicator, partner and period."""
    assert row.state == "done", row.message
    return {(code, partner, start[:4]): parts[1] for (code, partner, start), parts in standing().items()}


def taken_in(actor: Actor, content: bytes, **changes: Any) -> dict[tuple[str, str, str], Any]:
    return figures(confirmed(actor, matched(actor, upload(actor, content, "untidy.xlsx"), **changes)))


YEARS = {
    ("housed", "harbor", "2022"): 12,
    ("housed", "harbor", "2023"): 15,
    ("trained", "harbor", "2022"): 40,
    ("trained", "harbor", "2023"): 44,
    ("housed", "mill", "2022"): 7,
    ("housed", "mill", "2023"): 9,
    ("trained", "mill", "2022"): 20,
    ("trained", "mill", "2023"): 21,
}


def agency(*numbers: int) -> list[list[Any]]:
    """The sheet of an agency: a title, indicators down, years across, a sum and a remark below."""
    first, second, third, fourth = numbers
    return [
        ["Riverbend coalition, yearly return"],
        [],
        [None, 2022, 2023],
        ["Families housed", first, second],
        ["Adults trained", third, fourth],
        ["Total", first + third, second + fourth],
        ["* 2023 includes the winter shelter"],
    ]


def test_a_sheet_for_each_partner_with_periods_across(lead: Actor) -> None:
    """Nothing needs to be chosen: names of sheets, the column of words and the headings say it all."""
    book = workbook(
        **{
            "Harbor Youth": agency(12, 15, 40, 44),
            "Mill Street Hub": agency(7, 9, 20, 21),
            "Summary": agency(9, 9, 9, 9),
        }
    )
    row = upload(lead, book, "agencies.xlsx")
    layout = Layout.from_json(row.mapping)
    assert layout.sheets == (0, 1)
    assert [layout.source(thing) for thing in ("partner", "indicator", "period")] == [
        "sheet",
        "column",
        "heading",
    ]
    assert figures(confirmed(lead, matched(lead, row))) == YEARS


def test_the_next_year_of_the_same_shape_needs_no_answers(lead: Actor) -> None:
    book = workbook(**{"Harbor Youth": agency(12, 15, 40, 44), "Mill Street Hub": agency(7, 9, 20, 21)})
    row = upload(lead, book, "agencies.xlsx")
    columns = {**Layout.from_json(row.mapping).columns, "2022": ()}
    figures(confirmed(lead, matched(lead, row, columns=columns)))

    later = agency(13, 16, 41, 45)
    later[2] = [None, 2024, 2025]
    row = upload(lead, workbook(**{"Harbor Youth": later, "Northside Clinic": later}), "next.xlsx")
    assert Layout.from_json(row.mapping).columns["2025"] == ("at:value",)
    found = figures(confirmed(lead, matched(lead, row)))
    assert found["housed", "north", "2024"] == 13
    assert found["trained", "harbor", "2025"] == 45


def test_a_sheet_for_each_year_whose_headings_begin_elsewhere(lead: Actor) -> None:
    first = [
        ["Agency", "Families housed", "Adults trained"],
        ["Harbor Youth", 12, 40],
        ["Mill Street Hub*", 7, 20],
        ["Total", 19, 60],
    ]
    second = [
        ["Figures of the year"],
        ["(as of March)"],
        ["Agency", "Families housed", "Adults trained"],
        ["Harbor Youth", 15, 44],
        ["Mill Street Hub", 9, 21],
        ["Total", 24, 65],
    ]
    assert taken_in(lead, workbook(_2022=first, _2023=second, Notes=[["Kept by the council"]])) == YEARS


def test_two_rows_of_headings_over_merged_partners(lead: Actor) -> None:
    """Years over indicators, one row a quarter of the table; the partner stands once for its rows."""
    rows = [
        [None, None, 2022, None, 2023, None],
        ["Agency", "Site", "Families housed", "Adults trained", "Families housed", "Adults trained"],
        ["Harbor Youth", "East", 12, 40, 15, 44],
        ["Mill Street Hub", "West", 7, 20, 9, 21],
    ]
    row = upload(lead, workbook(Data=rows), "two.xlsx")
    layout = Layout.from_json(row.mapping)
    assert (layout.first, layout.last, layout.period_from) == (1, 2, "heading")
    assert figures(confirmed(lead, matched(lead, row))) == YEARS


def test_a_partner_that_is_merged_over_its_rows(lead: Actor) -> None:
    rows = [
        ["Agency", "Measure", "2022", "2023", "Total"],
        ["Harbor Youth", "Families housed", 12, 15, 27],
        [None, "Adults trained", 40, 44, 84],
        ["Mill Street Hub", "Families housed", 7, 9, 16],
        [None, "Adults trained", 20, 21, 41],
    ]
    row = upload(lead, workbook(Data=rows), "merged.xlsx")
    layout = Layout.from_json(row.mapping)
    assert layout.fill
    assert layout.columns["Total"] == (), "a sum of the years, which stand across"
    columns = {**layout.columns, "Total": ()}
    assert figures(confirmed(lead, matched(lead, row, columns=columns))) == YEARS


def test_partners_across_and_the_year_in_a_cell(lead: Actor) -> None:
    def year(text: str, *numbers: int) -> list[list[Any]]:
        return [
            [f"Reporting period: {text}"],
            ["Measure", "Harbor Youth", "Mill Street Hub", "Total"],
            ["Families housed", numbers[0], numbers[1], numbers[0] + numbers[1]],
            ["Adults trained", numbers[2], numbers[3], numbers[2] + numbers[3]],
        ]

    book = workbook(One=year("2022", 12, 7, 40, 20), Two=year("2023", 15, 9, 44, 21))
    row = upload(lead, book, "across.xlsx")
    layout = Layout.from_json(row.mapping)
    assert layout.sheets == (0, 1)
    assert (layout.partner_from, layout.period_from, layout.cells["period"]) == ("heading", "cell", "A1")
    columns = {**layout.columns, "Total": ()}
    assert figures(confirmed(lead, matched(lead, row, columns=columns))) == YEARS


def test_a_partner_in_a_row_of_its_own_above_its_figures(lead: Actor) -> None:
    rows = [
        ["Measure", 2022, 2023],
        ["Harbor Youth"],
        ["Families housed", 12, 15],
        ["Adults trained", 40, 44],
        ["Mill Street Hub"],
        ["Families housed", 7, 9],
        ["Adults trained", 20, 21],
    ]
    assert taken_in(lead, workbook(Data=rows), partner_from="band") == YEARS


def test_partner_and_year_in_the_name_of_the_sheet(lead: Actor) -> None:
    def sheet(*numbers: int) -> list[list[Any]]:
        return [["Measure", "Figure"], ["Families housed", numbers[0]], ["Adults trained", numbers[1]]]

    book = workbook(
        **{
            "Harbor Youth 2022": sheet(12, 40),
            "Harbor Youth 2023": sheet(15, 44),
            "Mill Street Hub 2022": sheet(7, 20),
            "Mill Street Hub 2023": sheet(9, 21),
        }
    )
    assert taken_in(lead, book) == YEARS


def test_headings_name_what_stands_in_them() -> None:
    layout = Layout(first=1, last=2, period_from="heading", partner_from="heading")
    assert named_in_heading(("2023", "Harbor"), layout) == {"period": "2023", "partner": "Harbor"}
    assert named_in_heading(("Harbor", "Q1 2023"), layout) == {"period": "Q1 2023", "partner": "Harbor"}
    quarters = Layout(first=1, last=2, period_from="heading")
    assert named_in_heading(("2023", "Q2"), quarters)["period"] == "2023 Q2"
    assert named_in_heading(("Mar", "2024"), quarters)["period"] == "Mar 2024"
    both = Layout(partner_from="heading", indicator_from="heading")
    pointed = Layout(partner_from="heading", indicator_from="heading", last=2, heading_rows={"partner": 2})
    assert named_in_heading(("Harbor", "Housed"), both) == {"partner": "Harbor", "indicator": "Housed"}
    assert named_in_heading(("Housed", "Harbor"), pointed) == {"partner": "Harbor", "indicator": "Housed"}
    assert shape_of("Served / 2023", quarters) == shape_of("Served / 2024", quarters)
    assert shape_of("Served / 2023", quarters) != shape_of("Housed / 2023", quarters)


def returned(name: str, served: list[Any], volunteers: list[Any]) -> list[list[Any]]:
    """A tab as partners fill it in: years across, a column of sums, marks of footnotes, remarks below."""
    return [
        ["Annual return"],
        ["Organisation:", name],
        [],
        ["Measure", 2021, 2022, 2023, "Total"],
        ["Children served¹", *served, 900],
        ["Volunteers", *volunteers, 90],
        [],
        ["¹ each child once"],
        ["* estimate"],
    ]


def test_marks_of_footnotes_and_a_column_of_sums_lose_nothing_and_add_nothing(lead: Actor) -> None:
    """The first year bears a mark in every row of the first tab, and goes in all the same."""
    content = workbook(
        **{
            "Alder Library": returned("Alder Library", ["77*", 299, 163], ["55 *", 16, 8]),
            "Birch Clinic": returned("Birch Clinic*", [100, "1,250†", 300], [10, 20, 30]),
        }
    )
    row = matched(lead, upload(lead, content, "returns.xlsx"))
    assert row.state == "preview" and row.preview["fault_count"] == 0
    assert row.preview["footed_count"] == 3
    assert row.preview["footed"] == ["77*", "55 *", "1,250†"]
    assert row.preview["makes"] == {"partner": 2, "place": 0, "indicator": 2}
    row = confirmed(lead, row)
    assert figures(row) == {
        ("children-served", "alder-library", "2021"): 77,
        ("children-served", "alder-library", "2022"): 299,
        ("children-served", "alder-library", "2023"): 163,
        ("Volunteers", "alder-library", "2021"): 55,
        ("Volunteers", "alder-library", "2022"): 16,
        ("Volunteers", "alder-library", "2023"): 8,
        ("children-served", "birch-clinic", "2021"): 100,
        ("children-served", "birch-clinic", "2022"): 1250,
        ("children-served", "birch-clinic", "2023"): 300,
        ("Volunteers", "birch-clinic", "2021"): 10,
        ("Volunteers", "birch-clinic", "2022"): 20,
        ("Volunteers", "birch-clinic", "2023"): 30,
    }
    names = set(partners(lead).values_list("name", flat=True)) | {
        sheet.indicator.name for sheet in catalogue().values()
    }
    assert {"Birch Clinic", "Children served"} <= names
    assert not any(sign in name for name in names for sign in "*¹")


def test_a_remark_is_not_counted_among_the_partners_to_be_added(lead: Actor) -> None:
    rows = [
        ["Partner", "Year", "Families housed"],
        ["Alder School", 2023, 39],
        ["Heath Library", 2023, 35],
        ["¹ of the whole year"],
    ]
    content = "\r\n".join(",".join(str(cell) for cell in row) for row in rows)
    row = matched(lead, upload(lead, content, "housed.csv"))
    assert row.preview["makes"]["partner"] == 2


def test_two_columns_below_the_name_of_a_percentage_are_its_part_and_its_whole(lead: Actor) -> None:
    define_indicator(lead, code="absent", name="Often absent", kind="ratio", cadence="yearly")
    heads = [["Partner", "Families housed", "Often absent", None], [None, None, "On the roll", "Absent"]]
    rows: list[list[Any]] = [["Figures of 2024"], [], *heads]
    rows += [[f"School {n}", 40 + n, 100 + n, 10 + n] for n in range(8)]
    row = upload(lead, workbook(**{"2024": rows}), "absent.xlsx")
    columns = Layout.from_json(row.mapping).columns
    assert columns["Often absent / On the roll"] == ("of:absent:denominator",)
    assert columns["Often absent / Absent"] == ("of:absent:numerator",)
    rows[-1][2:] = [9, 80]  # now one, now the other is the smaller: nothing is guessed
    row = upload(lead, workbook(**{"2024": rows}), "unclear.xlsx")
    columns = Layout.from_json(row.mapping).columns
    assert columns["Often absent / On the roll"] == ()
