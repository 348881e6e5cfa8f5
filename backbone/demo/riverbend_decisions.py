"""What Riverbend's groups decided and are deciding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from activities.queries import activities
from backbone.demo.stage import Stage, days
from communications.queries import decisions as queries
from communications.services import decisions as deciding
from communications.services import positions, rulings
from initiatives import queries as core
from initiatives.kernel.access import Actor
from measurement.queries import indicator

TUTORING = "Tutoring in four schools"
ZONE = ZoneInfo("America/Chicago")
STEERING, READING, COUNCIL = "Steering committee", "Grade 3 Reading", "Family Voice Council"
ELEVEN, FOUR, TEXTS, PAID, VOTE = "eleven", "four", "texts", "paid", "vote"


@dataclass(frozen=True)
class Heard:
    """A position: whose (key); one that was `phoned` is noted by ana on behalf, `lived` speaks from experience."""

    who: str
    position: str
    reason: str = ""
    degree: int | None = None
    lived: bool = False
    phoned: bool = False


def tell(stage: Stage) -> None:
    """Plan the decisions; groups sit, activities stand."""
    told = Told(stage)
    told.eleven_schools()
    told.four_schools()
    told.texts_on_mondays()
    told.families_paid()
    told.a_second_vote()


class Told:
    """The decisions as they are told; `found` keeps each by its name here."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.today = stage.now.astimezone(ZONE).date()
        self.found: dict[str, Any] = {}

    def plan(self, ago: float, who: str, act: Any, *, settles: bool = False) -> None:
        """Plan what a person does so many days ago."""
        self.stage.plan(self.stage.now - days(ago), who, act, settles=settles)

    # --- verbs -----------------------------------------------------------------------------------------------

    def raise_(
        self, actor: Actor, name: str, group: str, *, by: str = "", former: str = "", **wording: Any
    ) -> None:
        self.found[name] = deciding.raise_decision(
            actor,
            core.groups(actor).get(name=group),
            raised_by_group=core.groups(actor).get(name=by) if by else None,
            supersedes=self.found.get(former),
            **wording,
        )

    def propose(self, actor: Actor, name: str) -> None:
        deciding.move_decision(actor, self.found[name], state="proposed")

    def positions(self, name: str, ago: float, heard: Sequence[Heard]) -> None:
        """Plan positions, an hour between them."""
        for place, one in enumerate(heard):
            who = "ana" if one.phoned else one.who
            self.plan(ago - place / 24, who, partial(self.speak, name=name, heard=one))

    def speak(self, actor: Actor, name: str, heard: Heard) -> None:
        positions.take_position(
            actor,
            self.found[name],
            position=heard.position,
            degree=heard.degree,
            reason=heard.reason,
            lived_experience=heard.lived,
            shown_apart=heard.lived,
            member=self.stage.people[heard.who] if heard.phoned else None,
            how_given="by phone" if heard.phoned else "",
        )

    def answer(self, actor: Actor, name: str, who: str, text: str) -> None:
        person = self.stage.people[who]
        rows = queries.standing_positions(self.found[name]).filter(membership_id=person.pk)
        positions.answer_position(actor, rows.get(), text=text)

    # --- what was decided ------------------------------------------------------------------------------------

    def eleven_schools(self) -> None:
        """Decided two years ago, looked back at, and given way to the next."""
        wording: dict[str, Any] = {
            "title": "Offer tutoring in all eleven schools",
            "question": "Where should tutoring begin: everywhere with few places, or in some schools with many?",
            "reversibility": "reversible",
            "engagement": "consult",
        }
        self.plan(720, "ana", lambda actor: self.raise_(actor, ELEVEN, STEERING, by=READING, **wording))
        self.plan(710, "ana", lambda actor: self.propose(actor, ELEVEN))
        self.positions(
            ELEVEN,
            705,
            (Heard("ines", "agree"), Heard("hal", "agree"), Heard("june", "accept"), Heard("dora", "agree")),
        )
        self.plan(
            700,
            "ana",
            lambda actor: rulings.decide(
                actor,
                self.found[ELEVEN],
                outcome="adopted",
                reasons="Every school asked for it, and nobody knew yet where it is needed most.",
                review_on=self.today - days(120),
            ),
        )
        self.plan(
            100,
            "ana",
            lambda actor: rulings.review_decision(
                actor,
                self.found[ELEVEN],
                verdict="change",
                found="Sixteen places a school are too few to be felt anywhere. Half of them stand empty on Mondays.",
            ),
        )

    def four_schools(self) -> None:
        """Evidence frozen, one objection resolved, two reservations kept, an interest declared."""
        wording: dict[str, Any] = {
            "title": "Move tutoring to the four schools with most absence",
            "question": "We have 180 tutoring places, spread thinly over eleven schools. Should we gather them in the "
            "four schools where most children miss school, from September?",
            "criteria": ["Reaches", "Cost", "Start"],
            "options": [
                option(
                    "Four schools",
                    "45 places each at Old Mill, Lincoln, Mill Street and Eastside Primary.",
                    Reaches="180, of whom 71% low-income",
                    Cost="$1,150 a child",
                    Start="September",
                ),
                option(
                    "Stay in eleven",
                    "Keep today's places, 16 to 17 a school.",
                    Reaches="180, of whom 52% low-income",
                    Cost="$1,420 a child",
                    Start="Now",
                ),
                option(
                    "Seven schools",
                    "The four, plus three chosen by the districts.",
                    Reaches="180, of whom 63% low-income",
                    Cost="$1,260 a child",
                    Start="November",
                ),
            ],
            "proposed": "A",
            "quorum": 6,
            "reversibility": "reversible",
            "engagement": "involve",
            "equity_note": "Children at seven schools lose places; those who have a tutor now could be left without.",
            "review_on": self.today + days(120),
        }

        def raised(actor: Actor) -> None:
            signal = indicator(actor, "chronic-absence")
            self.raise_(actor, FOUR, STEERING, by=READING, former=ELEVEN, signal=signal, **wording)
            row = self.found[FOUR]
            deciding.add_evidence(
                actor,
                row,
                kind="figure",
                title="More than one in six of our youngest pupils is often absent",
                indicator=signal,
                first=self.today - days(500),
            )
            deciding.add_evidence(
                actor,
                row,
                kind="document",
                title="A place costs $1,150 where tutors need not travel",
                says="Two pages by the backbone: tutors' hours, travel and rooms, for each of the three options.",
            )

        def heard(actor: Actor) -> None:
            deciding.add_evidence(
                actor,
                self.found[FOUR],
                kind="heard",
                title="41 families were heard at two evenings",
                says="Most would rather have a place that is sure than one nearby. Nine fear to lose the tutor their "
                "child knows.",
            )

        self.plan(75, "ana", raised)
        self.plan(58, "ana", heard)
        self.plan(50, "ana", lambda actor: self.propose(actor, FOUR))
        self.plan(
            49,
            "ana",
            lambda actor: positions.declare_interest(
                actor,
                self.found[FOUR],
                what="Northline pays for 40 of the places out of its training budget",
                recused=True,
                member=self.stage.people["noor"],
            ),
        )
        self.positions(
            FOUR,
            48,
            (
                Heard("hal", "agree"),
                Heard("june", "agree"),
                Heard("lena", "accept"),
                Heard("cleo", "agree"),
                Heard("dora", "agree", "Children at Old Mill have waited two years.", lived=True),
                Heard(
                    "rosa",
                    "object",
                    "Families at the seven schools were not asked before the draft.",
                    lived=True,
                    phoned=True,
                ),
                Heard(
                    "ines",
                    "reservation",
                    "Seven of our schools lose places, only one gains. Review it after a term.",
                ),
                Heard("ana", "agree"),
            ),
        )
        self.plan(
            44,
            "ana",
            lambda actor: self.answer(
                actor,
                FOUR,
                "rosa",
                "Children who have a tutor keep the place until June; the council sees each letter.",
            ),
        )
        self.plan(
            43,
            "ana",
            lambda actor: self.answer(
                actor, FOUR, "ines", "We look again after one term, with reading scores."
            ),
        )
        settled = Heard(
            "rosa",
            "reservation",
            "Write to the seven schools before anybody else hears of it.",
            lived=True,
            phoned=True,
        )
        self.positions(FOUR, 42, (settled,))
        self.plan(40, "ana", self.take_four)

    def take_four(self, actor: Actor) -> None:
        row = self.found[FOUR]
        rulings.decide(
            actor,
            row,
            outcome="adopted",
            reasons="Places that are felt in four schools do more than places that are hardly seen in eleven. What "
            "weighed against it, that children lose somebody they know, is met: they keep their place until June.",
        )
        rulings.link_effect(
            actor,
            row,
            indicator=indicator(actor, "chronic-absence"),
            note="Should fall at the four schools by spring",
        )
        rulings.link_effect(actor, row, indicator=indicator(actor, "grade-3-reading"))
        rulings.link_effect(actor, row, activity=activities(actor).get(title=TUTORING))
        for what, who, due in (
            ("Write to the families of the seven schools, in both languages", "ines", -20),
            ("Find rooms at Lincoln and Mill Street", "lena", 14),
        ):
            rulings.assign_action(
                actor, row, what=what, owner=self.stage.people[who], due=self.today + days(due)
            )

    # --- what is being decided -------------------------------------------------------------------------------

    def texts_on_mondays(self) -> None:
        """Before a working group that says how far it agrees; one has not spoken."""
        wording: dict[str, Any] = {
            "title": "Call instead of texting on Mondays",
            "question": "Texts are read and forgotten. Should two people call the families of children who were away "
            "two Mondays in a row?",
            "criteria": ["Reaches", "Hours a week"],
            "options": [
                option(
                    "Call",
                    "Two hours on Monday mornings, from the library.",
                    **{"Reaches": "60 families", "Hours a week": "4"},
                ),
                option("Text, as now", **{"Reaches": "210 families", "Hours a week": "1"}),
            ],
            "proposed": "A",
            "quorum": 4,
            "decide_on": self.today + days(9),
        }
        self.plan(20, "priya", lambda actor: self.raise_(actor, TEXTS, READING, **wording))
        self.plan(12, "priya", lambda actor: self.propose(actor, TEXTS))
        self.positions(
            TEXTS,
            11,
            (
                Heard("priya", "", degree=5),
                Heard("lena", "", degree=4),
                Heard("kofi", "", "Who calls when we are short of people?", degree=2),
                Heard("amos", "", degree=4, phoned=True),
            ),
        )

    def families_paid(self) -> None:
        """Before the steering committee; most have not spoken."""
        wording: dict[str, Any] = {
            "title": "Pay families for the hours they sit with us",
            "question": "An hour of a parent in a meeting is worth an hour of ours. Should each seat held for families "
            "be paid $25 an hour, childcare and bus included?",
            "engagement": "co_lead",
            "quorum": 6,
            "decide_on": self.today + days(12),
            "in_effect_on": self.today + days(40),
        }
        self.plan(25, "dora", lambda actor: self.raise_(actor, PAID, STEERING, by=COUNCIL, **wording))
        self.plan(10, "ana", lambda actor: self.propose(actor, PAID))
        self.positions(
            PAID,
            8,
            (
                Heard("dora", "agree", "I lose a shift each time.", lived=True),
                Heard("lena", "agree"),
                Heard(
                    "hal",
                    "reservation",
                    "Our district may not pay people on benefits without a form. Settle that first.",
                ),
            ),
        )

    def a_second_vote(self) -> None:
        """Just raised."""
        wording: dict[str, Any] = {
            "title": "Give the Family Voice Council a second seat for young people",
            "question": "Should somebody between 16 and 24 sit in the steering committee, named by the council?",
        }
        self.plan(3, "dora", lambda actor: self.raise_(actor, VOTE, STEERING, by=COUNCIL, **wording))


def option(title: str, about: str = "", **marks: str) -> dict[str, Any]:
    """An option with what is said of it by criterion."""
    return {"title": title, "about": about, "marks": marks}
