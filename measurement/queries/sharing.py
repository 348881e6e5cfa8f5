"""What agreements allow, and whom a figure may name by now: asked at the one reading that all faces share.

An agreement governs what its parties' figures of the indicators it covers may be seen as by those below staff: within
totals or by name, by category or not; from the day after its end by what it says of that (`after_end`). Where nobody
has made an agreement nothing is changed. Besides, nobody is named to others before five days of notice are over,
counted from the figure's first acceptance or from the day on which the indicator began to name partners, unless the
partner agrees to it earlier. Totals wait for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Min

from initiatives.kernel import clock
from initiatives.kernel.access import PARTNER_ROLES, Actor
from initiatives.queries import affiliations_at
from measurement.disclosure import LEAST_PARTNERS
from measurement.models import DataSharingAgreement, FigureNote, Indicator, Observation
from measurement.words import AgreementState, Audience, SharedLevel, Visibility

NOTICE = timedelta(days=5)
OPENNESS = {Audience.BACKBONE: 0, Audience.TOTALS: 1, Audience.PARTNERS: 2, Audience.PUBLIC: 3}
IN_FORCE = (AgreementState.ACTIVE, AgreementState.ENDING)
NAMED = (Visibility.PARTNERS, Visibility.PUBLIC)


class Spot(NamedTuple):
    """One version and period."""

    version_id: int
    start: date
    end: date


@dataclass(frozen=True)
class Terms:
    """What agreements allow of one partner's figures of one indicator: how openly, by which dimensions (None: any).

    `agreement` is the one that says so.
    """

    openness: int
    dimensions: frozenset[int] | None
    agreement: DataSharingAgreement

    def allows(self, dimensions: AbstractSet[int]) -> bool:
        """Whether figures may be broken down by these dimensions."""
        return self.dimensions is None or dimensions <= self.dimensions


@dataclass(frozen=True)
class Sharing:
    """The terms of a set of indicators, and who has given figures where there are any: engines and readings ask it."""

    terms: Mapping[int, Mapping[int, Terms]] = field(default_factory=dict)
    contributors: Mapping[Spot, frozenset[int]] = field(default_factory=dict)

    def of(self, indicator_id: int) -> Mapping[int, Terms]:
        """Return the terms by partner."""
        return self.terms.get(indicator_id, {})

    def hides(self, indicator_id: int, spot: Spot, dimensions: AbstractSet[int]) -> bool:
        """Whether what is summed up there is kept from those below staff: for one who is in it allows it to nobody.

        Hidden are all groups of the period: what is left of them would give the one that is hidden.
        """
        terms = self.of(indicator_id)
        if not terms:
            return False
        given = [terms[pk] for pk in self.contributors.get(spot, ()) if pk in terms]
        return any(one.openness == 0 or not one.allows(dimensions) for one in given)

    def unnamed(self, indicator_id: int, spot: Spot, least: int) -> frozenset[int]:
        """Return the partners that may not be named there to readers who need an openness of `least`.

        With them go as many others, the lowest ids first, as it takes that in the whole and in each sector and place
        three partners or none are left without a name: what the named ones leave of a total is then nobody's.
        """
        terms = self.of(indicator_id)
        given = self.contributors.get(spot, frozenset())
        kept = {pk for pk in given if pk in terms and terms[pk].openness < least}
        if not kept:
            return frozenset()
        for members in _groups(given, spot.end):
            if members & kept:
                for pk in sorted(members - kept):
                    if len(members & kept) >= LEAST_PARTNERS:
                        break
                    kept.add(pk)
        return frozenset(kept)


def _groups(partner_ids: Iterable[int], day: date) -> list[set[int]]:
    """The partners by sector and by place on a day, then all of them."""
    standing = affiliations_at(day)
    groups: dict[tuple[str, int], set[int]] = defaultdict(set)
    for pk in partner_ids:
        if pk in standing:
            groups["sector", standing[pk].sector_id].add(pk)
            groups["place", standing[pk].place_id or 0].add(pk)
    return [*(groups[key] for key in sorted(groups)), set(partner_ids)]


def begun(today: date) -> list[DataSharingAgreement]:
    """Return the agreements that have begun by a day, with parties and elements."""
    rows = DataSharingAgreement.objects.exclude(state=AgreementState.DRAFT).filter(starts_on__lte=today)
    return list(rows.prefetch_related("parties", "elements").order_by("id"))


def sharing(actor: Actor, indicator_ids: Iterable[int]) -> Sharing:
    """Return what agreements allow today of these indicators. One query where there are none, four at most."""
    return sharing_on(clock.today(actor.initiative.timezone), indicator_ids)


def sharing_on(today: date, indicator_ids: Iterable[int]) -> Sharing:
    """Return what agreements allow of these indicators on a day (engines). Queries as of `sharing`."""
    wanted = set(indicator_ids)
    by_place: dict[tuple[int, int], list[DataSharingAgreement]] = defaultdict(list)
    for agreement in begun(today):
        covered = {row.indicator_id for row in agreement.elements.all() if row.indicator_id}
        for party in agreement.parties.all():
            for indicator_id in wanted & covered if covered else wanted:
                by_place[indicator_id, party.partner_id].append(agreement)
    terms: dict[int, dict[int, Terms]] = defaultdict(dict)
    for (indicator_id, partner_id), found in by_place.items():
        terms[indicator_id][partner_id] = strictest(found, today)
    return Sharing(terms, _contributors(terms) if terms else {})


def strictest(found: Iterable[DataSharingAgreement], today: date) -> Terms:
    """Return what governs one partner's figures of one indicator: the strictest in force, else the strictest end.

    `found` are the agreements that have begun and cover them; one that was renewed gives way only to a renewal that
    covers them too.
    """
    given = list(found)
    renewed = {a.renews_id for a in given}
    found = [a for a in given if a.pk not in renewed]
    in_force = [(a, Audience(a.audience)) for a in found if a.standing(today) in IN_FORCE]
    held = in_force or [(a, Audience(a.after_end)) for a in found]
    agreement, audience = min(held, key=lambda pair: OPENNESS[pair[1]])
    limits = [_dimensions(a) for a, _audience in held]
    known = [limit for limit in limits if limit is not None]
    return Terms(OPENNESS[audience], frozenset.intersection(*known) if known else None, agreement)


def _dimensions(agreement: DataSharingAgreement) -> frozenset[int] | None:
    """The dimensions that an agreement allows to break figures down by; None for any."""
    if agreement.level == SharedLevel.AGGREGATE:
        return frozenset()
    named = frozenset(row.dimension_id for row in agreement.elements.all() if row.dimension_id)
    return named or None


def _contributors(indicator_ids: Iterable[int]) -> dict[Spot, frozenset[int]]:
    rows = Observation.objects.filter(version__indicator__in=list(indicator_ids)).order_by()
    found: dict[Spot, set[int]] = defaultdict(set)
    for version, start, end, partner in rows.values_list(
        "version_id", "period_start", "period_end", "partner_id"
    ).distinct():
        found[Spot(version, start, end)].add(partner)
    return {spot: frozenset(partners) for spot, partners in found.items()}


# --- notice ------------------------------------------------------------------------------------------------


# Partner id, first day, last day.
Place = tuple[int, date, date]


@dataclass(frozen=True)
class Naming:
    """When each figure of an indicator may name its partner to others, and what the partner says beside it.

    `shown_from` holds every figure that names somebody only from then on.
    """

    shown_from: Mapping[Place, datetime]
    notes: Mapping[Place, str]
    agreed: frozenset[Place]

    def is_due(self, partner_id: int, start: date, end: date, moment: datetime) -> bool:
        """Whether the figure may name its partner to others at a moment; one that was never given names nobody."""
        place = (partner_id, start, end)
        return place in self.agreed or place not in self.shown_from or self.shown_from[place] <= moment


def openness_for(actor: Actor) -> int:
    """Return how openly a partner's figure must be allowed for this actor to see it by name."""
    return 2 if actor.role in PARTNER_ROLES else 3


def naming(indicator: Indicator, least: int) -> Naming:
    """Return when figures of an indicator may name partners to readers who need the openness `least`. Two queries."""
    since = indicator.partners_since if least <= OPENNESS[Audience.PARTNERS] else indicator.public_since
    columns = ("partner_id", "period_start", "period_end")
    rows = Observation.objects.filter(version__indicator=indicator).order_by().values_list(*columns)
    shown = {
        (partner, start, end): (max(first, since) if since else first) + NOTICE
        for partner, start, end, first in rows.annotate(Min("accepted_at"))
    }
    notes, agreed = _noted(indicator)
    return Naming(shown, notes, agreed)


def naming_for_staff(indicator: Indicator) -> Naming:
    """Return the same for those who see every figure by name at once: what partners say beside theirs. One query."""
    notes, agreed = _noted(indicator)
    return Naming({}, notes, agreed)


def _noted(indicator: Indicator) -> tuple[Mapping[Place, str], frozenset[Place]]:
    """What partners say beside their figures last, and which they agreed to be named with."""
    notes: dict[Place, str] = {}
    agreed = set()
    for row in FigureNote.objects.filter(indicator=indicator).order_by("id"):
        place = (row.partner_id, row.period_start, row.period_end)
        notes[place] = row.note
        if row.agreed:
            agreed.add(place)
    return {place: note for place, note in notes.items() if note}, frozenset(agreed)
