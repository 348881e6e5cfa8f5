"""The plan on a page: what a version says, short enough for one sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agenda.queries.consent import Stand, stand
from agenda.queries.contents import CauseSaid, contents
from agenda.queries.telling import GoalTold, goals_told
from agenda.queries.versions import Section, is_ratifiable, sections
from agenda.words import SectionKey
from initiatives.kernel.access import Actor

if TYPE_CHECKING:
    from agenda.models import CommonAgenda

MOST_CAUSES = 8


@dataclass(frozen=True)
class Way:
    """A goal, and the names of the strategies under it."""

    goal: GoalTold
    strategies: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A version on one sheet. `parts` are its texts by key; `stand` is None while nobody can take a position yet."""

    version: CommonAgenda
    parts: dict[str, Section]
    ways: tuple[Way, ...]
    causes: tuple[CauseSaid, ...]
    stand: Stand | None

    @property
    def adopters(self) -> list[str]:
        """The names of the partners that adopted it."""
        return [seat.partner.name for seat in self.stand.seats if seat.is_for] if self.stand else []


def plan(actor: Actor, version: CommonAgenda) -> Plan:
    """Return the plan of a version as this actor may read it."""
    held = contents(actor, version)
    ways = (
        Way(goal, tuple(row.name for row in held.strategies if goal.said.id in row.goals))
        for goal in goals_told(actor, held.goals)
    )
    parts: dict[SectionKey, Section] = sections(version)
    return Plan(
        version,
        {key.value: part for key, part in parts.items()},
        tuple(ways),
        held.causes[:MOST_CAUSES],
        stand(actor, version) if is_ratifiable(version) else None,
    )


def only_of(found: Plan, codes: Collection[str]) -> Plan:
    """Return a plan that tells how things stand now by these indicators alone; targets stand as they were agreed."""
    return replace(found, ways=tuple(replace(way, goal=_only(way.goal, codes)) for way in found.ways))


def _only(goal: GoalTold, codes: Collection[str]) -> GoalTold:
    return replace(
        goal,
        measures=tuple(
            row if row.said.code in codes else replace(row, standing=None) for row in goal.measures
        ),
        gaps=tuple(row if row.said.code in codes else replace(row, now="") for row in goal.gaps),
    )
