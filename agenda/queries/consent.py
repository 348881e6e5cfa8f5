"""Who agreed to what: consultations, positions of partners, and whether a version may be adopted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Prefetch

from agenda.models import Ask, CommonAgenda, Consultation, Ratification, RatificationRule, Theme
from agenda.words import FOR, AdoptionRule, Position
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries import partners, sectors

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Partner


def consultations(actor: Actor) -> QuerySet[Consultation]:
    """Return the consultations, the latest first, each with `answered`: its themes in order."""
    require(actor, Capability.VIEW)
    return Consultation.objects.select_related("agenda").prefetch_related(
        Prefetch("themes", Theme.objects.order_by("position", "id"), to_attr="answered")
    )


def consultation(actor: Actor, public_id: UUID) -> Consultation:
    """Return a consultation. Raises NotFound."""
    found = consultations(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def ratifications(actor: Actor) -> QuerySet[Ratification]:
    """Return every position ever taken, in the order of their recording. Who agreed to what is open to all."""
    require(actor, Capability.VIEW_PARTNERS)
    return Ratification.objects.select_related("agenda", "partner", "recorded_by", "contested_by")


def ratification_rule(actor: Actor) -> RatificationRule:
    """Return the initiative's rule of adoption; the default one, not saved, where none was chosen."""
    require(actor, Capability.VIEW)
    return RatificationRule.objects.first() or RatificationRule()


@dataclass(frozen=True)
class Seat:
    """One partner and its position on a version. `counts` is false while it is contested."""

    partner: Partner
    sector: str
    ratification: Ratification | None = None
    ask: Ask | None = None

    @property
    def counts(self) -> bool:
        """Whether the partner has a position that nobody contests."""
        return self.ratification is not None and self.ratification.contested_at is None

    @property
    def position(self) -> str:
        """The position that counts, empty for none."""
        return self.ratification.position if self.ratification and self.counts else ""

    @property
    def is_for(self) -> bool:
        """Whether the partner adopts, with a reservation or without."""
        return self.position in FOR


@dataclass(frozen=True)
class Bloc:
    """The partners of one sector."""

    sector: str
    seats: tuple[Seat, ...]

    @property
    def adopted(self) -> int:
        """How many of them are for it."""
        return sum(seat.is_for for seat in self.seats)


@dataclass(frozen=True)
class Stand:
    """How the partners stand on a version: those that take part now, and those that took a position and left."""

    seats: tuple[Seat, ...]
    left: tuple[Seat, ...]
    rule: str
    quorum: int

    @property
    def asked(self) -> int:
        """How many partners take part."""
        return len(self.seats)

    @property
    def answered(self) -> int:
        """How many have a position that counts."""
        return sum(seat.counts for seat in self.seats)

    def count(self, position: str) -> int:
        """Return how many partners hold a position."""
        return sum(seat.position == position for seat in self.seats)

    @property
    def adopted(self) -> int:
        """How many are for it, with a reservation or without."""
        return sum(seat.is_for for seat in self.seats)

    @property
    def reservations(self) -> int:
        """How many of those have a reservation."""
        return self.count(Position.RESERVATION)

    @property
    def declined(self) -> int:
        """How many decline."""
        return self.count(Position.DECLINES)

    @property
    def to_come(self) -> tuple[Seat, ...]:
        """The partners without a position that counts."""
        return tuple(seat for seat in self.seats if not seat.counts)

    @property
    def blocs(self) -> tuple[Bloc, ...]:
        """The partners by sector, in the order of the sectors."""
        found: dict[str, list[Seat]] = {}
        for seat in self.seats:
            found.setdefault(seat.sector, []).append(seat)
        order = [sector.code for sector in sectors()]
        return tuple(
            Bloc(sector, tuple(found[sector])) for sector in sorted(found, key=lambda s: order.index(s))
        )

    @property
    def missing_for_quorum(self) -> int:
        """How many more partners must answer before it may be adopted."""
        needed = -(-self.asked * self.quorum // 100)
        return max(0, needed - self.answered)

    @property
    def rule_is_met(self) -> bool:
        """Whether enough of those who answered are for it."""
        if self.rule == AdoptionRule.CONSENT:
            return self.declined == 0 and self.adopted > 0
        if self.rule == AdoptionRule.TWO_THIRDS:
            return self.adopted * 3 >= self.answered * 2 and self.adopted > 0
        return self.adopted * 2 > self.answered

    def as_json(self) -> dict[str, int]:
        """Return the counts as they are kept with a version that is superseded."""
        return {
            "asked": self.asked,
            "adopted": self.adopted,
            "reservations": self.reservations,
            "declined": self.declined,
        }


def stand(actor: Actor, version: CommonAgenda) -> Stand:
    """Return how the partners stand on a version. Three queries."""
    given = {row.partner_id: row for row in ratifications(actor).filter(agenda=version, superseded_at=None)}
    asks = {row.partner_id: row for row in Ask.objects.filter(agenda=version)}
    rows: Sequence[Any] = list(partners(actor))
    seats = [
        Seat(row, row.sector_code, given.get(row.pk), asks.get(row.pk))
        for row in rows
        if row.state == "active"
    ]
    left = [
        Seat(row, row.sector_code, given[row.pk]) for row in rows if row.state != "active" and row.pk in given
    ]
    return Stand(tuple(seats), tuple(left), version.rule, version.quorum)


def history_of(actor: Actor, version: CommonAgenda, partner: Partner) -> list[Ratification]:
    """Return every position a partner took on a version, the latest first."""
    rows = ratifications(actor).filter(agenda=version, partner=partner)
    return list(rows.order_by("-recorded_at", "-id"))
