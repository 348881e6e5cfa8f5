"""Goals, strategies, test cycles, the theory of change."""

from typing import Any

from rest_framework import serializers

from agenda.words import (
    Engagement,
    Evidence,
    GoalState,
    Horizon,
    StrategyKind,
    StrategyState,
    Verdict,
)
from initiatives.shapes import Body, Choice, Day, DecimalText, ExactDecimal, Query, Row

SHORT = 4000


def codes() -> serializers.ListField:
    """Return the field of a list of codes."""
    return serializers.ListField(child=serializers.CharField(max_length=64), max_length=20, required=False)


def ids() -> serializers.ListField:
    """Return the field of a list of ids."""
    return serializers.ListField(child=serializers.UUIDField(), max_length=50, required=False)


def score(**kwargs: Any) -> serializers.IntegerField:
    """Return the field of a choice score."""
    return serializers.IntegerField(min_value=1, max_value=5, **kwargs)


class GoalChange(Body):
    """What may be changed of a goal."""

    statement = serializers.CharField(max_length=300)
    outcome = serializers.CharField(max_length=300, required=False, allow_null=True)
    population = serializers.CharField(max_length=300, required=False, allow_null=True)
    group = serializers.UUIDField(required=False, allow_null=True, help_text="The id of a group.")
    indicators = codes()


class GoalNew(GoalChange):
    """What sets a goal. The targets are those of its indicators."""


class GoalQuery(Query):
    """Which goals."""

    state = Choice(choices=GoalState.choices, required=False)


class EquityTargetNew(Body):
    """By how much the gap between a group and another (or the whole) is to close, in the indicator's unit."""

    indicator = serializers.CharField(max_length=64)
    category = serializers.CharField(max_length=64)
    compared_with = serializers.CharField(max_length=64, required=False)
    baseline = ExactDecimal(required=False)
    baseline_on = Day(required=False)
    target = ExactDecimal()
    due_on = Day()


class EquityTargetOut(serializers.Serializer):  # type: ignore[type-arg]
    """A gap that is to close."""

    id = serializers.UUIDField()
    indicator = serializers.CharField()
    category = serializers.CharField()
    compared_with = serializers.CharField(allow_null=True)
    baseline = DecimalText(allow_null=True)
    baseline_on = Day(allow_null=True)
    target = DecimalText()
    due_on = Day()


class GoalRow(Row):
    """A goal: what is to change for a whole population, what tells, and which strategies serve it now."""

    id = serializers.UUIDField(source="public_id")
    statement = serializers.CharField()
    outcome = serializers.CharField()
    population = serializers.CharField()
    group = serializers.UUIDField(source="group.public_id", allow_null=True)
    state = Choice(choices=GoalState.choices)
    retired_on = Day(allow_null=True)
    reason = serializers.CharField()
    indicators = serializers.ListField(child=serializers.CharField(), source="indicator_codes")
    strategies = serializers.ListField(child=serializers.UUIDField(), source="strategy_ids")
    equity_targets = EquityTargetOut(many=True, source="gap_rows")

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        row["equity_targets"] = [
            {
                **gap,
                **{name: None if gap[name] is None else str(gap[name]) for name in ("baseline", "target")},
            }
            for gap in row["equity_targets"]
        ]


class MovingIn(Body):
    """What should move first: an indicator, or in words one that is wanted; and what it foretells."""

    indicator = serializers.CharField(max_length=64, required=False)
    wanted = serializers.CharField(max_length=200, required=False)
    foretells = serializers.CharField(max_length=64, required=False)


class MovingOut(serializers.Serializer):  # type: ignore[type-arg]
    """What should move first, and what it foretells (null: all indicators of the strategy's goals)."""

    indicator = serializers.CharField(allow_null=True)
    wanted = serializers.CharField()
    foretells = serializers.CharField(allow_null=True)


class StrategyChange(Body):
    """What may be changed of a strategy. Coming under other goals loses nothing."""

    name = serializers.CharField(max_length=200, required=False)
    we_do = serializers.CharField(max_length=SHORT, required=False, allow_null=True)
    then = serializers.CharField(max_length=SHORT, required=False, allow_null=True)
    because = serializers.CharField(max_length=SHORT, required=False, allow_null=True)
    kind = Choice(choices=StrategyKind.choices, required=False)
    evidence = Choice(choices=Evidence.choices, required=False, allow_null=True)
    evidence_source = serializers.CharField(max_length=SHORT, required=False, allow_null=True)
    horizon = Choice(choices=Horizon.choices, required=False, allow_null=True)
    engagement = Choice(choices=Engagement.choices, required=False)
    group = serializers.UUIDField(required=False, allow_null=True, help_text="The id of a group.")
    leverage = score(required=False, allow_null=True)
    feasibility = score(required=False, allow_null=True)
    specificity = score(required=False, allow_null=True)
    values_fit = score(required=False, allow_null=True)
    reviewed_on = Day(required=False, allow_null=True)
    goals = ids()
    causes = ids()
    moves = MovingIn(many=True, required=False)


class StrategyNew(StrategyChange):
    """What adds a strategy, as an idea."""

    name = serializers.CharField(max_length=200)
    engagement = Choice(choices=Engagement.choices)


class StrategyQuery(Query):
    """Which strategies."""

    state = Choice(choices=StrategyState.choices, required=False)
    kind = Choice(choices=StrategyKind.choices, required=False)
    goal = serializers.UUIDField(required=False, help_text="Those that serve this goal now.")


class StrategyRow(Row):
    """A strategy: if we do this, then that moves, because."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    we_do = serializers.CharField()
    then = serializers.CharField()
    because = serializers.CharField()
    kind = Choice(choices=StrategyKind.choices)
    evidence = serializers.CharField()
    evidence_source = serializers.CharField()
    horizon = serializers.CharField()
    engagement = Choice(choices=Engagement.choices)
    state = Choice(choices=StrategyState.choices)
    group = serializers.UUIDField(source="group.public_id", allow_null=True)
    leverage = serializers.IntegerField(allow_null=True)
    feasibility = serializers.IntegerField(allow_null=True)
    specificity = serializers.IntegerField(allow_null=True)
    values_fit = serializers.IntegerField(allow_null=True)
    reviewed_on = Day(allow_null=True)
    goals = serializers.ListField(child=serializers.UUIDField(), source="goal_ids")
    causes = serializers.ListField(child=serializers.UUIDField(), source="cause_ids")
    moves = MovingOut(many=True, source="move_rows")


class StrategyMoveNew(Body):
    """Into which state a strategy comes; adapting, dropping and parking need a reason."""

    state = Choice(choices=StrategyState.choices)
    reason = serializers.CharField(max_length=SHORT, required=False)


class TestNew(Body):
    """A test cycle that begins."""

    __test__ = False

    aim = serializers.CharField(max_length=300)
    change = serializers.CharField(max_length=SHORT)
    prediction = serializers.CharField(max_length=SHORT)
    measure = serializers.CharField(max_length=300, required=False)
    starts_on = Day()
    ends_on = Day(required=False)


class TestResult(Body):
    """How a test cycle ended."""

    __test__ = False

    result = serializers.CharField(max_length=SHORT)
    verdict = Choice(choices=Verdict.choices)


class TestQuery(Query):
    """Which test cycles."""

    __test__ = False

    strategy = serializers.UUIDField(required=False)
    verdict = Choice(choices=Verdict.choices, required=False)


class TestRow(Row):
    """A test cycle; without a verdict it is under way."""

    __test__ = False

    id = serializers.UUIDField(source="public_id")
    strategy = serializers.UUIDField(source="strategy.public_id")
    aim = serializers.CharField()
    change = serializers.CharField()
    prediction = serializers.CharField()
    measure = serializers.CharField()
    starts_on = Day()
    ends_on = Day(allow_null=True)
    result = serializers.CharField()
    verdict = serializers.CharField()
    closed_on = Day(allow_null=True)


class RouteRow(Row):
    """One way from a strategy to a goal. `moves_first` and `leads_to` are codes, empty where there is no indicator."""

    goal = serializers.UUIDField()
    goal_statement = serializers.CharField()
    strategy = serializers.UUIDField()
    strategy_name = serializers.CharField()
    evidence = serializers.CharField()
    moves_first = serializers.CharField()
    wanted = serializers.CharField()
    leads_to = serializers.CharField()


class LackOut(serializers.Serializer):  # type: ignore[type-arg]
    """Something that the agenda lacks."""

    code = serializers.CharField()
    about = serializers.CharField()
    id = serializers.UUIDField()
    text = serializers.CharField()


class TheoryOut(serializers.Serializer):  # type: ignore[type-arg]
    """The theory of change: all its routes, and what it lacks."""

    routes = RouteRow(many=True)
    lacks = LackOut(many=True)
