"""The six roles: how well they are served, the backbone itself, its work plan, who grew into leading."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from backbone.api.named import with_things
from backbone.queries import roles as queries
from backbone.serializers import roles as shapes
from backbone.services import roles as services
from backbone.words.roles import BackboneRole
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation
from initiatives.shapes import plain


def _text(value: Any) -> str | None:
    return None if value is None else plain(value)


class RolesView(InitiativeView):
    """What the operations on the six roles share."""

    tag = "backbone"


class Roles(RolesView):
    """The six roles."""

    @operation(Capability.VIEW, answer=shapes.RolesOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read how well each of the six roles is served, its hard measure first, and what the backbone runs too."""
        by_role = queries.roster(actor).by_role
        also: Any = queries.also_run(actor)
        return self.json(
            {
                "roles": [
                    {
                        "role": role.value,
                        "name": role.label,
                        "fte": plain(by_role[role.value]),
                        "measures": [_measure(one) for one in queries.measures(actor, role)],
                    }
                    for role in BackboneRole
                ],
                "also_runs": [
                    {"id": row.public_id, "title": row.title, "led_by_host": row.led_by_host} for row in also
                ],
            }
        )


def _measure(one: queries.Measure) -> dict[str, Any]:
    names = ("key", "says", "period", "known", "n", "of", "unit", "more")
    return {**{name: getattr(one, name) for name in names}, "value": _text(one.value)}


class Runway(RolesView):
    """How long the money lasts."""

    @operation(Capability.VIEW, answer=shapes.RunwayOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read for how many months backbone work is paid; amounts only for the backbone and who steers."""
        today = clock.today(actor.initiative.timezone)
        lasts, told = queries.runway(actor, today), queries.sees_money(actor)
        found = {
            name: _text(getattr(lasts, name)) if told or name in ("months", "with_pledges") else None
            for name in ("months", "with_pledges", "monthly", "free", "pledged")
        }
        sums = [
            {
                "currency": one.currency,
                **{name: plain(getattr(one, name)) for name in ("own", "passed_on", "pledged", "aligned")},
                **{name: _text(getattr(one, name)) for name in ("largest", "for_years", "unrestricted")},
            }
            for one in (queries.money(actor, today) if told else [])
        ]
        return self.json({**found, "currency": lasts.currency, "elsewhere": lasts.elsewhere, "money": sums})


class BackboneProfile(RolesView):
    """Who is the backbone."""

    @operation(Capability.VIEW, answer=shapes.ProfileOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read who is the backbone, on whose decision and until when."""
        return self.told(actor)

    @operation(Capability.DEFINE, body=shapes.ProfileChange, answer=shapes.ProfileOut, match="required")
    def patch(self, actor: Actor) -> HttpResponse:
        """Say who is the backbone, on whose decision, until when, and what a month costs."""
        self.matched(lambda: profile_told(actor))
        services.set_backbone_profile(actor, **with_things(actor, self.body, "model", "name", "currency"))
        return self.told(actor)

    def told(self, actor: Actor) -> HttpResponse:
        """Answer with what is said now."""
        return self.json(profile_told(actor))


def profile_told(actor: Actor) -> dict[str, Any]:
    """Return what is said about the backbone as it looks outside."""
    row = queries.profile(actor)
    names = ("model", "name", "mandate_until", "next_review", "currency", "wanted_months")
    return {
        **{name: getattr(row, name) for name in names},
        "host": row.host.code if row.host else None,
        "selected_by": row.selected_by.public_id if row.selected_by else None,
        "monthly_cost": _text(row.monthly_cost),
    }


class StaffRoles(RolesView):
    """The posts of the backbone."""

    @operation(Capability.VIEW, answer=shapes.StaffRoleRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the posts that were ever filled; those without `until` are filled still."""
        return self.page(shapes.StaffRoleRow, queries.posts(actor), ("id",))

    @operation(Capability.DEFINE, body=shapes.StaffRoleNew, answer=shapes.StaffRoleRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Note who works for the backbone at which post."""
        made = services.fill_post(actor, **with_things(actor, self.body, "name", "skills", "languages"))
        rows = queries.posts(actor).filter(pk=made.pk)
        return self.created(shapes.StaffRoleRow, rows, f"{self.plain_request.path}{made.public_id}/")


class StaffRole(RolesView):
    """One post."""

    @operation(Capability.VIEW, answer=shapes.StaffRoleRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a post."""
        return self.one(shapes.StaffRoleRow, queries.posts(actor).filter(public_id=id))

    @operation(Capability.DEFINE, body=shapes.StaffRoleChange, answer=shapes.StaffRoleRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a post, its last day too."""
        rows = queries.posts(actor).filter(public_id=id)
        found = self.locked(shapes.StaffRoleRow, rows)
        services.change_post(actor, found, **with_things(actor, self.body, "name", "skills", "languages"))
        return self.one(shapes.StaffRoleRow, rows)


class BackboneTasks(RolesView):
    """The work plan."""

    @operation(Capability.DEFINE, query=shapes.TaskQuery, answer=shapes.TaskRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the tasks of the work plan."""
        return self.page(shapes.TaskRow, queries.tasks(actor).filter(**self.query), ("id",))

    @operation(Capability.DEFINE, body=shapes.PlanTaskNew, answer=shapes.TaskRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Put a task into the work plan of a role."""
        made = services.plan_task(actor, **with_things(actor, self.body, "detail", "repeats"))
        rows = queries.tasks(actor).filter(pk=made.pk)
        return self.created(shapes.TaskRow, rows, f"{self.plain_request.path}{made.public_id}/")


class TaskView(RolesView):
    """What the operations on one task share."""

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the task's row."""
        return queries.tasks(actor).filter(public_id=id)


class BackboneTask(TaskView):
    """One task."""

    @operation(Capability.DEFINE, answer=shapes.TaskRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a task."""
        return self.one(shapes.TaskRow, self.rows(actor, id))

    @operation(Capability.DEFINE, body=shapes.PlanTaskChange, answer=shapes.TaskRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a task that is open."""
        found = self.locked(shapes.TaskRow, self.rows(actor, id))
        services.change_task(actor, found, **with_things(actor, self.body, "detail", "repeats"))
        return self.one(shapes.TaskRow, self.rows(actor, id))


class BackboneTaskDone(TaskView):
    """It is done."""

    @operation(Capability.DEFINE, answer=shapes.TaskRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that a task is done; one that repeats leaves the next one in the plan."""
        services.close_task(actor, self.locked(shapes.TaskRow, self.rows(actor, id)))
        return self.one(shapes.TaskRow, self.rows(actor, id))


class BackboneTaskDrop(TaskView):
    """It is dropped."""

    @operation(Capability.DEFINE, answer=shapes.TaskRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Drop a task; it stays on file."""
        services.close_task(actor, self.locked(shapes.TaskRow, self.rows(actor, id)), dropped=True)
        return self.one(shapes.TaskRow, self.rows(actor, id))


class LeadershipSteps(RolesView):
    """Who grew into leading."""

    @operation(Capability.DEFINE, answer=shapes.LeaderRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List who was trained or moved into a role where they lead."""
        return self.page(shapes.LeaderRow, queries.leadership_steps(actor), ("id",))

    @operation(Capability.DEFINE, body=shapes.LeaderNew, answer=shapes.LeaderRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Note that somebody was trained, or moved into a role where they lead."""
        values = with_things(actor, self.body, "name", "role_taken", "trained_in")
        made = services.note_leadership_step(actor, **values)
        rows = queries.leadership_steps(actor).filter(pk=made.pk)
        return self.created(shapes.LeaderRow, rows, f"{self.plain_request.path}{made.public_id}/")


class LeadershipStep(RolesView):
    """One step into leading."""

    @operation(Capability.DEFINE, answer=shapes.LeaderRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a step into leading."""
        return self.one(shapes.LeaderRow, self.rows(actor, id))

    @operation(Capability.DEFINE, body=shapes.LeaderChange, answer=shapes.LeaderRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change what is noted."""
        found = self.locked(shapes.LeaderRow, self.rows(actor, id))
        values = with_things(actor, self.body, "name", "role_taken", "trained_in")
        services.change_leadership_step(actor, found, **values)
        return self.one(shapes.LeaderRow, self.rows(actor, id))

    @operation(Capability.DEFINE, match="required", status=204)
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Remove what is noted of somebody."""
        services.remove_leadership_step(actor, self.locked(shapes.LeaderRow, self.rows(actor, id)))
        return self.gone()

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the step's row."""
        return queries.leadership_steps(actor).filter(public_id=id)
