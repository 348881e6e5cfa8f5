"""Links between activities, milestones, blockers, the board, changes in the system, for whom, the calendar."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from activities import queries, services
from activities.api.named import activity_named, cleared, partner_named, strategy_named
from activities.serializers import activities as serializers
from activities.serializers import around as shapes
from activities.words import BlockerState, NoteState
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation

BY_ID = ("id",)


class ActivityLinks(InitiativeView):
    """How activities bear on one another."""

    tag = "activities"

    @operation(Capability.VIEW, answer=shapes.ActivityLinkRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the links that hold now."""
        return self.page(shapes.ActivityLinkRow, queries.links(actor), BY_ID)

    @operation(Capability.TAKE_PART, body=shapes.ActivityLinkNew, answer=shapes.ActivityLinkRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Link two activities. Of a mutual kind the link is one, whichever way it is made; nothing waits for itself."""
        values = dict(self.body)
        ends = [activity_named(actor, values.pop(name), name) for name in ("source", "target")]
        made = services.link_activities(actor, *ends, **values)
        return self.one(shapes.ActivityLinkRow, queries.links(actor).filter(pk=made.pk), 201)


class ActivityLink(InitiativeView):
    """One link."""

    tag = "activities"

    def found(self, actor: Actor, id: UUID) -> Any:
        """Return the link, locked, after comparing If-Match."""
        self.locked(shapes.ActivityLinkRow, queries.links(actor).filter(public_id=id))
        return queries.link(actor, id)

    @operation(
        Capability.TAKE_PART,
        body=shapes.ActivityLinkChange,
        answer=shapes.ActivityLinkRow,
        match="required",
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Write anew how close a link is, what it is and what was agreed about it."""
        services.change_link(actor, self.found(actor, id), **cleared(self.body, "note", "agreed"))
        return self.one(shapes.ActivityLinkRow, queries.links(actor).filter(public_id=id))

    @operation(Capability.TAKE_PART, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """End a link. That it was there is kept."""
        services.end_link(actor, self.found(actor, id))
        return self.gone()


class ActivityWarnings(InitiativeView):
    """What waits for what is late."""

    tag = "activities"

    @operation(Capability.VIEW, answer=shapes.WarningsOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Tell every activity that waits for one that is late, blocked or stopped."""
        found = queries.dependency_warnings(actor)
        rows = [
            {
                "code": row.code,
                "text": row.text,
                "waiting": row.link.source.public_id,
                "awaited": row.link.target.public_id,
            }
            for row in found
        ]
        return self.json({"warnings": rows})


class Milestones(InitiativeView):
    """Dated steps."""

    tag = "activities"

    @operation(Capability.VIEW, answer=serializers.MilestoneRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the milestones of all activities by their day."""
        return self.page(serializers.MilestoneRow, queries.milestones(actor), ("due", "id"))


class Milestone(InitiativeView):
    """One milestone."""

    tag = "activities"

    def found(self, actor: Actor, id: UUID) -> Any:
        """Return the milestone, locked, after comparing If-Match."""
        self.locked(serializers.MilestoneRow, queries.milestones(actor).filter(public_id=id))
        return queries.milestone(actor, id)

    @operation(
        Capability.TAKE_PART,
        body=serializers.MilestoneChange,
        answer=serializers.MilestoneRow,
        match="required",
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a milestone, or with `reached_on` say that it was reached. The day set first is kept."""
        found = self.found(actor, id)
        values = dict(self.body)
        reached = values.pop("reached_on", None)
        if values:
            services.change_milestone(actor, found, **values)
        if reached is not None:
            services.reach_milestone(actor, found, on=reached)
        return self.one(serializers.MilestoneRow, queries.milestones(actor).filter(public_id=id))

    @operation(Capability.TAKE_PART, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take a milestone away."""
        services.remove_milestone(actor, self.found(actor, id))
        return self.gone()


class Blockers(InitiativeView):
    """What was raised to groups."""

    tag = "activities"

    @operation(Capability.VIEW, query=serializers.BlockerQuery, answer=serializers.BlockerRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List what was raised, the latest first."""
        rows = queries.blockers(actor).filter(**self.query)
        return self.page(serializers.BlockerRow, rows, ("-raised_at", "-id"))


class BlockerClose(InitiativeView):
    """Answering and taking back."""

    tag = "activities"

    @operation(
        Capability.TAKE_PART,
        body=serializers.BlockerEnd,
        answer=serializers.BlockerRow,
        match="honoured",
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer a blocker for its group, or take it back."""
        rows = queries.blockers(actor).filter(public_id=id)
        self.locked(serializers.BlockerRow, rows)
        found = queries.blocker(actor, id)
        if self.body["state"] == BlockerState.ANSWERED:
            services.answer_blocker(actor, found, answer=self.body.get("answer", ""))
        else:
            services.withdraw_blocker(actor, found)
        return self.one(serializers.BlockerRow, rows)


class Board(InitiativeView):
    """What partners offer and need."""

    tag = "activities"

    @operation(Capability.VIEW, query=shapes.NoteQuery, answer=shapes.NoteRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List offers and needs, the latest first; without a state, what is open and not past its day."""
        return self.page(shapes.NoteRow, queries.board_matching(actor, **self.query), ("-put_up_at", "-id"))

    @operation(Capability.TAKE_PART, body=shapes.NoteNew, answer=shapes.NoteRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Put up what one's own partner offers or needs; staff for any."""
        values = named_in_note(actor, self.body)
        if "partner" in values:
            values["partner"] = partner_named(actor, values["partner"])
        made = services.put_up(actor, **values)
        rows = queries.board(actor).filter(pk=made.pk)
        return self.created(shapes.NoteRow, rows, f"{self.plain_request.path}{made.public_id}/")


def named_in_note(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Return what the services take of an offer's or need's body."""
    values = cleared(body, "detail")
    if values.get("activity") is not None:
        values["activity"] = activity_named(actor, values["activity"])
    return values


class Note(InitiativeView):
    """One offer or need."""

    tag = "activities"

    @operation(Capability.VIEW, answer=shapes.NoteRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read an offer or need."""
        return self.one(shapes.NoteRow, queries.board(actor).filter(public_id=id))

    @operation(Capability.TAKE_PART, body=shapes.NoteChange, answer=shapes.NoteRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change an offer or need that is open."""
        rows = queries.board(actor).filter(public_id=id)
        found = self.locked(shapes.NoteRow, rows)
        services.change_note(actor, found, **named_in_note(actor, self.body))
        return self.one(shapes.NoteRow, rows)


class NoteClose(InitiativeView):
    """Matching and taking down."""

    tag = "activities"

    @operation(Capability.TAKE_PART, body=shapes.NoteEnd, answer=shapes.NoteRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that it found its match and what was agreed, or take it from the board."""
        rows = queries.board(actor).filter(public_id=id)
        found = self.locked(shapes.NoteRow, rows)
        if self.body["state"] == NoteState.MET:
            code = self.body.get("with_partner")
            other = partner_named(actor, code, "with_partner") if code else None
            services.match_note(actor, found, outcome=self.body.get("outcome", ""), with_partner=other)
        else:
            services.withdraw_note(actor, found)
        return self.one(shapes.NoteRow, rows)


def named_in_change(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Return what the services take of a change in the system."""
    values = cleared(body, "who", "evidence", "helped")
    if values.get("activity") is not None:
        values["activity"] = activity_named(actor, values["activity"])
    if values.get("strategy") is not None:
        values["strategy"] = strategy_named(actor, values["strategy"])
    return values


class SystemChanges(InitiativeView):
    """What has changed in the system."""

    tag = "activities"

    @operation(Capability.VIEW, query=shapes.ChangeQuery, answer=shapes.ChangeRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the changes that were noted, the latest first."""
        rows = queries.system_changes_matching(actor, **self.query)
        return self.page(shapes.ChangeRow, rows, ("-changed_on", "-id"))

    @operation(Capability.TAKE_PART, body=shapes.ChangeNew, answer=shapes.ChangeRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Note a change in the system, and our part in it."""
        made = services.note_system_change(actor, **named_in_change(actor, self.body))
        rows = queries.system_changes(actor).filter(pk=made.pk)
        return self.created(shapes.ChangeRow, rows, f"{self.plain_request.path}{made.public_id}/")


class SystemChange(InitiativeView):
    """One change in the system."""

    tag = "activities"

    @operation(Capability.VIEW, answer=shapes.ChangeRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a change in the system."""
        return self.one(shapes.ChangeRow, queries.system_changes(actor).filter(public_id=id))

    @operation(
        Capability.TAKE_PART,
        body=shapes.ChangeChange,
        answer=shapes.ChangeRow,
        match="required",
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change what is noted: who noted it may, and staff."""
        rows = queries.system_changes(actor).filter(public_id=id)
        found = self.locked(shapes.ChangeRow, rows)
        services.change_system_change(actor, found, **named_in_change(actor, self.body))
        return self.one(shapes.ChangeRow, rows)


class Populations(InitiativeView):
    """The groups of people whom activities are for."""

    tag = "activities"

    @operation(Capability.VIEW, answer=shapes.PopulationRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the groups of people in their order."""
        return self.page(shapes.PopulationRow, queries.populations(actor), ("position", "id"))

    @operation(Capability.SHAPE_AGENDA, body=shapes.PopulationNew, answer=shapes.PopulationRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Add a group of people."""
        made = services.add_population(actor, **self.body)
        rows = queries.populations(actor).filter(pk=made.pk)
        return self.created(shapes.PopulationRow, rows, f"{self.plain_request.path}{made.code}/")


class Population(InitiativeView):
    """One group of people."""

    tag = "activities"

    @operation(Capability.VIEW, answer=shapes.PopulationRow)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read a group of people."""
        return self.one(shapes.PopulationRow, queries.populations(actor).filter(code=code))

    @operation(
        Capability.SHAPE_AGENDA,
        body=shapes.PopulationChange,
        answer=shapes.PopulationRow,
        match="required",
    )
    def patch(self, actor: Actor, code: str) -> HttpResponse:
        """Rename a group of people, or give it another place in the list."""
        rows = queries.populations(actor).filter(code=code)
        services.change_population(actor, self.locked(shapes.PopulationRow, rows), **self.body)
        return self.one(shapes.PopulationRow, rows)

    @operation(Capability.SHAPE_AGENDA, status=204, match="required")
    def delete(self, actor: Actor, code: str) -> HttpResponse:
        """Remove a group of people for whom there is no activity."""
        rows = queries.populations(actor).filter(code=code)
        services.remove_population(actor, self.locked(shapes.PopulationRow, rows))
        return self.gone()


class CheckInRule(InitiativeView):
    """After how much silence an activity is not heard of."""

    tag = "activities"

    def told(self, actor: Actor) -> dict[str, Any]:
        """Return the rule as it is answered."""
        rule = queries.check_in_rule(actor)
        return {"silence_days": rule.silence_days, "sends_links": rule.sends_links}

    @operation(Capability.VIEW, answer=shapes.SilenceOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read after how many days of silence an activity is not heard of."""
        return self.json(self.told(actor))

    @operation(
        Capability.MANAGE_SETTINGS,
        body=shapes.RuleChange,
        answer=shapes.SilenceOut,
        match="required",
    )
    def put(self, actor: Actor) -> HttpResponse:
        """Set after how many days of silence an activity is not heard of."""
        self.matched(lambda: self.told(actor))
        services.change_check_in_rule(actor, **self.body)
        return self.json(self.told(actor))


class CalendarFeed(InitiativeView):
    """One's own calendar address."""

    tag = "activities"

    @operation(Capability.VIEW, answer=shapes.FeedState)
    def get(self, actor: Actor) -> HttpResponse:
        """Tell since when one's own calendar address stands; null without one. Never the address itself."""
        found = queries.own_feed(actor)
        return self.json({"made_at": found.made_at if found else None})

    @operation(Capability.VIEW, answer=shapes.FeedOut, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Make one's own calendar address, answered this once; a former one works no longer."""
        address = reverse("calendar_feed", args=[services.make_feed(actor)])
        return self.json({"address": self.plain_request.build_absolute_uri(address)}, 201)


class CalendarFeedRevoke(InitiativeView):
    """Killing it."""

    tag = "activities"

    @operation(Capability.VIEW, status=204)
    def post(self, actor: Actor) -> HttpResponse:
        """Revoke one's own calendar address: it is dead at once."""
        services.revoke_feed(actor)
        return self.gone()
