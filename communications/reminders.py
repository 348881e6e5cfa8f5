"""Reminders of tasks that are late: to the owner, then to who stands in at the same partner, then to its lead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.models import TaskReminder
from communications.queries.tasks import late_tasks, token_of_owner
from initiatives.kernel.access import Actor
from initiatives.ladders import About, Ladder, Words, ladder
from initiatives.queries import action
from initiatives.queries.reaching import Reach

if TYPE_CHECKING:
    from initiatives.models import Membership


@ladder
class Tasks(Ladder):
    """Tasks that are late. Their owner ticks them done by the link in the letter."""

    name, job = "tasks", "communications.send_task_reminder"
    label = gettext_lazy("Tasks late")
    model, field, needs = TaskReminder, "task", ("initiative", "owner__partner")
    told_as = "action"

    def due(self, actor: Actor) -> Sequence[Any]:
        rows = late_tasks(actor).exclude(owner_id=actor.membership_id).select_related("initiative")
        return list(rows.order_by("due", "id"))

    def named(self, actor: Actor, public_id: UUID) -> Sequence[Any]:
        return [action(actor, public_id)]

    def waits(self, actor: Actor, thing: Any) -> bool:
        return late_tasks(actor).filter(pk=thing.pk).exists()

    def reach(self, things: Sequence[Any]) -> dict[int, Reach]:
        """Return the owner first, whoever they are; then the partner's other people for whom they may speak."""
        found = super().reach(things)
        return {one.pk: found[one.pk].after(one.owner).with_accounts() for one in things}

    def about(self, thing: Any) -> About:
        partner = thing.owner.partner
        return About(
            thing.what,
            thing.due,
            "communications:task",
            (thing.public_id,),
            partner=partner.name if partner else "",
            code=partner.code if partner else "",
        )

    def words(self, row: Any, who: Membership) -> Words:
        task = row.task
        own = who.pk == task.owner_id
        words = {"what": task.what, "day": date_format(task.due), "who": task.owner.name}
        text = (
            _("You took on this until %(day)s, and it is still open.")
            if own
            else _("%(who)s took on this until %(day)s, and it is still open. Perhaps you can help.")
        )
        link = (
            reverse("linked_task", args=[token_of_owner(task)])
            if own
            else reverse("communications:task", args=[task.initiative.slug, task.public_id])
        )
        return Words(
            _("Still open: %(what)s") % words,
            task.what,
            text % words,
            _("Say that it is done") if own else _("Open the task"),
            link,
        )

    def partner_of(self, thing: Any) -> int | None:
        found: int | None = thing.owner.partner_id
        return found
