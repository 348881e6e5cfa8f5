"""What the records say of one item: a state, and the numbers its sentence is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from activities.queries import activities
from activities.words import OVER, RUNNING
from agenda.queries import agenda_in_force, agenda_to_come, commitments, sections
from agenda.queries.commitments import state_is
from agenda.words import CommitmentState
from backbone.words.health import ItemState
from initiatives.kernel import clock
from initiatives.queries import partners
from measurement.queries import cycles, indicators
from measurement.words import CycleState, State

if TYPE_CHECKING:
    from activities.models import Activity
    from agenda.models import Commitment, CommonAgenda
    from initiatives.kernel.access import Actor
    from measurement.models import Cycle, Indicator

# Decided once, and told on the page: a share of so many hundredths is in place, is partly so.
IN_PLACE_FROM = 80
PARTLY_FROM = 40
CYCLES = 4
YEAR, HALF_YEAR, QUARTER = timedelta(days=365), timedelta(days=183), timedelta(days=92)


@dataclass(frozen=True)
class Reading:
    """How an item stands by the records. `words` are whole numbers, by the names its sentence knows them by."""

    state: ItemState
    words: dict[str, int] = field(default_factory=dict)


def share(have: int, of: int, **more: int) -> Reading | None:
    """Return the reading of so many of so many; None where there is nothing to count."""
    if not of:
        return None
    hundredths = 100 * have / of
    if hundredths >= IN_PLACE_FROM:
        state = ItemState.IN_PLACE
    else:
        state = ItemState.PARTLY if hundredths >= PARTLY_FROM else ItemState.NOT_IN_PLACE
    return Reading(state, {"have": have, "of": of, **more})


def missing() -> Reading:
    """Return the reading where the thing itself is missing: it is known not to be in place."""
    return Reading(ItemState.NOT_IN_PLACE, {"have": 0, "of": 0})


class Ground:
    """What several items are read from, looked up once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.today: date = clock.today(actor.initiative.timezone)

    @cached_property
    def partners(self) -> frozenset[int]:
        """The ids of the partners that take part."""
        return frozenset(partners(self.actor).filter(state="active").values_list("pk", flat=True))

    @cached_property
    def in_force(self) -> CommonAgenda | None:
        """The version of the agenda that holds."""
        return agenda_in_force(self.actor)

    @cached_property
    def version(self) -> CommonAgenda | None:
        """The version that holds, else the one that is written."""
        return self.in_force or agenda_to_come(self.actor)

    @cached_property
    def texts(self) -> dict[str, str]:
        """The text of each part of that version, by its key."""
        found = sections(self.version) if self.version else {}
        return {key.value: one.text.strip() for key, one in found.items()}

    @cached_property
    def activities(self) -> list[Activity]:
        """The activities that are not over, with their parts."""
        rows: Any = activities(self.actor).exclude(state__in=[state.value for state in OVER])
        return list(rows)

    @property
    def running(self) -> list[Activity]:
        """Those of them that are under way."""
        return [row for row in self.activities if row.state in RUNNING]

    @cached_property
    def commitments(self) -> list[Commitment]:
        """The commitments that hold today."""
        states = (CommitmentState.RUNNING, CommitmentState.RENEWAL_DUE)
        holds = state_is(states[0], self.today) | state_is(states[1], self.today)
        return list(commitments(self.actor).filter(holds))

    @cached_property
    def collected(self) -> list[Indicator]:
        """The indicators that are collected."""
        return list(indicators(self.actor).filter(state=State.ACTIVE))

    @property
    def headlines(self) -> list[Indicator]:
        """Those of them that everybody watches."""
        return [row for row in self.collected if row.headline]

    @cached_property
    def last_cycles(self) -> list[Cycle]:
        """The last four cycles that were due and asked somebody; practice does not count."""
        rows: Any = cycles(self.actor).exclude(state=CycleState.PLANNED)
        due = rows.filter(practice=False, due__lt=self.today, asked__gt=0).order_by("-due", "-id")
        return list(due[:CYCLES])

    def among_partners(self, ids: Iterable[int | None]) -> int:
        """Return how many of the partners that take part are among these."""
        return len(self.partners.intersection(pk for pk in ids if pk))
