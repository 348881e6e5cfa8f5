"""The hand-in as a workbook: what it holds, what comes back, what is said at the cell."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from initiatives.kernel.errors import DomainError
from measurement import queries, services
from measurement.books.reading import Filled, read
from measurement.kinds import kind
from measurement.periods import parse
from measurement.queries.books import read_workbook, workbook
from measurement.queries.hand_ins import hand_in_of
from measurement.services.books import bring_back
from tests.factories.books import at, filled, opened
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
KINDS = ("count", "currency", "ratio", "rate", "mean", "score", "yes_no", "index")


@pytest.fixture
def scene() -> Scene:
    """Two partners asked for a count by age, a percentage and a yes or no."""
    scene = Scene()
    scene.partners("north", "south")
    scene.dimension("age", "young", "old")
    scene.indicator("served", dimensions=["age"])
    scene.indicator("reading", "ratio")
    scene.indicator("plan", "yes_no")
    for code in ("served", "reading", "plan"):
        scene.assign(code, "north", "south")
    scene.cycle("2024-Q1")
    return scene


def made(scene: Scene, partner: str = "north", who: Any = None) -> bytes:
    with scene.acting(who) as actor:
        return workbook(actor, queries.requests(actor).get(partner__code=partner))[1]


def back(scene: Scene, content: bytes, partner: str = "north", who: Any = None) -> Filled:
    """What the filled workbook would change."""
    with scene.acting(who) as actor:
        sheet = hand_in_of(actor, queries.requests(actor).get(partner__code=partner))
        return read_workbook(actor, sheet, file=io.BytesIO(content), file_name="q1.xlsx", size=len(content))


def said(found: Filled) -> dict[str, str]:
    return {
        f"{change.line.sheet.indicator.code}{''.join('/' + code for code in change.line.codes.values())}"
        f".{change.part}": change.after
        for change in found.changes
    }


def problems(found: Filled) -> dict[str, str]:
    return {problem.cell: problem.message for problem in found.problems}


def draft(scene: Scene, *rows: Mapping[str, Any], who: Any = None) -> None:
    scene.hand_in(who or scene.lead, "north", "2024-Q1", rows, submit=False)


def test_what_is_filled_in_comes_back_at_its_place(scene: Scene) -> None:
    book = made(scene)
    found = back(
        scene,
        filled(
            book,
            {
                at(book, "served|value", "figure"): 12,
                at(book, "served|value", "age:young"): 5,
                at(book, "served|value", "age:old"): ("=3+4", 7),
                at(book, "reading|numerator", "figure"): "1,040",
                at(book, "reading|denominator", "figure"): 2000.5,
                at(book, "plan|value", "figure"): "yes",
                at(book, "served|value", "note"): "=1+1 is no sum here",
            },
        ),
    )
    assert said(found) == {
        "served.value": "12",
        "served/young.value": "5",
        "served/old.value": "7",
        "served.note": "=1+1 is no sum here",
        "reading.numerator": "1040",
        "reading.denominator": "2000.5",
        "plan.value": "1",
    }
    assert not found.problems


def test_a_word_for_a_number_is_told_at_its_cell_and_kept(scene: Scene) -> None:
    book = made(scene)
    cell = at(book, "reading|numerator", "figure")
    found = back(scene, filled(book, {cell: "N/A"}))
    assert problems(found) == {cell: "“N/A” is not a number. Do you mean that it does not apply?"}
    (row,) = found.rows()
    assert row["typed"] == {"numerator": "N/A"} and row["numerator"] is None


def test_a_reason_is_chosen_and_stands_against_a_number(scene: Scene) -> None:
    book = made(scene)
    reason, figure = at(book, "plan|value", "status"), at(book, "plan|value", "figure")
    found = back(scene, filled(book, {reason: "Not applicable"}))
    assert said(found) == {"plan.status": "not_applicable"} and not found.problems
    both = back(scene, filled(book, {reason: "Not applicable", figure: "no"}))
    assert problems(both) == {figure: "A number and a reason why there is none: empty one of the two."}
    odd = back(scene, filled(book, {reason: "because"}))
    assert "none of the reasons" in problems(odd)[reason] and not odd.changes


def test_more_than_its_whole_is_told_before_anything_is_stored(scene: Scene) -> None:
    book = made(scene)
    top, below = at(book, "reading|numerator", "figure"), at(book, "reading|denominator", "figure")
    found = back(scene, filled(book, {top: 60, below: 50}))
    assert problems(found) == {top: "The part is larger than the whole it is part of."}


def test_what_was_changed_in_concert_meanwhile_is_not_undone_by_an_old_file(scene: Scene) -> None:
    draft(scene, {"indicator": "served", "value": 10}, {"indicator": "plan", "value": 1})
    book = made(scene)
    draft(scene, {"indicator": "served", "value": 11}, {"indicator": "plan", "value": 0})
    cell = at(book, "served|value", "figure")
    assert said(back(scene, book)) == {}
    clash = back(scene, filled(book, {cell: 12}))
    assert said(clash) == {"served.value": "12"}
    assert "“11” was entered here since" in problems(clash)[cell]


def test_an_altered_label_leaves_its_figures_out(scene: Scene) -> None:
    book = made(scene)
    over = at(book, "served|value", "age:young")
    head = f"{over[0]}10"
    name = at(book, "served|value", "indicator")
    found = back(
        scene, filled(book, {over: 5, head: "elderly", name: "Fed", at(book, "plan|value", "figure"): "no"})
    )
    assert said(found) == {"plan.value": "0"}
    told = problems(found)
    assert told[head] == "“young” was changed to “elderly”: the figures of this column are left out."
    assert told[name] == "“served” was changed to “Fed”: the figures of this row are left out."


def test_a_row_of_ones_own_is_noticed(scene: Scene) -> None:
    book = made(scene)
    figure = at(book, "plan|value", "figure")
    found = back(scene, filled(book, {f"A{figure[1:]}": None, figure: "yes"}))
    assert said(found) == {}
    assert problems(found)[f"B{figure[1:]}"] == "This row is not part of the form; it is not read."
    assert problems(found)[""] == "The row of “plan” is missing; its figures stay as they are."


def test_a_definition_that_changed_since_is_noticed(scene: Scene) -> None:
    scene.give("reading", "2023-Q4", {"south": {"numerator": 1, "denominator": 2}}, work=False)
    book = made(scene)
    with scene.acting() as actor:
        services.change_indicator(
            actor,
            queries.indicator(actor, "reading"),
            definition="Reads at level in the new test",
            valid_from=date(2024, 1, 1),
            break_note="Another test",
        )
    cells = {
        at(book, "reading|numerator", "figure"): 4,
        at(book, "served|value", "figure"): 3,
    }
    found = back(scene, filled(book, cells))
    assert said(found) == {"served.value": "3"}
    assert "“reading” is defined otherwise since this file was made" in problems(found)[""]


def test_a_workbook_is_of_one_hand_in_alone(scene: Scene) -> None:
    book = made(scene, "south")
    with pytest.raises(DomainError) as refused:
        back(scene, book, "north")
    assert refused.value.code == "another_hand_in"
    with pytest.raises(DomainError) as refused:
        back(scene, filled(made(scene), {}, mark=False))
    assert refused.value.code == "no_mark"


@pytest.mark.parametrize(
    ("content", "code"), [(b"a,b\n1,2\n", "other_content"), (b"PK\x03\x04 no", "broken"), (b"", "empty")]
)
def test_what_is_no_workbook_is_refused(scene: Scene, content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        back(scene, content)
    assert (refused.value.code, refused.value.errors[0].field) == (code, "file")


def test_the_sheet_is_locked_but_for_what_is_to_be_filled(scene: Scene) -> None:
    with zipfile.ZipFile(io.BytesIO(made(scene))) as book:
        sheet, contents = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/workbook.xml")
    assert "<sheetProtection" in sheet and 'topLeftCell="C11"' in sheet
    # 1 + 2 categories, 2 and 1 figures, and a reason for each of the 3 indicators.
    assert sheet.count("<dataValidation ") == 9
    assert b'state="veryHidden"' in contents


NUMBERS = st.decimals(
    min_value=Decimal("-999999999999999999.999999999999"),
    max_value=Decimal("999999999999999999.999999999999"),
    places=12,
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(
    lambda text: text.replace("\0", "")
)


def figures(name: str) -> st.SearchStrategy[dict[str, Decimal]]:
    numbers = st.sampled_from([Decimal(0), Decimal(1)]) if name == "yes_no" else NUMBERS
    return st.fixed_dictionaries({box.name: numbers for box in kind(name).inputs})


@pytest.fixture
def every_kind() -> Scene:
    """One partner asked for an indicator of every kind, by age."""
    scene = Scene()
    scene.partners("north")
    scene.dimension("age", "young", "old")
    for name in KINDS:
        scale = {"scale_min": Decimal(1), "scale_max": Decimal(5)} if name == "score" else {}
        scene.indicator(name, name, dimensions=["age"], **scale)
        scene.assign(name, "north")
    scene.cycle("2024-Q1")
    return scene


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_kind_and_cell_survives_the_trip_exactly(every_kind: Scene, data: st.DataObject) -> None:
    rows: list[dict[str, Any]] = [
        {"indicator": name, "cell": cell, **data.draw(figures(name))}
        for name in KINDS
        for cell in ({}, {"age": "young"})
    ]
    rows[0] |= {"note": data.draw(TEXTS), "explanation": "_x0041_ =1+1"}
    rows.append({"indicator": "count", "cell": {"age": "old"}, "typed": {"value": "see note, 3 or 4"}})
    draft(every_kind, *rows)
    book = made(every_kind)
    assert said(back(every_kind, book)) == {}, "unchanged, it changes nothing"
    with every_kind.acting() as actor:
        services.save_draft(actor, submission_of(actor), [blank(row) for row in rows])
        sheet = hand_in_of(actor, queries.requests(actor).get())
        found = read(sheet, opened(book), None)
        services.save_draft(actor, submission_of(actor), found.rows())
        kept = {
            (value.sheet.indicator.code, bool(value.cell), value.cell): value
            for value in queries.values_of(submission_of(actor))
        }
    assert len(kept) == len(rows)
    for (code, part, _cell), value in kept.items():
        row = next(
            r
            for r in rows
            if r["indicator"] == code and bool(r.get("cell")) == part and r.get("typed", {}) == value.typed
        )
        for box in kind(code).inputs:
            assert getattr(value, box.name) == row.get(box.name)


def blank(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"indicator": row["indicator"], "cell": row["cell"]}


def submission_of(actor: Any) -> Any:
    return queries.submissions(actor).get()


def test_a_workbook_of_practice_goes_into_practice(scene: Scene) -> None:
    """And never into the figures of the same period."""
    ben = scene.person("contributor", "north")
    with scene.acting() as actor:
        services.open_cycle(actor, parse("2024-Q1"), due=date(2100, 1, 1), practice=True)
    with scene.acting(ben) as actor:
        ask = queries.requests(actor).get(cycle__practice=True)
        book = workbook(actor, ask)[1]
        book = filled(book, {at(book, "served|value", "figure"): 77})
        _filled, submission = bring_back(
            actor, ask, file=io.BytesIO(book), file_name="practice.xlsx", size=len(book)
        )
        assert submission is not None and submission.cycle.practice
        assert not queries.submissions(actor).filter(cycle__practice=False).exists()
