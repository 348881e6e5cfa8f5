"""What a list of activities is read as, and that names which come near one another are never merged silently."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from activities.imports.drafts import drafts
from activities.imports.names import ASK, KNOWN, MAKE, SAME, meaning, resolve
from activities.imports.rows import Layout, guess, read_sheet
from measurement.imports.names import Known

PRESENCE = Path(__file__).parents[3] / "shared" / "data" / "who-what-where" / "presence.csv"

HEAD = ["Organisation", "Activity", "Region", "Start"]


def told(*rows: list[object], **columns: str) -> list[list[object]]:
    return [HEAD, *rows]


LAYOUT = Layout(
    columns={"Organisation": "partner", "Activity": "title", "Region": "place", "Start": "starts_on"}
)


def test_headings_are_guessed_each_goal_once() -> None:
    rows = [
        ["List of 2024"],
        ["Organisation", "Org type", "Activity", "Pcode", "Region", "Country", "Office"],
    ]

    found = guess(rows)

    assert found.head == 2
    assert found.columns == {
        "Organisation": "partner",
        "Org type": "sector",
        "Activity": "title",
        "Pcode": "place_code",
        "Region": "place",
        "Country": "around",
        "Office": "",
    }
    assert found.is_complete


def test_columns_stay_in_the_order_of_the_file_however_they_are_stored() -> None:
    layout = guess([["Until", "Partner", "Activity"]])

    assert layout.as_json()["columns"] == [
        ("Until", "ends_on"),
        ("Partner", "partner"),
        ("Activity", "title"),
    ]
    assert list(Layout.from_json(layout.as_json()).columns) == ["Until", "Partner", "Activity"]


def test_a_row_that_repeats_another_cell_for_cell_counts_once() -> None:
    rows = told(
        ["Library", "Tutoring", "North", None],
        ["Library", "Tutoring", "South", None],
        ["Library", "Tutoring", "North", None],
        ["Library ", "Tutoring", "North", None],
        [None, None, None, None],
    )

    sheet = read_sheet(rows, LAYOUT)

    assert sheet.repeated == (4,), "one that differs by a space is no exact duplicate"
    assert [line.row for line in sheet.lines] == [2, 3, 5]
    assert sheet.rows == 4


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["", "Tutoring", "North", None], "no_partner"),
        (["Library", " \u00a0", "North", None], "no_title"),
        (["Library", "Tutoring", "North", "soon"], "bad_start"),
        (["Library", "Tutoring", "North", "2024-02-31"], "bad_start"),
    ],
)
def test_a_row_that_is_not_right_says_why(row: list[object], fault: str) -> None:
    assert read_sheet(told(row), LAYOUT).faults == ((2, fault),)


def test_variants_are_asked_and_one_that_differs_by_its_space_is_proposed() -> None:
    texts = ["Action Against Hunger"] * 2 + ["Action\u00a0Against Hunger", "Harbor Youth", "HARBOR YOUTH"]
    texts += ["German Agro Action"] * 3 + ["German Agro Action (aka Welthungerhilfe)", "Faith Network"]

    found = resolve(texts, [Known("harbor", "Harbor Youth")], {})

    states = {text: name.state for text, name in found.items()}
    assert states == {
        "Action Against Hunger": MAKE,
        "Action\u00a0Against Hunger": ASK,
        "Harbor Youth": KNOWN,
        "HARBOR YOUTH": ASK,
        "German Agro Action": MAKE,
        "German Agro Action (aka Welthungerhilfe)": ASK,
        "Faith Network": MAKE,
    }
    assert found["Action\u00a0Against Hunger"].proposed == "as:Action Against Hunger"
    assert found["HARBOR YOUTH"].proposed == "is:harbor"
    assert found["German Agro Action (aka Welthungerhilfe)"].proposed == "", (
        "that they are one is for people to say"
    )


def test_a_choice_merges_and_a_circle_of_choices_does_no_harm() -> None:
    texts = ["A one", "B two", "C three"]

    found = resolve(texts, [], {"A one": "as:B two", "B two": "as:C three"})
    assert {found[text].state for text in texts[:2]} == {SAME}
    assert meaning(found, "A one") is found["C three"]

    circle = resolve(texts, [], {"A one": "as:B two", "B two": "as:A one"})
    assert meaning(circle, "A one").state == meaning(circle, "B two").state == MAKE  # type: ignore[union-attr]


def test_lines_that_differ_by_place_alone_are_one_activity() -> None:
    rows = told(
        ["Library", "Tutoring", "North", "2024-01-01"],
        ["Library", "tutoring", "South", "2024-01-01"],
        ["Library", "Tutoring", "North", "2025-01-01"],
        ["Church", "Tutoring", "North", "2024-01-01"],
    )
    lines = read_sheet(rows, LAYOUT).lines
    found = {
        "partner": resolve([line.partner for line in lines], [], {"Church": "leave"}),
        "strategy": {},
        "people": {},
        "place": resolve([line.place for line in lines], [], {}),
    }

    made, left_out = drafts(lines, found)

    assert left_out == 1
    assert [(draft.title, list(draft.places), draft.rows) for draft in made] == [
        ("Tutoring", ["North", "South"], [2, 3]),
        ("Tutoring", ["North"], [4]),
    ]


@pytest.mark.skipif(not PRESENCE.exists(), reason="the real data is not here")
def test_the_real_list_is_read_whole() -> None:
    with PRESENCE.open(encoding="utf-8-sig", newline="") as file:
        rows: list[list[object]] = [list(row) for row in csv.reader(file)]
    layout = guess(rows[:30])

    sheet = read_sheet(rows, layout)

    assert sheet.rows == 1201 and len(sheet.repeated) == 92 and sheet.faults == ()
    names = resolve([line.partner for line in sheet.lines], [], {})
    asked = {name.text: name.like for name in names.values() if name.state == ASK}
    assert "German Agro Action (aka Welthungerhilfe)" in asked["German Agro Action"]
    assert "Medecins sans Frontieres" in asked["Medecins sans Frontieres Belgique"]
    assert Counter(name.state for name in names.values())[SAME] == 0, "nothing is merged unasked"
    # Trailing spaces are no part of a name; one that cannot be broken is, until somebody says otherwise.
    assert "Caritas Liberia" in names and "Action\u00a0Against Hunger" in names
    assert len(names) == 128
    assert names["Action\u00a0Against Hunger"].clean == "Action Against Hunger"
