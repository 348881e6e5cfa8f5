"""The relation with partners: what is computed about one, and the contact log."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from backbone import queries, services
from backbone.queries.record import record_of
from backbone.queries.share_pack import share_pack
from backbone.serializers.relations import (
    BriefOut,
    ContactBody,
    ContactEnd,
    ContactQuery,
    ContactRow,
    RecordOut,
    RelationOut,
    brief_out,
    relation_out,
)
from backbone.services import Said
from backbone.words import ContactWay
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError
from initiatives.queries import partner, people
from initiatives.rest.views import InitiativeView, operation


def said(actor: Actor, body: dict[str, Any]) -> Said:
    """Return what the services take. Raises DomainError at a field that names nobody."""
    values = dict(body)
    for field in ("person", "next_owner"):
        if values.get(field) is not None:
            found = people(actor).filter(public_id=values[field]).first()
            if found is None:
                raise DomainError("unknown_person", _("There is no such person."), field)
            values[field] = found
    return Said(**{**values, "way": ContactWay(values["way"])})


class PartnerRelation(InitiativeView):
    """What is computed about one partner."""

    tag = "relations"

    @operation(Capability.VIEW_RELATIONS, answer=RelationOut)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read how the relation with a partner stands: signs of quiet with their numbers, hand-ins, meetings.

        For the staff, and for the partner's own lead, who reads the same.
        """
        return self.json(relation_out(queries.relation(actor, partner(actor, code))))


class PartnerRecord(InitiativeView):
    """All that is kept of the relation with a partner."""

    tag = "relations"

    @operation(Capability.VIEW_RELATIONS, answer=RecordOut)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read everything that is kept of the relation with a partner: your own as its lead, or any for the staff.

        What is about a person is left out: that is the person's to ask for.
        """
        return self.json(record_of(actor, partner(actor, code)))


class PartnerBrief(InitiativeView):
    """The brief for a partner's own people."""

    tag = "relations"

    @operation(Capability.VIEW_HAND_INS, answer=BriefOut)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read what a partner's people need to know, on a page or two: for its own people, and the staff."""
        return self.json(brief_out(share_pack(actor, partner(actor, code))))


class PartnerContacts(InitiativeView):
    """The contacts with one partner."""

    tag = "relations"

    @operation(Capability.MANAGE_PARTNERS, body=ContactBody, answer=ContactRow, status=201, problems=(422,))
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Write down a contact with a partner. Its lead reads it, unless it is about a person."""
        made = services.log_contact(actor, partner(actor, code), said(actor, self.body))
        return self.one(ContactRow, queries.contacts(actor).filter(pk=made.pk), 201)


class ContactLog(InitiativeView):
    """The contact log."""

    tag = "relations"

    @operation(Capability.VIEW_RELATIONS, query=ContactQuery, answer=ContactRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the contacts that were written down, the latest first; for a partner's lead those with their partner."""
        rows = queries.open_steps(actor) if self.query.get("open") else queries.contacts(actor)
        if self.query.get("partner"):
            rows = rows.filter(partner__code=self.query["partner"])
        return self.page(ContactRow, rows, ("-on", "-id"))


class Contact(InitiativeView):
    """One contact."""

    tag = "relations"

    @operation(Capability.VIEW_RELATIONS, answer=ContactRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read what was written down of a contact."""
        return self.one(ContactRow, queries.contacts(actor).filter(public_id=id))

    @operation(
        Capability.MANAGE_PARTNERS, body=ContactBody, answer=ContactRow, match="required", problems=(422,)
    )
    def put(self, actor: Actor, id: UUID) -> HttpResponse:
        """Put right what was written down of a contact, as a whole."""
        rows = queries.contacts(actor).filter(public_id=id)
        services.change_contact(actor, self.locked(ContactRow, rows), said(actor, self.body))
        return self.one(ContactRow, rows)


class ContactDone(InitiativeView):
    """Taking the next step."""

    tag = "relations"

    @operation(Capability.MANAGE_PARTNERS, answer=ContactRow, match="honoured", problems=(422,))
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that the next step which was agreed at a contact is taken."""
        rows = queries.contacts(actor).filter(public_id=id)
        services.finish_step(actor, self.locked(ContactRow, rows))
        return self.one(ContactRow, rows)


class ContactRemoval(InitiativeView):
    """Removing a contact."""

    tag = "relations"

    @operation(Capability.MANAGE_PARTNERS, body=ContactEnd, status=204, match="honoured", problems=(422,))
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Remove what was written down of a contact; why is kept."""
        rows = queries.contacts(actor).filter(public_id=id)
        services.remove_contact(actor, self.locked(ContactRow, rows), reason=self.body["reason"])
        return self.gone()
