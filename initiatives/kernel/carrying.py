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


@dataclass(frozen=True)
class Ids:
    """A column with ids of rows of the models `of`.

    `rewrite` takes the column's value, the whole row by column names and the renumbering, and returns the value as the
    other side writes it.
    """

    of: tuple[str, ...]
    rewrite: Callable[[Any, Mapping[str, Any], Renumber], Any]


@dataclass(frozen=True)
class File:
    """A column with the name of a stored file, who keeps it, and the column with the name it was given."""

    column: str
    keeper: str
    called: str


@dataclass(frozen=True)
class Carried:
    """The rows go along.

    `without` are columns that stay behind: they arrive as a new row has them. `ids` are columns that hold ids of rows
    and are no foreign keys; `plain` the JSON columns that hold none. `later` are foreign keys that are filled in once
    the rows they lead to have arrived.
    """

    without: tuple[str, ...] = ()
    ids: Mapping[str, Ids] = field(default_factory=dict)
    plain: tuple[str, ...] = ()
    file: File | None = None
    later: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftBehind:
    """The rows do not go along; `why` is told in the package's README."""

    why: str


SECRET = LeftBehind(
    "Links that open something to whoever holds them. They are made anew where they are used."
)
PAPERS = LeftBehind("Working papers of loading a file. What was loaded goes along where it belongs.")
COMPUTED = LeftBehind("Totals computed from the figures. They are computed again on arrival.")
PROMISED = LeftBehind(
    "Single answers and contacts that were given on the promise that nobody passes them on."
)
HERE_ALONE = LeftBehind("It concerns the installation it was written on alone.")


def by_axis(models: Mapping[str, str]) -> Ids:
    """Return how to renumber a `group_id`, whose model is named by the row's `axis`; of other axes it is no id."""

    def rewrite(value: Any, row: Mapping[str, Any], renumber: Renumber) -> Any:
        label = models.get(str(row["axis"]))
        return renumber(label, value) if label else value

    return Ids(tuple(models.values()), rewrite)


@dataclass(frozen=True)
class Forgotten:
    """What becomes of rows that belong to a person (`of` leads to their membership) when the person is forgotten.

    They are deleted, or stay with these columns emptied and these `renamed`: those that hold the person's name, which
    then hold the name that leads to nobody.
    """

    of: str = "membership"
    emptied: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
