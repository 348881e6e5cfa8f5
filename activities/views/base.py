"""What the pages of mutually reinforcing activities have in common."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Activity
from activities.queries import activity, may_change
from activities.words import ActivityState, Health
from initiatives.section_pages import FormOfOne, SectionView, Tab
from initiatives.web import FormView

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


class ActivitiesView(SectionView):
    """A page under Activities."""

    section = "activities"
    condition = "activities"
    namespace = "activities"
    section_name = gettext_lazy("Activities")

    def entries(self) -> list[Tab]:
        """Return the section's pages; the drawings and tables of the whole share one entry."""
        return [
            Tab("home", _("List")),
            Tab("matrix", _("Views")),
            Tab("attention", _("Needs attention")),
            Tab("board", _("Offers and needs")),
            Tab("system_changes", _("Changes in the system")),
        ]

    def tabs(self, current: str) -> list[dict[str, Any]]:
        """Return the section's own navigation."""
        return super().tabs("matrix" if self.views(current) else current)

    def views(self, current: str) -> list[dict[str, Any]]:
        """Return the ways in which the whole is looked at; empty on a page that is none of them."""
        ways = [
            Tab("matrix", _("Matrix")),
            Tab("timeline", _("Timeline")),
            Tab("gaps", _("Gaps and overlaps")),
            Tab("network", _("Network")),
            Tab("where", _("Who does what where")),
            Tab("chains", _("To the goals")),
        ]
        return self.drawn(ways, current) if current in {way.key for way in ways} else []


class FormPage(FormView, ActivitiesView):
    """A page of the activities with one form that asks for one verb."""

    template_name = "initiatives/form.html"


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


class ActivityForm(OneActivity, FormOfOne, FormPage):
    """A form about one activity."""

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.find(kwargs["public_id"])

    def allowed(self) -> bool:
        """Whether the actor may send this form."""
        return may_change(self.actor, self.found)

    def refusal(self) -> str:
        """Say who may."""
        return _("The partners that do the work, the co-chairs of its group and the backbone can do this.")
