"""How riverbend agrees on what it measures: a full sheet, a consultation with an objection, what is wanted."""

from typing import Any

from backbone.demo.stage import Stage, days
from initiatives.kernel.access import Actor
from measurement import queries
from measurement import services as measuring

_SHEET: dict[str, Any] = {
    "rba_type": "better_off",
    "outcome": "Children read well by the end of grade 3",
    "collection_method": "The university takes the state's release over, school by school, every July.",
    "publication_lag": 210,
    "decision_informed": "Which schools get tutors and summer places in the year after.",
    "known_limits": "Children who were away on the days of the assessment are missing; most of them in Eastside.",
    "communication_power": 3,
    "proxy_power": 3,
    "data_power": 2,
}
_PROPOSAL: dict[str, Any] = {
    "name": "Children who keep reading over the summer",
    "question": "Do children lose in the summer what they gained in spring?",
    "kind": "ratio",
    "cadence": "yearly",
    "decimals": 1,
    "state": "proposed",
    "definition": "Children in a summer program whose fall reading score is no lower than their spring score.",
    "numerator_definition": "Children whose fall score is no lower",
    "denominator_definition": "Children in a summer program with both scores",
    "inclusions": "Children after kindergarten to grade 3 with at least ten days in the program.",
    "exclusions": "Children who changed school district over the summer.",
    "rba_type": "better_off",
    "outcome": "Children read well by the end of grade 3",
    "source": "Programs, with the schools' fall scores",
    "decision_informed": "Whether summer places go on as they are.",
    "communication_power": 2,
    "proxy_power": 2,
    "data_power": 1,
}


def agree_on_measures(stage: Stage) -> None:
    """Plan what ana and sam do about definitions in the last weeks, and what partners say to it."""
    today = stage.now.date()

    def fill_sheet(actor: Actor) -> None:
        reading = stage.indicators["grade-3-reading"]
        measuring.change_indicator(actor, reading, **_SHEET)
        measuring.link_contribution(
            actor,
            measure=stage.indicators["tutored-gaining"],
            indicator=reading,
            because="One to one, twice a week, for children below level",
        )

    def propose(actor: Actor) -> None:
        found = measuring.define_indicator(actor, code="summer-reading", **_PROPOSAL)
        asked = [
            stage.partners[code] for code in ("city-library", "read-with-me", "eastside-schools", "chamber")
        ]
        measuring.consult(actor, found, partners=asked, answer_by=today + days(9))

    def say(partner: str, **said: str) -> None:
        def act(actor: Actor) -> None:
            row = queries.sign_offs(actor).get(partner=stage.partners[partner])
            measuring.sign_off(actor, row, **said)

        who = {"city-library": "lena", "eastside-schools": "hal"}.get(partner, "sam")
        stage.plan(today - days(3), who, act)

    def want(actor: Actor) -> None:
        sleep = measuring.want(
            actor,
            name="Children who come to school rested",
            question="How many of our children sleep enough?",
            missing="No school asks; the clinic knows it of its own patients only.",
            plan="Two questions in the family survey of next spring, tried in two schools first.",
            owner=stage.people["sam"],
            by=today + days(160),
        )
        measuring.change_wanted(actor, sleep, state="under_way")
        measuring.want(
            actor,
            name="Fathers who read aloud",
            question="Do fathers read with their children, too?",
            missing="The survey asks for “a parent”.",
            plan="Ask Parents United how to put the question.",
            by=today + days(250),
        )

    stage.plan(today - days(20), "sam", fill_sheet)
    stage.plan(today - days(12), "ana", propose)
    stage.plan(today - days(8), "sam", want)
    say("city-library", position="agrees")
    say(
        "eastside-schools",
        position="objects",
        comment="Our fall assessment comes in October, too late for this. Count scores until November.",
    )
    say(
        "chamber",
        position="agrees_with_note",
        comment="We fund it, we do not count.",
        how_given="by telephone",
    )
