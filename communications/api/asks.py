"""What groups ask of one another."""

from uuid import UUID

from django.http import HttpResponse

from communications import queries, services
from communications.queries.asks import asks_matching
from communications.serializers import meetings as serializers
from communications.words.meetings import AskState
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.named import group_named
from initiatives.rest.views import InitiativeView, operation


class Asks(InitiativeView):
    """What groups ask of one another."""

    tag = "asks"

    @operation(Capability.VIEW, query=serializers.AskQuery, answer=serializers.AskRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the asks, the latest first, with the answers."""
        rows = asks_matching(actor, **self.query)
        return self.page(serializers.AskRow, rows, ("-asked_at", "-id"))

    @operation(Capability.TAKE_PART, body=serializers.GroupAskNew, answer=serializers.AskRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Ask another group for something, for a group that one runs."""
        groups = {
            name: group_named(actor, self.body[name], name, closed=True)
            for name in ("from_group", "to_group")
        }
        made = services.ask_group(actor, **{**self.body, **groups})
        return self.one(serializers.AskRow, queries.asks(actor).filter(pk=made.pk), 201)


class Ask(InitiativeView):
    """One ask."""

    tag = "asks"

    @operation(Capability.VIEW, answer=serializers.AskRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read an ask."""
        return self.one(serializers.AskRow, queries.asks(actor).filter(public_id=id))


class AskClose(InitiativeView):
    """Answering and taking back."""

    tag = "asks"

    @operation(Capability.TAKE_PART, body=serializers.AskEnd, answer=serializers.AskRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer what is asked of a group that one runs, or take back what it asked."""
        rows = queries.asks(actor).filter(public_id=id)
        self.locked(serializers.AskRow, rows)
        found = queries.ask(actor, id)
        if self.body["state"] == AskState.ANSWERED:
            services.answer_ask(actor, found, answer=self.body.get("answer", ""))
        else:
            services.withdraw_ask(actor, found)
        return self.one(serializers.AskRow, rows)
