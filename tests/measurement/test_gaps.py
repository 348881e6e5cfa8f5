"""How far groups stand apart, and how a change of their mix shifts the total: example 11 and what follows of it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from initiatives.kernel.errors import DomainError
from initiatives.models import User
from initiatives.services import change_settings
from measurement import queries
from measurement.queries import Gaps, Question
from tests.api import Api
from tests.factories.scene import Scene

Shares = Mapping[str, tuple[int, int]]


@pytest.fixture
def scene(db: None) -> Scene:
    """One partner and a percentage by two groups."""
    made = Scene()
    made.partners("A", "B", "C")
    made.dimension("group", "g", "h")
    made.indicator("r", "ratio", dimensions=["group"], cadence="yearly", visibility="public")
    return made


def give(scene: Scene, year: str, groups: Shares, code: str = "r", partner: str = "A") -> None:
    rows = [
        {
            "partner": partner,
            "indicator": code,
            "period": year,
            "cell": {"group": group},
            "numerator": n,
            "denominator": d,
        }
        for group, (n, d) in groups.items()
    ]
    scene.load(*rows)


def gaps(scene: Scene, who: User | None = None, code: str = "r", **question: Any) -> Gaps:
    with scene.acting(who) as actor:
        found = queries.indicator(actor, code)
        return queries.gaps(actor, found, Question(**{"by": "group", **question}))


def measured_to(scene: Scene, to: str) -> None:
    with scene.acting() as actor:
        change_settings(actor, gap_to=to)


def test_11_a_gap_is_told_in_points_and_as_a_ratio(scene: Scene) -> None:
    give(scene, "2024", {"g": (30, 40), "h": (12, 60)})

    [gap] = gaps(scene).gaps

    assert (gap.to, gap.reference, gap.group) == ("best", "g", "h")
    assert (gap.reference_value, gap.value, gap.points) == (75, 20, 55)
    assert gap.ratio is not None
    assert round(gap.ratio, 2) == Decimal("0.27")


def test_11_the_initiative_may_measure_it_to_the_total(scene: Scene) -> None:
    give(scene, "2024", {"g": (30, 40), "h": (12, 60)})
    measured_to(scene, "total")

    [gap] = gaps(scene).gaps

    assert (gap.to, gap.reference, gap.reference_value, gap.group, gap.points) == (
        "total",
        "total",
        42,
        "h",
        22,
    )


def test_11_a_shift_of_the_mix_is_told(scene: Scene) -> None:
    give(scene, "2023", {"g": (360, 400), "h": (180, 600)})
    give(scene, "2024", {"g": (92, 100), "h": (288, 900)})

    [shift] = gaps(scene).shifts

    assert (shift.period.code, shift.former, shift.value, shift.at_former_mix) == ("2024", 54, 38, 56)


def test_a_total_that_goes_the_way_of_its_groups_is_no_shift(scene: Scene) -> None:
    give(scene, "2023", {"g": (360, 400), "h": (180, 600)})
    give(scene, "2024", {"g": (368, 400), "h": (192, 600)})

    assert gaps(scene).shifts == ()


def test_where_less_is_better_the_lowest_group_does_best(scene: Scene) -> None:
    scene.indicator("absent", "ratio", dimensions=["group"], cadence="yearly", direction="down")
    give(scene, "2024", {"g": (30, 40), "h": (12, 60)}, "absent")

    [gap] = gaps(scene, code="absent").gaps

    assert (gap.reference, gap.group, gap.points, gap.ratio) == ("h", "g", 55, Decimal("3.75"))


def test_a_hidden_group_is_not_in_a_gap(scene: Scene) -> None:
    """Three partners of whose people a group of seven is hidden, and one other with it: no gap can be told."""
    scene.dimension("size", "s", "m", "l")
    scene.indicator("about", "ratio", dimensions=["size"], cadence="yearly", about_people=True)
    for partner, few in (("A", 2), ("B", 2), ("C", 3)):
        cells = {"s": (1, few), "m": (20, 40), "l": (60, 80)}
        scene.load(
            *(
                {
                    "partner": partner,
                    "indicator": "about",
                    "period": "2023",
                    "cell": {"size": code},
                    "numerator": n,
                    "denominator": d,
                }
                for code, (n, d) in cells.items()
            )
        )
    scene.lock("2023")
    funder = scene.person("funder")

    assert [gap.hidden for gap in gaps(scene, code="about", by="size").gaps] == [0]
    seen = gaps(scene, funder, code="about", by="size")
    hidden = {point.group for point in seen.shown.points if point.suppressed}
    assert "s" in hidden
    assert all(gap.group not in hidden and gap.reference not in hidden for gap in seen.gaps)
    assert seen.shifts == ()


@pytest.mark.parametrize(("code", "by", "fault"), [("r", "total", "no_groups"), ("n", "group", "no_base")])
def test_what_has_no_gap_is_told(scene: Scene, code: str, by: str, fault: str) -> None:
    scene.indicator("n", dimensions=["group"])
    with pytest.raises(DomainError) as refused:
        gaps(scene, code=code, by=by)
    assert (refused.value.code, refused.value.field) == (fault, "by")


def test_11_gap_and_shift_over_the_api(scene: Scene, as_api: Callable[..., Api]) -> None:
    give(scene, "2023", {"g": (360, 400), "h": (180, 600)})
    give(scene, "2024", {"g": (92, 100), "h": (288, 900)})

    path = f"/initiatives/{scene.where.slug}/indicators/r/gap/"
    answer = as_api(scene.lead).get(f"{path}?by=group")

    assert answer.status == 200, answer
    assert [(g["period"], g["reference"], g["group"], Decimal(g["points"])) for g in answer.json["gaps"]] == [
        ("2023", "g", "h", 60),
        ("2024", "g", "h", 60),
    ]
    [shift] = answer.json["shifts"]
    assert (shift["period"], Decimal(shift["at_former_mix"])) == ("2024", 56)
    assert as_api(scene.lead).get(path).status == 400
    assert as_api(scene.lead).get(f"{path}?by=nothing").code == "unknown_dimension"
