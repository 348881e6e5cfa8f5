"""What activities tell in a digest: what waits for the reader, milestones that come up, offers and needs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.queries import board_matching, milestones
from activities.queries.hearing import doing, may_answer, open_blockers
from activities.queries.waiting import waiting
from initiatives.kernel import clock
from initiatives.kernel.access import PARTNER_ROLES, Actor
from initiatives.kernel.digests import DigestSection, Line, digest_section
from initiatives.queries import seats

# So long before its day a milestone is told.
AHEAD = timedelta(days=14)


@digest_section
class Activities(DigestSection):
    """Blockers to answer, and activities whose turn it is to be heard of."""

    key = "activities"
    title = gettext_lazy("Activities")
    order = 40

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        slug = actor.initiative.slug
        return [
            Line(one.title, one.note, reverse(one.page, args=[slug, *one.named])) for one in waiting(actor)
        ]


@digest_section
class Blocked(DigestSection):
    """What stands in the way and waits for a group in which the reader sits; who answers it has it in `Activities`."""

    key = "activities.blocked"
    title = gettext_lazy("What is blocked")
    order = 41

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        mine = seats(actor).filter(membership_id=actor.membership_id).values("group_id")
        return [
            Line(
                row.what,
                _("%(activity)s asks %(group)s: %(ask)s")
                % {"activity": row.activity.title, "group": row.group.name, "ask": row.ask},
                reverse("activities:activity", args=[actor.initiative.slug, row.activity.public_id]),
            )
            for row in open_blockers(actor).filter(group__in=mine)
            if not may_answer(actor, row)
        ]


@digest_section
class Milestones(DigestSection):
    """Milestones of what the reader's own partner leads or co-delivers: past their day, or due within a fortnight."""

    key = "activities.milestones"
    title = gettext_lazy("Milestones")
    order = 42

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        if actor.role not in PARTNER_ROLES:
            return []
        today = clock.today(actor.initiative.timezone)
        rows = milestones(actor).filter(activity__in=doing(actor), reached_on=None, due__lte=today + AHEAD)
        return [
            Line(
                row.title,
                _("%(activity)s, %(day)s.") % {"activity": row.activity.title, "day": date_format(row.due)},
                reverse("activities:activity", args=[actor.initiative.slug, row.activity.public_id]),
            )
            for row in rows.order_by("due", "id")
        ]


@digest_section
class Board(DigestSection):
    """What others offered or needed since, for partners and the backbone."""

    key = "activities.board"
    title = gettext_lazy("Offers and needs")
    order = 44

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        if not (actor.is_staff or actor.role in PARTNER_ROLES):
            return []
        rows = board_matching(actor).filter(put_up_at__gte=since).exclude(put_up_by_id=actor.membership_id)
        path, backbone = reverse("activities:board", args=[actor.initiative.slug]), _("the backbone")
        return [
            Line(
                row.title, f"{row.get_side_display()}: {row.partner.name if row.partner else backbone}", path
            )
            for row in rows
        ]
