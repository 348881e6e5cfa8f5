"""What lies around activities: offers and needs, changes in the system."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse

from activities import queries, services
from activities.api.named import activity_named, strategy_named
from activities.api.things import OneThing
from activities.serializers import around as shapes
from activities.words import NoteState
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.named import cleared, partner_named
from initiatives.rest.views import InitiativeView, operation


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


class Note(OneThing):
    """One offer or need."""

    shape = shapes.NoteRow

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return queries.board(actor)

    @operation(Capability.VIEW, answer=shapes.NoteRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read an offer or need."""
        return self.told(actor, id)

    @operation(Capability.TAKE_PART, body=shapes.NoteChange, answer=shapes.NoteRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change an offer or need that is open."""
        found = self.held(actor, id)
        services.change_note(actor, found, **named_in_note(actor, self.body))
        return self.told(actor, id)


class NoteClose(OneThing):
    """Matching and taking down."""

    shape = shapes.NoteRow

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return queries.board(actor)

    @operation(Capability.TAKE_PART, body=shapes.NoteEnd, answer=shapes.NoteRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that it found its match and what was agreed, or take it from the board."""
        found = self.held(actor, id)
        if self.body["state"] == NoteState.MET:
            code = self.body.get("with_partner")
            other = partner_named(actor, code, "with_partner") if code else None
            services.match_note(actor, found, outcome=self.body.get("outcome", ""), with_partner=other)
        else:
            services.withdraw_note(actor, found)
        return self.told(actor, id)


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


class SystemChange(OneThing):
    """One change in the system."""

    shape = shapes.ChangeRow

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return queries.system_changes(actor)

    @operation(Capability.VIEW, answer=shapes.ChangeRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a change in the system."""
        return self.told(actor, id)

    @operation(
        Capability.TAKE_PART,
        body=shapes.ChangeChange,
        answer=shapes.ChangeRow,
        match="required",
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change what is noted: who noted it may, and staff."""
        found = self.held(actor, id)
        services.change_system_change(actor, found, **named_in_change(actor, self.body))
        return self.told(actor, id)
