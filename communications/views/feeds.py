"""Meetings in people's calendars: one to take along, and the feed behind a person's address."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from activities.calendars import milestone_entries
from activities.views import asking
from communications.calendars import calendar_of, invitation_of
from communications.queries import meeting, meetings, meetings_of
from communications.views.base import CommunicationView
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import NotFound
from initiatives.queries import all_groups


class CalendarFeed(asking.CalendarFeed):
    """What concerns a person as a calendar: all milestones, and the meetings of their groups.

    With `?group=<id>` the meetings of that group alone.
    """

    def written(self, actor: Actor) -> bytes:
        wanted = self.request.GET.get("group", "")
        if not wanted:
            return calendar_of(meetings_of(actor), actor.initiative.name, milestone_entries(actor))
        try:
            group = all_groups(actor).filter(public_id=UUID(wanted)).first()
        except ValueError:
            group = None
        if group is None:
            raise NotFound
        name = _("%(initiative)s: %(group)s") % {"initiative": actor.initiative.name, "group": group.name}
        return calendar_of(meetings(actor).filter(group=group), name)


class MeetingFile(CommunicationView):
    """One meeting as a file that calendars take in."""

    capability = Capability.VIEW

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = meeting(self.actor, public_id)
        answer = HttpResponse(invitation_of(found), content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="meeting.ics"'
        return answer
