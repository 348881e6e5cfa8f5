"""Consultations: who was heard, what they said, and what was changed because of it."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.forms.consent import ConsultationForm, ThemeAnswerForm, ThemeForm
from agenda.queries import agenda, consultation, consultations
from agenda.services import add_theme, answer_theme, change_consultation, hold_consultation
from agenda.views.base import AgendaView, FormPage, VersionForm
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound


class Consultations(AgendaView):
    """The rounds on a version, each with its themes and what came of them."""

    capability = Capability.VIEW
    template_name = "agenda/consultations.html"

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        version = agenda(self.actor, number)
        rows = list(consultations(self.actor).filter(agenda=version))
        for row in rows:
            row.people = sum(one["n"] for one in row.participants)  # type: ignore[attr-defined]
        themes = [theme for row in rows for theme in row.answered]  # type: ignore[attr-defined]
        context = {
            "version": version,
            "rows": rows,
            "themes": len(themes),
            "changed": sum(theme.changed for theme in themes),
            "waiting": sum(not theme.response for theme in themes),
            "shapes": self.shapes and version.state != "superseded",
            "breadcrumbs": self.trail(
                (self.version_name(version), self.version_url(version)), (_("Consultation"), "")
            ),
        }
        return self.page(context)


class HoldConsultation(VersionForm):
    """Record a round of consultation."""

    submit = gettext_lazy("Save")

    def form(self, data: Any = None) -> ConsultationForm:
        today = clock.today(self.actor.initiative.timezone)
        return ConsultationForm(data, initial={"starts_on": today})

    def act(self, form: Any) -> Any:
        return hold_consultation(self.actor, self.version, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("agenda:consultations", self.version.number))

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Record a consultation"),
            "lead": _("Who was heard on version %d, how and when. What they said comes next.")
            % self.version.number,
            "back": self.url("agenda:consultations", self.version.number),
            "breadcrumbs": self.crumbs_of((_("Record a consultation"), "")),
        }


class ConsultationForms(FormPage):
    """What the pages of one consultation share."""

    capability = Capability.SHAPE_AGENDA
    submit = gettext_lazy("Save")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.row = consultation(self.actor, kwargs["public_id"])

    @property
    def board(self) -> str:
        """The address of the rounds on the version."""
        return self.url("agenda:consultations", self.row.agenda.number)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.board)

    def told(self) -> Mapping[str, Any]:
        version = self.row.agenda
        return {
            "title": self.title(),
            "lead": self.row.audience,
            "back": self.board,
            "breadcrumbs": self.trail(
                (self.version_name(version), self.version_url(version)),
                (_("Consultation"), self.board),
                (self.title(), ""),
            ),
        }

    @abstractmethod
    def title(self) -> str:
        """Return what the page is called."""


class ChangeConsultation(ConsultationForms):
    """Change what is known of a round."""

    def form(self, data: Any = None) -> ConsultationForm:
        return ConsultationForm(data, initial=ConsultationForm.initial_of(self.row))

    def act(self, form: Any) -> Any:
        return change_consultation(self.actor, self.row, **form.cleaned_data)

    def title(self) -> str:
        return _("Change the consultation")


class AddTheme(ConsultationForms):
    """Add what people said."""

    def form(self, data: Any = None) -> ThemeForm:
        return ThemeForm(data)

    def act(self, form: Any) -> Any:
        return add_theme(self.actor, self.row, **form.cleaned_data)

    def title(self) -> str:
        return _("Add what people said")


class AnswerTheme(ConsultationForms):
    """Say what was changed because of a theme, or why nothing was."""

    def prepare(self, public_id: UUID, theme: UUID, **kwargs: Any) -> None:
        super().prepare(public_id=public_id)
        rows = self.row.answered  # type: ignore[attr-defined]
        found = next((row for row in rows if row.public_id == theme), None)
        if found is None:
            raise NotFound
        self.theme = found

    def form(self, data: Any = None) -> ThemeAnswerForm:
        changed = "no" if self.theme.response and not self.theme.changed else "yes"
        return ThemeAnswerForm(data, initial={"response": self.theme.response, "changed": changed})

    def act(self, form: Any) -> Any:
        return answer_theme(self.actor, self.theme, **form.cleaned_data)

    def told(self) -> Mapping[str, Any]:
        return {**super().told(), "quote": self.theme.text}

    def title(self) -> str:
        return _("Answer what people said")
