"""What the pages about the backbone itself have in common."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.queries.roles import Evidence
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.section_pages import SectionView, Tab
from initiatives.web import Needs


class BackboneView(SectionView):
    """A page under Backbone, open to everybody in the initiative unless it says otherwise."""

    section = "backbone"
    condition = "backbone"
    namespace = "backbone"
    section_name = gettext_lazy("Backbone")
    capability: ClassVar[Needs | None] = Capability.VIEW

    @property
    def today(self) -> Any:
        """The calendar day in the initiative's time zone."""
        return clock.today(self.actor.initiative.timezone)

    def trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs from the initiative over the six roles to here."""
        return self.crumbs((self.section_name, self.url("backbone:roles") if items else ""), *items)

    def evidence(self, where: Evidence) -> str:
        """Return the address of what something rests on; empty where the actor may not open it."""
        if not self.actor.may(where.needs):
            return ""
        return self.url(where.page, *where.args) + where.query

    def entries(self) -> list[Tab]:
        """Return the pages about the backbone and the year, and how all stand; the risks for the staff alone."""
        found = [Tab("roles", _("Six roles")), Tab("roster", _("Staff")), Tab("calendar", _("Calendar"))]
        if self.actor.may(Capability.VIEW_EVENTS):
            found += [Tab("health", _("Conditions")), Tab("principles", _("Principles"))]
        if self.actor.may(Capability.VIEW_RELATIONS):
            found.append(Tab("onboardings", _("Settling in")))
        if self.actor.is_staff:
            found += [Tab("risks", _("Risks")), Tab("routines", _("By itself"))]
        return found
