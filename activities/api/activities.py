"""Activities with their states, check-ins, milestones, tasks, blockers and links to check in by."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from activities import queries, services
from activities.api.named import indicators_named, populations_named, strategy_named
from activities.queries.rows import activity_rows
from activities.serializers import activities as serializers
from activities.services import Played
from initiatives import queries as core
from initiatives.kernel.access import Actor, Capability
from initiatives.rest import answers
from initiatives.rest.named import cleared, group_named, partner_named, person_named, places_named
from initiatives.rest.views import InitiativeView, operation
from initiatives.serializers import ActionRow

TEXTS = (
    *("about", "expertise", "outputs", "resources", "evidence", "equity_note", "barriers"),
    "outside_reason",
    *("engagement", "date_reason"),
)
BY_ID = ("id",)


def values_of(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Return what the services take of an activity's body. Raises DomainError at what is named and not there."""
    values = cleared(body, *TEXTS)
    if values.get("strategy") is not None:
        values["strategy"] = strategy_named(actor, values["strategy"])
    if values.get("contact") is not None:
        values["contact"] = person_named(actor, values["contact"], "contact")
    if "parts" in values:
        values["parts"] = [
            Played(partner_named(actor, row["partner"], f"parts.{place}.partner"), row["part"])
            for place, row in enumerate(values["parts"])
        ]
    if "places" in values:
        values["places"] = places_named(actor, values["places"])
    if "populations" in values:
        values["populations"] = populations_named(actor, values["populations"])
    for name in ("feeds", "contributes"):
        if name in values:
            values[name] = indicators_named(actor, values[name], name)
    return values


class ActivityView(InitiativeView):
    """What the operations on one activity share."""

    tag = "activities"

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the activity's row."""
        return activity_rows(actor).filter(public_id=id)


class Activities(InitiativeView):
    """What partners do."""

    tag = "activities"

    @operation(Capability.VIEW, query=serializers.ActivityQuery, answer=serializers.ActivityRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the activities, those that are over too."""
        asked = {key: str(value) for key, value in self.query.items()}
        found = queries.activities_matching(actor, **asked).prefetch_related(None).order_by()
        rows = activity_rows(actor).filter(pk__in=found.values("pk")) if asked else activity_rows(actor)
        return self.page(serializers.ActivityRow, rows, BY_ID)

    @operation(Capability.TAKE_PART, body=serializers.ActivityNew, answer=serializers.ActivityRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Add an activity: as proposed, or as it stands already where you may plan for its lead."""
        made = services.add_activity(actor, **values_of(actor, self.body))
        rows = activity_rows(actor).filter(pk=made.pk)
        return self.created(serializers.ActivityRow, rows, f"{self.plain_request.path}{made.public_id}/")


class Activity(ActivityView):
    """One activity."""

    @operation(Capability.VIEW, answer=serializers.ActivityRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read an activity."""
        return self.one(serializers.ActivityRow, self.rows(actor, id))

    @operation(
        Capability.TAKE_PART,
        body=serializers.ActivityChange,
        answer=serializers.ActivityRow,
        match="required",
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change an activity. Lists are whole; who played a part before, and the dates agreed first, are kept."""
        self.locked(serializers.ActivityRow, self.rows(actor, id))
        services.change_activity(actor, queries.activity(actor, id), **values_of(actor, self.body))
        return self.one(serializers.ActivityRow, self.rows(actor, id))

    @operation(Capability.TAKE_PART, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Remove an activity that was added by mistake; one with a history is stopped instead."""
        self.locked(serializers.ActivityRow, self.rows(actor, id))
        services.remove_activity(actor, queries.activity(actor, id))
        return self.gone()


class ActivityMove(ActivityView):
    """From state to state."""

    @operation(
        Capability.TAKE_PART,
        body=serializers.MoveNew,
        answer=serializers.ActivityRow,
        match="honoured",
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Bring an activity into another state; at risk, blocked and stopped need a reason."""
        self.locked(serializers.ActivityRow, self.rows(actor, id))
        services.move_activity(actor, queries.activity(actor, id), **self.body)
        return self.one(serializers.ActivityRow, self.rows(actor, id))


class ActivityCheckIns(ActivityView):
    """How an activity goes."""

    @operation(Capability.VIEW, answer=serializers.CheckInRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List what was said of an activity, the latest first."""
        rows = queries.check_ins(actor).filter(activity=queries.activity(actor, id))
        return self.page(serializers.CheckInRow, rows, ("-made_at", "-id"))

    @operation(Capability.CHECK_IN, body=serializers.CheckInNew, answer=serializers.CheckInRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say how a running activity is."""
        made = services.check_in(actor, queries.activity(actor, id), **self.body)
        return self.one(serializers.CheckInRow, queries.check_ins(actor).filter(pk=made.pk), 201)


class ActivityMilestones(ActivityView):
    """The dated steps of an activity."""

    @operation(
        Capability.TAKE_PART, body=serializers.MilestoneNew, answer=serializers.MilestoneRow, status=201
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Set a milestone."""
        made = services.set_milestone(actor, queries.activity(actor, id), **self.body)
        return self.one(serializers.MilestoneRow, queries.milestones(actor).filter(pk=made.pk), 201)


class ActivityTasks(ActivityView):
    """The tasks of an activity."""

    @operation(Capability.VIEW, answer=ActionRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the tasks given for an activity."""
        found = queries.activity(actor, id)
        return self.page(ActionRow, core.actions(actor, source=f"activity:{found.public_id}"), BY_ID)

    @operation(Capability.TAKE_PART, body=serializers.TaskNew, answer=ActionRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Give somebody a task for an activity."""
        found = queries.activity(actor, id)
        values = {**self.body, "owner": person_named(actor, self.body["owner"], "owner")}
        made = services.give_task(actor, found, **values)
        rows = core.actions(actor, source=f"activity:{found.public_id}").filter(pk=made.pk)
        return self.one(ActionRow, rows, 201)


class ActivityBlockers(ActivityView):
    """What was raised from an activity."""

    @operation(Capability.TAKE_PART, body=serializers.BlockerNew, answer=serializers.BlockerRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Raise what stands in the way to a group that can clear it."""
        found = queries.activity(actor, id)
        values = {**self.body, "group": group_named(actor, self.body["group"])}
        made = services.raise_blocker(actor, found, **values)
        return self.one(serializers.BlockerRow, queries.blockers(actor).filter(pk=made.pk), 201)


class ActivityCheckInLinks(ActivityView):
    """Links to say how an activity goes, without an account."""

    @operation(Capability.RUN_CYCLES, answer=serializers.CheckInLinkRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the links of an activity, newest first; never their secrets."""
        rows = queries.check_in_links(actor).filter(activity=queries.activity(actor, id))
        return self.page(serializers.CheckInLinkRow, rows, ("-id",))

    @operation(
        Capability.RUN_CYCLES,
        body=serializers.CheckInLinkNew,
        answer=serializers.CheckInLinkOut,
        status=201,
        problems=(429,),
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Make a link; without `to` its address is answered, this once."""
        values = dict(self.body)
        if "to" in values:
            values["to"] = person_named(actor, values["to"], "to")
        made, secret = services.make_check_in_link(actor, queries.activity(actor, id), **values)
        address = ""
        if secret:
            address = self.plain_request.build_absolute_uri(reverse("check_in_link", args=[secret]))
        rows = queries.check_in_links(actor).filter(pk=made.pk)
        row = answers.one(serializers.CheckInLinkRow, rows)
        return self.json({**row, "address": address}, 201)


class CheckInLink(InitiativeView):
    """One link."""

    tag = "activities"

    @operation(Capability.RUN_CYCLES, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Revoke a link: it is dead at once."""
        rows = queries.check_in_links(actor).filter(public_id=id)
        services.revoke_check_in_link(actor, self.locked(serializers.CheckInLinkRow, rows))
        return self.gone()


class ToCheckIn(InitiativeView):
    """Whose turn it is."""

    tag = "activities"

    @operation(Capability.VIEW, answer=serializers.ActivityRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the running activities nobody has said a word of for a month: staff all, others their own."""
        silent = queries.to_check_in(actor).order_by()
        rows = activity_rows(actor).filter(pk__in=silent.prefetch_related(None).values("pk"))
        return self.page(serializers.ActivityRow, rows, BY_ID)
