"""What an audience is shown, and in what order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from backbone.models import Passage, ShownItem
from backbone.words import USE_FOR, Audience, PassageKind, audience_of
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from measurement.queries import Standing, indicators, standings
from measurement.words import State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from measurement.models import Indicator


@dataclass(frozen=True)
class Shown:
    """What an audience is shown: indicators and passages, each in their order. `is_chosen`: by the staff."""

    audience: Audience
    indicators: tuple[Indicator, ...]
    passages: tuple[Passage, ...] = ()
    is_chosen: bool = False

    @property
    def ids(self) -> list[int]:
        """The ids of the indicators, in their order."""
        return [indicator.pk for indicator in self.indicators]

    @property
    def stories(self) -> list[Passage]:
        """The stories that people told."""
        return [passage for passage in self.passages if passage.is_story]

    @property
    def texts(self) -> list[Passage]:
        """The backbone's own texts."""
        return [passage for passage in self.passages if not passage.is_story]


def shown(actor: Actor, audience: Audience) -> Shown:
    """Return what an audience is shown, as far as this actor may see it; what is retired is left out.

    Where no indicator is chosen they are the headline indicators. Four queries at most.
    """
    require(actor, Capability.VIEW)
    items = list(
        ShownItem.objects.filter(audience=audience).select_related("passage__about").order_by("position")
    )
    chosen = [item.indicator_id for item in items if item.indicator_id]
    rows = indicators(actor).exclude(state=State.RETIRED)
    rows = rows.filter(pk__in=chosen) if chosen else rows.filter(headline=True)
    found = {row.pk: row for row in rows}
    return Shown(
        audience,
        tuple(found[pk] for pk in chosen or found if pk in found),
        tuple(row for row in (item.passage for item in items) if row and _may_be_told(actor, row, audience)),
        bool(items),
    )


def _may_be_told(actor: Actor, row: Passage, audience: Audience) -> bool:
    return not row.is_story or row.agreed_for(USE_FOR[audience], clock.today(actor.initiative.timezone))


def still_told(
    actor: Actor, texts: Sequence[Mapping[str, str]], audience: Audience
) -> list[Mapping[str, str]]:
    """Return the texts of a report without the stories whose consent has ended, was taken back or never went so far.

    A story of a report that was made before stories were named in it is known by its words.
    """
    told = [
        row for row in Passage.objects.filter(kind=PassageKind.STORY) if _may_be_told(actor, row, audience)
    ]
    known = {str(row.public_id) for row in told} | {row.body for row in told}
    return [
        text
        for text in texts
        if text["kind"] != PassageKind.STORY or (text.get("id") or text["body"]) in known
    ]


def standings_in(actor: Actor, chosen: Shown) -> list[Standing]:
    """Return where the indicators of a choice stand for this reader, in their order."""
    found = {row.indicator.pk: row for row in standings(actor, among=chosen.ids)}
    return [found[pk] for pk in chosen.ids if pk in found]


def passages(actor: Actor) -> QuerySet[Passage]:
    """Return the stories and texts, the latest first, for those who choose among them; `shown` says where each is."""
    require(actor, Capability.DEFINE)
    return Passage.objects.select_related("about", "written_by").prefetch_related("shown")


def told_passages(actor: Actor) -> QuerySet[Passage]:
    """Return the stories and texts that the actor reads: those who choose among them all of them.

    Everybody else those on the dashboard of their audience; a story while its consent holds and goes so far.
    """
    require(actor, Capability.VIEW)
    if actor.may(Capability.DEFINE):
        return Passage.objects.all()
    audience = audience_of(actor.role)
    there = ShownItem.objects.filter(audience=audience, passage__isnull=False).values("passage_id")
    today = clock.today(actor.initiative.timezone)
    holds = Q(agreed_until=None) | Q(agreed_until__gte=today)
    agreed = holds & Q(taken_back_at=None, uses__contains=[USE_FOR[audience].value])
    return Passage.objects.filter(~Q(kind=PassageKind.STORY) | agreed, pk__in=there)


def passage(actor: Actor, public_id: UUID) -> Passage:
    """Return a story or text by its id. Raises NotFound."""
    found = passages(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
