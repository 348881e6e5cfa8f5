"""Groups crossed by two dimensions: one table, added up to margins, checked, hidden where few are in a cell."""

import html
import io
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from initiatives.kernel.errors import DomainError
from initiatives.models import User
from measurement import queries, services
from measurement.forms.hand_in import HandInForm
from measurement.queries.books import read_workbook, workbook
from measurement.queries.crossed import crossed_in, together
from measurement.queries.hand_ins import hand_in_of
from tests.factories.books import at, filled
from tests.factories.scene import Scene
from tests.measurement.test_disclosure_attack import Outsider

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """Two partners asked for people by sex and age, crossed."""
    made = Scene("crossed", self_acceptance=True)
    made.partners("A", "B")
    made.dimension("sex", "f", "m", "not_known")
    made.dimension("age", "young", "old", "not_known")
    made.indicator("people", dimensions=["sex", "age"], crossed=True)
    made.assign("people", "A", "B")
    made.cycle("2024-Q1")
    return made


def sheet_of(scene: Scene, who: User | None = None, partner: str = "A") -> queries.HandIn:
    with scene.acting(who) as actor:
        return hand_in_of(actor, queries.requests(actor).get(partner__code=partner))


def table(*amounts: int) -> list[dict[str, Any]]:
    """Figures row by row: of women, of men, of those not known; young, old, not known."""
    places = [(sex, age) for sex in ("f", "m", "not_known") for age in ("young", "old", "not_known")]
    return [
        {"indicator": "people", "cell": {"sex": sex, "age": age}, "value": amount}
        for (sex, age), amount in zip(places, amounts, strict=False)
    ]


def form(scene: Scene, amounts: Mapping[str, str], who: User | None = None) -> HandInForm:
    """The form with amounts typed; keys: "total", or sex and age as in "f/young"."""
    sheet = sheet_of(scene, who)
    names = ["/".join(line.codes.values()) or "total" for line in sheet.lines]
    fields = dict(zip(names, fields_of(HandInForm(sheet)), strict=True))
    return HandInForm(sheet, {fields[name]: text for name, text in amounts.items()})


def fields_of(blank: HandInForm) -> list[str]:
    return [row.boxes[0].name for row in (blank.rows[0], *blank.matrices[0].rows)]


def test_the_table_has_a_cell_for_each_pair_and_sums_that_follow(scene: Scene) -> None:
    shown = form(scene, {"total": "100", "f/young": "10", "f/old": "20", "m/young": "15", "m/old": "40"})

    [matrix] = shown.matrices
    assert [line.name for line in matrix.lines] == ["f", "m", "not_known"]
    assert [column.name for column in matrix.columns] == ["young", "old", "not_known"]
    assert [line.sums[0].value for line in matrix.lines] == ["30", "55", ""]
    assert [column.sums[0].value for column in matrix.columns] == ["25", "60", ""]
    assert (matrix.sums[0].value, matrix.sums[0].total, matrix.sums[0].fits) == ("85", "100", False)
    assert not shown.splits


def test_what_the_cells_lack_is_offered_as_not_known_at_all(scene: Scene) -> None:
    others = {"f/young": "10", "f/old": "20", "f/not_known": "0", "m/young": "15", "m/old": "40"}
    others |= {"m/not_known": "2", "not_known/young": "0", "not_known/old": "1"}

    shown = form(scene, {"total": "100", **others})

    [offered] = shown.matrices[0].sums
    assert offered.rest == "12"  # 100 less 10, 20, 0, 15, 40, 2, 0 and 1
    assert offered.fill == f"{shown.matrices[0].rows[-1].boxes[0].name}=12"


def test_only_two_dimensions_are_crossed(scene: Scene) -> None:
    for dimensions in ([], ["sex"]):
        with pytest.raises(DomainError) as refused:
            scene.indicator("other", dimensions=dimensions, crossed=True)
        assert (refused.value.errors[0].field, refused.value.code) == ("crossed", "needs_two_dimensions")


def test_crossing_is_part_of_the_meaning(scene: Scene) -> None:
    scene.load({"partner": "A", "indicator": "people", "period": "2023-Q4", "value": 5})
    with scene.acting() as actor:
        found = queries.indicator(actor, "people")
        with pytest.raises(DomainError) as refused:
            services.change_indicator(actor, found, crossed=False)
        assert refused.value.errors[0].field == "valid_from"


def test_margins_and_total_are_sums_of_the_cells(scene: Scene) -> None:
    """A: 10 20 / 15 5, B: 1 2 / 3 4, nobody unknown: women 33, men 27; young 29, old 31; together 60."""
    for partner, amounts in (("A", (10, 20, 0, 15, 5, 0, 0, 0, 0)), ("B", (1, 2, 0, 3, 4, 0, 0, 0, 0))):
        scene.load(*({**row, "partner": partner, "period": "2024-Q1"} for row in table(*amounts)))

    assert scene.point("people").value == 60
    by_sex = {p.group: p.value for p in scene.points("people", by="sex")}
    by_age = {p.group: p.value for p in scene.points("people", by="age")}
    assert by_sex == {"f": 33, "m": 27, "not_known": 0}
    assert by_age == {"young": 29, "old": 31, "not_known": 0}
    women = {p.group: p.value for p in scene.points("people", by="age", categories={"sex": "f"})}
    assert women == {"young": 11, "old": 22, "not_known": 0}


def test_an_incomplete_table_gives_the_margins_that_are_whole_and_no_other(scene: Scene) -> None:
    """Of women all ages are given (10 20 0), of men the old are missing."""
    rows = [row for row in table(10, 20, 0, 15) if row["cell"] != {"sex": "m", "age": "old"}]
    scene.load(*({**row, "partner": "A", "period": "2024-Q1"} for row in rows))

    given = {p.group: p.value for p in scene.points("people", by="sex") if p.reported}
    assert given == {"f": 30}


@pytest.mark.parametrize(
    ("total", "amounts", "found"),
    [
        (100, (10, 20, 0, 15, 50, 2, 0, 1, 2), []),
        (99, (10, 20, 0, 15, 50, 2, 0, 1, 2), [("categories_above_total", "block")]),
        (120, (10, 20, 0, 15, 50, 2, 0, 1, 2), [("categories_below_total", "must_explain")]),
        (120, (10, 20, 0, 15, 50, 2), [("missing_category", "notice")]),
        (96, (10, 20, 0, 15, 50, 2), [("categories_above_total", "block")]),
        (5, (), []),
    ],
)
def test_the_cells_are_held_to_the_total_once(
    scene: Scene, total: int, amounts: tuple[int, ...], found: list[tuple[str, str]]
) -> None:
    who = scene.person("contributor", "A")
    rows = [{"indicator": "people", "value": total}, *table(*amounts)]
    submission = scene.hand_in(who, "A", "2024-Q1", rows, submit=False)
    with scene.acting(who):
        findings = queries.findings_of(submission)
    assert [(finding.rule, finding.severity) for finding in findings] == found


def test_a_given_group_is_held_to_its_own_cells(scene: Scene) -> None:
    """Women 31, but 10 and 20 and 0 by age."""
    who = scene.person("contributor", "A")
    rows = [{"indicator": "people", "cell": {"sex": "f"}, "value": 29}, *table(10, 20, 0)]
    submission = scene.hand_in(who, "A", "2024-Q1", rows, submit=False)
    with scene.acting(who):
        [finding] = queries.findings_of(submission)
    assert (finding.rule, finding.severity) == ("categories_above_total", "block")
    assert "adds up to 30, more than the total of 29" in finding.message


def test_the_page_shows_the_table_with_the_period_before_and_takes_it(scene: Scene, client: Client) -> None:
    scene.load(*({**row, "partner": "A", "period": "2023-Q4"} for row in table(7, 8, 0, 9, 10, 0, 0, 0, 0)))
    who = scene.person("contributor", "A")
    client.force_login(who)
    sheet = sheet_of(scene, who)
    path = f"/i/crossed/measurement/requests/{sheet.request.public_id}/"

    page = client.get(path).content.decode()
    assert page.count("2023 Q4: ") == 9
    assert "2023 Q4: 10</span>" in page
    names = fields_of(HandInForm(sheet))
    amounts = ["85", "10", "20", "0", "15", "40", "0", "0", "0", "0"]
    client.post(path, {**dict(zip(names, amounts, strict=True)), "do": "check"})

    check = client.get(f"{path}check/").content.decode()
    assert [text for text in table_of(check) if text] == [
        *("sex \\ age", "young", "old", "not_known", "Together"),
        *("f", "10", "2023 Q4: 7, +3 (+43 %)", "20", "2023 Q4: 8, +12 (+150 %)", "Not explained"),
        *("0", "2023 Q4: 0, no change", "30"),
        *(
            "m",
            "15",
            "2023 Q4: 9, +6 (+67 %)",
            "Not explained",
            "40",
            "2023 Q4: 10, +30 (+300 %)",
            "Not explained",
        ),
        *("0", "2023 Q4: 0, no change", "55"),
        *("not_known", *("0", "2023 Q4: 0, no change") * 3, "0"),
        *("Together", "25", "60", "0", "85"),
    ]
    assert "f, young" not in check
    assert [line.value for line in sheet_of(scene, who).lines] == [Decimal(text) for text in amounts]


def table_of(page: str) -> list[str]:
    """The texts of the table of crossed groups, cell by cell."""
    [found] = re.findall(r"<table [^>]*crossed.*?</table>", page, re.DOTALL)
    text = html.unescape(re.sub(r"<caption.*?</caption>|<[^>]*>", "\n", found)).replace("\xa0", " ")
    return [" ".join(line.split()) for line in text.split("\n")]


def test_what_is_not_whole_is_not_added_up_and_shares_are_of_the_sums(scene: Scene) -> None:
    """Women 40 of 50 and 30 of 100 are 70 of 150; men lack the old, so neither they nor the old nor all are told."""
    scene.indicator("share", "ratio", dimensions=["sex", "age"], crossed=True)
    scene.assign("share", "A")
    who = scene.person("contributor", "A")
    cells = {
        ("f", "young"): (40, 50),
        ("f", "old"): (30, 100),
        ("f", "not_known"): (0, 0),
        ("m", "young"): (9, 10),
    }
    rows = [
        {"indicator": "share", "cell": {"sex": sex, "age": age}, "numerator": top, "denominator": base}
        for (sex, age), (top, base) in cells.items()
    ]
    scene.hand_in(who, "A", "2024-Q1", rows, submit=False)

    [_people, table] = crossed_in(sheet_of(scene, who).lines)
    women, men, _not_known = (together(table.row(pk)) for pk in table.rows)
    young, old, _not_known = (together(table.column(pk)) for pk in table.columns)
    assert women is not None and round(women, 6) == Decimal("46.666667")
    assert (men, young, old) == (None, None, None)


def test_the_workbook_has_a_column_for_each_pair(scene: Scene) -> None:
    with scene.acting() as actor:
        book = workbook(actor, queries.requests(actor).get(partner__code="A"))[1]
    spots = {
        at(book, "people|value", "sex:f;age:young"): 12,
        at(book, "people|value", "sex:m;age:not_known"): 3,
    }
    content = filled(book, spots)
    with scene.acting() as actor:
        sheet = hand_in_of(actor, queries.requests(actor).get(partner__code="A"))
        found = read_workbook(actor, sheet, file=io.BytesIO(content), file_name="q.xlsx", size=len(content))
    assert not found.problems
    assert [(change.line.codes, change.after) for change in found.changes] == [
        ({"sex": "f", "age": "young"}, "12"),
        ({"sex": "m", "age": "not_known"}, "3"),
    ]
    assert [row["cell"] for row in found.rows()] == [change.line.codes for change in found.changes]


def test_16_few_in_a_crossed_cell_are_not_worked_out_from_all_that_is_shown() -> None:
    """Yes 6, 20, 30 and No 34, 25, 40: an outsider with a solver reads every figure that a funder is shown."""
    scene = Scene(suppression_threshold=10)
    scene.partners("A")
    scene.dimension("answer", "yes", "no")
    scene.dimension("side", "n", "s", "e")
    values = {"dimensions": ["answer", "side"], "crossed": True, "visibility": "public"}
    scene.indicator("p", about_people=True, **values)
    scene.cycle("2024-Q1")
    amounts = {"yes": (6, 20, 30), "no": (34, 25, 40)}
    scene.load(
        *(
            {
                "partner": "A",
                "indicator": "p",
                "period": "2024-Q1",
                "cell": {"answer": answer, "side": side},
                "value": amount,
            }
            for answer, row in amounts.items()
            for side, amount in zip("nse", row, strict=True)
        )
    )
    scene.lock("2024-Q1")
    funder = scene.person("funder")

    def seen(**question: Any) -> dict[str, Decimal | None]:
        return {p.group: None if p.suppressed else p.value for p in scene.points("p", funder, **question)}

    crossed = {answer: seen(by="side", categories={"answer": answer}) for answer in amounts}
    sides, answers = seen(by="side"), seen(by="answer")
    assert (sides, answers, seen()) == (
        {"n": 40, "s": 45, "e": 70},
        {"yes": 56, "no": 99},
        {"total": 155},
    )
    assert crossed["yes"]["n"] is None

    outsider = Outsider()
    known = [(sides, [[(answer, side) for answer in amounts] for side in sides])]
    known.append((answers, [[(answer, side) for side in sides] for answer in answers]))
    for totals, groups in known:
        for total, places in zip(totals.values(), groups, strict=True):
            shown = sum(float(crossed[a][s] or 0) for a, s in places)
            hidden = [((a, s), 1.0) for a, s in places if crossed[a][s] is None]
            outsider.learns(hidden, shown - float(total or 0))
    hidden_cells = [(a, s) for a in amounts for s in sides if crossed[a][s] is None]
    assert len(hidden_cells) == 4
    assert all(outsider.width(cell) >= 10 for cell in hidden_cells)


def test_rounded_parts_may_exceed_their_rounded_total_by_the_rounding(scene: Scene) -> None:
    """33.4 + 33.4 + 33.4 = 100.2: four numbers rounded to a tenth may be off by half a tenth each, 0.2; not 100.3."""
    scene.indicator("money", "currency", currency="EUR", dimensions=["sex"], cadence="quarterly")
    who = scene.person("contributor", "A")
    for last, found in (("33.4", []), ("33.5", ["categories_above_total"])):
        cells = {"f": "33.4", "m": "33.4", "not_known": last}
        rows = [{"indicator": "money", "value": "100"}]
        rows += [{"indicator": "money", "cell": {"sex": k}, "value": v} for k, v in cells.items()]  # type: ignore[dict-item]
        submission = scene.hand_in(who, "A", "2024-Q1", rows, submit=False)
        with scene.acting(who):
            assert [f.rule for f in queries.findings_of(submission)] == found
