"""The agenda of a meeting and what is taken down at it: notes, attendance, tasks, asks, ratings, answers, links."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from communications import queries, services
from communications.api.meetings import MeetingView
from communications.api.named import with_people
from communications.queries.rows import item_rows
from communications.serializers import meetings as serializers
from communications.services import Seen
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError
from initiatives.rest import answers
from initiatives.rest.named import cleared, group_named, partner_named, person_named
from initiatives.rest.views import InitiativeView, operation
from initiatives.serializers import ActionRow

TEXTS = ("pre_read", "pre_read_link", "notes")
BY_ID = ("id",)
IN_ORDER = ("position", "id")


class MeetingItems(MeetingView):
    """The agenda."""

    @operation(Capability.VIEW, answer=serializers.ItemRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the points of the agenda in their order."""
        return self.page(serializers.ItemRow, item_rows(actor, queries.meeting(actor, id)), IN_ORDER)

    @operation(Capability.TAKE_PART, body=serializers.ItemNew, answer=serializers.ItemRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Put a point at the end of the agenda."""
        meeting = queries.meeting(actor, id)
        values = with_people(actor, cleared(self.body, *TEXTS), "lead")
        made = services.add_item(actor, meeting, **values)
        return self.one(serializers.ItemRow, item_rows(actor, meeting).filter(pk=made.pk), 201)


class MeetingFill(MeetingView):
    """An agenda that the records fill."""

    @operation(Capability.TAKE_PART, answer=serializers.ItemRow, many=True, match="required")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Put on the agenda what the records have for it; points that are there get the words of today."""
        self.locked(serializers.MeetingRow, self.rows(actor, id))
        meeting = queries.meeting(actor, id)
        services.fill_agenda(actor, meeting)
        return self.page(serializers.ItemRow, item_rows(actor, meeting), IN_ORDER)


class ItemView(InitiativeView):
    """What the operations on one point share."""

    tag = "meetings"

    def found(self, actor: Actor, id: UUID) -> Any:
        """Return the point, locked, after comparing If-Match."""
        found = queries.item(actor, id)
        self.locked(serializers.ItemRow, item_rows(actor, found.meeting).filter(pk=found.pk))
        return found

    def answered(self, actor: Actor, found: Any) -> HttpResponse:
        """Answer with the point as it is now."""
        return self.one(serializers.ItemRow, item_rows(actor, found.meeting).filter(pk=found.pk))


class AgendaItem(ItemView):
    """One point of an agenda."""

    @operation(Capability.VIEW, answer=serializers.ItemRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a point."""
        return self.answered(actor, queries.item(actor, id))

    @operation(
        Capability.TAKE_PART, body=serializers.ItemChange, answer=serializers.ItemRow, match="required"
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a point, move it to another place, or write what was said at it."""
        found = self.found(actor, id)
        values = with_people(actor, cleared(self.body, *TEXTS), "lead")
        position, notes = values.pop("position", None), values.pop("notes", None)
        if values:
            services.change_item(actor, found, **values)
        if position is not None:
            services.place_item(actor, found, position=position)
        if notes is not None:
            services.write_notes(actor, found, notes)
        return self.answered(actor, found)

    @operation(Capability.TAKE_PART, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take a point from the agenda, as long as nothing was noted at it."""
        services.remove_item(actor, self.found(actor, id))
        return self.gone()


class AgendaItemBegin(ItemView):
    """Coming to a point."""

    @operation(Capability.TAKE_PART, answer=serializers.ItemRow, match="required")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Come to a point; the one before it is done."""
        found = self.found(actor, id)
        services.begin_item(actor, found)
        return self.answered(actor, found)


class MeetingAttendance(MeetingView):
    """Who was there, and for whom."""

    @operation(Capability.VIEW_PARTNERS, answer=serializers.AttendanceRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List who was there and who was not, for those who read the minutes."""
        rows = queries.attendance(actor, queries.meeting(actor, id))
        return self.page(serializers.AttendanceRow, rows, BY_ID)

    @operation(
        Capability.TAKE_PART, body=serializers.AttendanceIn, answer=serializers.AttendanceRow, many=True
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Note who is there and who is not; whoever was noted already is noted anew."""
        meeting = queries.meeting(actor, id)
        rows = [seen_in(actor, row, place) for place, row in enumerate(self.body["people"])]
        services.note_attendance(actor, meeting, rows)
        return self.page(serializers.AttendanceRow, queries.attendance(actor, meeting), BY_ID)


def seen_in(actor: Actor, row: dict[str, Any], place: int) -> Seen:
    """Return one line of attendance as the service takes it. Raises DomainError at what is named and not there."""
    at = f"people.{place}."
    values = dict(row)
    if "person" in values:
        values["person"] = person_named(actor, values["person"], f"{at}person")
    if "stands_in_for" in values:
        values["stands_in_for"] = person_named(actor, values["stands_in_for"], f"{at}stands_in_for")
    if "partner" in values:
        values["partner"] = partner_named(actor, values["partner"], f"{at}partner")
    return Seen(**values)


class MeetingTasks(MeetingView):
    """The tasks given at a meeting."""

    @operation(Capability.VIEW, answer=ActionRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the tasks taken down, for those who read the minutes."""
        return self.page(ActionRow, queries.taken_down(actor, queries.meeting(actor, id)), BY_ID)

    @operation(Capability.TAKE_PART, body=serializers.MeetingTaskNew, answer=ActionRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take down a task: it joins its owner's list at once."""
        meeting = queries.meeting(actor, id)
        made = services.note_action(actor, meeting, **with_people(actor, self.body, "owner"))
        return self.one(ActionRow, queries.taken_down(actor, meeting).filter(pk=made.pk), 201)


class MeetingAsks(MeetingView):
    """What was asked of other groups at a meeting."""

    @operation(Capability.VIEW, answer=serializers.AskRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the asks taken down, for those who read the minutes."""
        return self.page(serializers.AskRow, queries.asked_there(actor, queries.meeting(actor, id)), BY_ID)

    @operation(Capability.TAKE_PART, body=serializers.NotedAsk, answer=serializers.AskRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take down what the group asks of another; it goes out when the meeting ends."""
        meeting = queries.meeting(actor, id)
        values = {**self.body, "to_group": group_named(actor, self.body["to_group"], "to_group", closed=True)}
        if "item" in values:
            values["item"] = point_of(actor, meeting, values["item"])
        made = services.note_ask(actor, meeting, **values)
        return self.one(serializers.AskRow, queries.asked_there(actor, meeting).filter(pk=made.pk), 201)


def point_of(actor: Actor, meeting: Any, item: UUID) -> Any:
    """Return a point of this meeting's agenda. Raises DomainError at `item`."""
    found = next((row for row in queries.items(actor, meeting) if row.public_id == item), None)
    if found is None:
        raise DomainError("unknown_item", _("There is no such point on this agenda."), "item")
    return found


class MeetingRating(MeetingView):
    """What a meeting was worth."""

    @operation(Capability.VIEW, answer=serializers.RatingOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Tell how a meeting was rated; of fewer than three ratings only how many they are."""
        return self.told(actor, queries.meeting(actor, id))

    @operation(Capability.TAKE_PART, body=serializers.RatingNew, answer=serializers.RatingOut)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Rate a meeting one took part in, from 1 to 5; anew as one likes."""
        meeting = queries.meeting(actor, id)
        services.rate(actor, meeting, **self.body)
        return self.told(actor, meeting)

    def told(self, actor: Actor, meeting: Any) -> HttpResponse:
        """Answer with the mean and how many rated."""
        found = queries.rated(actor, meeting)
        return self.json({"mean": found.mean, "count": found.count})


class MeetingReplies(MeetingView):
    """The answers to an invitation."""

    @operation(Capability.CHECK_IN, answer=serializers.ReplyRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List who comes and what they need: all to those who prepare the meeting, to others their own answer."""
        rows = queries.seen_replies(actor, queries.meeting(actor, id))
        return self.page(serializers.ReplyRow, rows, ("replied_at", "id"))

    @operation(Capability.CHECK_IN, body=serializers.RsvpReplyNew, answer=serializers.ReplyRow)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer an invitation and say what one needs to come; anew as often as one likes while it is ahead."""
        meeting = queries.meeting(actor, id)
        services.reply(actor, meeting, **self.body)
        return self.one(serializers.ReplyRow, queries.own_replies(actor, meeting))


class MeetingRsvpLinks(MeetingView):
    """Links to answer an invitation without an account."""

    @operation(Capability.RUN_CYCLES, answer=serializers.RsvpLinkRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the links of a meeting, newest first; never their secrets."""
        rows = queries.rsvp_links(actor).filter(meeting=queries.meeting(actor, id))
        return self.page(serializers.RsvpLinkRow, rows, ("-id",))

    @operation(
        Capability.RUN_CYCLES,
        body=serializers.RsvpLinkNew,
        answer=serializers.RsvpLinkOut,
        status=201,
        problems=(429,),
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Invite somebody by letter, or, without `to`, make a link whose address is answered, this once."""
        meeting = queries.meeting(actor, id)
        values, address = with_people(actor, self.body, "to"), ""
        if "to" in values:
            made = services.invite(actor, meeting, values.pop("to"), **values)
        else:
            made, secret = services.make_rsvp_link(actor, meeting)
            address = self.plain_request.build_absolute_uri(reverse("rsvp_link", args=[secret]))
        row = answers.one(serializers.RsvpLinkRow, queries.rsvp_links(actor).filter(pk=made.pk))
        return self.json({**row, "address": address}, 201)


class RsvpLink(InitiativeView):
    """One link."""

    tag = "meetings"

    @operation(Capability.RUN_CYCLES, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Revoke a link: it is dead at once. What was answered by it stays."""
        rows = queries.rsvp_links(actor).filter(public_id=id)
        services.revoke_rsvp_link(actor, self.locked(serializers.RsvpLinkRow, rows))
        return self.gone()
