"""The figures of several indicators as rows to take along: every axis, each figure as its reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from communications.queries.voice import open_questions, told_questions, you_said
from initiatives.kernel.access import Actor
from initiatives.queries import places, sectors
from measurement.queries import Point, Question, catalogue, series
from measurement.queries.catalogue import Sheet

if TYPE_CHECKING:
    from measurement.models import Indicator

# So much of what people said is given at once.
OPEN_MOST = 500
FIGURE_COLUMNS = (
    "indicator",
    "period",
    "start",
    "end",
    "by",
    "group",
    "name",
    "numerator",
    "denominator",
    "value",
    "display",
    "unit",
    "reported",
    "expected",
    "coverage",
    "status",
    "version",
    "suppressed",
    "low",
    "high",
    "note",
)
INDICATOR_COLUMNS = ("code", "name", "definition", "unit", "kind", "direction", "level", "cadence")


def figure_rows(actor: Actor, indicators: Iterable[Indicator]) -> list[dict[str, Any]]:
    """Return a row for every figure: total, by sector, by place, by each dimension; hidden ones without numbers.

    No figure of a single partner is among them.
    """
    found = list(indicators)
    sheets = catalogue({row.code for row in found})
    names = {
        "sector": {sector.code: sector.name for sector in sectors()},
        "place": dict(places(actor).values_list("code", "name")),
    }
    return [row for indicator in found for row in _rows_of(actor, sheets[indicator.code], names)]


def _rows_of(actor: Actor, sheet: Sheet, names: dict[str, dict[str, str]]) -> Iterator[dict[str, Any]]:
    units = {version.number: version.unit for version in sheet.versions}
    known = {**names, **_categories(sheet)}
    for by in ("total", *known):
        for point in series(actor, sheet.indicator, Question(by=by)).points:
            yield {
                "indicator": sheet.indicator.code,
                "start": point.period.start.isoformat(),
                "end": point.period.end.isoformat(),
                "by": by,
                "name": known.get(by, {}).get(point.group, point.group),
                "unit": units[point.version],
                **_plain(point),
            }


def _categories(sheet: Sheet) -> dict[str, dict[str, str]]:
    return {
        axis.dimension.code: {code: category.name for code, category in axis.categories.items()}
        for axis in sheet.axes[sheet.versions[-1].pk]
    }


def _plain(point: Point) -> dict[str, Any]:
    columns = set(FIGURE_COLUMNS) - {"indicator", "start", "end", "by", "name", "unit", "period", "status"}
    return {
        "period": point.period.code,
        "status": str(point.status),
        **{column: getattr(point, column) for column in columns},
    }


def indicator_rows(indicators: Iterable[Indicator]) -> list[dict[str, Any]]:
    """Return a row for every indicator: what it is called and what it means."""
    found = list(indicators)
    sheets = catalogue({row.code for row in found})
    rows = []
    for indicator in found:
        version = sheets[indicator.code].versions[-1]
        rows.append(
            {
                "code": indicator.code,
                "name": indicator.name,
                "level": indicator.level,
                **{
                    column: getattr(version, column)
                    for column in ("definition", "unit", "kind", "direction", "cadence")
                },
            }
        )
    return rows


def open_sdg_rows(actor: Actor, indicator: Indicator) -> tuple[list[str], list[dict[str, Any]]]:
    """Return columns and rows as Open SDG reads them: Year, a column a dimension, Units, Value; one row a figure.

    Years as they are; finer periods by year, as the indicator adds up over time. Hidden figures are left out: the
    format has no word for them.
    """
    sheet = catalogue({indicator.code})[indicator.code]
    version = sheet.versions[-1]
    categories = _categories(sheet)
    titles = {axis.dimension.code: axis.dimension.name for axis in sheet.axes[version.pk]}
    time = "" if version.cadence in ("yearly", "school_year") else "yearly"
    rows = []
    for by in ("total", *categories):
        for point in series(actor, indicator, Question(by=by, time=time)).points:
            if point.suppressed or point.value is None:
                continue
            row: dict[str, Any] = {
                "Year": point.period.end.year,
                "Units": version.unit,
                "Value": point.display,
            }
            if by != "total":
                row[titles[by]] = categories[by].get(point.group, point.group)
            rows.append(row)
    return ["Year", *titles.values(), "Units", "Value"], rows


def voice_told(actor: Actor) -> dict[str, Any]:
    """Return what the public reads of the community's voice: the questions open today, and what people said, answered.

    Of each only what the public page tells of it; the latest OPEN_MOST of what was said.
    """
    return {
        "questions": [
            {"id": row.public_id, "asks": row.asks, "background": row.background, "closes_on": row.closes_on}
            for row in open_questions(actor)
        ],
        "heard": [
            {"id": row.public_id, "asks": row.asks, "heard": row.heard, "heard_at": row.heard_at}
            for row in told_questions(actor)[:OPEN_MOST]
        ],
        "said": [
            {
                "id": row.public_id,
                "said": row.shown_as,
                "signed": row.signed,
                "theme": row.theme,
                "place": row.place.code if row.place else None,
                "outcome": row.outcome,
                "answer": row.answer,
                "shown_at": row.shown_at,
            }
            for row in you_said(actor)[:OPEN_MOST]
        ],
    }
