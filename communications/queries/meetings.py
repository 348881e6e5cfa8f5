"""Meetings as an actor may read them, and who runs them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Avg, Case, Count, F, Prefetch, Q, TextField, Value, When
from django.utils.translation import gettext as _

from communications.models import AgendaItem, Ask, Attendance, Meeting, MeetingSeries, Rating, Reply
from communications.queries.links import whose
from communications.queries.suppliers import source_of
from communications.words.meetings import PRESENT, TOOK_PLACE, Coming, MeetingState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Forbidden, NotFound
from initiatives.queries.actions import actions
from initiatives.queries.groups import chaired, groups, runs, seats, sitting_in
from initiatives.queries.people import myself, people

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import ActionItem, Group, GroupMember, Membership

RATERS = 3  # so many ratings are told; of fewer one could guess whose they are


def meetings(actor: Actor) -> QuerySet[Meeting]:
    """Return the meetings of all groups, the latest first: when, where and whose they are is open to everybody."""
    require(actor, Capability.VIEW)
    return Meeting.objects.select_related("group", "series", "facilitator", "note_taker")


def to_come(actor: Actor) -> QuerySet[Meeting]:
    """Return the meetings that have not ended yet and were not cancelled, the next first."""
    rows = meetings(actor).exclude(state=MeetingState.CANCELLED)
    return rows.filter(ends_at__gte=clock.now()).order_by("starts_at", "id")


def held(actor: Actor) -> QuerySet[Meeting]:
    """Return the meetings that took place, the latest first."""
    return meetings(actor).filter(state__in=TOOK_PLACE)


def meeting(actor: Actor, public_id: UUID) -> Meeting:
    """Return a meeting by its id. Raises NotFound."""
    found = meetings(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def series(actor: Actor) -> QuerySet[MeetingSeries]:
    """Return the series that have not ended, with their groups."""
    return all_series(actor).filter(ended_on=None)


def all_series(actor: Actor) -> QuerySet[MeetingSeries]:
    """Return the series, those that have ended too, with their groups."""
    require(actor, Capability.VIEW)
    return MeetingSeries.objects.select_related("group")


def one_series(actor: Actor, public_id: UUID) -> MeetingSeries:
    """Return a series by its id, one that has ended too. Raises NotFound."""
    found = all_series(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def may_run(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor plans this meeting and leads it: the backbone, the group's co-chairs, its facilitator."""
    if not actor.may(Capability.TAKE_PART):
        return False
    return runs(actor, meeting.group) or _is(actor, meeting.facilitator_id)


def may_write(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor takes the minutes: whoever runs the meeting, and its note taker."""
    return may_run(actor, meeting) or (actor.may(Capability.TAKE_PART) and _is(actor, meeting.note_taker_id))


def sits_in(actor: Actor, group: Group) -> bool:
    """Whether the actor holds a seat in the group."""
    return bool(actor.membership_id) and sitting_in(group).filter(pk=actor.membership_id).exists()


def is_invited(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor answers the invitation to a meeting: the backbone, and who sits in its group."""
    return actor.is_staff or sits_in(actor, meeting.group)


def took_part(actor: Actor, meeting: Meeting) -> bool:
    """Whether the meeting is the actor's: they sit in the group, were there, run it or take its minutes."""
    if may_write(actor, meeting) or sits_in(actor, meeting.group):
        return True
    there: Any = Attendance.objects.filter(meeting=meeting, presence__in=PRESENT)
    return bool(actor.membership_id) and bool(there.filter(membership_id=actor.membership_id).exists())


def reads_minutes(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor reads what was noted: when approved everybody, before that those who `took_part`."""
    if not actor.may(Capability.VIEW):
        return False
    return meeting.state == MeetingState.APPROVED or took_part(actor, meeting)


def items(actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """Return the agenda in its order, each with its lead; its notes are empty for those who may not read them."""
    require(actor, Capability.VIEW)
    rows = list(AgendaItem.objects.filter(meeting=meeting).select_related("lead", "notes_saved_by"))
    if not reads_minutes(actor, meeting):
        for row in rows:
            row.notes = ""
    return rows


def points(actor: Actor) -> QuerySet[AgendaItem]:
    """Return the points of all meetings, each with its `meeting`, and `noted`: its notes where the actor reads them.

    Of minutes that are not approved those of the groups in which one sits, and all for the backbone.
    """
    require(actor, Capability.VIEW)
    read = Q(meeting__state=MeetingState.APPROVED)
    read |= Q(meeting__group__in=seats(actor).filter(membership_id=actor.membership_id).values("group_id"))
    if actor.is_staff:
        read = Q(pk__isnull=False)
    rows: Any = AgendaItem.objects.select_related("meeting")
    found: QuerySet[AgendaItem] = rows.annotate(
        noted=Case(When(read, then=F("notes")), default=Value(""), output_field=TextField())
    )
    return found


def item(actor: Actor, public_id: UUID) -> AgendaItem:
    """Return a point of an agenda by its id, with its meeting. Raises NotFound."""
    require(actor, Capability.VIEW)
    rows: Any = AgendaItem.objects.select_related("meeting__group", "lead")
    found: AgendaItem | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    if not reads_minutes(actor, found.meeting):
        found.notes = ""
    return found


def taken_down(actor: Actor, meeting: Meeting) -> QuerySet[ActionItem]:
    """Return the tasks given at a meeting, for those who read its minutes."""
    rows = actions(actor, source=source_of(meeting)).order_by("id")
    return rows if reads_minutes(actor, meeting) else rows.none()


def asked_there(actor: Actor, meeting: Meeting) -> QuerySet[Ask]:
    """Return what was asked of other groups at a meeting, for those who read its minutes."""
    rows: QuerySet[Ask] = Ask.objects.filter(meeting=meeting)
    rows = rows.select_related("to_group", "from_group", "item").order_by("id")
    return rows if reads_minutes(actor, meeting) else rows.none()


def attendance(actor: Actor, meeting: Meeting) -> QuerySet[Attendance]:
    """Return who was there and who was not, for those who read the minutes."""
    require(actor, Capability.VIEW_PARTNERS)
    rows: QuerySet[Attendance] = Attendance.objects.filter(meeting=meeting)
    rows = rows.select_related("membership", "partner", "stands_in_for").order_by("id")
    return rows if reads_minutes(actor, meeting) else rows.none()


def organisations_there(rows: Iterable[Attendance]) -> int:
    """Return how many partners were represented."""
    return len({row.partner_id for row in rows if row.presence in PRESENT and row.partner_id})


def invited(actor: Actor, meeting: Meeting) -> list[GroupMember]:
    """Return the seats of the group: those who are invited, co-chairs first."""
    return list(seats(actor).filter(group_id=meeting.group_id))


@dataclass(frozen=True)
class Heard:
    """Of how many who sit in a group it is known whether they come, and how many sit there."""

    answered: int
    seats: int


def heard_from(actor: Actor, rows: Iterable[Meeting]) -> dict[int, Heard]:
    """Return by meeting (its key) how many of those invited have answered. Raises Forbidden for all but the staff."""
    require(actor, Capability.VIEW_QUEUE)
    rows = list(rows)
    sitting: dict[int, set[int]] = defaultdict(set)
    for group_id, membership_id in (
        seats(actor)
        .filter(group_id__in=[row.group_id for row in rows])
        .order_by()
        .values_list("group_id", "membership_id")
    ):
        sitting[group_id].add(membership_id)
    answered: dict[int, set[int]] = defaultdict(set)
    given: Any = Reply.objects.filter(meeting__in=rows, membership__isnull=False)
    for meeting_id, membership_id in given.order_by().values_list("meeting_id", "membership_id"):
        answered[meeting_id].add(membership_id)
    return {
        row.pk: Heard(len(answered[row.pk] & sitting[row.group_id]), len(sitting[row.group_id]))
        for row in rows
    }


@dataclass(frozen=True)
class Needs:
    """What those who come need, added up."""

    interpreters: tuple[str, ...]
    children: int
    rides: int
    stipends: int


@dataclass(frozen=True)
class Answers:
    """How an invitation was answered: how many by answer (of Coming); what they need."""

    counted: dict[str, int]
    needs: Needs


def answers(actor: Actor, meeting: Meeting) -> Answers:
    """Return how many come, and what they need together. Raises Forbidden for those who do not prepare the meeting."""
    rows = list(replies(actor, meeting))
    counted = {key: sum(row.coming == key for row in rows) for key in Coming.values}
    coming = [row for row in rows if row.coming != Coming.NO]
    needs = Needs(
        tuple(sorted({row.interpreter for row in coming if row.interpreter})),
        sum(row.childcare for row in coming),
        sum(row.transport for row in coming),
        sum(row.stipend for row in coming),
    )
    return Answers(counted, needs)


def replies(actor: Actor, meeting: Meeting) -> QuerySet[Reply]:
    """Return the answers to the invitation, with who gave them. Raises Forbidden for all who do not prepare it."""
    if not may_run(actor, meeting):
        raise Forbidden(_("Those who prepare the meeting read the answers."))
    rows: QuerySet[Reply] = Reply.objects.filter(meeting=meeting)
    return rows.select_related("membership__partner").order_by("replied_at", "id")


def seen_replies(actor: Actor, meeting: Meeting) -> QuerySet[Reply]:
    """Return the answers that the actor may read: all to those who prepare the meeting, their own to others."""
    return replies(actor, meeting) if may_run(actor, meeting) else own_replies(actor, meeting)


def own_reply(actor: Actor, meeting: Meeting) -> Reply | None:
    """Return the actor's own answer, None when there is none; that of a link's holder too."""
    return own_replies(actor, meeting).first()


def own_replies(actor: Actor, meeting: Meeting) -> QuerySet[Reply]:
    """Return what `own_reply` gives, as rows: one, or none."""
    require(actor, Capability.CHECK_IN)
    rows: QuerySet[Reply] = Reply.objects.filter(meeting=meeting, **whose(actor))
    return rows


@dataclass(frozen=True)
class Rated:
    """What a meeting was worth to those who rated it: the mean of 1 to 5 (None for fewer than RATERS), and how many."""

    mean: float | None
    count: int


def rated(actor: Actor, meeting: Meeting) -> Rated:
    """Return how a meeting was rated; of fewer than RATERS only how many they are."""
    require(actor, Capability.VIEW)
    rows: Any = Rating.objects.filter(meeting=meeting)
    found = rows.aggregate(mean=Avg("score"), count=Count("id"))
    return Rated(found["mean"] if found["count"] >= RATERS else None, found["count"])


def with_items(actor: Actor) -> QuerySet[Meeting]:
    """Return the meetings, each with its `agenda`: the points in their order."""
    return meetings(actor).prefetch_related(
        Prefetch("items", AgendaItem.objects.select_related("lead"), to_attr="agenda")
    )


def _is(actor: Actor, membership_id: int | None) -> bool:
    return membership_id is not None and membership_id == actor.membership_id


def at_hand(actor: Actor, group: Group | None = None) -> list[Membership]:
    """Return the people whom the actor may name for a meeting: those of the group (of all groups), and whom they see.

    By name, without those who have left.
    """
    rows = seats(actor).filter(membership__ended_on=None)
    if group is not None:
        rows = rows.filter(group=group)
    found = {seat.membership_id: seat.membership for seat in rows}
    if actor.may(Capability.VIEW_PEOPLE):
        found |= {person.pk: person for person in people(actor)}
    if actor.membership_id:
        found.setdefault(actor.membership_id, myself(actor))
    return sorted(found.values(), key=lambda person: (person.name, person.pk))


def run_by(actor: Actor) -> list[Group]:
    """Return the groups, not closed, whose meetings the actor plans: the steering committee first, then by name."""
    own = chaired(actor)
    rows = [row for row in groups(actor) if actor.may(Capability.MANAGE_PARTNERS) or row.pk in own]
    return sorted(rows, key=lambda row: (row.kind != row.Kind.STEERING, row.name, row.pk))


def meetings_of(actor: Actor) -> QuerySet[Meeting]:
    """Return the meetings that are the actor's own: of the groups they sit in, and those they lead or take down."""
    mine = Q(facilitator_id=actor.membership_id) | Q(note_taker_id=actor.membership_id)
    held_seats = seats(actor).filter(membership_id=actor.membership_id or 0)
    return meetings(actor).filter(mine | Q(group_id__in=held_seats.order_by().values("group_id")))
