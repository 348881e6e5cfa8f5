"""Where every column of a file goes.

A goal is one word: empty (left out), `partner`, `partner_name`, `place`, `sector`, `indicator`, `period`, `status`,
`note`, `group` (of a breakdown that is not kept: its totals go in), `dim:<dimension>`, `part:<part>` (of the row's
indicator), `of:<indicator>:<part>` (of that indicator), `at:<part>` (of the period, partner or indicator that the
heading names), `target` (what is wanted of the row's indicator) or `target:<indicator>`. A column may have two goals:
the beds of a year are a count, and the denominator of a share.

Whose figure it is (THINGS: its period, partner and indicator) stands in a column, in the headings, in the name of the
sheet, in one cell, in a row of its own above the figures, or nowhere: then it is the same for all (SOURCES).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from measurement.periods import Period
from measurement.periods_meant import parse_loose

PARTS = ("numerator", "denominator", "value", "n")
KEYS = ("partner", "partner_name", "place", "sector", "indicator", "period", "group", "status", "note")
TARGET = "target"  # begins the goals of columns that hold what is wanted
THINGS = ("period", "partner", "indicator")
SOURCES = ("column", "heading", "sheet", "cell", "band", "constant")


@dataclass(frozen=True)
class NewIndicator:
    """An indicator that is defined when the import is confirmed."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class Layout:
    """How a file is understood. `columns` maps a heading to its goals; rows count from 1, sheets from 0.

    `cells` says in which cell a thing stands (B1), `heading_rows` in which row of the headings, where that matters;
    `fill` that an empty cell of a column that names something repeats what stands above it.
    """

    sheets: tuple[int, ...] = (0,)
    first: int = 1
    last: int = 1
    skip: str = ""
    labels: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    period_from: str = "column"
    partner_from: str = "column"
    indicator_from: str = "column"
    cells: Mapping[str, str] = field(default_factory=dict)
    heading_rows: Mapping[str, int] = field(default_factory=dict)
    fill: bool = False
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
        kept["cells"] = dict(kept.get("cells", {}))
        kept["heading_rows"] = {key: int(row) for key, row in kept.get("heading_rows", {}).items()}
        kept["new"] = tuple(NewIndicator(**item) for item in kept.get("new", ()))
        return cls(**kept)

    def goals(self) -> set[str]:
        """Return every goal that some column has."""
        return {goal for goals in self.columns.values() for goal in goals if goal}

    @property
    def is_long(self) -> bool:
        """Whether each row is one figure, rather than a figure in each of many columns."""
        return not any(goal.startswith(("of:", "at:", f"{TARGET}:")) for goal in self.goals())

    def source(self, thing: str) -> str:
        """Return where the period, partner or indicator of a figure stands."""
        chosen = str(getattr(self, f"{thing}_from"))
        if chosen == "column" and thing not in self.goals() and thing != "period":
            return "constant"
        return chosen

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
            label: tuple(
                g for g in goals if not g.startswith(("of:", f"{TARGET}:")) or g.split(":")[1] in known
            )
            for label, goals in self.columns.items()
        }
        return replace(self, columns=columns, indicator=self.indicator if self.indicator in known else "")


def period_meant(text: object, mapping: Layout) -> Period | None:
    """Return the period that a text of the file means under the mapping's fiscal year and cadence."""
    return parse_loose(text, mapping.cadence or None, mapping.year_start)


def kind_for(parts: set[str]) -> str:
    """Return the kind of indicator that is entered in these parts."""
    if {"numerator", "denominator"} <= parts:
        return "ratio"
    return "mean" if "n" in parts else "count"
