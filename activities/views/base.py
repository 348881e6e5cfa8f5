"""What the pages of mutually reinforcing activities have in common."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from activities.models import Activity
from activities.queries import activity, may_change
from activities.words import ActivityState, Health
from initiatives.web import FormView, PageView, SeeOther

STATE_LOOKS = {
    ActivityState.PROPOSED: ("early", "mute"),
    ActivityState.AGREED: ("sent", "hue"),
    ActivityState.UNDER_WAY: ("on", "good"),
    ActivityState.AT_RISK: ("behind", "warn"),
    ActivityState.BLOCKED: ("off", "bad"),
    ActivityState.DONE: ("done", "good"),
    ActivityState.STOPPED: ("nodata", "mute"),
}
HEALTH_LOOKS = {
    Health.ON_TRACK: ("on", "good"),
    Health.AT_RISK: ("behind", "warn"),
    Health.OFF_TRACK: ("off", "bad"),
    Health.UNKNOWN: ("stale", "mute"),
}


def with_looks(rows: list[Activity]) -> list[Activity]:
    """Return the activities, each with `lead`, `others` (how many more partners) and how state and health are shown."""
    for row in rows:
        found: Any = row
        found.lead = next((one.partner for one in found.parts if one.part == "lead"), None)
        found.others = len({one.partner_id for one in found.parts}) - (found.lead is not None)
        found.state_shape, found.state_tone = STATE_LOOKS[ActivityState(row.state)]
        if found.health:
            found.health_label = Health(found.health).label
            found.health_shape, found.health_tone = HEALTH_LOOKS[Health(found.health)]
    return rows


class ActivitiesView(PageView):
    """A page under Activities."""

    section = "activities"
    condition = "activities"

    def trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the section."""
        return self.crumbs((_("Activities"), self.url("activities:home") if items else ""), *items)

    def tabs(self, current: str) -> list[dict[str, Any]]:
        """Return the section's own navigation; the drawings and tables of the whole share one entry."""
        entries = [
            ("home", _("List")),
            ("matrix", _("Views")),
            ("attention", _("Needs attention")),
            ("board", _("Offers and needs")),
            ("system_changes", _("Changes in the system")),
        ]
        return self._entries(entries, "matrix" if current in dict(self._views()) else current)

    def views(self, current: str) -> list[dict[str, Any]]:
        """Return the ways in which the whole is looked at; empty on a page that is none of them."""
        entries = self._views()
        return self._entries(entries, current) if current in dict(entries) else []

    def _views(self) -> list[tuple[str, str]]:
        return [
            ("matrix", _("Matrix")),
            ("timeline", _("Timeline")),
            ("gaps", _("Gaps and overlaps")),
            ("network", _("Network")),
            ("where", _("Who does what where")),
            ("chains", _("To the goals")),
        ]

    def _entries(self, entries: list[tuple[str, str]], current: str) -> list[dict[str, Any]]:
        return [
            {"label": label, "url": self.url(f"activities:{key}"), "current": key == current, "count": ""}
            for key, label in entries
        ]


class FormPage(FormView, ActivitiesView):
    """A page of the activities with one form that asks for one verb."""

    template_name = "activities/form.html"


class OneActivity(ActivitiesView):
    """A page about one activity."""

    found: Activity

    def find(self, public_id: UUID) -> Activity:
        """Look the activity up. Raises NotFound."""
        [self.found] = with_looks([activity(self.actor, public_id)])
        return self.found

    def here(self) -> str:
        """Return the activity's own address."""
        return self.url("activities:activity", self.found.public_id)

    def crumbs_of(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs down to the activity, and below it."""
        return self.trail((self.found.title, self.here() if items else ""), *items)


class ActivityForm(FormPage, OneActivity):
    """A form about one activity. Who may not change it is led back to its page, and told why."""

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.find(kwargs["public_id"])

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        if self.request.method in ("GET", "HEAD"):
            self.prepare(**kwargs)
            if not self.allowed():
                messages.warning(self.request, self.refusal())
                return SeeOther(self.here())
        return super().handle(**kwargs)

    def allowed(self) -> bool:
        """Whether the actor may send this form."""
        return may_change(self.actor, self.found)

    def refusal(self) -> str:
        """Say who may."""
        return _("The partners that do the work, the co-chairs of its group and the backbone can do this.")

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.here(), _("Saved."))
