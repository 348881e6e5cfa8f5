"""Meetings and their series, from the first plan to the approved minutes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from communications import queries, services
from communications.api.named import with_people
from communications.queries.rows import meetings_matching
from communications.serializers import meetings as serializers
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.named import cleared, group_named
from initiatives.rest.views import InitiativeView, operation

TEXTS = ("purpose", "place", "join_link")
PEOPLE = ("facilitator", "note_taker")
LATEST = ("-starts_at", "-id")
# What is done with a meeting as a whole, by its word in the body.
DEEDS: dict[str, Callable[..., Any]] = {
    "send_agenda": services.send_agenda,
    "open": services.open_meeting,
    "end": services.end_meeting,
    "reopen": services.reopen_meeting,
    "approve": services.approve_minutes,
    "cancel": services.cancel_meeting,
    "restore": services.restore_meeting,
}
WITH_REASON = frozenset({"cancel"})


class MeetingView(InitiativeView):
    """What the operations on one meeting share."""

    tag = "meetings"

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the meeting's row."""
        return queries.meetings(actor).filter(public_id=id)


class Meetings(InitiativeView):
    """When groups meet."""

    tag = "meetings"

    @operation(Capability.VIEW, query=serializers.MeetingQuery, answer=serializers.MeetingRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the meetings of all groups, the latest first; cancelled ones too."""
        return self.page(serializers.MeetingRow, meetings_matching(actor, **self.query), LATEST)

    @operation(Capability.TAKE_PART, body=serializers.MeetingNew, answer=serializers.MeetingRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Plan one meeting of a group: for the backbone and the group's co-chairs."""
        values = with_people(actor, cleared(self.body, *TEXTS), *PEOPLE)
        values["group"] = group_named(actor, values["group"], closed=True)
        made = services.plan_meeting(actor, **values)
        rows = queries.meetings(actor).filter(pk=made.pk)
        return self.created(serializers.MeetingRow, rows, f"{self.plain_request.path}{made.public_id}/")


class Meeting(MeetingView):
    """One meeting."""

    @operation(Capability.VIEW, answer=serializers.MeetingRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a meeting."""
        return self.one(serializers.MeetingRow, self.rows(actor, id))

    @operation(
        Capability.TAKE_PART, body=serializers.MeetingChange, answer=serializers.MeetingRow, match="required"
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a meeting; its time and place only while it is ahead."""
        self.locked(serializers.MeetingRow, self.rows(actor, id))
        values = with_people(actor, cleared(self.body, *TEXTS), *PEOPLE)
        services.change_meeting(actor, queries.meeting(actor, id), **values)
        return self.one(serializers.MeetingRow, self.rows(actor, id))


class MeetingMove(MeetingView):
    """From state to state."""

    @operation(
        Capability.TAKE_PART, body=serializers.MeetingDeed, answer=serializers.MeetingRow, match="honoured"
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Send the agenda out, open, end, reopen, cancel or restore a meeting, or approve its minutes."""
        self.locked(serializers.MeetingRow, self.rows(actor, id))
        deed = self.body["do"]
        more = {"reason": self.body.get("reason", "")} if deed in WITH_REASON else {}
        DEEDS[deed](actor, queries.meeting(actor, id), **more)
        return self.one(serializers.MeetingRow, self.rows(actor, id))


class AllSeries(InitiativeView):
    """Groups that meet again and again."""

    tag = "meetings"

    @operation(Capability.VIEW, answer=serializers.SeriesRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the series that have not ended."""
        return self.page(serializers.SeriesRow, queries.series(actor), ("id",))

    @operation(Capability.TAKE_PART, body=serializers.SeriesNew, answer=serializers.SeriesRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Plan a group's meetings from a day until another; each keeps its hour when the clocks change."""
        values = {**self.body, "group": group_named(actor, self.body["group"], closed=True)}
        made = services.plan_series(actor, **values)
        return self.one(serializers.SeriesRow, queries.series(actor).filter(pk=made.pk), 201)


class SeriesView(InitiativeView):
    """What the operations on one series share."""

    tag = "meetings"

    def answered(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer with the series, one that has ended too."""
        return self.one(serializers.SeriesRow, queries.all_series(actor).filter(public_id=id))


class Series(SeriesView):
    """One series."""

    @operation(Capability.VIEW, answer=serializers.SeriesRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a series."""
        return self.answered(actor, id)


class SeriesPlan(SeriesView):
    """Planning ahead."""

    @operation(Capability.TAKE_PART, body=serializers.SeriesPlan, answer=serializers.SeriesRow)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Plan what the series lacks up to a day, at most a year ahead."""
        services.plan_ahead(actor, queries.one_series(actor, id), **self.body)
        return self.answered(actor, id)


class SeriesEnd(SeriesView):
    """Ending."""

    @operation(Capability.TAKE_PART, body=serializers.SeriesEnd, answer=serializers.SeriesRow)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """End a series: what is still ahead of it is cancelled for this reason."""
        services.end_series(actor, queries.one_series(actor, id), **self.body)
        return self.answered(actor, id)
