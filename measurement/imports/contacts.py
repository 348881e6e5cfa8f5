"""A list of the people to ask at each partner: which column is what, and its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from measurement.imports.grids import Row
from measurement.imports.headings import LOOKED_AT, labels, written
from measurement.imports.mapping import Layout
from measurement.imports.names import evened

CONTACT_GOALS = ("partner", "name", "email", "phone")
MOST_CONTACTS = 2_000
_WORDS = {
    "email": r".*\b(?:e-?mail|mail|correo)\b.*",
    "phone": r".*\b(?:phone|telephone|mobile|cell|tel|telefono|movil|celular)\b.*",
    "partner": r"(?:partner|agency|organi[sz]ation|provider|school|site|member|socio|entidad|organizacion|centro)"
    r"(?: name| code)?",
    "name": r"(?:contact|person|full|first|your)?\s*(?:name|person|contact)|nombre(?: y apellidos)?|contacto|"
    r"persona(?: de contacto)?|contact person",
}


@dataclass(frozen=True)
class Contact:
    """One person of the list, in the words of the file."""

    row: int
    partner: str
    name: str
    email: str
    phone: str


def guess_contacts(found: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return what the headings of a list of contacts suggest, each goal once."""
    columns: dict[str, tuple[str, ...]] = dict.fromkeys(found, ())
    for goal, pattern in _WORDS.items():
        for label in found:
            if not columns[label] and re.fullmatch(pattern, evened(label).strip(" .:")):
                columns[label] = (goal,)
                break
    return columns


def heading_of(rows: Sequence[Row]) -> int:
    """Return the row, counted from 1, whose cells read most like the headings of a list of contacts."""
    counts = _understood(rows)
    return counts.index(max(counts, default=0)) + 1 if counts else 1


def reads_as_contacts(rows: Sequence[Row]) -> int:
    """Return how many headings of a list of contacts the best of the rows holds."""
    return max(_understood(rows), default=0)


def _understood(rows: Sequence[Row]) -> list[int]:
    return [
        sum(
            bool(goals)
            for goals in guess_contacts([written(cell) for cell in row if cell is not None]).values()
        )
        for row in rows[:LOOKED_AT]
    ]


def contacts_of(rows: Iterable[Row], layout: Layout) -> list[Contact]:
    """Return the people of a sheet; an empty partner is the one above (merged cells). At most MOST_CONTACTS and one."""
    kept = list(rows)[: layout.last + MOST_CONTACTS + 1]
    found = labels(kept, layout.first, layout.last)
    at = {
        goal: found.index(label)
        for label, goals in layout.columns.items()
        for goal in goals
        if label in found
    }
    contacts = []
    above = ""
    for number, row in enumerate(kept[layout.last :], layout.last + 1):
        said = _said(row, at)
        above = said["partner"] or above
        if said["name"] or said["email"]:
            contacts.append(Contact(number, above, said["name"], said["email"], said["phone"]))
    return contacts


def _said(row: Row, at: Mapping[str, int]) -> dict[str, str]:
    return {
        goal: written(row[at[goal]])[:200] if goal in at and at[goal] < len(row) else ""
        for goal in CONTACT_GOALS
    }
