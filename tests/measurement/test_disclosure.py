"""Disclosure: small cells are hidden and cannot be worked out. Examples are numbered as in the reference."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import combinations
from typing import Any, NamedTuple

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measurement.disclosure import Figure, Key, Row, Rule, Shape, disclose, hide_ratio, protect

TOTAL = "total"


class HiddenRow(NamedTuple):
    """What of a row is hidden."""

    keys: frozenset[Any]
    total: bool


def protect_row(
    values: Mapping[Any, Decimal | None],
    total: Decimal | None,
    k: int,
    earlier: AbstractSet[Any] = frozenset(),
) -> HiddenRow:
    """What is hidden of one row and its total (None: no total is published)."""
    amounts = {key: {"n": value} for key, value in {**values, TOTAL: total}.items() if value is not None}
    hidden = protect(amounts, [Row(TOTAL, tuple(values))], {"n": Decimal(k)}, earlier)
    return HiddenRow(frozenset(key for key in values if key in hidden), TOTAL in hidden)


def protect_table(cells: Mapping[tuple[Any, Any], int], k: int) -> frozenset[tuple[Any, Any]]:
    """What is hidden of a table and all its margins; "total" stands for a margin."""
    amounts: dict[tuple[Any, Any], int] = dict(cells)
    for (line, column), value in cells.items():
        for key in ((line, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            amounts[key] = amounts.get(key, 0) + value
    lines, columns = ([*dict.fromkeys(key[side] for key in cells), TOTAL] for side in (0, 1))
    rows = [Row((line, TOTAL), tuple((line, column) for column in columns[:-1])) for line in lines]
    rows += [Row((TOTAL, column), tuple((line, column) for line in lines[:-1])) for column in columns]
    return frozenset(protect({key: {"n": Decimal(n)} for key, n in amounts.items()}, rows, {"n": Decimal(k)}))


WHOLE = Key()


def row_of(*values: int) -> dict[int, Decimal]:
    return {place: Decimal(value) for place, value in enumerate(values)}


def hidden_in(*values: int, k: int = 10) -> tuple[list[int], bool]:
    hidden = protect_row(row_of(*values), Decimal(sum(values)), k)
    return sorted(values[place] for place in hidden.keys), hidden.total


def figure(by: str, group: str, numerator: int, denominator: int | None = None, **more: object) -> Figure:
    cell = str(more.pop("cell", "total"))
    base = None if denominator is None else Decimal(denominator)
    return Figure(Key(by, group, cell), Decimal(numerator), base, **more)  # type: ignore[arg-type]


def sectors(*numbers: int) -> list[Figure]:
    parts = [figure("sector", f"s{place}", number) for place, number in enumerate(numbers)]
    return [figure("total", "total", sum(numbers)), *parts]


# The worked examples


@pytest.mark.parametrize(
    ("values", "hidden", "total"),
    [
        ((42, 23, 7, 18), [7, 18], False),
        ((42, 23, 7, 4), [4, 7], False),
        ((42, 23, 3, 4), [3, 4, 23], False),
        ((42, 23, 0, 7), [7, 23], False),
        ((0, 0, 7), [7], True),
        ((12, 15, 0), [], False),
    ],
)
def test_example_15_one_row(values: tuple[int, ...], hidden: list[int], total: bool) -> None:
    assert hidden_in(*values) == (hidden, total)


def test_example_15_other_thresholds() -> None:
    assert hidden_in(42, 23, 7, 18, k=5) == ([], False)
    assert hidden_in(42, 23, 10, 18, k=11) == ([10, 18], False)


def test_example_16_two_ways() -> None:
    cells = {
        ("Yes", "N"): 6,
        ("Yes", "S"): 20,
        ("Yes", "C"): 30,
        ("No", "N"): 34,
        ("No", "S"): 25,
        ("No", "C"): 40,
    }
    assert protect_table(cells, 10) == {("Yes", "N"), ("Yes", "S"), ("No", "N"), ("No", "S")}


def test_example_17_percentages() -> None:
    assert hide_ratio(Decimal(4), Decimal(50), 10).hidden
    assert hide_ratio(Decimal(4), Decimal(50), 10).bound is None
    assert hide_ratio(Decimal(97), Decimal(100), 10).bound == ">90%"
    assert hide_ratio(Decimal(97), Decimal(100), 10).hidden
    assert hide_ratio(Decimal(5), Decimal(8), 10).hidden
    assert not hide_ratio(Decimal(40), Decimal(50), 10).hidden
    assert not hide_ratio(Decimal(50), Decimal(50), 10).hidden
    assert not hide_ratio(Decimal(0), Decimal(50), 10).hidden


@given(st.integers(0, 400), st.integers(0, 400), st.integers(2, 30))
def test_example_17_a_bound_is_true(numerator: int, rest: int, k: int) -> None:
    denominator = numerator + rest
    told = hide_ratio(Decimal(numerator), Decimal(denominator), k).bound
    if told is not None:
        step = int(told[1:-1])
        assert 100 * numerator > step * denominator
        assert denominator * (100 - step) >= 100 * k, "the bound says more than that the rest is few"


def test_example_17_time_is_a_dimension() -> None:
    quarters = {"Q1": Decimal(25), "Q2": Decimal(6), "Q3": Decimal(30), "Q4": Decimal(22)}
    hidden = protect_row(quarters, Decimal(83), 10)
    assert hidden.keys == {"Q2", "Q4"}
    assert not hidden.total
    assert protect_row(quarters, None, 10).keys == {"Q2"}


# One row, whatever its numbers

rows = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 60)), min_size=1, max_size=6)


def is_safe(values: Mapping[int, Decimal], hidden: frozenset[int], total: bool, k: int) -> bool:
    amounts = [values[place] for place in hidden if values[place]]
    return total or not amounts or (len(amounts) >= 2 and sum(amounts) >= k)


@given(rows, st.integers(2, 15))
def test_no_hidden_cell_of_a_row_is_narrower_than_the_threshold(numbers: list[int], k: int) -> None:
    values = row_of(*numbers)
    hidden = protect_row(values, Decimal(sum(numbers)), k)
    for place, value in values.items():
        assert place in hidden.keys or value == 0 or value >= k
    assert is_safe(values, hidden.keys, hidden.total, k)


@given(rows, st.integers(2, 15))
def test_at_most_one_cell_more_than_needed(numbers: list[int], k: int) -> None:
    values = row_of(*numbers)
    hidden = protect_row(values, Decimal(sum(numbers)), k)
    small = {place for place, value in values.items() if 0 < value < k}
    others = [place for place in values if place not in small]
    enough = [
        len(small) + size
        for size in range(len(others) + 1)
        for extra in combinations(others, size)
        if is_safe(values, frozenset(small | set(extra)), total=False, k=k)
    ]
    if enough and sum(numbers) >= k:
        assert len(hidden.keys) <= min(enough) + 1
        assert not hidden.total


@given(rows, st.randoms())
def test_the_order_of_cells_changes_nothing(numbers: list[int], random: object) -> None:
    values = row_of(*numbers)
    shuffled = list(values.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    total = Decimal(sum(numbers))
    assert protect_row(values, total, 10) == protect_row(dict(shuffled), total, 10)


@given(rows, st.sets(st.integers(0, 5)))
def test_once_hidden_always_hidden(numbers: list[int], earlier: set[int]) -> None:
    values = row_of(*numbers)
    before = earlier & set(values)
    hidden = protect_row(values, Decimal(sum(numbers)), 10, before)
    assert before <= hidden.keys
    assert is_safe(values, hidden.keys, hidden.total, 10)


def test_a_missing_cell_is_no_cover() -> None:
    values = {"a": Decimal(7), "b": None, "c": Decimal(30), "d": Decimal(50)}
    assert protect_row(values, Decimal(87), 10).keys == {"a", "c"}


def test_a_small_remainder_is_a_cell_too() -> None:
    """40 and 50 of 96: six people stand in no group, and the total tells them."""
    hidden = protect_row(row_of(40, 50), Decimal(96), 10)
    assert hidden.keys == {0}


# Tables


def transport_range(
    cells: Mapping[tuple[int, int], int], hidden: set[tuple[int, int]], cell: tuple[int, int]
) -> int:
    """The width of a hidden cell's range, by flows through the table: an attacker who knows every margin."""
    ends: list[int] = []
    for cost in (1, -1):
        graph = nx.DiGraph()
        for line, column in hidden:
            graph.add_edge(("line", line), ("column", column), weight=cost if (line, column) == cell else 0)
        for side, place in (("line", 0), ("column", 1)):
            for name in {key[place] for key in hidden}:
                amount = sum(cells[key] for key in hidden if key[place] == name)
                graph.nodes[side, name]["demand"] = -amount if side == "line" else amount
        ends.append(int(nx.min_cost_flow_cost(graph)) * cost)
    return ends[1] - ends[0]


tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.integers(0, 15), st.integers(0, 90)), min_size=width, max_size=width),
        min_size=2,
        max_size=4,
    )
)


@settings(max_examples=200, deadline=None)
@given(tables)
def test_no_hidden_cell_of_a_table_can_be_worked_out(lines: list[list[int]]) -> None:
    """Where all margins are told: no closer than the threshold."""
    cells = {(i, j): value for i, line in enumerate(lines) for j, value in enumerate(line)}
    hidden = protect_table(cells, 10)
    if any(TOTAL in key for key in hidden):
        return
    for key in hidden:
        if cells[key]:
            assert transport_range(cells, set(hidden), key) >= 10, (key, hidden)


# All figures of a period together


def reasons(figures: list[Figure], shape: Shape | None = None, **rule: int) -> dict[Key, str | None]:
    decisions = disclose(figures, Rule(**rule), shape=shape)
    return {one.key: decisions[one.key].reason for one in figures if decisions[one.key].hidden}


def test_sectors_under_their_total() -> None:
    assert reasons(sectors(42, 23, 7, 18)) == {Key("sector", "s2"): "few", Key("sector", "s3"): "cover"}
    assert reasons(sectors(42, 23, 40)) == {}


def test_what_was_never_asked_for_is_hidden() -> None:
    decisions = disclose(sectors(42, 23), Rule())
    assert not decisions[Key("sector", "s0")].hidden
    assert decisions[Key("sector", "elsewhere")].hidden


def test_places_are_a_tree() -> None:
    """North 30 = a 24 + b 6; South 50 = c 28 + d 22: hiding b hides a, and the rest stays."""
    parents = {"north": None, "south": None, "a": "north", "b": "north", "c": "south", "d": "south"}
    numbers = {"north": 30, "south": 50, "a": 24, "b": 6, "c": 28, "d": 22}
    figures = [figure("total", "total", 80), *(figure("place", name, n) for name, n in numbers.items())]
    hidden = reasons(figures, Shape(place_parents=parents))
    assert hidden == {Key("place", "b"): "few", Key("place", "a"): "cover"}


def test_a_place_without_a_figure_passes_on_to_the_next_above() -> None:
    parents = {"north": "county", "south": "county", "county": None}
    figures = [figure("total", "total", 80), figure("place", "north", 6), figure("place", "south", 74)]
    assert set(reasons(figures, Shape(place_parents=parents))) == {
        Key("place", "north"),
        Key("place", "south"),
    }


def test_one_child_that_is_its_whole_place_hides_the_place() -> None:
    parents = {"north": None, "south": None, "a": "north"}
    figures = [
        figure("total", "total", 100),
        figure("place", "north", 12),
        figure("place", "a", 12),
        figure("place", "south", 88),
    ]
    decisions = disclose(
        figures, Rule(), previously_hidden={Key("place", "a")}, shape=Shape(place_parents=parents)
    )
    assert decisions.hidden == {Key("place", "a"), Key("place", "north"), Key("place", "south")}
    assert decisions[Key("place", "a")].reason == "earlier"


def test_two_breakdowns_of_one_total() -> None:
    """A total hidden because of one breakdown must not be the sum of another."""
    figures = [
        figure("total", "total", 7),
        figure("sector", "government", 7),
        figure("sector", "business", 0),
        figure("total", "total", 7, cell="age=young"),
        figure("total", "total", 0, cell="age=old"),
    ]
    hidden = reasons(figures)
    assert {Key(), Key("sector", "government"), Key("total", "total", "age=young")} == set(hidden)


def test_categories_by_sector_are_a_table() -> None:
    """Example 16 as figures: sectors by a category, with all margins."""
    numbers = {"N": (6, 34), "S": (20, 25), "C": (30, 40)}
    figures = [figure("total", "total", 155)]
    for name, (yes, no) in numbers.items():
        figures += [
            figure("sector", name, yes, cell="answer=yes"),
            figure("sector", name, no, cell="answer=no"),
            figure("sector", name, yes + no),
        ]
    figures += [
        figure("total", "total", 56, cell="answer=yes"),
        figure("total", "total", 99, cell="answer=no"),
    ]
    expected = {Key("sector", name, f"answer={answer}") for name in "NS" for answer in ("yes", "no")}
    assert set(reasons(figures)) == expected


def test_multi_select_categories_do_not_add_up() -> None:
    figures = [
        figure("total", "total", 100),
        figure("total", "total", 90, cell="service=meals"),
        figure("total", "total", 7, cell="service=advice"),
    ]
    several = Shape(exclusive=frozenset({"age"}))
    assert set(reasons(figures, several)) == {Key("total", "total", "service=advice")}


def test_a_dimension_asked_for_as_groups() -> None:
    figures = [
        figure("total", "total", 100),
        figure("age", "young", 7),
        figure("age", "old", 93),
    ]
    assert set(reasons(figures)) == {Key("age", "young"), Key("age", "old")}


def test_partners_add_up_to_their_sector() -> None:
    """The sector hidden for its seven would be the sum of its published partners."""
    groups = {"p1": {"sector": "government"}, "p2": {"sector": "business"}, "p3": {"sector": "business"}}
    figures = [
        figure("total", "total", 67),
        figure("sector", "government", 40),
        figure("sector", "business", 27),
        figure("partner", "p1", 40),
        figure("partner", "p2", 20),
        figure("partner", "p3", 7),
    ]
    hidden = set(reasons(figures, Shape(partner_groups=groups)))
    assert hidden == {Key("partner", "p3"), Key("partner", "p2")}


def test_percentages_are_hidden_by_every_count_behind_them() -> None:
    """97 of 100 leaves three who did not; the cover must hide those, too."""
    figures = [
        figure("total", "total", 197, 260),
        figure("sector", "government", 97, 100),
        figure("sector", "business", 60, 100),
        figure("sector", "health", 40, 60),
    ]
    assert reasons(figures) == {Key("sector", "government"): "few", Key("sector", "health"): "cover"}


def test_a_cover_without_any_numerator_covers_nothing() -> None:
    figures = [
        figure("total", "total", 64, 260),
        figure("sector", "government", 4, 100),
        figure("sector", "business", 60, 100),
        figure("sector", "health", 0, 60),
    ]
    assert set(reasons(figures)) == {Key("sector", "government"), Key("sector", "business")}


def test_sums_of_a_mean_are_no_counts() -> None:
    one = Figure(WHOLE, Decimal(5), Decimal(40), counts=("denominator",))
    assert reasons([one]) == {}
    assert reasons([Figure(WHOLE, Decimal(500), Decimal(4), counts=("denominator",))]) == {WHOLE: "few"}


def test_shares_out_of_a_small_population_are_hidden_and_covered() -> None:
    """Of 80/200, 150/300 and 300/700 the first is out of fewer than 250; the smaller of the others covers it."""
    parts = [
        figure("sector", name, n, d) for name, n, d in (("a", 80, 200), ("b", 150, 300), ("c", 300, 700))
    ]
    figures = [figure("total", "total", 530, 1200), *parts]
    assert reasons(figures) == {}
    assert reasons(figures, population=250) == {Key("sector", "a"): "few", Key("sector", "b"): "cover"}
    assert reasons(figures, population=200) == {}
    one = disclose([figure("total", "total", 97, 100)], Rule(population=250))[WHOLE]
    assert (one.hidden, one.bound) == (True, None), "nothing is said of so small a population"


def test_a_figure_alone_may_be_told_as_a_bound() -> None:
    decision = disclose([figure("total", "total", 97, 100)], Rule())[WHOLE]
    assert (decision.hidden, decision.reason, decision.bound) == (True, "few", ">90%")
    beside = [figure("total", "total", 97, 100), figure("sector", "a", 50, 50), figure("sector", "b", 47, 50)]
    assert all(decision.bound is None for decision in disclose(beside, Rule()).by_key.values())


def test_totals_of_two_partners() -> None:
    figures = [
        figure("total", "total", 500, contributors=9, reveals_partners=True),
        figure("sector", "business", 200, contributors=2, reveals_partners=True),
        figure("sector", "health", 100, contributors=4, reveals_partners=True),
        figure("sector", "faith", 200, contributors=3, reveals_partners=True),
    ]
    assert reasons(figures) == {Key("sector", "business"): "few_partners", Key("sector", "health"): "cover"}
    named = [Figure(one.key, one.numerator, contributors=one.contributors) for one in figures]
    assert reasons(named) == {}


def test_two_hidden_sectors_of_one_partner_each_need_a_third() -> None:
    figures = [
        figure("total", "total", 400, contributors=6, reveals_partners=True),
        figure("sector", "business", 100, contributors=1, reveals_partners=True),
        figure("sector", "faith", 100, contributors=1, reveals_partners=True),
        figure("sector", "health", 200, contributors=4, reveals_partners=True),
    ]
    assert set(reasons(figures)) == {Key("sector", name) for name in ("business", "faith", "health")}


def test_earlier_decisions_stay_and_are_handed_on() -> None:
    first = disclose(sectors(42, 23, 7, 18), Rule())
    later = disclose(sectors(42, 23, 12, 18), Rule(), previously_hidden=first.hidden)
    assert later.hidden == first.hidden == {Key("sector", "s2"), Key("sector", "s3")}
    gone = disclose(sectors(42, 23), Rule(), previously_hidden=first.hidden)
    assert first.hidden <= gone.hidden


def test_missing_figures_decide_nothing() -> None:
    figures = [*sectors(42, 23), Figure(Key("sector", "late"), None)]
    assert reasons(figures) == {}


cubes = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.sampled_from("mn"), st.integers(0, 40)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=100, deadline=None)
@given(cubes, st.randoms())
def test_every_row_of_a_cube_is_closed(people: list[tuple[str, str, str, int]], random: object) -> None:
    """Sector by place by category, from rows of people: no total tells a hidden part."""
    sums: dict[Key, int] = {}
    for sector, place, age, number in people:
        for by, group in (("total", "total"), ("sector", sector), ("place", place)):
            for cell in ("total", f"age={age}"):
                sums[Key(by, group, cell)] = sums.get(Key(by, group, cell), 0) + number
    figures = [Figure(key, Decimal(number)) for key, number in sums.items()]
    shape = Shape(place_parents={"x": None, "y": "x", "z": "x"})
    decisions = disclose(figures, Rule(threshold=10), shape=shape)
    assert all(decisions[key].hidden for key, number in sums.items() if 0 < number < 10)
    for total in sums:
        for by in ("sector",):
            parts = [key for key in sums if key.by == by and key.cell == total.cell]
            if total.by == "total":
                hidden = [key for key in parts if decisions[key].hidden]
                unknown = [sums[key] for key in hidden if sums[key]]
                if not decisions[total].hidden:
                    assert not unknown or (len(unknown) >= 2 and sum(unknown) >= 10)
                elif sums[total]:
                    assert hidden
    random.shuffle(figures)  # type: ignore[attr-defined]
    assert disclose(figures, Rule(threshold=10), shape=shape).hidden == decisions.hidden


def test_a_figure_told_by_several_rows_together_is_covered() -> None:
    """39 young and old less 30 of them in business are the 9 young in government: no single row says so."""
    figures = [
        figure("total", "total", 81),
        figure("total", "total", 21, cell="age=young"),
        figure("total", "total", 42, cell="age=middle"),
        figure("total", "total", 18, cell="age=old"),
        figure("sector", "government", 23),
        figure("sector", "government", 9, cell="age=young"),
        figure("sector", "government", 14, cell="age=middle"),
        figure("sector", "health", 3),
        figure("sector", "health", 3, cell="age=middle"),
        figure("sector", "business", 55),
        figure("sector", "business", 12, cell="age=young"),
        figure("sector", "business", 25, cell="age=middle"),
        figure("sector", "business", 18, cell="age=old"),
    ]
    decisions = disclose(figures, Rule())
    shown = {one.key for one in figures} - decisions.hidden
    telling = {
        WHOLE,
        Key("total", "total", "age=middle"),
        Key("sector", "business"),
        Key("sector", "business", "age=middle"),
    }
    assert not telling <= shown
