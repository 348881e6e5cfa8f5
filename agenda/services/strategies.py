"""Strategies: proposing, changing, moving from state to state, placing under goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agenda.events import StrategyAdded, StrategyChanged, StrategyMoved, StrategyPlaced
from agenda.models import Cause, Goal, Strategy, StrategyCause, StrategyGoal, StrategyMeasure, StrategyMove
from agenda.words import (
    NEEDS_REASON,
    STRATEGY_MOVES,
    AgendaState,
    Engagement,
    Evidence,
    GoalState,
    Horizon,
    StrategyKind,
    StrategyState,
)
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import changeable, needed, one_of
from initiatives.outbox import record

if TYPE_CHECKING:
    from measurement.models import Indicator

TEXTS = frozenset({"name", "we_do", "then", "because", "evidence_source"})
SCORES = frozenset({"leverage", "feasibility", "specificity", "values_fit"})
CHOICES: dict[str, tuple[Any, bool]] = {
    "kind": (StrategyKind, False),
    "evidence": (Evidence, True),
    "horizon": (Horizon, True),
    "engagement": (Engagement, False),
}
CHANGEABLE = TEXTS | SCORES | set(CHOICES) | {"group", "position", "reviewed_on"}


@dataclass(frozen=True)
class Moving:
    """What should move first when a strategy works: an indicator, or one that is wanted; and what it foretells."""

    indicator: Indicator | None = None
    wanted: str = ""
    foretells: Indicator | None = None


def subject_of(strategy: Strategy) -> str:
    """Return by what a strategy is named in the stream of events."""
    return f"strategy:{strategy.public_id}"


def add_strategy(
    actor: Actor,
    *,
    name: str,
    engagement: str,
    goals: Sequence[Goal] = (),
    causes: Sequence[Cause] | None = None,
    moving: Sequence[Moving] | None = None,
    **values: Any,
) -> Strategy:
    """Add a strategy as an idea, under goals, with whatever else is known of it (CHANGEABLE).

    Raises DomainError at the field.
    """
    require(actor, Capability.SHAPE_AGENDA)
    clean = _clean({"name": name, "engagement": engagement, **values})
    strategy = Strategy.objects.create(**{"position": Strategy.objects.count(), **clean})
    _note_move(actor, strategy)
    record(actor, StrategyAdded(subject_of(strategy), name=strategy.name))
    _link(actor, strategy, goals, causes, moving)
    return strategy


def change_strategy(
    actor: Actor,
    strategy: Strategy,
    *,
    goals: Sequence[Goal] | None = None,
    causes: Sequence[Cause] | None = None,
    moving: Sequence[Moving] | None = None,
    **values: Any,
) -> Strategy:
    """Change a strategy (CHANGEABLE), and where they are given its goals, its causes and what it should move.

    Coming under other goals loses nothing: what it served, and when, is kept. Raises DomainError at the field.
    """
    require(actor, Capability.SHAPE_AGENDA)
    clean = _clean(values)
    changed = [key for key, value in clean.items() if getattr(strategy, key) != value]
    for key in changed:
        setattr(strategy, key, clean[key])
    if changed:
        strategy.save(update_fields=changed)
        record(
            actor, StrategyChanged(subject_of(strategy), name=strategy.name, fields=tuple(sorted(changed)))
        )
    _link(actor, strategy, goals, causes, moving)
    return strategy


def move_strategy(actor: Actor, strategy: Strategy, *, state: str, reason: str = "") -> Strategy:
    """Bring a strategy into a state that may follow its present one; dropping, parking and adapting need a reason.

    Raises DomainError at the field, Conflict when the state may not follow.
    """
    require(actor, Capability.SHAPE_AGENDA)
    one_of(state, StrategyState.values, "state")
    strategy = Strategy.objects.select_for_update(no_key=True).get(pk=strategy.pk)
    if state not in STRATEGY_MOVES[strategy.state]:
        words = {"now": StrategyState(strategy.state).label, "then": StrategyState(state).label}
        raise Conflict("wrong_state", _("From “%(now)s” it cannot become “%(then)s”.") % words, "state")
    if state in NEEDS_REASON:
        needed(reason, "reason", _("Say why."))
    strategy.state = state
    strategy.save(update_fields=["state"])
    _note_move(actor, strategy, reason.strip())
    record(
        actor,
        StrategyMoved(subject_of(strategy), name=strategy.name, state=state, reason=reason.strip()),
    )
    return strategy


def place_strategy(actor: Actor, strategy: Strategy, *, goals: Sequence[Goal]) -> Strategy:
    """Let a strategy serve exactly these goals from today on; what it served before is kept with its dates.

    Raises DomainError at `goals` for one that is retired.
    """
    require(actor, Capability.SHAPE_AGENDA)
    if any(goal.state == GoalState.RETIRED for goal in goals):
        raise DomainError("retired", _("A retired goal takes no strategy."), "goals")
    today = clock.today(actor.initiative.timezone)
    links = {
        link.goal_id: link
        for link in StrategyGoal.objects.select_for_update(of=("self",))
        .filter(strategy=strategy, until=None)
        .select_related("goal")
    }
    wanted = {goal.pk: goal for goal in goals}
    former = tuple(link.goal.statement for link in links.values())
    if set(wanted) == set(links):
        return strategy
    StrategyGoal.objects.filter(pk__in=[link.pk for pk, link in links.items() if pk not in wanted]).update(
        until=today
    )
    try:
        with transaction.atomic():
            StrategyGoal.objects.bulk_create(
                StrategyGoal(strategy=strategy, goal_id=pk, since=today)
                for pk in sorted(set(wanted) - set(links))
            )
    except IntegrityError as error:
        raise Conflict("at_once", _("Somebody else placed this strategy just now."), "goals") from error
    record(
        actor,
        StrategyPlaced(
            subject_of(strategy),
            name=strategy.name,
            goals=tuple(goal.statement for goal in wanted.values()),
            former=former,
        ),
    )
    return strategy


def review_strategy(actor: Actor, strategy: Strategy) -> Strategy:
    """Record that a strategy was looked at today."""
    return change_strategy(actor, strategy, reviewed_on=clock.today(actor.initiative.timezone))


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    changeable(values, CHANGEABLE)
    clean = dict(values)
    for key in TEXTS & set(clean):
        clean[key] = clean[key].strip()
    if "name" in clean:
        needed(clean["name"], "name", _("Give the strategy a name."))
    for key, (choices, empty) in CHOICES.items():
        if key in clean:
            one_of(clean[key] or "", choices.values, key, empty=empty)
    for key in SCORES & set(clean):
        if clean[key] is not None and not 1 <= clean[key] <= 5:
            raise DomainError("out_of_range", _("A score lies between 1 and 5."), key)
    return clean


def _note_move(actor: Actor, strategy: Strategy, reason: str = "") -> None:
    StrategyMove.objects.create(
        strategy=strategy,
        state=strategy.state,
        reason=reason,
        moved_at=clock.now(),
        moved_by_id=actor.membership_id,
    )


def _link(
    actor: Actor,
    strategy: Strategy,
    goals: Sequence[Goal] | None,
    causes: Sequence[Cause] | None,
    moving: Sequence[Moving] | None,
) -> None:
    if goals is not None:
        place_strategy(actor, strategy, goals=goals)
    if causes is not None:
        _set_causes(strategy, causes)
    if moving is not None:
        _set_moving(strategy, moving)


def _set_causes(strategy: Strategy, causes: Sequence[Cause]) -> None:
    """Go at exactly these causes; those of versions that are superseded stay as they were."""
    links = StrategyCause.objects.filter(strategy=strategy)
    links.exclude(cause__agenda__state=AgendaState.SUPERSEDED).exclude(cause__in=causes).delete()
    known = set(links.values_list("cause_id", flat=True))
    StrategyCause.objects.bulk_create(
        StrategyCause(strategy=strategy, cause=cause) for cause in causes if cause.pk not in known
    )


def _set_moving(strategy: Strategy, moving: Sequence[Moving]) -> None:
    for row in moving:
        if row.indicator is None and not row.wanted.strip():
            raise DomainError("required", _("Name the indicator, or say what is wanted."), "moving")
    StrategyMeasure.objects.filter(strategy=strategy).delete()
    StrategyMeasure.objects.bulk_create(
        StrategyMeasure(
            strategy=strategy,
            indicator=row.indicator,
            wanted="" if row.indicator else row.wanted.strip()[:200],
            foretells=row.foretells,
            position=position,
        )
        for position, row in enumerate(moving)
    )
