"""The library of lessons, and looks back after an action."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.forms import lessons as forms
from communications.queries import lessons as queries
from communications.services import lessons as services
from communications.views.base import CommunicationView, FormPage, TitledForm
from communications.words.lessons import Confidence
from initiatives.kernel.access import Actor, Capability
from initiatives.web import Needs, paginate

CONFIDENCE_LOOKS = {
    Confidence.LOW: ("early", "mute"),
    Confidence.MEDIUM: ("behind", "hue"),
    Confidence.HIGH: ("on", "good"),
}
LATEST = 6


def with_looks(actor: Actor, rows: Any) -> list[Any]:
    """Return the lessons, each with `whose` (as far as the actor is told) and how its confidence is shown."""
    found = list(rows)
    for row in found:
        row.whose = queries.told_partner(actor, row)
        row.shape, row.tone = CONFIDENCE_LOOKS[Confidence(row.confidence)]
    return found


class OneLesson(CommunicationView):
    """A page about one lesson."""

    found: Any

    def find(self, public_id: UUID) -> Any:
        """Look the lesson up. Raises NotFound."""
        [self.found] = with_looks(self.actor, [queries.lesson(self.actor, public_id)])
        return self.found

    def here(self) -> str:
        """Return the lesson's own address."""
        return self.url("communications:lesson", self.found.public_id)

    def crumbs_of(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs down to the lesson, and below it."""
        library = (_("Lessons"), self.url("communications:lessons"))
        return self.trail(library, (self.found.claim, self.here() if items else ""), *items)


class Lessons(CommunicationView):
    """What was learned, found by its words."""

    capability = Capability.VIEW
    template_name = "communications/lessons.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = forms.LessonFilter(request.GET)
        page = paginate(request, queries.lessons_matching(self.actor, **form.wanted()))
        context = {
            "page": page,
            "rows": with_looks(self.actor, page.object_list),
            "reviews": list(queries.after_action_reviews(self.actor)[:LATEST]),
            "form": form,
            "filtered": bool(form.asked()),
            "tabs": self.tabs("lessons"),
            "breadcrumbs": self.trail((_("Lessons"), "")),
        }
        return self.page(context)


class LessonPage(OneLesson):
    """One lesson: what was learned, how sure we are, where it was applied."""

    capability = Capability.VIEW
    template_name = "communications/lesson.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = self.find(public_id)
        context = {
            "row": row,
            "holds": row.retired_at is None,
            "may_change": queries.may_change_lesson(self.actor, row),
            "indicator": queries.indicator_of(self.actor, row),
            "breadcrumbs": self.crumbs_of(),
        }
        return self.page(context)


class ShareLesson(FormPage):
    """Share what was learned."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("Share it")

    def form(self, data: Any = None) -> forms.LessonForm:
        asked = {
            name: self.request.GET.get(name, "") for name in ("review", "activity", "strategy", "decision")
        }
        return forms.LessonForm(self.actor, None, data, initial=asked)

    def act(self, form: Any) -> Any:
        return services.share_lesson(self.actor, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(
            self.url("communications:lesson", result.public_id), _("Thank you. Others can use it now.")
        )

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Share a lesson"),
            "lead": _("What worked, and more so what did not: others need not learn it again."),
            "back": self.url("communications:lessons"),
            "breadcrumbs": self.trail(
                (_("Lessons"), self.url("communications:lessons")), (_("Share a lesson"), "")
            ),
        }


class LessonFormPage(OneLesson, TitledForm, FormPage):
    """A form about one lesson."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("Save")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.find(kwargs["public_id"])

    def allowed(self) -> bool:
        return self.found.retired_at is None and queries.may_change_lesson(self.actor, self.found)

    def refusal(self) -> str:
        return _("Who wrote a lesson that holds can do this, and the backbone.")

    def words(self) -> str:
        return str(self.found.claim)


class ChangeLesson(LessonFormPage):
    """Write a lesson anew."""

    title = gettext_lazy("Change the lesson")

    def form(self, data: Any = None) -> forms.LessonForm:
        return forms.LessonForm(self.actor, self.found, data)

    def act(self, form: Any) -> Any:
        form.require_unchanged(f"lesson:{self.found.public_id}")
        return services.change_lesson(self.actor, self.found, **form.values())


class ApplyLesson(LessonFormPage):
    """Note where it was applied."""

    title = gettext_lazy("Where was it applied?")

    def allowed(self) -> bool:
        return self.found.retired_at is None

    def form(self, data: Any = None) -> forms.UseForm:
        return forms.UseForm(self.actor, data)

    def act(self, form: Any) -> Any:
        return services.apply_lesson(self.actor, self.found, **form.values())


class RetireLesson(LessonFormPage):
    """It no longer holds."""

    title = gettext_lazy("It no longer holds")

    def form(self, data: Any = None) -> forms.RetireForm:
        return forms.RetireForm(data)

    def act(self, form: Any) -> Any:
        return services.retire_lesson(self.actor, self.found, **form.cleaned_data)


class ReviewPage(CommunicationView):
    """One look back, with the lessons drawn from it."""

    capability = Capability.VIEW
    template_name = "communications/look_back.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row: Any = queries.after_action_review(self.actor, public_id)
        library = (_("Lessons"), self.url("communications:lessons"))
        context = {
            "row": row,
            "lessons": with_looks(self.actor, row.drawn),
            "breadcrumbs": self.trail(library, (row.title, "")),
        }
        return self.page(context)


class LookBack(FormPage):
    """Write a look back down."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("Save")

    def form(self, data: Any = None) -> forms.LookBackForm:
        asked = {
            name: self.request.GET.get(name, "") for name in ("group", "activity", "strategy", "decision")
        }
        return forms.LookBackForm(self.actor, data, initial=asked)

    def act(self, form: Any) -> Any:
        return services.look_back(self.actor, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(
            self.url("communications:look_back", result.public_id),
            _("Saved. Which lesson do you draw from it?"),
        )

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Look back after an action"),
            "lead": _("Expected, happened, why, what to keep and what to change: nobody is blamed."),
            "back": self.url("communications:lessons"),
            "breadcrumbs": self.trail(
                (_("Lessons"), self.url("communications:lessons")), (_("Look back"), "")
            ),
        }
