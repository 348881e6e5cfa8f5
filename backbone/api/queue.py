"""The queue of the backbone: what waits, what is put off, whose it is, what was done."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from backbone import queries, services
from backbone.queries import colleagues
from backbone.queries.failures import failures
from backbone.serializers.queue import (
    DoneOut,
    DoneQuery,
    FailureOut,
    FailureQuery,
    QueueOut,
    QueueQuery,
    QueueThing,
    ThingGiven,
    ThingKey,
    ThingLater,
    done_out,
    queue_out,
    thing_out,
)
from backbone.services.failures import retry
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError
from initiatives.rest.views import InitiativeView, operation


class QueueView(InitiativeView):
    """What the operations on the queue share."""

    tag = "queue"

    def thing(self, actor: Actor) -> HttpResponse:
        """Answer with the thing that the body names, as it stands now."""
        return self.json(thing_out(queries.entry(actor, self.body["key"])))


class BackboneQueue(QueueView):
    """What waits for the backbone."""

    @operation(Capability.VIEW_QUEUE, query=QueueQuery, answer=QueueOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read what waits for the backbone today, from all five conditions, and what is put off."""
        return self.json(queue_out(queries.queue(actor, mine=self.query.get("whose") == "mine")))


class QueueDone(QueueView):
    """What was done of the queue."""

    @operation(Capability.VIEW_QUEUE, query=DoneQuery, answer=DoneOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read what the staff did on a day that settled things of the queue."""
        on = self.query.get("on") or clock.today(actor.initiative.timezone)
        return self.json({"on": on, "done": done_out(queries.done_on(actor, on))})


class QueuePutOff(QueueView):
    """Putting a thing off."""

    @operation(Capability.MANAGE_PARTNERS, body=ThingLater, answer=QueueThing, problems=(422,))
    def post(self, actor: Actor) -> HttpResponse:
        """Put a thing off until a day, on which it comes back by itself, and say why."""
        services.put_off(actor, self.body["key"], until=self.body["until"], reason=self.body["reason"])
        return self.thing(actor)


class QueueTakeUp(QueueView):
    """Taking a thing up."""

    @operation(Capability.MANAGE_PARTNERS, body=ThingKey, answer=QueueThing)
    def post(self, actor: Actor) -> HttpResponse:
        """Have a thing that was put off wait again from now on."""
        services.take_up(actor, self.body["key"])
        return self.thing(actor)


class QueueGive(QueueView):
    """Giving a thing to somebody."""

    @operation(Capability.MANAGE_PARTNERS, body=ThingGiven, answer=QueueThing, problems=(422,))
    def post(self, actor: Actor) -> HttpResponse:
        """Give a thing to a colleague, or back to nobody in particular."""
        wanted = self.body.get("to")
        to = next((one for one in colleagues(actor) if one.public_id == wanted), None)
        if wanted is not None and to is None:
            raise DomainError("not_staff", _("Only the backbone's own people work on the queue."), "to")
        services.give(actor, self.body["key"], to)
        return self.thing(actor)


class QueueFailures(QueueView):
    """What went wrong by itself."""

    @operation(Capability.VIEW_QUEUE, query=FailureQuery, answer=FailureOut, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List what was tried too often and put aside: letters, digests, what runs by itself."""
        found = [
            {"number": one.pk, "what": one.told, "attempts": one.attempts, "gave_up_at": one.dead_at}
            for one in failures(actor)
            if one.pk >= self.query.get("from", 0)
        ]
        return self.listed(FailureOut, sorted(found, key=lambda row: row["number"]), "from", "number")


class QueueRetry(QueueView):
    """Another try."""

    @operation(Capability.MANAGE_PARTNERS, status=204)
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """Have another try at what was put aside."""
        retry(actor, number)
        return self.gone()
