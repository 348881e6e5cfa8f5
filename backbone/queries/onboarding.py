"""How new partners and new colleagues settle in: what records tell of it, what is ticked by hand, what is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery, Value

from activities.queries.activities import standing_parts
from agenda.queries import commitments, ratifications
from backbone.models import Checklist, ContactLog, Onboarding, OnboardingItem, StaffRole
from backbone.words.onboarding import SEEN, SHIPPED, Newcomer
from communications.queries.presence import attended
from initiatives.kernel.access import STAFF, Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries import everybody, partners, seats
from measurement.queries import assignments, submissions
from measurement.words import SubmissionState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Membership, Partner

# Sign -> the keys of those who show it.
Signs = dict[str, set[int | None]]
# So many people of a partner are wanted: one who answers for it, and one who stands in.
ENOUGH_PEOPLE = 2


@dataclass(frozen=True)
class Line:
    """One line of a checklist. `ref` names it in addresses: the sign's key, or the item's id.

    `seen` says that records tell it and nobody ticks it; then it is done as long as they do.
    """

    ref: str
    text: str
    seen: bool
    done: bool
    done_on: date | None = None
    done_by: Membership | None = None
    owner: Membership | None = None
    left_out: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something is left to be done."""
        return not self.done and not self.left_out


@dataclass(frozen=True)
class SettlingIn:
    """One checklist with its lines: first what records tell, then what is ticked by hand."""

    onboarding: Onboarding
    lines: tuple[Line, ...]

    @property
    def wanted(self) -> int:
        """How many lines count: all that were not left out."""
        return sum(not line.left_out for line in self.lines)

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(line.done and not line.left_out for line in self.lines)

    @property
    def left(self) -> tuple[Line, ...]:
        """What is left to be done."""
        return tuple(line for line in self.lines if line.is_open)


def onboardings(actor: Actor) -> QuerySet[Onboarding]:
    """Return the checklists, the latest first: all for staff, of its own partner for a partner's lead."""
    require(actor, Capability.VIEW_RELATIONS)
    rows = Onboarding.objects.select_related("partner", "membership", "begun_by")
    return rows if actor.is_staff else rows.filter(partner_id=actor.partner_id or 0)


def onboarding(actor: Actor, public_id: UUID) -> Onboarding:
    """Return a checklist by its id. Raises NotFound."""
    found = onboardings(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def settling_in(actor: Actor, rows: Iterable[Onboarding]) -> list[SettlingIn]:
    """Return checklists of `onboardings` with their lines; the queries are the same few however many there are."""
    listed = list(rows)
    said: dict[int, list[OnboardingItem]] = {row.pk: [] for row in listed}
    for item in OnboardingItem.objects.filter(onboarding__in=listed).select_related("owner", "done_by"):
        said[item.onboarding_id].append(item)
    of_partners = _partner_signs(actor) if any(row.partner_id for row in listed) else {}
    of_staff = _staff_signs(actor) if any(row.membership_id for row in listed) else {}
    found = []
    for row in listed:
        signs, who = (of_partners, row.partner_id) if row.partner_id else (of_staff, row.membership_id)
        found.append(SettlingIn(row, tuple(_lines(row, said[row.pk], signs, who or 0))))
    return found


def to_tick(actor: Actor) -> QuerySet[Any]:
    """Return the open checklists of those who take part still, the oldest first, each with its `left` lines to tick
    by hand, and of the first of them `next_text` and `next_owner`. One query.
    """
    standing = OnboardingItem.objects.filter(onboarding=OuterRef("pk"), key="", done_on=None, left_out="")
    many = standing.order_by().values("onboarding").annotate(n=Count("pk")).values("n")
    here = Q(partner__state="active") | Q(membership__role__in=sorted(STAFF), membership__ended_on=None)
    rows = onboardings(actor).filter(here, ended_on=None).order_by("begun_on", "id")
    return rows.annotate(
        left=Subquery(many),
        next_text=Subquery(standing.values("text")[:1]),
        next_owner=Subquery(standing.values("owner_id")[:1]),
    )


def line(actor: Actor, row: Onboarding, ref: str) -> Line:
    """Return one line of a checklist by what names it. Raises NotFound."""
    [found] = settling_in(actor, [row])
    for one in found.lines:
        if one.ref == ref:
            return one
    raise NotFound


def given_lines(owner_id: int) -> QuerySet[OnboardingItem]:
    """Return the lines of open checklists that a person (a Membership's key) is to see to."""
    standing = OnboardingItem.objects.filter(onboarding__ended_on=None, done_on=None, left_out="")
    people = ("onboarding__partner", "onboarding__membership")
    return standing.filter(owner_id=owner_id).select_related(*people)


def checklist(actor: Actor, newcomer: Newcomer) -> Checklist:
    """Return what a checklist begins with; a row that is not saved, with the shipped words, where nobody said."""
    require(actor, Capability.VIEW_QUEUE)
    found = Checklist.objects.filter(newcomer=newcomer).first()
    return found or Checklist(newcomer=newcomer, texts=[str(text) for text in SHIPPED[newcomer]])


def may_settle(actor: Actor) -> tuple[list[Partner], list[Membership]]:
    """Return the active partners and the staff for whom no checklist is open, by name."""
    require(actor, Capability.MANAGE_PARTNERS)
    standing = Onboarding.objects.filter(ended_on=None)
    bodies = partners(actor).filter(state="active").exclude(pk__in=_ids(standing, "partner_id"))
    staff = everybody().filter(role__in=sorted(STAFF)).exclude(pk__in=_ids(standing, "membership_id"))
    return list(bodies.order_by("name", "pk")), list(staff.order_by("name", "pk"))


def _ids(rows: QuerySet[Onboarding], column: str) -> list[int]:
    return list(rows.exclude(**{column: None}).values_list(column, flat=True))


def _lines(row: Onboarding, items: list[OnboardingItem], signs: Signs, who: int) -> Iterable[Line]:
    spoken = {item.key: item for item in items if item.key}
    for key, text in SEEN[row.newcomer].items():
        said = spoken.get(key)
        owner, left_out = (said.owner, said.left_out) if said else (None, "")
        yield Line(key, str(text), True, who in signs.get(key, ()), owner=owner, left_out=left_out)
    for item in items:
        if not item.key:
            yield Line(
                str(item.public_id),
                item.text,
                False,
                item.done_on is not None,
                item.done_on,
                item.done_by,
                item.owner,
                item.left_out,
            )


def _partner_signs(actor: Actor) -> Signs:
    """Return for each sign the partners that show it."""
    people = everybody().filter(partner__isnull=False)
    several = people.order_by().values("partner_id").annotate(n=Count("pk")).filter(n__gte=ENOUGH_PEOPLE)
    there = attended(actor)
    return _read(
        ("people", several, "partner_id"),
        ("sign_in", people.filter(last_seen_on__isnull=False), "partner_id"),
        ("commitment", commitments(actor).filter(signed_on__isnull=False), "partner_id"),
        ("position", ratifications(actor), "partner_id"),
        ("assigned", assignments(actor), "partner_id"),
        ("handed_in", submissions(actor).filter(state=SubmissionState.ACCEPTED), "partner_id"),
        ("activity", standing_parts(), "partner_id"),
        ("meeting", there, "partner_id"),
        ("meeting", there, "membership__partner_id"),
        ("contact", ContactLog.objects.all(), "partner_id"),
    )


def _staff_signs(actor: Actor) -> Signs:
    """Return for each sign the memberships of the staff that show it. Staff alone get so far."""
    require(actor, Capability.VIEW_QUEUE)
    return _read(
        ("sign_in", everybody().filter(last_seen_on__isnull=False), "pk"),
        ("post", StaffRole.objects.filter(~Q(shares={})), "person_id"),
        ("seat", seats(actor), "membership_id"),
        ("contact", ContactLog.objects.all(), "logged_by_id"),
        ("meeting", attended(actor), "membership_id"),
    )


def _read(*told: tuple[str, Any, str]) -> Signs:
    """Return {sign: who shows it} of (sign, rows, column of who) in one query."""
    first, *others = (
        rows.order_by().annotate(sign=Value(sign), shown_by=F(column)).values_list("sign", "shown_by")
        for sign, rows, column in told
    )
    found: Signs = {}
    for sign, who in first.union(*others):
        found.setdefault(sign, set()).add(who)
    return found
