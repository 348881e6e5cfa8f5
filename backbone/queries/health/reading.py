"""What the records say of one item: a state, and the numbers its sentence is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from activities.queries import activities
from activities.words import OVER, RUNNING
from agenda.queries import agenda_in_force, agenda_to_come, commitments, sections
from agenda.queries.commitments import state_is
from agenda.words import CommitmentState
from backbone.queries.roles import Evidence, Runway, present_posts, runway
from backbone.queries.roles.said import state_of
from backbone.words.health import ItemState
from backbone.words.roles import BackboneRole
from communications.queries.surveys import Reading as Rating
from communications.queries.surveys import readings_by_round
from communications.words.surveys import SurveyKind
from initiatives.kernel import clock
from initiatives.queries import partners
from measurement.queries import cycles, indicators
from measurement.words import CycleState, State

if TYPE_CHECKING:
    from activities.models import Activity
    from agenda.models import Commitment, CommonAgenda
    from communications.models import Survey
    from initiatives.kernel.access import Actor
    from measurement.models import Cycle, Indicator

# Decided once, and told on the page: a share of so many hundredths is in place, is partly so.
IN_PLACE_FROM = 80
PARTLY_FROM = 40
CYCLES = 4
# So many months of backbone work are to be paid ahead.
MONTHS_WANTED = 12
YEAR, HALF_YEAR, QUARTER = timedelta(days=365), timedelta(days=183), timedelta(days=92)


REVIEWS = Evidence("communications:surveys", query=f"?kind={SurveyKind.BACKBONE_REVIEW.value}")
PULSES = Evidence("communications:surveys", query=f"?kind={SurveyKind.PULSE.value}")
ROLES = Evidence("backbone:roles")
MONEY = Evidence("backbone:role", (BackboneRole.FUNDING.value,))


TENTHS = frozenset({"mean", "before", "months"})


@dataclass(frozen=True)
class Reading:
    """How an item stands by the records. `words` are whole numbers, by the names its sentence knows them by.

    Those called as in TENTHS count tenths.
    """

    state: ItemState
    words: dict[str, int] = field(default_factory=dict)


def graded(value: Any, enough: Any, partly: Any) -> ItemState:
    """Return the state of a number: from `enough` on it is in place, from `partly` on partly."""
    if value >= enough:
        return ItemState.IN_PLACE
    return ItemState.PARTLY if value >= partly else ItemState.NOT_IN_PLACE


def share(have: int, of: int, **more: int) -> Reading | None:
    """Return the reading of so many of so many; None where there is nothing to count."""
    if not of:
        return None
    return Reading(graded(100 * have / of, IN_PLACE_FROM, PARTLY_FROM), {"have": have, "of": of, **more})


def missing() -> Reading:
    """Return the reading where the thing itself is missing: it is known not to be in place."""
    return Reading(ItemState.NOT_IN_PLACE, {"have": 0, "of": 0})


def all_of(held: Iterable[bool], **more: int) -> Reading:
    """Return the reading of a few things: all of them hold, some do, none does."""
    given = tuple(held)
    state = ItemState.IN_PLACE if all(given) else ItemState.PARTLY if any(given) else ItemState.NOT_IN_PLACE
    return Reading(state, {"have": sum(given), "of": len(given), **more})


def tenths(value: Decimal) -> int:
    """Return a mean as a whole number of tenths, halves rounded up."""
    return int((value * 10).quantize(Decimal(1), ROUND_HALF_UP))


def agreement(rating: Rating | None) -> Reading | None:
    """Return the reading of what people say to a statement; None where too few said anything."""
    if rating is None or rating.mean is None:
        return None
    return Reading(state_of(rating.mean), {"mean": tenths(rating.mean), "people": rating.people})


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

    @cached_property
    def roles_served(self) -> frozenset[str] | None:
        """The roles to which somebody's time goes today; None while no post is written down."""
        given = [post.shares for post in present_posts(self.actor)]
        if not given:
            return None
        found = {role for shares in given for role, hundredths in shares.items() if hundredths}
        return frozenset(found.intersection(BackboneRole.values))

    @cached_property
    def runway(self) -> Runway:
        """How long the money lasts."""
        return runway(self.actor, self.today)

    def _rounds(self, kind: str) -> list[tuple[Survey, dict[str, Rating]]]:
        """The rounds of a survey that everybody reads: a quarter that is released tells nothing that is kept back."""
        return [found for found in readings_by_round(self.actor, kind) if found[0].released_at is not None]

    @cached_property
    def pulses(self) -> list[tuple[Survey, dict[str, Rating]]]:
        """The rounds of the pulse that were shared, the earliest first."""
        return self._rounds(SurveyKind.PULSE)

    @cached_property
    def reviews(self) -> list[tuple[Survey, dict[str, Rating]]]:
        """The partners' reviews of the backbone that were shared, the earliest first."""
        return self._rounds(SurveyKind.BACKBONE_REVIEW)

    def said_to(self, statement: str) -> Rating | None:
        """Return what partners said to a statement of their last review."""
        return self.reviews[-1][1].get(statement) if self.reviews else None

    def among_partners(self, ids: Iterable[int | None]) -> int:
        """Return how many of the partners that take part are among these."""
        return len(self.partners.intersection(pk for pk in ids if pk))
