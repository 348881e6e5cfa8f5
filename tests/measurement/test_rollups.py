"""The roll-up: what is computed from observations, what is computed again, and when."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import queries as core
from initiatives import services as initiative
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from measurement import queries, rollups, services
from measurement.models import DirtyKey, Rollup
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Three partners in two sectors and two places, one place within the other."""
    made = Scene(self_acceptance=True)
    with made.acting() as actor:
        initiative.add_place(actor, code="county", name="County")
        initiative.add_place(actor, code="town", name="Town", parent="county")
        initiative.add_partner(actor, code="A", name="A", sector="education", place="town")
        initiative.add_partner(actor, code="B", name="B", sector="education", place="county")
        initiative.add_partner(actor, code="C", name="C", sector="health")
    return made


def values(scene: Scene, code: str, by: str = "total", period: str = "2024-Q1") -> dict[str, Decimal | None]:
    return {p.group: p.value for p in scene.points(code, by=by) if p.period.code == period}


def test_every_partner_is_in_the_total_its_sector_and_all_places_above(scene: Scene) -> None:
    scene.indicator("n")
    scene.give("n", "2024-Q1", {"A": {"value": 1}, "B": {"value": 2}, "C": {"value": 4}})

    assert values(scene, "n") == {"total": 7}
    assert values(scene, "n", "sector") == {"education": 3, "health": 4}
    assert values(scene, "n", "place") == {"town": 1, "county": 3}


def test_a_period_computed_again_leaves_the_one_before_it_alone(scene: Scene) -> None:
    scene.indicator("n")
    scene.give("n", "2024-Q1", {"A": {"value": 1}})
    scene.give("n", "2024-Q2", {"A": {"value": 2}})
    scene.give("n", "2024-Q2", {"B": {"value": 3}})

    assert [(p.period.code, p.value) for p in scene.points("n")] == [("2024-Q1", 1), ("2024-Q2", 5)]
    assert scene.stale() == []


def test_a_revision_weighs_the_coverage_of_the_period_after_it(scene: Scene) -> None:
    scene.indicator("n")
    scene.give("n", "2024-Q1", {"A": {"value": 10}, "B": {"value": 30}})
    scene.give("n", "2024-Q2", {"A": {"value": 10}})
    assert scene.point("n", "2024-Q2").coverage == Decimal("0.25")

    scene.give("n", "2024-Q1", {"A": {"value": 90}}, reason="Counted again")

    assert scene.point("n", "2024-Q2").coverage == Decimal("0.75")


def test_the_first_year_of_all_has_none_before_it(scene: Scene) -> None:
    scene.indicator("n", cadence="yearly")
    scene.give("n", "1900", {"A": {"value": 10}})

    assert scene.point("n", "1900").coverage_basis == "count"


def test_a_partner_that_begins_is_expected_in_what_stands_from_then_on(scene: Scene) -> None:
    scene.indicator("n")
    for period in ("2023-Q4", "2024-Q1", "2024-Q2"):
        scene.give("n", period, {"A": {"value": 1}})

    scene.give("n", "2024-Q1", {"B": {"value": 1}})

    assert [p.expected for p in scene.points("n")] == [1, 2, 2]
    assert scene.stale() == []


def test_an_assignment_and_its_end_change_who_is_expected_but_not_what_was_known(scene: Scene) -> None:
    scene.indicator("n")
    scene.give("n", "2024-Q1", {"A": {"value": 1}}, at="2024-04-01")
    with clock.at(moment("2024-05-01")):
        scene.assign("n", "B", "C")
    scene.work()
    assert scene.point("n").expected == 3
    assert scene.point("n", as_of=moment("2024-04-15")).expected == 1

    with clock.at(moment("2024-06-01")), scene.acting() as actor:
        ended = queries.assignments(actor).get(partner__code="C")
        services.end_assignment(actor, ended, ends_on=date(2023, 12, 31))
    scene.work()
    assert scene.point("n").expected == 2
    assert scene.point("n", as_of=moment("2024-05-15")).expected == 3


def test_nothing_is_expected_of_a_partner_that_has_left(scene: Scene) -> None:
    scene.indicator("n")
    scene.assign("n", "A", "B")
    scene.cycle("2024-Q2")
    scene.give("n", "2024-Q1", {"A": {"value": 1}})
    with clock.at(moment("2024-03-20")), scene.acting() as actor:
        initiative.part_with(actor, core.partner(actor, "B"))
    scene.work()
    scene.give("n", "2024-Q2", {"A": {"value": 1}})

    assert [p.expected for p in scene.points("n")] == [2, 1]
    with scene.acting() as actor:
        asked = queries.requests(actor).filter(cycle__period_start=date(2024, 4, 1))
        assert [row.partner.code for row in asked] == ["A"]


def test_a_partner_that_was_taken_back_meanwhile_goes_on_reporting(scene: Scene) -> None:
    scene.indicator("n")
    scene.assign("n", "B")
    with clock.at(moment("2024-03-20")), scene.acting() as actor:
        initiative.part_with(actor, core.partner(actor, "B"))
        initiative.take_back(actor, core.partner(actor, "B"))
    scene.work()
    with scene.acting() as actor:
        assert [row.ends_on for row in queries.assignments(actor)] == [None]


def test_a_partner_that_comes_back_is_asked_again_for_what_it_reported(scene: Scene) -> None:
    scene.indicator("n")
    scene.indicator("m")
    scene.assign("n", "A", "B")
    scene.assign("m", "B")
    scene.give("n", "2024-Q1", {"A": {"value": 1}})
    with scene.acting() as actor:
        ended = queries.assignments(actor).get(indicator__code="m")
        services.end_assignment(actor, ended, ends_on=date(2024, 1, 31))
    with clock.at(moment("2024-03-20")), scene.acting() as actor:
        initiative.part_with(actor, core.partner(actor, "B"))
    scene.work()
    scene.cycle("2024-Q2")
    scene.give("n", "2024-Q2", {"A": {"value": 1}})
    assert scene.point("n", period="2024-Q2").expected == 1

    with clock.at(moment("2024-05-02")), scene.acting() as actor:
        initiative.take_back(actor, core.partner(actor, "B"))
    scene.work()

    assert scene.point("n", period="2024-Q2").expected == 2
    with scene.acting() as actor:
        rows = queries.assignments(actor).filter(partner__code="B")
        assert {row.indicator.code: row.ends_on for row in rows} == {"n": None, "m": date(2024, 1, 31)}
        asked = queries.requests(actor).filter(cycle__period_start=date(2024, 4, 1))
        assert {row.partner.code for row in asked} == {"A", "B"}


def test_a_move_counts_from_its_day_and_the_figures_follow(scene: Scene) -> None:
    scene.indicator("n")
    for period in ("2024-Q1", "2024-Q2"):
        scene.give("n", period, {"A": {"value": 1}, "C": {"value": 4}})

    with scene.acting() as actor:
        partner = core.partner(actor, "A")
        initiative.affiliate(actor, partner, sector="health", starts_on=date(2024, 4, 1))
    scene.work()

    assert values(scene, "n", "sector") == {"education": 1, "health": 4}
    assert values(scene, "n", "sector", "2024-Q2") == {"health": 5}
    assert scene.stale() == []


def test_a_total_is_derived_from_one_complete_exclusive_dimension(scene: Scene) -> None:
    scene.dimension("sex", "f", "m")
    scene.dimension("need", "food", "rent", exclusive=False)
    scene.indicator("n", dimensions=["sex", "need"])
    base = {"indicator": "n", "period": "2024-Q1"}
    scene.load(
        {**base, "partner": "A", "cell": {"sex": "f"}, "value": 3},
        {**base, "partner": "A", "cell": {"sex": "m"}, "value": 4},
        {**base, "partner": "B", "cell": {"sex": "f"}, "value": 50},
        {**base, "partner": "C", "cell": {"need": "food"}, "value": 5},
        {**base, "partner": "C", "cell": {"need": "rent"}, "value": 6},
    )

    point = scene.point("n")

    assert (point.value, point.reported, point.expected) == (7, 1, 3)
    assert {p.group: p.value for p in scene.points("n", by="partner")} == {"A": 7}
    assert {p.group: p.value for p in scene.points("n", by="sex")} == {"f": 53, "m": 4}
    with scene.acting() as actor:
        told = queries.explain(actor, queries.indicator(actor, "n"), period=point.period)
    assert [(b.partner, b.included, b.value) for b in told.behind] == [
        ("A", True, 7),
        ("B", False, None),
        ("C", False, None),
    ]


def test_a_total_is_derived_from_cells_that_cross_three_dimensions(scene: Scene) -> None:
    for code in ("x", "y", "z"):
        scene.dimension(code, f"{code}1", f"{code}2")
    scene.indicator("n", dimensions=["x", "y", "z"])
    rows = [
        {"partner": "A", "indicator": "n", "period": "2024-Q1", "cell": {"x": x, "y": y, "z": z}, "value": 1}
        for x in ("x1", "x2")
        for y in ("y1", "y2")
        for z in ("z1", "z2")
    ]
    scene.load(*rows)

    assert scene.point("n").value == 8
    assert {p.group: p.value for p in scene.points("n", by="y", categories={"z": "z1"})} == {"y1": 2, "y2": 2}


def test_a_category_added_later_is_not_missed_in_what_was_accepted_before(scene: Scene) -> None:
    scene.dimension("sex", "f", "m")
    scene.indicator("n", dimensions=["sex"])
    base = {"partner": "A", "indicator": "n", "cell": {"sex": "f"}, "value": 3}
    both = [base, {**base, "cell": {"sex": "m"}}]
    scene.load(*({**row, "period": "2024-Q1"} for row in both), at="2024-04-01")
    with clock.at(moment("2024-05-01")), scene.acting() as actor:
        found = queries.dimension(actor, "sex")
        services.extend_dimension(actor, found, categories=[{"code": "nk", "name": "Not known"}])
    scene.load(*({**row, "period": "2024-Q2"} for row in both), at="2024-07-01")
    with tenant(scene.where):
        rollups.mark_everything_dirty()
    scene.work()

    assert [(p.period.code, p.value) for p in scene.points("n")] == [("2024-Q1", 6), ("2024-Q2", None)]


def test_whoever_is_excused_is_not_expected_and_not_in_the_figure(scene: Scene) -> None:
    scene.dimension("sex", "f", "m")
    scene.indicator("n", dimensions=["sex"])
    base = {"indicator": "n", "period": "2024-Q1"}
    scene.load(
        {**base, "partner": "A", "value": 3},
        {**base, "partner": "B", "status": "not_applicable"},
        {**base, "partner": "B", "cell": {"sex": "f"}, "value": 9},
        {**base, "partner": "C", "status": "suppressed_at_source"},
    )

    point = scene.point("n")

    assert (point.value, point.reported, point.expected) == (3, 1, 2)
    assert [(p.value, p.expected) for p in scene.points("n", by="sex")] == [(None, 2)]


def test_extremes_and_the_latest_are_taken_not_summed(scene: Scene) -> None:
    for rollup, figure in (("min", 1), ("max", 4), ("latest", 2)):
        scene.indicator(rollup, partner_rollup=rollup)
        scene.give(rollup, "2024-Q1", {"A": {"value": 1}, "C": {"value": 4}}, at="2024-04-01")
        scene.give(rollup, "2024-Q1", {"B": {"value": 2}}, at="2024-04-02")
        point = scene.point(rollup)
        assert (point.value, point.low, point.high, point.numerator) == (figure, 1, 4, None)


def test_extremes_and_the_latest_of_a_place_are_found_among_all_places_within_it(scene: Scene) -> None:
    for rollup, county in (("min", 1), ("max", 2), ("latest", 1)):
        scene.indicator(rollup, partner_rollup=rollup)
        scene.give(rollup, "2024-Q1", {"B": {"value": 2}}, at="2024-04-01")
        scene.give(rollup, "2024-Q1", {"A": {"value": 1}, "C": {"value": 9}}, at="2024-04-02")
        assert values(scene, rollup, "place") == {"town": 1, "county": county}


def test_a_partner_that_is_asked_twice_in_a_period_is_expected_once(scene: Scene) -> None:
    scene.indicator("n")
    scene.assign("n", "B", since="2024-01-01")
    scene.give("n", "2024-Q1", {"A": {"value": 1}})
    with scene.acting() as actor:
        ended = queries.assignments(actor).get(partner__code="B")
        services.end_assignment(actor, ended, ends_on=date(2024, 1, 31))
    scene.assign("n", "B", since="2024-03-01")
    scene.work()

    assert scene.point("n").expected == 2
    assert scene.point("n", group="education", by="sector").expected == 2


def test_a_partner_spared_a_category_neither_counts_nor_weighs_in_it(scene: Scene) -> None:
    scene.dimension("sex", "f", "m")
    scene.indicator("n", dimensions=["sex"])
    for number, (period, status) in enumerate((("2024-Q1", "reported"), ("2024-Q2", "not_applicable"))):
        for partner, whole in (("A", 30), ("B", 10)):
            cell = {"value": whole} if partner == "A" or not number else {"status": status}
            base = {"indicator": "n", "period": period, "partner": partner}
            scene.load({**base, "value": whole}, {**base, "cell": {"sex": "f"}, **cell})

    point = scene.point("n", "2024-Q2", by="sex", group="f")

    assert (point.value, point.reported, point.expected, point.coverage) == (30, 1, 1, 1)
    assert scene.point("n", "2024-Q2").coverage == 1


def test_figures_are_final_when_the_cycle_locks_and_revised_when_they_change(scene: Scene) -> None:
    scene.indicator("n")
    scene.cycle("2024-Q1")
    scene.give("n", "2024-Q1", {"A": {"value": 1}, "C": {"value": 1}})
    assert scene.point("n").status == "provisional"

    scene.lock("2024-Q1")
    assert scene.point("n").status == "final"

    scene.give("n", "2024-Q1", {"A": {"value": 2}}, reason="Counted again")
    assert {p.group: p.status for p in scene.points("n", by="sector")} == {
        "education": "revised",
        "health": "final",
    }


def test_an_acceptance_is_rolled_up_in_six_queries(scene: Scene) -> None:
    scene.indicator("n")
    scene.give("n", "2024-Q1", {"A": {"value": 1}})
    scene.give("n", "2024-Q1", {"A": {"value": 2}}, reason="Counted again", work=False)

    with tenant(scene.where), CaptureQueriesContext(connection) as told:
        rollups.recompute()

    assert len(told) <= 6, [query["sql"][:80] for query in told]
    assert scene.point("n").value == 2


def test_what_is_marked_as_a_whole_is_found_out_when_it_is_computed(scene: Scene) -> None:
    """An acceptance that commits between the mark and its computing is computed too."""
    scene.indicator("n")
    scene.assign("n", "B")
    with tenant(scene.where):
        assert DirtyKey.objects.filter(period_start=None).exists()
    scene.give("n", "2024-Q1", {"A": {"value": 1}}, work=False)
    with tenant(scene.where):
        DirtyKey.objects.exclude(period_start=None).delete()

    scene.work()

    assert scene.point("n").expected == 2


def test_the_reconciliation_finds_and_heals_what_is_wrong(scene: Scene) -> None:
    scene.indicator("n")
    scene.give("n", "2024-Q1", {"A": {"value": 1}})
    scene.give("n", "2024-Q2", {"A": {"value": 2}})
    with tenant(scene.where):
        Rollup.objects.filter(period_start=date(2024, 1, 1), axis="total").update(numerator=9, value=9)
        Rollup.objects.filter(period_start=date(2024, 4, 1), axis="sector").delete()
    assert [key.period_start.month for key in scene.stale()] == [1, 4]

    rollups.enqueue_reconciliation()
    with clock.at(moment("2100-01-01")):
        scene.work()

    assert scene.stale() == []
    assert scene.point("n").value == 1
