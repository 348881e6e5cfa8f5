"""What the verbs of the six roles' records check and do alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import changeable, needed, one_of

CURRENCY = re.compile(r"[A-Z]{3}")
MOST_MONEY = Decimal("10") ** 13
ADDRESS = re.compile(r"https?://[^\s]+", re.IGNORECASE)


@dataclass(frozen=True)
class Rules:
    """What a record may hold: which fields, which of them must say something, of which words, how long."""

    fields: frozenset[str]
    must: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    lengths: Mapping[str, int] = field(default_factory=dict)
    past: frozenset[str] = frozenset()

    def clean(self, actor: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values without outer space. Raises DomainError at the field that breaks a rule."""
        changeable(values, self.fields)
        given: dict[str, Any] = {name: v.strip() if isinstance(v, str) else v for name, v in values.items()}
        for name in sorted(set(self.must) & set(given)):
            needed(given[name] or "", name, str(self.must[name]))
        for name in sorted(set(self.words) & set(given)):
            one_of(given[name], self.words[name].values, name, empty=name not in self.must)
        for name in sorted(set(self.lengths) & set(given)):
            if len(given[name] or "") > self.lengths[name]:
                raise DomainError("too_long", _("At most %d characters.") % self.lengths[name], name)
        for name in sorted(self.past & set(given)):
            past(actor, given[name] or None, name)
        return given


def past(actor: Actor, day: date | None, name: str) -> date:
    """Return the day, today without one. Raises DomainError at the field for a day that is still to come."""
    today = clock.today(actor.initiative.timezone)
    if day is not None and day > today:
        raise DomainError("in_future", _("This day is still to come."), name)
    return day or today


def held(row: Any) -> Any:
    """Return the row as it stands now, locked until the end of the transaction."""
    return type(row).objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)


def put(row: Any, given: Mapping[str, Any]) -> tuple[str, ...]:
    """Put the values into the row without saving it, and return the names of those that were others."""
    changed = tuple(sorted(name for name, value in given.items() if getattr(row, name) != value))
    for name in changed:
        setattr(row, name, given[name])
    return changed


def money(value: Decimal | None, name: str, *, nought: bool = False) -> Decimal | None:
    """Return an amount. Raises DomainError at the field unless it has at most two decimals and is not negative."""
    if value is None:
        return None
    if value < 0 or (not nought and value == 0):
        raise DomainError("out_of_range", _("Enter an amount above nought."), name)
    if value >= MOST_MONEY or value != value.quantize(Decimal("0.01")):
        raise DomainError("out_of_range", _("Enter an amount with at most two decimals."), name)
    return value


def currency(value: str, name: str = "currency") -> str:
    """Return a currency by its three letters. Raises DomainError at the field."""
    code = value.strip().upper()
    if not CURRENCY.fullmatch(code):
        raise DomainError("invalid", _("Name the currency by its three letters, such as USD."), name)
    return code


def address(value: str, name: str = "address") -> str:
    """Return the address of a page, or nothing. Raises DomainError at the field unless it begins with http."""
    if value and not ADDRESS.fullmatch(value):
        raise DomainError("invalid", _("Enter an address that begins with https://."), name)
    return value


def in_order(first: date | None, last: date | None, name: str) -> None:
    """Raise DomainError at the field when the last day lies before the first."""
    if first is not None and last is not None and last < first:
        raise DomainError("wrong_order", _("The end lies before the beginning."), name)


def check_move(row: Any, stage: str, reason: str, *, way: tuple[Any, ...]) -> None:
    """Check that a row may come to a stage: forwards freely; backwards, off the way and back onto it with a reason.

    Raises Conflict when it stands there already, DomainError at `stage` or `reason`.
    """
    order = [one.value for one in way]
    off = [value for value in type(row)._meta.get_field("stage").choices or () if value[0] not in order]
    one_of(stage, [*order, *(value for value, _label in off)], "stage")
    if stage == row.stage:
        raise Conflict("same_stage", _("It stands there already."))
    forwards = stage in order and row.stage in order and order.index(stage) > order.index(row.stage)
    if not forwards:
        needed(reason, "reason", _("Say why. It stays in the history."))
