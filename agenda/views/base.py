"""What the pages of the common agenda have in common."""

from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import CommonAgenda
from agenda.queries import agenda
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound
from initiatives.section_pages import SectionView, Tab
from initiatives.web import FormView, Needs


class AgendaView(SectionView):
    """A page under Common agenda."""

    section = "agenda"
    condition = "agenda"
    namespace = "agenda"
    section_name = gettext_lazy("Common agenda")

    @property
    def shapes(self) -> bool:
        """Whether the actor writes the agenda."""
        return self.actor.may(Capability.SHAPE_AGENDA)

    def version_name(self, version: CommonAgenda) -> str:
        """Return what a version is called in a trail."""
        return _("Version %d") % version.number

    def version_url(self, version: CommonAgenda) -> str:
        """Return the address of a version."""
        return self.url("agenda:version", version.number)

    def entries(self) -> list[Tab]:
        """Return the section's pages."""
        return [
            Tab("home", _("Agenda")),
            Tab("goals", _("Goals")),
            Tab("strategies", _("Strategies")),
            Tab("theory", _("Theory of change")),
            Tab("commitments", _("Commitments")),
            Tab("groups", _("Groups")),
            Tab("phases", _("Phases and readiness")),
        ]


class FormPage(FormView, AgendaView):
    """A page of the agenda with one form that asks for one verb."""

    template_name = "agenda/form.html"


class VersionForm(FormPage):
    """A form about one version."""

    capability: ClassVar[Needs | None] = Capability.SHAPE_AGENDA
    version: CommonAgenda

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.version = agenda(self.actor, kwargs["number"])

    def crumbs_of(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the version."""
        return self.trail((self.version_name(self.version), self.version_url(self.version)), *items)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.version_url(self.version))


def belongs(found: Any, version: CommonAgenda) -> Any:
    """Return a thing of the version. Raises NotFound for one of another version, or none."""
    if found is None or found.agenda_id != version.pk:
        raise NotFound
    return found
