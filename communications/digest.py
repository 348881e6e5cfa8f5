"""What communication tells in a digest: tasks, meetings of one's groups, announcements, what people said."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.kinds.surveys import survey_type
from communications.models import OpenQuestion
from communications.queries import open_asks, to_come
from communications.queries.announcements import announcements, mailed, open_for
from communications.queries.asks import asks_matching
from communications.queries.coming import coming_token, own_answers, ways_to_answer
from communications.queries.decisions import awaiting, decided_since
from communications.queries.lessons import lessons
from communications.queries.surveys import surveys_to_answer, token_for
from communications.queries.tasks import task_token, tasks_to_do
from communications.queries.voice import open_questions, overdue_feedback, told_questions, you_said
from communications.words.meetings import AskState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.digests import DigestSection, Line, Look, Step, digest_section
from initiatives.queries import seats

# So much of a text is told.
SHORT = 160
# So long before its day a meeting is told.
FORTNIGHT = timedelta(days=14)
# So long before its last day an open question is told again.
CLOSES_SOON = timedelta(days=7)


@digest_section
class Tasks(DigestSection):
    """What is left of the reader's own tasks, the most pressing first."""

    key = "tasks"
    title = gettext_lazy("Yours to do")
    look = Look.DUE
    order = 15

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        today = clock.today(actor.initiative.timezone)
        slug = actor.initiative.slug
        return [
            Line(
                task.what,
                (_("It was due %s.") if task.due < today else _("Until %s.")) % date_format(task.due),
                reverse("communications:task", args=[slug, task.public_id]),
                steps=(Step(_("It is done"), reverse("linked_task", args=[task_token(actor, task)])),),
            )
            for task in tasks_to_do(actor)
        ]


@digest_section
class SurveysToAnswer(DigestSection):
    """The surveys in which the reader is asked and has not answered."""

    key = "surveys"
    title = gettext_lazy("You are asked")
    look = Look.DUE
    order = 16

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        return [
            Line(
                row.title,
                _("%(purpose)s Until %(day)s.")
                % {"purpose": survey_type(row.kind).purpose, "day": date_format(row.closes_on)},
                reverse("communications:survey", args=[actor.initiative.slug, row.public_id]),
                steps=(Step(_("Answer it"), reverse("linked_survey", args=[token_for(actor, row)])),),
            )
            for row in surveys_to_answer(actor)
        ]


@digest_section
class DecisionsWanted(DigestSection):
    """Proposals before the reader's groups on which they have not said where they stand."""

    key = "decisions"
    title = gettext_lazy("Your word is wanted")
    look = Look.DUE
    order = 17

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        words = _("Decision %(number)s of %(group)s.")
        return [
            _about(actor, row, words % {"number": row.number, "group": row.group.name}, "take_position")
            for row in awaiting(actor)
        ]


@digest_section
class Decided(DigestSection):
    """What groups decided since: those of the reader's own groups first."""

    key = "communications.decided"
    title = gettext_lazy("Decided")
    order = 27

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        mine = set(seats(actor).filter(membership_id=actor.membership_id).values_list("group_id", flat=True))
        rows: list[Any] = sorted(decided_since(actor, since), key=lambda row: row.group_id not in mine)
        words = _("%(outcome)s, %(group)s.")
        return [
            _about(
                actor,
                row,
                words % {"outcome": row.ruled[0].get_outcome_display(), "group": row.group.name},
                "decision",
            )
            for row in rows
        ]


@digest_section
class Lessons(DigestSection):
    """What others learned and shared since."""

    key = "communications.lessons"
    title = gettext_lazy("Learned")
    order = 45

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        rows = lessons(actor).filter(written_at__gte=since).exclude(written_by_id=actor.membership_id)
        return [
            Line(
                row.claim,
                row.so_what,
                reverse("communications:lesson", args=[actor.initiative.slug, row.public_id]),
            )
            for row in rows
        ]


@digest_section
class Asks(DigestSection):
    """What other groups ask of the reader's, and what was answered since to what theirs asked."""

    key = "communications.asks"
    title = gettext_lazy("Asks between groups")
    order = 28

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        mine = set(seats(actor).filter(membership_id=actor.membership_id).values_list("group_id", flat=True))
        path = reverse("communications:asks", args=[actor.initiative.slug])
        waiting = open_asks(actor).filter(to_group_id__in=mine)
        answered = asks_matching(actor, state=AskState.ANSWERED)
        answered = answered.filter(from_group_id__in=mine, closed_at__gte=since)
        return [
            *(
                Line(row.what, _("%(group)s asks you.") % {"group": row.from_group.name}, path)
                for row in waiting
            ),
            *(
                Line(
                    row.what,
                    _("%(group)s answered: %(answer)s") % {"group": row.to_group.name, "answer": row.answer},
                    path,
                )
                for row in answered
            ),
        ]


@digest_section
class Meetings(DigestSection):
    """The meetings of the groups in which the reader sits, of the next fortnight, each answered out of the letter."""

    key = "communications.meetings"
    title = gettext_lazy("Meetings")
    order = 18

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        mine = seats(actor).filter(membership_id=actor.membership_id).values("group_id")
        rows = to_come(actor).filter(group_id__in=mine, starts_at__lte=clock.now() + FORTNIGHT)
        said = own_answers(actor, rows)
        return [self._line(actor, row, said.get(row.pk)) for row in rows]

    @staticmethod
    def _line(actor: Actor, row: Any, said: Any) -> Line:
        when = date_format(
            timezone.localtime(row.starts_at, ZoneInfo(actor.initiative.timezone)), "DATETIME_FORMAT"
        )
        note = _("%(group)s, %(when)s.") % {"group": row.group.name, "when": when}
        if said is not None:
            note += " " + _("You said: %(answer)s.") % {"answer": said.get_coming_display()}
        page = reverse("communications:meeting", args=[actor.initiative.slug, row.public_id])
        answer = reverse("linked_meeting", args=[coming_token(actor, row)])
        steps = ways_to_answer(answer, said) if row.takes_answers else ()
        return Line(row.title, note, page, steps=steps)


@digest_section
class Announcements(DigestSection):
    """What waits for the reader's word, and what was announced to them since, if not by a letter of its own."""

    key = "communications.announcements"
    title = gettext_lazy("Announcements")
    order = 12

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        waiting = list(open_for(actor))
        news: Any = announcements(actor)
        others = news.filter(for_me=True, published_at__gt=since).exclude(pk__in=[row.pk for row in waiting])
        others = others.exclude(pk__in=mailed(actor))
        slug = actor.initiative.slug
        return [
            Line(
                row.title,
                _("They ask you to say that you have read it.") if row in waiting else shortened(row.body),
                reverse("communications:announcement", args=[slug, row.public_id]),
            )
            for row in [*waiting, *others]
        ]


@digest_section
class Unanswered(DigestSection):
    """What people said that waits for an answer longer than promised; for those who answer."""

    key = "communications.unanswered"
    title = gettext_lazy("People wait for an answer")
    look = Look.DUE
    order = 22

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        if not actor.may(Capability.REVIEW):
            return []
        return [
            Line(
                shortened(row.said),
                _("Said %s.") % date_format(timezone.localtime(row.received_at), "DATE_FORMAT"),
                reverse("communications:said", args=[actor.initiative.slug, row.public_id]),
            )
            for row in overdue_feedback(actor)
        ]


@digest_section
class Questions(DigestSection):
    """Questions put to everybody: those to answer, for who did not put them; what was heard, once it is told."""

    key = "communications.questions"
    title = gettext_lazy("Questions to everybody")
    order = 59

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        soon = clock.today(actor.initiative.timezone) + CLOSES_SOON
        first_day = clock.day(since, actor.initiative.timezone)
        asked = (
            []
            if actor.is_staff
            else open_questions(actor).filter(Q(opens_on__gte=first_day) | Q(closes_on__lte=soon))
        )
        heard = told_questions(actor).filter(heard_at__gte=since)
        return [
            *(self._line(actor, row, _("Answer it until %s.") % date_format(row.closes_on)) for row in asked),
            *(self._line(actor, row, _("What was heard: %s") % shortened(row.heard)) for row in heard),
        ]

    def _line(self, actor: Actor, row: OpenQuestion, note: str) -> Line:
        return Line(
            row.asks, note, reverse("communications:question", args=[actor.initiative.slug, row.public_id])
        )


@digest_section
class YouSaid(DigestSection):
    """What people said that was shown with its answer since."""

    key = "communications.you_said"
    title = gettext_lazy("You said, we did")
    order = 60

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        path = reverse("communications:you_said", args=[actor.initiative.slug])
        return [
            Line(f"“{shortened(row.shown_as)}”", shortened(row.answer), path)
            for row in you_said(actor, since=since)
        ]


def _about(actor: Actor, decision: Any, note: str, page: str) -> Line:
    path = reverse(f"communications:{page}", args=[actor.initiative.slug, decision.public_id])
    return Line(decision.wording[0].title, note, path)


def shortened(text: str) -> str:
    """Return the beginning of a text, in one line."""
    return Truncator(" ".join(text.split())).chars(SHORT)
