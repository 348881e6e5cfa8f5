"""Reading a filled workbook against the hand-in as it stands now: what it changes, and what is wrong where.

A field is changed by a workbook when it says something else than it said when the workbook was made: what was entered
in Concert meanwhile is not undone by an old file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from measurement.books.files import Cell, Opened
from measurement.books.marks import Mark, reason_words
from measurement.books.plan import (
    EXPLANATION,
    FIGURE,
    KEY_OF_KEYS,
    LONGEST_TEXT,
    NOTE,
    STATUS,
    WORDS,
    Plan,
    Row,
    exact,
    field_of,
    legible,
    plan_of,
    said_of,
    stands_said,
)
from measurement.imports.files import FileRefused
from measurement.imports.headings import letter
from measurement.kinds import EntryError
from measurement.kinds.entry import number_from_cell
from measurement.queries.entries import NUMBERS, kind_of, parts_of, too_long
from measurement.queries.hand_ins import HandIn, Line
from measurement.words import LONGEST_NOTE, ValueStatus

ANOTHER_HAND_IN, NO_FORM, NO_MARK = "another_hand_in", "no_form", "no_mark"


@dataclass(frozen=True)
class Problem:
    """What is wrong, and in which cell where it is about one. One that `stops` keeps the hand-in from being sent."""

    message: str
    cell: str = ""
    stops: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"message": self.message, "cell": self.cell, "stops": self.stops}


@dataclass(frozen=True)
class Change:
    """One thing that the workbook says otherwise than the draft: as exact numbers, or as text."""

    line: Line
    part: str
    before: str
    after: str
    cell: str


@dataclass
class Filled:
    """What a workbook brings: its changes, and the problems with it."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def rows(self) -> list[dict[str, Any]]:
        """Return the lines that change, as rows for the services: what is not changed stays as the draft has it."""
        by_line: dict[int, tuple[Line, dict[str, str]]] = {}
        for change in self.changes:
            by_line.setdefault(id(change.line), (change.line, {}))[1][change.part] = change.after
        return [_as_row(line, {**said_of(line), **said}) for line, said in by_line.values()]


def _as_row(line: Line, said: Mapping[str, str]) -> dict[str, Any]:
    inputs = [box.name for box in kind_of(line.version).inputs]
    numbers: dict[str, Decimal | None] = dict.fromkeys(NUMBERS)
    typed: dict[str, str] = {}
    for name in inputs:
        number = _plain_number(said[name])
        if number is None and said[name]:
            typed[name] = said[name]
        numbers[name] = number
    given = line.given
    entered = bool(typed) or any(number is not None for number in numbers.values())
    status = said.get(STATUS) or (str(given.status) if given is not None and line.cell else "")
    return {
        "indicator": line.sheet.indicator.code,
        "cell": line.codes,
        "status": ValueStatus.REPORTED if entered or not status else status,
        "note": said.get(NOTE, given.note if given is not None else ""),
        "explanation": said.get(EXPLANATION, given.explanation if given is not None else ""),
        "typed": typed,
        **numbers,
    }


def _plain_number(text: str) -> Decimal | None:
    """The number that an exact text is; None for what was typed and is none."""
    if not text or not text.lstrip("-").replace(".", "", 1).isdigit() or not text.isascii():
        return None
    return Decimal(text)


def read(sheet: HandIn, opened: Opened, mark: Mark | None, *, again: bool = False) -> Filled:
    """Return what a workbook changes in a hand-in. Raises FileRefused when its sheet is not the form.

    Without a mark every cell that is filled counts, and nothing is known of definitions that changed since. Where the
    draft stands as a workbook left it (`again`), another thing than that in a cell is no cause for doubt.
    """
    return _Reader(plan_of(sheet), opened, mark, again=again).read()


class _Reader:
    def __init__(self, plan: Plan, opened: Opened, mark: Mark | None, *, again: bool) -> None:
        self.plan, self.mark, self.again = plan, mark, again
        self.name, self.cells, self.top = _form_in(opened)
        self.filled = Filled()
        self.separator = _separator(mark)
        self.words = _words_of(mark)
        self.seen: dict[str, int] = {}
        self.placed: dict[str, str] = {}

    def read(self) -> Filled:
        columns = self._columns()
        known = {row.key: row for row in self.plan.rows}
        dated = self._dated()
        for at in range(self.top + 1, len(self.cells)):
            key = self._text(at, 0)
            row = known.get(key)
            if row is None:
                self._stray(at, columns, key)
            elif key in self.seen:
                self._tell(_("This row stands twice; the first one is read."), at, 1, stops=False)
            else:
                self.seen[key] = at
                if row.total.sheet.indicator.code not in dated and self._is_labelled(at, row):
                    self._row(at, row, columns)
        for row in self.plan.rows:
            if row.key not in self.seen and row.first:
                self._tell(_("The row of “%s” is missing; its figures stay as they are.") % row.label)
        self._judge()
        return self.filled

    # --- where things stand ------------------------------------------------------------------------------------

    def _columns(self) -> dict[str, int]:
        """The columns to read by key; those of a category whose name was changed are left out, and it is said."""
        known = {column.key: column for column in self.plan.columns}
        found: dict[str, int] = {}
        renamed: set[str] = set()
        for at in range(1, len(self.cells[self.top])):
            key = self._text(self.top, at)
            column = known.get(key)
            if column is not None and column.dimensions and key not in found:
                wanted, shown = self._label(key, column.label), self._text(self.top + 2, at)
                if shown != wanted:
                    renamed.add(key)
                    self._renamed(
                        _(
                            "“%(wanted)s” was changed to “%(shown)s”: the figures of this column are left out."
                        ),
                        (wanted, shown),
                        (self.top + 2, at),
                    )
                    continue
            if column is not None or key in WORDS:
                found.setdefault(key, at)
        for key, column in known.items():
            was_there = self.mark is None or not column.dimensions or key in self.mark.labels
            if key not in found and key not in renamed and was_there:
                self._tell(_("The column “%s” is missing; its figures stay as they are.") % column.label)
        return found

    def _renamed(self, message: str, names: tuple[str, str], where: tuple[int, int]) -> None:
        wanted, shown = names
        self._tell(message % {"wanted": wanted, "shown": shown or _("(empty)")}, *where)

    def _label(self, key: str, otherwise: str) -> str:
        """What stood there when the workbook was made."""
        return str(self.mark.labels.get(key, otherwise) if self.mark is not None else otherwise).strip()

    def _dated(self) -> set[str]:
        """The indicators that are defined otherwise, or asked no more, since the workbook was made; it is said."""
        if self.mark is None:
            return set()
        now = self.plan.versions
        dated = {code for code, version in self.mark.versions.items() if now.get(code) != version}
        for code in sorted(dated):
            name = next((text for key, text in self.mark.labels.items() if key.startswith(f"{code}|")), code)
            if code in now:
                told = _(
                    "“%s” is defined otherwise since this file was made: its figures are left out. "
                    "Download the workbook again for them."
                )
                self._tell(told % name)
            else:
                self._tell(_("“%s” is not asked any more; its figures are left out.") % name, stops=False)
        for code in sorted(now.keys() - self.mark.versions.keys()):
            name = next(row.label for row in self.plan.rows if row.key.startswith(f"{code}|"))
            self._tell(_("“%s” is asked since this file was made: enter it in Concert.") % name, stops=False)
        return dated

    def _is_labelled(self, at: int, row: Row) -> bool:
        wanted, shown = self._label(row.key, row.label), self._text(at, 1)
        if shown == wanted:
            return True
        message = _("“%(wanted)s” was changed to “%(shown)s”: the figures of this row are left out.")
        self._renamed(message, (wanted, shown), (at, 1))
        return False

    def _stray(self, at: int, columns: Mapping[str, int], key: str) -> None:
        """Say of a row that is none of the form that it is not read, if it holds anything."""
        if at <= self.top + 2 or (self.mark is not None and key in self.mark.labels):
            return
        if any(self._cell(at, column) is not None for column in columns.values()):
            self._tell(_("This row is not part of the form; it is not read."), at, 1, stops=False)

    # --- what is said ------------------------------------------------------------------------------------------

    def _row(self, at: int, row: Row, columns: Mapping[str, int]) -> None:
        for key, place in columns.items():
            line = row.lines.get(key) if key not in WORDS else row.total
            if line is None:
                if self._cell(at, place) is not None:
                    self._tell(_("Nothing is asked here; this is not read."), at, place, stops=False)
            elif key not in WORDS:
                self._one(at, place, line, row.input.name, self._figure(at, place, line))
            elif row.first:
                text = self._status(at, place) if key == STATUS else self._prose(at, place)
                if text and len(text) > LONGEST_NOTE:
                    self._tell(too_long(text), at, place)
                if text is not None:
                    self._one(at, place, line, key, text)

    def _one(self, at: int, place: int, line: Line, part: str, after: str) -> None:
        """Note what one cell says, if it is another thing than it said when the workbook was made."""
        if line.stands is not None:
            if part not in WORDS and after != stands_said(line, part):
                told = _("This figure is accepted already; it is changed by a revision, not here.")
                self._tell(told, at, place, stops=False)
            return
        name = field_of(line, part)
        before = legible(said_of(line)[part])
        self.placed[name] = self._where(at, place)
        base = legible(self.mark.said.get(name, "")) if self.mark is not None else ""
        if after in (base, before):
            return
        if self.mark is not None and before != base and not self.again:
            told = _("“%(draft)s” was entered here since this file was made; the file replaces it.")
            self._tell(told % {"draft": before or _("(empty)")}, at, place)
        self.filled.changes.append(Change(line, part, before, after, self._where(at, place)))

    def _figure(self, at: int, place: int, line: Line) -> str:
        """A number as exact text, or what was written in its place."""
        cell = self._cell(at, place)
        if cell is None:
            return ""
        try:
            if isinstance(cell, str):
                return exact(kind_of(line.version).parse(legible(cell), self.separator))
            if isinstance(cell, bool):
                return exact(kind_of(line.version).parse(str(cell)))
            return exact(number_from_cell(cell))
        except EntryError as fault:
            self._tell(fault.message, at, place)
            return legible(str(cell))[:LONGEST_TEXT]

    def _status(self, at: int, place: int) -> str | None:
        text = self._text(at, place)
        if not text:
            return ""
        status = self.words.get(text.casefold())
        if status is None:
            self._tell(_("“%s” is none of the reasons; choose one of the list.") % text[:60], at, place)
        return status

    def _prose(self, at: int, place: int) -> str:
        cell = self._cell(at, place)
        return "" if cell is None else legible(cell if isinstance(cell, str) else _written(cell))

    def _judge(self) -> None:
        """Say at the cell what makes no sense on its own: a number and a reason, parts that do not fit."""
        touched = {id(change.line): change.line for change in self.filled.changes}
        for line in touched.values():
            inputs = [box.name for box in kind_of(line.version).inputs]
            said = {**said_of(line), **{c.part: c.after for c in self.filled.changes if c.line is line}}
            numbers = {name: _plain_number(said[name]) for name in inputs}
            entered = [name for name in inputs if said[name]]
            where = self.placed.get(field_of(line, inputs[0]), "")
            if entered and said.get(STATUS):
                told = _("A number and a reason why there is none: empty one of the two.")
                self.filled.problems.append(Problem(told, where))
            elif entered and not any(said[name] and numbers[name] is None for name in inputs):
                self.filled.problems += [Problem(message, where) for message in _senseless(line, numbers)]

    # --- cells -------------------------------------------------------------------------------------------------

    def _cell(self, at: int, place: int) -> Cell:
        row = self.cells[at] if at < len(self.cells) else []
        return row[place] if place < len(row) else None

    def _text(self, at: int, place: int) -> str:
        cell = self._cell(at, place)
        return cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell)

    def _where(self, at: int, place: int) -> str:
        return f"{letter(place)}{at + 1}"

    def _tell(self, message: str, at: int = -1, place: int = 0, *, stops: bool = True) -> None:
        where = self._where(at, place) if at >= 0 else ""
        self.filled.problems.append(Problem(message, where, stops))


def _senseless(line: Line, numbers: Mapping[str, Decimal | None]) -> Iterator[str]:
    try:
        parts = parts_of(line.version, {"value": None, "n": None, **numbers})
    except EntryError as fault:
        yield fault.message
        return
    for check in kind_of(line.version).checks(parts, None, multiplier=line.version.multiplier):
        if check.severity == "block":
            yield check.message


def _form_in(opened: Opened) -> tuple[str, list[list[Cell]], int]:
    """Return the sheet that is the form, and the row of its keys. Raises FileRefused where there is none."""
    for name, rows in opened.sheets:
        for at, row in enumerate(rows[:200]):
            if row and row[0] == KEY_OF_KEYS and FIGURE in row:
                return name, rows, at
    raise FileRefused(NO_FORM)


def _separator(mark: Mark | None) -> str | None:
    """The decimal sign of the language in which the workbook was made, where it is not the point."""
    sign = str(get_format("DECIMAL_SEPARATOR", lang=mark.language if mark else None))
    return sign if sign == "," else None


def _words_of(mark: Mark | None) -> dict[str, str]:
    """The words of the drop-down, and the codes they stand for, as they may be written."""
    words: Iterable[tuple[str, str]] = reason_words().items()
    found = {text.casefold(): status for status, text in words}
    found |= {status: status for status in found.values()}
    if mark is not None:
        found |= {text.casefold(): status for status, text in mark.reasons.items()}
    return found


def _written(cell: int | float | bool) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
