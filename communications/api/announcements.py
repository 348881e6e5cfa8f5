"""Announcements, what is said about them, and who has read them."""

from uuid import UUID

from django.http import HttpResponse

from communications.models import Announcement as AnnouncementRow
from communications.queries import announcements as queries
from communications.serializers import announcements as serializers
from communications.services import announcements as services
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import NotFound
from initiatives.rest.named import cleared, group_named
from initiatives.rest.views import InitiativeView, operation


class OneAnnouncement(InitiativeView):
    """What the operations on one announcement share."""

    tag = "announcements"

    def found(self, actor: Actor, id: UUID) -> AnnouncementRow:
        """Return the announcement, locked, after comparing If-Match."""
        rows = queries.all_announcements(actor).filter(public_id=id)
        self.locked(serializers.AnnouncementRow, rows)
        return queries.announcement(actor, id)

    def told(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer with the announcement as it is now."""
        rows = queries.all_announcements(actor).filter(public_id=id)
        return self.one(serializers.AnnouncementRow, rows)


class Announcements(InitiativeView):
    """What people were told."""

    tag = "announcements"

    @operation(
        Capability.VIEW, query=serializers.AnnouncementQuery, answer=serializers.AnnouncementRow, many=True
    )
    def get(self, actor: Actor) -> HttpResponse:
        """List the announcements that stand, the latest first."""
        found = queries.announcements_matching(actor, **self.query).order_by()
        rows = queries.announcements(actor).filter(pk__in=found.values("pk"))
        return self.page(serializers.AnnouncementRow, rows, ("-published_at", "-id"))

    @operation(
        Capability.TAKE_PART, body=serializers.AnnouncementNew, answer=serializers.AnnouncementRow, status=201
    )
    def post(self, actor: Actor) -> HttpResponse:
        """Tell people something: staff anybody, co-chairs their group."""
        values = cleared(self.body, "topic")
        if values.get("group") is not None:
            values["group"] = group_named(actor, values["group"], closed=True)
        made = services.publish_announcement(actor, **values)
        rows = queries.all_announcements(actor).filter(pk=made.pk)
        address = f"{self.plain_request.path}{made.public_id}/"
        return self.created(serializers.AnnouncementRow, rows, address)


class Announcement(OneAnnouncement):
    """One announcement."""

    @operation(Capability.VIEW, answer=serializers.AnnouncementRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read an announcement; one that was withdrawn is read by its author and staff."""
        return self.told(actor, id)

    @operation(
        Capability.TAKE_PART,
        body=serializers.AnnouncementChange,
        answer=serializers.AnnouncementRow,
        match="required",
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change what it says: its author may, and staff."""
        services.change_announcement(actor, self.found(actor, id), **cleared(self.body, "topic"))
        return self.told(actor, id)


class AnnouncementWithdraw(OneAnnouncement):
    """Taking it back."""

    @operation(
        Capability.TAKE_PART,
        body=serializers.AnnouncementWithdrawNew,
        answer=serializers.AnnouncementRow,
        match="honoured",
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Withdraw an announcement, and say why; it stays on file."""
        services.withdraw_announcement(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)


class AnnouncementRead(OneAnnouncement):
    """One's own word."""

    @operation(Capability.TAKE_PART, answer=serializers.AnnouncementRow)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that one has read it."""
        services.acknowledge(actor, queries.announcement(actor, id))
        return self.told(actor, id)


class AnnouncementRemind(OneAnnouncement):
    """Those whose word is open."""

    @operation(Capability.TAKE_PART, answer=serializers.ReadersRemindedOut)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Remind those who have not said that they read it, at most once a day."""
        left = services.remind_of_announcement(actor, queries.announcement(actor, id))
        return self.json({"reminded": left})


class AnnouncementWords(OneAnnouncement):
    """Who has read it."""

    @operation(Capability.TAKE_PART, answer=serializers.WordsOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read who has said that they read it and whose word is open: its author may, and staff."""
        words = queries.words_on(actor, queries.announcement(actor, id))
        given = [{"name": row.membership.name, "given_at": row.given_at} for row in words.given]
        return self.json({"given": given, "open": [row.name for row in words.open]})


class AnnouncementComments(OneAnnouncement):
    """What is said about it."""

    @operation(Capability.VIEW, answer=serializers.AnnouncementCommentRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the comments, the oldest first."""
        rows = queries.comments(actor, queries.announcement(actor, id))
        return self.page(serializers.AnnouncementCommentRow, rows, ("written_at", "id"))

    @operation(
        Capability.TAKE_PART,
        body=serializers.AnnouncementCommentNew,
        answer=serializers.AnnouncementCommentRow,
        status=201,
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say something about an announcement, for all who read it."""
        row = queries.announcement(actor, id)
        made = services.comment_on(actor, row, **self.body)
        rows = queries.comments(actor, row).filter(pk=made.pk)
        return self.one(serializers.AnnouncementCommentRow, rows, 201)


class AnnouncementComment(OneAnnouncement):
    """One comment."""

    @operation(Capability.TAKE_PART, status=204)
    def delete(self, actor: Actor, id: UUID, comment: UUID) -> HttpResponse:
        """Take a comment back: who wrote it may, and staff."""
        row = queries.comments(actor, queries.announcement(actor, id)).filter(public_id=comment).first()
        if row is None:
            raise NotFound
        services.take_back_comment(actor, row)
        return self.gone()
