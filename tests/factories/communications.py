"""Meetings to test with, made through the services."""

from datetime import datetime, time, timedelta
from typing import Any

from communications import services
from communications.models import Meeting, MeetingSeries
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.models import Group, Initiative
from initiatives.queries import groups
from initiatives.services.groups import found_group
from tests.factories.core import lead_of


def group(actor: Actor, name: str = "Reading") -> Group:
    """A working group of this name."""
    return groups(actor).filter(name=name).first() or found_group(actor, name=name)


def meeting(
    actor: Actor,
    title: str = "Getting ready",
    *,
    of: str = "Reading",
    at: datetime | None = None,
    minutes: int = 90,
    **values: Any,
) -> Meeting:
    """A meeting of a group, in a week unless said otherwise."""
    begins = at or clock.now() + timedelta(days=7)
    ends = begins + timedelta(minutes=minutes)
    given = {"starts_at": begins, "ends_at": ends, **values}
    return services.plan_meeting(actor, group=group(actor, of), title=title, **given)


def being_held(actor: Actor, title: str = "Getting ready", **values: Any) -> Meeting:
    """A meeting that was opened just now."""
    return services.open_meeting(actor, meeting(actor, title, at=clock.now(), **values))


def series(actor: Actor, title: str = "Reading group", *, of: str = "Reading") -> MeetingSeries:
    """A monthly series of a group for three months from tomorrow on."""
    first = clock.today(actor.initiative.timezone) + timedelta(days=1)
    return services.plan_series(
        actor,
        group=group(actor, of),
        title=title,
        rhythm="monthly",
        first_on=first,
        starts_at=time(14),
        length=90,
        until=first + timedelta(days=80),
    )


def one_of_each(where: Initiative) -> dict[str, Any]:
    """One of everything that meetings keep, by name."""
    with core.enter(lead_of(where), where.slug) as actor:
        ahead = meeting(actor)
        return {
            "meeting": ahead,
            "series": series(actor),
            "item": services.add_item(actor, ahead, title="New books"),
            "ask": services.ask_group(
                actor, from_group=ahead.group, to_group=group(actor, "Steering"), what="Money for a bus"
            ),
            "link": services.make_rsvp_link(actor, ahead)[0],
        }


def examples(where: Initiative) -> dict[str, Any]:
    """One of everything, and what stands for each part of the addresses of the pages."""
    made = one_of_each(where)
    pages = {
        "meeting": (
            *("meeting", "change_meeting", "cancel_meeting", "restore_meeting", "fill_agenda", "send_agenda"),
            *("open_meeting", "end_meeting", "reopen_meeting", "approve_minutes", "pack", "meeting_file"),
            *("reply", "answers", "attendance", "rate", "add_item"),
        ),
        "item": (
            *("change_item", "remove_item", "place_item", "begin_item", "write_notes", "take_task"),
            "take_ask",
        ),
        "series": ("series", "end_series"),
        "ask": ("answer_ask", "withdraw_ask"),
    }
    return {
        f"communications:{name} public_id": made[key].public_id
        for key, names in pages.items()
        for name in names
    }


def many(where: Initiative, rows: int) -> None:
    """So many meetings with a point each, and asks."""
    with core.enter(lead_of(where), where.slug) as actor:
        steering = group(actor, "Steering")
        for number in range(rows):
            row = meeting(actor, f"Meeting {number}", of=f"Group {number}")
            services.add_item(actor, row, title="New books")
            services.ask_group(actor, from_group=row.group, to_group=steering, what="Money")
            series(actor, of=row.group.name)


def named(where: Initiative) -> dict[str, str]:
    """What the variables of the API's addresses stand for."""
    made = one_of_each(where)
    lists = {
        "meeting": "meetings",
        "series": "meeting-series",
        "item": "agenda-items",
        "ask": "asks",
        "link": "rsvp-links",
    }
    return {name: str(made[key].public_id) for key, name in lists.items()}


NOBODY = "00000000-0000-0000-0000-000000000001"
BODIES: dict[str, dict[str, Any]] = {
    "MeetingMove": {"do": "open"},
    "SeriesPlan": {"until": "2030-01-01"},
    "SeriesEnd": {"reason": "x"},
    "MeetingItems": {"title": "x"},
    "MeetingAttendance": {"people": [{"presence": "here", "guest": "x"}]},
    "MeetingTasks": {"what": "x", "owner": NOBODY, "due": "2030-01-01"},
    "MeetingAsks": {"what": "x", "to_group": NOBODY},
    "MeetingRating": {"score": 5},
    "MeetingReplies": {"coming": "yes"},
    "AskClose": {"state": "withdrawn"},
}
