"""What Riverbend learned: a look back with lessons from it, one shared without a name, one put to use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from activities.queries import activities
from backbone.demo.riverbend_decisions import READING, TUTORING
from backbone.demo.stage import Stage, days
from communications.queries import lessons as library
from communications.services import lessons
from initiatives import queries as core
from initiatives.kernel.access import Actor
from measurement.queries import indicator

BUS = "The bus timetable, not motivation, is behind Monday absence"


def tell(stage: Stage) -> None:
    """Plan the lessons; the groups sit, the activities stand."""
    stage.plan(stage.now - days(34), "priya", partial(_look_back, stage=stage))
    stage.plan(stage.now - days(30), "sol", partial(_without_a_name, stage=stage))
    stage.plan(stage.now - days(22), "lena", _use)


def _look_back(actor: Actor, stage: Stage) -> None:
    group = core.groups(actor).get(name=READING)
    tutoring = activities(actor).get(title=TUTORING)
    review = lessons.look_back(
        actor,
        title="The spring of tutoring at eleven schools",
        expected="220 children with three half hours a week from February on.",
        happened="180 places were filled, and on Mondays every third chair stayed empty.",
        why="The first bus reaches three of the schools after the tutoring hour has begun.",
        keep="The same tutor for a child all year.",
        change="Ask about the bus before a room is booked.",
        group=group,
        activity=tutoring,
    )
    shared: Mapping[str, Any] = {"review": review, "activity": tutoring}
    lessons.share_lesson(
        actor,
        claim=BUS,
        so_what="Look at the first bus before a Monday hour is fixed, and talk to the city before to the parents.",
        context="Three schools on line 14, February to May.",
        evidence="Of 61 children away on two Mondays or more, 44 take line 14.",
        confidence="medium",
        applies_to="Whoever begins before half past eight",
        partner=stage.partners["read-with-me"],
        indicator=indicator(actor, "chronic-absence"),
        **shared,
    )
    lessons.share_lesson(
        actor,
        claim="Tutoring runs out of rooms before it runs out of tutors",
        so_what="Book the rooms first; tutors can be found in a month.",
        evidence="115 of 180 places waited for a room, none for a tutor.",
        confidence="high",
        partner=stage.partners["read-with-me"],
        **shared,
    )


def _without_a_name(actor: Actor, stage: Stage) -> None:
    lessons.share_lesson(
        actor,
        claim="A place that is promised before there is a room costs more trust than no place",
        so_what="Say “you are on the list” until the key is in your hand.",
        context="A waiting list in autumn.",
        confidence="low",
        partner=stage.partners["little-steps"],
        nameless=True,
    )


def _use(actor: Actor) -> None:
    lessons.apply_lesson(
        actor,
        library.lessons(actor).get(claim=BUS),
        what="Moved the Monday reading hour at the library to half past nine, after the second bus",
        result="held",
    )
