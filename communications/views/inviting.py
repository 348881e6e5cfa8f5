"""Answering an invitation, with an account and without; who comes and what they need."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.forms.meetings import ReplyForm
from communications.models import RsvpLink
from communications.queries import (
    RSVP_LINK,
    answers,
    invited,
    is_invited,
    items,
    linked_meeting,
    may_run,
    own_reply,
    replies,
)
from communications.queries.coming import entered_by_invitation
from communications.services import make_rsvp_link, open_rsvp_link, reply, say_coming
from communications.views.base import MeetingForm, OneMeeting
from communications.views.own import ByToken
from communications.words.meetings import AHEAD, Coming
from initiatives import linked
from initiatives.kernel.access import Actor, Capability, Role, onlooker
from initiatives.web import Needs, PageView, SeeOther, drawn, errors_in

SESSION_KEY = "rsvp_links"


def chosen_in(request: HttpRequest) -> Coming | None:
    """Return the answer that an address out of a letter names; None where it names none."""
    given = request.GET.get("coming")
    return Coming(given) if given in Coming.values else None


class StartByLink(linked.StartByLink):
    """What the invitation is to, and a button to answer: at once, where the address says what, as a letter's does."""

    kind = RSVP_LINK
    session_key = SESSION_KEY
    template_name = "communications/rsvp_start.html"
    page_name = "linked_reply"
    name_hint = gettext_lazy("It is kept with your answer.")

    def begin(self, actor: Actor) -> RsvpLink:
        link = open_rsvp_link(actor)
        if chosen := chosen_in(self.request):
            say_coming(actor, link.meeting, chosen)
        return link

    def opened(self, link: RsvpLink) -> str:
        return super().opened(link) + ("?thanks=1" if chosen_in(self.request) else "")

    def told(self, link: RsvpLink) -> dict[str, Any]:
        return {"meeting": link.meeting, "chosen": chosen_in(self.request)}


class LinkedReply(linked.ByLink, PageView):
    """The agenda, and the one question that a link opens; thanks for the answer."""

    capability = Capability.CHECK_IN
    condition = "communication"
    template_name = "communications/linked_reply.html"
    kind = RSVP_LINK
    session_key = SESSION_KEY
    PAGES: ClassVar[dict[str, str]] = {"communications:reply": "linked_reply"}

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        meeting = linked_meeting(self.actor)
        return self.show(ReplyForm(initial=ReplyForm.initial_of(own_reply(self.actor, meeting))))

    def show(self, form: ReplyForm, status: int = 200) -> HttpResponseBase:
        """Draw the agenda and the question."""
        meeting = linked_meeting(self.actor)
        reader = onlooker(self.actor.initiative, Role.COMMUNITY)
        context = {
            "row": meeting,
            "items": items(reader, meeting),
            "form": form,
            "thanks": "thanks" in self.request.GET,
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        form = ReplyForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                reply(self.actor, linked_meeting(self.actor), **form.values())
            if form.is_valid():
                return SeeOther(reverse("linked_reply", args=[self.link_id]) + "?thanks=1")
        return self.show(form, 422)


class MeetingByLink(ByToken):
    """The invitation behind the link in a digest: reading it changes nothing, a button answers."""

    http_method_names = ["get", "head", "post"]
    template_name = "communications/linked_meeting.html"

    @contextmanager
    def entered(self, token: str) -> Iterator[Actor]:
        with entered_by_invitation(token) as (actor, self.meeting):
            yield actor

    def handle(self, request: HttpRequest, actor: Actor, token: str) -> HttpResponseBase:
        given = request.POST if request.method == "POST" else None
        initial = ReplyForm.initial_of(own_reply(actor, self.meeting))
        if chosen := chosen_in(request):
            initial["coming"] = chosen
        form = ReplyForm(given, initial=initial)
        if given is not None and form.is_valid():
            with errors_in(form):
                reply(actor, self.meeting, **form.values())
            if form.is_valid():
                return SeeOther(reverse("linked_meeting", args=[token]) + "?thanks=1")
        context = {
            "form": form,
            "row": self.meeting,
            "items": items(actor, self.meeting),
            "thanks": "thanks" in request.GET,
            "page": reverse("communications:meeting", args=[actor.initiative.slug, self.meeting.public_id]),
        }
        with timezone.override(ZoneInfo(actor.initiative.timezone)):
            return drawn(self.draw(request, actor, context, 200 if given is None else 422))


class ReplyPage(MeetingForm):
    """Answer an invitation with an account."""

    capability: ClassVar[Needs | None] = Capability.CHECK_IN
    title = gettext_lazy("Are you coming?")
    submit = gettext_lazy("Answer")

    def allowed(self) -> bool:
        return self.found.takes_answers and is_invited(self.actor, self.found)

    def refusal(self) -> str:
        return _("Those who sit in the group answer its invitations, until the meeting begins.")

    def form(self, data: Any = None) -> ReplyForm:
        return ReplyForm(data, initial=ReplyForm.initial_of(own_reply(self.actor, self.found)))

    def act(self, form: Any) -> Any:
        return reply(self.actor, self.found, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.here(), _("Your answer is kept. You can change it until the meeting begins."))

    def told(self) -> dict[str, Any]:
        lines = [_("What you need is read only by those who prepare the meeting.")]
        return {**super().told(), "aside_title": _("Good to know"), "aside": lines}


class Answers(OneMeeting):
    """Who comes and what they need; links for guests. For those who prepare the meeting."""

    capability = Capability.TAKE_PART
    template_name = "communications/answers.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.find(public_id)
        if not may_run(self.actor, self.found):
            messages.warning(request, _("Those who prepare the meeting read the answers."))
            return SeeOther(self.here())
        return self.show()

    def show(self, made: str = "") -> HttpResponseBase:
        """Draw the answers; `made` is the address of a new link, shown this once."""
        rows = list(replies(self.actor, self.found))
        answered = {row.membership_id for row in rows if row.membership_id}
        seats = invited(self.actor, self.found)
        context = {
            "row": self.found,
            "rows": rows,
            "answers": answers(self.actor, self.found),
            "silent": [seat.membership for seat in seats if seat.membership_id not in answered],
            "made": made,
            "ahead": self.found.state in AHEAD,
            "breadcrumbs": self.crumbs_of((_("Who comes"), "")),
        }
        return self.page(context)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.find(public_id)
        _link, secret = make_rsvp_link(self.actor, self.found)
        return self.show(request.build_absolute_uri(reverse("rsvp_link", args=[secret])))
