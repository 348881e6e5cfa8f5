"""The meetings of all groups: as a list and by month; planning one, planning a series."""

from calendar import Calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.forms.holding import MeetingFilter
from communications.forms.planning import PlanForm, ReasonForm, SeriesForm, UntilForm
from communications.models import MeetingSeries
from communications.queries import meetings, one_series, run_by, series
from communications.queries.rows import meetings_listed
from communications.services import (
    cancel_meeting,
    change_meeting,
    end_series,
    plan_ahead,
    plan_meeting,
    plan_series,
)
from communications.views.base import CommunicationView, FormPage, MeetingForm, with_looks
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.queries.groups import runs
from initiatives.web import Needs, SeeOther, errors_in, paginate

YEARS = range(1900, 2200)


class Meetings(CommunicationView):
    """The meetings of all groups, those still to come first; the series they belong to."""

    capability = Capability.VIEW
    template_name = "communications/meetings.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = MeetingFilter(self.actor, request.GET)
        asked = form.asked()
        page = paginate(request, meetings_listed(self.actor, **asked), 25)
        context = {
            "page": page,
            "rows": with_looks(list(page.object_list)),
            "form": form,
            "filtered": bool(asked),
            "series": series(self.actor),
            "plans": bool(run_by(self.actor)),
            "now": clock.now(),
            "tabs": self.tabs("meetings"),
            "breadcrumbs": self.trail((_("Meetings"), "")),
        }
        return self.page(context)


class Month(CommunicationView):
    """The meetings of a month, day by day."""

    capability = Capability.VIEW
    template_name = "communications/month.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        zone = ZoneInfo(self.actor.initiative.timezone)
        today = clock.today(self.actor.initiative.timezone)
        first = month_named(request.GET.get("month", "")) or today.replace(day=1)
        weeks = Calendar().monthdatescalendar(first.year, first.month)
        rows = meetings(self.actor).filter(
            starts_at__date__gte=weeks[0][0], starts_at__date__lte=weeks[-1][-1]
        )
        on_day: dict[date, list[Any]] = {}
        for row in with_looks(list(rows.order_by("starts_at", "id"))):
            on_day.setdefault(row.starts_at.astimezone(zone).date(), []).append(row)
        context = {
            "first": first,
            "weeks": [
                [
                    {
                        "day": day,
                        "inside": day.month == first.month,
                        "today": day == today,
                        "rows": on_day.get(day, []),
                    }
                    for day in week
                ]
                for week in weeks
            ],
            "count": sum(len(found) for day, found in on_day.items() if day.month == first.month),
            "before": (first - timedelta(days=1)).strftime("%Y-%m"),
            "after": (first + timedelta(days=31)).strftime("%Y-%m"),
            "tabs": self.tabs("meetings"),
            "breadcrumbs": self.trail(
                (_("Meetings"), self.url("communications:meetings")), (_("By month"), "")
            ),
        }
        return self.page(context)


def month_named(text: str) -> date | None:
    """Return the first day of a month written as 2026-09; None where none is written."""
    year, _dash, month = text.partition("-")
    if not (len(text) == 7 and year.isascii() and month.isascii() and year.isdigit() and month.isdigit()):
        return None
    if int(year) not in YEARS or not 1 <= int(month) <= 12:
        return None
    return date(int(year), int(month), 1)


class Planning(FormPage):
    """What the forms that plan share: only who plans for a group gets to see them."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    title: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        if self.request.method in ("GET", "HEAD") and not run_by(self.actor):
            message = _("The backbone and the group's co-chairs plan its meetings.")
            messages.warning(self.request, message)
            return SeeOther(self.url("communications:meetings"))
        return super().handle(**kwargs)

    def told(self) -> Mapping[str, Any]:
        back = self.url("communications:meetings")
        return {
            "title": self.title,
            "lead": self.lead,
            "back": back,
            "breadcrumbs": self.trail((_("Meetings"), back), (self.title, "")),
        }


class PlanMeeting(Planning):
    """Plan one meeting."""

    title = gettext_lazy("Plan a meeting")
    lead = gettext_lazy(
        "A group, a name and a time are enough. The agenda fills itself from the records afterwards."
    )
    submit = gettext_lazy("Plan it")

    def form(self, data: Any = None) -> PlanForm:
        wanted = self.request.GET.get("group", "")
        return PlanForm(self.actor, None, data, initial={"group": wanted})

    def act(self, form: Any) -> Any:
        return plan_meeting(self.actor, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        message = _("Planned. Now for its agenda.")
        return self.go(self.url("communications:meeting", result.public_id), message)


class PlanSeries(Planning):
    """Plan a group's meetings for months."""

    title = gettext_lazy("Plan a series of meetings")
    lead = gettext_lazy("Each can be moved or cancelled on its own later.")
    submit = gettext_lazy("Plan them")

    def form(self, data: Any = None) -> SeriesForm:
        return SeriesForm(self.actor, data)

    def act(self, form: Any) -> Any:
        return plan_series(self.actor, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("communications:series", result.public_id), _("Planned."))


class SeriesPage(CommunicationView):
    """One series: its meetings, planning further ahead, ending it."""

    capability = {"GET": Capability.VIEW, "POST": Capability.TAKE_PART}
    template_name = "communications/series.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        return self.show(one_series(self.actor, public_id), UntilForm())

    def show(self, found: MeetingSeries, form: UntilForm, status: int = 200) -> HttpResponseBase:
        """Draw the series."""
        page = paginate(self.request, meetings(self.actor).filter(series=found), 25)
        context = {
            "row": found,
            "page": page,
            "rows": with_looks(list(page.object_list)),
            "form": form,
            "runs": found.ended_on is None and runs(self.actor, found.group),
            "breadcrumbs": self.trail(
                (_("Meetings"), self.url("communications:meetings")), (found.title, "")
            ),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found, form = one_series(self.actor, public_id), UntilForm(request.POST)
        made: list[Any] = []
        if form.is_valid():
            with errors_in(form):
                made = plan_ahead(self.actor, found, **form.cleaned_data)
        if not form.is_valid():
            return self.show(found, form, 422)
        told = _("%d meetings were planned.") % len(made) if made else _("They were planned already.")
        return self.go(self.url("communications:series", public_id), told)


class EndSeries(FormPage):
    """End a series."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("End it")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.row = one_series(self.actor, kwargs["public_id"])

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        if self.request.method in ("GET", "HEAD"):
            self.prepare(**kwargs)
            if not runs(self.actor, self.row.group):
                message = _("The backbone and the group's co-chairs plan its meetings.")
                messages.warning(self.request, message)
                return SeeOther(self.url("communications:series", self.row.public_id))
        return super().handle(**kwargs)

    def form(self, data: Any = None) -> ReasonForm:
        return ReasonForm(data)

    def act(self, form: Any) -> Any:
        return end_series(self.actor, self.row, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        message = _("It has ended. What was still ahead is cancelled.")
        return self.go(self.url("communications:series", self.row.public_id), message)

    def told(self) -> Mapping[str, Any]:
        title, back = _("End the series?"), self.url("communications:series", self.row.public_id)
        return {
            "title": title,
            "lead": _(
                "Those of its meetings that are still ahead are cancelled; those held stay as they are."
            ),
            "back": back,
            "breadcrumbs": self.trail((self.row.title, back), (title, "")),
        }


class ChangeMeeting(MeetingForm):
    """Change a meeting."""

    title = gettext_lazy("Change the meeting")
    lead = gettext_lazy("Calendars that follow it move it by themselves.")
    submit = gettext_lazy("Save")

    def form(self, data: Any = None) -> PlanForm:
        initial = PlanForm.initial_of(self.found, self.actor.initiative.timezone)
        return PlanForm(self.actor, self.found, data, initial=initial)

    def act(self, form: Any) -> Any:
        return change_meeting(self.actor, self.found, **form.values())


class CancelMeeting(MeetingForm):
    """Cancel a meeting, saying why."""

    title = gettext_lazy("Cancel the meeting?")
    submit = gettext_lazy("Cancel the meeting")

    def form(self, data: Any = None) -> ReasonForm:
        return ReasonForm(data)

    def act(self, form: Any) -> Any:
        return cancel_meeting(self.actor, self.found, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.here(), _("It does not take place."))
