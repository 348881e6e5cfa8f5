"""The hand-in form: what is read from the boxes, what is kept, and how two people's changes come together."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from initiatives import queries as core
from initiatives.kernel.errors import DomainError
from initiatives.models import Initiative, User
from measurement import queries, services
from measurement.forms.hand_in import HandInForm, merged
from measurement.kinds import KINDS
from measurement.periods import parse
from tests.factories import measurement as make

pytestmark = pytest.mark.django_db
ENTRIES = {"value": "1", "n": "4", "numerator": "3", "denominator": "4"}


@pytest.fixture
def sheet(riverbend: Initiative, ana: User) -> Any:
    """Makes the sheet of the school board for an indicator of these values."""

    def build(**values: Any) -> queries.HandIn:
        indicator = make.indicator(riverbend, "it", name="It", **values)
        with core.enter(ana, "riverbend") as actor:
            services.assign(
                actor,
                partner=core.partner(actor, "school-board"),
                indicator=indicator,
                starts_on=date(2024, 1, 1),
            )
        make.cycle(riverbend, "2024-Q1")
        with core.enter(ana, "riverbend") as actor:
            return queries.hand_in_of(actor, queries.requests(actor).get())

    return build


def sent(sheet: queries.HandIn, **texts: str) -> HandInForm:
    """The form with these texts, by part, in the boxes of the total."""
    empty = HandInForm(sheet)
    key = empty.rows[0].key
    return HandInForm(sheet, {f"{key}.{part}": text for part, text in texts.items()})


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_gives_its_own_boxes_and_reads_them(sheet: Any, kind: str) -> None:
    bounds = {"scale_min": 1, "scale_max": 5} if kind == "score" else {}
    form = HandInForm(sheet(kind=kind, **bounds))
    parts = [box.part for box in form.rows[0].boxes]
    assert parts == [box.name for box in KINDS[kind].inputs]
    filled = sent(form.sheet, **{part: ENTRIES[part] for part in parts})
    assert not filled.faulty
    assert filled.ready == 1
    (row,) = filled.changed()
    assert {part: str(row[part]) for part in parts} == {part: ENTRIES[part] for part in parts}


def test_what_is_no_number_is_typed_and_nothing_else_is_lost(sheet: Any) -> None:
    form = sent(sheet(kind="ratio"), numerator="see note", denominator="50", note="They moved")
    (row,) = form.changed()
    assert row["typed"] == {"numerator": "see note"}
    assert (row["numerator"], str(row["denominator"]), row["note"]) == (None, "50", "They moved")
    assert form.rows[0].suggestions[0][0] == "not_reported"
    assert form.ready == 0


def test_a_number_and_a_reason_together_are_refused_with_the_number_kept(sheet: Any) -> None:
    form = sent(sheet(), value="45", status="not_applicable")
    (row,) = form.changed()
    assert (str(row["value"]), row["status"]) == ("45", "reported")
    assert "empty one of the two" in form.rows[0].errors[0]


def test_a_part_above_its_whole_is_told_before_it_is_saved(sheet: Any) -> None:
    form = sent(sheet(kind="ratio"), numerator="71", denominator="68")
    assert form.rows[0].errors == ["The part is larger than the whole it is part of."]
    assert form.summary[0]["id"].endswith(".numerator")


def test_the_readers_own_signs_are_read(sheet: Any) -> None:
    found = sheet(kind="currency")
    with translation.override("es"):
        (row,) = sent(found, value="1.234,50").changed()
    assert str(row["value"]) == "1234.50"


def test_names_that_are_not_of_the_sheet_are_left_alone(sheet: Any) -> None:
    form = HandInForm(sheet(), {"r999.t.value": "1", "initiative": "2"})
    assert form.changed() == []


@pytest.mark.parametrize(
    ("before", "theirs", "mine", "result", "clash"),
    [
        ("1", "1", "2", "2", None),
        ("1", "2", "1", "2", None),
        ("1", "2", "2", "2", None),
        ("1", "2", "3", "3", "2"),
        ("1", "", "3", "3", "(empty)"),
        ("", "5", "", "5", None),
    ],
)
def test_two_changes_come_together_field_by_field(
    sheet: Any, before: str, theirs: str, mine: str, result: str, clash: str | None
) -> None:
    form = HandInForm(sheet())
    name = form.rows[0].boxes[0].name
    form.base[name] = theirs
    fields, conflicts = merged(form, {name: mine}, f'{{"{name}": "{before}"}}')
    assert fields[name] == result
    assert conflicts.get(name) == clash


@pytest.mark.parametrize("original", ["", "nonsense", "[1]", '"text"'])
def test_an_original_that_cannot_be_read_loses_nothing(sheet: Any, original: str) -> None:
    form = HandInForm(sheet())
    name = form.rows[0].boxes[0].name
    form.base[name] = "2"
    fields, conflicts = merged(form, {name: "3"}, original)
    assert (fields[name], conflicts[name]) == ("3", "2")


def test_a_note_beyond_the_limit_is_kept_whole_and_told(sheet: Any, ana: User) -> None:
    """4,001 letters: none is lost, and it cannot be handed in before it is shorter."""
    text = "n" * 4001
    form = sent(sheet(), value="5", note=text)
    [row] = form.rows
    assert row.note == text
    assert row.errors == ["This text has 4001 letters; 4000 at most can be handed in. Shorten it."]
    assert form.changed()[0]["note"] == text
    assert not sent(form.sheet, value="5", note="n" * 4000).faulty
    given, conflicts = merged(form, {f"{row.key}.note": text + "m"}, form.original)
    assert (given[f"{row.key}.note"], len(conflicts)) == (text + "m", 0)
    with core.enter(ana, "riverbend") as actor, pytest.raises(DomainError) as refused:
        draft = services.hand_in(
            actor,
            partner=core.partner(actor, "school-board"),
            period=parse("2024-Q1"),
            rows=[{"indicator": "it", "value": Decimal(5), "note": text}],
            submit_now=False,
        )
        assert draft.entries.get().note == text
        services.submit(actor, draft)
    assert "4001 letters" in refused.value.message
