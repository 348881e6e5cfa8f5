"""Where every column of a file goes.

A goal is one word: empty (left out), `partner`, `partner_name`, `place`, `sector`, `indicator`, `period`, `status`,
`note`, `dim:<dimension>`, `part:<part>` (of the row's indicator), `of:<indicator>:<part>` (of that indicator) or
`at:<part>` (of the period that the heading names). A column may have two goals: the beds of a year are a count, and
the denominator of a share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from measurement.imports.grids import Row
from measurement.imports.headings import is_number
from measurement.imports.names import Known, Register, evened
from measurement.periods import Period
from measurement.periods_meant import parse_loose

PARTS = ("numerator", "denominator", "value", "n")
KEYS = ("partner", "partner_name", "place", "sector", "indicator", "period", "status", "note")
PERIOD_FROM = ("column", "sheet", "heading", "constant")


@dataclass(frozen=True)
class NewIndicator:
    """An indicator that is defined when the import is confirmed."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class Layout:
    """How a file is understood. `columns` maps a heading to its goals; rows count from 1, sheets from 0."""

    sheets: tuple[int, ...] = (0,)
    first: int = 1
    last: int = 1
    skip: str = ""
    labels: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    period_from: str = "column"
    period: str = ""
    year_start: int = 1
    cadence: str = ""
    indicator: str = ""
    partner: str = ""
    decimal: str = ""
    new: tuple[NewIndicator, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Layout:
        """Return what was stored, leaving out what is not known any more."""
        names = {item.name for item in fields(cls)}
        kept = {key: value for key, value in stored.items() if key in names}
        for key in ("sheets", "labels"):
            if key in kept:
                kept[key] = tuple(kept[key])
        kept["columns"] = {label: tuple(goals) for label, goals in kept.get("columns", {}).items()}
        kept["new"] = tuple(NewIndicator(**item) for item in kept.get("new", ()))
        return cls(**kept)

    def goals(self) -> set[str]:
        """Return every goal that some column has."""
        return {goal for goals in self.columns.values() for goal in goals if goal}

    @property
    def is_long(self) -> bool:
        """Whether each row is one figure, rather than a figure in each of many columns."""
        return not any(goal.startswith(("of:", "at:")) for goal in self.goals())

    @property
    def settled(self) -> bool:
        """Whether the columns alone say which partner, indicator and period every figure is of."""
        goals = self.goals()
        loose = any(goal.startswith(("part:", "at:")) for goal in goals)
        whose = "partner" in goals and ("indicator" in goals or not loose)
        period = {"column": "period" in goals, "heading": any(goal.startswith("at:") for goal in goals)}
        return whose and period.get(self.period_from, False)

    def forget_indicators(self, known: set[str]) -> Layout:
        """Return the mapping without goals of indicators that no longer stand."""
        known = known | {item.code for item in self.new}
        columns = {
            label: tuple(g for g in goals if not g.startswith("of:") or g.split(":")[1] in known)
            for label, goals in self.columns.items()
        }
        return replace(self, columns=columns, indicator=self.indicator if self.indicator in known else "")


def period_meant(text: object, mapping: Layout) -> Period | None:
    """Return the period that a text of the file means under the mapping's fiscal year and cadence."""
    return parse_loose(text, mapping.cadence or None, mapping.year_start)


def period_in_heading(label: str, mapping: Layout) -> Period | None:
    """Return the period that one of a heading's parts names."""
    for part in label.split(" / "):
        period = period_meant(part, mapping)
        if period is not None:
            return period
    return None


# --- guessing ----------------------------------------------------------------------------------------------

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
    sheet_names: Sequence[str],
    start: Layout,
) -> Layout:
    """Return the mapping that headings and first rows suggest.

    `indicators` are (code and name, the part that one figure of it goes to). `start` holds rows of headings and the
    fiscal year.
    """
    register = Register([known for known, _part in indicators])
    first_part = {known.code: part for known, part in indicators}
    axes = Register(dimensions)
    columns: dict[str, tuple[str, ...]] = {}
    given: set[str] = set()
    for index, label in enumerate(labels):
        goal = _goal(label, register, first_part, axes, start)
        if goal.startswith("at:") and not any(is_number(row[index]) for row in rows if index < len(row)):
            goal = ""
        if goal in given and not goal.startswith(("of:", "at:")):
            goal = ""
        columns[label] = (goal,) if goal and label else ()
        given.add(goal)
    columns = _partner_first(columns)
    mapping = replace(start, labels=tuple(labels), columns=columns)
    return replace(mapping, period_from=_period_source(mapping, sheet_names))


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
    if period_in_heading(label, start) is not None:
        return "at:value"
    return ""


def _partner_first(columns: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """A code names the partner; without one its name does; without either a place that reports does."""
    goals = {goal for found in columns.values() for goal in found}
    rename = {"code": "partner"}
    if "code" not in goals:
        rename["partner_name"] = "partner"
        if "partner_name" not in goals and "place" in goals:
            rename["place"] = "partner"
    return {label: tuple(rename.get(goal, goal) for goal in found) for label, found in columns.items()}


def _period_source(mapping: Layout, sheet_names: Sequence[str]) -> str:
    goals = mapping.goals()
    if "period" in goals:
        return "column"
    if any(goal.startswith("at:") for goal in goals):
        return "heading"
    if all(period_meant(sheet_names[n], mapping) for n in mapping.sheets if n < len(sheet_names)):
        return "sheet"
    return "constant"


def kind_for(parts: set[str]) -> str:
    """Return the kind of indicator that is entered in these parts."""
    if {"numerator", "denominator"} <= parts:
        return "ratio"
    return "mean" if "n" in parts else "count"
