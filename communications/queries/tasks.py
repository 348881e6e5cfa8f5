"""Questions of one's own tasks: what is left to do, and the link with which one is ticked done out of a letter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from communications.queries.entering import entered_behind
from communications.queries.signing import signed
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import NotFound
from initiatives.queries import OPEN_STATES, action, actions

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import ActionItem

PURPOSE = "communications.task"


def own_tasks(actor: Actor) -> QuerySet[ActionItem]:
    """Return the tasks that are the actor's own, open or not."""
    return actions(actor).filter(owner_id=actor.membership_id)


def tasks_to_do(actor: Actor) -> QuerySet[ActionItem]:
    """Return what is left of the actor's own tasks, the most pressing first."""
    return own_tasks(actor).filter(state__in=OPEN_STATES).order_by("due", "id")


def late_tasks(actor: Actor) -> QuerySet[ActionItem]:
    """Return the tasks that are past their day, of people who take part, as far as the actor may see them."""
    today = clock.today(actor.initiative.timezone)
    return actions(actor).filter(state__in=OPEN_STATES, due__lt=today, owner__ended_on=None)


def own_task(actor: Actor, public_id: UUID) -> ActionItem:
    """Return one of the actor's own tasks. Raises NotFound."""
    found = own_tasks(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def task_token(actor: Actor, task: ActionItem) -> str:
    """Return the token with which its owner says that the task is done, and nothing else."""
    return signed(PURPOSE, actor.initiative.pk, actor.membership_id, task.pk)


def token_of_owner(task: ActionItem) -> str:
    """Return the token of `task_token` for whoever owns the task (for letters to them)."""
    return signed(PURPOSE, task.initiative.pk, task.owner.pk, task.pk)


def task_in_hand(actor: Actor, public_id: UUID) -> ActionItem:
    """Return a task of which the actor says how it stands: one of their own, for staff anybody's. Raises NotFound."""
    return action(actor, public_id) if actor.is_staff else own_task(actor, public_id)


@contextmanager
def entered_by_task(token: str) -> Iterator[tuple[Actor, ActionItem]]:
    """Open the initiative's scope for the task's owner, as they may act now; yield them and the task.

    Raises NotFound for a token that nobody was given, when the task has another owner now, and when the owner takes
    part no more.
    """
    with entered_behind(PURPOSE, token) as (actor, task_id):
        task = own_tasks(actor).filter(pk=task_id).first()
        if task is None:
            raise NotFound
        yield actor, task
