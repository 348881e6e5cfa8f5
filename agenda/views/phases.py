"""Where the effort stands: its phases with their history, and the assessments that several people answer."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.forms.commitments import AnswersForm, EnterForm, OutcomeForm, PhaseForm, ScreenForm
from agenda.models import Assessment
from agenda.queries import (
    PhaseSaid,
    assessment,
    assessments,
    my_answers,
    phase_stays,
    phases,
    present_phase,
    results,
    round_before,
)
from agenda.screens import ITEMS
from agenda.services import answer, close_assessment, enter_phase, open_assessment, word_phase
from agenda.views.base import AgendaView, FormPage
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound


class Phases(AgendaView):
    """The five phases, where the effort is and has been, and the assessments."""

    capability = Capability.VIEW
    template_name = "agenda/phases.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        known = phases(self.actor)
        rounds = list(assessments(self.actor))
        context = {
            "phases": known,
            "present": next((phase for phase in known if phase.current), None),
            "stays": phase_stays(self.actor),
            "rounds": rounds,
            "open_rounds": [row for row in rounds if row.closed_on is None],
            "shapes": self.shapes,
            "tabs": self.tabs("phases"),
            "breadcrumbs": self.trail((_("Phases and readiness"), "")),
        }
        return self.page(context)


class PhaseForms(FormPage):
    """What the forms about a phase share."""

    capability = Capability.SHAPE_AGENDA
    submit = gettext_lazy("Save")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        found = next((one for one in phases(self.actor) if one.position == kwargs["position"]), None)
        if found is None:
            raise NotFound
        self.phase: PhaseSaid = found

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("agenda:phases"), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        return {
            "title": self.title(),
            "lead": self.lead(),
            "back": self.url("agenda:phases"),
            "breadcrumbs": self.trail(
                (_("Phases and readiness"), self.url("agenda:phases")), (self.title(), "")
            ),
        }

    @abstractmethod
    def title(self) -> str:
        """Return what the page is called."""

    def lead(self) -> str:
        """Return what it is for."""
        return ""


class WordPhase(PhaseForms):
    """Name a phase and its exit question anew."""

    def form(self, data: Any = None) -> PhaseForm:
        return PhaseForm(data, initial={"name": self.phase.name, "question": self.phase.question})

    def act(self, form: Any) -> Any:
        form.require_unchanged(f"phase:{self.phase.position}")
        return word_phase(self.actor, self.phase.position, **form.cleaned_data)

    def title(self) -> str:
        return _("Word the phase anew")


class EnterPhase(PhaseForms):
    """Enter a phase, forward or back."""

    submit = gettext_lazy("Enter this phase")

    def form(self, data: Any = None) -> EnterForm:
        present = present_phase(self.actor)
        back = present is not None and self.phase.position < present.position
        return EnterForm(present.question if present else "", back, data)

    def act(self, form: Any) -> Any:
        return enter_phase(self.actor, self.phase.position, **form.cleaned_data)

    def title(self) -> str:
        return _("Enter “%s”?") % self.phase.name

    def lead(self) -> str:
        return _("Efforts go back and forth; nothing is enforced. What convinced you stays on file.")


# --- assessments -------------------------------------------------------------------------------------------


class OpenAssessment(FormPage):
    """Open a round of an assessment."""

    capability = Capability.SHAPE_AGENDA
    submit = gettext_lazy("Open it")

    def form(self, data: Any = None) -> ScreenForm:
        return ScreenForm(data, initial={"screen": "suitability"})

    def act(self, form: Any) -> Assessment:
        return open_assessment(self.actor, **form.cleaned_data)

    def done(self, result: Assessment) -> HttpResponseBase:
        return self.go(
            self.url("agenda:answer", result.public_id), _("It is open: everybody here can answer.")
        )

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Open an assessment"),
            "lead": _(
                "Several people answer, each organisation has one voice. “Not yet” and “use a simpler form” are "
                "good answers."
            ),
            "back": self.url("agenda:phases"),
            "breadcrumbs": self.trail(
                (_("Phases and readiness"), self.url("agenda:phases")), (_("Open an assessment"), "")
            ),
        }


class AssessmentPage(AgendaView):
    """A round's results: mean, spread, don't-knows, and what was said."""

    capability = Capability.VIEW
    template_name = "agenda/assessment.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = assessment(self.actor, public_id)
        found = results(self.actor, row)
        mine = my_answers(self.actor, row)
        share = found.unknown_share
        former = round_before(self.actor, row)
        before = results(self.actor, former) if former is not None else None
        means = {one.item.number: one.mean for one in before.items} if before is not None else {}
        context = {
            "round": row,
            "found": found,
            "rows": [(one, means.get(one.item.number)) for one in found.items],
            "former": former,
            "before": before,
            "unknown": None if share is None else round(100 * share),
            "answered": len(mine),
            "of": len(ITEMS[row.screen]),
            "answers": row.closed_on is None and self.actor.may(Capability.TAKE_PART),
            "shapes": self.shapes,
            "breadcrumbs": self.trail(
                (_("Phases and readiness"), self.url("agenda:phases")), (row.get_screen_display(), "")
            ),
        }
        return self.page(context)


class AssessmentForms(FormPage):
    """What the forms about one round share."""

    submit = gettext_lazy("Save")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.round = assessment(self.actor, kwargs["public_id"])

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("agenda:assessment", self.round.public_id), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        here = self.url("agenda:assessment", self.round.public_id)
        return {
            "title": self.title(),
            "lead": self.lead(),
            "back": here,
            "breadcrumbs": self.trail(
                (_("Phases and readiness"), self.url("agenda:phases")),
                (self.round.get_screen_display(), here),
                (self.title(), ""),
            ),
        }

    @abstractmethod
    def title(self) -> str:
        """Return what the page is called."""

    @abstractmethod
    def lead(self) -> str:
        """Return what it is for."""


class AnswerAssessment(AssessmentForms):
    """Answer for one's organisation, or for oneself."""

    capability = Capability.TAKE_PART
    template_name = "agenda/answer.html"

    def form(self, data: Any = None) -> AnswersForm:
        return AnswersForm(ITEMS[self.round.screen], my_answers(self.actor, self.round), data)

    def act(self, form: Any) -> Any:
        return answer(self.actor, self.round, answers=form.values())

    def title(self) -> str:
        return str(self.round.get_screen_display())

    def lead(self) -> str:
        return _(
            "Answer what you can; “don't know” is an answer. Those of one organisation count as one voice."
        )


class CloseAssessment(AssessmentForms):
    """End a round with its outcome."""

    capability = Capability.SHAPE_AGENDA
    submit = gettext_lazy("End the round")

    def form(self, data: Any = None) -> OutcomeForm:
        return OutcomeForm(self.round.screen, data)

    def act(self, form: Any) -> Any:
        return close_assessment(self.actor, self.round, **form.cleaned_data)

    def title(self) -> str:
        return _("End the round")

    def lead(self) -> str:
        return _("Look at the results first. Whatever comes out, the reasons stay on file.")
