"""What people told the initiative: “You said, we did” for everybody, the queue of those who read and answer it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.forms import voice as forms
from communications.queries import voice as queries
from communications.services import voice as services
from communications.services.voice_form import set_voice_form
from communications.views.base import CommunicationView, FormPage
from communications.words.voice import MOVES, OUTCOME_LOOKS, VoiceOutcome, VoiceState
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.section_pages import FormOfOne
from initiatives.web import Needs, paginate

STATE_LOOKS = {
    VoiceState.RECEIVED: ("early", "warn"),
    VoiceState.ACKNOWLEDGED: ("sent", "mute"),
    VoiceState.CONSIDERED: ("behind", "hue"),
    VoiceState.ANSWERED: ("on", "good"),
    VoiceState.CLOSED: ("done", "mute"),
}


def with_looks(rows: Any) -> list[Any]:
    """Return what people said, each with how its state and what came of it are shown."""
    found = list(rows)
    for row in found:
        row.shape, row.tone = STATE_LOOKS[VoiceState(row.state)]
        if row.outcome:
            row.outcome_shape, row.outcome_tone = OUTCOME_LOOKS[VoiceOutcome(row.outcome)]
    return found


class YouSaid(CommunicationView):
    """What people told us and what came of it, and what we ask everybody."""

    capability = Capability.VIEW
    template_name = "communications/you_said.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        page = paginate(request, queries.you_said(self.actor), 20)
        today = clock.today(self.actor.initiative.timezone)
        reads = self.actor.may(Capability.REVIEW)
        context = {
            "page": page,
            "rows": with_looks(page.object_list),
            "figures": queries.voice_figures(self.actor, date(today.year, 1, 1), today),
            "year": today.year,
            "questions": list(queries.questions(self.actor)[:10]),
            "open": {row.pk for row in queries.open_questions(self.actor)},
            "reads": reads,
            "waiting": queries.feedback_matching(self.actor, state="waiting").count() if reads else 0,
            "voice": queries.voice_form(self.actor),
            "opens": self.actor.may(Capability.MANAGE_SETTINGS),
            "tabs": self.tabs("you_said"),
            "breadcrumbs": self.trail((_("You said, we did"), "")),
        }
        return self.page(context)


class Feedback(CommunicationView):
    """What people said, for those who read and answer it."""

    capability = Capability.REVIEW
    template_name = "communications/feedback.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        concerns = queries.reads_concerns(self.actor)
        form = forms.FeedbackFilter(self.actor, concerns, request.GET)
        asked = form.asked()
        page = paginate(request, queries.feedback_matching(self.actor, **asked), 25)
        context = {
            "page": page,
            "rows": with_looks(page.object_list),
            "form": form,
            "filtered": bool(asked),
            "overdue": set(queries.overdue_feedback(self.actor).values_list("pk", flat=True)),
            "voice": queries.voice_form(self.actor),
            "opens": self.actor.may(Capability.MANAGE_SETTINGS),
            "tabs": self.tabs("you_said"),
            "breadcrumbs": self.trail(*self.above(), (_("What people said"), "")),
        }
        return self.page(context)

    def above(self) -> list[tuple[Any, str]]:
        """Return the page above."""
        return [(_("You said, we did"), self.url("communications:you_said"))]


class OneSaid(CommunicationView):
    """A page about one thing that was said."""

    found: Any

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Look it up. Raises NotFound."""
        [self.found] = with_looks([queries.feedback_item(self.actor, kwargs["public_id"])])

    def here(self) -> str:
        """Return its own address."""
        return self.url("communications:said", self.found.public_id)

    def crumbs_of(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs down to it, and below it."""
        queue = (_("What people said"), self.url("communications:feedback"))
        return self.trail(queue, (_("What was said"), self.here() if items else ""), *items)


class Said(OneSaid):
    """One thing that was said: how far it has come, and what can be done with it."""

    capability = Capability.REVIEW
    template_name = "communications/said.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.prepare(public_id=public_id)
        row = self.found
        moves = MOVES[row.state]
        context = {
            "row": row,
            "contact": queries.contact_of(self.actor, row),
            "may_acknowledge": VoiceState.ACKNOWLEDGED in moves,
            "may_consider": VoiceState.CONSIDERED in moves,
            "may_answer": VoiceState.ANSWERED in moves,
            "may_close": VoiceState.CLOSED in moves,
            "may_show": bool(row.answer) and not row.concern and not row.set_aside,
            "leads": queries.reads_concerns(self.actor),
            "breadcrumbs": self.crumbs_of(),
        }
        return self.page(context)


class MoveSaid(OneSaid):
    """It was read and acknowledged, or is being considered."""

    capability = {"POST": Capability.REVIEW}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.prepare(public_id=public_id)
        services.move_feedback(self.actor, self.found, state=request.POST.get("state", ""))
        return self.go(self.here(), _("Kept."))


class HideSaid(OneSaid):
    """Take it from what everybody reads."""

    capability = {"POST": Capability.REVIEW}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.prepare(public_id=public_id)
        services.hide_feedback(self.actor, self.found)
        return self.go(self.here(), _("Nobody reads it any more but you."))


class SaidForm(OneSaid, FormOfOne, FormPage):
    """A form about one thing that was said."""

    capability: ClassVar[Needs | None] = Capability.REVIEW
    title: ClassVar[Any] = ""
    submit = gettext_lazy("Save")

    def allowed(self) -> bool:
        return self.found.state != VoiceState.CLOSED

    def refusal(self) -> str:
        return _("It has come further already.")

    def told(self) -> Mapping[str, Any]:
        return {
            "title": self.title,
            "quote": self.found.said,
            "back": self.here(),
            "breadcrumbs": self.crumbs_of((self.title, "")),
        }


class SortSaid(SaidForm):
    """What it is about, and where."""

    title = gettext_lazy("What is it about?")

    def allowed(self) -> bool:
        return True

    def form(self, data: Any = None) -> forms.SortForm:
        return forms.SortForm(self.actor, self.found, data)

    def act(self, form: Any) -> Any:
        return services.sort_feedback(self.actor, self.found, **form.placed())


class AnswerSaid(SaidForm):
    """Answer it."""

    title = gettext_lazy("Answer what was said")

    def form(self, data: Any = None) -> forms.AnswerForm:
        return forms.AnswerForm(self.found, data)

    def act(self, form: Any) -> Any:
        form.require_unchanged(f"feedback:{self.found.public_id}")
        return services.answer_feedback(self.actor, self.found, **form.cleaned_data)


class ShowSaid(SaidForm):
    """Show it to everybody, with its answer."""

    title = gettext_lazy("Show it with its answer")
    submit = gettext_lazy("Show it to everybody")

    def allowed(self) -> bool:
        return bool(self.found.answer) and not self.found.concern and not self.found.set_aside

    def refusal(self) -> str:
        return _("It is shown with its answer. A concern is never shown, nor what was set aside.")

    def form(self, data: Any = None) -> forms.ShowForm:
        return forms.ShowForm(self.found, data)

    def act(self, form: Any) -> Any:
        return services.show_feedback(self.actor, self.found, **form.cleaned_data)


class RaiseConcern(SaidForm):
    """Somebody may be in danger."""

    title = gettext_lazy("Somebody may be in danger")
    submit = gettext_lazy("Hand it to the lead")

    def allowed(self) -> bool:
        return not self.found.concern

    def refusal(self) -> str:
        return _("It is marked as a concern already.")

    def form(self, data: Any = None) -> forms.ConcernForm:
        return forms.ConcernForm(data)

    def act(self, form: Any) -> Any:
        return services.raise_concern(self.actor, self.found, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("communications:feedback"), _("It is with the lead, and with nobody else."))


class EndConcern(SaidForm):
    """A concern was looked into. For the lead alone: nobody else finds it."""

    title = gettext_lazy("What was done about the concern")

    def allowed(self) -> bool:
        return bool(self.found.concern)

    def refusal(self) -> str:
        return _("It is not marked as a concern.")

    def form(self, data: Any = None) -> forms.EndConcernForm:
        return forms.EndConcernForm(data)

    def act(self, form: Any) -> Any:
        return services.end_concern(self.actor, self.found, **form.cleaned_data)


class CloseSaid(SaidForm):
    """Close it; how to answer whoever said it is forgotten."""

    title = gettext_lazy("Close it")
    submit = gettext_lazy("Close it")

    def form(self, data: Any = None) -> forms.CloseForm:
        return forms.CloseForm(data)

    def act(self, form: Any) -> Any:
        return services.close_feedback(self.actor, self.found, **form.cleaned_data)


class NoteSaid(FormPage):
    """Write down what somebody said elsewhere."""

    capability: ClassVar[Needs | None] = Capability.REVIEW
    submit = gettext_lazy("Keep it")

    def form(self, data: Any = None) -> forms.NoteForm:
        return forms.NoteForm(self.actor, data)

    def act(self, form: Any) -> Any:
        return services.note_feedback(self.actor, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("communications:said", result.public_id), _("Kept."))

    def told(self) -> Mapping[str, Any]:
        queue = self.url("communications:feedback")
        return {
            "title": _("Write down what somebody said"),
            "lead": _("At a meeting, in a talk, on the phone: it is answered like the rest."),
            "back": queue,
            "breadcrumbs": self.trail((_("What people said"), queue), (_("Write it down"), "")),
        }


class VoiceSettings(FormPage):
    """Whether everybody may tell us something, and whom to turn to where somebody may be in danger."""

    capability: ClassVar[Needs | None] = Capability.MANAGE_SETTINGS
    submit = gettext_lazy("Save")

    def form(self, data: Any = None) -> forms.VoiceFormForm:
        return forms.VoiceFormForm(queries.voice_form(self.actor), data)

    def act(self, form: Any) -> Any:
        return set_voice_form(self.actor, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("communications:feedback"), _("Kept."))

    def told(self) -> Mapping[str, Any]:
        queue = self.url("communications:feedback")
        return {
            "title": _("The form on the public page"),
            "lead": _("It stands there while the public page is open."),
            "back": queue,
            "breadcrumbs": self.trail((_("What people said"), queue), (_("The form"), "")),
            "aside_title": _("What stands beside it"),
            "aside": [
                _("That it is not for emergencies, and whom to turn to where somebody may be in danger."),
                _("That nobody reads it but you, and that a name is not needed."),
            ],
        }
