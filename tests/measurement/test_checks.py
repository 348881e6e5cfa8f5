"""Rules between indicators: what they say, what they find in a hand-in, what they would have found before."""

from decimal import Decimal
from typing import Any

import pytest

from initiatives.kernel.errors import DomainError, Forbidden
from initiatives.models import User
from initiatives.queries import events, told
from measurement import queries, services
from measurement.kinds.between import Term, Wording, held
from measurement.kinds.checks import CHECKS
from measurement.models import CheckRule
from tests.factories.scene import Scene

STOCK_FLOW: dict[str, Any] = {
    "left": [{"indicator": "active"}],
    "operator": "eq",
    "right": [
        {"indicator": "active", "previous": True},
        {"indicator": "came"},
        {"indicator": "left", "factor": Decimal(-1)},
    ],
}


@pytest.fixture
def scene(db: None) -> Scene:
    """Two partners, three indicators of a by-name list."""
    made = Scene()
    made.partners("A", "B")
    made.indicator("active", time_behaviour="stock", cadence="monthly")
    made.indicator("came", cadence="monthly")
    made.indicator("left", cadence="monthly")
    return made


def rule(scene: Scene, name: str = "Balance", **values: Any) -> CheckRule:
    with scene.acting() as actor:
        return services.make_rule(actor, name=name, **{**STOCK_FLOW, **values})


def graver(scene: Scene, found: CheckRule, severity: str, **values: Any) -> None:
    with scene.acting() as actor:
        services.change_rule(
            actor, found, severity=severity, reason="It held for a year", **{**STOCK_FLOW, **values}
        )


def figures(**values: int) -> list[dict[str, Any]]:
    return [{"indicator": code, "value": value} for code, value in values.items()]


def checked(scene: Scene, who: User, period: str, rows: list[dict[str, Any]]) -> list[queries.Finding]:
    made = scene.hand_in(who, "A", period, rows, submit=False)
    with scene.acting(who) as actor:
        return queries.findings_of(queries.submission(actor, made.public_id))


def findings(scene: Scene, who: User, period: str, **values: int) -> list[tuple[str, str, str]]:
    found = checked(scene, who, period, figures(**values))
    return [(f.indicator, f.severity, f.message) for f in found if f.rule.startswith("rule:")]


def test_6_a_stock_is_its_former_self_with_what_came_and_without_what_left(scene: Scene) -> None:
    scene.load({"partner": "A", "indicator": "active", "period": "2024-01", "value": 410}, at="2024-02-02")
    rule(scene)
    who = scene.person("contributor", "A")
    scene.cycle("2024-02")

    [(code, severity, message)] = findings(scene, who, "2024-02", active=406, came=62, left=70)

    assert (code, severity) == ("active", "notice")
    assert message.endswith("it is 406, expected were 402, off by 4 (0.99 %).")
    assert findings(scene, who, "2024-02", active=402) == []


def test_6_the_balance_of_all_is_told_as_reliability(scene: Scene) -> None:
    scene.give("active", "2024-01", {"A": {"value": 210}, "B": {"value": 200}})
    scene.give("active", "2024-02", {"A": {"value": 206}, "B": {"value": 200}})
    scene.give("came", "2024-02", {"A": {"value": 40}, "B": {"value": 22}})
    scene.give("left", "2024-02", {"A": {"value": 45}, "B": {"value": 25}})
    rule(scene)

    with scene.acting() as actor:
        [found] = queries.balances(actor, queries.indicator(actor, "active"))
        assert queries.balances(actor, queries.indicator(actor, "came")) == []

    assert (found.period.code, found.actual, found.expected, found.difference) == ("2024-02", 406, 402, 4)
    assert found.share is not None
    assert round(found.share, 2) == Decimal("0.99")


def test_a_new_rule_notes_and_a_later_wording_may_block(scene: Scene) -> None:
    made = rule(
        scene,
        "No more leave than came",
        left=[{"indicator": "left"}],
        operator="at_most",
        right=[{"indicator": "came"}],
    )
    who = scene.person("contributor", "A")
    scene.cycle("2024-02")
    assert [f[1] for f in findings(scene, who, "2024-02", came=5, left=7)] == ["notice"]

    changed = {"left": [{"indicator": "left"}], "operator": "at_most", "right": [{"indicator": "came"}]}
    graver(scene, made, "block", **changed)
    with pytest.raises(DomainError) as refused:
        scene.hand_in(who, "A", "2024-02", figures(came=5, left=7))
    assert [error.code for error in refused.value.errors] == [f"rule:{made.public_id}"]

    with scene.acting() as actor:
        services.stop_rule(actor, made)
    scene.hand_in(who, "A", "2024-02", figures(came=5, left=7))
    with scene.acting() as actor:
        [now] = queries.check_rules(actor)
        assert [(w.number, w.severity) for w in now.wordings] == [(2, "block"), (1, "notice")]  # type: ignore[attr-defined]
        lines = [line.text for line in told(events(actor).filter(subject=f"check:{made.public_id}"))]
    assert lines == [
        "Hand-ins are no longer held to the rule “No more leave than came”",
        "The rule “No more leave than came” was reworded: It held for a year",
        "Hand-ins are held to a new rule: No more leave than came",
    ]


@pytest.mark.parametrize(
    ("missing", "found"),
    [
        ("skip", []),
        ("zero", ["it is 50, expected were 60, off by 10 (20 %)."]),
        ("tell", ["there is no figure"]),
    ],
)
def test_what_is_missing_is_left_out_taken_as_zero_or_told(
    scene: Scene, missing: str, found: list[str]
) -> None:
    rule(
        scene,
        left=[{"indicator": "active"}],
        right=[{"indicator": "came"}, {"indicator": "left"}],
        missing=missing,
    )
    who = scene.person("contributor", "A")
    scene.cycle("2024-02")

    got = [message for _code, _severity, message in findings(scene, who, "2024-02", active=50, came=60)]

    assert len(got) == len(found)
    assert all(words in message for words, message in zip(found, got, strict=True))


def test_a_required_pair_is_given_together_or_not_at_all(scene: Scene) -> None:
    rule(scene, left=[{"indicator": "came"}], operator="together", right=[{"indicator": "left"}])
    who = scene.person("contributor", "A")
    scene.cycle("2024-02")

    assert findings(scene, who, "2024-02", active=3) == []
    [(code, _severity, message)] = findings(scene, who, "2024-02", came=3)
    assert (code, message) == ("came", "came is given only together with left: there is no figure for left.")
    assert findings(scene, who, "2024-02", left=0) == []


def test_a_trial_names_the_past_hand_ins_that_would_have_been_flagged(scene: Scene) -> None:
    scene.give("came", "2024-01", {"A": {"value": 5}, "B": {"value": 5}})
    scene.give("left", "2024-01", {"A": {"value": 7}, "B": {"value": 5}})
    scene.give("came", "2024-02", {"A": {"value": 1}})
    with scene.acting() as actor:
        says = services.wording(
            left=[{"indicator": "left"}], operator="at_most", right=[{"indicator": "came"}]
        )
        found = queries.trial(actor, says)

    assert (found.looked_at, found.count) == (2, 1)
    [flagged] = found.flagged
    assert (flagged.partner, flagged.period.code) == ("A", "2024-01")
    assert (flagged.outcome.left, flagged.outcome.right) == (7, 5)


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"left": []}, "left", "required"),
        ({"left": [{"indicator": "nothing"}]}, "left", "unknown_indicator"),
        ({"left": [{"indicator": "came", "factor": Decimal(0)}]}, "left", "out_of_range"),
        ({"left": [{"indicator": "came", "previous": True}], "right": []}, "left", "required"),
        ({"operator": "near"}, "operator", "invalid_choice"),
        ({"operator": "together", "right": []}, "right", "required"),
        ({"missing": "guess"}, "missing", "invalid_choice"),
        ({"tolerance": Decimal(101)}, "tolerance", "out_of_range"),
        ({"left": [{"indicator": "came"}] * 9}, "left", "too_many"),
        ({"name": " "}, "name", "required"),
    ],
)
def test_a_rule_that_makes_no_sense_is_told_at_its_field(
    scene: Scene, values: dict[str, Any], field: str, code: str
) -> None:
    with scene.acting() as actor, pytest.raises(DomainError) as refused:
        services.make_rule(actor, **{"name": "Balance", **STOCK_FLOW, **values})
    assert (refused.value.field, refused.value.code) == (field, code)


def test_two_rules_have_two_names_and_a_partner_makes_none(scene: Scene) -> None:
    rule(scene)
    with pytest.raises(DomainError) as refused:
        rule(scene)
    assert refused.value.code == "name_taken"
    with scene.acting(scene.person("partner_lead", "A")) as actor, pytest.raises(Forbidden):
        services.make_rule(actor, name="Ours", **STOCK_FLOW)


@pytest.mark.parametrize(
    ("operator", "left", "right", "tolerance", "state"),
    [
        ("eq", 100, 101, "1", "holds"),
        ("eq", 100, 102, "1", "broken"),
        ("at_most", 5, 5, "0", "holds"),
        ("less", 5, 5, "0", "broken"),
        ("at_least", 5, 5, "0", "holds"),
        ("more", 5, 5, "0", "broken"),
        ("more", 6, 5, "0", "holds"),
    ],
)
def test_two_sides_are_held_together(
    operator: str, left: int, right: int, tolerance: str, state: str
) -> None:
    wording = Wording((Term("a"),), operator, (Term("b"),), tolerance=Decimal(tolerance))
    known = {"a": Decimal(left), "b": Decimal(right)}
    assert held(wording, lambda term: known[term.code]).state == state


def test_multiples_and_a_constant_count(scene: Scene) -> None:
    wording = Wording((Term("a", factor=Decimal(2)),), "eq", (Term("b"),), constant=Decimal(3))
    known = {"a": Decimal(5), "b": Decimal(7)}
    assert held(wording, lambda term: known[term.code]).state == "holds"


def test_a_running_total_that_falls_must_be_explained(scene: Scene) -> None:
    """Example 5: 10, 25, 22."""
    scene.indicator("sum", time_behaviour="cumulative", cadence="monthly")
    scene.give("sum", "2024-01", {"A": {"value": 10}})
    scene.give("sum", "2024-02", {"A": {"value": 25}})
    scene.cycle("2024-03")

    found = checked(scene, scene.person("contributor", "A"), "2024-03", figures(sum=22))

    assert [(f.rule, f.severity) for f in found] == [("decrease_in_cumulative", "must_explain")]


def test_a_group_that_is_passed_by_is_noted(scene: Scene) -> None:
    scene.dimension("sex", "f", "m", "x")
    scene.indicator("people", dimensions=["sex"], cadence="monthly")
    scene.cycle("2024-02")
    rows = [
        {"indicator": "people", "value": 100},
        {"indicator": "people", "cell": {"sex": "f"}, "value": 60},
        {"indicator": "people", "cell": {"sex": "m"}, "value": 40},
    ]

    found = checked(scene, scene.person("contributor", "A"), "2024-02", rows)

    assert [(f.rule, f.severity) for f in found] == [("missing_category", "notice")]
    assert found[0].message == "“sex” has no figure for x. Is it 0, or not known?"


def test_every_check_is_in_the_table_once() -> None:
    names = [check.rule for check in CHECKS]
    assert len(set(names)) == len(names)
    told_of = {
        "above_denominator",
        "nothing_to_divide_by",
        "negative",
        "categories_above_total",
        "categories_below_total",
        "missing_category",
        "incomplete",
        "parts_disagree",
        "unit_slip",
        "jump",
        "decrease_in_cumulative",
        "same_again",
    }
    assert set(names) == told_of
