"""Files of the public page: the data package, and the picture that stands for the page where it is linked."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from backbone.queries.open_data import FIGURE_COLUMNS, INDICATOR_COLUMNS
from initiatives.rest.answers import csv_answer

if TYPE_CHECKING:
    from initiatives.models import Initiative

NUMBERS = frozenset({"numerator", "denominator", "value", "coverage", "low", "high"})
WHOLE = frozenset({"reported", "expected", "version"})
MADE = (1980, 1, 1, 0, 0, 0)  # a package of the same rows is the same file
SIZE, EDGE = (1200, 630), 72
PAPER, INK, QUIET, HUE = "#F7F5F0", "#1C1A17", "#5E5950", "#0F6B63"


def data_package(
    initiative: Initiative, figures: Iterable[Mapping[str, Any]], indicators: Iterable[Mapping[str, Any]]
) -> bytes:
    """Return a Frictionless Data Package as a zip: datapackage.json, figures.csv, indicators.csv."""
    described = {
        "name": initiative.slug,
        "title": initiative.name,
        "description": initiative.purpose,
        "profile": "tabular-data-package",
        "resources": [
            _resource("figures", FIGURE_COLUMNS, {"fields": "indicator", "resource": "indicators"}),
            _resource("indicators", INDICATOR_COLUMNS),
        ],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (
            ("datapackage.json", json.dumps(described, ensure_ascii=False, indent=2).encode()),
            ("figures.csv", csv_answer(figures, FIGURE_COLUMNS, "figures").content),
            ("indicators.csv", csv_answer(indicators, INDICATOR_COLUMNS, "indicators").content),
        ):
            package.writestr(zipfile.ZipInfo(name, MADE), content)
    return out.getvalue()


def _resource(
    name: str, columns: Sequence[str], points_at: Mapping[str, str] | None = None
) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [{"name": column, "type": _type(column)} for column in columns],
        "missingValues": [""],
    }
    if points_at:
        schema["foreignKeys"] = [
            {
                "fields": points_at["fields"],
                "reference": {"resource": points_at["resource"], "fields": "code"},
            }
        ]
    else:
        schema["primaryKey"] = "code"
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _type(column: str) -> str:
    if column in NUMBERS:
        return "number"
    if column in WHOLE:
        return "integer"
    return {"suppressed": "boolean", "start": "date", "end": "date"}.get(column, "string")


def picture(title: str, headline: str, figure: str, note: str) -> bytes:
    """Return the page's picture as PNG, 1200 by 630: who it is, what they say, one figure and what it means."""
    from PIL import Image, ImageDraw

    title, headline, figure, note = map(_plain_spaces, (title, headline, figure, note))
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 18, SIZE[1]), fill=HUE)
    draw.text((EDGE, 56), title[:60], fill=HUE, font=_font(34))
    top = 118
    for line in _lines(draw, headline, 58)[:3]:
        draw.text((EDGE, top), line, fill=INK, font=_font(58))
        top += 70
    if figure:
        draw.text((EDGE, 370), figure[:24], fill=HUE, font=_font(112))
    top = 512
    for line in _lines(draw, note, 32)[:2]:
        draw.text((EDGE, top), line, fill=QUIET, font=_font(32))
        top += 42
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _plain_spaces(text: str) -> str:
    """The text with plain spaces: the font draws no others."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")


def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)


def _lines(draw: Any, text: str, size: int) -> list[str]:
    """The text broken into lines that fit the picture."""
    font, lines = _font(size), [""]
    for word in text[:400].split():
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, font=font) <= SIZE[0] - 2 * EDGE or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
