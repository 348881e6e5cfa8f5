"""How a hand-in lies on a sheet: a row for each number that is asked, a column for the total and each category.

Rows and columns carry keys in a hidden column and a hidden row, so that a filled sheet is read by what they say and
not by where they stand. Keys are made of codes: `reading|numerator` is a row, `age:under_6` a column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from measurement.kinds import EntryError, Input, Parts, round_half_up
from measurement.models import Dimension
from measurement.queries.entries import kind_of
from measurement.queries.hand_ins import HandIn, Line
from measurement.words import ValueStatus

KEY_OF_KEYS = "concert"
FIGURE, STATUS, NOTE, EXPLANATION = "figure", "status", "note", "explanation"
WORDS = (STATUS, NOTE, EXPLANATION)
REASONS = (ValueStatus.NOT_REPORTED, ValueStatus.NOT_APPLICABLE, ValueStatus.SUPPRESSED_AT_SOURCE)
LONGEST_TEXT = 4000
CROSSED = ";"  # between the groups of a column of crossed ones; no code holds it
SUM = "+"  # begins the keys of sums; no code of a dimension begins so
UNWRITABLE = "\ufffe\uffff"


@dataclass(frozen=True)
class Column:
    """One column of figures: the total (of no dimension), or one group, perhaps crossed with another."""

    key: str
    label: str
    dimensions: tuple[Dimension, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row: one input of one indicator. The words (reason, note, explanation) stand in its `first` row."""

    key: str
    total: Line
    input: Input
    first: bool
    lines: Mapping[str, Line]

    @property
    def label(self) -> str:
        """The name of the indicator."""
        return self.total.sheet.indicator.name


@dataclass(frozen=True)
class Plan:
    """The rows and columns of one hand-in."""

    sheet: HandIn
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]

    @property
    def labels(self) -> dict[str, str]:
        """What stands beside each row and above each category, by key: names of the initiative's own."""
        rows = {row.key: row.label for row in self.rows}
        return rows | {column.key: column.label for column in self.columns if column.dimensions}

    @property
    def versions(self) -> dict[str, int]:
        """Which definition each indicator is asked under, by code."""
        return {row.total.sheet.indicator.code: row.total.version.pk for row in self.rows}


def plan_of(sheet: HandIn) -> Plan:
    """Lay a hand-in out."""
    rows: list[Row] = []
    columns = {FIGURE: Column(FIGURE, _("Total"))}
    for total in sheet.totals:
        lines = {FIGURE: total}
        for line in sheet.lines:
            if line.version.pk == total.version.pk and line.cell:
                key = column_key(line)
                dimensions = tuple(axis.dimension for axis, _category in line.groups)
                columns.setdefault(key, Column(key, line.group_name, dimensions))
                lines[key] = line
        inputs = kind_of(total.version).inputs
        rows += [
            Row(f"{total.sheet.indicator.code}|{box.name}", total, box, place == 0, lines)
            for place, box in enumerate(inputs)
        ]
    return Plan(sheet, tuple(rows), tuple(_by_dimension(columns)))


def column_key(line: Line) -> str:
    """Return the key of a line's column: `age:under_6`, `sex:f;age:under_6` where groups are crossed."""
    return CROSSED.join(f"{axis}:{category}" for axis, category in line.codes.items()) or FIGURE


def sum_key(dimensions: Iterable[Dimension]) -> str:
    """Return the key of the sum over the groups of these dimensions."""
    return SUM + CROSSED.join(dimension.code for dimension in dimensions)


def _by_dimension(columns: Mapping[str, Column]) -> list[Column]:
    """The total, then the categories of one dimension after those of another, in the order they came."""
    groups: dict[tuple[int, ...], list[Column]] = {}
    for column in columns.values():
        groups.setdefault(tuple(d.pk for d in column.dimensions), []).append(column)
    return [column for group in groups.values() for column in group]


def field_of(line: Line, part: str) -> str:
    """Return the name of one thing that is said of a line, such as `reading|age:under_6|numerator`."""
    return f"{line.sheet.indicator.code}|{column_key(line)}|{part}"


def exact(number: Decimal) -> str:
    """Return a number as text, whole and without what only looks different."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def legible(text: str) -> str:
    """Return a text as a workbook can hold it and as it compares: lines ended alike, ends trimmed, no control signs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign for sign in text if sign in "\n\t" or (sign >= " " and sign not in UNWRITABLE)
    ).strip()


def said_of(line: Line) -> dict[str, str]:
    """Return what the draft says of a line, by part, as text: exact numbers, or what was typed and is none."""
    said = {box.name: _number_said(line, box.name) for box in kind_of(line.version).inputs}
    if not line.cell:
        given = line.given
        status = given.status if given is not None else ""
        said[STATUS] = "" if status == ValueStatus.REPORTED else str(status)
        said[NOTE] = given.note if given is not None else ""
        said[EXPLANATION] = given.explanation if given is not None else ""
    return said


def _number_said(line: Line, part: str) -> str:
    given = line.given
    if given is None:
        return ""
    if part in given.typed:
        return given.typed[part]
    number = getattr(given, part)
    inputs = {box.name for box in kind_of(line.version).inputs}
    if number is None and not given.typed and all(getattr(given, name) is None for name in inputs):
        number = _as_asked(line, part)
    return "" if number is None else exact(number)


def _as_asked(line: Line, part: str) -> Decimal | None:
    """What a person would have typed, where the parts came another way (the API, an import)."""
    assert line.given is not None
    try:
        parts = line.given.parts()
    except EntryError:
        return None
    return of_parts(line, parts, part)


def stands_said(line: Line, part: str) -> str:
    """Return an accepted figure as it would be typed; empty where there is none."""
    row = line.stands
    if row is None or row.status != ValueStatus.REPORTED:
        return ""
    parts = Parts(row.numerator, row.denominator, row.entered_value, row.entered_n)
    number = of_parts(line, parts, part)
    return "" if number is None else exact(number)


def of_parts(line: Line, parts: Parts, part: str) -> Decimal | None:
    """Return what a person would have typed for one input of these parts."""
    if part in ("numerator", "denominator"):
        return parts.numerator if part == "numerator" else parts.denominator
    if part == "n":
        return parts.entered_n if parts.entered_n is not None else parts.denominator
    if parts.entered_value is not None:
        return parts.entered_value
    value = kind_of(line.version).finish(parts.numerator, parts.denominator, line.version.multiplier)
    return None if value is None else round_half_up(value, 12)
