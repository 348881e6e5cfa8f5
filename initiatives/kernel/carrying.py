"""What of an initiative goes along when it is handed over, said on each model (`carried = ...`).

Every row of a tenant goes, with all its columns, unless its model says otherwise. Rows are numbered anew within each
kind, from 1 in the order of their ids: a package names no id of the database it comes from, and the same initiative
gives the same package wherever it lives. Columns that hold ids without being foreign keys say how they are renumbered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

# (label of a model, its id or number) -> the number or id that stands for it on the other side; None stays None.
Renumber = Callable[[str, Any], Any]
# (the column's value, the whole row by column names, renumbering) -> the value as the other side writes it.
Rewrite = Callable[[Any, Mapping[str, Any], Renumber], Any]


@dataclass(frozen=True)
class Carried:
    """The rows go along.

    `without` are columns that stay behind: they arrive empty, or as a new row has them. `ids` rewrites columns that
    hold ids of rows. `plain` are the JSON columns that hold none. `file` is the column with the name of a stored file,
    as (column, keeper of files). `later` are foreign keys that are filled in once the rows they lead to have arrived.
    """

    without: tuple[str, ...] = ()
    ids: Mapping[str, Rewrite] = field(default_factory=dict)
    plain: tuple[str, ...] = ()
    file: tuple[str, str] | None = None
    later: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftBehind:
    """The rows do not go along; `why` is told in the package's README."""

    why: str


SECRET = LeftBehind(
    "Links that open something to whoever holds them: each is made anew where it is to be used."
)
PAPERS = LeftBehind("Working papers of loading a file: what was loaded goes along where it belongs.")
COMPUTED = LeftBehind("Totals computed from the figures: they are computed again on arrival.")
HERE_ALONE = LeftBehind("It concerns the installation it was written on.")


def by_axis(models: Mapping[str, str], column: str = "axis") -> Rewrite:
    """Return how to renumber an id whose model is named by another column of the row; others stay as they are."""

    def rewrite(value: Any, row: Mapping[str, Any], renumber: Renumber) -> Any:
        label = models.get(str(row[column]))
        return renumber(label, value) if label else value

    return rewrite
