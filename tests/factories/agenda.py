"""A common agenda to test with: begun, written, given a goal and a strategy, through the services."""

from collections.abc import Mapping
from typing import Any

from agenda import queries, services
from agenda.models import CommonAgenda, Goal, Strategy
from initiatives import queries as core
from initiatives.kernel.access import Actor
from initiatives.models import Initiative, User
from tests.factories.core import lead_of

PROBLEM = "Four in ten read at level.\n\nNo one body can mend it."


def goal(actor: Actor, statement: str = "Six in ten read", **values: Any) -> Goal:
    """A goal, as `goals` gives it."""
    made = services.set_goal(actor, statement=statement, **values)
    return queries.goal(actor, made.public_id)


def strategy(actor: Actor, name: str = "Tutoring", **values: Any) -> Strategy:
    """A strategy, as `strategies` gives it."""
    made = services.add_strategy(actor, **{"name": name, "engagement": "consult", **values})
    return queries.strategy(actor, made.public_id)


def draft(
    actor: Actor, title: str = "Every child reads", texts: Mapping[str, str] | None = None
) -> CommonAgenda:
    """A first version with its problem described."""
    version = services.begin_agenda(actor, title=title)
    return services.write(actor, version, {"problem": PROBLEM, **(texts or {})})


def proposed(actor: Actor) -> CommonAgenda:
    """A version with one goal, before the partners."""
    version = draft(actor)
    goal(actor)
    return services.propose(actor, version)


def ratify(where: Initiative, who: User, version: CommonAgenda, partner: str, **values: Any) -> Any:
    """A partner's position, taken by `who`; it adopts unless said otherwise."""
    with core.enter(who, where.slug) as actor:
        return services.ratify(
            actor,
            queries.agenda(actor, version.number),
            partner=core.partner(actor, partner),
            **{"position": "adopts", **values},
        )


def adopted(where: Initiative) -> CommonAgenda:
    """A version in force: every partner of the initiative is recorded as adopting it."""
    lead = lead_of(where)
    with core.enter(lead, where.slug) as actor:
        version = proposed(actor)
        codes = list(core.partners(actor).values_list("code", flat=True))
    for code in codes:
        ratify(where, lead, version, code, signer="Its lead", how_given="By letter")
    with core.enter(lead, where.slug) as actor:
        return services.adopt(actor, version)
