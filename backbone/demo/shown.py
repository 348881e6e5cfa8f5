"""What Riverbend shows to funders and to the public: a story, two texts, and the figures chosen for each."""

from __future__ import annotations

from datetime import date
from functools import partial

from backbone.demo.stage import Stage, days
from backbone.services import choose_shown, write_passage
from backbone.words import Audience, PassageKind
from initiatives.kernel.access import Actor
from measurement.queries import indicators

STORY = (
    "We thought Mondays were about motivation. Then a grandmother on the Family Voice Council put the bus timetable"
    " on the table."
)
ONCE = "Each child is counted once, however many of us work with them. Where we cannot know that, we say so."
FUNDERS = (
    "grade-3-reading",
    "kindergarten-ready",
    "graduation",
    "youth-not-in-work",
    "chronic-absence",
    "children-tutored",
)


def show(stage: Stage) -> None:
    """Plan the story, the texts and the choices, a month before the present."""
    day: date = stage.now.date() - days(30)
    stage.plan(day, "sam", partial(_tell, day=day))


def _tell(actor: Actor, day: date) -> None:
    known = {row.code: row for row in indicators(actor)}
    chosen = [known[code] for code in FUNDERS]
    story = write_passage(
        actor,
        PassageKind.STORY,
        title="Look at transport before motivation",
        body=STORY,
        told_by="A tutor of Read With Me",
        agreed_on=day - days(9),
        about=known["chronic-absence"],
    )
    text = write_passage(actor, PassageKind.TEXT, title="How we count", body=ONCE)
    choose_shown(actor, Audience.FUNDERS, indicators=chosen, passages=[story, text])
    choose_shown(actor, Audience.PUBLIC, indicators=chosen[:4], passages=[story])
