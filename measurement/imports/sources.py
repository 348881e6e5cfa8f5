"""What headings, names of sheets and cells above the figures name: a period, a partner, an indicator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from measurement.imports.grids import Row
from measurement.imports.headings import address, written
from measurement.imports.mapping import THINGS, Layout, period_meant
from measurement.imports.names import evened, is_total

WORDS = 12
LONGEST_PERIOD = 4
_WORD = re.compile(r"[^\s_,()|:]+")
_NUMBERED = re.compile(r" \(\d+\)$")
_NO_FIGURES = frozenset(
    {
        "summary",
        "notes",
        "note",
        "readme",
        "read me",
        "cover",
        "contents",
        "index",
        "lists",
        "instructions",
        "definitions",
        "resumen",
        "notas",
        "portada",
        "indice",
        "instrucciones",
        "definiciones",
    }
)


def split_period(text: str, layout: Layout) -> tuple[str, str]:
    """Return the part of a text that names a period, and the rest; empty and the text where none does."""
    return _split(text, layout.cadence, layout.year_start)


@lru_cache(maxsize=20_000)
def _split(text: str, cadence: str, year_start: int) -> tuple[str, str]:
    layout = Layout(cadence=cadence, year_start=year_start)
    if period_meant(text, layout) is not None:
        return text, ""
    words = _WORD.findall(text)[:WORDS]
    for size in range(min(LONGEST_PERIOD, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            piece = " ".join(words[start : start + size]).strip(" -–/")
            if period_meant(piece, layout) is not None:
                return piece, " ".join(words[:start] + words[start + size :]).strip(" -–/")
    return "", text


def period_in_heading(texts: Sequence[str], layout: Layout) -> str:
    """Return what names a period above a column, be it over two rows (2023 over Q1); empty for none."""
    return _take_period(list(texts), layout)


def shape_of(label: str, layout: Layout) -> str:
    """Return the heading with the period in it left open: files of two years have one shape."""
    parts = _NUMBERED.sub("", label).split(" / ")
    piece = _take_period(parts, layout)
    return " / ".join(["#", *(part for part in parts if part)]) if piece else " / ".join(parts)


def named_in_heading(texts: Sequence[str], layout: Layout) -> dict[str, str]:
    """Return what the texts above a column say of the things that stand in the headings.

    A thing pointed at stands in its row; otherwise a period is known by itself, and what is left is the partner or the
    indicator: the partner above where both are there.
    """
    wanted = [thing for thing in THINGS if layout.source(thing) == "heading"]
    rest = list(texts)
    named: dict[str, str] = {}
    for thing in wanted:
        level = layout.heading_rows.get(thing, 0) - layout.first
        if not 0 <= level < len(texts):
            continue
        if thing != "period":
            named[thing], rest[level] = texts[level], ""
        elif split_period(texts[level], layout)[0]:
            named[thing], rest[level] = split_period(texts[level], layout)
    if "period" in wanted and "period" not in named:
        named["period"] = _take_period(rest, layout)
    left = list(dict.fromkeys(text for text in rest if text))
    names = [thing for thing in wanted if thing not in named]
    if len(names) == 1:
        named[names[0]] = " / ".join(left)
    elif names:
        named["partner"] = left[0] if left else ""
        named["indicator"] = " / ".join(left[1:])
    return named


def _take_period(rest: list[str], layout: Layout) -> str:
    """Take what names a period out of the texts, from the highest down, and return it."""
    filled = [level for level, text in enumerate(rest) if text]
    for upper, lower in pairwise(filled):
        for both in (f"{rest[upper]} {rest[lower]}", f"{rest[lower]} {rest[upper]}"):
            if period_meant(both, layout) is not None:
                rest[upper] = rest[lower] = ""
                return both
    for level in filled:
        piece, remainder = split_period(rest[level], layout)
        if piece:
            rest[level] = remainder
            return piece
    return ""


def named_by_sheet(name: str, layout: Layout) -> dict[str, str]:
    """Return what the name of a sheet says of the things that it names."""
    wanted = [thing for thing in THINGS if layout.source(thing) == "sheet"]
    if wanted == ["period"]:
        return {"period": split_period(name, layout)[0] or name}
    if "period" in wanted:
        piece, rest = split_period(name, layout)
        return {thing: piece if thing == "period" else rest for thing in wanted}
    return dict.fromkeys(wanted, name.strip())


def named_in_cells(rows: Sequence[Row], layout: Layout) -> dict[str, str]:
    """Return what the cells above the figures say of the things that stand there ("Agency: Harbor Youth")."""
    named = {}
    for thing in THINGS:
        where = address(layout.cells.get(thing, "")) if layout.source(thing) == "cell" else None
        if where is not None:
            row, column = where
            cells = rows[row - 1] if row <= len(rows) else []
            text = written(cells[column]) if column < len(cells) else ""
            _head, colon, tail = text.partition(":")
            bare = tail.strip() if colon and tail.strip() else text
            named[thing] = (split_period(bare, layout)[0] or bare) if thing == "period" else bare
    return named


def holds_figures(name: str) -> bool:
    """Whether a sheet of this name may hold figures of its own, not sums of others or remarks."""
    return not is_total(name) and evened(name) not in _NO_FIGURES


def goals_like(found: Sequence[str], layout: Layout) -> dict[str, tuple[str, ...]]:
    """Return the goals of each heading of a sheet: as chosen, or as of a heading that differs by its period alone."""
    by_shape: dict[str, tuple[str, ...]] = {}
    if layout.source("period") == "heading":
        for label, goals in layout.columns.items():
            shape = evened(shape_of(label, layout))
            if goals and "#" in shape:
                by_shape.setdefault(shape, goals)
    return {
        label: layout.columns[label]
        if label in layout.columns or not by_shape
        else by_shape.get(evened(shape_of(label, layout)), ())
        for label in found
        if label in layout.columns or by_shape
    }
