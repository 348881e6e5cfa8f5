"""The queue of the backbone: what waits for it today, from all apps, and what was done of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backbone.models import ContactLog, QueueMark
from backbone.queries.relations import spoken_with
from backbone.queries.stand_ins import standing_in_for
from initiatives.kernel import clock
from initiatives.kernel.access import STAFF, Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.kernel.queue import SOURCES, Item, Source, sources, tells_put_off
from initiatives.queries import events, everybody, told

if TYPE_CHECKING:
    from backbone.models import StandIn
    from initiatives.models import Membership
    from initiatives.queries.feed import Told

# What the staff do that settles nothing of the queue by itself, and is work of the day all the same.
ALSO_DONE = ("backbone.contact_logged", "backbone.next_step_done")
# So long after somebody spoke with a partner what it is asked for rests.
REST = timedelta(days=3)


@dataclass(frozen=True)
class Entry:
    """One thing in the queue: what its app tells of it, and what the staff said about it (`mark`, if anything).

    It is put off until a day that is still to come: that of its `mark`, or REST days after somebody spoke with the
    partner that is asked (`spoken`, while that lasts). `owner_id` whose it is (of Membership), None for nobody's.
    """

    source: Source
    item: Item
    mark: QueueMark | None
    today: date
    spoken: ContactLog | None = None

    @property
    def marked(self) -> QueueMark | None:
        """What the staff said about it, while it is put off by that."""
        is_ahead = self.mark is not None and self.mark.until is not None and self.mark.until > self.today
        return self.mark if is_ahead else None

    @property
    def back_on(self) -> date | None:
        """The day on which it comes back; None for what waits now."""
        days = [self.marked.until] if self.marked else []
        if self.spoken is not None:
            days.append(self.spoken.on + REST)
        return max((day for day in days if day is not None), default=None)

    @property
    def is_put_off(self) -> bool:
        """Whether it waits for a day that is still to come."""
        return self.back_on is not None

    @property
    def put_off_by(self) -> Membership | None:
        """Who put it off, or wrote down that they spoke with the partner."""
        by: Membership | None = None
        if self.marked:
            by = self.marked.put_off_by
        elif self.spoken:
            by = self.spoken.logged_by
        return by

    @property
    def why(self) -> str:
        """Why it is put off, in words."""
        if self.marked:
            return self.marked.reason
        if self.spoken is None:
            return ""
        words = {"day": date_format(self.spoken.on, "MONTH_DAY_FORMAT"), "what": self.spoken.purpose}
        return _("Spoke with them on %(day)s: %(what)s") % words

    @property
    def came_back(self) -> bool:
        """Whether it was put off, and its day has come."""
        return self.mark is not None and self.mark.until is not None and not self.is_put_off

    @property
    def given_to(self) -> Membership | None:
        """To whom it was given, if they are of the staff still."""
        one = self.mark.given_to if self.mark else None
        return one if one is not None and one.is_active and one.role in STAFF else None

    @property
    def owner_id(self) -> int | None:
        given = self.given_to
        return given.pk if given is not None else self.item.owner_id


@dataclass(frozen=True)
class Queue:
    """What waits now, source by source in their order; what is put off, the next to come back first.

    `count` and `mine` count what waits: for all, and for the reader alone. What is a colleague's for whom the reader
    stands in today (`stands_in`) is the reader's too.
    """

    sections: tuple[tuple[Source, tuple[Entry, ...]], ...]
    put_off: tuple[Entry, ...]
    count: int
    mine: int
    stands_in: tuple[StandIn, ...] = ()


def queue(actor: Actor, *, mine: bool = False) -> Queue:
    """Return the backbone's queue, the staff's shared one; with `mine` only what is the actor's own.

    Raises Forbidden for everybody but staff.
    """
    require(actor, Capability.VIEW_QUEUE)
    found = _entries(actor, sources())
    waiting = [one for one in found if not one.is_put_off]
    stands_in = standing_in_for(actor)
    whose = {actor.membership_id, *(row.person_id for row in stands_in)}
    own = [one for one in waiting if one.owner_id in whose]
    shown = own if mine else waiting
    later = [one for one in found if one.is_put_off]
    if mine:
        later = [one for one in later if one.owner_id in whose]
    by_source = [(one, tuple(row for row in shown if row.source is one)) for one in sources()]
    return Queue(
        sections=tuple((one, rows) for one, rows in by_source if rows),
        put_off=tuple(sorted(later, key=lambda one: (_back_on(one), one.item.key))),
        count=len(waiting),
        mine=len(own),
        stands_in=tuple(stands_in),
    )


def entry(actor: Actor, key: str) -> Entry:
    """Return one thing of the queue by its key, put off or not. Raises NotFound once it does not wait any more."""
    require(actor, Capability.VIEW_QUEUE)
    kind = SOURCES.get(key.partition(":")[0])
    found = [one for one in _entries(actor, [kind]) if one.item.key == key] if kind else []
    if not found:
        raise NotFound
    return found[0]


def colleagues(actor: Actor) -> list[Membership]:
    """Return the staff, among whom things of the queue are given, by name."""
    require(actor, Capability.VIEW_QUEUE)
    return list(everybody().filter(role__in=sorted(STAFF)).order_by("name", "pk"))


def done_on(actor: Actor, day: date) -> list[Told]:
    """Return what the staff did on a day of the initiative's calendar to settle things of the queue, the last first."""
    require(actor, Capability.VIEW_QUEUE)
    zone = ZoneInfo(actor.initiative.timezone)
    keys = {key for one in sources() for key in one.settled_by} | set(ALSO_DONE)
    rows = events(actor).filter(
        key__in=keys,
        membership__role__in=sorted(STAFF),
        happened_at__gte=datetime.combine(day, time(), zone),
        happened_at__lt=clock.end_of(day, actor.initiative.timezone),
    )
    return told(rows)


@tells_put_off
def put_off_now(items: Sequence[Item], today: date) -> set[str]:
    """Return which of these things are put off (their keys), for whoever would write to many at once."""
    found = _entered([(SOURCES[item.key.partition(":")[0]], item) for item in items], today)
    return {one.item.key for one in found if one.is_put_off}


def given_away(membership_id: int) -> list[QueueMark]:
    """Return what was said about things that are somebody's, whether they still wait or not (for the verbs)."""
    return list(QueueMark.objects.filter(given_to_id=membership_id).order_by("pk"))


def _entries(actor: Actor, kinds: Iterable[Source]) -> list[Entry]:
    items = [(kind, item) for kind in kinds for item in kind.tell(actor)]
    return _entered(items, clock.today(actor.initiative.timezone))


def _entered(items: Sequence[tuple[Source, Item]], today: date) -> list[Entry]:
    """Return things with what the staff said about them, and with whom of the partners they spoke."""
    said = QueueMark.objects.filter(key__in=[item.key for _kind, item in items])
    marks = {mark.key: mark for mark in said.select_related("put_off_by", "given_to", "given_by")}
    asked = {item.partner_id for kind, item in items if kind.chases and item.partner_id is not None}
    spoken = spoken_with(asked, today - REST + timedelta(days=1))
    return [Entry(kind, item, marks.get(item.key), today, _about(kind, item, spoken)) for kind, item in items]


def _about(kind: Source, item: Item, spoken: Mapping[int, ContactLog]) -> ContactLog | None:
    """Return the contact after which it rests: one with the partner, after the day it was wanted by."""
    found = spoken.get(item.partner_id) if kind.chases and item.partner_id is not None else None
    return found if found is not None and (item.due is None or found.on > item.due) else None


def _back_on(one: Entry) -> date:
    assert one.back_on is not None  # it is put off
    return one.back_on
