"""Starter packs: what they offer, and taking some of it in."""

from django.http import HttpResponse

from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import NotFound
from initiatives.rest.views import InitiativeView, operation
from measurement import queries, services
from measurement.packs import PACKS
from measurement.serializers.packs import PackQuery, PackRow, PackTaken, PackTaking, pack_row


def _taken(actor: Actor) -> set[str]:
    return set(queries.indicators(actor).values_list("code", flat=True))


class Packs(InitiativeView):
    """The starter packs."""

    tag = "packs"

    @operation(Capability.DEFINE, query=PackQuery, answer=PackRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the starter packs with the sheets of their indicators, in the language that is asked for."""
        taken = _taken(actor)
        rows = sorted((pack_row(pack, taken) for pack in PACKS), key=lambda row: str(row["code"]))
        first = self.query.get("from", "")
        return self.listed(PackRow, [row for row in rows if row["code"] >= first], "from", "code")


class Pack(InitiativeView):
    """One starter pack."""

    tag = "packs"

    @operation(Capability.DEFINE, answer=PackRow)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read a starter pack."""
        found = next((pack for pack in PACKS if pack.code == code), None)
        if found is None:
            raise NotFound
        return self.json(pack_row(found, _taken(actor)))


class PackTake(InitiativeView):
    """Taking indicators in."""

    tag = "packs"

    @operation(Capability.DEFINE, body=PackTaking, answer=PackTaken, status=201, problems=(409, 422))
    def post(self, actor: Actor) -> HttpResponse:
        """Define indicators as the packs have them, all or none: as proposals, or active at once."""
        made = services.take_from_packs(actor, **self.body)
        return self.json({"indicators": [row.code for row in made]}, 201)
