"""From the rows of a list to the activities it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from activities.imports.names import LEAVE, Name, meaning
from activities.imports.rows import Line, day, reach
from measurement.imports.names import evened


@dataclass
class Draft:
    """An activity as the list tells of it: partner, strategy, people and places are names of the file."""

    partner: Name
    title: str
    strategy: Name | None
    starts_on: date | None
    ends_on: date | None
    planned_reach: int | None
    about: str
    rows: list[int] = field(default_factory=list)
    places: dict[str, Name] = field(default_factory=dict)
    people: dict[str, Name] = field(default_factory=dict)
    supporting: dict[str, Name] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """By what an activity is known again: lead partner, title, strategy."""
        return self.partner.code, evened(self.title), self.strategy.code if self.strategy else ""


def drafts(lines: Iterable[Line], found: Mapping[str, Mapping[str, Name]]) -> tuple[list[Draft], int]:
    """Return the activities of the lines, and how many lines are left out because their partner is.

    Lines that say the same but for the place, the people or who supports are one activity.
    """
    made: dict[tuple[object, ...], Draft] = {}
    left_out = 0
    for line in lines:
        partner = meaning(found["partner"], line.partner)
        if partner is None or partner.state == LEAVE:
            left_out += 1
            continue
        strategy = _kept(meaning(found["strategy"], line.strategy))
        key = (
            partner.text,
            evened(line.title),
            strategy.text if strategy else "",
            line.starts_on,
            line.ends_on,
            line.planned_reach,
            line.about,
        )
        draft = made.get(key)
        if draft is None:
            title = " ".join(line.title.split())
            draft = made[key] = Draft(
                partner,
                title[:300],
                strategy,
                day(line.starts_on),
                day(line.ends_on),
                reach(line.planned_reach),
                line.about,
            )
        draft.rows.append(line.row)
        _take(draft.places, found["place"], (line.place,))
        _take(draft.people, found["people"], line.people)
        _take(draft.supporting, found["partner"], line.supporting)
        draft.supporting.pop(partner.text, None)
    return list(made.values()), left_out


def _take(into: dict[str, Name], names: Mapping[str, Name], texts: Iterable[str]) -> None:
    for text in texts:
        name = _kept(meaning(names, text))
        if name is not None:
            into[name.text] = name


def _kept(name: Name | None) -> Name | None:
    return None if name is None or name.state == LEAVE else name
