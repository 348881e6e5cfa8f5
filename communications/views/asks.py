"""What groups ask of one another, and the answers."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications import services
from communications.forms.holding import AnswerForm, AskFilter, AskForm
from communications.queries import ask, run_by
from communications.queries.asks import asks_listed
from communications.views.base import CommunicationView, FormPage
from communications.words.meetings import AskState
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.queries.groups import runs
from initiatives.web import Needs, SeeOther, paginate


class Asks(CommunicationView):
    """What groups ask of one another: what waits for an answer first."""

    capability = Capability.VIEW
    template_name = "communications/asks.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = AskFilter(self.actor, AskState.choices, request.GET)
        asked = form.asked()
        page = paginate(request, asks_listed(self.actor, **asked), 25)
        own = {row.pk for row in run_by(self.actor)}
        rows = list(page.object_list)
        for row in rows:
            row.may_answer = row.state == AskState.OPEN and row.to_group_id in own
            row.may_withdraw = row.state == AskState.OPEN and row.from_group_id in own
        context = {
            "page": page,
            "rows": rows,
            "form": form,
            "filtered": bool(asked),
            "asks_for": bool(own),
            "today": clock.today(self.actor.initiative.timezone),
            "tabs": self.tabs("asks"),
            "breadcrumbs": self.trail((_("Asks"), "")),
        }
        return self.page(context)


class AskGroup(FormPage):
    """Ask another group for something."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("Ask")

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        if self.request.method in ("GET", "HEAD") and not run_by(self.actor):
            messages.warning(self.request, _("The backbone and the group's co-chairs speak for it."))
            return SeeOther(self.url("communications:asks"))
        return super().handle(**kwargs)

    def form(self, data: Any = None) -> AskForm:
        return AskForm(self.actor, data)

    def act(self, form: Any) -> Any:
        return services.ask_group(self.actor, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(
            self.url("communications:asks"), _("Asked. It stands on the agenda of their next meeting.")
        )

    def told(self) -> Mapping[str, Any]:
        title, back = _("Ask another group"), self.url("communications:asks")
        return {
            "title": title,
            "lead": _("Money, a decision, figures, a word to somebody: what one group cannot do alone."),
            "back": back,
            "breadcrumbs": self.trail((_("Asks"), back), (title, "")),
        }


class AnswerAsk(FormPage):
    """Answer for a group."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("Answer")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.row = ask(self.actor, kwargs["public_id"])

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        if self.request.method in ("GET", "HEAD"):
            self.prepare(**kwargs)
            if self.row.state != AskState.OPEN or not runs(self.actor, self.row.to_group):
                message = _("The backbone and the co-chairs of the group that is asked answer, once.")
                messages.warning(self.request, message)
                return SeeOther(self.url("communications:asks"))
        return super().handle(**kwargs)

    def form(self, data: Any = None) -> AnswerForm:
        return AnswerForm(data)

    def act(self, form: Any) -> Any:
        return services.answer_ask(self.actor, self.row, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("communications:asks"), _("Answered."))

    def told(self) -> Mapping[str, Any]:
        back = self.url("communications:asks")
        names = {"asking": self.row.from_group.name, "asked": self.row.to_group.name}
        return {
            "title": _("Answer for the group"),
            "lead": _("%(asking)s asks %(asked)s:") % names,
            "quote": self.row.what,
            "back": back,
            "breadcrumbs": self.trail((_("Asks"), back), (_("Answer"), "")),
        }


class WithdrawAsk(CommunicationView):
    """No answer is needed any more."""

    capability = {"POST": Capability.TAKE_PART}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        services.withdraw_ask(self.actor, ask(self.actor, public_id))
        return self.go(self.url("communications:asks"), _("Withdrawn."))
