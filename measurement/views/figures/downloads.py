"""The figures of an indicator, to take along."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from initiatives.rest.answers import csv_answer
from initiatives.rest.workbooks import xlsx_answer
from measurement.queries import (
    indicator,
    series,
)
from measurement.views.figures.base import FigureView

CSV_COLUMNS = (
    "period",
    "group",
    "name",
    "numerator",
    "denominator",
    "value",
    "display",
    "reported",
    "expected",
    "coverage",
    "status",
    "version",
    "suppressed",
    "bound",
    "low",
    "high",
    "note",
    "later",
)


class Download(FigureView):
    """The same figures as the page shows, as rows."""

    def read(self, request: HttpRequest, code: str) -> tuple[str, list[dict[str, Any]]]:
        """Return the name of the file and its rows, by the same reading as the page's."""
        found = indicator(self.actor, code)
        by = self.by(request, found)
        shown = series(self.actor, found, self.question(self.narrowed(request, found, by), by))
        names = self.names(by)
        rows = [
            {
                **{name: getattr(point, name, None) for name in CSV_COLUMNS},
                "period": point.period.code,
                "name": names.get(point.group, point.group),
                "status": str(point.status),
            }
            for point in shown.points
        ]
        return f"{found.code}-{by}", rows


class IndicatorCsv(Download):
    """The same figures as the page shows, as CSV."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        name, rows = self.read(request, code)
        return csv_answer(rows, CSV_COLUMNS, name)


class IndicatorXlsx(Download):
    """The same figures as the page shows, as a workbook."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        name, rows = self.read(request, code)
        return xlsx_answer(rows, CSV_COLUMNS, name)
