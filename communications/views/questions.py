"""Questions put to everybody: one of them, putting and changing it, and telling what was heard."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.forms import voice as forms
from communications.queries import voice as queries
from communications.services import voice_form as services
from communications.views.base import CommunicationView, FormPage
from communications.views.voice import with_looks
from initiatives.kernel.access import Capability
from initiatives.section_pages import FormOfOne
from initiatives.web import Needs, paginate


class OneQuestion(CommunicationView):
    """A page about one question."""

    found: Any

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Look it up. Raises NotFound."""
        self.found = queries.question(self.actor, kwargs["public_id"])

    def here(self) -> str:
        """Return the question's own address."""
        return self.url("communications:question", self.found.public_id)

    def crumbs_of(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs down to the question, and below it."""
        board = (_("You said, we did"), self.url("communications:you_said"))
        return self.trail(board, (self.found.asks, self.here() if items else ""), *items)


class QuestionPage(OneQuestion):
    """One question: why it was asked, what was heard; for staff also the answers."""

    capability = Capability.VIEW
    template_name = "communications/question.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.prepare(public_id=public_id)
        reads = self.actor.may(Capability.REVIEW)
        page = None
        if reads:
            page = paginate(request, queries.feedback_matching(self.actor, question=public_id), 25)
        context = {
            "row": self.found,
            "open": queries.open_questions(self.actor).filter(pk=self.found.pk).exists(),
            "reads": reads,
            "page": page,
            "rows": with_looks(page.object_list) if page else [],
            "breadcrumbs": self.crumbs_of(),
        }
        return self.page(context)


class PutQuestion(FormPage):
    """Put a question to everybody."""

    capability: ClassVar[Needs | None] = Capability.REVIEW
    submit = gettext_lazy("Put the question")

    def form(self, data: Any = None) -> forms.QuestionForm:
        return forms.QuestionForm(None, data)

    def act(self, form: Any) -> Any:
        return services.put_question(self.actor, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("communications:question", result.public_id), _("It is put to everybody."))

    def told(self) -> Mapping[str, Any]:
        board = self.url("communications:you_said")
        notes = []
        if not queries.voice_form(self.actor).is_open:
            notes = [_("The form on the public page is closed: only you can write down answers.")]
        return {
            "title": _("Put a question to everybody"),
            "lead": _("It is answered on the public page, without an account."),
            "notes": notes,
            "back": board,
            "breadcrumbs": self.trail((_("You said, we did"), board), (_("Put a question"), "")),
        }


class QuestionFormPage(OneQuestion, FormOfOne, FormPage):
    """A form about one question."""

    capability: ClassVar[Needs | None] = Capability.REVIEW
    title: ClassVar[Any] = ""
    submit = gettext_lazy("Save")

    def allowed(self) -> bool:
        return True

    def refusal(self) -> str:
        return _("This question is closed.")

    def told(self) -> Mapping[str, Any]:
        return {
            "title": self.title,
            "lead": self.found.asks,
            "back": self.here(),
            "breadcrumbs": self.crumbs_of((self.title, "")),
        }


class ChangeQuestion(QuestionFormPage):
    """Change a question."""

    title = gettext_lazy("Change the question")

    def allowed(self) -> bool:
        return self.found.ended_at is None

    def form(self, data: Any = None) -> forms.QuestionForm:
        return forms.QuestionForm(self.found, data)

    def act(self, form: Any) -> Any:
        return services.change_question(self.actor, self.found, **form.values())


class TellHeard(QuestionFormPage):
    """Tell everybody what was heard."""

    title = gettext_lazy("Tell what you heard")
    submit = gettext_lazy("Tell everybody")

    def form(self, data: Any = None) -> forms.HeardForm:
        return forms.HeardForm(self.found, data)

    def act(self, form: Any) -> Any:
        return services.tell_heard(self.actor, self.found, **form.cleaned_data)


class EndQuestion(OneQuestion):
    """Close a question before its last day."""

    capability = {"POST": Capability.REVIEW}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.prepare(public_id=public_id)
        services.end_question(self.actor, self.found)
        return self.go(self.here(), _("It is closed."))
