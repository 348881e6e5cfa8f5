"""A partner's own report as a workbook, with charts."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from measurement.queries.reports import Report, remarks_on

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHEET_NAME = 31


def report_workbook(report: Report) -> bytes:
    """Return the report as a workbook: figures with a chart each, and the definitions on a sheet of their own."""
    book, file = _book()
    bold, head = book.add_format({"bold": True}), book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(_("Figures")[:SHEET_NAME])
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(report.names), 14)
    _text(sheet, 0, 0, f"{report.layout.partner.name}: {report.layout.name}", bold)
    _text(sheet, 1, 0, " – ".join((report.first.isoformat(), report.last.isoformat())))
    for column, name in enumerate(report.names, 1):
        _text(sheet, 3, column, name, head)
    line, charted = 4, []
    for block in report.blocks:
        unit = f" ({block.version.unit})" if block.version.unit else ""
        _text(sheet, line, 0, block.label + unit, bold)
        for place, row in enumerate(block.rows):
            if place:
                line += 1
                _text(sheet, line, 0, f"    {row.name}")
            for column, value in enumerate(row.values, 1):
                if value is not None:
                    sheet.write_number(line, column, float(value), _number(book, block.version.decimals))
                elif row.told[column - 1] not in ("", "–"):
                    _text(sheet, line, column, row.told[column - 1])
        charted.append((block.label, line - len(block.rows) + 1))
        line += 1
    for block in report.blocks:
        for remark in remarks_on(block):
            _text(sheet, line, 0, f"{block.label}: {remark}")
            line += 1
    if report.layout.charts:
        _charts(book, sheet, report, charted, line + 1)
    if report.layout.definitions:
        _definitions(book, report, head)
    book.close()
    return file.getvalue()


def _book() -> tuple[Any, BytesIO]:
    import xlsxwriter

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return xlsxwriter.Workbook(file, options), file


def _number(book: Any, decimals: int) -> Any:
    known = book.__dict__.setdefault("known_numbers", {})
    if decimals not in known:
        known[decimals] = book.add_format(
            {"num_format": "#,##0" + (f".{'0' * decimals}" if decimals else "")}
        )
    return known[decimals]


def _text(sheet: Any, line: int, column: int, text: str, style: Any = None) -> None:
    """Write text as text: no spreadsheet takes it for a formula."""
    sheet.write_string(line, column, f"'{text}" if text.startswith(FORMULA) else text, style)


def _charts(book: Any, sheet: Any, report: Report, charted: Sequence[tuple[str, int]], below: int) -> None:
    last = len(report.names)
    for place, (label, line) in enumerate(charted):
        chart = book.add_chart({"type": "column"})
        name = sheet.get_name()
        chart.add_series(
            {
                "name": label,
                "categories": [name, 3, 1, 3, last],
                "values": [name, line, 1, line, last],
                "data_labels": {"value": True},
            }
        )
        chart.set_title({"name": label, "name_font": {"size": 11}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"min": 0})
        chart.set_size({"width": 460, "height": 240})
        sheet.insert_chart(below + 13 * (place // 2), 4 * (place % 2), chart)


def _definitions(book: Any, report: Report, head: Any) -> None:
    sheet = book.add_worksheet(_("Definitions")[:SHEET_NAME])
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    titles = (_("Figure"), _("Unit"), _("Definition"), _("Numerator"), _("Denominator"))
    for column, (title, width) in enumerate(zip(titles, (36, 14, 70, 40, 40), strict=True)):
        sheet.set_column(column, column, width)
        _text(sheet, 0, column, title, head)
    for line, block in enumerate(report.blocks, 1):
        version = block.version
        said = (version.numerator_definition, version.denominator_definition)
        for column, text in enumerate((block.label, version.unit, block.definition, *said)):
            _text(sheet, line, column, text, wrapped)
