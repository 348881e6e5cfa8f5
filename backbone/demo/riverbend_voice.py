"""What Riverbend announces, what people told it and what came of that, and a question to everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backbone.demo.stage import Stage, days
from communications.services.announcements import acknowledge, comment_on, publish_announcement
from communications.services.voice import (
    answer_feedback,
    give_feedback,
    move_feedback,
    note_feedback,
    show_feedback,
    sort_feedback,
)
from communications.services.voice_form import put_question, set_voice_form, tell_heard
from initiatives.kernel.access import Actor, Role, onlooker

FORM: dict[str, Any] = {
    "safeguarding_name": "Riverbend Child and Family Line",
    "safeguarding_contact": "555-0142, at any hour",
    "emergency": "In an emergency call 911",
    "answer_within": 30,
}
# How long ago, where it was said, by whom, what, its theme; then outcome, answer and the words it is shown in.
SAID: tuple[tuple[int, str, str, str, str, str, str, str], ...] = (
    (
        *(240, "meeting", "A grandmother at the Family Voice Council"),
        "The number 14 bus comes after the bell. That is why we are late on Mondays.",
        "Getting to school",
        "done",
        "The city moved the bus by twenty minutes. Fewer children now miss Mondays.",
        "The number 14 bus comes after the bell. That is why we are late on Mondays.",
    ),
    (
        *(95, "talk", "Three families"),
        "Keep the reading camps at weekends.",
        "Reading help",
        "not_now",
        "We stopped them: 38 children came, and each place cost four times a tutoring place. We look again in"
        " September with two summers of figures.",
        "Keep the reading camps at weekends.",
    ),
    (
        *(40, "page", "A father"),
        "My daughter Lena in 3b has a tutor at Northgate. Will she lose him?",
        "Reading help",
        "answered",
        "No. Every child who has a tutor keeps the place until June next year.",
        "My daughter has a tutor at Northgate. Will she lose him?",
    ),
    (
        *(38, "page", ""),
        "The letters from school come in English only. My mother looks after the children and reads Spanish.",
        "Letters and languages",
        *("", "", ""),
    ),
    (
        *(6, "page", "A bus driver"),
        "Tell the schools when the timetable changes. We hear it a month before the parents do.",
        "Getting to school",
        *("", "", ""),
    ),
    (2, "page", "", "Could the library open its homework room on Sundays as well?", "", "", "", ""),
)
QUESTION = "What would make the first weeks of kindergarten easier for your family?"
HEARD = (
    "Thirty-one families answered. Most said: tell us the teacher's name before the summer, and let us see the room."
    " Some asked for one visit in the evening.\n\nFrom next August every family gets the name by 1 June, and each"
    " school opens one evening. What we cannot do yet is a visit to each home."
)


class _Told:
    """What was said, asked and announced, as later steps find it by its name."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.today = stage, stage.now.date()
        self.kept: dict[str, Any] = {}

    def plan(self, ago: int, who: str, verb: Callable[..., Any], about: str = "", **values: Any) -> None:
        """Plan a verb so many days ago, about a thing that is kept by its name."""

        def act(actor: Actor) -> None:
            given = (self.kept[about],) if about else ()
            verb(actor, *given, **values)

        self.stage.plan(self.today - days(ago), who, act)

    def keep(self, name: str, ago: int, who: str, verb: Callable[..., Any], **values: Any) -> None:
        """Plan a verb so many days ago, and keep what it makes under a name."""

        def act(actor: Actor) -> None:
            self.kept[name] = verb(actor, **values)

        self.stage.plan(self.today - days(ago), who, act)


def give_voice(stage: Stage) -> None:
    """Plan the form, what was said and answered, a question that was answered and one that is open."""
    told = _Told(stage)
    told.plan(300, "ana", set_voice_form, is_open=True, **FORM)
    for number, (ago, heard, signed, said, theme, outcome, answer, shown_as) in enumerate(SAID):
        name = f"said {number}"
        if heard == "page":
            told.keep(name, ago, "sam", _by_anybody, said=said, signed=signed)
        else:
            told.keep(name, ago, "sam", note_feedback, said=said, heard=heard, signed=signed)
        if theme:
            told.plan(ago - 1, "sam", sort_feedback, name, theme=theme)
            told.plan(ago - 1, "sam", move_feedback, name, state="acknowledged")
        if answer:
            told.plan(ago - 20, "ana", answer_feedback, name, answer=answer, outcome=outcome)
            told.plan(ago - 21, "ana", show_feedback, name, shown_as=shown_as, signed=signed)
    asked = {"background": "The Early Years group plans the summer before kindergarten."}
    told.keep("asked", 200, "sam", put_question, asks=QUESTION, closes_on=told.today - days(160), **asked)
    told.plan(140, "sam", tell_heard, "asked", heard=HEARD)
    told.plan(
        10,
        "sam",
        put_question,
        asks="What keeps your child from school on some days?",
        background="The Grade 3 Reading group chooses in two months where to spend the attendance money.",
        closes_on=told.today + days(25),
    )


def _by_anybody(actor: Actor, said: str, signed: str) -> Any:
    visitor = onlooker(actor.initiative, Role.COMMUNITY)
    return give_feedback(visitor, said=said, signed=signed, contact="555-0177" if signed else "")


def announce(stage: Stage) -> None:
    """Plan what is announced, who has read it and what is said about it."""
    told = _Told(stage)
    told.plan(
        22,
        "ana",
        publish_announcement,
        title="Side by side: what changed in the plan, on one page",
        body="The new version of our plan stands beside the old one. Two strategies are new, one is retired, and the"
        " target for reading is the same.\n\nPlease look at the page of your own strategy.",
        topic="The plan",
    )
    told.keep(
        "grace",
        5,
        "ana",
        publish_announcement,
        title="Grace for this quarter ends on Friday",
        body="The cycle closes for good on Friday. If a figure is still missing, hand in what you have and say what is"
        " missing: a gap with a reason helps more than nothing.\n\nSam is on the phone on Thursday from nine to four.",
        addressed="partners",
        topic="Hand-ins",
        asks_word=True,
        pinned_until=told.today + days(4),
    )
    told.plan(4, "priya", comment_on, "grace", text="Ours is ready on Wednesday.")
    for ago, who in ((4, "ines"), (3, "priya"), (3, "lena")):
        told.plan(ago, who, acknowledge, "grace")
    told.plan(
        2,
        "sam",
        publish_announcement,
        title="How we handle what people tell us",
        body="Whoever reads what people say marks it at once where somebody may be in danger. The lead then takes over,"
        " and nobody else reads it.",
        addressed="backbone",
        topic="Safeguarding",
    )
