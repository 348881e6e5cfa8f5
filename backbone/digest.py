"""What backbone support tells in a digest: staff their work plan and quiet partners, funders how far it has come."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.queries import dashboard, quiet_partners
from backbone.queries.dashboards import Dashboard
from backbone.queries.roles import open_tasks
from backbone.queries.scorecard import Line as Card
from backbone.queries.telling import counted, rest_told
from backbone.queries.waiting import task_told
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role
from initiatives.kernel.digests import DigestSection, Line, Look, digest_section

# So many indicators stand beside the sentence on all of them.
FEW = 3


@digest_section
class Quiet(DigestSection):
    """Partners that have gone quiet, with the signs, for the staff."""

    key = "backbone.quiet"
    title = gettext_lazy("Partners that have gone quiet")
    order = 23

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        if not actor.may(Capability.VIEW_QUEUE):
            return []
        return [
            Line(
                one.partner.name,
                ". ".join(sign.words for sign in one.signs) + ".",
                reverse("backbone:relation", args=[actor.initiative.slug, one.partner.code]),
            )
            for one in quiet_partners(actor)
        ]


@digest_section
class Progress(DigestSection):
    """For funders: where the effort stands in its phase, told when a figure is new since.

    The figures are those of their dashboard: published, hidden where they are hidden, and judged no earlier than the
    phase allows.
    """

    key = "backbone.progress"
    title = gettext_lazy("How far the effort has come")
    order = 24

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        if actor.role != Role.FUNDER:
            return []
        board = dashboard(actor)
        fresh = [line for line in board.told if line.standing.updated and line.standing.updated >= since]
        return [self._whole(actor, board), *(self._one(actor, line) for line in fresh[:FEW])] if fresh else []

    def _whole(self, actor: Actor, board: Dashboard) -> Line:
        life = board.card.effort
        said = list(dict.fromkeys([counted(board.card), life.told, f"{rest_told(board.card)}."]))
        return Line(
            _("In the phase “%s”") % life.phase.name if life.phase else _("All indicators together"),
            " ".join(part for part in said if part.strip(".")),
            reverse("backbone:dashboard", args=[actor.initiative.slug]),
        )

    def _one(self, actor: Actor, line: Card) -> Line:
        judged = line.standing.judged
        way = judged.way_told if judged else ""
        return Line(
            line.indicator.name,
            " ".join(part for part in (line.standing.plain, f"{way}." if way else "") if part),
            reverse("measurement:indicator", args=[actor.initiative.slug, line.indicator.code]),
        )


@digest_section
class PlannedTasks(DigestSection):
    """What is left of the work plan and given to the reader, the next due first; others read none of it."""

    key = "tasks.plan"
    title = gettext_lazy("Yours in the work plan")
    look = Look.DUE
    order = 15

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        today, slug = clock.today(actor.initiative.timezone), actor.initiative.slug
        return [
            Line(
                row.title,
                task_told(row, today),
                reverse("backbone:change_task", args=[slug, row.public_id]),
            )
            for row in open_tasks(actor).filter(owner_id=actor.membership_id)
        ]
