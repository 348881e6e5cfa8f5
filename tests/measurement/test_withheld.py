"""What was withheld at its source is not worked out by subtracting from what Concert publishes."""

from typing import Any

import pytest

from initiatives.kernel import clock
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db

QUARTER = "2024-Q1"


@pytest.fixture
def scene(db: None) -> Scene:
    """Four schools and pupils by sex; below ten is few."""
    made = Scene(self_acceptance=True, suppression_threshold=10)
    made.partners("A", "B", "C", "D")
    return made


def graduates(scene: Scene, *, exclusive: bool = True, visibility: str = "public") -> None:
    scene.dimension("sex", "f", "m", exclusive=exclusive)
    scene.indicator("g", "ratio", about_people=True, visibility=visibility, dimensions=["sex"])
    scene.cycle(QUARTER)


def of(school: str, numerator: int, denominator: int, sex: str = "") -> dict[str, Any]:
    row = {"partner": school, "indicator": "g", "period": QUARTER}
    return {**row, "numerator": numerator, "denominator": denominator, "cell": {"sex": sex} if sex else {}}


def withheld(school: str, sex: str = "") -> dict[str, Any]:
    row = {"partner": school, "indicator": "g", "period": QUARTER, "status": "suppressed_at_source"}
    return {**row, "cell": {"sex": sex} if sex else {}}


def told(scene: Scene, by: str, **categories: str) -> dict[str, Any]:
    """What a funder reads: numerator and denominator of each group, or "hidden"."""
    found = scene.points("g", scene.person("funder"), by=by, categories=categories or None)
    return {p.group: "hidden" if p.suppressed else (p.numerator, p.denominator) for p in found}


def publish(scene: Scene, *rows: dict[str, Any]) -> None:
    """Take the figures in, lock the quarter, and let the days of notice pass."""
    scene.load(*rows, at="2024-04-10", work=False)
    with clock.at(moment("2024-04-20")):
        scene.lock(QUARTER)


def whole(*schools: str) -> list[dict[str, Any]]:
    """Schools that withheld nothing: 60 of 100, half of them girls."""
    return [
        row
        for school in schools
        for row in (of(school, 60, 100), of(school, 30, 50, "f"), of(school, 30, 50, "m"))
    ]


@pytest.mark.parametrize("exclusive", [True, False])
def test_what_would_tell_it_by_subtracting_is_hidden_too(scene: Scene, exclusive: bool) -> None:
    """A's 60 of 100 less its girls' 40 of 65 would tell of its boys: 20 of 35. Three other schools show that the two
    sexes are the whole, whatever the dimension is declared to be.
    """
    graduates(scene, exclusive=exclusive)
    publish(scene, of("A", 60, 100), of("A", 40, 65, "f"), withheld("A", "m"), *whole("B", "C", "D"))

    total, girls, boys = (
        told(scene, "partner"),
        told(scene, "partner", sex="f"),
        told(scene, "partner", sex="m"),
    )

    assert boys["A"] == "hidden"
    assert "hidden" in (total["A"], girls["A"])
    assert girls["B"] == boys["B"] == (30, 50)


def test_what_one_school_withheld_is_not_told_by_the_sums_over_all(scene: Scene) -> None:
    """Schools are not named. 240 of 400 less 130 of 215 girls and 90 of 150 boys leaves A's boys: 20 of 35."""
    graduates(scene, visibility="own")
    publish(scene, of("A", 60, 100), of("A", 40, 65, "f"), withheld("A", "m"), *whole("B", "C", "D"))
    sums = [told(scene, "total").get("total"), *told(scene, "sex").values()]
    assert "hidden" in sums
    assert len(sums) == 3


def test_what_two_schools_withheld_covers_one_another_in_the_sums(scene: Scene) -> None:
    """20 of 35 and 20 of 35: only their sum is told, and either may be anything up to it. Nothing more is hidden."""
    scene.partners("E")
    graduates(scene, visibility="own")
    one = [of("A", 60, 100), of("A", 40, 65, "f"), withheld("A", "m")]
    other = [of("B", 60, 100), of("B", 40, 65, "f"), withheld("B", "m")]
    publish(scene, *one, *other, *whole("C", "D", "E"))
    assert told(scene, "total") == {"total": (300, 500)}
    assert told(scene, "sex") == {"f": (170, 280), "m": (90, 150)}


def test_a_withheld_zero_is_not_told_either(scene: Scene) -> None:
    """All 60 of A's graduates are girls: that no boy reached it is what A withheld."""
    graduates(scene)
    publish(scene, of("A", 60, 100), of("A", 60, 65, "f"), withheld("A", "m"), *whole("B", "C", "D"))
    assert told(scene, "partner", sex="m")["A"] == "hidden"
    assert "hidden" in (told(scene, "partner")["A"], told(scene, "partner", sex="f")["A"])


def test_a_withheld_total_is_not_told_by_its_parts(scene: Scene) -> None:
    """A withheld how many there are: 40 of 65 girls and 20 of 35 boys would tell it."""
    graduates(scene)
    publish(scene, withheld("A"), of("A", 40, 65, "f"), of("A", 20, 35, "m"), *whole("B", "C", "D"))
    assert told(scene, "partner")["A"] == "hidden"
    assert "hidden" in (told(scene, "partner", sex="f")["A"], told(scene, "partner", sex="m")["A"])


def test_what_nothing_tells_needs_no_cover(scene: Scene) -> None:
    """A gave no total: its boys cannot be worked out, and its girls may be seen."""
    graduates(scene)
    publish(scene, of("A", 40, 65, "f"), withheld("A", "m"), *whole("B", "C", "D"))
    assert told(scene, "partner", sex="f")["A"] == (40, 65)
    assert told(scene, "partner", sex="m")["A"] == "hidden"
    assert told(scene, "total") == {"total": (180, 300)}
