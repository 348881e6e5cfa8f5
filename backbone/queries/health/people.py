"""What people say of each item: the last round of the assessment that ended."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from agenda.queries import assessments, results
from agenda.queries.assessments import FEWEST_VOICES
from agenda.words import Screen
from backbone.words.health import ItemState

if TYPE_CHECKING:
    from initiatives.kernel.access import Actor

# On the scale of all assessments, from 0 (not in place) to 4 (strong and lasting): working, and begun.
WORKING, BEGUN = Decimal(3), Decimal("1.5")


@dataclass(frozen=True)
class Rated:
    """How people rate one item: the mean of so many organisations, one voice each."""

    mean: Decimal
    voices: int

    @property
    def state(self) -> ItemState:
        """How the item stands in their eyes."""
        if self.mean >= WORKING:
            return ItemState.IN_PLACE
        return ItemState.PARTLY if self.mean >= BEGUN else ItemState.NOT_IN_PLACE


@dataclass(frozen=True)
class Said:
    """The last round that ended: its id, and what people said of the items, by their number.

    An item that fewer than three voices rated is not among them: it would tell who said what.
    """

    round_id: UUID | None
    rated: dict[int, Rated]


def said_of(actor: Actor, screen: Screen) -> Said:
    """Return what people said in the last round of a screen that ended; of nothing when there was none."""
    row = (
        assessments(actor)
        .filter(screen=screen, closed_on__isnull=False)
        .order_by("-closed_on", "-id")
        .first()
    )
    if row is None:
        return Said(None, {})
    found = results(actor, row)
    return Said(
        row.public_id,
        {
            one.item.number: Rated(one.mean, one.voices)
            for one in found.items
            if one.mean is not None and one.voices >= FEWEST_VOICES
        },
    )
