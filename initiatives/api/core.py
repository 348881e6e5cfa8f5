"""The API of the core: initiatives, partners, sectors, places, tasks, the event stream, tokens."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from initiatives import queries, services
from initiatives.accounts import freshly_signed_in
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Scope
from initiatives.kernel.errors import DomainError, Forbidden, NotFound
from initiatives.models import Membership, User
from initiatives.queries.stream import event_kinds
from initiatives.rest import answers
from initiatives.rest.named import cleared
from initiatives.rest.views import InitiativeView, PersonView, operation
from initiatives.serializers import (
    ActionChange,
    ActionQuery,
    ActionRow,
    EventKindOut,
    EventKindQuery,
    EventQuery,
    EventRow,
    InitiativeRow,
    InitiativeSettings,
    InitiativeStart,
    MyInitiativeRow,
    PartnerChange,
    PartnerNew,
    PartnerQuery,
    PartnerRow,
    PlaceChange,
    PlaceNew,
    PlaceQuery,
    PlaceRow,
    SectorRow,
    TokenNew,
    TokenRow,
    TokenSecret,
)
from initiatives.services.tokens import mint_token, revoke_token


class Initiatives(PersonView):
    """The caller's initiatives."""

    tag = "initiatives"

    @operation(Scope.READ, answer=MyInitiativeRow, many=True)
    def get(self, user: User) -> HttpResponse:
        """List the initiatives that you take part in."""
        return self.page(MyInitiativeRow, queries.my_initiatives(self.token), ("initiative__slug",))

    @operation(Scope.WRITE, body=InitiativeStart, answer=InitiativeRow, status=201)
    def post(self, user: User) -> HttpResponse:
        """Start an initiative.

        You become its backbone lead. A token that is bound to one initiative starts none.
        """
        if self.token and self.token.initiative_id:
            raise Forbidden(_("This token belongs to one initiative and starts no other."), "token_bound")
        initiative = services.start_initiative(user, **cleared(self.body, "purpose"))
        with queries.enter(user, initiative.slug, self.token) as actor:
            address = f"{self.plain_request.path}{initiative.slug}/"
            return self.created(InitiativeRow, queries.initiative_rows(actor), address)


class Initiative(InitiativeView):
    """One initiative and its settings."""

    tag = "initiatives"

    @operation(Capability.VIEW, answer=InitiativeRow)
    def get(self, actor: Actor) -> HttpResponse:
        """Read an initiative."""
        return self.one(InitiativeRow, queries.initiative_rows(actor))

    @operation(Capability.MANAGE_SETTINGS, body=InitiativeSettings, answer=InitiativeRow, match="required")
    def patch(self, actor: Actor) -> HttpResponse:
        """Change settings of an initiative."""
        rows = queries.initiative_rows(actor)
        self.locked(InitiativeRow, rows)
        services.change_settings(actor, **cleared(self.body, "purpose"))
        return self.one(InitiativeRow, rows)


class Partners(InitiativeView):
    """The organisations that take part."""

    @operation(Capability.VIEW_PARTNERS, query=PartnerQuery, answer=PartnerRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List partners.

        Sector and place are told as of the day `on`, which is today when it is left out.
        """
        rows = queries.partners(actor, self.query.get("on"))
        names = {"sector": "sector_code", "place": "place_code", "state": "state"}
        return self.page(
            PartnerRow,
            rows.filter(**{names[name]: value for name, value in self.query.items() if name in names}),
            ("code",),
        )

    @operation(Capability.MANAGE_PARTNERS, body=PartnerNew, answer=PartnerRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Add a partner."""
        values = dict(self.body)
        state = values.pop("state", "active")
        partner = services.add_partner(actor, **values)
        if state == "left":
            services.part_with(actor, partner)
        address = f"{self.plain_request.path}{partner.code}/"
        return self.created(PartnerRow, queries.partners(actor).filter(pk=partner.pk), address)


class Partner(InitiativeView):
    """One partner."""

    @operation(Capability.VIEW_PARTNERS, answer=PartnerRow)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read a partner."""
        return self.one(PartnerRow, queries.partners(actor).filter(code=code))

    @operation(Capability.MANAGE_PARTNERS, body=PartnerChange, answer=PartnerRow, match="required")
    def patch(self, actor: Actor, code: str) -> HttpResponse:
        """Change a partner.

        A new sector or place holds from the day `since`, which is today when it is left out.
        """
        rows = queries.partners(actor).filter(code=code)
        partner = self.locked(PartnerRow, rows)
        values = cleared(self.body, "identifier", "about", "place")
        state = values.pop("state", partner.state)
        moved = {name: values.pop(name) for name in ("sector", "place", "since") if name in values}
        if values:
            services.change_partner(actor, partner, **values)
        if set(moved) - {"since"}:
            services.affiliate(
                actor,
                partner,
                sector=moved.get("sector", partner.sector_code),
                place=moved.get("place", partner.place_code),
                starts_on=moved.get("since", clock.today(actor.initiative.timezone)),
            )
        if state != partner.state:
            (services.part_with if state == "left" else services.take_back)(actor, partner)
        return self.one(PartnerRow, rows)

    @operation(Capability.MANAGE_PARTNERS, status=204, match="required")
    def delete(self, actor: Actor, code: str) -> HttpResponse:
        """Part with a partner.

        Its figures and its record stay, in the state `left`; nothing more is asked of it.
        """
        partner = self.locked(PartnerRow, queries.partners(actor).filter(code=code))
        services.part_with(actor, partner)
        return self.gone()


class Sectors(InitiativeView):
    """The fixed kinds of organisation."""

    @operation(Capability.VIEW, answer=SectorRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List sectors."""
        return self.page(SectorRow, queries.sector_rows(), ("position",))


class Places(InitiativeView):
    """The initiative's tree of places."""

    @operation(Capability.VIEW_PARTNERS, query=PlaceQuery, answer=PlaceRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List places."""
        rows = queries.places(actor)
        if "parent" in self.query:
            rows = rows.filter(parent__code=self.query["parent"])
        return self.page(PlaceRow, rows, ("code",))

    @operation(Capability.MANAGE_PARTNERS, body=PlaceNew, answer=PlaceRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Add a place."""
        place = services.add_place(actor, **self.body)
        address = f"{self.plain_request.path}{place.code}/"
        return self.created(PlaceRow, queries.places(actor).filter(pk=place.pk), address)


class Place(InitiativeView):
    """One place."""

    @operation(Capability.VIEW_PARTNERS, answer=PlaceRow)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read a place."""
        return self.one(PlaceRow, queries.places(actor).filter(code=code))

    @operation(Capability.MANAGE_PARTNERS, body=PlaceChange, answer=PlaceRow, match="required")
    def patch(self, actor: Actor, code: str) -> HttpResponse:
        """Rename a place or move it."""
        rows = queries.places(actor).filter(code=code)
        place = self.locked(PlaceRow, rows)
        services.change_place(actor, place, **cleared(self.body, "parent"))
        return self.one(PlaceRow, rows)

    @operation(Capability.MANAGE_PARTNERS, status=204, match="required")
    def delete(self, actor: Actor, code: str) -> HttpResponse:
        """Remove a place in which nothing lies."""
        services.remove_place(actor, self.locked(PlaceRow, queries.places(actor).filter(code=code)))
        return self.gone()


class Actions(InitiativeView):
    """Small tasks with one owner and a day."""

    @operation(Capability.VIEW, query=ActionQuery, answer=ActionRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List tasks: all of them for the backbone, your own and your partner's else."""
        names = {"state": "state", "owner": "owner__public_id", "source": "source"}
        chosen = {names[name]: value for name, value in self.query.items()}
        return self.page(ActionRow, queries.actions(actor).filter(**chosen), ("due", "id"))


class Action(InitiativeView):
    """One task."""

    @operation(Capability.VIEW, answer=ActionRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a task."""
        return self.one(ActionRow, queries.actions(actor).filter(public_id=id))

    @operation(Capability.CHECK_IN, body=ActionChange, answer=ActionRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say how a task stands. Its owner does, or the backbone, which may also move its day and hand it over."""
        rows = queries.actions(actor).filter(public_id=id)
        action = self.locked(ActionRow, rows)
        values = cleared(self.body, "outcome")
        if "owner" in values:
            values["owner"] = _person_named(actor, values["owner"])
        services.change_action(actor, action, **values)
        return self.one(ActionRow, rows)


def _person_named(actor: Actor, public_id: UUID) -> Membership:
    try:
        return queries.person(actor, public_id)
    except NotFound as error:
        message = _("The owner must take part in the initiative.")
        raise DomainError("unknown_person", message, "owner") from error


class Events(InitiativeView):
    """What happened."""

    @operation(Capability.VIEW_EVENTS, query=EventQuery, answer=EventRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """Read the audit and activity stream, oldest first.

        Come back with `after` set to the id of the last event that you have read: nothing is missed.
        """
        rows = queries.events_after(actor, self.query.get("after"))
        names = {"key": "key", "partner": "partner__code", "subject": "subject"}
        chosen = {names[name]: value for name, value in self.query.items() if name in names}
        return self.page(EventRow, rows.filter(**chosen), ("id",))


class EventKinds(InitiativeView):
    """What may happen."""

    @operation(Capability.VIEW_EVENTS, query=EventKindQuery, answer=EventKindOut, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List every kind of fact that the stream may tell, with the names and types of its `data`.

        For whoever listens: a key stays what it is; data may gain names, and loses none.
        """
        first = self.query.get("from", "")
        found = [row for row in event_kinds(actor) if row["key"] >= first]
        return self.listed(EventKindOut, found, "from", "key")


class Tokens(PersonView):
    """The caller's tokens."""

    tag = "tokens"
    sessions_only = True

    @operation(Scope.ADMIN, answer=TokenRow, many=True)
    def get(self, user: User) -> HttpResponse:
        """List your tokens, without their secrets."""
        return self.page(TokenRow, queries.my_tokens(), ("-id",))

    @operation(Scope.ADMIN, body=TokenNew, answer=TokenSecret, status=201)
    def post(self, user: User) -> HttpResponse:
        """Make a token; its secret is shown this once.

        Takes a recent sign-in. Repeated with the same Idempotency-Key it gives the token without its secret.
        """
        if not freshly_signed_in(self.plain_request):
            raise Forbidden(_("Sign in again to make a token."), "fresh_sign_in_required")
        token, secret = mint_token(user, **self.body)
        row = answers.one(TokenRow, queries.my_tokens().filter(pk=token.pk))
        response = self.json({**row, "token": secret}, 201)
        response.kept = answers.dumps({**row, "token": None})  # type: ignore[attr-defined]
        return response


class Token(PersonView):
    """One of the caller's tokens."""

    tag = "tokens"
    sessions_only = True

    @operation(Scope.ADMIN, answer=TokenRow)
    def get(self, user: User, id: Any) -> HttpResponse:
        """Read a token, without its secret."""
        return self.one(TokenRow, queries.my_tokens().filter(public_id=id))

    @operation(Scope.ADMIN, status=204, match="required")
    def delete(self, user: User, id: Any) -> HttpResponse:
        """Revoke a token at once."""
        self.locked(TokenRow, queries.my_tokens().filter(public_id=id))
        revoke_token(user, str(id))
        return self.gone()
