"""What fills an agenda by itself: each supplier looks at one kind of record and proposes points.

A supplier is registered with `@supplier` in a module of queries that `communications.queries` imports. It reads as the
actor it is given, who stands for everybody in the initiative: nothing is put on an agenda that not all may see.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from communications.models import AgendaItem, Meeting
from communications.words.meetings import Purpose
from initiatives.kernel.access import Actor, Capability, Role, onlooker, require


@dataclass(frozen=True)
class Proposed:
    """A point for an agenda. `source` tells it apart on this agenda; `lines` are what it is about, a line each."""

    source: str
    title: str
    purpose: str = Purpose.INFORM
    length: int = 10
    lines: tuple[str, ...] = ()

    @property
    def brief(self) -> str:
        """The lines as the agenda keeps them."""
        return "\n".join(self.lines)


Supplier = Callable[[Actor, Meeting], Sequence[Proposed]]
SUPPLIERS: list[Supplier] = []


def supplier(function: Supplier) -> Supplier:
    """Decorator: let the function propose points, after those registered before it."""
    SUPPLIERS.append(function)
    return function


def proposed(actor: Actor, meeting: Meeting) -> list[Proposed]:
    """Return what the records have for this meeting's agenda now, whether it is on it already or not."""
    require(actor, Capability.VIEW)
    reader = onlooker(actor.initiative, Role.COMMUNITY)
    return [point for one in SUPPLIERS for point in one(reader, meeting)]


def lacking(actor: Actor, meeting: Meeting) -> list[Proposed]:
    """Return what the records have and the agenda has not yet."""
    rows: Any = AgendaItem.objects.filter(meeting=meeting).exclude(source="")
    there = set(rows.values_list("source", flat=True))
    return [point for point in proposed(actor, meeting) if point.source not in there]
