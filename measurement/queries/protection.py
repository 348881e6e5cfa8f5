"""Whose figures a total would tell: totals of fewer than three partners, and what would give them away.

For figures that are not about people. Those about people are decided once and stored: publication.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from initiatives.kernel.access import PARTNER_ROLES, Actor
from initiatives.queries import affiliations_at, place_parents
from measurement.cells import combination_of
from measurement.disclosure import Figure as Unprotected
from measurement.disclosure import Key, Rule, Shape, disclose
from measurement.disclosure.tables import LEAST_PARTNERS
from measurement.models import Cell, Dimension, Indicator, Rollup
from measurement.queries.figures import Figure
from measurement.words import Level, Visibility


class Spot(NamedTuple):
    """Where a rolled-up figure stands."""

    version_id: int
    period_start: date
    period_end: date
    axis: str
    group_id: int
    cell_id: int


def spot_of(row: Rollup | Figure) -> Spot:
    """Return where a rolled-up figure stands."""
    return Spot(row.version_id, row.period_start, row.period_end, row.axis, row.group_id, row.cell_id)


def reveals_partners(indicator: Indicator) -> bool:
    """Whether a total of few partners would tell what not everybody may know.

    A public figure may name its partner, and a community's figure is its one source's own, named beside it.
    """
    return indicator.visibility != Visibility.PUBLIC and indicator.level != Level.COMMUNITY


def is_guarded(actor: Actor, indicator: Indicator) -> bool:
    """Whether totals of few partners are kept from this actor, where the figures are not about people."""
    if actor.is_staff or not reveals_partners(indicator):
        return False
    return not (indicator.visibility == Visibility.PARTNERS and actor.role in PARTNER_ROLES)


def disclosure_key(axis: str, group_id: int, cell: str) -> Key:
    """Return the name that disclosure knows a figure by; `cell` is a cell's key."""
    named = ",".join(f"{dimension}={category}" for dimension, category in combination_of(cell))
    return Key(axis, "total" if axis == "total" else str(group_id), named or "total")


def shape(day: date | None = None) -> Shape:
    """Return how places, dimensions and (on a day) partners hang together."""
    groups: dict[str, dict[str, str]] = {}
    for partner_id, row in affiliations_at(day).items() if day else ():
        groups[str(partner_id)] = {"sector": str(row.sector_id)}
        if row.place_id:
            groups[str(partner_id)]["place"] = str(row.place_id)
    exclusive = Dimension.objects.filter(exclusive=True).values_list("id", flat=True)
    return Shape(
        place_parents={str(k): str(v) if v else None for k, v in place_parents().items()},
        exclusive=frozenset(str(identifier) for identifier in exclusive),
        partner_groups=groups,
    )


def guarded(rows: Iterable[Rollup | Figure]) -> frozenset[Spot]:
    """Return the spots to hide among all figures (every axis and cell) of some versions and periods.

    Hidden are those of one or two partners, and as many others as it takes that no difference of what is left gives
    one of them. No query when there is nothing to hide, else three.
    """
    together: dict[tuple[int, date, date], list[Rollup | Figure]] = {}
    for row in rows:
        together.setdefault((row.version_id, row.period_start, row.period_end), []).append(row)
    small = {
        key: found
        for key, found in together.items()
        if any(0 < row.reported < LEAST_PARTNERS for row in found)
    }
    if not small:
        return frozenset()
    cells = dict(
        Cell.objects.filter(pk__in={row.cell_id for found in small.values() for row in found}).values_list(
            "id", "key"
        )
    )
    common = shape()
    return frozenset(spot for found in small.values() for spot in _hidden(found, cells, common))


def _hidden(rows: Iterable[Rollup | Figure], cells: Mapping[int, str], common: Shape) -> Iterable[Spot]:
    spots = {disclosure_key(row.axis, row.group_id, cells[row.cell_id]): row for row in rows}
    decisions = disclose(
        [
            # Extremes and ranges tell a partner as a sum does: only who is in it counts here.
            Unprotected(key, Decimal(0), contributors=row.reported, reveals_partners=True, counts=())
            for key, row in spots.items()
        ],
        Rule(),
        shape=common,
    )
    return [spot_of(row) for key, row in spots.items() if decisions[key].hidden]
