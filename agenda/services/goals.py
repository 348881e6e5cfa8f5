"""Goals: setting, changing, measuring, retiring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from agenda.events import GoalChanged, GoalRetired, GoalSet
from agenda.models import EquityTarget, Goal, GoalMeasure, StrategyGoal
from agenda.words import GoalState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import changeable, needed
from initiatives.outbox import record

if TYPE_CHECKING:
    from initiatives.models import Group
    from measurement.models import Category, Indicator

CHANGEABLE = frozenset({"statement", "outcome", "population", "group", "position"})


def subject_of(goal: Goal) -> str:
    """Return by what a goal is named in the stream of events."""
    return f"goal:{goal.public_id}"


def set_goal(
    actor: Actor,
    *,
    statement: str,
    outcome: str = "",
    population: str = "",
    group: Group | None = None,
    indicators: Sequence[Indicator] = (),
) -> Goal:
    """Set a goal: the change wanted in a whole population, and the indicators that tell. It counts once agreed.

    Raises DomainError at `statement`.
    """
    require(actor, Capability.SHAPE_AGENDA)
    goal = Goal.objects.create(
        statement=needed(statement, "statement", _("Say what is to change, for whom, by when."))[:300],
        outcome=outcome.strip(),
        population=population.strip(),
        group=group,
        position=Goal.objects.count(),
    )
    _measure(goal, indicators)
    record(actor, GoalSet(subject_of(goal), name=goal.statement))
    return goal


def change_goal(
    actor: Actor, goal: Goal, *, indicators: Sequence[Indicator] | None = None, **values: Any
) -> Goal:
    """Change a goal (CHANGEABLE) and, with `indicators`, what tells whether it is reached.

    A version that was proposed keeps the goal as it stood. Raises DomainError at the field, Conflict for a retired one.
    """
    require(actor, Capability.SHAPE_AGENDA)
    _may_change(goal)
    changeable(values, CHANGEABLE)
    if "statement" in values:
        values["statement"] = needed(
            values["statement"], "statement", _("Say what is to change, for whom, by when.")
        )
    changed = [key for key, value in values.items() if getattr(goal, key) != value]
    for key in changed:
        setattr(goal, key, values[key])
    if changed:
        goal.save(update_fields=changed)
    if indicators is not None and _measure(goal, indicators):
        changed.append("indicators")
    if changed:
        record(actor, GoalChanged(subject_of(goal), name=goal.statement, fields=tuple(sorted(changed))))
    return goal


def retire_goal(actor: Actor, goal: Goal, *, reason: str) -> Goal:
    """Retire a goal, saying why. Its strategies are kept, and what they served is still told.

    Raises DomainError at `reason`. Twice is the same as once.
    """
    require(actor, Capability.SHAPE_AGENDA)
    why = needed(reason, "reason", _("Say why the goal is given up."))
    if goal.state == GoalState.RETIRED:
        return goal
    today = clock.today(actor.initiative.timezone)
    goal.state, goal.retired_on, goal.reason = GoalState.RETIRED, today, why
    goal.save(update_fields=["state", "retired_on", "reason"])
    StrategyGoal.objects.filter(goal=goal, until=None).update(until=today)
    record(actor, GoalRetired(subject_of(goal), name=goal.statement, reason=why))
    return goal


def set_equity_target(
    actor: Actor,
    goal: Goal,
    *,
    indicator: Indicator,
    category: Category,
    target: Decimal,
    due_on: date,
    compared_with: Category | None = None,
    baseline: Decimal | None = None,
    baseline_on: date | None = None,
) -> EquityTarget:
    """Say by how much the gap between a group and another (None: the whole) is to close, and by when.

    Both gaps are in the indicator's unit. One that stands for the group is replaced. Raises DomainError at the field.
    """
    require(actor, Capability.SHAPE_AGENDA)
    _may_change(goal)
    if compared_with is not None:
        if compared_with.dimension_id != category.dimension_id:
            raise DomainError("other_dimension", _("Compare two groups of the same kind."), "compared_with")
        if compared_with.pk == category.pk:
            raise DomainError("same_group", _("Choose two different groups."), "compared_with")
    if baseline_on is not None and due_on <= baseline_on:
        raise DomainError("wrong_order", _("The target lies after the baseline."), "due_on")
    row, _created = EquityTarget.objects.update_or_create(
        goal=goal,
        indicator=indicator,
        category=category,
        defaults={
            "compared_with": compared_with,
            "baseline": baseline,
            "baseline_on": baseline_on,
            "target": target,
            "due_on": due_on,
        },
    )
    record(actor, GoalChanged(subject_of(goal), name=goal.statement, fields=("equity",)))
    return row


def drop_equity_target(actor: Actor, row: EquityTarget) -> None:
    """Take an equity target from its goal."""
    require(actor, Capability.SHAPE_AGENDA)
    _may_change(row.goal)
    record(actor, GoalChanged(subject_of(row.goal), name=row.goal.statement, fields=("equity",)))
    row.delete()


def _may_change(goal: Goal) -> None:
    if goal.state == GoalState.RETIRED:
        raise Conflict("retired", _("This goal is retired."))


def _measure(goal: Goal, indicators: Sequence[Indicator]) -> bool:
    wanted = list(dict.fromkeys(indicator.pk for indicator in indicators))
    if wanted == list(GoalMeasure.objects.filter(goal=goal).values_list("indicator_id", flat=True)):
        return False
    GoalMeasure.objects.filter(goal=goal).delete()
    GoalMeasure.objects.bulk_create(
        GoalMeasure(goal=goal, indicator_id=pk, position=position) for position, pk in enumerate(wanted)
    )
    return True
