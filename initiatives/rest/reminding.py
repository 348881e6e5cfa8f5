"""The operation that reminds of one thing: read the letter before it is sent, and send it."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse

from initiatives.kernel.access import Actor, Capability
from initiatives.ladders import ladder_called
from initiatives.rest.views import InitiativeView, operation
from initiatives.serializers.reminding import (
    AllRemindedOut,
    ReminderNew,
    RemindersOut,
    reached_json,
    reminder_json,
)
from initiatives.services.reminding import remind_of, reminders


class OneReminder(InitiativeView):
    """Reminding of one thing, of the `kind` (a name of a ladder) that the address is for."""

    kind: ClassVar[str] = ""

    @operation(Capability.MANAGE_PARTNERS, answer=RemindersOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read the reminder as it would go out now, and until when it would wait."""
        found = ladder_called(self.kind)
        rows = reminders(actor, found, found.named(actor, id))
        return self.json({"reminders": [reminder_json(one) for one in rows]})

    @operation(Capability.MANAGE_PARTNERS, body=ReminderNew, answer=AllRemindedOut, problems=(409, 429))
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Write to whoever's turn it is: the contributor or owner, then who stands in, then the lead."""
        found = ladder_called(self.kind)
        made = remind_of(actor, found, id, **self.body)
        return self.json(
            {"reminded": [reached_json(found.about(getattr(one, found.field)).code, one) for one in made]}
        )
