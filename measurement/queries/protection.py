"""What is kept from those below staff: by which way a figure reaches them, and what is hidden in it.

Figures about people, and those that partners keep to themselves, are decided once and stored: publication.py. Of the
others totals of fewer than three partners are hidden at once, and what would give them away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from initiatives.kernel.access import PARTNER_ROLES, Actor
from initiatives.queries import affiliations_at, place_parents
from measurement.cells import combination_of
from measurement.disclosure import LEAST_PARTNERS, Key, Rule, Shape, disclose
from measurement.disclosure import Figure as Unprotected
from measurement.kinds import round_half_up
from measurement.kinds.rounding import EXACT
from measurement.models import Cell, Dimension, Indicator, Observation, Rollup
from measurement.partitions import partitions
from measurement.queries.figures import Figure
from measurement.words import FigureStatus, ValueStatus, Visibility

if TYPE_CHECKING:
    from initiatives.models import Initiative

OPENNESS = {Visibility.OWN: 0, Visibility.ANONYMOUS: 1, Visibility.PARTNERS: 2, Visibility.PUBLIC: 3}


@dataclass(frozen=True)
class Protection:
    """The rule by which an indicator's figures are kept from others: below which number of `people` they are hidden
    (0: not about people), and how far its partners are known (`openness`: 3 is to everybody). Of people, shares and
    rates out of fewer than `floor` are hidden too, and counts told as multiples of `rounded` (0: as they are).
    """

    people: int
    openness: int
    floor: int = 0
    rounded: int = 0

    @classmethod
    def of(cls, indicator: Indicator, initiative: Initiative) -> Protection:
        """Return the rule in force for an indicator: the stricter of its own and its initiative's, in each part."""
        openness = OPENNESS[Visibility(indicator.visibility)] if indicator.reveals_partners else 3
        if not indicator.about_people:
            return cls(0, openness)
        rounded = max(initiative.rounded_to, indicator.rounded_to or 0)
        # No count that may be seen is rounded away to zero.
        people = max(initiative.suppression_threshold, indicator.suppression_threshold or 0, rounded)
        floor = max(initiative.population_floor, indicator.population_floor or 0)
        return cls(people, openness, floor, rounded)

    def rule(self, counted: Collection[str]) -> Rule:
        """Return what is hidden of a kind that counts these layers; the floor is for shares and rates."""
        of_population = "numerator" in counted and "denominator" in counted
        return Rule(self.people, population=self.floor if of_population else 0)

    def told(self, count: Decimal) -> Decimal:
        """Return a count of people as it is told: rounded half up."""
        if not self.rounded:
            return count
        return round_half_up(EXACT.divide(count, Decimal(self.rounded)), 0) * self.rounded

    def stored(self) -> dict[str, int]:
        """Return the rule as it is kept beside a snapshot."""
        return asdict(self)

    def is_met_by(self, stored: Mapping[str, int]) -> bool:
        """Whether a snapshot decided by the stored rule hides all that this one would hide."""
        return (
            stored.get("people", -1) >= self.people
            and stored.get("openness", 4) <= self.openness
            and stored.get("floor", 0) >= self.floor
            and stored.get("rounded", 0) >= self.rounded
        )


class Spot(NamedTuple):
    """Where a rolled-up figure stands."""

    version_id: int
    period_start: date
    period_end: date
    axis: str
    group_id: int
    cell_id: int


def spot_of(row: Rollup | Figure) -> Spot:
    """Return where a rolled-up figure stands."""
    return Spot(row.version_id, row.period_start, row.period_end, row.axis, row.group_id, row.cell_id)


def unrevised(status: str, *, locked: bool) -> str:
    """Return the status that a hidden figure shows: never that it was revised."""
    if status != FigureStatus.REVISED:
        return status
    return FigureStatus.FINAL if locked else FigureStatus.PROVISIONAL


def is_guarded(actor: Actor, indicator: Indicator) -> bool:
    """Whether totals of few partners are kept from this actor, where the figures are not about people."""
    if actor.is_staff or not indicator.reveals_partners:
        return False
    return not (indicator.visibility == Visibility.PARTNERS and actor.role in PARTNER_ROLES)


def disclosure_key(axis: str, group_id: int, cell: str) -> Key:
    """Return the name that disclosure knows a figure by; `cell` is a cell's key."""
    named = ",".join(f"{dimension}={category}" for dimension, category in combination_of(cell))
    return Key(axis, "total" if axis == "total" else str(group_id), named or "total")


def shape(day: date | None = None) -> Shape:
    """Return how places, dimensions and (on a day) partners hang together."""
    exclusive = Dimension.objects.filter(exclusive=True).values_list("id", flat=True)
    return Shape(
        place_parents={str(k): str(v) if v else None for k, v in place_parents().items()},
        exclusive=frozenset(str(identifier) for identifier in exclusive),
        partner_groups=partner_groups(day) if day else {},
    )


def partner_groups(day: date) -> dict[str, dict[str, str]]:
    """Return each partner's sector and place on a day, as disclosure names them."""
    groups: dict[str, dict[str, str]] = {}
    for partner_id, row in affiliations_at(day).items():
        groups[str(partner_id)] = {"sector": str(row.sector_id)}
        if row.place_id:
            groups[str(partner_id)]["place"] = str(row.place_id)
    return groups


def partitions_seen(version_id: int, several: AbstractSet[int]) -> dict[str, list[frozenset[str]]]:
    """Return the categories that add up to their total in what partners gave to a version, by dimension.

    `several` are the dimensions that are not said to be exclusive: what everybody can see is known without being
    said. One query, none without such dimensions.
    """
    if not several:
        return {}
    rows = Observation.objects.filter(
        version=version_id, superseded_at=None, status=ValueStatus.REPORTED, numerator__isnull=False
    ).order_by()
    totals: dict[tuple[int, date], Decimal] = {}
    cases: dict[int, dict[tuple[int, date], dict[str, Decimal]]] = {one: defaultdict(dict) for one in several}
    columns = ("partner_id", "period_start", "cell__key", "numerator", "denominator")
    for partner, start, cell, numerator, denominator in rows.values_list(*columns):
        amount = numerator if denominator is None else denominator
        parts = combination_of(cell)
        if not parts:
            totals[partner, start] = amount
        elif len(parts) == 1 and parts[0][0] in several:
            cases[parts[0][0]][partner, start][str(parts[0][1])] = amount
    return {
        str(dimension): [
            frozenset(found.groups)
            for found in partitions(
                [(totals[place], given) for place, given in told.items() if place in totals]
            )
        ]
        for dimension, told in cases.items()
    }


def with_few(version_ids: Iterable[int]) -> list[Rollup]:
    """Return all figures of the versions in those periods in which there is one of one or two partners."""
    rows = Rollup.objects.filter(version__in=list(version_ids))
    few = rows.filter(reported__gt=0, reported__lt=LEAST_PARTNERS, version=OuterRef("version"))
    few = few.filter(period_start=OuterRef("period_start"), period_end=OuterRef("period_end"))
    return list(rows.filter(Exists(few)))


def guarded(rows: Iterable[Rollup | Figure]) -> frozenset[Spot]:
    """Return the spots to hide among all figures (every axis and cell) of some versions and periods.

    Hidden are those of one or two partners, and as many others as it takes that no difference of what is left gives
    one of them. No query when there is nothing to hide, else three.
    """
    together: dict[tuple[int, date, date], list[Rollup | Figure]] = {}
    for row in rows:
        together.setdefault((row.version_id, row.period_start, row.period_end), []).append(row)
    small = {
        key: found
        for key, found in together.items()
        if any(0 < row.reported < LEAST_PARTNERS for row in found)
    }
    if not small:
        return frozenset()
    cells = dict(
        Cell.objects.filter(pk__in={row.cell_id for found in small.values() for row in found}).values_list(
            "id", "key"
        )
    )
    common = shape()
    return frozenset(spot for found in small.values() for spot in _hidden(found, cells, common))


def _hidden(rows: Iterable[Rollup | Figure], cells: Mapping[int, str], common: Shape) -> Iterable[Spot]:
    spots = {disclosure_key(row.axis, row.group_id, cells[row.cell_id]): row for row in rows}
    decisions = disclose(
        [
            # Extremes and ranges tell a partner as a sum does: only who is in it counts here.
            Unprotected(key, Decimal(0), contributors=row.reported, reveals_partners=True, counts=())
            for key, row in spots.items()
        ],
        Rule(),
        shape=common,
    )
    return [spot_of(row) for key, row in spots.items() if decisions[key].hidden]


def rules_told(initiative: Initiative, *, among: Iterable[Indicator] = ()) -> list[str]:
    """Return in sentences what those below staff are not told of people.

    Where some indicators `among` those that are shown are stricter by themselves, one sentence more says so.
    """
    common = Protection(
        initiative.suppression_threshold, 3, initiative.population_floor, initiative.rounded_to
    )
    told = _told(common)
    own = [Protection.of(indicator, initiative) for indicator in among if indicator.about_people]
    if any(
        (rule.people, rule.floor, rule.rounded) != (common.people, common.floor, common.rounded)
        for rule in own
    ):
        told.append(_("Some indicators have stricter rules of their own."))
    return told


def rules_of(initiative: Initiative, indicator: Indicator) -> list[str]:
    """Return in sentences what those below staff are not told of people in an indicator; none of what is no people."""
    return _told(Protection.of(indicator, initiative)) if indicator.about_people else []


def _told(rule: Protection) -> list[str]:
    told = [_("Groups under %d are hidden, and what would give them away.") % rule.people]
    if rule.floor > rule.people:
        told.append(_("Shares and rates of fewer than %d people are hidden.") % rule.floor)
    if rule.rounded:
        told.append(_("Counts of people are rounded to the nearest %d.") % rule.rounded)
    return told
