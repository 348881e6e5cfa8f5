"""The backbone itself: its profile and budget, its posts, its work plan, people who grow into leading."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.events.roles import (
    BackboneProfileChanged,
    BackboneTaskChanged,
    BackboneTaskClosed,
    BackboneTaskPlanned,
    LeadershipStepChanged,
    LeadershipStepNoted,
    LeadershipStepRemoved,
    StaffRoleChanged,
    StaffRoleFilled,
)
from backbone.models import BackboneProfile, BackboneTask, LeadershipStep, StaffRole
from backbone.months import months_on
from backbone.services.records import Rules, currency, held, in_order, money, put
from backbone.words.roles import BackboneModel, BackboneRole, LeaderGroup, Repeats, TaskState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from initiatives.queries import initiative_rows

PROFILE = Rules(
    frozenset(
        {
            *("model", "name", "host", "selected_by", "mandate_until", "next_review"),
            *("monthly_cost", "currency", "wanted_months"),
        }
    ),
    words={"model": BackboneModel},
    lengths={"name": 200},
)
POST = Rules(
    frozenset({"person", "name", "post", "fte", "shares", "skills", "languages", "since", "until"}),
    must={"post": gettext_lazy("Say which post it is.")},
    lengths={"name": 200, "post": 200, "skills": 500, "languages": 200},
)
TASK = Rules(
    frozenset({"role", "title", "detail", "owner", "due", "repeats"}),
    must={
        "title": gettext_lazy("Say what is to be done."),
        "role": gettext_lazy("Say to which role it belongs."),
    },
    words={"role": BackboneRole, "repeats": Repeats},
    lengths={"title": 200, "detail": 4000},
)
STEP = Rules(
    frozenset({"person", "name", "partner", "group", "role_taken", "trained_in", "happened_on"}),
    must={"group": gettext_lazy("Say from where they come.")},
    words={"group": LeaderGroup},
    lengths={"name": 200, "role_taken": 200, "trained_in": 200},
    past=frozenset({"happened_on"}),
)
MONTHS = {Repeats.MONTHLY: 1, Repeats.QUARTERLY: 3, Repeats.YEARLY: 12}
MOST_MONTHS = 240


def set_backbone_profile(actor: Actor, **values: Any) -> BackboneProfile:
    """Say who is the backbone, on whose decision, until when, and what a month costs (PROFILE).

    Raises DomainError at the field.
    """
    require(actor, Capability.DEFINE)
    given = PROFILE.clean(actor, values)
    if "monthly_cost" in given:
        given["monthly_cost"] = money(given["monthly_cost"], "monthly_cost")
    if given.get("currency"):
        given["currency"] = currency(given["currency"])
    months = given.get("wanted_months")
    if months is not None and not 1 <= months <= MOST_MONTHS:
        raise DomainError("out_of_range", _("Enter 1 to %d months.") % MOST_MONTHS, "wanted_months")
    list(initiative_rows(actor).select_for_update(no_key=True))  # two begun at once: one waits for the other
    row = BackboneProfile.objects.first() or BackboneProfile()
    changed = put(row, given)
    if row.monthly_cost is not None and not row.currency:
        raise DomainError("required", _("Name the currency of the cost."), "currency")
    if changed or row.pk is None:
        row.changed_at = clock.now()
        row.save()
        record(actor, BackboneProfileChanged("backbone_profile", fields=changed))
    return row


def fill_post(actor: Actor, *, post: str, fte: Decimal, since: date, **values: Any) -> StaffRole:
    """Note who works for the backbone at which post (POST). Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    row = StaffRole()
    put(row, POST.clean(actor, {"post": post, "fte": fte, "since": since, **values}))
    _check_post(row)
    row.save()
    record(actor, StaffRoleFilled(f"staff_role:{row.public_id}", post=row.post))
    return row


def change_post(actor: Actor, post: StaffRole, /, **values: Any) -> StaffRole:
    """Change a post (POST), its last day too: who has left stays on file. Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    row: StaffRole = held(post)
    changed = put(row, POST.clean(actor, values))
    _check_post(row)
    if changed:
        row.save()
        record(actor, StaffRoleChanged(f"staff_role:{row.public_id}", post=row.post, fields=changed))
    return row


def plan_task(actor: Actor, *, role: str, title: str, **values: Any) -> BackboneTask:
    """Put a task into the work plan of a role (TASK). What repeats has a day. Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    row = BackboneTask(planned_by_id=actor.membership_id, planned_at=clock.now())
    put(row, TASK.clean(actor, {"role": role, "title": title, **values}))
    _check_task(row)
    row.save()
    record(actor, BackboneTaskPlanned(_task(row), role=row.role))
    return row


def change_task(actor: Actor, task: BackboneTask, /, **values: Any) -> BackboneTask:
    """Change a task that is open (TASK). Raises DomainError at the field, Conflict (`closed`)."""
    require(actor, Capability.DEFINE)
    row = _open_task(task)
    changed = put(row, TASK.clean(actor, values))
    _check_task(row)
    if changed:
        row.save(update_fields=changed)
        record(actor, BackboneTaskChanged(_task(row), role=row.role, fields=changed))
    return row


def close_task(actor: Actor, task: BackboneTask, *, dropped: bool = False) -> BackboneTask | None:
    """Say that a task is done, or dropped. Done, one that repeats leaves the next one, which is returned.

    Raises Conflict (`closed`).
    """
    require(actor, Capability.DEFINE)
    row = _open_task(task)
    row.state = TaskState.DROPPED if dropped else TaskState.DONE
    row.closed_at, row.closed_by_id = clock.now(), actor.membership_id
    row.save(update_fields=["state", "closed_at", "closed_by"])
    record(actor, BackboneTaskClosed(_task(row), role=row.role, state=row.state))
    if dropped or not row.repeats or row.due is None:
        return None
    return plan_task(
        actor,
        role=row.role,
        title=row.title,
        detail=row.detail,
        owner=row.owner,
        repeats=row.repeats,
        due=months_on(row.due, MONTHS[Repeats(row.repeats)]),
    )


def note_leadership_step(actor: Actor, *, group: str, happened_on: date, **values: Any) -> LeadershipStep:
    """Note that somebody was trained, or moved into a role where they lead (STEP). Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    row = LeadershipStep(noted_by_id=actor.membership_id, noted_at=clock.now())
    put(row, STEP.clean(actor, {"group": group, "happened_on": happened_on, **values}))
    _check_step(row)
    row.save()
    record(actor, LeadershipStepNoted(f"leadership_step:{row.public_id}"))
    return row


def change_leadership_step(actor: Actor, step: LeadershipStep, /, **values: Any) -> LeadershipStep:
    """Change what is noted (STEP). Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    row: LeadershipStep = held(step)
    changed = put(row, STEP.clean(actor, values))
    _check_step(row)
    if changed:
        row.save()
        record(actor, LeadershipStepChanged(f"leadership_step:{row.public_id}", fields=changed))
    return row


def remove_leadership_step(actor: Actor, step: LeadershipStep) -> None:
    """Remove what is noted of somebody: they asked for it, or it was a mistake."""
    require(actor, Capability.DEFINE)
    row: LeadershipStep = held(step)
    record(actor, LeadershipStepRemoved(f"leadership_step:{row.public_id}"))
    row.delete()


def _task(row: BackboneTask) -> str:
    return f"backbone_task:{row.public_id}"


def _open_task(task: BackboneTask) -> BackboneTask:
    row: BackboneTask = held(task)
    if row.state != TaskState.OPEN:
        raise Conflict("closed", _("This task is closed."))
    return row


def _check_task(row: BackboneTask) -> None:
    if row.repeats and row.due is None:
        raise DomainError("required", _("What repeats needs a day to count from."), "due")


def _check_post(row: StaffRole) -> None:
    _name(row)
    if row.fte is None or not 0 < row.fte <= 2 or row.fte != row.fte.quantize(Decimal("0.01")):
        message = _("Enter how much of a full post it is, such as 0.5, with at most two decimals.")
        raise DomainError("out_of_range", message, "fte")
    if row.since is None:
        raise DomainError("required", _("Say since when."), "since")
    in_order(row.since, row.until, "until")
    shares = {key: part for key, part in (row.shares or {}).items() if part}
    known = set(BackboneRole.values)
    if set(shares) - known or any(type(part) is not int or not 0 < part <= 100 for part in shares.values()):
        raise DomainError("invalid", _("Say for each role how many hundredths of the time."), "shares")
    if shares and sum(shares.values()) != 100:
        message = _("The parts of the six roles come to %d, not to 100.") % sum(shares.values())
        raise DomainError("not_whole", message, "shares")
    row.shares = shares


def _check_step(row: LeadershipStep) -> None:
    _name(row)
    if row.happened_on is None:
        raise DomainError("required", _("Say when."), "happened_on")
    if not row.role_taken and not row.trained_in:
        message = _("Say into which role they moved, or in what they were trained.")
        raise DomainError("required", message, "role_taken")


def _name(row: StaffRole | LeadershipStep) -> None:
    """Fill the name from the person who is chosen. Raises DomainError without either."""
    if not row.name and row.person is not None:
        row.name = row.person.name
    if not row.name:
        raise DomainError("required", _("Say who it is."), "name")
