"""Activities to test with, made through the services."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from activities import queries, services
from activities.models import Activity, Population
from activities.services import Played, imports
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.models import Initiative
from tests.factories import agenda
from tests.factories.core import lead_of


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
    with core.enter(lead_of(where), where.slug) as actor:
        bet = agenda.strategy(actor, "Reading help")
        people = population(actor)
        own = activity(
            actor, strategy=bet, lead="school-board", places=list(core.places(actor)), populations=[people]
        )
        content = b"Partner,Activity\nschool-board,A reading hour\n"
        listed = imports.receive(actor, name="plan.csv", file=BytesIO(content), size=len(content))
    pages = ("activity", "change_activity", "move_activity", "remove_activity")
    found: dict[str, Any] = {f"activities:{name} public_id": own.public_id for name in pages}
    found["activities:where_file form"] = "csv"
    found |= {
        f"activities:{name} public_id": listed.public_id
        for name in ("import", "match_import", "discard_import", "undo_import")
    }
    for name in ("change_population", "remove_population"):
        found[f"activities:{name} code"] = people.code
    return found
