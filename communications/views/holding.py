"""Points of an agenda, and what is taken down at them: notes, tasks, asks, who is there, what it was worth."""

from abc import abstractmethod
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.queries.versions import token_of
from communications import services
from communications.forms.holding import AttendanceForm, NotedAskForm, RatingForm, TaskForm
from communications.forms.planning import ItemForm, ReadingForm
from communications.models import AgendaItem
from communications.queries import attendance, invited, item, items, may_write, took_part
from communications.views.base import MeetingForm, OneMeeting
from communications.views.meeting import MeetingPage
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError, Stale
from initiatives.web import errors_in


class AddItem(MeetingForm):
    """Put a point on the agenda."""

    title = gettext_lazy("Put a point on the agenda")
    submit = gettext_lazy("Put it on")

    def form(self, data: Any = None) -> ItemForm:
        return ItemForm(self.actor, self.found, data, initial=ItemForm.initial_of(None))

    def act(self, form: Any) -> Any:
        return services.add_item(self.actor, self.found, **form.values())


class ChangeItem(MeetingForm):
    """Change a point of the agenda, or take it off."""

    title = gettext_lazy("Change the point")
    submit = gettext_lazy("Save")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.point = item(self.actor, kwargs["public_id"])
        self.find(self.point.meeting.public_id)

    def form(self, data: Any = None) -> ItemForm:
        return ItemForm(self.actor, self.found, data, initial=ItemForm.initial_of(self.point))

    def act(self, form: Any) -> Any:
        return services.change_item(self.actor, self.point, **form.values())

    def told(self) -> dict[str, Any]:
        return {
            **super().told(),
            "remove": self.url("communications:remove_item", self.point.public_id),
            "remove_words": _("Take it off the agenda"),
            "remove_question": _("Take this point off the agenda?"),
        }


class OnePoint(OneMeeting):
    """One button on a point of an agenda."""

    capability = {"POST": Capability.TAKE_PART}

    def point(self, public_id: UUID) -> AgendaItem:
        """Look the point and its meeting up. Raises NotFound."""
        found = item(self.actor, public_id)
        self.find(found.meeting.public_id)
        return found


class RemoveItem(OnePoint):
    """Take a point off the agenda."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        services.remove_item(self.actor, self.point(public_id))
        return self.go(self.here(), _("It is off the agenda."))


class PlaceItem(OnePoint):
    """Move a point one place up or down; at the end of the list it stays."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        point = self.point(public_id)
        rows = items(self.actor, self.found)
        step = 1 if request.POST.get("to") == "down" else -1
        position = [row.pk for row in rows].index(point.pk) + 1 + step
        services.place_item(self.actor, point, position=min(max(position, 1), len(rows)))
        return self.go(f"{self.here()}#p-{point.public_id}")


class BeginItem(OnePoint):
    """Come to a point."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        point = self.point(public_id)
        services.begin_item(self.actor, point)
        return self.go(f"{self.here()}#p-{point.public_id}")


class AtPoint(MeetingPage):
    """Something is written at a point: on the meeting's own page, which also shows what was refused."""

    capability: ClassVar[Any] = {"POST": Capability.TAKE_PART}
    http_method_names = ["post"]
    point: AgendaItem

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.point = item(self.actor, public_id)
        self.find(self.point.meeting.public_id)
        return self.take()

    def at(self, points: list[AgendaItem]) -> AgendaItem | None:
        return next((point for point in points if point.pk == self.point.pk), None)

    def back(self, message: Any) -> HttpResponseBase:
        """Go back to the point."""
        key = self.point.public_id
        return self.go(f"{self.here()}?at={key}#p-{key}", message)

    @abstractmethod
    def take(self) -> HttpResponseBase:
        """Write it down."""


class GiveReading(AtPoint):
    """Give a point something to read before, where the agenda is prepared."""

    refused: ReadingForm | None = None

    def reading(self, point: AgendaItem) -> ReadingForm | None:
        return self.refused if point.pk == self.point.pk else super().reading(point)

    def take(self) -> HttpResponseBase:
        form = ReadingForm(self.point, self.request.POST)
        if form.is_valid():
            # What was left empty says nothing: a colleague may have given it since the page was drawn.
            given = {name: value for name, value in form.cleaned_data.items() if value}
            with errors_in(form):
                services.change_item(self.actor, self.point, **given)
            if form.is_valid():
                return self.go(f"{self.here()}#p-{self.point.public_id}", _("It is there to be read before."))
        self.refused = form
        return self.show(status=422)


class WriteNotes(AtPoint):
    """Save what was said. It saves by itself; where two write at once, both texts are shown."""

    def take(self) -> HttpResponseBase:
        text, token = self.request.POST.get("notes", ""), self.request.POST.get("notes.token")
        auto = self.request.headers.get("X-Autosave") == "1"
        try:
            saved = services.write_notes(self.actor, self.point, text, token=token)
        except Stale as error:
            if auto:
                return JsonResponse({"code": "stale"}, status=error.status)
            theirs = self.point.notes
            self.point.notes = theirs
            return self.show(error.status, typed=text, theirs=theirs)
        except DomainError as error:
            if auto:
                return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
            return self.show(error.status, typed=text, problem=error.message)
        if auto:
            told = {"at": time_format(localtime(clock.now()), "H:i")}
            return JsonResponse({**told, "tokens": {"notes.token": token_of(saved.notes)}})
        return self.back(_("Saved."))


class TakeTask(AtPoint):
    """Take down a task in place."""

    def take(self) -> HttpResponseBase:
        form = TaskForm(self.actor, self.found, self.request.POST)
        if form.is_valid():
            with errors_in(form):
                services.note_action(self.actor, self.found, **form.values())
        if form.is_valid():
            return self.back(_("Taken down. It is on its owner’s list."))
        return self.show(422, task=form)


class TakeAsk(AtPoint):
    """Take down an ask in place."""

    def take(self) -> HttpResponseBase:
        form = NotedAskForm(self.actor, self.found, self.request.POST)
        if form.is_valid():
            with errors_in(form):
                services.note_ask(self.actor, self.found, item=self.point, **form.values())
        if form.is_valid():
            return self.back(_("Taken down. It goes to the group when the meeting ends."))
        return self.show(422, ask=form)


class NoteAttendance(MeetingForm):
    """Who is there, and for whom."""

    template_name = "communications/attendance.html"
    title = gettext_lazy("Who is here?")
    lead = gettext_lazy(
        "Those of the group, and whoever came besides. Note it again as often as people come and go."
    )
    submit = gettext_lazy("Save")

    def allowed(self) -> bool:
        return may_write(self.actor, self.found)

    def refusal(self) -> str:
        return _("Whoever leads the meeting and its note taker write the minutes.")

    def form(self, data: Any = None) -> AttendanceForm:
        expected = [(seat.membership, seat.co_chair) for seat in invited(self.actor, self.found)]
        return AttendanceForm(self.actor, expected, attendance(self.actor, self.found), data)

    def act(self, form: Any) -> Any:
        return services.note_attendance(self.actor, self.found, form.values())


class Rate(MeetingForm):
    """Say what a meeting was worth."""

    title = gettext_lazy("What was it worth?")
    submit = gettext_lazy("Say so")

    def allowed(self) -> bool:
        return took_part(self.actor, self.found)

    def refusal(self) -> str:
        return _("Those who were there rate a meeting.")

    def form(self, data: Any = None) -> RatingForm:
        return RatingForm(data)

    def act(self, form: Any) -> Any:
        return services.rate(self.actor, self.found, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.here(), _("Thank you."))
