"""Reminding one partner that is late: the letter is read before it goes out."""

from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError
from initiatives.web import FormView, Needs
from measurement.forms.cycles import RemindForm
from measurement.models import Request
from measurement.queries import request as request_of
from measurement.services import nudge
from measurement.services.collection.requests import Reminder, reminder
from measurement.views.cycles.base import CycleView


class Remind(FormView, CycleView):
    """Write to one partner that is late; its letter is shown, and takes a word of one's own."""

    capability: ClassVar[Needs | None] = Capability.RUN_CYCLES
    template_name = "measurement/remind.html"
    submit = gettext_lazy("Send the reminder")
    asked: Request
    letter: Reminder

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.asked = request_of(self.actor, kwargs["public_id"])
        self.letter = reminder(self.actor, self.asked)

    def form(self, data: Any = None) -> RemindForm:
        return RemindForm(data)

    def act(self, form: Any) -> Any:
        made = nudge(self.actor, self.asked.cycle, only=[self.asked], **form.cleaned_data)
        if not made:
            message = _(
                "Nobody was written to: it is not late, was reminded today, or nobody has an address."
            )
            raise DomainError("nobody", message)
        return made[0]

    def done(self, result: Any) -> HttpResponseBase:
        words = {"partner": self.asked.partner.name, "who": result.to.name}
        message = _("%(partner)s is reminded: the letter goes to %(who)s.") % words
        if self.letter.waits_until is not None:
            when = date_format(localtime(self.letter.waits_until), "DATETIME_FORMAT")
            message += " " + _("It leaves when their quiet hours end, on %s.") % when
        return self.go(self.url("measurement:cycle", self.asked.cycle.public_id), message)

    def told(self) -> dict[str, Any]:
        return {
            "asked": self.asked,
            "letter": self.letter,
            "period": self.period_name(self.asked.cycle),
            "back": self.back_to or self.url("measurement:cycle", self.asked.cycle.public_id),
            "breadcrumbs": self.crumbs_of(self.asked.cycle, (_("Remind"), "")),
        }
