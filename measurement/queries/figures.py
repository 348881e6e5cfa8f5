"""Figures straight from observations: as they stand now, or stood at a moment; and what each partner gave (engines)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from measurement.models import Cycle
from measurement.rollup_sql import Key, contributions_sql, figures_sql, parameters
from measurement.words import CycleState


@dataclass(frozen=True)
class Figure:
    """One rolled-up figure. `axis` and `group_id` name the group; status is of FigureStatus."""

    version_id: int
    period_start: date
    period_end: date
    axis: str
    group_id: int
    cell_id: int
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    reported: int
    expected: int
    left_out: int
    coverage: Decimal | None
    coverage_basis: str
    status: str


@dataclass(frozen=True)
class Contribution:
    """What one partner gave to a cell, as the roll-up takes it: its own total, or one derived from categories."""

    version_id: int
    period_start: date
    period_end: date
    partner_id: int
    cell_id: int
    numerator: Decimal
    denominator: Decimal | None
    revision: int
    accepted_at: datetime
    replaces: bool


@dataclass(frozen=True)
class Absence:
    """A cell that one partner withheld at its source."""

    version_id: int
    period_start: date
    period_end: date
    partner_id: int
    cell_id: int


@dataclass(frozen=True)
class Given:
    """What partners gave, and what they withheld at its source."""

    rows: Sequence[Contribution]
    withheld: Sequence[Absence]


def figures(keys: Sequence[Key], as_of: datetime | None = None) -> list[Figure]:
    """Return the figures of the keys without storing them: as they stand now, or stood at a moment. Two queries."""
    if not keys:
        return []
    given = parameters(keys, as_of)
    with connection.cursor() as cursor:
        cursor.execute(figures_sql(given["rounds"], past=as_of is not None), given)
        return [Figure(*row) for row in cursor.fetchall()]


def contributions(keys: Sequence[Key], as_of: datetime | None = None) -> Sequence[Contribution]:
    """Return every figure of a partner that is in the roll-up of the keys, total and categories. Two queries."""
    return given(keys, as_of).rows


def given(keys: Sequence[Key], as_of: datetime | None = None) -> Given:
    """Return what partners gave to the keys, and what they withheld at its source. Two queries."""
    if not keys:
        return Given((), ())
    asked = parameters(keys, as_of)
    with connection.cursor() as cursor:
        cursor.execute(contributions_sql(asked["rounds"], past=as_of is not None), asked)
        found = cursor.fetchall()
    where = len(fields(Absence))
    return Given(
        [Contribution(*row) for row in found if row[where] is not None],
        [Absence(*row[:where]) for row in found if row[where] is None],
    )


def locked_periods(periods: set[tuple[date, date]]) -> set[tuple[date, date]]:
    """Return those of the (start, end) periods whose cycle is locked."""
    rows = Cycle.objects.filter(state=CycleState.LOCKED).values_list("period_start", "period_end")
    return set(rows) & periods
