"""What was told and is told anew: figures as they stood, and the log of restatements, for each reader."""

from collections.abc import Callable
from typing import Any

import pytest

from initiatives.models import User
from measurement import queries
from measurement.queries import Restated
from tests.api import Api
from tests.factories.scene import Scene, moment


@pytest.fixture
def scene(db: None) -> Scene:
    """Five partners, so that a total tells nobody's figure."""
    made = Scene()
    made.partners("A", "B", "C", "D", "E")
    return made


def log(scene: Scene, who: User | None = None, code: str = "", **how: Any) -> list[Restated]:
    with scene.acting(who) as actor:
        return queries.restatements(actor, queries.indicator(actor, code) if code else None, **how)


def told(rows: list[Restated]) -> list[tuple[str, Any, Any, str]]:
    return [(row.indicator.code, row.former, row.value, row.reason) for row in rows]


def test_14_a_figure_keeps_its_value_and_says_what_it_was_revised_to(scene: Scene) -> None:
    scene.indicator("r", "ratio", visibility="public")
    scene.give("r", "2024-Q1", {"A": {"numerator": 45, "denominator": 100}}, at="2024-04-10")
    changed = {"A": {"numerator": 48, "denominator": 100}}
    scene.give("r", "2024-Q1", changed, at="2024-05-02", reason="Three late answers")

    stood = scene.point("r", as_of=moment("2024-04-20"))
    assert (stood.display, stood.later_display, stood.status) == ("45.0%", "48.0%", "provisional")
    since = scene.point("r", as_of=moment("2024-05-03"))
    assert (since.display, since.later, since.status) == ("48.0%", None, "revised")

    [row] = log(scene, scene.person("funder"))
    assert (row.indicator.code, row.period.code, row.former, row.value) == ("r", "2024-Q1", 45, 48)
    assert (row.reason, row.when) == ("Three late answers", moment("2024-05-02"))


def test_a_figure_that_more_report_is_not_restated(scene: Scene) -> None:
    scene.indicator("n", visibility="public")
    scene.give("n", "2024-Q1", {"A": {"value": 10}}, at="2024-04-10")
    scene.give("n", "2024-Q1", {"B": {"value": 5}}, at="2024-04-12")

    assert log(scene) == []
    assert scene.point("n", as_of=moment("2024-04-11")).later is None


def test_groups_are_told_where_they_are_asked_for(scene: Scene) -> None:
    scene.dimension("sex", "f", "m")
    scene.indicator("n", visibility="public", dimensions=["sex"])
    rows = [{"partner": "A", "indicator": "n", "period": "2024-Q1", "cell": {"sex": c}} for c in ("f", "m")]
    scene.load(*({**row, "value": 10} for row in rows), at="2024-04-10")
    scene.load({**rows[0], "value": 12}, at="2024-05-10", reason="Two more")

    assert told(log(scene, code="n")) == [("n", 20, 22, "Two more")]
    found = {
        (row.axis, row.group, tuple(row.cell.items())): (row.former, row.value)
        for row in log(scene, code="n", totals=False)
    }
    assert found == {
        ("total", "total", ()): (20, 22),
        ("total", "total", (("sex", "f"),)): (10, 12),
        ("sector", "nonprofit", ()): (20, 22),
        ("sector", "nonprofit", (("sex", "f"),)): (10, 12),
    }


def test_who_may_not_know_two_moments_reads_no_log_of_them(scene: Scene) -> None:
    """Two totals of few partners, before and after, would tell one partner's figure."""
    scene.indicator("kept", visibility="partners")
    scene.give("kept", "2024-Q1", {c: {"value": 10} for c in "ABCDE"}, at="2024-04-10")
    scene.give("kept", "2024-Q1", {"A": {"value": 12}}, at="2024-05-10", reason="Counted again")

    assert told(log(scene)) == [("kept", 50, 52, "Counted again")]
    assert log(scene, scene.person("funder")) == []


def test_of_snapshots_one_is_compared_with_the_next_and_never_a_hidden_one(scene: Scene) -> None:
    """About people: with a threshold of 10, a group of 7 is hidden, and its revision is told to nobody below staff."""
    scene.dimension("size", "s", "m", "l")
    scene.indicator("people", about_people=True, visibility="public", dimensions=["size"], cadence="yearly")

    def give(at: str, change: int, reason: str = "") -> None:
        cells = {"s": 7 + change, "m": 40 + change, "l": 80}
        rows = [
            {"partner": c, "indicator": "people", "period": "2023", "cell": {"size": k}, "value": v}
            for c in "ABC"
            for k, v in (cells.items() if c == "A" else {"s": 0, "m": 50, "l": 60}.items())
        ]
        scene.load(*rows, at=at, reason=reason)

    give("2024-02-01", 0)
    scene.lock("2023")
    funder = scene.person("funder")
    before = {p.group: p for p in scene.points("people", funder, by="size")}
    assert before["s"].suppressed
    assert log(scene, funder, totals=False) == []

    for code in "ABC":  # three partners change, so that a new snapshot is taken
        rows = [
            {"partner": code, "indicator": "people", "period": "2023", "cell": {"size": "m"}, "value": 70}
        ]
        scene.load(*rows, at="2024-03-01", reason=f"Late list of {code}")
    scene.work()

    rows = log(scene, funder, totals=False)
    hidden = {p.group for p in scene.points("people", funder, by="size") if p.suppressed}
    assert "s" in hidden
    told_cells = {code for row in rows for code in row.cell.values()}
    assert not told_cells & hidden
    staff = log(scene, totals=False)
    assert {code for row in staff for code in row.cell.values()} == {"m"}


def test_14_and_the_log_over_the_api(scene: Scene, as_api: Callable[..., Api]) -> None:
    scene.indicator("r", "ratio", visibility="public")
    scene.give("r", "2024-Q1", {"A": {"numerator": 45, "denominator": 100}}, at="2024-04-10")
    changed = {"A": {"numerator": 48, "denominator": 100}}
    scene.give("r", "2024-Q1", changed, at="2024-05-02", reason="Three late answers")
    api, home = as_api(scene.lead), f"/initiatives/{scene.where.slug}"

    [then] = api.get(f"{home}/indicators/r/series/?as_of=2024-04-20").json["points"]
    [now] = api.get(f"{home}/indicators/r/series/?as_of=2024-05-03").json["points"]
    [row] = api.get(f"{home}/restatements/?indicator=r").json["restatements"]

    assert (then["display"], then["later_display"], now["display"], now["later"]) == (
        "45.0%",
        "48.0%",
        "48.0%",
        None,
    )
    assert (row["former_display"], row["display"], row["reason"], row["restated_at"]) == (
        "45.0%",
        "48.0%",
        "Three late answers",
        "2024-05-02T00:00:00Z",
    )
    assert api.get(f"{home}/restatements/?indicator=nothing").status == 404
