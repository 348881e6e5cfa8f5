"""Kinds: what is entered becomes additive parts, sums become figures, and what looks wrong is said.

Examples by number are those of the measurement reference.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurement.kinds import (
    KINDS,
    Check,
    EntryError,
    Parts,
    kind,
    number_from_cell,
    parse_number,
    round_half_up,
    status_meant,
)
from measurement.kinds.checks import decrease_in_cumulative, jump


def parts_of(name: str, **entry: str | int | None) -> Parts:
    return kind(name).clean({part: None if v is None else Decimal(v) for part, v in entry.items()})


def rolled_up(name: str, *entries: Mapping[str, str | int], multiplier: int | None = None) -> Decimal | None:
    usable = [p for p in (parts_of(name, **entry) for entry in entries) if p.usable]
    numerator = sum((p.numerator or Decimal(0) for p in usable), Decimal(0))
    denominators = [p.denominator for p in usable if p.denominator is not None]
    denominator = sum(denominators, Decimal(0)) if denominators else None
    return kind(name).finish(numerator, denominator, None if multiplier is None else Decimal(multiplier))


def rules(checks: list[Check]) -> list[tuple[str, str]]:
    return [(check.rule, check.severity) for check in checks]


# The worked examples


def test_example_1_percentages_are_summed_by_their_parts() -> None:
    figures = [(40, 50), (30, 100), (9, 10)]
    value = rolled_up("ratio", *({"numerator": n, "denominator": d} for n, d in figures))
    assert value == Decimal("49.375")
    assert kind("ratio").display(value, 1) == "49.4%"


def test_example_1_nobody_eligible_counts_but_changes_nothing() -> None:
    nobody = parts_of("ratio", numerator=0, denominator=0)
    assert nobody.usable
    assert kind("ratio").finish(nobody.numerator, nobody.denominator) is None
    assert kind("ratio").checks(nobody) == []


def test_example_1_a_bare_percentage_is_kept_left_out_and_flagged() -> None:
    bare = parts_of("ratio", value=72)
    assert (bare.entered_value, bare.numerator, bare.usable) == (Decimal(72), None, False)
    assert rules(kind("ratio").checks(bare)) == [("incomplete", "must_explain")]


def test_example_1_more_than_the_whole_is_blocked() -> None:
    assert rules(kind("ratio").checks(parts_of("ratio", numerator=6, denominator=5))) == [
        ("above_denominator", "block")
    ]
    assert ("above_denominator", "block") in rules(kind("ratio").checks(parts_of("ratio", value=120)))
    assert kind("ratio").checks(parts_of("ratio", numerator=5, denominator=5)) == []


def test_example_2_means_are_weighted() -> None:
    value = rolled_up("mean", {"value": "12.0", "n": 10}, {"value": "30.0", "n": 40})
    assert value == Decimal("26.4")
    assert parts_of("mean", value="12.0", n=10).numerator == 120
    assert not parts_of("mean", value="12.0").usable


def test_example_2_an_index_is_never_rolled_up() -> None:
    index = kind("index")
    assert not index.additive
    assert index.partner_rollup == "none"
    assert not {"sum", "ratio", "weighted_mean"} & set(index.partner_rollups)


def test_example_3_rates() -> None:
    value = rolled_up(
        "rate",
        {"numerator": 12, "denominator": 4000},
        {"numerator": 30, "denominator": 6000},
        multiplier=1000,
    )
    assert value == Decimal("4.2")
    assert kind("rate").finish(Decimal(12), Decimal(4000), Decimal(100000)) == 300


def test_example_5_a_running_total_that_falls_needs_a_word() -> None:
    assert rules(decrease_in_cumulative(Decimal(22), Decimal(25))) == [
        ("decrease_in_cumulative", "must_explain")
    ]
    assert decrease_in_cumulative(Decimal(25), Decimal(25)) == []


def test_example_12_a_numerator_alone_is_incomplete() -> None:
    alone = parts_of("ratio", numerator=7)
    assert (alone.numerator, alone.denominator, alone.usable) == (Decimal(7), None, False)
    assert rules(kind("ratio").checks(alone)) == [("incomplete", "must_explain")]


def test_published_vaccination_figure() -> None:
    value = kind("ratio").finish(Decimal(142343), Decimal(158088))
    assert value is not None
    assert abs(value - Decimal("90.04035726936895")) < Decimal("1e-13")


# What is entered


def test_score_lies_on_its_scale() -> None:
    ends = {"scale_min": Decimal(1), "scale_max": Decimal(5)}
    entry = {"value": Decimal("3.2"), "n": Decimal(15)}
    assert kind("score").clean(entry, **ends).numerator == 48
    with pytest.raises(EntryError) as beyond:
        kind("score").clean({"value": Decimal("5.1"), "n": Decimal(15)}, **ends)
    assert (beyond.value.code, beyond.value.field) == ("outside_scale", "value")
    with pytest.raises(EntryError):
        kind("score").clean({"numerator": Decimal(9), "denominator": Decimal(10)}, **ends)


def test_yes_and_no() -> None:
    value = rolled_up("yes_no", {"value": 1}, {"value": 1}, {"value": 0}, {"value": 0})
    assert value == 50
    assert kind("yes_no").parse("Yes") == 1
    with pytest.raises(EntryError):
        parts_of("yes_no", value=2)


def test_rate_and_percentage_with_their_base() -> None:
    assert parts_of("ratio", value=72, n=50) == Parts(
        Decimal(36), Decimal(50), Decimal(72), Decimal(50), usable=True
    )
    assert parts_of("rate", value="3", n=4000).numerator == 12


def test_entered_figure_that_its_counts_contradict() -> None:
    good = parts_of("ratio", numerator=79, denominator=160, value="49.4")
    wrong = parts_of("ratio", numerator=79, denominator=160, value="66.7")
    assert kind("ratio").checks(good) == []
    assert rules(kind("ratio").checks(wrong)) == [("parts_disagree", "must_explain")]


@pytest.mark.parametrize(
    ("name", "entry", "code", "field"),
    [
        ("count", {"value": "-1"}, "negative", "value"),
        ("count", {"value": "1", "numerator": "2"}, "disagree", "value"),
        ("count", {"value": "1", "denominator": "2"}, "unexpected", "denominator"),
        ("ratio", {"numerator": "-1", "denominator": "2"}, "negative", "numerator"),
        ("ratio", {"numerator": "1", "denominator": "5", "n": "6"}, "disagree", "n"),
        ("mean", {"value": "1", "n": "2.5"}, "not_whole", "n"),
        ("mean", {"value": "1", "n": "-2"}, "negative", "n"),
        ("mean", {"value": "1", "n": "0"}, "no_base", "n"),
        ("count", {"value": "1e18"}, "too_large", "value"),
        ("count", {"value": "1e-13"}, "too_fine", "value"),
        ("count", {"value": "NaN"}, "not_a_number", "value"),
        ("count", {"value": "1", "share": "2"}, "unknown", "share"),
    ],
)
def test_meaningless_entries(name: str, entry: dict[str, str], code: str, field: str) -> None:
    with pytest.raises(EntryError) as refused:
        parts_of(name, **entry)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert str(refused.value)


def test_nothing_entered_is_not_zero() -> None:
    for name, found in KINDS.items():
        empty = found.clean({})
        assert empty.empty, name
        assert not empty.usable
        assert found.checks(empty) == []
    assert parts_of("count", value=0).usable


def test_every_kind_says_what_it_is() -> None:
    assert set(KINDS) == {"count", "currency", "ratio", "rate", "mean", "score", "yes_no", "index"}
    for found in KINDS.values():
        assert found.inputs
        assert (found.parts == 2) == (found.volume == "denominator")
        assert found.partner_rollup in found.partner_rollups
        assert found.time_behaviour in found.time_behaviours


def test_counts_of_people_behind_a_figure() -> None:
    counts = kind("ratio").base_counts(Decimal(97), Decimal(100))
    assert counts == {"numerator": 97, "rest": 3, "denominator": 100}
    assert kind("mean").base_counts(Decimal(120), Decimal(10)) == {"denominator": 10}
    assert kind("currency").base_counts(Decimal(5), None) == {}


# Exactness and display


numbers = st.decimals(min_value=0, max_value=Decimal("999999999999999999"), places=12)


@given(numbers, st.integers(min_value=1, max_value=10**17))
def test_mean_keeps_its_parts_exactly(value: Decimal, n: int) -> None:
    parts = kind("mean").clean({"value": value, "n": Decimal(n)})
    assert parts.numerator is not None
    assert Fraction(parts.numerator) == Fraction(value) * n


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [("49.375", 1, "49.4"), ("0.5", 0, "1"), ("2.5", 0, "3"), ("-0.04", 1, "0.0"), ("-2.5", 0, "-3")],
)
def test_halves_go_up(value: str, decimals: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(value), decimals)) == rounded


def test_display() -> None:
    assert kind("count").display(Decimal("1234.5"), 0) == "1235"
    assert kind("count").display(Decimal(18), 0, unit="children") == "18 children"
    assert kind("currency").display(Decimal("12500"), 2, currency="USD") == "12500.00 USD"
    assert kind("rate").display(Decimal("4.2"), 1, multiplier=Decimal(100)) == "4.2 per 100"
    assert kind("mean").display(Decimal("26.4"), 1, unit="days") == "26.4 days"
    assert kind("ratio").display(None, 1) == ""


# Beside the earlier figures


def test_jump_from_a_short_history() -> None:
    count = kind("count")
    before = parts_of("count", value=100)
    assert rules(count.checks(parts_of("count", value=151), before)) == [("jump", "must_explain")]
    assert count.checks(parts_of("count", value=150), before) == []
    assert count.checks(parts_of("count", value=4), parts_of("count", value=2)) == []


def test_jump_from_a_long_history() -> None:
    steady = [Decimal(x) for x in (90, 91, 89, 90, 92)]
    assert jump(Decimal(60), steady) is not None
    assert jump(Decimal(93), steady) is None
    seasonal = [Decimal(x) for x in (10, 60, 30, 55, 12, 40)]
    assert jump(Decimal(58), seasonal) is None


def test_slip_of_units() -> None:
    before = parts_of("ratio", numerator=45, denominator=100)
    slipped = parts_of("ratio", value="0.45")
    assert ("unit_slip", "must_explain") in rules(kind("ratio").checks(slipped, before))
    assert ("unit_slip", "must_explain") in rules(kind("ratio").checks(slipped))
    thousands = kind("currency").checks(parts_of("currency", value=52), parts_of("currency", value=50000))
    assert rules(thousands) == [("unit_slip", "must_explain")]


def test_same_figure_three_times() -> None:
    again = kind("count").checks(parts_of("count", value=37), history=[Decimal(37), Decimal(37)])
    assert rules(again) == [("same_again", "notice")]
    assert kind("count").checks(parts_of("count", value=0), history=[Decimal(0), Decimal(0)]) == []


def test_refunds_need_a_word() -> None:
    assert rules(kind("currency").checks(parts_of("currency", value=-5))) == [("negative", "must_explain")]


# Reading what people type


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("180", "180"),
        (" 1,234 ", "1234"),
        ("1 234", "1234"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("12,34,567", "1234567"),
        ("1'234", "1234"),
        ("0,123", "0.123"),
        ("1,5", "1.5"),
        ("45%", "45"),
        ("45 %", "45"),
        ("\u2212 7", "-7"),
        ("(1,200)", "-1200"),
        ("-0", "0"),
        ("$12,500.00", "12500.00"),
        ("1.2E+05", "120000"),
        (".5", "0.5"),
        ("٣٤", "34"),
        ("999999999999999999.999999999999", "999999999999999999.999999999999"),
    ],
)
def test_numbers_as_people_write_them(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


def test_the_hint_settles_what_a_comma_means() -> None:
    assert parse_number("1,234", ",") == Decimal("1.234")
    assert parse_number("1.234", ",") == Decimal("1234")
    assert parse_number("1.234") == Decimal("1.234")
    with pytest.raises(EntryError):
        parse_number("1,5", ".")


@pytest.mark.parametrize(
    "text",
    ["1e999999", "9" * 19, "1" * 65, "1,2,3", "5²", "1 2", "1,234,5", "--5", "1e", "nan", "inf", "3‰"],
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(EntryError):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("N/A", "not_applicable"),
        ("n/a", "not_applicable"),
        ("[z]", "not_applicable"),
        ("*", "suppressed_at_source"),
        ("s", "suppressed_at_source"),
        ("c", "suppressed_at_source"),
        ("<5", "suppressed_at_source"),
        ("< 10", "suppressed_at_source"),
        ("1-4", "suppressed_at_source"),
        ("fewer than 5", "suppressed_at_source"),
        ("[x]", "not_reported"),
        ("..", "not_reported"),
        ("–", "not_reported"),
        ("yes", "not_reported"),
        ("See note", "not_reported"),
        ("  ", "not_reported"),
        ("seven", None),
        ("180", None),
    ],
)
def test_words_in_a_number_field(text: str, status: str | None) -> None:
    assert status_meant(text) == status
    if text != "180":
        with pytest.raises(EntryError) as refused:
            parse_number(text)
        assert refused.value.status == status
        assert text.strip() in refused.value.message


def test_cells_of_a_spreadsheet() -> None:
    assert number_from_cell(0.1) == Decimal("0.1")
    assert number_from_cell(832.0) == 832
    assert number_from_cell(1 / 3) == Decimal("0.333333333333")
    for wrong in (float("nan"), float("inf"), 1e300, True):
        with pytest.raises(EntryError):
            number_from_cell(wrong)


@given(st.text(max_size=70))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert parse_number(text).is_finite()
    except EntryError as refused:
        assert refused.message


def test_the_checks_of_a_percentage_name_the_last_figure_in_per_cent() -> None:
    now, last = Parts(Decimal(60), Decimal(80), usable=True), Parts(Decimal(20), Decimal(80), usable=True)
    (found,) = kind("ratio").checks(now, last)
    assert "The last figure was 25\u00a0%." in found.message
    (found,) = kind("count").checks(Parts(Decimal(60), usable=True), Parts(Decimal(20), usable=True))
    assert "The last figure was 20." in found.message
