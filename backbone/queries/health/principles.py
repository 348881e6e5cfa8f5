"""The principles of practice: what people said of the three statements of each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from agenda.screens import ITEMS, Item
from agenda.words import Screen
from backbone.queries.health.people import Rated, said_of
from backbone.words.health import ItemState
from initiatives.kernel.access import Capability, require

if TYPE_CHECKING:
    from initiatives.kernel.access import Actor


@dataclass(frozen=True)
class Statement:
    """One statement of a principle, and how people rate it (None: too few did)."""

    item: Item
    rated: Rated | None

    @property
    def state(self) -> ItemState:
        """How it stands in their eyes."""
        return self.rated.state if self.rated else ItemState.UNKNOWN


@dataclass(frozen=True)
class Principle:
    """A principle with its three statements."""

    name: str
    statements: tuple[Statement, ...]

    @property
    def in_place(self) -> int:
        """How many of its statements are in place."""
        return sum(one.state == ItemState.IN_PLACE for one in self.statements)


def principles(actor: Actor) -> tuple[UUID | None, tuple[Principle, ...]]:
    """Return the last round that ended (None: none did) and the eight principles in their order."""
    require(actor, Capability.VIEW_EVENTS)
    said = said_of(actor, Screen.PRINCIPLES)
    found = tuple(
        Principle(name, tuple(Statement(item, said.rated.get(item.number)) for item in items))
        for name, items in groupby(ITEMS[Screen.PRINCIPLES], key=lambda item: str(item.heading))
    )
    return said.round_id, found
