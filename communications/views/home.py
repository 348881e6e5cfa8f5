"""The overview of continuous communication: what comes next, waits for an answer, was announced, held and heard."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from communications.queries import held, open_asks, run_by, to_come
from communications.queries.announcements import announcements
from communications.queries.voice import you_said
from communications.views import voice
from communications.views.base import CommunicationView, with_looks
from communications.words.meetings import MeetingState
from initiatives.kernel import clock
from initiatives.kernel.access import Capability

NEXT, LATEST, OPEN_ASKS = 6, 5, 8
ANNOUNCED, HEARD = 3, 2


class Home(CommunicationView):
    """What comes next, what waits for an answer, what was announced, held and heard."""

    capability = Capability.VIEW
    template_name = "communications/home.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        ahead = with_looks(list(to_come(self.actor)[:NEXT]))
        waiting = list(open_asks(self.actor)[: OPEN_ASKS + 1])
        context = {
            "now": next((row for row in ahead if row.state == MeetingState.OPEN), None),
            "ahead": ahead,
            "asks": waiting[:OPEN_ASKS],
            "more_asks": len(waiting) > OPEN_ASKS,
            "latest": held(self.actor).exclude(state=MeetingState.OPEN)[:LATEST],
            "announced": announcements(self.actor)[:ANNOUNCED],
            "heard": voice.with_looks(you_said(self.actor)[:HEARD]),
            "plans": bool(run_by(self.actor)),
            "today": clock.today(self.actor.initiative.timezone),
            "tabs": self.tabs("home"),
            "breadcrumbs": self.trail(),
            "lead": _("When groups meet, what they ask of one another, and what came of it."),
        }
        return self.page(context)
