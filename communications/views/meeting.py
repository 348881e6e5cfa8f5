"""One meeting: its agenda while it is ahead, what is taken down while it is held, and the minutes after it."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.queries.versions import token_of
from communications import services
from communications.forms.holding import NotedAskForm, TaskForm
from communications.forms.planning import ReadingForm
from communications.models import AgendaItem
from communications.queries import (
    asked_there,
    attendance,
    invited,
    is_invited,
    items,
    lacking,
    may_run,
    may_write,
    organisations_there,
    own_reply,
    rated,
    reads_minutes,
    replies,
    taken_down,
    took_part,
)
from communications.queries.decisions import decisions_at
from communications.queries.decisions import source_of as source_of_decision
from communications.queries.suppliers import source_of
from communications.timing import Progress, progress
from communications.views.base import OneMeeting
from communications.views.decisions import with_looks
from communications.words.meetings import (
    AHEAD,
    COMING_TOLD,
    PRESENT,
    TOOK_PLACE,
    WRITING,
    Coming,
    MeetingState,
)
from initiatives.kernel import clock
from initiatives.kernel.access import Capability


class MeetingPage(OneMeeting):
    """One meeting, in whatever state it is."""

    capability: ClassVar[Any] = Capability.VIEW
    template_name = "communications/meeting.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.find(public_id)
        return self.show()

    def show(self, status: int = 200, **more: Any) -> HttpResponseBase:
        """Draw the meeting; `more` holds a form that was refused, or what somebody else wrote meanwhile."""
        row, actor = self.found, self.actor
        points = items(actor, row)
        if row.state in AHEAD and may_run(actor, row):
            for point in points:
                point.reading = self.reading(point)  # type: ignore[attr-defined]
        writes = row.state in WRITING and may_write(actor, row)
        at = self.at(points) if writes else None
        context: dict[str, Any] = {
            "row": row,
            "points": points,
            "at": at,
            "runs": may_run(actor, row),
            "writes": writes,
            "ahead": row.state in AHEAD,
            "soon": row.starts_at - clock.now() <= services.EARLIEST,
            "took_place": row.state in TOOK_PLACE,
            "reads": reads_minutes(actor, row),
            "answers_invitation": row.takes_answers and is_invited(actor, row),
            "rates": row.state in TOOK_PLACE and bool(actor.membership_id) and took_part(actor, row),
            "seats": self.seats(),
            "breadcrumbs": self.crumbs_of(),
            "decisions": self.decided(points),
            **self.ahead_of_it(),
            **self.at_it(points),
        }
        if writes and at is not None:
            context |= {
                "task": TaskForm(actor, row),
                "ask": NotedAskForm(actor, row),
                "token": token_of(at.notes),
            }
        return self.page({**context, "theirs": None, "typed": None, **more}, status=status)

    def seats(self) -> list[Any]:
        """Return the seats of the group; each with its `answer`, in words, for those who prepare the meeting."""
        found: list[Any] = invited(self.actor, self.found)
        if self.found.state in AHEAD and may_run(self.actor, self.found):
            given = {
                one.membership_id: COMING_TOLD[Coming(one.coming)] for one in replies(self.actor, self.found)
            }
            for seat in found:
                seat.answer = given.get(seat.membership_id) or _("No answer yet")
        return found

    def reading(self, point: AgendaItem) -> ReadingForm | None:
        """Return the form to give a point something to read before, where it lacks that."""
        return ReadingForm(point) if point.lacks_reading else None

    def at(self, points: list[AgendaItem]) -> AgendaItem | None:
        """Return the point written at: the one the address names; while it is held else the one begun, or the first."""
        wanted = self.request.GET.get("at", "") or self.request.POST.get("at", "")
        begun = [point for point in points if point.begun_at is not None and point.done_at is None]
        named = [point for point in points if str(point.public_id) == wanted]
        if self.found.state != MeetingState.OPEN:
            return next(iter(named), None)
        return next(iter([*named, *begun, *points]), None)

    def decided(self, points: list[AgendaItem]) -> list[Any]:
        """Return the decisions raised at the meeting, and give each point the `decision` it stands for."""
        rows = with_looks(
            list(decisions_at(self.actor, source_of(self.found), [one.source for one in points]))
        )
        by_source = {source_of_decision(row): row for row in rows}
        for point in points:
            point.decision = by_source.pop(point.source, None)  # type: ignore[attr-defined]
        return list(by_source.values())

    def ahead_of_it(self) -> dict[str, Any]:
        """Return what the page tells before the meeting."""
        if self.found.state not in AHEAD:
            return {}
        preparing = may_run(self.actor, self.found)
        return {
            "reply": own_reply(self.actor, self.found),
            "lacking": lacking(self.actor, self.found) if preparing else [],
        }

    def at_it(self, points: list[AgendaItem]) -> dict[str, Any]:
        """Return what the page tells once it was opened: who is there, what was taken down, how far it is."""
        if self.found.state not in TOOK_PLACE:
            return {}
        rows = list(attendance(self.actor, self.found))
        asks = list(asked_there(self.actor, self.found))
        for point in points:
            point.asked = [ask for ask in asks if ask.item_id == point.pk]  # type: ignore[attr-defined]
        far: Progress | None = None
        if self.found.state == MeetingState.OPEN:
            far = progress(points, clock.now())
        return {
            "present": [one for one in rows if one.presence in PRESENT],
            "away": [one for one in rows if one.presence not in PRESENT],
            "organisations": organisations_there(rows),
            "tasks": list(taken_down(self.actor, self.found)),
            "asks": asks,
            "other_asks": [ask for ask in asks if ask.item_id is None],
            "rated": rated(self.actor, self.found),
            "progress": far,
        }


class Act(OneMeeting):
    """One button on a meeting: what it does, and what is said after."""

    capability = {"POST": Capability.TAKE_PART}
    verb: ClassVar[Callable[..., Any]]
    said: ClassVar[Any] = ""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.find(public_id)
        type(self).verb(self.actor, self.found)
        return self.go(self.here(), self.said)


class Restore(Act):
    """It takes place after all."""

    verb = services.restore_meeting
    said = gettext_lazy("It takes place after all.")


class SendAgenda(Act):
    """The agenda goes out with the invitation."""

    verb = services.send_agenda
    said = gettext_lazy("The agenda is on its way to everybody in the group who has an e-mail address.")


class Open(Act):
    """It begins."""

    verb = services.open_meeting
    said = gettext_lazy("It is open. What you write saves itself.")


class Reopen(Act):
    """It goes on."""

    verb = services.reopen_meeting
    said = gettext_lazy("It is open once more.")


class End(Act):
    """It is over."""

    verb = services.end_meeting
    said = gettext_lazy("It has ended. Tomorrow at 8:00 everybody in the group gets what came of it.")


class Approve(Act):
    """The minutes are approved."""

    verb = services.approve_minutes
    said = gettext_lazy("The minutes are approved. Everybody in the initiative may read them.")


class Fill(OneMeeting):
    """The records fill the agenda."""

    capability = {"POST": Capability.TAKE_PART}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.find(public_id)
        made = services.fill_agenda(self.actor, self.found)
        if made:
            return self.go(self.here(), _("On the agenda now: %s.") % ", ".join(item.title for item in made))
        return self.go(self.here(), _("The records have nothing new for this agenda."))
