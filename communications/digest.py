"""What continuous communication tells in a digest: one's own tasks, each ticked done out of the letter."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.queries.tasks import task_token, tasks_to_do
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.digests import DigestSection, Line, Look, Step, digest_section


@digest_section
class Tasks(DigestSection):
    """What is left of the reader's own tasks, the most pressing first."""

    key = "communications.tasks"
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
