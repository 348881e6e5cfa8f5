"""Rules between indicators that the backbones have made, tried and, where they proved themselves, made graver."""

from decimal import Decimal
from typing import Any

from backbone.demo.stage import Stage, days
from initiatives.kernel.access import Actor
from measurement import queries
from measurement import services as measuring

SESSIONS: dict[str, Any] = {
    "left": [{"indicator": "tutoring-sessions"}],
    "operator": "at_least",
    "right": [{"indicator": "pupils-in-tutoring"}],
}
LIST: dict[str, Any] = {
    "left": [{"indicator": "actively-homeless"}],
    "operator": "eq",
    "right": [
        {"indicator": "actively-homeless", "previous": True},
        {"indicator": "inflow"},
        {"indicator": "outflow", "factor": Decimal(-1)},
    ],
}


def of_tutoring(stage: Stage, who: str) -> None:
    """Every pupil in tutoring had a session: first only noted, later to be explained."""
    today = stage.now.date()

    def make(actor: Actor) -> None:
        message = "Every pupil in tutoring has had at least one session."
        measuring.make_rule(actor, name="A session for every pupil", message=message, **SESSIONS)

    def reword(actor: Actor) -> None:
        [rule] = queries.check_rules(actor).filter(name="A session for every pupil")
        measuring.change_rule(
            actor,
            rule,
            severity="must_explain",
            message="Every pupil in tutoring has had at least one session.",
            reason="It held for a year; where it does not, something was left out.",
            **SESSIONS,
        )

    stage.plan(today - days(210), who, make)
    stage.plan(today - days(60), who, reword)


def of_the_list(stage: Stage, who: str) -> None:
    """The list by name is last month's, with who came and without who left."""

    def make(actor: Actor) -> None:
        measuring.make_rule(
            actor,
            name="The list adds up",
            message="Last month's list, with who came and without who left, should give this month's.",
            **LIST,
        )

    stage.plan(stage.now.date() - days(30), who, make)
