"""An indicator that is stricter than its initiative: in the threshold, the floor of its shares, and the rounding."""

from decimal import Decimal
from typing import Any

import pytest

from initiatives import services as initiative
from initiatives.kernel.errors import DomainError
from initiatives.models import User
from measurement import queries, services
from measurement.queries.hidden import hidden_figures, told_hidden
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Four partners, suppression below ten."""
    made = Scene(self_acceptance=True, suppression_threshold=10)
    made.partners("A", "B", "C", "D")
    return made


@pytest.fixture
def cleo(scene: Scene) -> User:
    """A funder."""
    return scene.person("funder")


def people(scene: Scene, code: str = "p", kind: str = "count", **values: Any) -> None:
    scene.indicator(code, kind, about_people=True, visibility="public", **values)


def seen(scene: Scene, who: User, code: str = "p", by: str = "partner") -> dict[str, Any]:
    points = scene.points(code, who, by=by)
    return {p.group: "hidden" if p.suppressed else p.value for p in points}


def threshold(scene: Scene, people: int) -> None:
    with scene.acting() as actor:
        initiative.change_settings(actor, suppression_threshold=people)


def test_an_indicator_alone_is_told_more_coarsely_and_out_of_more_people(scene: Scene, cleo: User) -> None:
    """p is rounded to tens by itself: 31 + 32 + 37 = 100 are told as 30, 30, 40; 9 hides below the ten. Of the shares
    80/200, 150/300 and 300/700 the floor of 250 hides the first, and the second, with which the total would tell it.
    """
    threshold(scene, 5)
    people(scene, "p", rounded_to=10)
    people(scene, "q")
    people(scene, "r", "ratio", population_floor=250)
    people(scene, "s", "ratio")
    counts = {c: {"value": n} for c, n in zip("ABCD", (31, 32, 37, 9), strict=True)}
    shares = {"A": (80, 200), "B": (150, 300), "C": (300, 700)}
    given = {c: {"numerator": n, "denominator": d} for c, (n, d) in shares.items()}
    for code, rows in {"p": counts, "q": counts, "r": given, "s": given}.items():
        scene.give(code, "2024-Q1", rows, at="2024-04-10")

    assert seen(scene, cleo, "q") == {"A": 31, "B": 32, "C": 37, "D": 9}
    told = seen(scene, cleo, "p")
    assert (told["D"], [told[c] for c in "ABC"].count("hidden")) == ("hidden", 1), "nine, and one to cover it"
    assert {n for n in told.values() if n != "hidden"} <= {30, 40} and seen(scene, cleo, "p", by="total") == {
        "total": 110
    }
    assert "hidden" not in seen(scene, cleo, "s").values()
    out_of = seen(scene, cleo, "r")
    assert (out_of["A"], out_of["B"]) == ("hidden", "hidden") and round(out_of["C"], 1) == Decimal("42.9")
    assert seen(scene, scene.lead, "p") == {"A": 31, "B": 32, "C": 37, "D": 9}


def test_an_own_rule_that_the_initiative_overtook_hides_by_the_initiatives(scene: Scene, cleo: User) -> None:
    """An own threshold of 12 under the initiative's 20: 15 is hidden, and other words of it can still be changed."""
    people(scene, suppression_threshold=12, rounded_to=5)
    threshold(scene, 20)
    figures = {code: {"value": n} for code, n in zip("ABCD", (15, 16, 30, 40), strict=True)}
    scene.give("p", "2024-Q1", figures, at="2024-04-10")

    with scene.acting() as actor:
        mine = queries.indicator(actor, "p")
        services.change_indicator(actor, mine, suppression_threshold=12, name="Pupils")
        with pytest.raises(DomainError) as fault:
            services.change_indicator(actor, mine, suppression_threshold=13)
    assert (fault.value.code, fault.value.field) == ("too_lenient", "suppression_threshold")
    assert seen(scene, cleo) == {"A": "hidden", "B": "hidden", "C": 30, "D": 40}


def test_who_looks_after_the_figures_reads_by_which_rule_each_is_hidden(scene: Scene) -> None:
    people(scene, "r", "ratio", population_floor=250)
    people(scene, "p", suppression_threshold=20)
    shares = {"A": (80, 200), "B": (150, 300), "C": (300, 700)}
    given = {c: {"numerator": n, "denominator": d} for c, (n, d) in shares.items()}
    scene.give("r", "2024-Q1", given, at="2024-04-10")
    scene.give(
        "p", "2024-Q1", {c: {"value": n} for c, n in zip("ABC", (15, 40, 60), strict=True)}, at="2024-04-10"
    )
    with scene.acting() as actor:
        reasons = {}
        for code in "rp":
            rows = hidden_figures(actor, queries.indicator(actor, code), by_partner=True)
            reasons[code] = {row.group: row.reason for row in told_hidden(actor, rows)}
        rules = {code: queries.rules_of(actor.initiative, queries.indicator(actor, code)) for code in "rp"}
        common = queries.rules_told(actor.initiative, among=queries.indicators(actor))
    assert reasons["r"]["A"] == "stands for fewer than 10 people, or is out of fewer than 250"
    assert reasons["p"]["A"] == "stands for fewer than 20 people"
    assert rules["r"][1:] == ["Shares and rates of fewer than 250 people are hidden."]
    assert rules["p"] == ["Groups under 20 are hidden, and what would give them away."]
    assert common[0].startswith("Groups under 10 ") and common[1:] == [
        "Some indicators have stricter rules of their own."
    ]
