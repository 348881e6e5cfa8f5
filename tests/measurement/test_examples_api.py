"""The worked examples of shared measurement over HTTP, under their numbers: figures in by bulk, series out."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.api import Api
from tests.factories.scene import Scene

AsApi = Callable[..., Api]
Row = Mapping[str, Any]


class Outside:
    """The initiative as an integrator uses it: only over HTTP."""

    def __init__(self, api: Api, slug: str) -> None:
        self.api, self.home = api, f"/initiatives/{slug}"

    def bulk(self, indicator: str, *rows: Row) -> Any:
        """Take figures in as accepted."""
        body = [{"indicator": indicator, "period": "2024-Q1", **row} for row in rows]
        return self.api.post(
            f"{self.home}/submissions/bulk/", {"submit": True, "accept": True, "observations": body}
        )

    def give(self, scene: Scene, indicator: str, *rows: Row) -> None:
        """Take figures in and let the roll-up follow."""
        answer = self.bulk(indicator, *rows)
        assert answer.status == 200, answer
        scene.work()

    def points(self, indicator: str, query: str = "") -> list[dict[str, Any]]:
        """The points of a series."""
        answer = self.api.get(f"{self.home}/indicators/{indicator}/series/?{query}")
        assert answer.status == 200, answer
        return list(answer.json["points"])

    def point(self, indicator: str, query: str = "") -> dict[str, Any]:
        """The only point of a series."""
        [point] = self.points(indicator, query)
        return point


@pytest.fixture
def scene(db: None) -> Scene:
    """An initiative that lets one person do both, with partners A to E."""
    made = Scene(self_acceptance=True)
    made.partners("A", "B", "C", "D", "E")
    return made


@pytest.fixture
def outside(scene: Scene, as_api: AsApi) -> Outside:
    return Outside(as_api(scene.lead), scene.where.slug)


def parts(partner: str, numerator: int, denominator: int, **more: Any) -> Row:
    return {"partner": partner, "numerator": numerator, "denominator": denominator, **more}


def test_1_a_ratio_is_the_sum_of_its_parts(scene: Scene, outside: Outside) -> None:
    scene.indicator("r", "ratio")
    outside.give(
        scene,
        "r",
        parts("A", 40, 50),
        parts("B", 30, 100),
        parts("C", 9, 10),
        parts("D", 0, 0),
        {"partner": "E", "value": 72},
    )

    point = outside.point("r")

    assert (point["numerator"], point["denominator"], point["display"]) == ("79", "160", "49.4%")
    assert (point["reported"], point["expected"], point["note"]) == (4, 5, "1 left out: incomplete")
    over = outside.bulk("r", parts("A", 51, 50, period="2024-Q2"))
    assert (over.status, over.json["errors"][0]["code"]) == (422, "above_denominator")


def test_2_means_are_weighted(scene: Scene, outside: Outside) -> None:
    scene.indicator("m", "mean", decimals=1)
    outside.give(
        scene, "m", {"partner": "A", "value": "12.0", "n": 10}, {"partner": "B", "value": "30.0", "n": 40}
    )
    assert outside.point("m")["display"] == "26.4"


def test_3_rates_are_summed_before_they_are_divided(scene: Scene, outside: Outside) -> None:
    scene.indicator("r", "rate", multiplier=1000, decimals=1)
    outside.give(scene, "r", parts("A", 12, 4000), parts("B", 30, 6000))
    assert Decimal(outside.point("r")["value"]) == Decimal("4.2")


def test_4_people_counted_by_several_are_bounded(scene: Scene, outside: Outside) -> None:
    scene.indicator("u", time_behaviour="unduplicated")
    outside.give(
        scene, "u", *({"partner": code, "value": n} for code, n in (("A", 120), ("B", 80), ("C", 50)))
    )
    point = outside.point("u")
    assert (point["value"], point["low"], point["high"]) == (None, "120", "250")


@pytest.mark.parametrize(
    ("behaviour", "values", "quarter"),
    [("flow", (10, 15, 5), "30"), ("cumulative", (10, 25, 30), "30"), ("stock", (410, 402, 395), "395")],
)
def test_5_time_behaviour(
    scene: Scene, outside: Outside, behaviour: str, values: tuple[int, ...], quarter: str
) -> None:
    scene.indicator("n", cadence="monthly", time_behaviour=behaviour)
    outside.give(
        scene,
        "n",
        *({"partner": "A", "period": f"2024-{m:02d}", "value": v} for m, v in enumerate(values, start=1)),
    )
    assert outside.point("n", "time=quarterly")["value"] == quarter
    if behaviour == "cumulative":
        assert [p["value"] for p in outside.points("n", "reading=periodic")] == ["10", "15", "5"]
    if behaviour == "stock":
        average = outside.point("n", "time=quarterly&reading=average")
        assert round(Decimal(average["value"]), 1) == Decimal("402.3")


def test_6_a_stock_that_does_not_balance(scene: Scene, outside: Outside) -> None:
    for code, behaviour in (("active", "stock"), ("came", "flow"), ("left", "flow")):
        scene.indicator(code, cadence="monthly", time_behaviour=behaviour)
    outside.give(
        scene,
        "active",
        *({"partner": "A", "period": p, "value": v} for p, v in (("2024-01", 410), ("2024-02", 406))),
    )
    outside.give(scene, "came", {"partner": "A", "period": "2024-02", "value": 62})
    outside.give(scene, "left", {"partner": "A", "period": "2024-02", "value": 70})
    rule = {
        "left": [{"indicator": "active"}],
        "operator": "eq",
        "right": [
            {"indicator": "active", "previous": True},
            {"indicator": "came"},
            {"indicator": "left", "factor": -1},
        ],
    }

    tried = outside.api.post(f"{outside.home}/checks/trial/", rule)
    made = outside.api.post(f"{outside.home}/checks/", {"name": "Balance", **rule})
    balance = outside.api.get(f"{outside.home}/indicators/active/balance/")

    assert (tried.json["count"], tried.json["flagged"][0]["right"]) == (1, "402")
    assert (made.status, made.json["severity"], made.json["version"]) == (201, "notice", 1)
    [found] = balance.json["balances"]
    assert (found["actual"], found["expected"], found["difference"]) == ("406", "402", "4")
    assert round(Decimal(found["share"]), 2) == Decimal("0.99")
    path = f"{outside.home}/checks/{made.json['id']}/"
    change = {**rule, "severity": "block", "reason": "It held"}
    changed = outside.api.patch(path, change, If_Match=made.etag)
    assert (changed.json["severity"], changed.json["version"]) == ("block", 2)
    assert outside.api.post(f"{path}stop/").json["active"] is False
    assert outside.api.post(f"{path}take-up/").json["active"] is True


def test_11_categories_beside_their_total(scene: Scene, outside: Outside) -> None:
    scene.dimension("sex", "f", "m", "x", "not_known")
    scene.indicator("c", dimensions=["sex"])

    def rows(*amounts: int) -> list[Row]:
        cells = zip(("f", "m", "x", "not_known"), amounts, strict=True)
        return [
            {"partner": "A", "value": 100},
            *({"partner": "A", "cell": {"sex": code}, "value": n} for code, n in cells),
        ]

    over = outside.bulk("c", *rows(52, 45, 2, 5))
    assert (over.status, over.json["errors"][0]["code"]) == (422, "categories_above_total")
    outside.give(scene, "c", *rows(52, 45, 1, 2))
    assert {p["group"]: p["value"] for p in outside.points("c", "by=sex")} == {
        "f": "52",
        "m": "45",
        "x": "1",
        "not_known": "2",
    }
    crossed = outside.points("c", "by=sector&sex=f")
    assert [(p["group"], p["value"], p["reported"]) for p in crossed] == [("nonprofit", "52", 1)]


def test_12_missing_is_never_zero(scene: Scene, outside: Outside) -> None:
    scene.indicator("n")
    scene.assign("n", "A", "B", "C")
    outside.give(scene, "n", {"partner": "A", "value": 20}, {"partner": "B", "value": 0})
    point = outside.point("n")
    assert (point["value"], point["reported"], point["expected"]) == ("20", 2, 3)


def test_13_coverage_by_the_last_volume(scene: Scene, outside: Outside) -> None:
    scene.indicator("n")
    outside.give(scene, "n", *({"partner": c, "value": v} for c, v in (("A", 50), ("B", 30), ("C", 120))))
    outside.give(
        scene, "n", *({"partner": c, "period": "2024-Q2", "value": v} for c, v in (("A", 55), ("B", 33)))
    )
    point = outside.points("n")[1]
    assert (point["value"], point["status"], point["reported"], point["expected"]) == (
        "88",
        "provisional",
        2,
        3,
    )
    assert Decimal(point["coverage"]) == Decimal("0.4")


def test_16_two_ways_hide_the_same_four_cells(scene: Scene, outside: Outside, as_api: AsApi) -> None:
    scene.dimension("answer", "yes", "no")
    scene.dimension("place_of", "n", "s", "w")
    scene.indicator(
        "v", dimensions=["answer", "place_of"], about_people=True, visibility="anonymous", cadence="yearly"
    )
    table = {"yes": (6, 20, 30), "no": (34, 25, 40)}
    rows = []
    for answer, amounts in table.items():
        rows += [
            {"partner": c, "period": "2023", "cell": {"answer": answer, "place_of": place}, "value": share}
            for place, amount in zip("nsw", amounts, strict=True)
            for c, share in zip("ABC", (amount // 3, amount // 3, amount - 2 * (amount // 3)), strict=True)
        ]
    outside.give(scene, "v", *rows)
    scene.lock("2023")
    seen = Outside(as_api(scene.person("funder")), scene.where.slug)

    hidden = {
        (answer, point["group"])
        for answer in table
        for point in seen.points("v", f"by=place_of&answer={answer}")
        if point["suppressed"]
    }

    assert hidden == {("yes", "n"), ("yes", "s"), ("no", "n"), ("no", "s")}
    assert [p["value"] for p in seen.points("v", "by=place_of")] == ["40", "45", "70"]
    assert seen.point("v")["value"] == "155"


def test_20_periods_that_do_not_lie_inside(scene: Scene, outside: Outside) -> None:
    scene.indicator("n", cadence="monthly")
    months = [{"partner": "A", "period": f"2024-{m:02d}", "value": v} for m, v in ((1, 10), (2, 15), (3, 5))]
    outside.give(
        scene,
        "n",
        *months,
        {"partner": "B", "value": 22},
        {"partner": "C", "period": "2023-09-01/2024-01-15", "value": 40},
    )
    point = outside.point("n", "time=quarterly")
    assert (point["value"], point["reported"], point["expected"]) == ("52", 2, 3)
    assert "does not lie inside" in point["note"]
