"""The forty items: how each is read, its sentence and its evidence stand in the module of its condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format

from agenda.screens import ITEMS as STATEMENTS
from agenda.words import Screen
from backbone.queries.health import of_activities, of_agenda, of_backbone, of_communication, of_measurement
from backbone.queries.health.reading import TENTHS, Ground, Reading
from backbone.queries.roles import Evidence
from backbone.words.health import Condition

EACH = 8


@dataclass(frozen=True)
class Item:
    """One item of a condition. `read` returns None where the records cannot tell.

    `says` is the sentence of its reading, `lacking` the one where the thing itself is missing.
    `evidence` is where what it rests on is found.
    """

    condition: Condition
    number: int
    evidence: Evidence
    read: Callable[[Ground], Reading | None]
    says: Any = ""
    lacking: Any = ""

    @property
    def key(self) -> str:
        """By what the item is kept."""
        return f"{self.condition.value}.{self.number}"

    @property
    def statement(self) -> int:
        """Its number among the forty statements of the assessment."""
        return list(Condition).index(self.condition) * EACH + self.number

    @property
    def text(self) -> str:
        """The item in words: the same that people are asked to rate."""
        return str(STATEMENTS[Screen.CONDITIONS][self.statement - 1].text)

    def told(self, words: Mapping[str, int]) -> str:
        """Return the sentence that these numbers make; empty without numbers."""
        if not words:
            return ""
        if words.get("of") == 0 and self.lacking:
            return str(self.lacking)
        return str(self.says % {name: _said(name, number) for name, number in words.items()})


def _said(name: str, number: int) -> int | str:
    return number_format(Decimal(number) / 10, 1, use_l10n=True) if name in TENTHS else number


def _items(condition: Condition, rows: tuple[tuple[Any, ...], ...]) -> tuple[Item, ...]:
    return tuple(Item(condition, number, *row) for number, row in enumerate(rows, 1))


ITEMS: dict[Condition, tuple[Item, ...]] = {
    condition: _items(condition, rows)
    for condition, rows in zip(
        Condition,
        (
            of_agenda.ITEMS,
            of_measurement.ITEMS,
            of_activities.ITEMS,
            of_communication.ITEMS,
            of_backbone.ITEMS,
        ),
        strict=True,
    )
}
