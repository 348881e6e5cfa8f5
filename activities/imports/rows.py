"""Where the columns of a list of activities go, what its rows say, and which of them say the same.

A goal is one word: `partner` (who leads), `supporting` (who co-delivers, several by semicolon), `sector` (of a partner
that is new), `title`, `strategy`, `both` (a title that names the strategy too), `people` (several by semicolon),
`place`, `place_code`, `around` (the place around it), `starts_on`, `ends_on`, `planned_reach`, `about`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from measurement.imports.grids import Row
from measurement.imports.headings import labels, letter, written
from measurement.imports.names import evened

GOALS = (
    "partner",
    "supporting",
    "sector",
    "title",
    "strategy",
    "both",
    "people",
    "place",
    "place_code",
    "around",
    "starts_on",
    "ends_on",
    "planned_reach",
    "about",
)
MOST_ROWS = 5_000
MOST_REACH = 2_147_483_647
_WORDS = {
    "partner": r"(?:lead )?(?:partner|organi[sz]ation|agency|provider|who|entidad|organizacion|socio|lead)(?: name)?",
    "sector": r"(?:org(?:ani[sz]ation)?|partner|agency)? ?(?:type|sector)|tipo(?: de (?:organizacion|entidad))?",
    "supporting": r"(?:supporting|other|with|co-deliver\w*).*|con quien",
    "title": r"(?:activity|activities|project|programme|program|service|what|title|actividad|proyecto|que)(?: name)?",
    "strategy": r"(?:strategy|approach|theme|estrategia)",
    "people": r"(?:people|population|target group|for whom|beneficiaries|age group|poblacion|para quien)",
    "place_code": r"(?:place|area|region|district)? ?(?:p-?code|code)|pcode",
    "place": r"(?:place|area|region|district|neighbou?rhood|site|where|location|lugar|distrito|barrio|donde)(?: name)?",
    "around": r"(?:country|county|city|state|pais|condado|ciudad)",
    "starts_on": r"(?:start\w*|from|begin\w*|since)(?: (?:date|on))?|desde|inicio",
    "ends_on": r"(?:end\w*|until|to|finish\w*)(?: (?:date|on))?|hasta|fin",
    "planned_reach": r"(?:planned )?(?:reach|beneficiaries planned|number of people|people reached)|alcance",
    "about": r"(?:description|about|notes?|details?|descripcion)",
}
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_MANY = re.compile(r"\s*;\s*")


@dataclass(frozen=True)
class Layout:
    """Which sheet, which row of headings (from 1), and the goal of each heading (empty: left out)."""

    sheet: int = 0
    head: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored: columns as pairs, since the database keeps no order of keys."""
        return {"sheet": self.sheet, "head": self.head, "columns": list(self.columns.items())}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Layout:
        """Return what was stored."""
        return cls(int(stored.get("sheet", 0)), int(stored.get("head", 1)), dict(stored.get("columns", {})))

    @property
    def goals(self) -> set[str]:
        """Every goal that some column has."""
        return {goal for goal in self.columns.values() if goal}

    @property
    def is_complete(self) -> bool:
        """Whether the columns say who does what."""
        return "partner" in self.goals and bool(self.goals & {"title", "strategy", "both"})


@dataclass(frozen=True)
class Line:
    """A row of the list, its names exactly as the file writes them but for outer space of the ASCII kind."""

    row: int
    partner: str = ""
    supporting: tuple[str, ...] = ()
    sector: str = ""
    title: str = ""
    strategy: str = ""
    people: tuple[str, ...] = ()
    place: str = ""
    place_code: str = ""
    around: str = ""
    starts_on: str = ""
    ends_on: str = ""
    planned_reach: str = ""
    about: str = ""


@dataclass(frozen=True)
class Sheet:
    """What a sheet says: its lines, how many rows repeat an earlier one cell for cell (`repeated`, by their numbers),
    and the rows that are not right, each with what is wrong.
    """

    lines: tuple[Line, ...]
    repeated: tuple[int, ...]
    faults: tuple[tuple[int, str], ...]

    @property
    def rows(self) -> int:
        """How many rows hold something."""
        return len(self.lines) + len(self.repeated) + len(self.faults)


def found_labels(rows: Sequence[Row], layout: Layout) -> list[str]:
    """Return one heading a column."""
    return labels(rows, layout.head, layout.head)


def guess(rows: Sequence[Row], sheet: int = 0) -> Layout:
    """Return the layout that the first rows suggest: the row that reads most like headings, each goal once."""
    best = Layout(sheet)
    for number in range(1, min(len(rows), 20) + 1):
        tried = Layout(sheet, number)
        columns = _guessed(found_labels(rows[:number], tried))
        if len(tried_goals := {goal for goal in columns.values() if goal}) > len(best.goals) and tried_goals:
            best = replace(tried, columns=columns)
    if not best.columns and rows:
        best = replace(best, columns=dict.fromkeys(found_labels(rows[:1], best), ""))
    return best


def _guessed(found: Sequence[str]) -> dict[str, str]:
    columns = dict.fromkeys(found, "")
    for goal, pattern in _WORDS.items():
        for label in found:
            if not columns[label] and re.fullmatch(pattern, evened(label).strip(" .:?")):
                columns[label] = goal
                break
    return columns


def read_sheet(rows: Iterable[Row], layout: Layout) -> Sheet:
    """Return what the rows below the headings say. A row equal to an earlier one in every cell counts once.

    `faults` are of the codes no_partner, no_title, bad_start, bad_end, bad_order and bad_reach.
    """
    kept = list(rows)
    at = {
        goal: index
        for index, label in enumerate(found_labels(kept[: layout.head], layout))
        if (goal := layout.columns.get(label, ""))
    }
    seen: set[tuple[Any, ...]] = set()
    lines, repeated, faults = [], [], []
    for number, row in enumerate(kept[layout.head :], layout.head + 1):
        if not any(cell not in (None, "") for cell in row):
            continue
        same = tuple(row)
        if same in seen:
            repeated.append(number)
            continue
        seen.add(same)
        line = _line(number, row, at)
        wrong = _wrong(line)
        if wrong:
            faults.append((number, wrong))
        else:
            lines.append(line)
    return Sheet(tuple(lines), tuple(repeated), tuple(faults))


def _line(number: int, row: Row, at: Mapping[str, int]) -> Line:
    said = {goal: _text(row, index) for goal, index in at.items()}
    if "both" in said:
        said["title"] = said.get("title") or said["both"]
        said["strategy"] = said.get("strategy") or said["both"]
    title = said.get("title") or said.get("strategy", "")
    values: dict[str, Any] = {key: value for key, value in said.items() if key != "both"}
    for several in ("supporting", "people"):
        if several in values:
            values[several] = tuple(part for part in _MANY.split(values[several]) if part)
    return Line(number, **{**values, "title": title})


def _text(row: Row, index: int) -> str:
    """Return a cell as the file writes it: inner spaces of every kind stay, so that a variant is seen as one."""
    cell = row[index] if index < len(row) else None
    if isinstance(cell, str):
        return cell.strip(" \t\r\n")
    return written(cell)


def _wrong(line: Line) -> str:
    if not evened(line.partner):
        return "no_partner"
    if not evened(line.title):
        return "no_title"
    start, end = day(line.starts_on), day(line.ends_on)
    if line.starts_on and start is None:
        return "bad_start"
    if line.ends_on and end is None:
        return "bad_end"
    if start and end and end < start:
        return "bad_order"
    if line.planned_reach and reach(line.planned_reach) is None:
        return "bad_reach"
    return ""


def day(text: str) -> date | None:
    """Return the day that a cell names (2024-03-31), None for none."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    try:
        named = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return named if 1900 <= named.year < 2200 else None


def reach(text: str) -> int | None:
    """Return the number of people that a cell names, None for none."""
    bare = text.replace(",", "").replace("\u00a0", "").replace(" ", "")
    if not (bare.isascii() and bare.isdecimal() and len(bare) <= 10) or int(bare) > MOST_REACH:
        return None
    return int(bare)


def letter_of(index: int) -> str:
    """Return the name that a spreadsheet gives a column, counted from 0."""
    return letter(index)
