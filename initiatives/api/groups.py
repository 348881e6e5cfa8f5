"""The API of groups: their charters, and who sits in them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from initiatives import queries, services
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.models import Membership
from initiatives.rest.named import cleared
from initiatives.rest.views import InitiativeView, operation
from initiatives.serializers.groups import (
    CHARTER_TEXTS,
    GroupChange,
    GroupEnd,
    GroupNew,
    GroupQuery,
    GroupRow,
    SeatChange,
    SeatNew,
    SeatRow,
)


class Groups(InitiativeView):
    """Steering committee and working groups."""

    @operation(Capability.VIEW, query=GroupQuery, answer=GroupRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List groups; without `closed`, those that are not."""
        rows = queries.all_groups(actor).filter(closed_on__isnull=not self.query.get("closed", False))
        return self.page(GroupRow, rows, ("name", "id"))

    @operation(Capability.MANAGE_PARTNERS, body=GroupNew, answer=GroupRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Found a group, with what is known of its charter."""
        made = services.found_group(actor, **self.body)
        address = f"{self.plain_request.path}{made.public_id}/"
        return self.created(GroupRow, queries.all_groups(actor).filter(pk=made.pk), address)


class GroupView(InitiativeView):
    """What the operations on one group share."""

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the group's row."""
        return queries.all_groups(actor).filter(public_id=id)


class Group(GroupView):
    """One group."""

    @operation(Capability.VIEW, answer=GroupRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a group's charter."""
        return self.one(GroupRow, self.rows(actor, id))

    @operation(Capability.TAKE_PART, body=GroupChange, answer=GroupRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a group. The backbone may; its co-chairs may change the charter, not name and kind."""
        found = self.locked(GroupRow, self.rows(actor, id))
        services.change_group(actor, found, **cleared(self.body, *CHARTER_TEXTS))
        return self.one(GroupRow, self.rows(actor, id))


class GroupClose(GroupView):
    """Closing."""

    @operation(Capability.MANAGE_PARTNERS, body=GroupEnd, answer=GroupRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Close a group, saying why. It is kept, and so is who sat in it."""
        services.close_group(actor, self.locked(GroupRow, self.rows(actor, id)), **self.body)
        return self.one(GroupRow, self.rows(actor, id))


class SeatView(InitiativeView):
    """What the operations on seats share."""

    def rows(self, actor: Actor, id: UUID, person: UUID | None = None) -> Any:
        """Return the seats of a group that are held now, or one person's. Raises NotFound for no such group."""
        found = queries.group(actor, id)
        held = queries.seats(actor).filter(group=found)
        return held if person is None else held.filter(membership__public_id=person)


class Seats(SeatView):
    """Who sits in a group."""

    @operation(Capability.VIEW_PARTNERS, answer=SeatRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List who sits in a group now."""
        return self.page(SeatRow, self.rows(actor, id), ("id",))

    @operation(Capability.MANAGE_PARTNERS, body=SeatNew, answer=SeatRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Give a person a seat."""
        group = queries.group(actor, id)
        who = _person_named(actor, self.body["person"])
        services.seat(actor, group, who, co_chair=self.body.get("co_chair", False))
        address = f"{self.plain_request.path}{who.public_id}/"
        return self.created(SeatRow, self.rows(actor, id, who.public_id), address)


class Seat(SeatView):
    """One seat, by the id of the person who holds it."""

    @operation(Capability.VIEW_PARTNERS, answer=SeatRow)
    def get(self, actor: Actor, id: UUID, person: UUID) -> HttpResponse:
        """Read a seat."""
        return self.one(SeatRow, self.rows(actor, id, person))

    @operation(Capability.MANAGE_PARTNERS, body=SeatChange, answer=SeatRow, match="required")
    def patch(self, actor: Actor, id: UUID, person: UUID) -> HttpResponse:
        """Make a member a co-chair, or a co-chair a member."""
        held = self.locked(SeatRow, self.rows(actor, id, person))
        co_chair = self.body.get("co_chair", held.co_chair)
        services.seat(actor, held.group, held.membership, co_chair=co_chair)
        return self.one(SeatRow, self.rows(actor, id, person))

    @operation(Capability.MANAGE_PARTNERS, status=204, match="required")
    def delete(self, actor: Actor, id: UUID, person: UUID) -> HttpResponse:
        """End a seat; that it was held stays on file."""
        services.unseat(actor, self.locked(SeatRow, self.rows(actor, id, person)))
        return self.gone()


def _person_named(actor: Actor, public_id: UUID) -> Membership:
    try:
        return queries.person(actor, public_id)
    except NotFound as error:
        raise DomainError("unknown_person", _("There is nobody with this id."), "person") from error
