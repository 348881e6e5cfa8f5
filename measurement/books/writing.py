"""Writing a hand-in as a workbook: one sheet to fill, everything else locked, its mark on a sheet nobody sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from measurement.books.marks import SHEET, mark_of, reason_words, sealed
from measurement.books.plan import (
    EXPLANATION,
    FIGURE,
    KEY_OF_KEYS,
    NOTE,
    STATUS,
    SUM,
    Column,
    Plan,
    Row,
    legible,
    plan_of,
    said_of,
    stands_said,
    sum_key,
)
from measurement.kinds.base import Kind
from measurement.kinds.rounding import EXACT
from measurement.queries.entries import kind_of
from measurement.queries.hand_ins import HandIn, Line
from measurement.queries.telling import hints, plain, told, told_parts
from measurement.words import ValueStatus

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SAFE_DIGITS = 15  # a spreadsheet keeps no more of a number; what has more is written as text
LIMIT = 10**18
INK, HUE, PALE, RULE, FILL = "#1f2a30", "#0f5a63", "#e8f1f1", "#c6d3d5", "#fffbe6"
TITLE_ROWS = 7
LEADING = ("", "indicator", "definition", "what", "unit", "last")  # before the figures; the first is hidden
WIDTHS = {"indicator": 30, "definition": 38, "what": 24, "unit": 12, "last": 16}


@dataclass(frozen=True)
class Heading:
    """What the sheet is headed with: for whom, which time, until when."""

    initiative: str
    partner: str
    period: str
    last_period: str
    covers: str
    due: str


def heading_of(sheet: HandIn, initiative: Any, period: str, last_period: str) -> Heading:
    """Return the heading of a hand-in whose periods are told already."""
    ask = sheet.request
    return Heading(
        initiative.name,
        ask.partner.name,
        period,
        last_period,
        f"{date_format(sheet.period.start)} – {date_format(sheet.period.end)}",
        date_format(getattr(ask, "last_day", ask.cycle.due)),
    )


def workbook_of(sheet: HandIn, heading: Heading) -> bytes:
    """Return the workbook of a hand-in, with what its draft holds so far."""
    from xlsxwriter import Workbook  # only those who ask for a workbook wait for it

    out = BytesIO()
    plan = plan_of(sheet)
    reasons = reason_words()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{heading.partner}, {heading.period}", "company": heading.initiative})
    _Writer(book, plan, heading, reasons).write()
    hidden = book.add_worksheet(SHEET)
    for place, piece in enumerate(sealed(mark_of(plan, reasons))):
        hidden.write_string(place, 0, piece)
    hidden.very_hidden()
    book.close()
    return out.getvalue()


class _Writer:
    """Draws the sheet to fill."""

    def __init__(self, book: Workbook, plan: Plan, heading: Heading, reasons: Mapping[str, str]) -> None:
        self.plan, self.heading, self.reasons = plan, heading, reasons
        self.page: Worksheet = book.add_worksheet(_("Hand-in")[:31])
        self.formats = _formats(book)
        # key, or empty for a column that only shows; then what stands in it
        self.columns: list[tuple[str, Column | None]] = [(name, None) for name in LEADING]
        self._place_columns()
        self.at = {key: place for place, (key, _column) in enumerate(self.columns) if key}

    def _place_columns(self) -> None:
        total, *categories = self.plan.columns
        self.columns += [(FIGURE, total), (STATUS, None), (NOTE, None), (EXPLANATION, None)]
        for place, column in enumerate(categories):
            self.columns.append((column.key, column))
            following = categories[place + 1] if place + 1 < len(categories) else None
            if following is None or following.dimensions != column.dimensions:
                self.columns.append((sum_key(column.dimensions), None))

    def write(self) -> None:
        """Write the whole sheet."""
        self._titles()
        self._headings()
        for place, row in enumerate(self.plan.rows):
            self._row(TITLE_ROWS + 3 + place, row)
        self._set_up()

    def _titles(self) -> None:
        words, page = self.heading, self.page
        page.write_string(0, 1, f"{words.partner}: {words.period}", self.formats["title"])
        told_due = _("%(initiative)s. The figures cover %(covers)s and are due by %(due)s.")
        page.write_string(1, 1, told_due % vars(words), self.formats["lead"])
        lines = [
            _("Fill the pale yellow cells; everything else is locked. 0 says that there were none."),
            _("Where there is no figure, leave the cell empty and choose why in “No figure because”."),
            _("A figure that has changed much wants a word of explanation. Notes are read with the figure."),
            _(
                "Save the file as it is (.xlsx) and upload it at the hand-in, or send it back to the backbone."
            ),
        ]
        for place, line in enumerate(lines):
            page.write_string(2 + place, 1, line, self.formats["lead"])

    def _headings(self) -> None:
        page, keys = self.page, TITLE_ROWS
        page.write_string(keys, 0, KEY_OF_KEYS)
        names = {
            "": "",
            "indicator": _("Indicator"),
            "definition": _("What it means"),
            "what": _("To enter"),
            "unit": _("Unit"),
            "last": self.heading.last_period,
            FIGURE: _("Total"),
            STATUS: _("No figure because"),
            NOTE: _("Note"),
            EXPLANATION: _("Explanation"),
        }
        for place, (key, column) in enumerate(self.columns):
            if place and not key.startswith(SUM):
                page.write_string(keys, place, key)
            label = column.label if column and column.dimensions else names.get(key, _("Sum"))
            page.write_string(keys + 1, place, self._dimension_over(place), self.formats["over"])
            page.write_string(keys + 2, place, label, self.formats["head"])

    def _dimension_over(self, place: int) -> str:
        """The name of the dimension, above its first category."""
        column = self.columns[place][1]
        if column is None or not column.dimensions:
            return ""
        before = self.columns[place - 1][1]
        if before is not None and before.dimensions == column.dimensions:
            return ""
        return " × ".join(dimension.name for dimension in column.dimensions)

    def _row(self, at: int, row: Row) -> None:
        page, total = self.page, row.total
        version = total.version
        page.write_string(at, 0, row.key)
        meaning = hints(version).get(row.input.name, str(row.input.label))
        unit = told(version, Decimal(0)).unit if not version.two_part else ""
        shown = {
            "indicator": row.label,
            "definition": version.definition if row.first else "",
            "what": meaning,
            "unit": unit,
            "last": _last(total, first=row.first),
        }
        for key, text in shown.items():
            form = self.formats["name" if key == "indicator" else "told"]
            page.write_string(at, self.at[key], text, form)
        for key, place in self.at.items():
            if key == FIGURE or ":" in key:
                self._figure(at, place, row, row.lines.get(key))
            elif key.startswith(SUM):
                self._sum(at, place, row, key)
        self._words(at, row)

    def _figure(self, at: int, place: int, row: Row, line: Line | None) -> None:
        if line is None:
            self.page.write_blank(at, place, None, self.formats["none"])
            return
        locked = line.stands is not None
        text = stands_said(line, row.input.name) if locked else said_of(line)[row.input.name]
        form = self.formats["stands" if locked else "fill"]
        self._put(at, place, text, line, form)
        if not locked:
            self.page.data_validation(at, place, at, place, _number_rule(line, row))

    def _put(self, at: int, place: int, text: str, line: Line, form: Format) -> None:
        """Write a number as one where a spreadsheet keeps all its digits, else as text."""
        number = _number(text)
        answers = kind_of(line.version).answers
        if number in answers:
            text, number = str(answers[int(number)]), None  # type: ignore[arg-type]
        if not text:
            self.page.write_blank(at, place, None, form)
        elif number is not None and len(number.normalize(EXACT).as_tuple().digits) <= SAFE_DIGITS:
            self.page.write_number(at, place, float(number), form)
        else:
            self.page.write_string(at, place, legible(text), form)

    def _sum(self, at: int, place: int, row: Row, sum_of: str) -> None:
        """The sum of a dimension's categories, marked where an exclusive one does not fit the total."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        mine = [key for key, line in row.lines.items() if _summed_under(line) == sum_of]
        adds = row.input.name != "value" or kind_of(row.total.version).parts == 1
        if not mine or not adds or not kind_of(row.total.version).additive:
            self.page.write_blank(at, place, None, self.formats["none"])
            return
        first, last = (xl_rowcol_to_cell(at, self.at[key]) for key in (mine[0], mine[-1]))
        cell, total = xl_rowcol_to_cell(at, place), xl_rowcol_to_cell(at, self.at[FIGURE])
        sums = [_number(said_of(row.lines[key]).get(row.input.name, "")) for key in mine]
        known = [float(number) for number in sums if number is not None]
        formula = f'=IF(COUNT({first}:{last})=0,"",SUM({first}:{last}))'
        self.page.write_formula(at, place, formula, self.formats["sum"], sum(known) if known else "")
        if all(axis.dimension.exclusive for axis, _category in row.lines[mine[0]].groups):
            differs = f'=AND({cell}<>"",ISNUMBER({total}),{cell}<>{total})'
            rule = {"type": "formula", "criteria": differs, "format": self.formats["differs"]}
            self.page.conditional_format(at, place, at, place, rule)

    def _words(self, at: int, row: Row) -> None:
        """The reason, the note and the explanation, in the first row of an indicator."""
        said = said_of(row.total) if row.total.stands is None else {}
        for part in (STATUS, NOTE, EXPLANATION):
            place = self.at[part]
            if not row.first or row.total.stands is not None:
                self.page.write_blank(at, place, None, self.formats["none"])
                continue
            text = said[part]
            self.page.write_string(at, place, legible(self.reasons.get(text, text)), self.formats["text"])
        if row.first and row.total.stands is None:
            self.page.data_validation(
                at,
                self.at[STATUS],
                at,
                self.at[STATUS],
                {
                    "validate": "list",
                    "source": list(self.reasons.values()),
                    "error_title": _("Choose a reason")[:32],
                    "error_message": _("Choose one of the list, or leave the cell empty.")[:255],
                },
            )

    def _set_up(self) -> None:
        page, last = self.page, TITLE_ROWS + 2 + len(self.plan.rows)
        page.set_column(0, 0, None, None, {"hidden": True})
        page.set_row(TITLE_ROWS, None, None, {"hidden": True})
        page.set_row(0, 24)
        page.set_row(TITLE_ROWS + 2, 32)
        for place, (key, _column) in enumerate(self.columns):
            if place:
                words = {STATUS: 22, NOTE: 28, EXPLANATION: 28}
                page.set_column(place, place, {**WIDTHS, **words}.get(key, 14 if key == FIGURE else 11))
        page.freeze_panes(TITLE_ROWS + 3, 2)
        page.protect("", {"format_columns": True, "format_rows": True})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(0.5, 0.5, 0.7, 0.6)
        page.repeat_rows(TITLE_ROWS + 1, TITLE_ROWS + 2)
        page.print_area(0, 1, max(last, TITLE_ROWS + 2), len(self.columns) - 1)
        where = f"{self.heading.partner}, {self.heading.period}".replace("&", "&&")[:200]
        page.set_footer(f"&L{where}&R&P / &N")
        page.hide_gridlines(2)
        page.set_selection(TITLE_ROWS + 3, self.at[FIGURE], TITLE_ROWS + 3, self.at[FIGURE])


def _summed_under(line: Line) -> str:
    return sum_key(axis.dimension for axis, _category in line.groups) if line.cell else ""


def _formats(book: Workbook) -> dict[str, Format]:
    base = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
    boxed = {**base, "border": 1, "border_color": RULE}
    styles: dict[str, dict[str, Any]] = {
        "title": {**base, "bold": True, "font_size": 16},
        "lead": base,
        "over": {**base, "bold": True, "font_color": HUE},
        "head": {**boxed, "bold": True, "bg_color": PALE, "text_wrap": True, "valign": "vcenter"},
        "name": {**boxed, "bold": True, "text_wrap": True},
        "told": {**boxed, "text_wrap": True},
        "fill": {**boxed, "bg_color": FILL, "locked": False, "align": "right"},
        "text": {**boxed, "bg_color": FILL, "locked": False, "text_wrap": True, "num_format": "@"},
        "stands": {**boxed, "align": "right", "bg_color": "#f2f4f4"},
        "sum": {**boxed, "align": "right", "italic": True},
        "none": {**boxed, "bg_color": "#eceff0"},
        "differs": {"bg_color": "#fbe3dc", "font_color": "#8c2f16", "bold": True},
    }
    return {name: book.add_format(style) for name, style in styles.items()}


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _number_rule(line: Line, row: Row) -> dict[str, Any]:
    """What a cell takes. A word in its place is met with a warning, not refused: it may say why there is none."""
    found = kind_of(line.version)
    hint = str(row.input.hint)[:255]
    if found.answers:
        words = [str(word) for word in found.answers.values()]
        return {"validate": "list", "source": words, "input_message": hint, "error_type": "warning"}
    least, most = _bounds(found, line, row.input.name)
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "error_type": "warning",
        "input_message": hint,
        "error_title": _("Is this a number?")[:32],
        "error_message": _(
            "A number between %(least)s and %(most)s is meant. Where there is none, leave the cell empty and choose "
            "why in “No figure because”."
        )[:225]
        % {"least": plain(Decimal(least)), "most": plain(Decimal(most))},
    }


def _bounds(found: Kind, line: Line, part: str) -> tuple[int | float, int | float]:
    version = line.version
    least: int | float = 0 if found.negative == "refused" or part in ("n", "denominator") else -LIMIT
    most: int | float = LIMIT
    if part == "value" and version.scale_min is not None and version.scale_max is not None:
        least, most = float(version.scale_min), float(version.scale_max)
    return least, most


def _last(line: Line, *, first: bool) -> str:
    """The figure of the period before, in the first row; below it the parts it is made of."""
    if line.last is None:
        return ""
    if line.last.status != ValueStatus.REPORTED:
        return str(ValueStatus(line.last.status).label) if first else ""
    if line.last_value is None:
        return ""
    if first:
        return str(told(line.version, line.last_value))
    return told_parts(line.version, line.last.numerator, line.last.denominator)
