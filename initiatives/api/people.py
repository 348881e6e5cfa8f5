"""The API of people: who takes part, in which role and for whom."""

from uuid import UUID

from django.http import HttpResponse

from initiatives import queries
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation
from initiatives.serializers.people import PersonQuery, PersonRow


class People(InitiativeView):
    """Who takes part."""

    tag = "people"

    @operation(Capability.VIEW_PEOPLE, query=PersonQuery, answer=PersonRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List who takes part: everybody for the staff, those of one's own partner for its people."""
        return self.page(PersonRow, queries.people_matching(actor, **self.query), ("name", "id"))


class Person(InitiativeView):
    """One person."""

    tag = "people"

    @operation(Capability.VIEW_PEOPLE, answer=PersonRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read in which role somebody takes part, and for whom."""
        return self.one(PersonRow, queries.people(actor).filter(public_id=id))
