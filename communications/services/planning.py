"""Planning meetings: single ones and series, moving and cancelling them, sending the agenda out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from communications.events.meetings import (
    AgendaSent,
    MeetingCancelled,
    MeetingChanged,
    MeetingPlanned,
    MeetingRestored,
    SeriesEnded,
    SeriesPlanned,
)
from communications.models import Meeting, MeetingSeries
from communications.queries.meetings import invited
from communications.rhythms import days_of
from communications.services.inviting import invite
from communications.services.telling import day_of, move, run, told_of
from communications.words.meetings import AHEAD, MeetingState, Rhythm
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import changeable, needed, one_of, within
from initiatives.outbox import record
from initiatives.queries.groups import runs

if TYPE_CHECKING:
    from initiatives.models import Group

CHANGEABLE = frozenset(
    {
        *("title", "purpose", "starts_at", "ends_at", "place", "join_link"),
        *("facilitator", "note_taker"),
    }
)
MOST = {"title": 200, "place": 300, "join_link": 500}
PEOPLE = ("facilitator", "note_taker")
# What people's calendars show: when it changes, they are told of another edition.
IN_CALENDARS = frozenset({"title", "starts_at", "ends_at", "place", "join_link"})
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=24)
FURTHEST = timedelta(days=3 * 366)
AT_ONCE = timedelta(days=366)  # how far ahead a series is planned in one go


def plan_meeting(
    actor: Actor, *, group: Group, title: str, starts_at: datetime, ends_at: datetime, **values: Any
) -> Meeting:
    """Plan one meeting of a group (CHANGEABLE): the backbone may, and its co-chairs.

    Raises DomainError at the field, Conflict for a closed group, Forbidden.
    """
    _require_runs(actor, group)
    clean = _clean({"title": title, "starts_at": starts_at, "ends_at": ends_at, **values})
    return _plan(actor, group, clean)


def change_meeting(actor: Actor, meeting: Meeting, /, **values: Any) -> Meeting:
    """Change a meeting (CHANGEABLE); its time and place only while it is ahead.

    Raises DomainError at the field, Conflict, Forbidden.
    """
    meeting = run(actor, meeting)
    clean = _clean(values)
    changed = sorted(key for key, value in clean.items() if getattr(meeting, key) != value)
    if not changed:
        return meeting
    if meeting.state not in AHEAD and set(changed) - set(PEOPLE):
        raise Conflict("wrong_state", _("This meeting is no longer ahead: only who leads it can be changed."))
    former = day_of(meeting)
    for key in changed:
        setattr(meeting, key, clean[key])
    if {"starts_at", "ends_at"} & set(changed):
        _check_times(actor, meeting.starts_at, meeting.ends_at)
    if IN_CALENDARS & set(changed):
        meeting.edition += 1
    meeting.save(update_fields=[*changed, "edition"])
    record(actor, MeetingChanged(fields=tuple(changed), former_day=former, **told_of(meeting)))
    return meeting


def cancel_meeting(actor: Actor, meeting: Meeting, *, reason: str) -> Meeting:
    """Cancel a meeting that is ahead, saying why. Raises DomainError at `reason`, Conflict, Forbidden."""
    meeting = run(actor, meeting)
    meeting.cancel_reason = needed(reason, "reason", _("Say why it does not take place."))
    move(meeting, MeetingState.CANCELLED, "cancel_reason", "edition", edition=meeting.edition + 1)
    record(actor, MeetingCancelled(reason=meeting.cancel_reason, **told_of(meeting)))
    return meeting


def restore_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """Let a cancelled meeting take place after all. Raises Conflict when it is not cancelled, Forbidden."""
    meeting = run(actor, meeting)
    meeting.cancel_reason = ""
    move(meeting, MeetingState.SCHEDULED, "cancel_reason", "edition", edition=meeting.edition + 1)
    record(actor, MeetingRestored(**told_of(meeting)))
    return meeting


def send_agenda(actor: Actor, meeting: Meeting) -> Meeting:
    """Send the agenda, with the invitation, to everybody who sits in the group and has an e-mail address.

    Each gets a link to answer without an account. Raises Conflict without a point on the agenda, Forbidden.
    """
    meeting = run(actor, meeting)
    if not meeting.items.exists():
        raise Conflict("empty", _("Put something on the agenda first."))
    move(meeting, MeetingState.AGENDA_OUT, "agenda_sent_at", agenda_sent_at=clock.now())
    people = [seat.membership for seat in invited(actor, meeting)]
    sent = [invite(actor, meeting, person) for person in people if person.email and person.is_active]
    record(actor, AgendaSent(people=len(sent), **told_of(meeting)))
    return meeting


def plan_series(
    actor: Actor,
    *,
    group: Group,
    title: str,
    rhythm: str,
    first_on: date,
    starts_at: time,
    length: int,
    until: date,
    place: str = "",
    join_link: str = "",
) -> MeetingSeries:
    """Plan a group's meetings from a day `until` another, each for `length` minutes by the initiative's clock.

    Raises DomainError at the field, Conflict for a closed group, Forbidden.
    """
    _require_runs(actor, group)
    one_of(rhythm, Rhythm.values, "rhythm")
    if not 5 <= length <= 1440:
        raise DomainError("out_of_range", _("A meeting lasts from 5 minutes to a day."), "length")
    clean = _clean({"title": title, "place": place, "join_link": join_link})
    if abs(first_on - clock.today(actor.initiative.timezone)) > FURTHEST:
        raise DomainError("too_far", _("Give a day within three years."), "first_on")
    series = MeetingSeries.objects.create(
        group=group,
        rhythm=rhythm,
        first_on=first_on,
        starts_at=starts_at,
        length=length,
        made_at=clock.now(),
        made_by_id=actor.membership_id,
        **clean,
    )
    record(actor, SeriesPlanned(f"series:{series.public_id}", title=series.title, group=group.name))
    plan_ahead(actor, series, until=until)
    return series


def plan_ahead(actor: Actor, series: MeetingSeries, *, until: date) -> list[Meeting]:
    """Plan what a series lacks up to a day, at most a year ahead, and return it. Twice is the same as once.

    A meeting that was moved or cancelled is not planned anew. Raises DomainError at `until`, Conflict, Forbidden.
    """
    _require_runs(actor, series.group)
    series = MeetingSeries.objects.select_for_update(of=("self",)).select_related("group").get(pk=series.pk)
    if series.ended_on is not None:
        raise Conflict("ended", _("This series has ended."))
    start = max(series.first_on, clock.today(actor.initiative.timezone))
    if until < series.first_on:
        raise DomainError("wrong_order", _("The end lies before the beginning."), "until")
    if until - start > AT_ONCE:
        raise DomainError("too_far", _("Plan at most a year ahead."), "until")
    there = set(series.meetings.values_list("occurrence", flat=True))
    zone = ZoneInfo(actor.initiative.timezone)
    made = []
    for day in days_of(series.rhythm, series.first_on, until):
        if day in there or day < start:
            continue
        begins = datetime.combine(day, series.starts_at, zone)
        values = {
            "title": series.title,
            "place": series.place,
            "join_link": series.join_link,
            "starts_at": begins,
            "ends_at": minutes_later(begins, series.length),
        }
        made.append(_plan(actor, series.group, values, series=series, occurrence=day))
    return made


def end_series(actor: Actor, series: MeetingSeries, *, reason: str) -> MeetingSeries:
    """End a series: what is still ahead of it is cancelled for this reason. Raises as `cancel_meeting` does."""
    _require_runs(actor, series.group)
    series = MeetingSeries.objects.select_for_update(of=("self",)).select_related("group").get(pk=series.pk)
    if series.ended_on is not None:
        raise Conflict("ended", _("This series has ended."))
    needed(reason, "reason", _("Say why the meetings end."))
    series.ended_on = clock.today(actor.initiative.timezone)
    series.save(update_fields=["ended_on"])
    for meeting in series.meetings.filter(state__in=AHEAD, starts_at__gt=clock.now()).order_by("id"):
        cancel_meeting(actor, meeting, reason=reason)
    record(actor, SeriesEnded(f"series:{series.public_id}", title=series.title, group=series.group.name))
    return series


def minutes_later(begins: datetime, minutes: int) -> datetime:
    """Return the moment so many minutes later, also over the night in which the clocks change."""
    return (begins.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(begins.tzinfo)


def _plan(actor: Actor, group: Group, values: dict[str, Any], **of_series: Any) -> Meeting:
    _check_times(actor, values["starts_at"], values["ends_at"])
    meeting = Meeting.objects.create(
        initiative=actor.initiative,
        group=group,
        made_at=clock.now(),
        made_by_id=actor.membership_id,
        **values,
        **of_series,
    )
    record(actor, MeetingPlanned(**told_of(meeting)))
    return meeting


def _require_runs(actor: Actor, group: Group) -> None:
    require(actor, Capability.TAKE_PART)
    if not runs(actor, group):
        raise Forbidden(_("The backbone and the group's co-chairs plan its meetings."))
    if group.closed_on is not None:
        raise Conflict("closed", _("This group is closed."))


def _check_times(actor: Actor, starts_at: datetime, ends_at: datetime) -> None:
    if not SHORTEST <= ends_at - starts_at <= LONGEST:
        raise DomainError("out_of_range", _("A meeting lasts from 5 minutes to a day."), "ends_at")
    if abs(starts_at - clock.now()) > FURTHEST:
        raise DomainError("too_far", _("Give a day within three years."), "starts_at")


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    changeable(values, CHANGEABLE)
    clean: dict[str, Any] = {
        key: value.strip() if isinstance(value, str) else value for key, value in values.items()
    }
    if "title" in clean:
        needed(clean["title"], "title", _("Give the meeting a name."))
    for key, most in MOST.items():
        within(clean.get(key, ""), most, key)
    check_link(clean.get("join_link", ""), "join_link")
    for key in PEOPLE:
        if clean.get(key) is not None and not clean[key].is_active:
            raise DomainError("unknown_person", _("Choose somebody who takes part in the initiative."), key)
    return clean


def check_link(link: str, field: str) -> None:
    """Raise DomainError at the field when this is no address of a page, which begins with https:// or http://."""
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
        link = link or " "
    if link and (parts.scheme not in ("https", "http") or not parts.netloc):
        raise DomainError("invalid_link", _("Give an address that begins with https://."), field)
