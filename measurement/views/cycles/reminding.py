"""Reminding one partner that is late: the letter is read before it goes out."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError
from initiatives.reminding_pages import ReminderPage
from initiatives.web import Needs
from measurement.forms.cycles import RemindForm
from measurement.models import Request
from measurement.queries import request as request_of
from measurement.services import nudge
from measurement.services.collection.requests import reminder
from measurement.views.cycles.base import CycleView


class Remind(ReminderPage, CycleView):
    """Write to one partner that is late; its letter is shown, and takes a word of one's own."""

    capability: ClassVar[Needs | None] = Capability.RUN_CYCLES
    asked: Request

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.asked = request_of(self.actor, kwargs["public_id"])
        self.letters = [reminder(self.actor, self.asked)]

    def form(self, data: Any = None) -> RemindForm:
        return RemindForm(data)

    def act(self, form: Any) -> Any:
        made = nudge(self.actor, self.asked.cycle, only=[self.asked], **form.cleaned_data)
        if not made:
            message = _(
                "Nobody was written to: it is not late, was reminded today, or nobody has an address."
            )
            raise DomainError("nobody", message)
        return made

    def back(self) -> str:
        return self.url("measurement:cycle", self.asked.cycle.public_id)

    def told(self) -> dict[str, Any]:
        return {
            **super().told(),
            "extend_url": self.url("measurement:extend", self.asked.public_id),
            "breadcrumbs": self.crumbs_of(self.asked.cycle, (_("Remind"), "")),
        }
