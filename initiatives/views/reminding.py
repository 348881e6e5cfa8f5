"""Reminding of what is late or ends soon, and whom to call where letters do no more."""

from itertools import groupby
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.forms.reminding import ReminderForm
from initiatives.kernel.access import Capability
from initiatives.ladders import Ladder, ladder_called
from initiatives.reminding_pages import ReminderPage
from initiatives.services.reminding import calls, remind_of, reminders
from initiatives.web import Needs, PageView


class Remind(ReminderPage):
    """Remind of a task, a commitment or an agreement."""

    capability: ClassVar[Needs | None] = Capability.MANAGE_PARTNERS
    section = "home"
    kind: Ladder

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.kind = ladder_called(kwargs["kind"])
        self.public_id = kwargs["public_id"]
        self.letters = reminders(self.actor, self.kind, self.kind.named(self.actor, self.public_id))

    def form(self, data: Any = None) -> ReminderForm:
        form = ReminderForm(data)
        if not any(one.about.code for one in self.letters):
            del form.fields["copy_lead"]  # nobody's affair has no partner whose lead could read it
        return form

    def act(self, form: Any) -> Any:
        return remind_of(self.actor, self.kind, self.public_id, **form.cleaned_data)

    def back(self) -> str:
        return self.url("backbone:queue")

    def told(self) -> dict[str, Any]:
        crumbs = self.crumbs((_("Queue"), self.url("backbone:queue")), (_("Remind"), ""))
        return {**super().told(), "kicker": self.kind.label, "breadcrumbs": crumbs}


class Calls(PageView):
    """Whom to call: each was written to, or nobody can be. It prints."""

    capability: ClassVar[Needs | None] = Capability.MANAGE_PARTNERS
    template_name = "initiatives/calls.html"
    section = "home"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = calls(self.actor)
        context = {
            "groups": [
                (label, [{"call": one, "url": self.url(one.about.page, *one.about.named)} for one in rows])
                for label, rows in groupby(found, lambda one: one.label)
            ],
            "count": len(found),
            "breadcrumbs": self.crumbs((_("Queue"), self.url("backbone:queue")), (_("Whom to call"), "")),
        }
        return self.page(context)
