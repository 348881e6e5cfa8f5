"""The backbone itself: its profile, its posts, its work plan, people who grew into leading."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db.models import Model, Q, Subquery

from activities.queries.use import by_backbone
from backbone.models import BackboneProfile, BackboneTask, LeadershipStep, StaffRole
from backbone.words.roles import BackboneRole, LeaderGroup, TaskState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries import steers

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from activities.models import Activity

Row = TypeVar("Row", bound=Model)

# Of fewer people no count is told to those outside the backbone.
FLOOR = 5


def sees_money(actor: Actor) -> bool:
    """Whether the actor is told amounts: the backbone is, and who sits in a steering committee."""
    return actor.is_staff or steers(actor)


def profile(actor: Actor) -> BackboneProfile:
    """Return what is said about the backbone; an empty row, not saved, where nothing is.

    What it costs (`monthly_cost`) is empty for those who are not told amounts.
    """
    require(actor, Capability.VIEW)
    found = BackboneProfile.objects.select_related("host", "selected_by").first() or BackboneProfile()
    if not sees_money(actor):
        found.monthly_cost = None
    return found


def also_run(actor: Actor) -> QuerySet[Activity]:
    """Return the activities, not over, in which the backbone is one of those it serves, by title. One query.

    It does them by its own word, or because its host leads them (`led_by_host`).
    """
    return by_backbone(actor, Subquery(BackboneProfile.objects.values("host_id")[:1]))


def posts(actor: Actor) -> QuerySet[StaffRole]:
    """Return the posts of the backbone that were ever filled, the largest first."""
    require(actor, Capability.VIEW)
    return StaffRole.objects.select_related("person")


def present_posts(actor: Actor) -> QuerySet[StaffRole]:
    """Return the posts that are filled today."""
    today = clock.today(actor.initiative.timezone)
    return posts(actor).filter(Q(until=None) | Q(until__gte=today), since__lte=today)


def post(actor: Actor, public_id: UUID) -> StaffRole:
    """Return a post by its id. Raises NotFound."""
    return _one(posts(actor), public_id)


@dataclass(frozen=True)
class Roster:
    """The posts that are filled, what they come to, and how much of a post goes to each role.

    A post whose parts are not said counts in `fte` alone: `unshared` is how much that is.
    """

    posts: tuple[StaffRole, ...]
    fte: Decimal
    by_role: dict[str, Decimal]
    unshared: Decimal


def roster(actor: Actor) -> Roster:
    """Return the posts filled today with their sums: fte = sum of the posts, of a role = sum of fte x share / 100."""
    rows = tuple(present_posts(actor))
    by_role = {
        role.value: sum((row.fte * row.shares.get(role.value, 0) for row in rows), Decimal(0)) / 100
        for role in BackboneRole
    }
    unshared = sum((row.fte for row in rows if not row.shares), Decimal(0))
    return Roster(rows, sum((row.fte for row in rows), Decimal(0)), by_role, unshared)


def tasks(actor: Actor) -> QuerySet[BackboneTask]:
    """Return the work plan, the next first, for the backbone; of others nobody reads it."""
    require(actor, Capability.VIEW)
    rows = BackboneTask.objects.select_related("owner", "closed_by")
    return rows if actor.is_staff else rows.none()


def open_tasks(actor: Actor, role: str = "") -> QuerySet[BackboneTask]:
    """Return what is left to be done, of one role or of all."""
    rows = tasks(actor).filter(state=TaskState.OPEN)
    return rows.filter(role=role) if role else rows


def task(actor: Actor, public_id: UUID) -> BackboneTask:
    """Return a task by its id. Raises NotFound."""
    return _one(tasks(actor), public_id)


def leadership_steps(actor: Actor) -> QuerySet[LeadershipStep]:
    """Return who was trained or moved into leading, the latest first, for the backbone; others read only counts."""
    require(actor, Capability.VIEW)
    rows = LeadershipStep.objects.select_related("partner", "person")
    return rows if actor.is_staff else rows.none()


def leadership_step(actor: Actor, public_id: UUID) -> LeadershipStep:
    """Return one step by its id. Raises NotFound."""
    return _one(leadership_steps(actor), public_id)


@dataclass(frozen=True)
class Led:
    """How many people of a group grew into leading; `people` is None where they are too few to be told."""

    group: LeaderGroup
    people: int | None


def leaders_by_group(actor: Actor, since: date) -> list[Led]:
    """Count the people, each once by name, who were trained or moved into leading since a day, by group.

    Fewer than FLOOR people of a group are told to the backbone alone.
    """
    require(actor, Capability.VIEW)
    rows = LeadershipStep.objects.filter(happened_on__gte=since).values_list("group", "person_id", "name")
    found: dict[str, set[object]] = {}
    for group, person, name in rows:
        found.setdefault(group, set()).add(person or name.casefold())
    return [Led(group, _told(actor, found[group.value])) for group in LeaderGroup if group.value in found]


def _told(actor: Actor, people: Collection[object]) -> int | None:
    return len(people) if actor.is_staff or len(people) >= FLOOR else None


def _one(rows: QuerySet[Row], public_id: UUID) -> Row:
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
