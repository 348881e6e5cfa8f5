"""Surveys: planning a round, answering it also by the link in a letter, reading what it showed."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.forms import surveys as forms
from communications.kinds.surveys import TYPES, survey_type
from communications.models import Survey
from communications.queries import surveys as queries
from communications.rounds import is_open
from communications.services import surveys as services
from communications.views.base import CommunicationView, FormPage, TitledForm
from communications.views.own import ByToken
from communications.words.surveys import Side, SurveyKind, SurveyState
from initiatives.kernel.access import Actor, Capability
from initiatives.web import Needs, SeeOther, errors_in, paginate

STATE_LOOKS = {
    SurveyState.PLANNED: ("early", "mute"),
    SurveyState.OPEN: ("on", "hue"),
    SurveyState.CLOSED: ("behind", "mute"),
    SurveyState.RELEASED: ("done", "good"),
}


def state_of(row: Survey) -> SurveyState:
    """Return how a round stands."""
    if row.released_at is not None:
        return SurveyState.RELEASED
    if row.closed_at is not None:
        return SurveyState.CLOSED
    return SurveyState.OPEN if row.opened_at is not None else SurveyState.PLANNED


def with_looks(rows: Any) -> list[Any]:
    """Return the rounds, each with how its state is shown, and what its kind is for."""
    found = list(rows)
    for row in found:
        row.state = state_of(row)
        row.shape, row.tone = STATE_LOOKS[row.state]
        row.type = survey_type(row.kind)
    return found


class OneSurvey(CommunicationView):
    """A page about one round."""

    found: Any

    def find(self, public_id: UUID) -> Any:
        """Look the round up. Raises NotFound."""
        [self.found] = with_looks([queries.survey(self.actor, public_id)])
        return self.found

    def here(self) -> str:
        """Return the round's own address."""
        return self.url("communications:survey", self.found.public_id)

    def crumbs_of(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs down to the round, and below it."""
        rounds = (_("Surveys"), self.url("communications:surveys"))
        return self.trail(rounds, (self.found.title, self.here() if items else ""), *items)


class Surveys(CommunicationView):
    """The rounds: those to answer, what the latest of each kind showed, those before."""

    capability = Capability.VIEW
    template_name = "communications/surveys.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = forms.SurveyFilter(request.GET)
        page = paginate(request, queries.surveys_matching(self.actor, **form.asked()))
        context = {
            "form": form,
            "filtered": bool(form.asked()),
            "page": page,
            "rows": with_looks(page.object_list),
            "to_answer": with_looks(queries.surveys_to_answer(self.actor)),
            "plans": self.actor.may(Capability.RUN_CYCLES),
            "tabs": self.tabs("surveys"),
            "breadcrumbs": self.trail((_("Surveys"), "")),
        }
        return self.page(context)


class SurveyPage(OneSurvey):
    """One round: while it is open how many have answered; then, to whom it is shared, what it showed."""

    capability = Capability.VIEW
    template_name = "communications/survey.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = self.find(public_id)
        reads = queries.may_read_results(self.actor, row)
        context: dict[str, Any] = {
            "row": row,
            "plans": self.actor.may(Capability.RUN_CYCLES),
            "turnout": queries.turnout(self.actor, row),
            "answers": row.asked_me and not row.answered_me and is_open(row),
            "reads": reads,
            "floor_people": queries.FEWEST_PEOPLE,
            "floor_voices": queries.FEWEST_VOICES,
            "breadcrumbs": self.crumbs_of(),
        }
        return self.page(context | (self.shown(row) if reads else {}))

    def shown(self, row: Survey) -> dict[str, Any]:
        """Return what the round showed: its themes with their statements, each with the rounds before it."""
        found = queries.results(self.actor, row)
        rounds = queries.readings_by_round(self.actor, row.kind, row)
        by_code = {one.statement.code: one for one in found.statements}
        themes = [
            (theme, [_shown(by_code[one.code], rounds) for one in survey_type(row.kind).under(theme)])
            for theme in survey_type(row.kind).themes
        ]
        sides = [side for side in Side if any(side in one.sides for one in found.statements)]
        rated = [
            (theme.name if len(rows) == 1 else f"“{row['statement'].text}”", row)
            for theme, rows in themes
            for row in rows
            if "at" in row
        ]
        return {
            "found": found,
            "themes": themes,
            "highest": max(rated, key=lambda one: one[1]["reading"].mean, default=None),
            "lowest": min(rated, key=lambda one: one[1]["reading"].mean, default=None),
            "before": rounds[-2][0] if len(rounds) > 1 else None,
            "rounds_n": len(rounds),
            "sides": sides,
            "by_side": [(one.statement, [one.sides.get(side) for side in sides]) for one in found.statements],
        }


def _shown(one: queries.StatementResult, rounds: Any) -> dict[str, Any]:
    """Return a statement's row: figures, the rounds before, and where mean and spread lie (0 to 100) from 1 to 5."""
    past = [readings[one.statement.code].mean for _row, readings in rounds]
    before = past[-2] if len(past) > 1 else None
    mean, spread = one.reading.mean, one.reading.spread
    row = {"statement": one.statement, "reading": one.reading, "past": past, "before": before}
    if mean is None or spread is None:
        return row
    low, high = max(mean - spread, Decimal(1)), min(mean + spread, Decimal(5))
    return row | {
        "change": mean - before if before is not None else None,
        "unknown": round(100 * (one.reading.unknown_share or 0)),
        "at": _place(mean),
        "from": _place(low),
        "width": max(_place(high) - _place(low), 1),
    }


def _place(rating: Decimal) -> int:
    return round((rating - 1) * 25)


class PlanSurvey(FormPage):
    """Plan a round."""

    capability: ClassVar[Needs | None] = Capability.RUN_CYCLES
    submit = gettext_lazy("Plan it")

    def form(self, data: Any = None) -> forms.PlanSurveyForm:
        kind = self.request.GET.get("kind", "")
        return forms.PlanSurveyForm(self.actor, kind if kind in TYPES else SurveyKind.PULSE, data)

    def act(self, form: Any) -> Any:
        return services.plan_survey(self.actor, **form.cleaned_data)

    def done(self, result: Survey) -> HttpResponseBase:
        said = _("It is open. Letters are on their way.") if result.opened_at else _("It opens on its day.")
        return self.go(self.url("communications:survey", result.public_id), said)

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Plan a survey"),
            "lead": _("A pulse twice a year and a review of the backbone once a year are usual."),
            "back": self.url("communications:surveys"),
            "breadcrumbs": self.trail(
                (_("Surveys"), self.url("communications:surveys")), (_("Plan a survey"), "")
            ),
            "aside_title": _("Answers are anonymous"),
            "aside": [
                _("Nobody, the backbone included, can tell who said what."),
                _("Until it closes it is kept that somebody answered, so that they are not reminded."),
                _("Nothing is shown of fewer than five people or three organisations."),
            ],
        }


class SurveyForm(OneSurvey, TitledForm, FormPage):
    """A form about one round."""

    capability: ClassVar[Needs | None] = Capability.RUN_CYCLES

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.find(kwargs["public_id"])

    def allowed(self) -> bool:
        """Whether the form makes sense as the round stands."""
        return self.found.closed_at is None

    def refusal(self) -> str:
        """Say why it does not."""
        return _("This survey is closed.")


class ChangeSurvey(SurveyForm):
    """Another title or another last day."""

    title = gettext_lazy("Change the survey")
    submit = gettext_lazy("Save")

    def form(self, data: Any = None) -> forms.ChangeSurveyForm:
        return forms.ChangeSurveyForm(self.found, data)

    def act(self, form: Any) -> Any:
        form.require_unchanged(f"survey:{self.found.public_id}")
        return services.change_survey(self.actor, self.found, **form.cleaned_data)


class ShareResults(SurveyForm):
    """Share what a round showed, with what follows from it."""

    title = gettext_lazy("Share the results")
    submit = gettext_lazy("Share with everybody")

    def allowed(self) -> bool:
        return self.found.closed_at is not None

    def refusal(self) -> str:
        return _("Close the survey first: until then nobody reads it.")

    def form(self, data: Any = None) -> forms.ShareResultsForm:
        return forms.ShareResultsForm(self.found, data)

    def act(self, form: Any) -> Any:
        form.require_unchanged(f"survey:{self.found.public_id}")
        return services.release_survey(self.actor, self.found, **form.cleaned_data)


class AnswerSurvey(SurveyForm):
    """Answer a round, once. Who may not is led back to the round, and told why."""

    capability: ClassVar[Needs | None] = Capability.CHECK_IN
    template_name = "communications/answer_survey.html"
    submit = gettext_lazy("Hand in my answers")

    def allowed(self) -> bool:
        return bool(self.found.asked_me and not self.found.answered_me and is_open(self.found))

    def refusal(self) -> str:
        return refusal(self.found)

    def form(self, data: Any = None) -> forms.AnswerSurveyForm:
        return forms.AnswerSurveyForm(self.found.type, data)

    def act(self, form: Any) -> Any:
        return services.answer_survey(self.actor, self.found, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.here(), _("Thank you. What you said is kept without your name."))

    def told(self) -> Mapping[str, Any]:
        return {
            **super().told(),
            "title": self.found.title,
            "lead": self.found.type.purpose,
            "kind": self.found.type,
        }


def refusal(row: Any) -> str:
    """Say why somebody cannot answer a round now."""
    if row.answered_me:
        return _("You have answered this survey. An anonymous answer cannot be changed.")
    if is_open(row):
        return _("You are not among those whom this survey asks.")
    return _("This survey is closed.")


class _SurveyMove(OneSurvey):
    """A button of a round: asks for one verb and leads back, also where it is refused."""

    capability: ClassVar[Needs | None] = {"POST": Capability.RUN_CYCLES}
    said: ClassVar[Any] = ""

    def post(self, request: HttpRequest, public_id: UUID, **kwargs: Any) -> HttpResponseBase:
        row = self.find(public_id)
        back = self.act(row, **kwargs) or self.here()
        return self.go(back, self.said)

    @abstractmethod
    def act(self, row: Survey, **kwargs: Any) -> str:
        """Do it; return where to go, empty for back to the round."""


class RemindOfSurvey(_SurveyMove):
    """Write once more to those who have not answered."""

    said = gettext_lazy("They are being written to.")

    def act(self, row: Survey, **kwargs: Any) -> str:
        services.remind_of_survey(self.actor, row)
        return ""


class CloseSurvey(_SurveyMove):
    """Close it before its day."""

    said = gettext_lazy("It is closed.")

    def act(self, row: Survey, **kwargs: Any) -> str:
        services.close_survey(self.actor, row)
        return ""


class CallOffSurvey(_SurveyMove):
    """Take back what was planned."""

    said = gettext_lazy("It is called off.")

    def act(self, row: Survey, **kwargs: Any) -> str:
        services.call_off_survey(self.actor, row)
        return self.url("communications:surveys")


class WithholdRemark(_SurveyMove):
    """Keep a remark from those below the backbone, or show it again."""

    said = gettext_lazy("Saved.")

    def act(self, row: Survey, **kwargs: Any) -> str:
        withheld = self.request.POST.get("withheld") != "no"
        services.withhold_remark(self.actor, row, kwargs["remark_id"], withheld=withheld)
        return f"{self.here()}#remarks"


class SurveyByLink(ByToken):
    """A round behind the link in a letter: reading it changes nothing, a button hands the answers in."""

    http_method_names = ["get", "head", "post"]
    template_name = "communications/linked_survey.html"

    @contextmanager
    def entered(self, token: str) -> Iterator[Actor]:
        with queries.entered_by_survey(token) as (actor, self.survey):
            yield actor

    def handle(self, request: HttpRequest, actor: Actor, token: str) -> HttpResponseBase:
        row: Any = self.survey
        kind = survey_type(row.kind)
        given = request.POST if request.method == "POST" else None
        form = forms.AnswerSurveyForm(kind, given)
        if given is not None and form.is_valid():
            with errors_in(form):
                services.answer_survey(actor, row, **form.values())
            if form.is_valid():
                return SeeOther(reverse("linked_survey", args=[token]))
        open_to = row.asked_me and not row.answered_me and is_open(row)
        context = {
            "form": form,
            "survey": row,
            "kind": kind,
            "open_to": open_to,
            "why": "" if open_to else refusal(row),
        }
        return self.draw(request, actor, context, 200 if given is None else 422)
