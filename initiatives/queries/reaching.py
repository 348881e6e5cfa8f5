"""Whom to write to at a partner, one after the other, and whom to call; and on which days one was reminded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import ngettext

from initiatives.kernel.access import PARTNER_ROLES, Role
from initiatives.queries.people import everybody

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.kernel.reminding import SentReminder
    from initiatives.models import Membership

# The contributor, and one who stands in.
CONTRIBUTORS_ASKED = 2
# So long after a reminder those who were reminded are left in peace.
REST = timedelta(days=3)


@dataclass(frozen=True)
class Reach:
    """How one partner is reached.

    `first` is to be written to: the contributor, or the lead where there is none with an address; None when nobody can
    be. `turns` are those who are reminded one after the other: the contributor, another who stands in, the lead.
    `contact` is whom to call, `seen` the last day on which one of its people was here.
    """

    first: Membership | None = None
    lead: Membership | None = None
    contact: Membership | None = None
    seen: date | None = None
    turns: tuple[Membership, ...] = ()

    def turn(self, reminded: int) -> Membership | None:
        """Return whose turn it is after so many reminders; the last one's once all had theirs, None without anybody."""
        return self.turns[min(reminded, len(self.turns) - 1)] if self.turns else None

    def with_accounts(self) -> Reach:
        """Return the same with the turns of those alone who can sign in."""
        return replace(self, turns=tuple(one for one in self.turns if one.user_id is not None))

    def after(self, person: Membership) -> Reach:
        """Return the same with somebody's turn before all others'; they are whom to call."""
        rest = [one for one in self.turns if one.pk != person.pk]
        return replace(self, turns=(*([person] if person.email else []), *rest), contact=person)


def reach_by_partner(partner_ids: Collection[int]) -> dict[int, Reach]:
    """Return how each of these partners is reached; those without people are left out. One query."""
    rows: dict[int, list[Membership]] = {}
    wanted = everybody().filter(partner_id__in=partner_ids, role__in=sorted(PARTNER_ROLES))
    for person in wanted.select_related("partner").order_by("name", "pk"):
        rows.setdefault(person.partner_id or 0, []).append(person)
    return {partner_id: reach_among(found) for partner_id, found in rows.items()}


def reach_among(rows: Sequence[Membership]) -> Reach:
    """Return how a partner is reached through these people of it."""

    def preference(person: Membership) -> tuple[bool, bool, bool]:
        partner = person.partner
        named = partner is not None and person.pk == partner.main_contact_id
        stands_in = partner is not None and person.pk == partner.backup_contact_id
        return person.role != Role.CONTRIBUTOR, not named, not stands_in

    written = sorted((row for row in rows if row.email), key=preference)
    leads = [row for row in written if row.role == Role.PARTNER_LEAD]
    contributors = [row for row in written if row.role == Role.CONTRIBUTOR]
    named = [row for row in rows if row.partner and row.pk == row.partner.main_contact_id]
    return Reach(
        first=written[0] if written else None,
        lead=leads[0] if leads else None,
        contact=next(iter([*named, *written, *rows]), None),
        turns=(*contributors[:CONTRIBUTORS_ASKED], *leads[:1]),
        seen=max((row.last_seen_on for row in rows if row.last_seen_on), default=None),
    )


def days_reminded(kept: type[SentReminder], field: str, things: Iterable[int]) -> dict[int, list[date]]:
    """Return on which days one was reminded of each of these things (ids), the latest first. One query."""
    found: dict[int, list[date]] = {}
    rows: Any = kept.objects.filter(**{f"{field}__in": list(things)}).order_by("-day")
    for thing, day in rows.values_list(f"{field}_id", "day"):
        found.setdefault(thing, []).append(day)
    return found


def resting(kept: type[SentReminder], field: str, today: date) -> QuerySet[Any]:
    """Return the ids of things of which somebody was reminded so lately that they are left in peace; to filter by."""
    rows: Any = kept.objects.filter(day__gt=today - REST).order_by()
    found: QuerySet[Any] = rows.values(f"{field}_id")
    return found


def rests(days: Sequence[date], today: date) -> bool:
    """Whether somebody was reminded so lately that they are left in peace; the latest day first."""
    return bool(days) and days[0] > today - REST


def told_reminded(days: Sequence[date]) -> str:
    """Return in words how often and when one was reminded; nothing when never."""
    if not days:
        return ""
    words = {"count": len(days), "day": date_format(days[0], "MONTH_DAY_FORMAT")}
    said = ngettext("Reminded once, on %(day)s.", "Reminded %(count)s times, last on %(day)s.", len(days))
    return said % words
