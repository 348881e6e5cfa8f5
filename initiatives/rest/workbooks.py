"""Rows as a workbook to take along."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXACT_DIGITS = 15  # what a spreadsheet's number keeps
SHEET_NAME = 31


def xlsx_answer(rows: Iterable[Mapping[str, Any]], names: Sequence[str], filename: str) -> HttpResponse:
    """Answer with the rows as a workbook of one sheet, one column a name. Text is never read as a formula."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, 14)
    for number, row in enumerate(rows, start=1):
        for column, name in enumerate(names):
            _write(sheet, number, column, row.get(name))
    book.close()
    return workbook_answer(out.getvalue(), filename)


def sections_answer(sections: Mapping[str, Sequence[Mapping[str, Any]]], filename: str) -> HttpResponse:
    """Answer with rows of several kinds as one workbook, a sheet for each kind; all of it is text, as it is kept."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True, "bottom": 1})
    for section, rows in sections.items():
        sheet = book.add_worksheet(section[:SHEET_NAME])
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(rows[0] if rows else ["-"]):
            sheet.set_column(column, column, 18)
            sheet.write_string(0, column, str(name), head)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row.values()):
                sheet.write_string(line, column, _plain(value))
    book.close()
    return workbook_answer(out.getvalue(), filename)


def workbook_answer(content: bytes, filename: str) -> HttpResponse:
    """Answer with a workbook to keep."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{filename}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _plain(value: Any) -> str:
    """A value as text: exact numbers, days and moments as ISO 8601; empty for None."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | Decimal):
        exact = len(Decimal(value).normalize().as_tuple().digits) <= EXACT_DIGITS
        sheet.write_number(row, column, float(value if exact else round(Decimal(value), 10)))
    else:
        sheet.write_string(row, column, str(value))
