"""What partners said of the six roles in their latest review of the backbone that the actor may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from backbone.words.health import ItemState
from backbone.words.roles import BackboneRole
from communications.kinds.surveys import Statement, survey_type
from communications.queries.surveys import Reading, readings_by_round
from communications.words.surveys import SurveyKind
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require

if TYPE_CHECKING:
    from communications.models import Survey

REVIEW = SurveyKind.BACKBONE_REVIEW
# The review's themes that have another code than the role.
THEMES = {BackboneRole.PUBLIC_WILL: "will"}
TENTH = Decimal("0.1")
# What people say from 1 to 5: from 4 on they agree, from 2.5 on in part. It is the scale of the assessments, one up.
AGREED, IN_PART = Decimal(4), Decimal("2.5")


def state_of(mean: Decimal | None) -> ItemState:
    """Return how something stands in people's eyes, by the mean of what they say; not known without one."""
    if mean is None:
        return ItemState.UNKNOWN
    if mean >= AGREED:
        return ItemState.IN_PLACE
    return ItemState.PARTLY if mean >= IN_PART else ItemState.NOT_IN_PLACE


@dataclass(frozen=True)
class StatementSaid:
    """A statement, what its answers show (kept back below the floor), and its mean in the round before, if shown."""

    statement: Statement
    reading: Reading
    before: Decimal | None = None


@dataclass(frozen=True)
class RoleSaid:
    """What was said of one role, statement by statement."""

    statements: tuple[StatementSaid, ...]

    @property
    def state(self) -> ItemState:
        """How the role stands in partners' eyes."""
        return state_of(self.mean)

    @property
    def rated(self) -> int:
        """How many of the statements enough people rated."""
        return len(self._means)

    @property
    def mean(self) -> Decimal | None:
        """The mean, to a tenth, of the means (1 to 5) of the statements that enough people rated; None without any."""
        if not self._means:
            return None
        return (sum(self._means, Decimal(0)) / self.rated).quantize(TENTH, ROUND_HALF_UP)

    @property
    def _means(self) -> list[Decimal]:
        return [one.reading.mean for one in self.statements if one.reading.mean is not None]


@dataclass(frozen=True)
class Review:
    """The latest review that is closed and may be read (None: there is none), and what it says of each role.

    `people` is how many answered it.
    """

    survey: Survey | None
    closed_on: date | None
    people: int
    by_role: dict[BackboneRole, RoleSaid]


def partners_review(actor: Actor) -> Review:
    """Return what partners said of each role. Staff read a round once it is closed, others once shared."""
    require(actor, Capability.VIEW)
    rounds = readings_by_round(actor, REVIEW)
    row, readings = rounds[-1] if rounds else (None, {})
    before = rounds[-2][1] if len(rounds) > 1 else {}
    by_role = {
        role: RoleSaid(
            tuple(
                StatementSaid(one, readings.get(one.code, Reading()), before.get(one.code, Reading()).mean)
                for one in survey_type(REVIEW).statements
                if one.theme.code == THEMES.get(role, role.value)
            )
        )
        for role in BackboneRole
    }
    if row is None or row.closed_at is None:
        return Review(None, None, 0, by_role)
    closed_on = clock.day(row.closed_at, actor.initiative.timezone)
    return Review(row, closed_on, row.answered_n, by_role)
