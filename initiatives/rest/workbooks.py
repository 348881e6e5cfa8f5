"""Rows as a workbook to take along."""

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXACT_DIGITS = 15  # what a spreadsheet's number keeps


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
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{filename}.xlsx"'
    return response


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
