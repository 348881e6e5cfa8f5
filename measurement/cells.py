"""Cells: the canonical rows for combinations of categories. The total is the cell without any."""

from collections.abc import Iterable, Mapping

from measurement.models import Cell, CellPart

Combination = tuple[tuple[int, int], ...]  # (dimension id, category id), in the order of the dimensions

TOTAL: Combination = ()


def combination(categories: Mapping[int, int]) -> Combination:
    """Return the canonical form of a {dimension id: category id} mapping."""
    return tuple(sorted(categories.items()))


def key_of(parts: Combination) -> str:
    """Return the canonical text of a combination, as kept on the cell; empty for the total."""
    return "|".join(f"{dimension}:{category}" for dimension, category in parts)


def combination_of(key: str) -> Combination:
    """Return the combination that a cell's key stands for."""
    pairs = (part.split(":") for part in key.split("|") if part)
    return tuple((int(dimension), int(category)) for dimension, category in pairs)


def cell_ids(combinations: Iterable[Combination]) -> dict[Combination, int]:
    """Return the cell id of every combination, making cells (and the cells above them) that do not stand yet.

    Idempotent and safe under concurrency: two callers that make the same cell get the same one.
    """
    wanted: set[Combination] = set()
    for parts in combinations:
        _add_with_parents(parts, wanted)
    keys = {key_of(parts): parts for parts in wanted}
    known = dict(Cell.objects.filter(key__in=keys).values_list("key", "id"))
    missing = [keys[key] for key in keys.keys() - known.keys()]
    if missing:
        Cell.objects.bulk_create(
            [Cell(key=key_of(parts)) for parts in sorted(missing)], ignore_conflicts=True
        )
        known = dict(Cell.objects.filter(key__in=keys).values_list("key", "id"))
        CellPart.objects.bulk_create(
            [
                CellPart(
                    cell_id=known[key_of(parts)],
                    dimension_id=dimension,
                    category_id=category,
                    parent_id=known[key_of(tuple(p for p in parts if p[0] != dimension))],
                )
                for parts in missing
                for dimension, category in parts
            ],
            ignore_conflicts=True,
        )
    return {keys[key]: identifier for key, identifier in known.items()}


def _add_with_parents(parts: Combination, wanted: set[Combination]) -> None:
    if parts in wanted:
        return
    wanted.add(parts)
    for left_out in parts:
        _add_with_parents(tuple(part for part in parts if part != left_out), wanted)
