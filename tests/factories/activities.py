"""Activities to test with, made through the services."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from activities import queries, services
from activities.models import Activity, Population
from activities.services import Played, imports
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.models import Initiative
from initiatives.services.groups import found_group
from measurement import queries as measured
from tests.factories import agenda
from tests.factories.core import lead_of

LISTED = b"Partner,Activity\nschool-board,A reading hour\n"


def played(actor: Actor, **parts: str) -> list[Played]:
    """Who plays which part: played(actor, lead="a", fund="b c")."""
    return [
        Played(core.partner(actor, code), part) for part, codes in parts.items() for code in codes.split()
    ]


def population(actor: Actor, code: str = "k-3", name: str = "") -> Population:
    """A group of people."""
    return services.add_population(actor, code=code, name=name or code.title())


def activity(actor: Actor, title: str = "Tutoring at Lincoln", *, lead: str = "", **values: Any) -> Activity:
    """An activity, under way unless said otherwise, as `activities` gives it."""
    given = {"title": title, "state": "under_way", **values}
    if lead:
        given["parts"] = [*played(actor, lead=lead), *given.get("parts", ())]
    made = services.add_activity(actor, **given)
    return queries.activity(actor, made.public_id)


def later(days: int) -> datetime:
    """The moment so many days from now."""
    return clock.now() + timedelta(days=days)


def examples(where: Initiative) -> dict[str, Any]:
    """One of everything, and what stands for each part of the addresses of the activities' pages."""
    made = one_of_each(where)
    own = ("activity", "change_activity", "move_activity", "remove_activity", "check_in", "add_link")
    own += ("add_milestone", "add_task", "raise_blocker", "check_in_links", "revoke_check_in_link")
    pages = {
        "activity": own,
        "link": ("change_link", "end_link"),
        "milestone": ("change_milestone", "reach_milestone", "remove_milestone"),
        "blocker": ("answer_blocker", "withdraw_blocker"),
        "note": ("change_note", "match_note", "withdraw_note"),
        "change": ("change_system_change",),
        "import": ("import", "match_import", "discard_import", "undo_import"),
        "outside": ("bring_inside",),
    }
    found: dict[str, Any] = {
        f"activities:{name} public_id": made[key].public_id for key, names in pages.items() for name in names
    }
    for name in ("change_population", "remove_population"):
        found[f"activities:{name} code"] = made["population"].code
    found["activities:of_indicator code"] = "served"
    found["activities:where_file form"] = "csv"
    found["activities:revoke_check_in_link link_id"] = made["check_in_link"].public_id
    return found


def one_of_each(where: Initiative) -> dict[str, Any]:
    """One of everything that activities keep, by name."""
    with core.enter(lead_of(where), where.slug) as actor:
        bet = agenda.strategy(actor, "Reading help")
        people = population(actor)
        own = activity(
            actor, strategy=bet, lead="school-board", places=list(core.places(actor)), populations=[people]
        )
        other = activity(actor, "New books")
        group = core.groups(actor).first() or found_group(actor, name="Steering", kind="steering_committee")
        services.check_in(actor, own, status="at_risk", help_wanted="A room")
        return {
            "activity": own,
            "population": people,
            "link": services.link_activities(actor, own, other, kind="depends_on"),
            "milestone": services.set_milestone(actor, own, title="Trained", due=date(2026, 8, 31)),
            "blocker": services.raise_blocker(actor, own, group=group, what="No bus", ask="Ask the county"),
            "note": services.put_up(actor, side="need", good="space", title="A room"),
            "change": services.note_system_change(
                actor, level="policies", what="Tickets are paid", changed_on=date(2024, 5, 1)
            ),
            "check_in_link": services.make_check_in_link(actor, own)[0],
            "outside": services.put_outside(
                actor, population=people, place=core.places(actor).first(), strategy=bet, reason="Too far"
            ),
            "import": imports.receive(actor, name="plan.csv", file=BytesIO(LISTED), size=len(LISTED)),
        }


def named(where: Initiative) -> dict[str, str]:
    """What the variables of the API's addresses stand for."""
    made = one_of_each(where)
    lists = {
        "activity": "activities",
        "link": "activity-links",
        "milestone": "milestones",
        "blocker": "blockers",
        "note": "board",
        "change": "system-changes",
        "check_in_link": "check-in-links",
        "import": "activity-imports",
        "outside": "outside",
    }
    found = {name: str(made[key].public_id) for key, name in lists.items()}
    return found | {"populations": made["population"].code}


BODIES: dict[str, dict[str, Any]] = {
    "Activities": {"title": "x"},
    "ActivityMove": {"state": "done"},
    "ActivityCheckIns": {"status": "on_track"},
    "ActivityMilestones": {"title": "x", "due": "2030-01-01"},
    "ActivityTasks": {"what": "x", "owner": "00000000-0000-0000-0000-000000000001", "due": "2030-01-01"},
    "ActivityBlockers": {"what": "x", "ask": "x", "group": "00000000-0000-0000-0000-000000000001"},
    "ActivityLinks": {
        "source": "00000000-0000-0000-0000-000000000001",
        "target": "00000000-0000-0000-0000-000000000002",
        "kind": "overlaps",
    },
    "BlockerClose": {"state": "withdrawn"},
    "ActivityImports": {"name": "plan.csv", "content": "YQ=="},
    "Outsides": {"people": "k3", "place": "north", "reason": "x"},
    "Board": {"side": "need", "good": "space", "title": "x"},
    "NoteClose": {"state": "withdrawn"},
    "SystemChanges": {"level": "policies", "what": "x", "changed_on": "2024-01-01"},
}


def planted(where: Initiative, text: str) -> None:
    """A text in what is listed of activities."""
    with core.enter(lead_of(where), where.slug) as actor:
        row = activity(actor, text, about=text)
        services.check_in(actor, row, status="on_track", note=text, help_wanted=text)
        services.set_milestone(actor, row, title=text, due=date(2026, 8, 31))
        services.put_up(actor, side="need", good="space", title=text)
        services.note_system_change(actor, level="policies", what=text, changed_on=date(2024, 5, 1))
        bet, people = agenda.strategy(actor, text), population(actor, text)
        services.put_outside(actor, population=people, strategy=bet, reason=text)


def many(where: Initiative, rows: int) -> None:
    """So many of everything that is listed, beside as many partners, places and indicators (p0 ..., x0 ..., i0 ...)."""
    with core.enter(lead_of(where), where.slug) as actor:
        group = found_group(actor, name="Steering", kind="steering_committee")
        former = None
        for number in range(rows):
            measure = measured.indicator(actor, f"i{number}")
            row = activity(
                actor,
                f"Activity {number}",
                lead=f"p{number}",
                places=[core.place(actor, f"x{number}")],
                populations=[population(actor, f"g{number}")],
                feeds=[measure],
            )
            if former is not None:
                services.link_activities(actor, row, former, kind="depends_on")
                services.move_activity(actor, former, state="blocked", reason="No room")
            former = row
            services.check_in(actor, row, status="at_risk", help_wanted="A room")
            services.set_milestone(actor, row, title=f"Step {number}", due=date(2026, 8, 31))
            services.raise_blocker(actor, row, group=group, what=f"Blocker {number}", ask="Clear it")
            services.put_up(
                actor,
                side="need",
                good="space",
                title=f"Need {number}",
                partner=core.partner(actor, f"p{number}"),
                activity=row,
            )
            services.note_system_change(
                actor, level="policies", what=f"Change {number}", changed_on=date(2024, 5, 1), activity=row
            )
