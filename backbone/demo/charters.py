"""The charters of Riverbend's groups: one whole, one begun by its co-chair, one group closed and one still empty."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from backbone.demo.stage import Stage, days
from initiatives import queries as core
from initiatives import services
from initiatives.kernel import clock
from initiatives.kernel.access import Actor

AGREED = date(2022, 5, 16)
STEERING: dict[str, Any] = {
    "scope": "The agenda, the budget of the backbone, what groups bring. Not the daily work of any partner.",
    "authority": "Adopts the agenda once the rule is met, opens and closes groups, speaks for the initiative.",
    "who_sits": "Ten at most: every sector, two seats for families, one for each group’s co-chairs in turn.",
    "decision_rule": "consent",
    "rhythm": "Every month, ninety minutes",
    "term": "Two years, once more",
    "norms": "Papers come five days before.\nWhoever has an interest says so first.\nNo stand-in decides.",
}
READING: dict[str, Any] = {
    "scope": "Reading from kindergarten to grade 3, in school and after it.",
    "authority": "Chooses and drops its strategies; money goes to the steering committee.",
    "decision_rule": "gradient",
    "rhythm": "First Tuesday of the month, at the library",
}
COUNCIL: dict[str, Any] = {
    "who_sits": "Parents and young people; two chairs who are not paid by any partner.",
    "authority": "Is heard before anything about families is decided, and may send it back once.",
    "rhythm": "Every month, with a meal and child care",
    "norms": "We speak first.\nAn hour of ours is paid like an hour of yours.",
}
SUMMER = "Summer Learning"
OVER = "Its work goes on in Grade 3 Reading: the same people met twice."


def tell(stage: Stage) -> None:
    """Plan the charters; the groups have been founded and their people seated."""
    today = stage.now.date()
    stage.plan(AGREED, "ines", partial(_write, name="Steering committee", charter=STEERING, agreed=True))
    stage.plan(AGREED + days(30), "ana", partial(_write, name="Grade 3 Reading", charter=READING))
    stage.plan(
        AGREED + days(65), "dora", partial(_write, name="Family Voice Council", charter=COUNCIL, agreed=True)
    )
    stage.plan(date(2023, 3, 6), "ana", partial(_try_summer, stage=stage))
    stage.plan(date(2024, 9, 9), "ana", _end_summer)
    stage.plan(today - timedelta(days=14), "ana", _found_health)


def _write(actor: Actor, name: str, charter: dict[str, Any], agreed: bool = False) -> None:
    group = core.groups(actor).get(name=name)
    day = {"charter_agreed_on": clock.today(actor.initiative.timezone)} if agreed else {}
    services.change_group(actor, group, **charter, **day)


def _try_summer(actor: Actor, stage: Stage) -> None:
    group = services.found_group(
        actor, name=SUMMER, purpose="No child loses in summer what it won in spring."
    )
    for key in ("priya", "kofi", "amos"):
        services.seat(actor, group, stage.people[key], co_chair=key == "priya")


def _end_summer(actor: Actor) -> None:
    services.close_group(actor, core.groups(actor).get(name=SUMMER), reason=OVER)


def _found_health(actor: Actor) -> None:
    services.found_group(
        actor,
        name="Health and Attendance",
        purpose="Children who are well are in school. Seats are being filled.",
    )
