"""Activities: the list, one of them, writing it down, saying where it stands; for whom activities are."""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms import activities as forms
from activities.forms.filters import ActivityFilter
from activities.forms.populations import PopulationForm, RenameForm, RuleForm
from activities.models import Activity
from activities.queries import (
    activities_matching,
    blockers,
    check_in_rule,
    check_ins,
    dependency_warnings,
    former_parts,
    links_of,
    may_answer,
    may_change,
    may_plan_for,
    milestones,
    moves,
    population,
    populations,
    programmes_only,
    slipped_by,
    system_changes,
)
from activities.queries.bounds import bounds_of
from activities.services import (
    add_activity,
    add_population,
    change_activity,
    change_check_in_rule,
    change_population,
    move_activity,
    remove_activity,
    remove_population,
)
from activities.views.base import ActivitiesView, ActivityForm, FormPage, OneActivity, with_looks
from activities.words import ACTIVITY_MOVES, LINKED_BACK, MUTUAL, RUNNING, Bearing, LinkKind, Part
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.queries import actions
from initiatives.web import Needs, paginate

SHOWN = 12


class Home(ActivitiesView):
    """What partners do, with filters in the address."""

    capability = Capability.VIEW
    template_name = "activities/list.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = ActivityFilter(self.actor, request.GET)
        wanted = form.wanted()
        page = paginate(request, activities_matching(self.actor, **wanted))
        rows = with_looks(list(page.object_list))
        context = {
            "page": page,
            "rows": rows,
            "form": form,
            "filtered": bool(form.asked()),
            "programmes_only": bool(rows) and programmes_only(self.actor),
            "tabs": self.tabs("home"),
            "breadcrumbs": self.trail(),
        }
        return self.page(context)


class ActivityPage(OneActivity):
    """One activity: who does what, for whom, where and when; how it stands and how it came here."""

    capability = Capability.VIEW
    template_name = "activities/activity.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row: Any = self.find(public_id)
        checks = list(check_ins(self.actor).filter(activity=row)[:SHOWN])
        source = f"activity:{row.public_id}"
        raised = list(blockers(self.actor).filter(activity=row))
        for one in raised:
            one.may_answer = may_answer(self.actor, one)  # type: ignore[attr-defined]
        context = {
            "row": row,
            "supporting": [one for one in row.parts if one.part != Part.LEAD],
            "former": former_parts(row),
            "feeds": [one.indicator for one in row.measures if one.bearing == Bearing.FEEDS],
            "contributes": [one.indicator for one in row.measures if one.bearing == Bearing.CONTRIBUTES],
            "moves": moves(row),
            "checks": checks,
            "bounds": bounds_of(self.actor, row),
            "links": self.told_links(row),
            "warnings": dependency_warnings(self.actor, among=[row.pk]),
            "slipped": slipped_by(row),
            "steps": list(milestones(self.actor).filter(activity=row)),
            "today": clock.today(self.actor.initiative.timezone),
            "tasks": list(actions(self.actor, source=source).order_by("due", "id")),
            "blockers": raised,
            "changes": list(system_changes(self.actor).filter(activity=row)[:SHOWN]),
            "runs": row.state in RUNNING,
            "asks": self.actor.may(Capability.RUN_CYCLES),
            "may_change": may_change(self.actor, row),
            "may_move": bool(ACTIVITY_MOVES[row.state]),
            "silence_days": check_in_rule(self.actor).silence_days,
            "breadcrumbs": self.crumbs_of(),
        }
        return self.page(context)

    def told_links(self, row: Activity) -> list[dict[str, Any]]:
        """Return the links of an activity as they read from its own page."""
        told = []
        for one in links_of(self.actor, row):
            outward = one.source_id == row.pk or one.kind in MUTUAL
            words = LinkKind(one.kind).label if outward else LINKED_BACK[LinkKind(one.kind)]
            other = one.target if one.source_id == row.pk else one.source
            told.append({"link": one, "words": words, "other": other})
        return told


class AddActivity(FormPage):
    """Write an activity down: propose it, or say what is done already."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    template_name = "activities/activity_form.html"
    submit = gettext_lazy("Add the activity")

    def form(self, data: Any = None) -> forms.ActivityForm:
        return forms.ActivityForm(self.actor, None, data, initial=self.asked())

    def asked(self) -> dict[str, Any]:
        """Return what the form begins with where a gap led here: its strategy, place and people."""
        given = self.request.GET
        several = {"places": given.get("place"), "populations": given.get("people")}
        return {
            "strategy": given.get("strategy", ""),
            **{name: [code] for name, code in several.items() if code},
        }

    def act(self, form: Any) -> Activity:
        return add_activity(self.actor, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        if "another" not in self.request.POST:
            return self.go(self.url("activities:activity", result.public_id), _("Added."))
        kept = {"strategy": str(result.strategy.public_id)} if result.strategy else {}
        said = _("“%s” is added. Write down the next.") % result.title
        return self.go(f"{self.url('activities:add_activity')}?{urlencode(kept)}", said)

    def told(self) -> Mapping[str, Any]:
        plans = may_plan_for(self.actor, None, self.actor.partner_id)
        return {
            "title": _("Add an activity"),
            "lead": _("What one partner does, or several together. A name is enough to begin with."),
            "note": ""
            if plans
            else _(
                "You propose it, and name no lead: its lead, the group's co-chairs or the backbone agree to it."
            ),
            "several": True,
            "back": self.url("activities:home"),
            "breadcrumbs": self.trail((_("Add an activity"), "")),
        }


class ChangeActivity(ActivityForm):
    """Change what is written about an activity."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    template_name = "activities/activity_form.html"
    submit = gettext_lazy("Save")

    def form(self, data: Any = None) -> forms.ActivityForm:
        return forms.ActivityForm(self.actor, self.found, data)

    def act(self, form: Any) -> Activity:
        form.require_unchanged(f"activity:{self.found.public_id}")
        return change_activity(self.actor, self.found, **form.values())

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Change the activity"),
            "lead": self.found.title,
            "back": self.here(),
            "breadcrumbs": self.crumbs_of((_("Change"), "")),
        }


class MoveActivity(ActivityForm):
    """Say where an activity stands."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("Save")

    def form(self, data: Any = None) -> forms.MoveForm:
        return forms.MoveForm(self.found, data)

    def act(self, form: Any) -> Activity:
        return move_activity(self.actor, self.found, **form.cleaned_data)

    def told(self) -> Mapping[str, Any]:
        words = {"title": self.found.title, "state": self.found.get_state_display()}
        return {
            "title": _("Where does it stand?"),
            "lead": _("“%(title)s” is now: %(state)s.") % words,
            "back": self.here(),
            "breadcrumbs": self.crumbs_of((_("Where does it stand?"), "")),
        }


class RemoveActivity(OneActivity):
    """Remove an activity that was added by mistake."""

    capability = {"POST": Capability.TAKE_PART}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        remove_activity(self.actor, self.find(public_id))
        return self.go(self.url("activities:home"), _("Removed."))


class Populations(FormPage):
    """The groups of people whom activities are for."""

    capability = {"GET": Capability.VIEW, "POST": Capability.SHAPE_AGENDA}
    template_name = "activities/populations.html"
    submit = gettext_lazy("Add them")

    def form(self, data: Any = None) -> PopulationForm:
        return PopulationForm(data)

    def act(self, form: Any) -> Any:
        return add_population(self.actor, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("activities:populations"), _("Added."))

    def told(self) -> Mapping[str, Any]:
        return {
            "rows": list(populations(self.actor)),
            "shapes": self.actor.may(Capability.SHAPE_AGENDA),
            "breadcrumbs": self.trail((_("For whom"), "")),
        }


class ChangePopulation(FormPage):
    """Rename a group of people."""

    capability: ClassVar[Needs | None] = Capability.SHAPE_AGENDA
    submit = gettext_lazy("Save")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.found = population(self.actor, kwargs["code"])

    def form(self, data: Any = None) -> RenameForm:
        return RenameForm(data, initial={"name": self.found.name, "position": self.found.position})

    def act(self, form: Any) -> Any:
        return change_population(self.actor, self.found, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("activities:populations"), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Change the group of people"),
            "lead": _("Its activities stay with it."),
            "back": self.url("activities:populations"),
            "remove": self.url("activities:remove_population", self.found.code),
            "remove_words": _("Remove it"),
            "remove_question": _("Remove this group of people? That works while no activity is for it."),
            "breadcrumbs": self.trail(
                (_("For whom"), self.url("activities:populations")), (self.found.name, "")
            ),
        }


class RemovePopulation(ActivitiesView):
    """Remove a group of people for whom there is no activity."""

    capability = {"POST": Capability.SHAPE_AGENDA}

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        remove_population(self.actor, population(self.actor, code))
        return self.go(self.url("activities:populations"), _("Removed."))


class Rule(FormPage):
    """After how many days of silence an activity is not heard of."""

    capability: ClassVar[Needs | None] = Capability.MANAGE_SETTINGS
    submit = gettext_lazy("Save")

    def form(self, data: Any = None) -> RuleForm:
        rule = check_in_rule(self.actor)
        initial = {"silence_days": rule.silence_days, "sends_links": rule.sends_links}
        return RuleForm(data, initial=initial)

    def act(self, form: Any) -> Any:
        return change_check_in_rule(self.actor, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("activities:home"), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("When is an activity not heard of?"),
            "lead": _("Whoever runs an activity says once a month how it goes. Silence says nothing."),
            "back": self.url("activities:home"),
            "breadcrumbs": self.trail((_("Silence"), "")),
        }
