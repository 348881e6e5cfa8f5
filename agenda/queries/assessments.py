"""Assessments and what they showed: one organisation, one voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from agenda.models import Answer, Assessment
from agenda.screens import ITEMS, Item
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.voices import tally

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Below so many organisations, readers below staff are shown no ratings: they would tell who said what.
FEWEST_VOICES = 3


def assessments(actor: Actor) -> QuerySet[Assessment]:
    """Return the rounds of all screens, the latest first."""
    require(actor, Capability.VIEW)
    return Assessment.objects.all()


def assessment(actor: Actor, public_id: UUID) -> Assessment:
    """Return a round. Raises NotFound."""
    found = assessments(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def latest_rounds(actor: Actor) -> dict[str, Assessment]:
    """Return the latest round of each screen that was ever held, by screen. One query."""
    rows = assessments(actor).order_by("screen", "-opened_on", "-id").distinct("screen")
    return {row.screen: row for row in rows}


def round_before(actor: Actor, round_: Assessment) -> Assessment | None:
    """Return the round of the same screen that was held before, None for the first."""
    rows = assessments(actor).filter(screen=round_.screen).exclude(pk=round_.pk)
    earlier = Q(opened_on__lt=round_.opened_on) | Q(opened_on=round_.opened_on, pk__lt=round_.pk)
    return rows.filter(earlier).order_by("-opened_on", "-id").first()


def my_answers(actor: Actor, round_: Assessment) -> dict[int, Answer]:
    """Return what the actor answered in a round, by the number of the item."""
    rows = Answer.objects.filter(assessment=round_, answered_by_id=actor.membership_id)
    return {row.item: row for row in rows}


@dataclass(frozen=True)
class Remark:
    """What somebody wrote beside a rating; organisations are not named to those below staff."""

    text: str
    evidence: str
    who: str


@dataclass(frozen=True)
class Result:
    """How one item was rated. A voice is an organisation, or a person who speaks for none.

    `mean`, `low` and `high` are of the voices that gave a number, None where there is none or it is kept back.
    """

    item: Item
    voices: int = 0
    mean: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unknown: int = 0
    not_applicable: int = 0
    remarks: tuple[Remark, ...] = ()

    @property
    def asked(self) -> int:
        """How many voices answered at all."""
        return self.voices + self.unknown + self.not_applicable


@dataclass(frozen=True)
class Results:
    """A round's results. `kept_back`: the round is open, or has too few voices, and the reader is below staff.

    `mean` is of the items' means.
    """

    items: tuple[Result, ...]
    people: int
    voices: int
    kept_back: bool
    mean: Decimal | None = None

    @property
    def unknown_share(self) -> Decimal | None:
        """The share of don't-knows among all answers of voices."""
        asked = sum(row.asked for row in self.items)
        return Decimal(sum(row.unknown for row in self.items)) / asked if asked else None


def results(actor: Actor, round_: Assessment) -> Results:
    """Return how a round was answered: per item the mean over organisations, each of them with one voice.

    An organisation's voice is the mean of its people's ratings; what does not apply and don't-knows are left out of it,
    and counted where nobody of it gave a number. Those below staff read it once the round is closed: while it is open,
    what changes from one look to the next is what one organisation has said. Two queries.
    """
    require(actor, Capability.VIEW)
    rows = list(
        Answer.objects.filter(assessment=round_).select_related("partner", "answered_by").order_by("id")
    )
    voices = {voice_of(row) for row in rows}
    kept_back = not actor.is_staff and (round_.closed_on is None or len(voices) < FEWEST_VOICES)
    items = tuple(
        Result(item) if kept_back else _result(actor, item, [row for row in rows if row.item == item.number])
        for item in ITEMS[round_.screen]
    )
    means = [row.mean for row in items if row.mean is not None]
    return Results(
        items,
        people=len({row.answered_by_id for row in rows}),
        voices=len(voices),
        kept_back=kept_back,
        mean=sum(means, Decimal(0)) / len(means) if means else None,
    )


def voice_of(row: Answer) -> tuple[str, int]:
    """Return whose voice an answer belongs to: the organisation's, else the person's own."""
    return ("partner", row.partner_id) if row.partner_id else ("person", row.answered_by_id)


def _result(actor: Actor, item: Item, rows: Sequence[Answer]) -> Result:
    told = tally((voice_of(row), row.rating) for row in rows)
    few = not actor.is_staff and told.voices < FEWEST_VOICES
    return Result(
        item,
        voices=told.voices,
        mean=None if few else told.mean,
        low=None if few else told.low,
        high=None if few else told.high,
        unknown=told.unknown,
        not_applicable=told.not_applicable,
        remarks=tuple(
            Remark(row.comment, row.evidence, _name_of(row) if actor.is_staff else "")
            for row in rows
            if row.comment or row.evidence
        ),
    )


def _name_of(row: Answer) -> str:
    return str(row.partner.name if row.partner else row.answered_by.name)
