"""What partners do in the demo's initiatives, told through the services of activities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from activities import queries, services
from activities.services import Played
from agenda import queries as agenda
from backbone.demo.stage import Stage, days
from initiatives import queries as core
from initiatives.kernel.access import Actor
from measurement import queries as measured

if TYPE_CHECKING:
    from activities.models import Activity


@dataclass(frozen=True)
class Doing:
    """An activity: when it was written down, from when until when it runs (days from today), and what is said of it.

    `parts` names who plays which part: "fund" -> "northline chamber".
    """

    key: str
    title: str
    strategy: str
    parts: Mapping[str, str]
    places: str
    people: str
    runs: tuple[int | None, int | None]
    noted: int = -380
    state: str = "under_way"
    feeds: str = ""
    moves: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """A check-in: by whom, how many days ago, how it goes, a word, help that is wanted."""

    key: str
    who: str
    back: int
    status: str = "on_track"
    note: str = ""
    help_wanted: str = ""


class Doings:
    """The activities of one initiative while it is told; `lead` (a person's key) writes them down."""

    def __init__(self, stage: Stage, lead: str) -> None:
        self.stage, self.lead = stage, lead
        self.today: date = stage.now.date()
        self.made: dict[str, Activity] = {}

    def tell_apart(self, back: int, groups: Sequence[tuple[str, str]]) -> None:
        """Plan the groups of people (code, name)."""

        def add(actor: Actor) -> None:
            for code, name in groups:
                services.add_population(actor, code=code, name=name)

        self.stage.plan(self.day(-back), self.lead, add)

    def do(self, rows: Sequence[Doing]) -> None:
        """Plan the activities, each on the day it was written down."""
        for row in rows:
            self.stage.plan(self.day(row.noted), self.lead, partial(self._add, row=row))

    def say(self, rows: Sequence[Said]) -> None:
        """Plan the check-ins."""
        for row in rows:
            self.stage.plan(self.day(-row.back), row.who, partial(self._say, row=row))

    def link(self, back: int, rows: Sequence[tuple[str, str, str, str, str]]) -> None:
        """Plan links: (key, kind, key, note, what was agreed)."""

        def add(actor: Actor) -> None:
            for source, kind, target, note, agreed in rows:
                services.link_activities(
                    actor, self.made[source], self.made[target], kind=kind, note=note, agreed=agreed
                )

        self.stage.plan(self.day(-back), self.lead, add)

    def mark(self, back: int, rows: Sequence[tuple[str, str, int, bool]]) -> None:
        """Plan milestones: (key, title, days from today, whether others set the day)."""

        def add(actor: Actor) -> None:
            for key, title, ahead, fixed in rows:
                services.set_milestone(actor, self.made[key], title=title, due=self.day(ahead), fixed=fixed)

        self.stage.plan(self.day(-back), self.lead, add)

    def act(self, back: int, who: str, act: Any) -> None:
        """Plan something else that somebody does with the activities made so far."""
        self.stage.plan(self.day(-back), who, act)

    def day(self, offset: int) -> date:
        """Return the day so many days from today."""
        return self.today + days(offset)

    def found(self, actor: Actor, key: str) -> Activity:
        """Return an activity as it is now."""
        return queries.activity(actor, self.made[key].public_id)

    def _say(self, actor: Actor, row: Said) -> None:
        found = self.found(actor, row.key)
        services.check_in(actor, found, status=row.status, note=row.note, help_wanted=row.help_wanted)

    def _add(self, actor: Actor, row: Doing) -> None:
        first, last = (None if offset is None else self.day(offset) for offset in row.runs)
        parts = [
            Played(self.stage.partners[code], part)
            for part, codes in row.parts.items()
            for code in codes.split()
        ]
        wanted = agenda.strategies(actor).filter(name=row.strategy).first() if row.strategy else None
        self.made[row.key] = services.add_activity(
            actor,
            title=row.title,
            strategy=wanted,
            parts=parts,
            places=list(core.places(actor).filter(code__in=row.places.split())),
            populations=list(queries.populations(actor).filter(code__in=row.people.split())),
            feeds=list(measured.indicators(actor).filter(code__in=row.feeds.split())),
            contributes=list(measured.indicators(actor).filter(code__in=row.moves.split())),
            starts_on=first,
            ends_on=last,
            state=row.state,
            **row.says,
        )
