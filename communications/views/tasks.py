"""One's own tasks: what is left to do, ticked done in place, and by the link in a letter without signing in.

Staff reach the others' one by one, from the queue.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from communications.forms.tasks import DoneForm, TaskForm
from communications.queries.tasks import entered_by_task, own_task, own_tasks, task_in_hand, tasks_to_do
from communications.views.own import ByToken, OwnPage
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.services import change_action
from initiatives.web import FormView, Needs, SeeOther, errors_in, paginate

DONE = "done"


class Tasks(OwnPage):
    """What is left of one's own tasks; those that are closed on request."""

    capability = Capability.VIEW
    template_name = "communications/tasks.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        closed = "closed" in request.GET
        rows = own_tasks(self.actor).exclude(closed_at=None).order_by("-closed_at", "-id")
        page = paginate(request, rows if closed else tasks_to_do(self.actor))
        context = {
            "closed": closed,
            "page": page,
            "rows": page.object_list,
            "today": clock.today(self.actor.initiative.timezone),
            "tabs": self.tabs("tasks"),
            "breadcrumbs": self.crumbs((_("Your tasks"), "")),
        }
        return self.page(context)


class Task(OwnPage, FormView):
    """One task and how it stands: one's own, and for staff anybody's, with whom to ask."""

    capability: ClassVar[Needs | None] = {"GET": Capability.VIEW, "POST": Capability.CHECK_IN}
    template_name = "communications/task.html"

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.task = task_in_hand(self.actor, kwargs["public_id"])

    def form(self, data: Any = None) -> TaskForm:
        return TaskForm.of(self.task, data)

    def act(self, form: Any) -> Any:
        return change_action(self.actor, self.task, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.listed[1], _("Saved."))

    def told(self) -> dict[str, Any]:
        return {
            "task": self.task,
            "mine": self.is_own,
            "submit": _("Save"),
            "back": self.listed[1],
            "breadcrumbs": self.crumbs(self.listed, (self.task.what, "")),
        }

    @property
    def is_own(self) -> bool:
        """Whether it is the reader's own."""
        return bool(self.task.owner_id == self.actor.membership_id)

    @property
    def listed(self) -> tuple[str, str]:
        """The list one comes from, by its name and address."""
        if self.is_own:
            return _("Your tasks"), self.url("communications:tasks")
        return _("Queue"), self.url("backbone:queue")


class TickTask(OwnPage):
    """Say that a task is done, with one click."""

    capability = {"POST": Capability.CHECK_IN}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        change_action(self.actor, own_task(self.actor, public_id), state=DONE)
        return self.go(self.url("communications:tasks"), _("Done. Thank you."))


class TaskByLink(ByToken):
    """A task behind the link in its owner's letter: reading it changes nothing, a button says that it is done."""

    http_method_names = ["get", "head", "post"]
    template_name = "communications/linked_task.html"

    @contextmanager
    def entered(self, token: str) -> Iterator[Actor]:
        with entered_by_task(token) as (actor, self.task):
            yield actor

    def handle(self, request: HttpRequest, actor: Actor, token: str) -> HttpResponseBase:
        given = request.POST if request.method == "POST" else None
        form = DoneForm(given)
        if given is not None and form.is_valid():
            with errors_in(form):
                said = {"outcome": form.cleaned_data["outcome"]} if form.cleaned_data["outcome"] else {}
                change_action(actor, self.task, state=DONE, **said)
            if form.is_valid():
                return SeeOther(reverse("linked_task", args=[token]))
        page = reverse("communications:task", args=[actor.initiative.slug, self.task.public_id])
        context = {"form": form, "task": self.task, "page": page}
        return self.draw(request, actor, context, 200 if given is None else 422)
