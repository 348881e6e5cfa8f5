"""The queue: what needs the backbone today, what is put off, what was done; one thing, later, somebody's."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from backbone.forms.queue import GiveForm, LaterForm
from backbone.queries import Entry, Queue, colleagues, done_on, entry, queue
from backbone.services import give, put_off, take_up
from backbone.services.failures import retry
from backbone.views.gathering import GatheringView
from initiatives.kernel.access import Capability
from initiatives.kernel.queue import Act, How
from initiatives.queries import partners
from initiatives.web import Needs, errors_in

# So many of one kind stand on the home page, and so many buttons at one thing.
SHOWN = 5
BUTTONS = 2


class QueueView(GatheringView):
    """What the pages that show the queue have in common."""

    def button(self, act: Act, back: str) -> dict[str, Any]:
        """Return one thing that can be done, with its address; from where something is done one is led back here."""
        address = reverse(act.page, args=[self.slug, *act.named])
        if act.how != How.PAGE:
            address = f"{address}?{urlencode({'next': back})}"
        return {"label": act.label, "url": address, "at_once": act.how == How.AT_ONCE}

    def drawn_entry(self, one: Entry, back: str) -> dict[str, Any]:
        """Return one thing of the queue as the templates take it."""
        buttons = [self.button(act, back) for act in one.item.acts]
        opened = next((button["url"] for button in buttons if not button["at_once"]), "")
        return {
            "entry": one,
            "item": one.item,
            "mark": one.mark,
            "buttons": buttons[:BUTTONS],
            "url": opened,
            "more": f"{self.url('backbone:queue_thing', one.item.key)}?{urlencode({'next': back})}",
        }

    def drawn_queue(self, found: Queue, most: int | None = None) -> dict[str, Any]:
        """Return the queue as the templates take it, at most so many of one kind."""
        back = self.request.get_full_path()
        return {
            "sections": [
                {
                    "source": source,
                    "count": len(rows),
                    "rows": [self.drawn_entry(one, back) for one in rows[:most]],
                }
                for source, rows in found.sections
            ],
            "later": [self.drawn_entry(one, back) for one in found.put_off],
            "count": found.count,
            "stands_in": found.stands_in,
            "mine": found.mine,
            "views": self.whose(found),
        }

    def whose(self, found: Queue) -> list[dict[str, Any]]:
        """Return the two ways to look at the queue: everybody's, and one's own."""
        own = self.is_own
        here = self.request.path
        return [
            {"label": _("Team %d") % found.count, "url": here, "current": not own},
            {"label": _("Mine %d") % found.mine, "url": f"{here}?whose=mine", "current": own},
        ]

    @property
    def is_own(self) -> bool:
        """Whether only what is the actor's own is asked for."""
        return self.request.GET.get("whose") == "mine"


class QueuePage(QueueView):
    """The whole queue, what is put off, and what was done today."""

    section = "home"
    capability: ClassVar[Needs | None] = Capability.VIEW_QUEUE
    template_name = "backbone/queue.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        context = {
            "queue": self.drawn_queue(queue(self.actor, mine=self.is_own)),
            "done": done_on(self.actor, self.today),
            "own": self.is_own,
            "today": self.today,
            "breadcrumbs": self.crumbs((_("Queue"), "")),
        }
        return self.page(context)


class ThingView(QueueView):
    """A page about one thing of the queue."""

    section = "home"

    def home(self) -> str:
        """Where one is led once something is done: whence one came, or the queue."""
        return self.back_to or self.url("backbone:queue")


class Thing(ThingView):
    """One thing: all that can be done about it, until when it can wait, whose it is."""

    capability: ClassVar[Needs | None] = Capability.VIEW_QUEUE
    template_name = "backbone/queue_thing.html"

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        return self.show(key)

    def show(
        self, key: str, later: LaterForm | None = None, given: GiveForm | None = None, status: int = 200
    ) -> HttpResponseBase:
        """Draw the thing with its two forms."""
        one = entry(self.actor, key)
        now = str(one.given_to.public_id) if one.given_to else ""
        query = f"?{urlencode({'next': self.home()})}"
        context = {
            "entry": one,
            "item": one.item,
            "buttons": [self.button(act, self.home()) for act in one.item.acts],
            "later": later or LaterForm(),
            "given": given or GiveForm(colleagues(self.actor), initial={"to": now}),
            "later_url": self.url("backbone:put_off", key) + query,
            "give_url": self.url("backbone:give", key) + query,
            "take_up_url": self.url("backbone:take_up", key) + query,
            "log_url": self.log_url(one),
            "back": self.home(),
            "changes": self.actor.may(Capability.MANAGE_PARTNERS),
            "breadcrumbs": self.crumbs((_("Queue"), self.url("backbone:queue")), (one.item.title, "")),
        }
        return self.page(context, status=status)

    def log_url(self, one: Entry) -> str:
        """Return where it is written down that one spoke with the partner who is asked; empty for other things."""
        if not one.source.chases or not self.actor.may(Capability.MANAGE_PARTNERS):
            return ""
        code = partners(self.actor).filter(pk=one.item.partner_id or 0).values_list("code", flat=True).first()
        query = urlencode({"next": self.home()})
        return f"{self.url('backbone:log_contact', code)}?{query}" if code else ""


class PutOff(Thing):
    """Put a thing off until a day."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        form = LaterForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                put_off(self.actor, key, **form.cleaned_data)
            if form.is_valid():
                return self.go(self.home(), _("Put off. It comes back by itself."))
        return self.show(key, later=form, status=422)


class Give(Thing):
    """Give a thing to a colleague."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        form = GiveForm(colleagues(self.actor), request.POST)
        if form.is_valid():
            with errors_in(form):
                give(self.actor, key, form.chosen())
            if form.is_valid():
                chosen = form.chosen()
                message = (
                    _("It is %s's now.") % chosen.name if chosen else _("It is nobody's in particular now.")
                )
                return self.go(self.home(), message)
        return self.show(key, given=form, status=422)


class TakeUp(ThingView):
    """Have a thing that was put off wait again."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        take_up(self.actor, key)
        return self.go(self.home(), _("It stands in the queue again."))


class Retry(ThingView):
    """Have another try at what failed."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, number: int) -> HttpResponseBase:
        retry(self.actor, number)
        return self.go(self.home(), _("It is tried again."))
