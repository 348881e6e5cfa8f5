"""What belongs to one activity: check-ins, links, milestones, tasks, blockers."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms import steps as forms
from activities.queries import blocker, link, may_answer, may_change, milestone
from activities.services import (
    answer_blocker,
    change_link,
    change_milestone,
    check_in,
    end_link,
    give_task,
    link_activities,
    raise_blocker,
    reach_milestone,
    remove_milestone,
    set_milestone,
    withdraw_blocker,
)
from activities.views.base import ActivityForm, OneActivity
from initiatives.kernel.access import Capability
from initiatives.web import Needs


class StepForm(ActivityForm):
    """A form that adds something to an activity."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("Save")
    title: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""

    def told(self) -> Mapping[str, Any]:
        return {
            "title": self.title,
            "lead": self.lead or self.found.title,
            "back": self.here(),
            "breadcrumbs": self.crumbs_of((self.title, "")),
        }


class CheckInPage(StepForm):
    """Say how an activity goes."""

    capability: ClassVar[Needs | None] = Capability.CHECK_IN
    title = gettext_lazy("How does it go?")
    submit = gettext_lazy("Say so")

    def form(self, data: Any = None) -> forms.CheckInForm:
        return forms.CheckInForm(data)

    def act(self, form: Any) -> Any:
        return check_in(self.actor, self.found, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.here(), _("Thank you. The others see how it goes."))


class AddLink(StepForm):
    """Say how an activity bears on another."""

    title = gettext_lazy("Link it to another activity")

    def form(self, data: Any = None) -> forms.LinkForm:
        return forms.LinkForm(self.actor, self.found, data)

    def act(self, form: Any) -> Any:
        values = form.values()
        return link_activities(self.actor, self.found, values.pop("target"), **values)


class AddMilestone(StepForm):
    """Set a dated step."""

    title = gettext_lazy("Set a milestone")

    def form(self, data: Any = None) -> forms.MilestoneForm:
        return forms.MilestoneForm(data)

    def act(self, form: Any) -> Any:
        return set_milestone(self.actor, self.found, **form.cleaned_data)


class AddTask(StepForm):
    """Give somebody a task."""

    title = gettext_lazy("Give a task")

    def form(self, data: Any = None) -> forms.TaskForm:
        return forms.TaskForm(self.actor, data)

    def act(self, form: Any) -> Any:
        return give_task(self.actor, self.found, **form.values())


class RaiseBlocker(StepForm):
    """Raise what stands in the way to a group."""

    title = gettext_lazy("Raise a blocker")
    lead = gettext_lazy(
        "What you cannot clear yourselves goes to a group that can, most often the steering committee."
    )

    def form(self, data: Any = None) -> forms.BlockerForm:
        return forms.BlockerForm(self.actor, data)

    def act(self, form: Any) -> Any:
        return raise_blocker(self.actor, self.found, **form.values())


# --- things that stand: the address names the activity, then the thing --------------------------------------


class ThingForm(StepForm):
    """A form about a thing of an activity."""

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.thing = self.look_up(kwargs["public_id"])
        self.find(self.activity_of().public_id)

    @abstractmethod
    def look_up(self, public_id: UUID) -> Any:
        """Return the thing. Raises NotFound."""

    def activity_of(self) -> Any:
        """Return the activity it belongs to."""
        return self.thing.activity


class ChangeLink(ThingForm):
    """Write a link anew."""

    title = gettext_lazy("Change the link")

    def look_up(self, public_id: UUID) -> Any:
        return link(self.actor, public_id)

    def activity_of(self) -> Any:
        return self.thing.source

    def form(self, data: Any = None) -> forms.ChangeLinkForm:
        return forms.ChangeLinkForm(data, initial=forms.ChangeLinkForm.initial_of(self.thing))

    def act(self, form: Any) -> Any:
        return change_link(self.actor, self.thing, **form.cleaned_data)

    def allowed(self) -> bool:
        return super().allowed() or self.other_end()

    def other_end(self) -> bool:
        """Whether the actor may change what stands at the other end."""
        return may_change(self.actor, self.thing.target)

    def told(self) -> Mapping[str, Any]:
        words = f"“{self.thing.source.title}” {self.thing.get_kind_display()} “{self.thing.target.title}”"
        return {
            **super().told(),
            "lead": words,
            "remove": self.url("activities:end_link", self.thing.public_id),
            "remove_words": _("It holds no longer"),
            "remove_question": _("End this link? That it was there is kept."),
        }


class ChangeMilestone(ThingForm):
    """Change a milestone."""

    title = gettext_lazy("Change the milestone")

    def look_up(self, public_id: UUID) -> Any:
        return milestone(self.actor, public_id)

    def form(self, data: Any = None) -> forms.MilestoneForm:
        plain = {key: getattr(self.thing, key) for key in ("title", "due", "fixed")}
        return forms.MilestoneForm(data, initial=plain)

    def act(self, form: Any) -> Any:
        return change_milestone(self.actor, self.thing, **form.cleaned_data)

    def told(self) -> Mapping[str, Any]:
        return {
            **super().told(),
            "remove": self.url("activities:remove_milestone", self.thing.public_id),
            "remove_words": _("Remove it"),
            "remove_question": _("Remove this milestone?"),
        }


class AnswerBlocker(ThingForm):
    """Answer a blocker for its group."""

    title = gettext_lazy("Answer for the group")

    def look_up(self, public_id: UUID) -> Any:
        return blocker(self.actor, public_id)

    def allowed(self) -> bool:
        return may_answer(self.actor, self.thing)

    def refusal(self) -> str:
        return _("The co-chairs of the group and the backbone answer.")

    def form(self, data: Any = None) -> forms.AnswerForm:
        return forms.AnswerForm(data)

    def act(self, form: Any) -> Any:
        return answer_blocker(self.actor, self.thing, **form.cleaned_data)

    def told(self) -> Mapping[str, Any]:
        return {**super().told(), "lead": self.thing.what, "quote": self.thing.ask}


class Act(OneActivity):
    """One button on a thing of an activity."""

    capability = {"POST": Capability.TAKE_PART}

    def back(self, thing: Any, message: Any) -> HttpResponseBase:
        """Go back to the activity of the thing."""
        owner = thing.activity if hasattr(thing, "activity") else thing.source
        return self.go(self.url("activities:activity", owner.public_id), message)


class EndLink(Act):
    """A link holds no longer."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        return self.back(end_link(self.actor, link(self.actor, public_id)), _("The link has ended."))


class ReachMilestone(Act):
    """A milestone was reached today."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = milestone(self.actor, public_id)
        return self.back(reach_milestone(self.actor, found), _("Reached."))


class RemoveMilestone(Act):
    """Take a milestone away."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = milestone(self.actor, public_id)
        remove_milestone(self.actor, found)
        return self.back(found, _("Removed."))


class WithdrawBlocker(Act):
    """Take a blocker back."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = blocker(self.actor, public_id)
        return self.back(withdraw_blocker(self.actor, found), _("Withdrawn."))
