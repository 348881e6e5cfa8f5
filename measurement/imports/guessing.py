"""How a file is probably laid out: a first guess from its headings, its first rows and the names of its sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from measurement.imports.aims import is_target, without_target
from measurement.imports.grids import Row
from measurement.imports.headings import address, is_number, letter, written
from measurement.imports.mapping import TARGET, Layout, period_meant
from measurement.imports.names import Known, Register, evened, is_total
from measurement.imports.sources import holds_figures, period_in_heading, shape_of, split_period

MOSTLY = 0.6

_WORDS: dict[str, str] = {
    "code": (
        "partner code|partner id|code|id|org code|organisation code|organization code|agency code|provider code|"
        "authority code|la code|coc|coc number|site code|school code|codigo|codigo del socio|codigo de la entidad"
    ),
    "partner_name": (
        "partner|partner name|organisation|organization|organisation name|organization name|agency|agency name|"
        "provider|"
        "authority|local authority|district|school|name|member|grantee|site|socio|organizacion|entidad|centro|nombre|"
        "escuela|distrito|asociado"
    ),
    "place": (
        "place|region|area|county|city|state|neighbourhood|neighborhood|location|lugar|zona|ciudad|condado|municipio"
    ),
    "sector": "sector|type of organisation|type of organization|tipo",
    "indicator": "indicator|indicator code|measure|metric|indicador|medida|codigo del indicador",
    "period": (
        "period|quarter|qtr|year|month|date|reporting period|time period|fiscal year|school year|year quarter|"
        "periodo|trimestre|ano|mes|fecha|ejercicio|curso"
    ),
    "group": (
        "demographic|demographics|group|subgroup|student group|population group|breakdown|disaggregation|grupo|"
        "desglose"
    ),
    "status": "status|observation status|obs status|estado|situacion",
    "note": "note|notes|comment|comments|remark|remarks|nota|notas|comentario|comentarios|observaciones",
    "part:numerator": "numerator|num|count|counts|number|numerador|casos|cantidad|recuento",
    "part:denominator": (
        "denominator|denom|den|out of|base|population|eligible|enrolled|denominador|de un total de|poblacion"
    ),
    "part:value": "value|figure|amount|total|average|mean|score|valor|cifra|importe|media|promedio",
    "part:n": "n|sample size|respondents|responses|number of respondents|muestra|respuestas",
}
MEANT = {word: goal for goal, words in _WORDS.items() for word in words.split("|")}
_PART_WORDS = {word: goal.split(":")[1] for word, goal in MEANT.items() if goal.startswith("part:")}


def guess(
    labels: Sequence[str],
    rows: Sequence[Row],
    *,
    indicators: Sequence[tuple[Known, str]],
    dimensions: Sequence[Known],
    partners: Sequence[Known] = (),
    sheet_names: Sequence[str],
    above: Sequence[Row] = (),
    start: Layout,
) -> Layout:
    """Return the mapping that headings, first rows, the rows above the headings and names of sheets suggest.

    `indicators` are (code and name, the part that one figure of it goes to); `sheet_names` those of sheets that hold
    something. `start` holds rows of headings and the fiscal year.
    """
    register = Register([known for known, _part in indicators])
    first_part = {known.code: part for known, part in indicators}
    columns: dict[str, tuple[str, ...]] = {}
    given: set[str] = set()
    for index, label in enumerate(labels):
        goal = _goal(label, register, first_part, Register(dimensions), start)
        if is_target(label) and not register.find(label).code:
            goal = _target_goal(label, register, start)
        if goal.startswith("at:") and not any(is_number(row[index]) for row in rows if index < len(row)):
            goal = ""
        if goal in given and not goal.startswith(("of:", "at:")):
            goal = ""
        columns[label] = (goal,) if goal and label else ()
        given.add("" if goal.startswith(TARGET) else goal)
    columns = _parts_under_one_heading(columns, rows, labels, register, first_part)
    layout = replace(start, labels=tuple(labels), columns=_partner_first(columns))
    layout = replace(layout, period_from=_period_source(layout, sheet_names))
    layout = _from_above(layout, above, Register(partners))
    layout = _partners_across(layout, rows, Register(partners))
    layout = _from_sheets(layout, sheet_names, register)
    layout = _words_name_indicators(layout, rows)
    layout = _without_sums_across(layout)
    return replace(layout, fill=_repeats(layout, rows))


def _goal(
    label: str, register: Register, first_part: Mapping[str, str], axes: Register, start: Layout
) -> str:
    last = label.split(" / ")[-1]
    head, _space, tail = evened(label.replace(" / ", " ")).rpartition(" ")
    code = register.find(head).code if head and tail in _PART_WORDS else ""
    if code:
        return f"of:{code}:{_PART_WORDS[tail]}"
    for text in (label, last):
        meant = MEANT.get(evened(text).strip(" .:"))
        if meant:
            return meant
    code = register.find(label).code or register.find(last).code
    if code:
        return f"of:{code}:{first_part[code]}"
    axis = axes.find(label).code
    if axis:
        return f"dim:{axis}"
    if period_in_heading(label.split(" / "), start):
        return "at:value"
    return ""


def _parts_under_one_heading(
    columns: dict[str, tuple[str, ...]],
    rows: Sequence[Row],
    labels: Sequence[str],
    register: Register,
    first_part: Mapping[str, str],
) -> dict[str, tuple[str, ...]]:
    """Two columns below the name of a percentage or rate are its part and its whole: the smaller one is the part.

    Nothing is guessed where now one, now the other is the smaller.
    """
    below: dict[str, list[str]] = {}
    for label in labels:
        head, divided, _last = label.rpartition(" / ")
        if divided and columns[label] in ((), (f"of:{register.find(head).code}:numerator",)):
            below.setdefault(head, []).append(label)
    found = dict(columns)
    for head, pair in below.items():
        code = register.find(head).code
        if len(pair) != 2 or first_part.get(code) != "numerator":
            continue
        left, right = (labels.index(label) for label in pair)
        cells = [(row[left], row[right]) for row in rows if max(left, right) < len(row)]
        both = [(a, b) for a, b in cells if isinstance(a, int | float) and isinstance(b, int | float)]
        if both and all(a <= b for a, b in both):
            found[pair[0]], found[pair[1]] = (f"of:{code}:numerator",), (f"of:{code}:denominator",)
        elif both and all(a >= b for a, b in both):
            found[pair[0]], found[pair[1]] = (f"of:{code}:denominator",), (f"of:{code}:numerator",)
    return found


def _target_goal(label: str, register: Register, start: Layout) -> str:
    """A target is of the indicator that its heading names, else of the row's."""
    bare = without_target(label)
    code = register.find(split_period(bare, start)[1] or bare).code
    return f"{TARGET}:{code}" if code else TARGET


def _partner_first(columns: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """A code names the partner; without one its name does; without either a place that reports does."""
    goals = {goal for found in columns.values() for goal in found}
    rename = {"code": "partner"}
    if "code" not in goals:
        rename["partner_name"] = "partner"
        if "partner_name" not in goals and "place" in goals:
            rename["place"] = "partner"
    return {label: tuple(rename.get(goal, goal) for goal in found) for label, found in columns.items()}


def _period_source(layout: Layout, sheet_names: Sequence[str]) -> str:
    goals = layout.goals()
    if "period" in goals:
        return "column"
    across = [
        label for label, found in layout.columns.items() if any(g.startswith(("at:", "of:")) for g in found)
    ]
    if any("#" in shape_of(label, layout) for label in across):
        return "heading"
    named = [name for name in sheet_names if holds_figures(name)]
    if named and all(split_period(name, layout)[0] for name in named):
        return "sheet"
    return "constant"


def _from_above(layout: Layout, above: Sequence[Row], partners: Register) -> Layout:
    """What a title such as "Agency: Harbor Youth" names, or a cell beside "Period"."""
    cells: dict[str, str] = {}
    for number, row in enumerate(above, 1):
        for column, cell in enumerate(row):
            text = written(cell)
            head, colon, tail = text.partition(":")
            thing = _THING_MEANT.get(MEANT.get(evened(head).strip(" .:"), ""), "")
            beside = written(row[column + 1]) if column + 1 < len(row) else ""
            if thing and colon and tail.strip():
                cells.setdefault(thing, f"{letter(column)}{number}")
            elif thing and beside:
                cells.setdefault(thing, f"{letter(column + 1)}{number}")
            elif partners.find(text).code:
                cells.setdefault("partner", f"{letter(column)}{number}")
            elif period_meant(text, layout):
                cells.setdefault("period", f"{letter(column)}{number}")
    wanted = {"period": layout.period_from == "constant"}
    wanted |= {thing: layout.source(thing) == "constant" for thing in ("partner", "indicator")}
    for thing, cell in cells.items():
        where = address(cell)
        if wanted[thing] and where is not None and not (thing == "indicator" and not _is_loose(layout)):
            changed = {f"{thing}_from": "cell", "cells": {**layout.cells, thing: cell}}
            layout = replace(layout, **changed)  # type: ignore[arg-type]
    return layout


_THING_MEANT = {"partner_name": "partner", "code": "partner", "indicator": "indicator", "period": "period"}


def _is_loose(layout: Layout) -> bool:
    """Whether figures stand in columns that name no indicator."""
    return not any(goal.startswith("of:") for goal in layout.goals())


def _partners_across(layout: Layout, rows: Sequence[Row], partners: Register) -> Layout:
    if layout.source("partner") != "constant":
        return layout
    named = [
        label
        for label in layout.labels
        if any(partners.find(part).code for part in label.split(" / ")) and not layout.columns.get(label)
    ]
    if len(named) < 2:
        return layout
    columns = {**layout.columns, **dict.fromkeys(named, ("at:value",))}
    return replace(layout, columns=columns, partner_from="heading")


def _from_sheets(layout: Layout, sheet_names: Sequence[str], indicators: Register) -> Layout:
    """Sheets that are named alike name partners, or indicators where their names are known ones."""
    named = [name for name in sheet_names if holds_figures(name)]
    rests = [split_period(name, layout)[1] for name in named]
    if len(named) < 2 or not all(rests):
        return layout
    if (
        layout.source("indicator") == "constant"
        and _is_loose(layout)
        and all(indicators.find(rest).code for rest in rests)
    ):
        return replace(layout, indicator_from="sheet")
    if layout.source("partner") == "constant":
        return replace(layout, partner_from="sheet")
    return layout


def _words_name_indicators(layout: Layout, rows: Sequence[Row]) -> Layout:
    """The first column of words names the indicators where nothing else does and the partner stands elsewhere."""
    elsewhere = layout.source("partner") in ("sheet", "cell", "heading")
    if not elsewhere or not _is_loose(layout) or layout.source("indicator") != "constant":
        return layout
    for index, label in enumerate(layout.labels):
        cells = [row[index] for row in rows if index < len(row) and row[index] is not None]
        words = [cell for cell in cells if not is_number(cell)]
        if (
            cells
            and len(words) >= MOSTLY * len(cells)
            and layout.columns.get(label) in (None, (), ("place",))
        ):
            return replace(layout, columns={**layout.columns, label: ("indicator",)})
    return layout


def _without_sums_across(layout: Layout) -> Layout:
    """Where the periods stand across, a column headed Total is their sum, not one more figure."""
    if layout.source("period") != "heading":
        return layout
    kept = {
        label: () if goals == ("part:value",) and is_total(label) else goals
        for label, goals in layout.columns.items()
    }
    return replace(layout, columns=kept)


def _repeats(layout: Layout, rows: Sequence[Row]) -> bool:
    """Whether cells of the column that names the partner are merged downwards over rows with figures."""
    at = next(
        (n for n, label in enumerate(layout.labels) if "partner" in layout.columns.get(label, ())), None
    )
    if at is None:
        return False
    named = [
        at < len(row) and row[at] is not None
        for row in rows
        if any(is_number(cell) for cell in row[at + 1 :])
    ]
    return len(named) > 2 and named[0] and not all(named)
