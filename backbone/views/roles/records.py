"""What the forms of the six roles' records share, and those of the backbone itself: posts, leaders, the work plan."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.forms import roles as forms
from backbone.queries import roles as queries
from backbone.services import roles as services
from backbone.views.base import BackboneView
from backbone.words.roles import BackboneRole
from initiatives.kernel.access import Actor, Capability
from initiatives.web import FormView, Needs


class RecordPage(FormView, BackboneView):
    """A form about one record: `form_class` asks, `verb` acts; it leads back to the page of its `role`."""

    capability: ClassVar[Needs | None] = Capability.DEFINE
    template_name = "initiatives/form.html"
    submit = gettext_lazy("Save")
    form_class: ClassVar[type[forms.RecordForm]]
    verb: ClassVar[Callable[..., Any]]
    role: ClassVar[BackboneRole | None] = None
    title: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""
    row: Any = None

    def form(self, data: Any = None) -> forms.RecordForm:
        return self.form_class(self.actor, self.row, data)

    def act(self, form: Any) -> Any:
        return type(self).verb(self.actor, **form.values())

    def back(self) -> str:
        """Return where it leads back to."""
        role = getattr(self.row, "role", None) or self.role
        return self.url("backbone:role", role) if role else self.url("backbone:roles")

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.back(), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        role = getattr(self.row, "role", None) or self.role
        between = [(BackboneRole(role).label, self.url("backbone:role", role))] if role else []
        return {
            "title": self.title,
            "lead": self.lead,
            "back": self.back(),
            "breadcrumbs": self.trail(*between, (self.title, "")),
        }


class ChangeRecord(RecordPage):
    """A form about a record that stands: `find` looks it up, `subject` names it in the stream."""

    find: ClassVar[Callable[[Actor, UUID], Any]]
    subject: ClassVar[str] = ""
    removes: ClassVar[tuple[str, Any, Any] | None] = None

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.row = type(self).find(self.actor, kwargs["public_id"])

    def act(self, form: Any) -> Any:
        form.require_unchanged(f"{self.subject}:{self.row.public_id}")
        return type(self).verb(self.actor, self.row, **form.values())

    def told(self) -> Mapping[str, Any]:
        found = dict(super().told())
        if self.removes is not None:
            page, words, question = self.removes
            found |= {
                "remove": self.url(page, self.row.public_id),
                "remove_words": words,
                "remove_question": question,
            }
        return found


# --- the backbone itself -----------------------------------------------------------------------------------


class SetProfile(RecordPage):
    """Who is the backbone, on whose decision, until when, and what it costs."""

    form_class = forms.ProfileForm
    verb = services.set_backbone_profile
    title = gettext_lazy("Who is the backbone")
    lead = gettext_lazy("Partners should know who serves them, on whose decision and until when.")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.row = queries.profile(self.actor)

    def act(self, form: Any) -> Any:
        form.require_unchanged("backbone_profile")
        return super().act(form)


class FillPost(RecordPage):
    """Note who works for the backbone."""

    form_class = forms.PostForm
    verb = services.fill_post
    title = gettext_lazy("Add a post")
    lead = gettext_lazy("A part of a post is fine. The parts of the six roles come to 100, or stay empty.")


class ChangePost(ChangeRecord):
    """Change a post, its end too."""

    form_class = forms.PostForm
    find = queries.post
    verb = services.change_post
    subject = "staff_role"
    title = gettext_lazy("Change the post")


class NoteLeader(RecordPage):
    """Note that somebody grew into leading."""

    form_class = forms.LeaderForm
    verb = services.note_leadership_step
    title = gettext_lazy("Somebody grew into leading")
    lead = gettext_lazy("Only the backbone reads the names. Others read how many, from five people up.")


class ChangeLeader(ChangeRecord):
    """Change what is noted of somebody."""

    form_class = forms.LeaderForm
    find = queries.leadership_step
    verb = services.change_leadership_step
    subject = "leadership_step"
    title = gettext_lazy("Change what is noted")
    removes = (
        "backbone:remove_leader",
        gettext_lazy("Remove it"),
        gettext_lazy("Remove what is noted of this person? It cannot be brought back."),
    )


class RemoveLeader(BackboneView):
    """Remove what is noted of somebody."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        services.remove_leadership_step(self.actor, queries.leadership_step(self.actor, public_id))
        return self.go(self.url("backbone:roles"), _("Removed."))


class PlanTask(RecordPage):
    """Put a task into the work plan."""

    form_class = forms.TaskForm
    verb = services.plan_task
    title = gettext_lazy("Plan a task")

    def form(self, data: Any = None) -> forms.RecordForm:
        return forms.TaskForm(self.actor, None, data, initial={"role": self.request.GET.get("role", "")})

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("backbone:role", result.role), _("It is in the plan."))


class ChangeTask(ChangeRecord):
    """Change a task that is open, or drop it."""

    form_class = forms.TaskForm
    find = queries.task
    verb = services.change_task
    subject = "backbone_task"
    title = gettext_lazy("Change the task")
    removes = (
        "backbone:drop_task",
        gettext_lazy("Drop it"),
        gettext_lazy("Drop this task? It stays on file."),
    )
