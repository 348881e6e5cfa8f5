"""The worked examples of how figures are combined, by their numbers; each states the only right answer."""

from decimal import Decimal
from typing import Any

import pytest

from initiatives.kernel.errors import DomainError
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Five partners A to E."""
    made = Scene(self_acceptance=True)
    made.partners("A", "B", "C", "D", "E", sector="education")
    return made


def test_1_a_ratio_is_the_sum_of_numerators_over_the_sum_of_denominators(scene: Scene) -> None:
    scene.indicator("read", "ratio")
    shares = {"A": (40, 50), "B": (30, 100), "C": (9, 10)}
    parts = {code: {"numerator": n, "denominator": d} for code, (n, d) in shares.items()}
    scene.give("read", "2024-Q1", parts)

    point = scene.point("read")

    assert (point.numerator, point.denominator, point.value) == (79, 160, Decimal("49.375"))
    assert point.display == "49.4%"

    scene.give("read", "2024-Q1", {"D": {"numerator": 0, "denominator": 0}, "E": {"value": 72}})

    point = scene.point("read")
    assert (point.value, point.reported, point.expected) == (Decimal("49.375"), 4, 5)
    assert "1 left out" in point.note
    nobody = scene.point("read", group="D", by="partner")
    assert (nobody.value, nobody.reported) == (None, 1)
    assert nobody.note

    with pytest.raises(DomainError) as refused:
        scene.give("read", "2024-Q2", {"A": {"numerator": 51, "denominator": 50}})
    assert refused.value.errors[0].code == "above_denominator"


def test_2_means_are_weighted_and_what_does_not_add_up_is_a_range(scene: Scene) -> None:
    scene.indicator("days", "mean", decimals=1)
    scene.give("days", "2024-Q1", {"A": {"value": "12.0", "n": 10}, "B": {"value": "30.0", "n": 40}})

    assert scene.point("days").value == Decimal("26.4")

    scene.indicator("median", "index")
    scene.give("median", "2024-Q1", {"A": {"value": "0.71"}, "B": {"value": "0.40"}})
    point = scene.point("median")
    assert (point.value, point.low, point.high) == (None, Decimal("0.40"), Decimal("0.71"))


def test_3_rates_are_summed_before_they_are_divided(scene: Scene) -> None:
    scene.indicator("births", "rate", multiplier=Decimal(1000), decimals=1)
    rates = {"A": {"numerator": 12, "denominator": 4000}, "B": {"numerator": 30, "denominator": 6000}}
    scene.give("births", "2024-Q1", rates)

    assert scene.point("births").value == Decimal("4.2")


def test_4_people_counted_by_several_partners_are_bounded_never_summed(scene: Scene) -> None:
    scene.indicator("people", time_behaviour="unduplicated", cadence="quarterly")
    scene.give("people", "2024-Q1", {"A": {"value": 120}, "B": {"value": 80}, "C": {"value": 50}})

    point = scene.point("people")

    assert (point.value, point.numerator, point.low, point.high) == (None, None, 120, 250)

    scene.indicator("served", time_behaviour="unduplicated")
    for quarter, served in enumerate((60, 70, 50, 65), start=1):
        scene.give("served", f"2023-Q{quarter}", {"A": {"value": served}})
    year = scene.point("served", "2023", time="yearly")
    assert (year.value, year.low, year.high) == (None, 70, 245)


@pytest.mark.parametrize(
    ("behaviour", "months", "quarter", "note"),
    [
        ("flow", (10, 15, 5), 30, ""),
        ("cumulative", (10, 25, 30), 30, ""),
        ("stock", (410, 402, 395), 395, ""),
        ("stock", (410, 402, None), 402, "as of 2024-02"),
    ],
)
def test_5_periods_are_combined_by_how_a_figure_behaves_in_time(
    scene: Scene, behaviour: str, months: tuple[int | None, ...], quarter: int, note: str
) -> None:
    scene.indicator("x", time_behaviour=behaviour, cadence="monthly")
    for month, value in enumerate(months, start=1):
        if value is not None:
            scene.give("x", f"2024-{month:02d}", {"A": {"value": value}})

    point = scene.point("x", time="quarterly")

    assert (point.value, point.note) == (quarter, note)


def test_5_a_ratio_over_time_sums_its_parts(scene: Scene) -> None:
    scene.indicator("r", "ratio", cadence="monthly")
    for month, (n, d) in enumerate([(1, 10), (90, 100), (9, 10)], start=1):
        scene.give("r", f"2024-{month:02d}", {"A": {"numerator": n, "denominator": d}})

    point = scene.point("r", time="quarterly")
    assert (point.numerator, point.denominator, point.display) == (100, 120, "83.3%")


def test_11_categories_add_up_to_the_total_or_are_told(scene: Scene) -> None:
    scene.dimension("sex", "f", "m", "x", "nk")
    scene.dimension("need", "food", "rent", exclusive=False)
    scene.indicator("c", dimensions=["sex", "need"])

    def rows(f: int, m: int, x: int, nk: int) -> list[dict[str, Any]]:
        cells = {"f": f, "m": m, "x": x, "nk": nk}
        base = {"partner": "A", "indicator": "c", "period": "2024-Q1"}
        told = [{**base, "cell": {"sex": code}, "value": value} for code, value in cells.items()]
        return [{**base, "value": 100}, *told]

    with pytest.raises(DomainError) as refused:
        scene.load(*rows(52, 45, 2, 5))
    assert [error.code for error in refused.value.errors] == ["categories_above_total"]
    assert [found.code for found in scene.load(*rows(45, 47, 1, 2)).findings] == ["categories_below_total"]
    assert scene.load(*rows(52, 45, 1, 2), reason="Counted again").findings == []

    overlapping = {"partner": "A", "indicator": "c", "period": "2024-Q2"}
    many = [{**overlapping, "cell": {"need": code}, "value": 65} for code in ("food", "rent")]
    assert scene.load({**overlapping, "value": 100}, *many).findings == []
    assert scene.point("c", "2024-Q2").value == 100


def test_11_a_total_of_groups_is_weighed_and_a_mix_may_shift_it(scene: Scene) -> None:
    scene.dimension("group", "g", "h")
    scene.indicator("r", "ratio", dimensions=["group"], cadence="yearly")
    years = {
        "2022": {"g": (30, 40), "h": (12, 60)},
        "2023": {"g": (360, 400), "h": (180, 600)},
        "2024": {"g": (92, 100), "h": (288, 900)},
    }
    for year, groups in years.items():
        for code, (n, d) in groups.items():
            cell = {"cell": {"group": code}, "numerator": n, "denominator": d}
            scene.give("r", year, {"A": cell})

    assert [p.value for p in scene.points("r")] == [42, 54, 38]
    shares = {(p.period.code, p.group): p.value for p in scene.points("r", by="group")}
    assert shares["2022", "g"] - shares["2022", "h"] == 55
    assert shares["2024", "g"] - shares["2023", "g"] == 2
    assert shares["2024", "h"] - shares["2023", "h"] == 2


def test_12_missing_is_never_zero(scene: Scene) -> None:
    scene.indicator("n")
    scene.assign("n", "A", "B", "C")
    scene.give("n", "2024-Q1", {"A": {"value": 20}, "B": {"value": 0}})
    point = scene.point("n")
    assert (point.value, point.reported, point.expected) == (20, 2, 3)

    scene.indicator("r", "ratio")
    scene.assign("r", "A", "B", "C")
    parts = {"A": {"numerator": 10, "denominator": 20}, "B": {"numerator": 0, "denominator": 15}}
    scene.give("r", "2024-Q1", parts)
    assert scene.point("r").display == "28.6%"
    assert scene.point("r").expected == 3

    scene.give("r", "2024-Q1", {"C": {"status": "not_applicable"}})
    point = scene.point("r")
    assert (point.reported, point.expected, point.coverage) == (2, 2, 1)

    loaded = scene.give("r", "2024-Q2", {"A": {"numerator": 5}})
    assert [found.code for found in loaded.findings] == ["incomplete"]
    point = scene.point("r", "2024-Q2")
    assert (point.value, point.reported) == (None, 0)
    assert "1 left out" in point.note


def test_13_coverage_is_weighed_by_the_last_volume_and_nothing_is_carried_forward(scene: Scene) -> None:
    scene.indicator("n")
    scene.give("n", "2024-Q1", {"A": {"value": 50}, "B": {"value": 30}, "C": {"value": 120}})
    scene.give("n", "2024-Q2", {"A": {"value": 55}, "B": {"value": 33}})

    point = scene.point("n", "2024-Q2")

    assert (point.value, point.status, point.reported, point.expected) == (88, "provisional", 2, 3)
    assert (point.coverage, point.coverage_basis) == (Decimal("0.4"), "volume")
    assert scene.point("n", "2024-Q1").value == 200


def test_14_a_series_can_be_asked_for_as_it_stood(scene: Scene) -> None:
    scene.indicator("r", "ratio")
    scene.give("r", "2024-Q1", {"A": {"numerator": 45, "denominator": 100}}, at="2024-04-10")
    with pytest.raises(DomainError) as refused:
        scene.give("r", "2024-Q1", {"A": {"numerator": 48, "denominator": 100}}, at="2024-05-02")
    assert refused.value.code == "already_accepted"
    changed = {"A": {"numerator": 48, "denominator": 100}}
    scene.give("r", "2024-Q1", changed, at="2024-05-02", reason="Three late answers")

    assert scene.point("r", as_of=moment("2024-04-20")).display == "45.0%"
    assert scene.point("r", as_of=moment("2024-05-03")).display == "48.0%"
    assert scene.points("r", as_of=moment("2024-04-09")) == []
    now = scene.point("r")
    assert (now.display, now.status) == ("48.0%", "revised")
    assert scene.point("r", as_of=moment("2024-04-20")).status == "provisional"
    assert scene.point("r", group="A", by="partner", as_of=moment("2024-04-20")).display == "45.0%"


def test_20_periods_that_do_not_lie_inside_are_left_out(scene: Scene) -> None:
    scene.indicator("n", cadence="monthly", time_behaviour="flow")
    for month, value in enumerate((10, 15, 5), start=1):
        scene.give("n", f"2024-{month:02d}", {"A": {"value": value}})
    scene.give("n", "2023-09-01/2024-01-15", {"B": {"value": 40}})

    assert scene.point("n", time="quarterly").value == 30
