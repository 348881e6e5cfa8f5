"""Activities: proposing and adding, changing, moving from state to state, removing what was a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from activities.events.work import (
    ActivityAdded,
    ActivityChanged,
    ActivityMoved,
    ActivityPlaced,
    ActivityRemoved,
    ActivityRescheduled,
)
from activities.models import Activity, ActivityMove
from activities.queries.activities import may_change, may_plan_for
from activities.services.belonging import Played, led_by, set_measures, set_parts, set_places, set_populations
from activities.words import (
    ACTIVITY_MOVES,
    FIRST_STATES,
    NEEDS_REASON,
    ActivityKind,
    ActivityState,
    Engagement,
    Part,
    StrategyKind,
)
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import changeable, in_order, needed, one_of
from initiatives.outbox import record

if TYPE_CHECKING:
    from activities.models import Population
    from initiatives.models import Partner, Place
    from measurement.models import Indicator

TEXTS = frozenset(
    {
        "title",
        "about",
        "expertise",
        "outputs",
        "resources",
        "evidence",
        "equity_note",
        "barriers",
        "outside_reason",
    }
)
CHOICES: dict[str, tuple[Any, bool]] = {
    "kind": (ActivityKind, False),
    "approach": (StrategyKind, False),
    "engagement": (Engagement, True),
}
NUMBERS = frozenset({"planned_reach", "reached"})
DATES = frozenset({"starts_on", "ends_on"})
CHANGEABLE = TEXTS | NUMBERS | DATES | set(CHOICES) | {"strategy", "contact", "by_backbone"}
MOST = 2_147_483_647


def subject_of(activity: Activity) -> str:
    """Return by what an activity is named in the stream of events."""
    return f"activity:{activity.public_id}"


def add_activity(
    actor: Actor,
    *,
    title: str,
    parts: Sequence[Played] = (),
    places: Iterable[Place] = (),
    populations: Iterable[Population] = (),
    feeds: Iterable[Indicator] = (),
    contributes: Iterable[Indicator] = (),
    state: str = ActivityState.PROPOSED,
    **values: Any,
) -> Activity:
    """Add an activity with whatever is known of it (CHANGEABLE), as proposed or as it stands already (FIRST_STATES).

    Whoever takes part may propose one without a lead. To name its lead, or to add it as more than proposed, one must
    be allowed to plan for that partner (`may_plan_for`). Raises DomainError at the field, Forbidden.
    """
    require(actor, Capability.TAKE_PART)
    clean = _clean({"title": title, **values})
    _check_backbone(actor, clean, False)
    one_of(state, FIRST_STATES, "state")
    lead = led_by(parts)
    may_plan = may_plan_for(actor, clean.get("strategy"), lead.pk if lead else None)
    if not may_plan and (lead is not None or state != ActivityState.PROPOSED):
        raise Forbidden(_("Only its own people, the group's co-chairs and the backbone plan for a partner."))
    activity = Activity(**clean, state=state, proposed_by_id=actor.membership_id, proposed_at=clock.now())
    _check_order(activity)
    _check_contact(activity, lead)
    if state != ActivityState.PROPOSED:
        activity.agreed_start, activity.agreed_end = activity.starts_on, activity.ends_on
    activity.save()
    _note_move(actor, activity)
    record(
        actor,
        ActivityAdded(
            subject_of(activity), title=activity.title, state=state, partner_id=lead.pk if lead else None
        ),
    )
    set_parts(actor, activity, parts, tell=False)
    set_places(activity, places)
    set_populations(activity, populations)
    set_measures(activity, feeds, contributes)
    return activity


def change_activity(
    actor: Actor,
    activity: Activity,
    *,
    parts: Sequence[Played] | None = None,
    places: Iterable[Place] | None = None,
    populations: Iterable[Population] | None = None,
    feeds: Iterable[Indicator] | None = None,
    contributes: Iterable[Indicator] | None = None,
    date_reason: str = "",
    **values: Any,
) -> Activity:
    """Change an activity (CHANGEABLE), and where they are given all its parts, places, populations and measures.

    Once it was agreed, other dates take a `date_reason`; the dates agreed first are kept. Another strategy and other
    partners are told with what was before. Raises DomainError at the field, Forbidden.
    """
    require_change(actor, activity)
    activity = held(activity)
    clean = _clean(values)
    _check_backbone(actor, clean, activity.by_backbone)
    former = {key: getattr(activity, key) for key in clean}
    changed = sorted(key for key, value in clean.items() if former[key] != value)
    for key in changed:
        setattr(activity, key, clean[key])
    _check_order(activity)
    if DATES & set(changed):
        _reschedule(activity, date_reason)
    if parts is not None:
        _may_lead(actor, activity, led_by(parts))
    if "contact" in changed:
        _check_contact(activity, led_by(parts) if parts is not None else _lead_now(activity))
    if changed:
        activity.save(update_fields=[*changed, "date_reason", "agreed_start", "agreed_end"])
    _tell_changes(actor, activity, former, changed)
    if parts is not None:
        set_parts(actor, activity, parts)
    if places is not None and set_places(activity, places):
        changed.append("places")
    if populations is not None and set_populations(activity, populations):
        changed.append("populations")
    if set_measures(activity, feeds, contributes):
        changed.append("measures")
    fields = tuple(sorted(set(changed) - DATES - {"strategy"}))
    if fields:
        record(actor, ActivityChanged(fields=fields, **told_of(activity)))
    return activity


def move_activity(actor: Actor, activity: Activity, *, state: str, reason: str = "") -> Activity:
    """Bring an activity into a state that may follow its present one; at risk, blocked and stopped need a reason.

    Agreeing to it takes the right to plan for its lead. Raises DomainError at the field, Conflict when the state may
    not follow, Forbidden.
    """
    require_change(actor, activity)
    one_of(state, ActivityState.values, "state")
    activity = held(activity)
    if state not in ACTIVITY_MOVES[activity.state]:
        words = {"now": ActivityState(activity.state).label, "then": ActivityState(state).label}
        raise Conflict("wrong_state", _("From “%(now)s” it cannot become “%(then)s”.") % words, "state")
    if state in NEEDS_REASON:
        needed(reason, "reason", _("Say why."))
    if state == ActivityState.AGREED:
        lead = _lead_now(activity)
        if not may_plan_for(actor, activity.strategy, lead.pk if lead else None):
            raise Forbidden(_("Its lead, the group's co-chairs and the backbone agree to an activity."))
        if not _was_agreed(activity):
            activity.agreed_start, activity.agreed_end = activity.starts_on, activity.ends_on
    activity.state = state
    activity.save(update_fields=["state", "agreed_start", "agreed_end"])
    _note_move(actor, activity, reason.strip())
    record(actor, ActivityMoved(state=state, reason=reason.strip(), **told_of(activity)))
    return activity


def remove_activity(actor: Actor, activity: Activity) -> None:
    """Remove an activity that was added by mistake; what it was stays in the stream of events.

    Raises Conflict once it was checked in, moved on, or anything was raised from it: then it is stopped instead.
    """
    require_change(actor, activity)
    activity = held(activity)
    if activity.moves.count() > 1:
        raise Conflict("in_use", _("It has a history already. Stop it instead, saying why."))
    told = told_of(activity)
    try:
        activity.delete()
    except ProtectedError as error:
        raise Conflict("in_use", _("It has a history already. Stop it instead, saying why.")) from error
    record(actor, ActivityRemoved(**told))


def require_change(actor: Actor, activity: Activity) -> None:
    """Raise Forbidden unless the actor may change the activity."""
    require(actor, Capability.TAKE_PART)
    if not may_change(actor, activity):
        raise Forbidden(
            _("Only the partners that do the work, the group's co-chairs and the backbone can do this.")
        )


def held(activity: Activity) -> Activity:
    """Return the activity, locked until the end of the transaction."""
    rows = Activity.objects.select_for_update(of=("self",), no_key=True).select_related("strategy")
    return rows.get(pk=activity.pk)


def told_of(activity: Activity) -> dict[str, Any]:
    """Return what every fact about an activity says."""
    lead = _lead_now(activity)
    return {
        "subject": subject_of(activity),
        "title": activity.title,
        "partner_id": lead.pk if lead else None,
    }


def _check_backbone(actor: Actor, clean: dict[str, Any], stands: bool) -> None:
    if clean.get("by_backbone", stands) != stands and not actor.is_staff:
        raise Forbidden(_("Only the backbone says that it does an activity too."))


def _check_order(activity: Activity) -> None:
    if activity.starts_on is not None:
        in_order(activity.starts_on, activity.ends_on, "ends_on")


def _reschedule(activity: Activity, reason: str) -> None:
    """Keep why the agreed dates change, or the first dates of an activity that was agreed without any."""
    if _was_agreed(activity):
        activity.date_reason = needed(reason, "date_reason", _("Say why the dates change."))
    elif activity.state != ActivityState.PROPOSED:
        activity.agreed_start, activity.agreed_end = activity.starts_on, activity.ends_on


def _was_agreed(activity: Activity) -> bool:
    return activity.agreed_start is not None or activity.agreed_end is not None


def _lead_now(activity: Activity) -> Partner | None:
    link = activity.partner_links.filter(part=Part.LEAD, until=None).select_related("partner").first()
    return link.partner if link else None


def _may_lead(actor: Actor, activity: Activity, lead: Partner | None) -> None:
    """Raise Forbidden where the actor makes another partner the lead for which they may not plan."""
    now = _lead_now(activity)
    if lead is None or (now is not None and now.pk == lead.pk):
        return
    if not may_plan_for(actor, activity.strategy, lead.pk):
        raise Forbidden(_("Only its own people, the group's co-chairs and the backbone plan for a partner."))


def _check_contact(activity: Activity, lead: Partner | None) -> None:
    person = activity.contact
    if person is None:
        return
    if not person.is_active:
        raise DomainError("unknown_person", _("The contact must take part in the initiative."), "contact")
    if lead is not None and person.partner_id not in (lead.pk, None):
        raise DomainError("unknown_person", _("Choose somebody of the lead partner, or of none."), "contact")


def _tell_changes(actor: Actor, activity: Activity, former: dict[str, Any], changed: Sequence[str]) -> None:
    """Record another strategy and other dates, each with what was before."""
    if "strategy" in changed:
        names = [row.name if row else "" for row in (activity.strategy, former["strategy"])]
        record(actor, ActivityPlaced(strategy=names[0], former=names[1], **told_of(activity)))
    if DATES & set(changed):
        before = tuple(_iso(former.get(key, getattr(activity, key))) for key in ("starts_on", "ends_on"))
        now = tuple(_iso(getattr(activity, key)) for key in ("starts_on", "ends_on"))
        fact = ActivityRescheduled(former=before, dates=now, reason=activity.date_reason, **told_of(activity))
        record(actor, fact)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    changeable(values, CHANGEABLE)
    clean = dict(values)
    for key in TEXTS & set(clean):
        clean[key] = clean[key].strip()
    if "title" in clean:
        needed(clean["title"], "title", _("Give the activity a name."))
        if len(clean["title"]) > 300:
            raise DomainError("too_long", _("A name has at most %d letters.") % 300, "title")
    for key, (choices, empty) in CHOICES.items():
        if key in clean:
            one_of(clean[key] or "", choices.values, key, empty=empty)
    for key in NUMBERS & set(clean):
        if clean[key] is not None and not 0 <= clean[key] <= MOST:
            raise DomainError("out_of_range", _("Give a number of people."), key)
    return clean


def _note_move(actor: Actor, activity: Activity, reason: str = "") -> None:
    ActivityMove.objects.create(
        activity=activity,
        state=activity.state,
        reason=reason,
        moved_at=clock.now(),
        moved_by_id=actor.membership_id,
    )
