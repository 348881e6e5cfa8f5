"""Riverbend's contact log: whom the backbone spoke with, about what, and what comes next; one partner is quiet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from backbone.demo.stage import Stage, days, noon
from backbone.queries import open_steps, queue
from backbone.services import Said, finish_step, give, log_contact, put_off
from backbone.words import ContactWay
from initiatives.kernel.access import Actor

# Partner (code), days ago, who wrote it down, how, with whom (a key of the cast, or a name), what about, what was said.
CONTACTS = (
    (
        "read-with-me",
        12,
        "ana",
        "visit",
        "priya",
        "Places for tutors in the spring",
        "Two schools have rooms on Mondays.",
    ),
    (
        "riverbend-unified",
        9,
        "sam",
        "meeting",
        "ines",
        "Which schools go first",
        "Lincoln and Mill Street, once buses run.",
    ),
    (
        "eastside-schools",
        24,
        "ana",
        "call",
        "hal",
        "Late figures",
        "Their registrar left; a new one begins next month.",
    ),
    (
        "early-learning",
        31,
        "ruth",
        "call",
        "omar",
        "Handing over the visits",
        "Omar takes the figures by telephone for now.",
    ),
    (
        "city-library",
        17,
        "sam",
        "mail",
        "lena",
        "Book bus timetable",
        "The Saturday stop stays until summer.",
    ),
    (
        "community-college",
        45,
        "ruth",
        "call",
        "carl",
        "Dual credit places",
        "Twelve more places from the autumn on.",
    ),
    (
        "state-university",
        38,
        "ana",
        "mail",
        "mei",
        "Renewing the data agreement",
        "Their lawyers ask for a shorter term.",
    ),
    (
        "chamber",
        52,
        "ana",
        "meeting",
        "gus",
        "Who speaks for employers",
        "Gus asks two members to come along.",
    ),
    (
        "harbor-youth",
        20,
        "ruth",
        "visit",
        "kofi",
        "Summer programme",
        "They could take thirty more children.",
    ),
    (
        "bright-start",
        27,
        "sam",
        "message",
        "dee",
        "Moving house",
        "Back in the old building by the end of the month.",
    ),
    (
        "little-steps",
        41,
        "ruth",
        "call",
        "sol",
        "Training for two new people",
        "They would like it in Spanish.",
    ),
    (
        "parents-united",
        14,
        "ana",
        "visit",
        "rosa",
        "What parents say about buses",
        "Rosa brings three parents to the council.",
    ),
    ("faith-network", 34, "sam", "call", "amos", "Drivers on Mondays", "Four drivers, two of them new."),
    (
        "pediatric-clinic",
        22,
        "ruth",
        "mail",
        "vera",
        "Which months are in",
        "Vera looks at the third month again.",
    ),
    (
        "community-foundation",
        18,
        "ana",
        "meeting",
        "Miriam Ode",
        "What a figure means",
        "She asks how many children stand behind it.",
    ),
)
# The company is quiet: spoken to long ago, and nobody there signs in.
QUIET = ("northline", 131, "ana", "call", "noor", "Paid hours for volunteers", "Noor meant to ask her board.")
# Partner, next step, days from now until it is due, whose it is, and whether it is taken.
STEPS = {
    "parents-united": ("Send Rosa the dates of the council", 0, "sam", False),
    "state-university": ("Ask the university for its wording of the term", 2, "ana", False),
    "eastside-schools": ("Show the new registrar the form", 6, "ana", False),
    "faith-network": ("Send Amos the list of stops", -1, "sam", True),
}
# What the staff put off, of the first kind of these that there is.
CAN_WAIT = ("agenda.commitments", "measurement.agreements", "communications.tasks")


def riverbend(stage: Stage) -> None:
    """Write down the contacts; today one next step is taken, one thing is put off and one given to a colleague."""
    today = stage.now.date()
    for row in (*CONTACTS, QUIET):
        _code, ago, who, *_rest = row
        stage.plan(noon(today - days(ago)), who, _logging(stage, row, today))
    stage.plan(stage.now, "sam", _take_steps)
    stage.plan(stage.now, "sam", partial(_put_off, today=today))
    stage.plan(stage.now, "ana", partial(_give, stage=stage))


def neighbours(stage: Stage, who: str) -> None:
    """Write down one call with every partner of another initiative, three weeks ago."""
    today = stage.now.date()

    def log(actor: Actor) -> None:
        for partner in stage.partners.values():
            said = Said(
                on=today - days(21),
                way=ContactWay.CALL,
                purpose="What the next cycle asks for",
                person_name=f"The office of {partner.name}"[:200],
            )
            log_contact(actor, partner, said)

    stage.plan(noon(today - days(21)), who, log)


def _logging(
    stage: Stage, row: tuple[str, int, str, str, str, str, str], today: date
) -> Callable[[Actor], object]:
    code, ago, _who, way, whom, purpose, note = row
    step = STEPS.get(code)

    def log(actor: Actor) -> None:
        person = stage.people.get(whom)
        said = Said(
            on=today - days(ago),
            way=ContactWay(way),
            purpose=purpose,
            note=note,
            person=person,
            person_name="" if person else whom,
            next_step=step[0] if step else "",
            next_on=today + days(step[1]) if step else None,
            next_owner=stage.people[step[2]] if step else None,
        )
        log_contact(actor, stage.partners[code], said)

    return log


def _take_steps(actor: Actor) -> None:
    taken = {words for words, _due, _who, done in STEPS.values() if done}
    for row in open_steps(actor).filter(next_step__in=taken):
        finish_step(actor, row)


def _put_off(actor: Actor, today: date) -> None:
    waiting = {source.key: rows for source, rows in queue(actor).sections}
    found = next((waiting[kind] for kind in CAN_WAIT if kind in waiting), None)
    if found is not None:
        reason = "Their board meets on the day before; we ask again then."
        put_off(actor, found[0].item.key, until=today + days(5), reason=reason)


def _give(actor: Actor, stage: Stage) -> None:
    _source, rows = queue(actor).sections[0]
    give(actor, rows[0].item.key, stage.people["sam"])
