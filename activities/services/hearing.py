"""How activities are heard of: check-ins, and blockers raised to a group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from activities.events.hearing import BlockerClosed, BlockerRaised, CheckedIn
from activities.models import Activity, Blocker, CheckIn
from activities.queries.hearing import may_answer, may_check_in
from activities.services.activities import require_change, told_of
from activities.words import RUNNING, BlockerState, CheckInStatus
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import needed, one_of
from initiatives.outbox import record

if TYPE_CHECKING:
    from initiatives.models import Group


def check_in(
    actor: Actor, activity: Activity, *, status: str, note: str = "", help_wanted: str = ""
) -> CheckIn:
    """Say how a running activity is, with a word and what help is wanted; the holder of its link may, too.

    Its state stays as it is. Raises DomainError at the field, Conflict when it does not run, Forbidden.
    """
    require(actor, Capability.CHECK_IN)
    if not may_check_in(actor, activity):
        raise Forbidden(
            _("Only the partners that do the work, the group's co-chairs and the backbone can do this.")
        )
    one_of(status, CheckInStatus.values, "status")
    if activity.state not in RUNNING:
        raise Conflict("not_running", _("This activity is not under way."))
    row = CheckIn.objects.create(
        activity=activity,
        status=status,
        note=note.strip(),
        help_wanted=help_wanted.strip(),
        made_at=clock.now(),
        made_by_id=actor.membership_id or None,
        holder=actor.link.holder if actor.link else "",
    )
    record(
        actor,
        CheckedIn(
            status=status,
            note=row.note,
            help_wanted=row.help_wanted,
            by_link=bool(row.holder),
            **told_of(activity),
        ),
    )
    return row


def raise_blocker(actor: Actor, activity: Activity, *, group: Group, what: str, ask: str) -> Blocker:
    """Raise what stands in an activity's way to a group that can clear it, asking for something.

    Raises DomainError at the field, Conflict for a group that is closed.
    """
    require_change(actor, activity)
    if group.closed_on is not None:
        raise Conflict("ended", _("This group is closed."), "group")
    line = needed(what, "what", _("Say what stands in the way."))
    if len(line) > 500:
        raise DomainError("too_long", _("Say it in a line or two."), "what")
    row = Blocker.objects.create(
        activity=activity,
        group=group,
        what=line,
        ask=needed(ask, "ask", _("Say what you ask of the group.")),
        raised_at=clock.now(),
        raised_by_id=actor.membership_id,
    )
    record(actor, BlockerRaised(ask=row.ask, **_told(row)))
    return row


def answer_blocker(actor: Actor, blocker: Blocker, *, answer: str) -> Blocker:
    """Answer a blocker for its group: its co-chairs and the backbone do. Raises DomainError at `answer`, Conflict."""
    require(actor, Capability.TAKE_PART)
    if not may_answer(actor, blocker):
        raise Forbidden(_("The co-chairs of the group and the backbone answer."))
    return _close(
        actor, blocker, BlockerState.ANSWERED, needed(answer, "answer", _("Say what the group does."))
    )


def withdraw_blocker(actor: Actor, blocker: Blocker) -> Blocker:
    """Take a blocker back: it is cleared by itself, or was none. Raises Conflict when it is closed."""
    require_change(actor, blocker.activity)
    return _close(actor, blocker, BlockerState.WITHDRAWN, "")


def _close(actor: Actor, blocker: Blocker, state: str, answer: str) -> Blocker:
    rows = Blocker.objects.select_for_update(of=("self",)).select_related("activity", "group")
    row = rows.get(pk=blocker.pk)
    if row.state != BlockerState.RAISED:
        raise Conflict("closed", _("This has been answered or withdrawn already."))
    row.state, row.answer = state, answer
    row.closed_at, row.closed_by_id = clock.now(), actor.membership_id
    row.save(update_fields=["state", "answer", "closed_at", "closed_by"])
    record(actor, BlockerClosed(state=state, answer=answer, **_told(row)))
    return row


def _told(row: Blocker) -> dict[str, Any]:
    return {**told_of(row.activity), "what": row.what, "group": row.group.name}
