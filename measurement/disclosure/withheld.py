"""What a partner withheld at its source, as far as its own other figures tell it.

Whoever sees a total and all parts but one sees that one. Disclosure must know what could be worked out in order to
keep it: the rest of a total is shared evenly among the parts that are withheld, since only their sum is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal

from measurement.disclosure.figures import NOTHING, Figure, Key, Shape, Withheld, rows_among
from measurement.disclosure.rows import Row

Amounts = dict[Key, dict[str, Decimal]]


def withheld_among(given: Sequence[Figure], keys: Iterable[Key], shape: Shape) -> Withheld:
    """Return what was withheld under `keys`, told by the figures that the same partners gave.

    What no total and no parts tell, nobody can work out: it is left out.
    """
    missing = set(keys)
    if not missing:
        return NOTHING
    partners = {key.group for key in missing}
    found: Amounts = {
        figure.key: figure.layers for figure in given if figure.key.group in partners and figure.layers
    }
    beside = frozenset(found.keys() - missing)
    own = Shape(exclusive=shape.exclusive, partitions=shape.partitions)
    rows = [row for row in rows_among(found.keys() | missing, own) if row.total.by == "partner"]
    layers = sorted({layer for amounts in found.values() for layer in amounts})
    for layer in layers:
        while sum(_told(row, layer, found, missing) for row in rows):
            pass
    return Withheld({key: found[key] for key in sorted(missing) if key in found}, beside)


def _told(row: Row[Key], layer: str, found: Amounts, missing: set[Key]) -> bool:
    """Tell what a row tells of one layer of what is missing in it; whether that was anything new."""
    amounts: Mapping[Key, Decimal] = {
        key: found[key][layer] for key in (row.total, *row.parts) if layer in found.get(key, {})
    }
    unknown = [key for key in row.parts if key not in amounts and key in missing]
    known = sum((amounts[part] for part in row.parts if part in amounts), Decimal(0))
    if row.total in amounts:
        rest = amounts[row.total] - known
        if not unknown or rest < 0:
            return False
        share = (rest / len(unknown)).to_integral_value(ROUND_FLOOR)
        for key in unknown:
            found.setdefault(key, {})[layer] = share
        found[unknown[0]][layer] += rest - share * len(unknown)
        return True
    if row.total in missing and not unknown:
        found.setdefault(row.total, {})[layer] = known
        return True
    return False
