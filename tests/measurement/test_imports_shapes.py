"""The many shapes in which people keep figures, each read as it is."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from initiatives.kernel.access import Actor
from initiatives.models import Initiative, Partner, User
from initiatives.queries import enter
from measurement.imports.headings import fingerprint, guess_headings, labels, letter
from measurement.imports.marks import decimal_sign, mark_of, meant
from measurement.imports.names import Known, Register, code_for, evened, without_footnote
from measurement.imports.reader import decode, delimiter_of
from measurement.models import Observation
from measurement.services import define_dimension, define_indicator
from tests.measurement.test_imports import confirmed, matched, upload, workbook


@pytest.fixture
def lead(ana: User, riverbend: Initiative, settings: Any, tmp_path: Path) -> Iterator[Actor]:
    """ana, at work in riverbend, with an indicator of each of three kinds."""
    settings.MEDIA_ROOT = tmp_path
    with enter(ana, "riverbend") as actor:
        define_indicator(actor, code="served", name="Children served", kind="count", cadence="monthly")
        define_indicator(actor, code="reading", name="Reading at level", kind="ratio", cadence="quarterly")
        define_indicator(actor, code="survey", name="Family survey", kind="mean", cadence="yearly")
        yield actor


def standing(code: str = "") -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """What stands: (indicator, partner, first day) -> status, numerator, denominator."""
    rows = Observation.objects.filter(superseded_at=None)
    found = rows.values_list(
        "version__indicator__code",
        "partner__code",
        "period_start",
        "status",
        "numerator",
        "denominator",
    )
    return {(row[0], row[1], row[2].isoformat()): row[3:] for row in found}


def taken_in(actor: Actor, content: bytes | str, name: str = "figures.csv", **changes: Any) -> dict[Any, Any]:
    row = upload(actor, content, name)
    assert row.state == "matching", row.message
    row = matched(actor, row, **changes)
    assert row.state == "preview", row.message
    assert row.preview["faults"] == []
    row = confirmed(actor, row)
    assert row.state == "done", row.message
    return standing()


# --- shapes ------------------------------------------------------------------------------------------------


def test_a_column_for_each_indicator_and_part(lead: Actor) -> None:
    found = taken_in(
        lead,
        workbook(
            Data=[
                ["Our figures", "", "", "", "", ""],
                ["", "", "Reading at level", "", "Family survey", ""],
                ["Partner", "Year", "Numerator", "Denominator", "Value", "N"],
                ["School board", 2023, 40, 50, 3.2, 15],
                ["food-bank", 2023, "n/a", "n/a", 4, 10],
                ["Total", "", 40, 50, "", ""],
                [
                    "Source: city survey; the numbers of 2022 are not comparable with these and left out",
                    "",
                    "",
                    "",
                ],
            ]
        ),
        "figures.xlsx",
    )
    assert found == {
        ("reading", "school-board", "2023-01-01"): ("reported", 40, 50),
        ("reading", "food-bank", "2023-01-01"): ("not_applicable", None, None),
        ("survey", "school-board", "2023-01-01"): ("reported", 48, 15),
        ("survey", "food-bank", "2023-01-01"): ("reported", 40, 10),
    }


def test_a_column_for_each_period(lead: Actor) -> None:
    found = taken_in(
        lead,
        "Partner,Jan 2024,Feb 2024,2024-03\nschool-board,10,15,\nfood-bank,1,..,0\n",
        indicator="served",
    )
    assert found == {
        ("served", "school-board", "2024-01-01"): ("reported", 10, None),
        ("served", "school-board", "2024-02-01"): ("reported", 15, None),
        ("served", "food-bank", "2024-01-01"): ("reported", 1, None),
        ("served", "food-bank", "2024-02-01"): ("not_reported", None, None),
        ("served", "food-bank", "2024-03-01"): ("reported", 0, None),
    }


def test_a_sheet_for_each_period(lead: Actor) -> None:
    found = taken_in(
        lead,
        workbook(
            _2022=[["Partner", "Children served"], ["school-board", 5]],
            _2023=[["Partner", "Children served"], ["school-board", 7]],
            Notes=[["Read me"]],
        ),
        "figures.xlsx",
    )
    assert found == {
        ("served", "school-board", "2022-01-01"): ("reported", 5, None),
        ("served", "school-board", "2023-01-01"): ("reported", 7, None),
    }


def opendocument(rows: list[list[Any]]) -> bytes:
    """An OpenDocument spreadsheet with these rows."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
            if isinstance(cell, int)
            else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="One">{cells}</table:table>'
    body += "</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0"?><office:document-content {names}>{body}</office:document-content>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def test_an_opendocument_spreadsheet(lead: Actor) -> None:
    rows = [["partner", "indicator", "period", "value"], ["school-board", "served", "2024-01", 5]]
    found = taken_in(lead, opendocument(rows), "figures.ods")
    assert found == {("served", "school-board", "2024-01-01"): ("reported", 5, None)}


def test_one_partner_and_one_period_for_the_whole_file(lead: Actor) -> None:
    found = taken_in(
        lead,
        "indicator;value\nserved;1.234\n",
        partner="school-board",
        period_from="constant",
        period="Q1 2024",
        decimal=",",
    )
    assert found == {("served", "school-board", "2024-01-01"): ("reported", 1234, None)}


def test_figures_by_category_and_rows_to_leave_out(lead: Actor) -> None:
    define_dimension(
        lead,
        code="grade",
        name="Grade",
        categories=[{"code": "k", "name": "Kinder"}, {"code": "1", "name": "First"}],
    )
    define_indicator(lead, code="absent", name="Absent", kind="ratio", dimensions=["grade"])
    content = (
        "partner,indicator,period,grade,numerator,denominator\n"
        "school-board,absent,2024-Q1,KINDER,1,10\nschool-board,absent,2024-Q1,first,2,20\n"
        "school-board,absent,2024-Q1,Total,3,30\nschool-board,absent,2024-Q1,Second,9,90\n"
    )
    taken_in(lead, content, skip="5")
    rows = Observation.objects.values_list("cell__parts__category__code", "numerator")
    assert set(rows) == {("k", 1), ("1", 2), (None, 3)}


def test_a_category_that_is_not_known_is_told_by_its_row_and_column(lead: Actor) -> None:
    row = upload(
        lead, "partner,indicator,period,value\nschool-board,served,2024-13,5\nnobody,served,2024-01,x1\n"
    )
    row = matched(lead, row)
    assert [(fault["row"], fault["cells"]) for fault in row.preview["faults"]] == [
        (2, [["C", "2024-13"]]),
        (3, [["D", "x1"]]),
    ]
    assert "not a period" in row.preview["faults"][0]["message"]


@pytest.mark.parametrize(
    ("encoding", "separator", "newline"),
    [("utf-8-sig", ",", "\r"), ("cp1252", ";", "\r\n"), ("utf-16", "\t", "\n"), ("latin-1", ",", "\r")],
)
def test_every_way_to_write_text(lead: Actor, encoding: str, separator: str, newline: str) -> None:
    lines = [["Socio", "Indicador", "Periodo", "Valor"], ["Niños", "served", "2024-01", "1 234"]]
    text = newline.join(separator.join(line) for line in lines) + newline
    found = taken_in(lead, text.encode(encoding))
    code = Partner.objects.get(name="Niños").code
    assert found == {("served", code, "2024-01-01"): ("reported", 1234, None)}


def test_a_fiscal_quarter_means_what_the_choice_of_the_fiscal_year_says(lead: Actor) -> None:
    content = "partner,indicator,period,numerator,denominator\nschool-board,reading,2018-19 Q4,1,2\n"
    row = matched(lead, upload(lead, content))
    assert "month this year begins" in row.preview["faults"][0]["message"]
    assert set(taken_in(lead, content, year_start=4)) == {("reading", "school-board", "2019-01-01")}


# --- parts -------------------------------------------------------------------------------------------------


def test_names_are_the_same_after_case_accents_and_spaces() -> None:
    assert evened("  Peñón\u00a0DE   Bank ") == "penon de bank"
    known = Register([Known("e1", "Eastside School District"), Known("MO-604", "MO-604"), Known("x", "Kent")])
    assert known.find("EASTSIDE  school district").code == "e1"
    assert (known.find("MO-604a").code, known.find("MO-604a").dropped) == ("MO-604", True)
    assert (known.find("Kent [1]").code, known.find("Kent*").code) == ("x", "x")
    assert known.find("MO-605").alike == [], "another number is another one"
    assert (known.find("Eastside SD").code, known.find("Eastside SD").alike) == ("", ["e1"])
    assert known.find("Eastside Schol District").alike == ["e1"]
    assert known.find("Unknown 7a").code == ""


def test_a_name_that_stands_for_two_is_not_taken() -> None:
    known = Register([Known("a", "Central"), Known("b", "central")])
    assert known.find("Central").code == ""
    assert set(known.find("Central").alike) == {"a", "b"}


def test_footnotes_and_codes() -> None:
    assert [without_footnote(t) for t in ("MO-604a", "Leeds*", "Kent [b]", "Area 51", "12m")] == [
        "MO-604",
        "Leeds",
        "Kent",
        "Area 51",
        "12",
    ]
    assert code_for("Yorkshire and The Humber", set()) == "yorkshire-and-the-humber"
    assert code_for("Total", set()) == "Total-1"
    assert code_for("AK", {"ak"}) == "AK-2"
    assert code_for("日本", set()) == "n"


def test_headings_are_found_under_titles() -> None:
    rows: list[Any] = [
        ["Report of the county"],
        [],
        [None, "Beds", None, "People"],
        ["Shelter", "ES", "TH", "In"],
        ["A", 1, 2, 3],
    ]
    assert guess_headings(rows) == (3, 4)
    assert labels(rows, 3, 4) == ["Shelter", "Beds / ES", "Beds / TH", "People / In"]
    assert labels([["a", "a", None]], 1, 1) == ["a", "a (2)", "(C)"]
    assert fingerprint(["Qué", "B"]) == fingerprint([" que ", "b"])
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_marks_and_decimal_signs() -> None:
    assert [mark_of(cell) for cell in (None, "*", " N/A ", 5, "1,234", "45%", "<5")] == [
        "",
        "*",
        "n/a",
        None,
        None,
        None,
        "<5",
    ]
    assert [meant(mark) for mark in ("", "*", "..", "s", "<5", "[z]", "n/a", "abc")] == [
        "not_reported",
        "suppressed_at_source",
        "not_reported",
        "suppressed_at_source",
        "suppressed_at_source",
        "not_applicable",
        "not_applicable",
        "fault",
    ]
    assert decimal_sign(["12,5", "1.234"]) == ","
    assert decimal_sign(["12.5", "1,234"]) == "."
    assert decimal_sign(["1,234", "12"]) == ""


def test_delimiters_and_encodings() -> None:
    assert [delimiter_of(t) for t in ("a;b\n1,5;2\n", "a\tb\n1\t2\n", "a,b\n1,2\n", "one\ntwo\n")] == [
        ";",
        "\t",
        ",",
        ",",
    ]
    assert decode("año".encode("cp1252")) == decode("año".encode()) == decode("año".encode("utf-16")) == "año"
