"""Announcements as an actor may read them; whose word is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from communications.models import Acknowledgement, Announcement, AnnouncementComment, AnnouncementLetter
from communications.words.announcements import Addressed
from initiatives.kernel import clock
from initiatives.kernel.access import PARTNER_ROLES, STAFF, Actor, Capability, Role, require
from initiatives.kernel.errors import Forbidden, NotFound
from initiatives.kernel.words import with_words
from initiatives.queries import groups, seats
from initiatives.queries.groups import chaired, sitting_in
from initiatives.queries.people import everybody

if TYPE_CHECKING:
    from initiatives.models import Group, Membership

ROLES = {
    Addressed.PARTNERS: PARTNER_ROLES,
    Addressed.FUNDERS: frozenset({Role.FUNDER}),
    Addressed.BACKBONE: STAFF,
}
TEXTS = ("title", "body", "topic")


def addressing(actor: Actor) -> Q:
    """Return the condition on announcements that speak to the actor: by role, and by the seats held now."""
    own = Q(addressed=Addressed.EVERYBODY)
    for addressed, roles in ROLES.items():
        if actor.role in roles:
            own |= Q(addressed=addressed)
    mine = seats(actor).filter(membership_id=actor.membership_id).order_by()
    return own | Q(addressed=Addressed.GROUP, group_id__in=mine.values("group_id"))


def all_announcements(actor: Actor) -> QuerySet[Announcement]:
    """Return what the actor may read, pinned ones first, then the latest; the withdrawn for staff and author alone.

    Staff and author read all of theirs. Each carries `pinned`, `for_me`, `given` (whether the actor acknowledged it),
    `comments_n` and `words_n`.
    """
    require(actor, Capability.VIEW)
    speaks = addressing(actor)
    rows = Announcement.objects.select_related("published_by", "group")
    if not actor.is_staff:
        own = Q(published_by_id=actor.membership_id)
        rows = rows.filter(own | (speaks & Q(withdrawn_at=None)))
    today = clock.today(actor.initiative.timezone)
    words = Acknowledgement.objects.filter(announcement=OuterRef("pk"))
    return rows.annotate(
        pinned=_flag(Q(pinned_until__gte=today, withdrawn_at=None)),
        for_me=_flag(speaks & ~Q(published_by_id=actor.membership_id)),
        given=Exists(words.filter(membership_id=actor.membership_id)),
        words_n=_number(words),
        comments_n=_number(
            AnnouncementComment.objects.filter(announcement=OuterRef("pk"), withdrawn_at=None)
        ),
    ).order_by("-pinned", "-published_at", "-id")


def announcements(actor: Actor) -> QuerySet[Announcement]:
    """Return the announcements that stand and that the actor may read (all_announcements)."""
    return all_announcements(actor).filter(withdrawn_at=None)


def announcements_matching(
    actor: Actor, *, search: str = "", addressed: str = "", waiting: bool = False
) -> QuerySet[Announcement]:
    """Return those in which every word of `search` stands, of an audience, or that wait for the actor's word."""
    rows = open_for(actor) if waiting else announcements(actor)
    if addressed:
        rows = rows.filter(addressed=addressed)
    return with_words(rows, search, *TEXTS) if search else rows


def announcement(actor: Actor, public_id: UUID) -> Announcement:
    """Return an announcement by its id, with `said`: its comments, the oldest first. Raises NotFound."""
    comments = AnnouncementComment.objects.filter(withdrawn_at=None).select_related("written_by")
    rows = all_announcements(actor).prefetch_related(Prefetch("comments", comments, to_attr="said"))
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def comments(actor: Actor, row: Announcement) -> QuerySet[AnnouncementComment]:
    """Return what was said about an announcement, the oldest first."""
    require(actor, Capability.VIEW)
    found = AnnouncementComment.objects.filter(announcement=row, withdrawn_at=None)
    return found.select_related("written_by")


def open_for(actor: Actor) -> QuerySet[Announcement]:
    """Return the announcements that wait for the actor's own word."""
    rows: Any = announcements(actor)
    found: QuerySet[Announcement] = rows.filter(asks_word=True, for_me=True, given=False)
    return found


def mailed(actor: Actor) -> QuerySet[Any]:
    """Return the ids of the announcements of which the actor had a letter of its own."""
    require(actor, Capability.VIEW)
    left = AnnouncementLetter.objects.filter(membership_id=actor.membership_id, sent_at__isnull=False)
    return left.values("announcement_id")


def may_change_announcement(actor: Actor, row: Announcement) -> bool:
    """Whether the actor may change it, withdraw it and see who has acknowledged it: its author and staff."""
    return actor.may(Capability.TAKE_PART) and (actor.is_staff or row.published_by_id == actor.membership_id)


def may_address(actor: Actor) -> tuple[list[Addressed], list[Group]]:
    """Return to whom, and to which groups, the actor may announce: staff to all, co-chairs to their groups."""
    if actor.is_staff and actor.may(Capability.TAKE_PART):
        return list(Addressed), list(groups(actor).order_by("name", "id"))
    led = list(groups(actor).filter(pk__in=chaired(actor)).order_by("name", "id"))
    return ([Addressed.GROUP], led) if led else ([], [])


def asked_of(row: Announcement) -> QuerySet[Membership]:
    """Return who is asked for their word on an announcement: those it speaks to who have an account, not its author."""
    people = everybody()
    if row.addressed == Addressed.GROUP:
        assert row.group is not None
        people = sitting_in(row.group)
    elif row.addressed != Addressed.EVERYBODY:
        people = people.filter(role__in=ROLES[Addressed(row.addressed)])
    return people.exclude(user=None).exclude(pk=row.published_by_id).distinct()


@dataclass(frozen=True)
class Words:
    """Who has acknowledged an announcement, the latest first, and whose word is open, by name."""

    given: list[Acknowledgement]
    open: list[Membership]


def words_on(actor: Actor, row: Announcement) -> Words:
    """Return whose word was given and whose is open. Raises Forbidden for all but its author and staff."""
    if not may_change_announcement(actor, row):
        raise Forbidden
    given = list(row.words.select_related("membership__partner").order_by("-given_at", "-id"))
    people = asked_of(row).exclude(pk__in=[one.membership_id for one in given])
    return Words(given, list(people.select_related("partner").order_by("name", "id")))


def subjects_for(actor: Actor) -> list[str]:
    """Return the subjects of facts about announcements of which the actor hears: those that speak to them, and open."""
    standing: Any = announcements(actor)
    rows = standing.filter(for_me=True)
    found = [f"announcement:{one}" for one in rows.values_list("public_id", flat=True)]
    return found + [f"announcement_open:{one}" for one in open_for(actor).values_list("public_id", flat=True)]


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _number(rows: Any) -> Any:
    return Coalesce(Subquery(rows.order_by().values("announcement").annotate(n=Count("id")).values("n")), 0)
