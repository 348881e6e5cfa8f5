"""The breakdowns below the grid of a hand-in: lists of groups, tables of crossed groups, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from measurement.forms.boxes import read
from measurement.forms.rows import Crossing, Matrix, Row, Split, Sum
from measurement.kinds.rounding import leeway
from measurement.queries import Line, plain


def split_for(owner: Row, line: Line) -> Split:
    """Return the list of groups that a line stands in, begun where there is none."""
    [(axis, _category)] = line.groups
    key = f"{owner.key}.d{axis.dimension.pk}"
    if not owner.splits or owner.splits[-1].key != key:
        title = _("%(indicator)s, by %(dimension)s")
        owner.splits.append(
            Split(
                key=key,
                title=title % {"indicator": owner.name, "dimension": axis.dimension.name.lower()},
                name=axis.dimension.name,
                exclusive=axis.dimension.exclusive,
                columns=[box.heading for box in owner.boxes],
                rows=[],
                sums=[],
            )
        )
    return owner.splits[-1]


def put_crossed(owner: Row, line: Line, row: Row) -> None:
    """Put a figure into the table of its two dimensions, where its two groups cross."""
    (_down, first), (_across, second) = line.groups
    matrix = _matrix_for(owner, line)
    matrix.groups |= {first.pk: first.name, second.pk: second.name}
    matrix.cells[first.pk, second.pk] = row
    row.column = second.name


def _matrix_for(owner: Row, line: Line) -> Matrix:
    down, across = (axis.dimension for axis, _category in line.groups)
    key = f"{owner.key}.d{down.pk}_{across.pk}"
    if not owner.matrices or owner.matrices[-1].key != key:
        names = {"indicator": owner.name, "rows": down.name.lower(), "columns": across.name.lower()}
        owner.matrices.append(
            Matrix(
                key=key,
                title=_("%(indicator)s, by %(rows)s and %(columns)s") % names,
                names=(down.name, across.name),
                adds_down=down.exclusive,
                adds_across=across.exclusive,
                parts=[box.heading for box in owner.boxes],
            )
        )
    return owner.matrices[-1]


def sum_up(owner: Row) -> None:
    """Give every breakdown of an indicator its sums."""
    for split in owner.splits:
        split.sums = _sums(owner, split.rows, exclusive=split.exclusive)
    for matrix in owner.matrices:
        matrix.sums = _sums(owner, matrix.rows, exclusive=matrix.exclusive)
        matrix.lines, matrix.columns = _crossings(owner, matrix)


def _crossings(owner: Row, matrix: Matrix) -> tuple[list[Crossing], list[Crossing]]:
    """The rows and the columns of a table, each with its sums."""
    down, across = (dict.fromkeys(groups) for groups in zip(*matrix.cells, strict=True))

    def crossing(name: str, places: Iterable[tuple[int, int]]) -> Crossing:
        cells = [matrix.cells.get(place) for place in places]
        return Crossing(name, cells, _sums(owner, [row for row in cells if row is not None], exclusive=False))

    return (
        [crossing(matrix.groups[first], [(first, second) for second in across]) for first in down],
        [crossing(matrix.groups[second], [(first, second) for first in down]) for second in across],
    )


def _sums(owner: Row, rows: Sequence[Row], *, exclusive: bool) -> list[Sum]:
    """The sums of each part that can be added up (an average cannot), beside the total where groups are exclusive."""
    sums = []
    for at, box in enumerate(owner.boxes):
        adds = box.part != "value" or len(owner.boxes) == 1
        known = [amount for row in rows if (amount := read(row.boxes[at].value)) is not None]
        together, total = sum(known, Decimal(0)), read(box.value)
        found = Sum(
            box.part,
            plain(together) if known and adds else "",
            plain(total) if total is not None and adds else "",
            adds,
            fits=adds and bool(known) and total is not None and abs(together - total) <= leeway(known, total),
        )
        if adds and exclusive:
            _offer_rest(found, rows, at, total)
        sums.append(found)
    return sums


def _offer_rest(found: Sum, rows: Sequence[Row], at: int, total: Decimal | None) -> None:
    """Offer what the groups lack of the total as not known, once every other group is filled in."""
    spare = next((row.boxes[at] for row in rows if row.not_known and not row.locked), None)
    if spare is None:
        return
    found.rest_field = spare.name
    others = [read(row.boxes[at].value) for row in rows if not row.not_known]
    if total is None or not others or any(amount is None for amount in others):
        return
    left = total - sum((amount for amount in others if amount is not None), Decimal(0))
    if left > 0 and left != read(spare.value):
        found.rest, found.fill = plain(left), f"{spare.name}={plain(left)}"
