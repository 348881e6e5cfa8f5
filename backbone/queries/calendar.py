"""The calendar of the year: everything with a date, from all apps, as a reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.dates import Dated, Dates, kinds_of_dates
from initiatives.queries import all_groups, seats

# The calendar shows so many months at once.
MONTHS = 12


@dataclass(frozen=True)
class Day:
    """One entry of the calendar: of which kind, what, and whether it is the reader's own."""

    kind: Dates
    dated: Dated
    is_mine: bool


def calendar(
    actor: Actor,
    first: date,
    last: date,
    *,
    kind: str = "",
    group: UUID | None = None,
    partner: str = "",
    mine: bool = False,
) -> list[Day]:
    """Return what stands in the calendar from a first day to a last one, by day, hour and kind.

    Of one kind (key), of a group, of a partner (code), or only what is the actor's own: theirs by name, of their
    organisation, or of a group in which they sit. Each app tells what its own lists would show the actor.
    """
    require(actor, Capability.VIEW)
    sits_in = _seated(actor)
    found = [
        Day(one, dated, _is_own(actor, dated, sits_in))
        for one in kinds_of_dates()
        if not kind or one.key == kind
        for dated in one.tell(actor, first, last)
    ]
    if group is not None:
        wanted = all_groups(actor).filter(public_id=group).values_list("pk", flat=True).first()
        found = [day for day in found if wanted is not None and day.dated.group_id == wanted]
    if partner:
        found = [day for day in found if day.dated.partner_code == partner]
    if mine:
        found = [day for day in found if day.is_mine]
    return sorted(found, key=_place)


def months_from(first: date, count: int = MONTHS) -> list[date]:
    """Return the first days of so many months, from that in which a day lies."""
    start = first.year * 12 + first.month - 1
    return [date((start + n) // 12, (start + n) % 12 + 1, 1) for n in range(count)]


def end_of_months(first: date, count: int = MONTHS) -> date:
    """Return the last day of so many months, from that in which a day lies."""
    return months_from(first, count + 1)[-1] - timedelta(days=1)


def _seated(actor: Actor) -> frozenset[int]:
    rows = seats(actor).filter(membership_id=actor.membership_id).order_by()
    return frozenset(rows.values_list("group_id", flat=True))


def _is_own(actor: Actor, dated: Dated, sits_in: frozenset[int]) -> bool:
    return (
        (dated.owner_id is not None and dated.owner_id == actor.membership_id)
        or (dated.partner_id is not None and dated.partner_id == actor.partner_id)
        or dated.group_id in sits_in
    )


def _place(day: Day) -> tuple[date, bool, str, int, str]:
    moment = day.dated.at
    return (
        day.dated.on,
        moment is not None,
        moment.isoformat() if moment else "",
        day.kind.order,
        day.dated.key,
    )
