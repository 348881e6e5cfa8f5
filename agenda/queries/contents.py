"""What a version holds besides its text: goals, strategies, causes; living while it is written, frozen afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from agenda.models import Cause, CommonAgenda, Goal, Strategy
from agenda.queries.charts import as_everybody
from agenda.queries.goals import standing_goals, strategies
from agenda.words import CHOSEN, SET_ASIDE
from initiatives.kernel.access import Actor
from measurement import queries as measured

if TYPE_CHECKING:
    from measurement.models import Indicator, TargetVersion


@dataclass(frozen=True)
class MeasureSaid:
    """An indicator of a goal, by code and name, and its target as everybody may read it.

    Numbers are kept as text, exact, and days as 2026-11-30; `asked` is the number that was given on its `basis`.
    """

    code: str
    name: str
    baseline: str = ""
    baseline_on: str = ""
    target: str = ""
    due: str = ""
    basis: str = ""
    asked: str = ""


@dataclass(frozen=True)
class GapSaid:
    """A gap that is to close: whose, beside whom (empty: the whole), in which indicator's figures, from and to what.

    `dimension`, `category` and `beside` are the codes of the groups.
    """

    group: str
    compared_with: str
    code: str
    indicator: str
    baseline: str
    target: str
    due: str
    dimension: str = ""
    category: str = ""
    beside: str = ""


@dataclass(frozen=True)
class GoalSaid:
    """A goal as it is told."""

    id: str
    statement: str
    outcome: str = ""
    population: str = ""
    group: str = ""
    measures: tuple[MeasureSaid, ...] = ()
    gaps: tuple[GapSaid, ...] = ()


@dataclass(frozen=True)
class StrategySaid:
    """A strategy as it is told. `goals` are the ids of those it serves."""

    id: str
    name: str
    we_do: str = ""
    then: str = ""
    because: str = ""
    kind: str = ""
    evidence: str = ""
    evidence_source: str = ""
    horizon: str = ""
    engagement: str = ""
    state: str = ""
    group: str = ""
    goals: tuple[str, ...] = ()


@dataclass(frozen=True)
class CauseSaid:
    """A cause, how deep it lies in the tree, and the strategies that go at it."""

    id: str
    text: str
    depth: int = 0
    evidence: str = ""
    strategies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contents:
    """What a version holds besides its text. `aside` are the strategies that were dropped or parked."""

    goals: tuple[GoalSaid, ...] = ()
    strategies: tuple[StrategySaid, ...] = ()
    causes: tuple[CauseSaid, ...] = ()
    aside: tuple[StrategySaid, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Contents:
        """Return what was stored."""
        goals = tuple(
            GoalSaid(
                **{
                    **row,
                    "measures": tuple(MeasureSaid(**one) for one in row["measures"]),
                    "gaps": tuple(GapSaid(**one) for one in row["gaps"]),
                }
            )
            for row in stored["goals"]
        )
        return cls(
            goals,
            _strategies_from(stored["strategies"]),
            tuple(CauseSaid(**{**row, "strategies": tuple(row["strategies"])}) for row in stored["causes"]),
            _strategies_from(stored["aside"]),
        )


def _strategies_from(rows: Sequence[Mapping[str, Any]]) -> tuple[StrategySaid, ...]:
    return tuple(StrategySaid(**{**row, "goals": tuple(row["goals"])}) for row in rows)


def contents(actor: Actor, version: CommonAgenda) -> Contents:
    """Return what the version holds: as it stood when it was proposed, or while it is written, as it stands."""
    if version.contents is not None:
        return Contents.from_json(version.contents)
    return present_contents(actor, version)


def present_contents(actor: Actor, version: CommonAgenda) -> Contents:
    """Return goals and strategies as they stand now, and the version's causes."""
    rows = list(strategies(actor))
    aims = aims_of(actor)
    return Contents(
        goals=tuple(goal_said(goal, aims) for goal in standing_goals(actor)),
        strategies=tuple(strategy_said(row) for row in rows if row.state in CHOSEN),
        causes=causes_said(version, rows),
        aside=tuple(strategy_said(row) for row in rows if row.state in SET_ASIDE),
    )


def aims_of(actor: Actor) -> dict[int, TargetVersion]:
    """Return the targets of the whole, by indicator id, as everybody here may read them."""
    rows = measured.standing_targets(as_everybody(actor)).filter(target__partner=None, target__category=None)
    return {row.target.indicator_id: row for row in rows}


def goal_said(goal: Goal, aims: Mapping[int, TargetVersion]) -> GoalSaid:
    """Return a goal of `goals` as it is told."""
    return GoalSaid(
        id=str(goal.public_id),
        statement=goal.statement,
        outcome=goal.outcome,
        population=goal.population,
        group=goal.group.name if goal.group else "",
        measures=tuple(
            _measure_said(row.indicator, aims.get(row.indicator_id))
            for row in goal.measured  # type: ignore[attr-defined]
        ),
        gaps=tuple(
            GapSaid(
                group=gap.category.name,
                compared_with=gap.compared_with.name if gap.compared_with else "",
                code=gap.indicator.code,
                indicator=gap.indicator.name,
                baseline=_exact(gap.baseline),
                target=_exact(gap.target),
                due=gap.due_on.isoformat(),
                dimension=gap.category.dimension.code,
                category=gap.category.code,
                beside=gap.compared_with.code if gap.compared_with else "",
            )
            for gap in goal.gaps  # type: ignore[attr-defined]
        ),
    )


def _measure_said(indicator: Indicator, aim: TargetVersion | None) -> MeasureSaid:
    if aim is None:
        return MeasureSaid(indicator.code, indicator.name)
    # What counts from a baseline that may not be told is not told either.
    withheld = aim.withheld  # type: ignore[attr-defined]
    if withheld and aim.basis != "absolute":
        return MeasureSaid(indicator.code, indicator.name)
    baseline = None if withheld else aim.baseline_value
    return MeasureSaid(
        code=indicator.code,
        name=indicator.name,
        baseline=_exact(baseline),
        baseline_on=aim.baseline_date.isoformat() if aim.baseline_date and baseline is not None else "",
        target=_exact(aim.value),
        due=aim.date.isoformat(),
        basis=aim.basis,
        asked=_exact(aim.asked),
    )


def _exact(number: Decimal | None) -> str:
    return "" if number is None else format(number.normalize(), "f")


def strategy_said(row: Strategy) -> StrategySaid:
    """Return a strategy of `strategies` as it is told."""
    return StrategySaid(
        id=str(row.public_id),
        name=row.name,
        we_do=row.we_do,
        then=row.then,
        because=row.because,
        kind=row.kind,
        evidence=row.evidence,
        evidence_source=row.evidence_source,
        horizon=row.horizon,
        engagement=row.engagement,
        state=row.state,
        group=row.group.name if row.group else "",
        goals=tuple(str(link.goal.public_id) for link in row.under),  # type: ignore[attr-defined]
    )


def causes_said(version: CommonAgenda, rows: Sequence[Strategy]) -> tuple[CauseSaid, ...]:
    """Return the version's causes, each after the one that it explains."""
    going_at: dict[int, list[str]] = {}
    for row in rows:
        if row.state not in SET_ASIDE:
            for link in row.causes:  # type: ignore[attr-defined]
                going_at.setdefault(link.cause_id, []).append(row.name)
    return tuple(
        CauseSaid(str(cause.public_id), cause.text, depth, cause.evidence, tuple(going_at.get(cause.pk, ())))
        for cause, depth in cause_tree(version)
    )


def cause_tree(version: CommonAgenda) -> list[tuple[Cause, int]]:
    """Return the version's causes with their depth, each after the one that it explains. One query."""
    below: dict[int | None, list[Cause]] = {}
    for cause in Cause.objects.filter(agenda=version):
        below.setdefault(cause.parent_id, []).append(cause)
    tree: list[tuple[Cause, int]] = []

    def grow(parent: int | None, depth: int) -> None:
        for cause in below.get(parent, []):
            tree.append((cause, depth))
            grow(cause.pk, depth + 1)

    grow(None, 0)
    return tree
