"""Goals: all of them with what tells, what serves them and what they lack; setting, changing, retiring."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.forms.goals import EquityForm, GoalForm, RetireForm
from agenda.models import Goal, Strategy
from agenda.queries import goal, goal_warnings, goals, goals_told, standing_goals
from agenda.queries.contents import aims_of, goal_said
from agenda.services import change_goal, drop_equity_target, retire_goal, set_equity_target, set_goal
from agenda.views.base import AgendaView, FormPage
from agenda.words import SET_ASIDE, GoalState
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound
from initiatives.web import Needs


class Goals(AgendaView):
    """The goals with their targets, the strategies under them, and what is lacking."""

    capability = Capability.VIEW
    template_name = "agenda/goals.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = standing_goals(self.actor)
        aims = aims_of(self.actor)
        told = goals_told(self.actor, [goal_said(row, aims) for row in rows])
        lacking = [one for row in rows for one in goal_warnings(row)]
        context = {
            "entries": [
                {
                    "row": row,
                    "told": [said],
                    "lacks": goal_warnings(row),
                    "serving": [one for one in strategies_under(row) if one.state not in SET_ASIDE],
                    "aside": [one for one in strategies_under(row) if one.state in SET_ASIDE],
                }
                for row, said in zip(rows, told, strict=True)
            ],
            "retired": list(goals(self.actor).filter(state=GoalState.RETIRED)),
            "lacking": len(lacking),
            "shapes": self.shapes,
            "tabs": self.tabs("goals"),
            "breadcrumbs": self.trail((_("Goals"), "")),
        }
        return self.page(context)


def strategies_under(row: Goal) -> list[Strategy]:
    """Return the strategies under a goal of `goals` now."""
    return [link.strategy for link in row.served_by]  # type: ignore[attr-defined]


class GoalForms(FormPage):
    """What the forms about goals share."""

    capability: ClassVar[Needs | None] = Capability.SHAPE_AGENDA
    submit = gettext_lazy("Save")

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("agenda:goals"), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        return {
            "title": self.title(),
            "lead": self.lead(),
            "back": self.url("agenda:goals"),
            "breadcrumbs": self.trail((_("Goals"), self.url("agenda:goals")), (self.title(), "")),
        }

    @abstractmethod
    def title(self) -> str:
        """Return what the page is called."""

    def lead(self) -> str:
        """Return what it is for."""
        return ""


class SetGoal(GoalForms):
    """Set a goal."""

    def form(self, data: Any = None) -> GoalForm:
        return GoalForm(self.actor, data)

    def act(self, form: Any) -> Goal:
        return set_goal(self.actor, **form.values())

    def title(self) -> str:
        return _("Set a goal")

    def lead(self) -> str:
        return _(
            "A change in a whole population, with a measure, an amount and a date. Few goals are remembered."
        )


class OneGoal(GoalForms):
    """What the forms about one goal share."""

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.goal = goal(self.actor, kwargs["public_id"])


class ChangeGoal(OneGoal):
    """Change a goal."""

    def form(self, data: Any = None) -> GoalForm:
        return GoalForm(self.actor, data, initial=GoalForm.initial_of(self.goal))

    def act(self, form: Any) -> Goal:
        form.require_unchanged(f"goal:{self.goal.public_id}")
        return change_goal(self.actor, self.goal, **form.values())

    def title(self) -> str:
        return _("Change the goal")

    def lead(self) -> str:
        return _("A version that was put to the partners keeps the goal as it stood then.")


class RetireGoal(OneGoal):
    """Give a goal up, saying why."""

    submit = gettext_lazy("Retire it")

    def form(self, data: Any = None) -> RetireForm:
        return RetireForm(data)

    def act(self, form: Any) -> Goal:
        return retire_goal(self.actor, self.goal, **form.cleaned_data)

    def title(self) -> str:
        return _("Retire the goal?")

    def lead(self) -> str:
        return (
            _("“%s” is kept with its history. Its strategies stay, under no goal until you place them.")
            % self.goal
        )


class AddEquityTarget(OneGoal):
    """Say by how much the gap of a group is to close."""

    def form(self, data: Any = None) -> EquityForm:
        return EquityForm(self.actor, self.goal, data)

    def act(self, form: Any) -> Any:
        return set_equity_target(self.actor, self.goal, **form.values())

    def title(self) -> str:
        return _("Close a gap")

    def lead(self) -> str:
        return _("A total can rise while a group falls behind. Say whose gap is to close, from what to what.")


class DropEquityTarget(OneGoal):
    """Take an equity target from its goal."""

    capability = {"POST": Capability.SHAPE_AGENDA}

    def post(self, request: HttpRequest, public_id: UUID, gap: UUID) -> HttpResponseBase:  # type: ignore[override]
        rows = self.goal.gaps  # type: ignore[attr-defined]
        found = next((row for row in rows if row.public_id == gap), None)
        if found is None:
            raise NotFound
        drop_equity_target(self.actor, found)
        return self.done(None)
