"""Answering an invitation without an account."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy

from communications.forms.meetings import ReplyForm
from communications.models import RsvpLink
from communications.queries import RSVP_LINK, items, linked_meeting, own_reply
from communications.services import open_rsvp_link, reply
from initiatives import linked
from initiatives.kernel.access import Actor, Capability, Role, onlooker
from initiatives.web import PageView, SeeOther, errors_in

SESSION_KEY = "rsvp_links"


class StartByLink(linked.StartByLink):
    """What the invitation is to, and a button to answer."""

    kind = RSVP_LINK
    session_key = SESSION_KEY
    template_name = "communications/rsvp_start.html"
    page_name = "linked_reply"
    name_hint = gettext_lazy("It is kept with your answer.")

    def begin(self, actor: Actor) -> RsvpLink:
        return open_rsvp_link(actor)

    def told(self, link: RsvpLink) -> dict[str, Any]:
        return {"meeting": link.meeting}


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
