"""What happened, as an actor may know it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.models import Event
from initiatives.outbox import kinds


def last_change(subject: str) -> Event | None:
    """Return the last event about a thing, with who did it (for forms that found it changed)."""
    return Event.objects.filter(subject=subject).select_related("membership").order_by("-id").first()


def events(actor: Actor) -> QuerySet[Event]:
    """Return the event stream, newest first: all of it for staff, one's own partner's affairs for its people.

    Raises Forbidden for everybody else.
    """
    require(actor, Capability.VIEW_EVENTS)
    rows = Event.objects.select_related("user", "partner", "membership")
    return rows if actor.is_staff else rows.filter(partner=actor.partner_id)


def event_kinds(actor: Actor) -> list[dict[str, Any]]:
    """Return every kind of fact that the stream may tell, with what it says. Raises Forbidden as `events` does."""
    require(actor, Capability.VIEW_EVENTS)
    return kinds()


def events_touching(
    actor: Actor,
    partner_id: int,
    keys: Collection[str],
    *,
    public: Collection[str],
    subjects: Collection[str],
) -> QuerySet[Event]:
    """Return what touches a partner, newest first: events of its own of these `keys`, and `public` ones on `subjects`.

    `public` are keys of facts that everybody in the initiative may know. Raises Forbidden for those who may see no
    events, and of other partners nothing.
    """
    own = events(actor).filter(partner=partner_id, key__in=list(keys))
    common = Event.objects.select_related("user", "partner", "membership")
    about = common.filter(key__in=list(public), subject__in=list(subjects))
    return own | about


def events_for(
    actor: Actor,
    since: datetime,
    *,
    common: Collection[str],
    staff: Collection[str],
    partner: Collection[str],
    personal: Collection[str],
    subjects: Collection[str],
) -> QuerySet[Event]:
    """Return what others did since a moment that concerns the actor, newest first.

    By the keys of facts: `common` concern everybody, `staff` the backbone, `partner` those whose partner they are of,
    and `personal` whoever may see the `subjects`.
    """
    require(actor, Capability.VIEW)
    wanted = Q(key__in=list(common)) | Q(key__in=list(personal), subject__in=list(subjects))
    if actor.is_staff:
        wanted |= Q(key__in=list(staff))
    elif actor.partner_id is not None:
        wanted |= Q(key__in=list(partner), partner_id=actor.partner_id)
    rows = Event.objects.select_related("membership").filter(wanted, happened_at__gte=since)
    return rows.exclude(membership_id=actor.membership_id).order_by("-id")


# Ids are taken before transactions end, so that a row may appear below one that was read already. A row is
# settled when every transaction that told something and was under way at its writing has ended. Who has told nothing
# yet (holds no lock of a writer on the stream) takes a higher id when it does, and is not waited for; nor are those of
# other databases on the same server, which the snapshot counts too. Their locks are read at once, after the snapshot.
# After a day the numbers of transactions may mean nothing any more; none lasts so long. Who writes reads everything.
SETTLED = """
pg_current_xact_id_if_assigned() IS NOT NULL
OR initiatives_event.happened_at < now() - interval '1 day'
OR age(initiatives_event.xmin) > age(coalesce((
    WITH held AS MATERIALIZED (SELECT * FROM pg_locks WHERE granted AND mode <> 'AccessShareLock')
    SELECT running FROM pg_snapshot_xip(pg_current_snapshot()) AS running
    WHERE NOT EXISTS (
        SELECT 1 FROM held own
        WHERE own.locktype = 'transactionid' AND own.mode = 'ExclusiveLock' AND own.transactionid = running::xid
          AND own.pid IS NOT NULL
          AND NOT EXISTS (
            SELECT 1 FROM held telling
            WHERE telling.pid = own.pid AND telling.relation = 'initiatives_event'::regclass
              AND telling.database = (SELECT oid FROM pg_database WHERE datname = current_database())))
    ORDER BY running LIMIT 1), pg_snapshot_xmax(pg_current_snapshot()))::xid)
"""


def events_after(actor: Actor, after: Any = None) -> QuerySet[Event]:
    """Return the events that follow the one of this public id (None: all), in an order that never changes.

    For readers that come back: ordered by id, oldest first, nothing will appear later before what has been read.
    Raises NotFound when there is no such event for this actor, Forbidden as `events`.
    """
    rows = events(actor).order_by("id").filter(RawSQL(SETTLED, [], output_field=BooleanField()))  # noqa: S611  # nosec B611
    if after is None:
        return rows
    last = events(actor).filter(public_id=after).values_list("id", flat=True).first()
    if last is None:
        raise NotFound
    return rows.filter(id__gt=last)
