"""How the five conditions stand: eight items each, read from use and from what people say.

An item stands as its records say. Where no record can tell, it stands as people rated it in the last round of the
assessment that ended; where nobody was asked either, it is not known. Items are counted, and never made into one score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.words import Screen
from backbone.models import HealthSnapshot
from backbone.queries.health.items import ITEMS, Item
from backbone.queries.health.people import Rated, Said, said_of
from backbone.queries.health.reading import IN_PLACE_FROM, PARTLY_FROM, Ground
from backbone.words.health import Condition, ItemState
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = [
    "IN_PLACE_FROM",
    "ITEMS",
    "PARTLY_FROM",
    "ConditionHealth",
    "ItemHealth",
    "condition_health",
    "health",
    "health_of",
    "released",
    "snapshot",
    "snapshots",
]


@dataclass(frozen=True)
class ItemHealth:
    """One item as it stands: by the records (`words` are its numbers), and as people rated it."""

    item: Item
    state: ItemState
    words: Mapping[str, int]
    rated: Rated | None = None

    @property
    def told(self) -> str:
        """From what it is read, in a sentence; empty where the records cannot tell."""
        return self.item.told(dict(self.words))

    @property
    def heard(self) -> str:
        """How people rate it, in a sentence; empty where they were not asked."""
        if self.rated is None:
            return ""
        words = {"mean": f"{self.rated.mean:.1f}", "voices": self.rated.voices}
        return (
            ngettext(
                "%(voices)s organisation rates it %(mean)s of 4.",
                "%(voices)s organisations rate it %(mean)s of 4.",
                self.rated.voices,
            )
            % words
        )

    @property
    def differs(self) -> bool:
        """Whether people see it otherwise than the records."""
        return bool(self.words) and self.rated is not None and self.rated.state != self.state

    def kept(self) -> dict[str, Any]:
        """Return the item as a snapshot keeps it."""
        rated = {"rated": str(self.rated.mean), "voices": self.rated.voices} if self.rated else {}
        return {"state": self.state.value, "words": dict(self.words), **rated}


@dataclass(frozen=True)
class ConditionHealth:
    """The eight items of one condition."""

    condition: Condition
    items: tuple[ItemHealth, ...]

    def count(self, state: ItemState) -> int:
        """Return how many items are in a state."""
        return sum(one.state == state for one in self.items)

    @property
    def in_place(self) -> int:
        """How many items are in place."""
        return self.count(ItemState.IN_PLACE)

    @property
    def told(self) -> str:
        """How many are in place, and how many are not known, in a sentence."""
        words = {"in_place": self.in_place, "of": len(self.items), "unknown": self.count(ItemState.UNKNOWN)}
        if not words["unknown"]:
            return _("%(in_place)s of %(of)s in place") % words
        return _("%(in_place)s of %(of)s in place, %(unknown)s not known") % words


def _staff(actor: Actor) -> None:
    require(actor, Capability.VIEW_EVENTS)
    if not actor.is_staff:
        raise Forbidden(
            _("How the conditions stand now is the backbone's to read; you read what it releases.")
        )


def condition_health(
    actor: Actor, condition: Condition, ground: Ground | None = None, said: Said | None = None
) -> ConditionHealth:
    """Return how one condition stands now. Raises Forbidden for those below staff: they read what is released."""
    _staff(actor)
    ground = ground or Ground(actor)
    said = said or said_of(actor, Screen.CONDITIONS)
    return ConditionHealth(condition, tuple(_item(ground, said, one) for one in ITEMS[condition]))


def _item(ground: Ground, said: Said, item: Item) -> ItemHealth:
    reading = item.read(ground)
    rated = said.rated.get(item.statement)
    if reading is not None:
        return ItemHealth(item, reading.state, reading.words, rated)
    return ItemHealth(item, rated.state if rated else ItemState.UNKNOWN, {}, rated)


def health(actor: Actor) -> tuple[ConditionHealth, ...]:
    """Return how the five conditions stand now, in their order. Raises Forbidden for those below staff."""
    _staff(actor)
    ground, said = Ground(actor), said_of(actor, Screen.CONDITIONS)
    return tuple(condition_health(actor, condition, ground, said) for condition in Condition)


def health_of(row: HealthSnapshot) -> tuple[ConditionHealth, ...]:
    """Return how the conditions stood at a snapshot."""
    return tuple(
        ConditionHealth(condition, tuple(_kept(row.readings, one) for one in items))
        for condition, items in ITEMS.items()
    )


def _kept(readings: Mapping[str, Any], item: Item) -> ItemHealth:
    found = readings.get(item.key, {})
    rated = Rated(Decimal(found["rated"]), found["voices"]) if "rated" in found else None
    return ItemHealth(item, ItemState(found.get("state", ItemState.UNKNOWN)), found.get("words", {}), rated)


def snapshots(actor: Actor) -> QuerySet[HealthSnapshot]:
    """Return the snapshots, the latest quarter first: all for staff, for partners' people those that are released.

    Raises Forbidden for everybody else.
    """
    require(actor, Capability.VIEW_EVENTS)
    rows = HealthSnapshot.objects.select_related("taken_by", "released_by")
    return rows if actor.is_staff else rows.exclude(released_at=None)


def snapshot(actor: Actor, quarter: Any) -> HealthSnapshot:
    """Return the snapshot of the quarter that begins on a day. Raises NotFound."""
    found = snapshots(actor).filter(quarter=quarter).first()
    if found is None:
        raise NotFound
    return found


def released(rows: Iterable[HealthSnapshot]) -> HealthSnapshot | None:
    """Return the latest of these snapshots that partners read."""
    return next((row for row in rows if row.released_at is not None), None)
