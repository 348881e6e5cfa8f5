"""The views' arithmetic, worked out by hand on a landscape of a few activities."""

from datetime import date

import pytest

from activities.charts import network_map, timeline_map
from activities.charts.network import MOST_NODES, arranged
from activities.charts.timeline import Look, _beside
from activities.landscape import UNSAID, Landscape, Named, Playing, Spot, Step, Tie, Work
from activities.queries.grid import grid
from activities.queries.matrix import matrix
from activities.queries.network import KEPT, NEW, Pair, network, years
from activities.queries.timeline import span, timeline, waits


def named(*keys: str) -> dict[str, Named]:
    return {key: Named(key, key.title()) for key in keys}


def day(text: str) -> date:
    return date.fromisoformat(text)


def work(key: str, *parts: str, **values: object) -> Work:
    """An activity; parts are written "partner role"."""
    roles = tuple(Playing(*part.split()) for part in parts)
    return Work(key, values.pop("title", key.title()), parts=roles, **values)  # type: ignore[arg-type]


PLACES = {
    "town": Spot("town", "Town"),
    "north": Spot("north", "North", "town"),
    "south": Spot("south", "South", "town"),
    "mill": Spot("mill", "Mill", "south"),
}


@pytest.fixture
def land() -> Landscape:
    return Landscape(
        partners=named("ant", "bee", "cat", "dog", "elk"),
        strategies=named("read", "visit", "policy"),
        places=PLACES,
        people=named("young", "old"),
        works=(
            work(
                "one",
                "ant lead",
                "bee co_deliver",
                "cat fund",
                strategy="read",
                people=("young",),
                places=("north",),
            ),
            work("two", "bee lead", strategy="read", people=("young",), places=("mill",)),
            work("three", "dog lead", "ant refer", strategy="visit", people=("old",), places=("town",)),
            work("four", "cat advocate", strategy="policy"),
        ),
    )


def test_matrix_says_who_leads_who_supports_and_what_is_missing(land: Landscape) -> None:
    found = matrix(land)

    assert [row.strategy.key for row in found.rows] == ["read", "visit", "policy"]
    assert found.rows[0].roles == {"ant": ("lead",), "bee": ("lead", "co_deliver"), "cat": ("fund",)}
    assert [row.works for row in found.rows] == [2, 1, 1]
    assert [row.strategy.key for row in found.leaderless] == ["policy"]
    assert [partner.key for partner in found.partless] == ["elk"]


def test_matrix_folds_the_partners_with_the_fewest_parts(land: Landscape) -> None:
    found = matrix(land, most=2)

    # ant, bee and cat have two parts each, dog one: the first two by name stay.
    assert [partner.key for partner in found.columns] == ["ant", "bee"]
    assert [partner.key for partner in found.folded] == ["cat", "dog"]


def test_grid_counts_who_delivers_and_work_for_all_counts_everywhere(land: Landscape) -> None:
    found = grid(land, many=2)

    assert [column.key for column in found.columns] == ["north", "south", UNSAID]
    counts = {pair: cell.partners for pair, cell in found.cells.items()}
    assert counts["young", "north"] == ("ant", "bee"), "a funder is not there"
    assert counts["young", "south"] == ("bee",), "Mill lies in South"
    assert counts["old", "north"] == counts["old", "south"] == ("dog",), (
        "work for the whole town is everywhere"
    )
    assert [(cell.row.key, cell.column.key) for cell in found.overlaps] == [("young", "north")]
    assert found.gaps == []


def test_grid_finds_gaps_by_strategy_and_place_and_goes_into_a_place(land: Landscape) -> None:
    found = grid(land, "strategy", "place")
    gaps = {(cell.row.key, cell.column.key) for cell in found.gaps}
    assert gaps == {("policy", "north"), ("policy", "south")}

    inner = grid(land, "strategy", "place", within="south")
    assert [column.key for column in inner.columns] == ["mill", UNSAID]
    assert inner.cells["read", "mill"].partners == ("bee",)


def test_network_tells_new_ended_and_alone() -> None:
    land = Landscape(
        partners=named("ant", "bee", "cat", "dog"),
        works=(
            work("old", "ant lead", "bee co_deliver", starts_on=day("2024-02-01"), ends_on=day("2024-11-30")),
            work("long", "ant lead", "cat fund", starts_on=day("2024-05-01"), ends_on=day("2025-06-30")),
            work("fresh", "cat lead", "bee host", starts_on=day("2025-01-01"), ends_on=day("2025-12-31")),
            work("mine", "bee lead", starts_on=day("2025-01-01"), ends_on=day("2025-12-31")),
        ),
        ties=(Tie("fresh", "mine", "feeds_into", since=day("2025-03-01")),),
    )

    before, now = network(land, 2024), network(land, 2025)

    assert {(pair.first, pair.second) for pair in before.pairs} == {("ant", "bee"), ("ant", "cat")}
    assert [(pair.first, pair.second, pair.weight, pair.change) for pair in now.pairs] == [
        ("bee", "cat", 2, NEW),
        ("ant", "cat", 1, KEPT),
    ]
    assert [(pair.first, pair.second) for pair in now.ended] == [("ant", "bee")]
    assert [partner.key for partner in now.alone] == ["dog"]
    assert years(land, day("2026-07-21")) == [2024, 2025, 2026]


def test_who_left_an_activity_does_not_count_in_the_years_after() -> None:
    gone = Playing("bee", "co_deliver", since=day("2023-01-01"), until=day("2024-03-01"))
    late = Playing("cat", "host", since=day("2025-05-01"))
    one = Work(
        "one",
        "One",
        parts=(Playing("ant", "lead"), late),
        former=(gone,),
        starts_on=day("2023-01-01"),
        noted_on=day("2023-01-01"),
    )
    land = Landscape(partners=named("ant", "bee", "cat"), works=(one,))

    pairs = {year: [(pair.first, pair.second) for pair in network(land, year).pairs] for year in (2024, 2025)}

    assert pairs == {2024: [("ant", "bee")], 2025: [("ant", "cat")]}


def test_the_drawn_network_is_the_same_every_time_and_folds() -> None:
    keys = [f"p{number:03}" for number in range(60)]
    land = Landscape(
        partners=named(*keys),
        works=tuple(
            work(f"w{number}", f"{keys[number]} lead", f"{keys[(number + 7) % 60]} host")
            for number in range(60)
        ),
    )
    found = network(land, 2025)

    first, second = network_map(found, "p003"), network_map(found, "p003")

    assert first == second
    assert len(first.nodes) == MOST_NODES and first.more == 20
    assert {node.key for node in first.nodes if node.marked} == {"p003", "p010", "p056"}
    assert len({(node.x, node.y) for node in first.nodes}) == MOST_NODES, "no two stand on one another"


def test_those_who_work_closely_stand_together() -> None:
    pairs = [
        Pair(a, b, ("w",), 0)
        for a, b in (("a", "d"), ("d", "f"), ("a", "f"), ("b", "c"), ("c", "e"), ("b", "e"))
    ]

    order = arranged(["f", "e", "d", "c", "b", "a"], pairs)

    assert {frozenset(order[:3]), frozenset(order[3:])} == {frozenset("adf"), frozenset("bce")}


def test_span_is_whole_months() -> None:
    assert span(day("2026-04-17")) == (day("2026-04-01"), day("2027-03-31"))
    assert span(day("2026-12-31"), 3) == (day("2026-12-01"), day("2027-02-28"))


@pytest.fixture
def busy() -> Landscape:
    return Landscape(
        partners=named("ant", "bee"),
        strategies=named("read", "visit"),
        works=(
            work("choose", "ant lead", strategy="read", starts_on=day("2026-05-04"), ends_on=day("2026-08-28"),
                 agreed_end=day("2026-07-31")),
            work("train", "bee lead", strategy="read", starts_on=day("2026-08-10"), ends_on=day("2026-09-18")),
            work("early", "ant lead", strategy="visit", starts_on=day("2025-01-01"), ends_on=day("2025-06-30")),
            work("later", "bee lead", strategy="visit"),
        ),
        ties=(Tie("train", "choose", "depends_on"), Tie("train", "later", "overlaps")),
        steps=(Step("choose", "Vote", day("2026-06-01")), Step("choose", "Old", day("2025-06-01"))),
    )  # fmt: skip


def test_timeline_holds_what_runs_in_the_span_and_says_what_waits(busy: Landscape) -> None:
    first, last = span(day("2026-04-01"))

    found = timeline(busy, first, last)

    assert [(lane.of.key, [one.key for one in lane.works]) for lane in found.lanes] == [
        ("read", ["choose", "train"])
    ]
    assert [one.key for one in found.undated] == ["later"]
    assert [step.title for step in found.steps] == ["Vote"]
    assert [(wait.before.key, wait.after.key, wait.days) for wait in found.late] == [("choose", "train", 18)]
    by_partner = timeline(busy, first, last, "partner")
    assert [lane.of.key for lane in by_partner.lanes] == ["ant", "bee"]


def test_nothing_waits_for_what_is_over(busy: Landscape) -> None:
    over = [
        Work(one.key, one.title, starts_on=one.starts_on, ends_on=one.ends_on, over=True)
        for one in busy.works
    ]

    assert [wait.late for wait in waits(busy.only(over))] == [False]


def test_drawn_timeline_lies_to_scale(busy: Landscape) -> None:
    first, last = span(day("2026-04-01"))
    looks = {one.key: Look("bar") for one in busy.works}

    drawn = timeline_map(timeline(busy, first, last), looks, {"read": "ant"}, {}, day("2026-07-21"))

    # 824 units for 365 days: 4 May is 33 days after 1 April, 21 July 111 days.
    bar = drawn.lanes[0].bars[0]
    assert bar.x == f"{206 + 824 * 33 / 365:.1f}" and drawn.now == f"{206 + 824 * 111 / 365:.1f}"
    # The slip from 31 July (121 days) to the end of 28 August (150 days).
    assert bar.slip is not None
    assert [float(text) for text in bar.slip] == pytest.approx(
        [206 + 824 * 121 / 365, 824 * 29 / 365], abs=0.2
    )
    assert [stone.words for stone in bar.stones] == ["Vote"]
    assert [arrow.late for arrow in drawn.arrows] == [True]
    assert len(drawn.ticks) == 12 and [tick.year for tick in drawn.ticks if tick.year] == ["2026", "2027"]
    assert drawn.lanes[0].bars[1].y != bar.y, "they overlap in time, so that they lie in two rows"


def test_drawn_lane_folds_what_finds_no_room() -> None:
    many = tuple(
        work(
            f"w{number}", "ant lead", strategy="read", starts_on=day("2026-04-01"), ends_on=day("2027-03-31")
        )
        for number in range(9)
    )
    land = Landscape(partners=named("ant"), strategies=named("read"), works=many)
    first, last = span(day("2026-04-01"))

    drawn = timeline_map(
        timeline(land, first, last), {one.key: Look("plan") for one in many}, {}, {}, day("2026-04-01")
    )

    assert len(drawn.lanes[0].bars) == 5 and drawn.lanes[0].more == 4 and drawn.folded == 4


def test_a_label_lies_beside_the_milestones_of_its_bar() -> None:
    wide = _beside("Speak for the measure", (200.0, 600.0), [])
    assert wide == (208.0, "Speak for the measure")
    # 21 letters are 132 units wide: the first gap, up to the milestone at 300, is not, the one behind it is.
    assert _beside("Speak for the measure", (200.0, 600.0), [300.0]) == (314.0, "Speak for the measure")
    assert _beside("Speak for the measure", (200.0, 600.0), [480.0]) == (208.0, "Speak for the measure")
    left, words = _beside("Speak for the measure", (200.0, 400.0), [300.0])
    assert left == 206.0 and words == "Speak for th…", "cut to the widest gap"
