"""Goals, strategies, test cycles, the theory of change."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from agenda import queries, services
from agenda.api.named import category_named, causes_named, goals_named, indicator_named, indicators_named
from agenda.serializers.goals import (
    EquityTargetNew,
    GoalChange,
    GoalNew,
    GoalQuery,
    GoalRow,
    StrategyChange,
    StrategyMoveNew,
    StrategyNew,
    StrategyQuery,
    StrategyRow,
    TestNew,
    TestQuery,
    TestResult,
    TestRow,
    TheoryOut,
)
from agenda.serializers.versions import Why
from agenda.services import Moving
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import NotFound
from initiatives.rest.named import cleared, group_named
from initiatives.rest.views import InitiativeView, operation

GOAL_TEXTS = ("outcome", "population")
STRATEGY_TEXTS = ("we_do", "then", "because", "evidence", "evidence_source", "horizon")
IN_ORDER = ("position", "id")


def goal_values(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Return what the services take of a goal's body. Raises DomainError at what is named and not there."""
    values = cleared(body, *GOAL_TEXTS)
    if values.get("group") is not None:
        values["group"] = group_named(actor, values["group"])
    if "indicators" in values:
        values["indicators"] = indicators_named(actor, values["indicators"], "indicators")
    return values


class Goals(InitiativeView):
    """What the agenda wants to reach."""

    @operation(Capability.VIEW, query=GoalQuery, answer=GoalRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the goals in their order, retired ones too."""
        return self.page(GoalRow, queries.goal_rows(actor).filter(**self.query), IN_ORDER)

    @operation(Capability.SHAPE_AGENDA, body=GoalNew, answer=GoalRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Set a goal. Its targets are those of its indicators."""
        made = services.set_goal(actor, **goal_values(actor, self.body))
        rows = queries.goal_rows(actor).filter(pk=made.pk)
        return self.created(GoalRow, rows, f"{self.plain_request.path}{made.public_id}/")


class Goal(InitiativeView):
    """One goal."""

    @operation(Capability.VIEW, answer=GoalRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a goal."""
        return self.one(GoalRow, queries.goal_rows(actor).filter(public_id=id))

    @operation(Capability.SHAPE_AGENDA, body=GoalChange, answer=GoalRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a goal; a version that was proposed keeps it as it stood."""
        rows = queries.goal_rows(actor).filter(public_id=id)
        services.change_goal(actor, self.locked(GoalRow, rows), **goal_values(actor, self.body))
        return self.one(GoalRow, rows)


class GoalRetire(InitiativeView):
    """Retiring."""

    @operation(Capability.SHAPE_AGENDA, body=Why, answer=GoalRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Retire a goal, saying why; nothing of it is lost."""
        rows = queries.goal_rows(actor).filter(public_id=id)
        services.retire_goal(actor, self.locked(GoalRow, rows), **self.body)
        return self.one(GoalRow, rows)


class EquityTargets(InitiativeView):
    """The gaps that are to close."""

    @operation(Capability.SHAPE_AGENDA, body=EquityTargetNew, answer=GoalRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say by how much the gap of a group is to close; one that stands for the group is replaced."""
        rows = queries.goal_rows(actor).filter(public_id=id)
        goal = self.locked(GoalRow, rows)
        values = dict(self.body)
        indicator = values["indicator"] = indicator_named(actor, values["indicator"])
        for name in ("category", "compared_with"):
            if name in values:
                values[name] = category_named(actor, indicator, values[name], name)
        services.set_equity_target(actor, goal, **values)
        return self.one(GoalRow, rows, 201)


class EquityTarget(InitiativeView):
    """One gap."""

    @operation(Capability.SHAPE_AGENDA, status=204, match="required")
    def delete(self, actor: Actor, id: UUID, gap: UUID) -> HttpResponse:
        """Take an equity target from its goal. If-Match is the goal's."""
        goal = self.locked(GoalRow, queries.goal_rows(actor).filter(public_id=id))
        found = next((row for row in goal.equity_targets.all() if row.public_id == gap), None)
        if found is None:
            raise NotFound
        services.drop_equity_target(actor, found)
        return self.gone()


# --- strategies --------------------------------------------------------------------------------------------


def strategy_values(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Return what the services take of a strategy's body. Raises DomainError at what is named and not there."""
    values = cleared(body, *STRATEGY_TEXTS)
    if values.get("group") is not None:
        values["group"] = group_named(actor, values["group"])
    if "goals" in values:
        values["goals"] = goals_named(actor, values["goals"])
    if "causes" in values:
        values["causes"] = causes_named(actor, values["causes"])
    if "moves" in values:
        values["moving"] = [_moving(actor, place, row) for place, row in enumerate(values.pop("moves"))]
    return values


def _moving(actor: Actor, place: int, row: dict[str, Any]) -> Moving:
    named = {
        name: indicator_named(actor, row[name], f"moves.{place}.{name}") if row.get(name) else None
        for name in ("indicator", "foretells")
    }
    return Moving(named["indicator"], row.get("wanted") or "", named["foretells"])


class Strategies(InitiativeView):
    """What the agenda bets on."""

    @operation(Capability.VIEW, query=StrategyQuery, answer=StrategyRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the strategies in their order, those set aside too."""
        rows = queries.strategy_rows(actor)
        chosen = dict(self.query)
        if "goal" in chosen:
            found = queries.strategies_matching(actor, goal=str(chosen.pop("goal")))
            rows = rows.filter(pk__in=[row.pk for row in found])
        return self.page(StrategyRow, rows.filter(**chosen), IN_ORDER)

    @operation(Capability.SHAPE_AGENDA, body=StrategyNew, answer=StrategyRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Add a strategy, as an idea."""
        made = services.add_strategy(actor, **strategy_values(actor, self.body))
        rows = queries.strategy_rows(actor).filter(pk=made.pk)
        return self.created(StrategyRow, rows, f"{self.plain_request.path}{made.public_id}/")


class Strategy(InitiativeView):
    """One strategy."""

    @operation(Capability.VIEW, answer=StrategyRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a strategy."""
        return self.one(StrategyRow, queries.strategy_rows(actor).filter(public_id=id))

    @operation(Capability.SHAPE_AGENDA, body=StrategyChange, answer=StrategyRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a strategy. Coming under other goals loses nothing: what it served, and when, is kept."""
        rows = queries.strategy_rows(actor).filter(public_id=id)
        services.change_strategy(actor, self.locked(StrategyRow, rows), **strategy_values(actor, self.body))
        return self.one(StrategyRow, rows)


class StrategyMove(InitiativeView):
    """From state to state."""

    @operation(Capability.SHAPE_AGENDA, body=StrategyMoveNew, answer=StrategyRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Bring a strategy into another state; adapting, dropping and parking need a reason."""
        rows = queries.strategy_rows(actor).filter(public_id=id)
        services.move_strategy(actor, self.locked(StrategyRow, rows), **self.body)
        return self.one(StrategyRow, rows)


class StrategyTests(InitiativeView):
    """The test cycles of a strategy."""

    @operation(Capability.SHAPE_AGENDA, body=TestNew, answer=TestRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Begin a test cycle, saying beforehand what is expected."""
        made = services.begin_test(actor, queries.strategy(actor, id), **self.body)
        return self.one(TestRow, queries.test_cycles(actor).filter(pk=made.pk), 201)


class TestCycles(InitiativeView):
    """Small tries."""

    __test__ = False

    @operation(Capability.VIEW, query=TestQuery, answer=TestRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List test cycles in the order of their beginning."""
        chosen = dict(self.query)
        if "strategy" in chosen:
            chosen["strategy__public_id"] = chosen.pop("strategy")
        return self.page(TestRow, queries.test_cycles(actor).filter(**chosen), ("starts_on", "id"))


class TestCycle(InitiativeView):
    """One test cycle."""

    __test__ = False

    @operation(Capability.VIEW, answer=TestRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a test cycle."""
        return self.one(TestRow, queries.test_cycles(actor).filter(public_id=id))


class TestCycleClose(InitiativeView):
    """Closing."""

    __test__ = False

    @operation(Capability.SHAPE_AGENDA, body=TestResult, answer=TestRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Close a test cycle with its result, and what follows: adopt, adapt or abandon."""
        rows = queries.test_cycles(actor).filter(public_id=id)
        services.close_test(actor, self.locked(TestRow, rows), **self.body)
        return self.one(TestRow, rows)


class Theory(InitiativeView):
    """The theory of change."""

    @operation(Capability.VIEW, answer=TheoryOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read every route from the chosen strategies to the goals, and what is lacking."""
        routes = [
            {
                "goal": route.goal.public_id,
                "goal_statement": route.goal.statement,
                "strategy": route.strategy.public_id,
                "strategy_name": route.strategy.name,
                "evidence": route.strategy.evidence,
                "moves_first": route.first.code if route.first else "",
                "wanted": route.first.name if route.first and route.first.is_wanted else "",
                "leads_to": route.core.code if route.core else "",
            }
            for route in queries.theory(actor).routes
        ]
        return self.json({"routes": routes, "lacks": [asdict(one) for one in queries.warnings(actor)]})
