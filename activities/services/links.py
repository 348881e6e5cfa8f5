"""Links between activities: making, writing anew, ending; no circle of things that wait for one another."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from activities.events.together import ActivitiesLinked, ActivitiesUnlinked, LinkChanged
from activities.models import Activity, ActivityLink
from activities.queries.activities import may_change
from activities.services.activities import held, told_of
from activities.words import MUTUAL, LinkKind, Strength
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import needed, one_of
from initiatives.outbox import record


def link_activities(
    actor: Actor,
    source: Activity,
    target: Activity,
    *,
    kind: str,
    strength: str = Strength.REGULAR,
    note: str = "",
    agreed: str = "",
) -> ActivityLink:
    """Say how one activity bears on another; who may change either of them may.

    Raises DomainError at the field, Conflict when it is said already, or when the two would wait for each other, be it
    through others.
    """
    require(actor, Capability.TAKE_PART)
    _require_either(actor, source, target)
    one_of(kind, LinkKind.values, "kind")
    one_of(strength, Strength.values, "strength")
    if source.pk == target.pk:
        raise DomainError("itself", _("Choose another activity."), "target")
    source, target = _in_turn(source, target)
    if kind in MUTUAL and source.pk > target.pk:
        source, target = target, source
    if kind == LinkKind.DEPENDS_ON:
        _refuse_circle(source, target)
    try:
        with transaction.atomic():
            link = ActivityLink.objects.create(
                source=source,
                target=target,
                kind=kind,
                strength=strength,
                note=note.strip(),
                agreed=agreed.strip(),
                since=clock.today(actor.initiative.timezone),
            )
    except IntegrityError as error:
        raise Conflict("linked", _("These two are linked in this way already."), "target") from error
    record(actor, ActivitiesLinked(**_told(link)))
    return link


def change_link(
    actor: Actor,
    link: ActivityLink,
    *,
    strength: str | None = None,
    note: str | None = None,
    agreed: str | None = None,
) -> ActivityLink:
    """Write anew how strong a link is, what it is and what was agreed about it. Raises DomainError at the field."""
    require(actor, Capability.TAKE_PART)
    _require_either(actor, link.source, link.target)
    _require_standing(link)
    if strength is not None:
        link.strength = one_of(strength, Strength.values, "strength")
    if note is not None:
        link.note = note.strip()
    if agreed is not None:
        link.agreed = agreed.strip()
    link.save(update_fields=["strength", "note", "agreed"])
    record(actor, LinkChanged(agreed=link.agreed, **_told(link)))
    return link


def agree_on_overlap(actor: Actor, source: Activity, target: Activity, *, agreed: str) -> ActivityLink:
    """Keep what was agreed where two activities overlap: in their link of that kind, made where there is none.

    Raises what `link_activities` and `change_link` raise, and DomainError at `agreed` where nothing is said.
    """
    agreed = needed(agreed, "agreed", _("Say what was agreed."))
    standing = ActivityLink.objects.filter(kind=LinkKind.OVERLAPS, until=None)
    ends = Q(source=source, target=target) | Q(source=target, target=source)
    link = standing.filter(ends).select_related("source__strategy", "target__strategy").first()
    if link is None:
        return link_activities(actor, source, target, kind=LinkKind.OVERLAPS, agreed=agreed)
    return change_link(actor, link, agreed=agreed)


def end_link(actor: Actor, link: ActivityLink) -> ActivityLink:
    """Say that a link holds no longer. It is kept with its days. Raises Conflict when it has ended already."""
    require(actor, Capability.TAKE_PART)
    _require_either(actor, link.source, link.target)
    _require_standing(link)
    link.until = clock.today(actor.initiative.timezone)
    link.save(update_fields=["until"])
    record(actor, ActivitiesUnlinked(**_told(link)))
    return link


def _require_either(actor: Actor, *ends: Activity) -> None:
    if not any(may_change(actor, one) for one in ends):
        raise Forbidden(_("Whoever may change one of the two activities links them."))


def _require_standing(link: ActivityLink) -> None:
    if link.until is not None:
        raise Conflict("ended", _("This link has ended."))


def _in_turn(source: Activity, target: Activity) -> tuple[Activity, Activity]:
    """Return the two, locked in the order of their ids, so that nobody waits for another for ever."""
    rows = {one.pk: held(one) for one in sorted((source, target), key=lambda one: one.pk)}
    return rows[source.pk], rows[target.pk]


def _refuse_circle(source: Activity, target: Activity) -> None:
    """Raise Conflict when the target waits for the source already, be it through others.

    Links of dependence are made one after the other in an initiative: two people cannot close a circle from both ends
    at once, for whoever comes second sees what the first one made.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [source.initiative_id, "depends_on"])
    waits: dict[int, set[int]] = {}
    rows = ActivityLink.objects.filter(kind=LinkKind.DEPENDS_ON, until=None)
    for waiting, awaited in rows.values_list("source_id", "target_id"):
        waits.setdefault(waiting, set()).add(awaited)
    seen: set[int] = set()
    open_ends = {target.pk}
    while open_ends:
        if source.pk in open_ends:
            words = {"one": target.title, "other": source.title}
            raise Conflict("circle", _("“%(one)s” waits for “%(other)s” already.") % words, "target")
        seen |= open_ends
        open_ends = {after for one in open_ends for after in waits.get(one, ())} - seen


def _told(link: ActivityLink) -> dict[str, Any]:
    return {**told_of(link.source), "kind": link.kind, "other": link.target.title}
