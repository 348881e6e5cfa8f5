"""What continuous communication tells in a digest: one's own tasks, and the meetings of one's groups."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.kinds.surveys import survey_type
from communications.queries import to_come
from communications.queries.surveys import surveys_to_answer, token_for
from communications.queries.tasks import task_token, tasks_to_do
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.digests import DigestSection, Line, Look, Step, digest_section
from initiatives.queries import seats

# So long before its day a meeting is told.
AHEAD = timedelta(days=14)


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
                step=Step(_("It is done"), reverse("linked_task", args=[task_token(actor, task)])),
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
                step=Step(_("Answer it"), reverse("linked_survey", args=[token_for(actor, row)])),
            )
            for row in surveys_to_answer(actor)
        ]


@digest_section
class Meetings(DigestSection):
    """The meetings of the groups in which the reader sits, of the next fortnight."""

    key = "communications.meetings"
    title = gettext_lazy("Meetings")
    order = 18

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        mine = seats(actor).filter(membership_id=actor.membership_id).values("group_id")
        rows = to_come(actor).filter(group_id__in=mine, starts_at__lte=clock.now() + AHEAD)
        return [
            Line(
                row.title,
                _("%(group)s, %(when)s.")
                % {
                    "group": row.group.name,
                    "when": date_format(timezone.localtime(row.starts_at), "DATETIME_FORMAT"),
                },
                reverse("communications:meeting", args=[actor.initiative.slug, row.public_id]),
            )
            for row in rows
        ]
