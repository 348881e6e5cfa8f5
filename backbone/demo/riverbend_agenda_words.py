"""The words of Riverbend's agenda: texts, what people said, what partners promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from backbone.demo.pact import Round
from backbone.demo.riverbend_bets import ABSENT, BEHIND
from backbone.demo.riverbend_setting import PARTNERS as _PARTNERS
from backbone.demo.riverbend_setting import PEOPLE

__all__ = ["PEOPLE"]

PARTNERS = tuple(code for code, _name, _sector, _place in _PARTNERS)

TITLE_1 = "Every child in Riverbend reads"
TITLE_2 = "Every child reads, every young person has a path"
TEXTS_1 = {
    "problem": (
        "In 2021 four in ten third graders in Riverbend read at level. Children who cannot read by nine rarely catch "
        "up.\n\nMany of us work on it, each with our own children, and none of us sees the whole."
    ),
    "geography": "Riverbend city",
    "population": "Children and young people from birth to 24",
    "ages": "0 to 24",
    "in_scope": "Early years, school, the step into college or work",
    "out_of_scope": "Adult literacy, school buildings",
    "vision": "Every child in Riverbend reads by nine and finds a way into work or college.",
    "principles": "We look at the figures together before we look for reasons.\n\nNobody is blamed for a number.",
    "evaluation": "Once a year we read the headline indicators together and say what we change.",
}
TEXTS_2 = {
    "problem": (
        "In 2022 four in ten third graders in Riverbend read at level; among children from low-income families it was "
        "fewer than three. Children who cannot read by nine rarely catch up: they are far more likely to leave school "
        "without a diploma.\n\nNo one body causes this and none can mend it. Children miss school because buses come "
        "late, start behind because places in early years are short, and meet three reading methods in four years."
    ),
    "geography": "Riverbend city and the Eastside district",
    "population": "About 41,000 children and young people, birth to 24",
    "in_scope": "Early years, school, the step into college or work, attendance, family voice",
    "out_of_scope": "Adult literacy, school buildings, teachers’ pay",
    "principles": (
        "We look at the figures together before we look for reasons.\n\nNobody is blamed for a number.\n\n"
        "Families sit at every table at which something is decided about them.\n\n"
        "Every figure is looked at by group: a total can hide who is left behind."
    ),
    "evaluation": (
        "Each group reads its contributing indicators every quarter, and its test cycles when they end. Once a year "
        "all partners read the headline indicators and the gaps together, and say what they change.\n\nAn evaluator "
        "from outside looks at the whole every third year."
    ),
    "public_summary": (
        "Sixteen organisations, from the school districts to the parents’ own, work on one thing: that every child in "
        "Riverbend reads by nine, and every young person finds a path. By 2030 six in ten third graders shall read at "
        "level, and the gap between children from low-income families and all others shall halve."
    ),
    "change_note": (
        "The Eastside district is in. The gap between groups is a target of its own, not a footnote. Attendance and "
        "family voice came in because families told us so; weekend reading camps were dropped."
    ),
}
CHARTS = (
    ("grade-3-reading", "Reading is rising, too slowly for six in ten by 2030"),
    ("chronic-absence", "Fewer small children are often absent than after 2022"),
)
CAUSES = (
    (ABSENT, "", "Chronic absence, K–3, since 2021"),
    (BEHIND, "", "Kindergarten screening"),
    ("Buses come late on Mondays", ABSENT, "Our own count in four schools"),
    ("Families do not know how the days add up", ABSENT, "Family survey"),
    ("There are places in early years for six in ten", BEHIND, "County Early Learning Office"),
    ("Children meet three reading methods in four years", "", "Review of both districts’ materials"),
    ("Teachers and early years staff do not hear of each other", BEHIND, "Group sessions, spring 2025"),
)
DROPPED = "It reached 38 children, at four times the cost of a place in tutoring."
ROUND_1 = Round(
    "Partners and parents",
    "meeting",
    date(2022, 1, 18),
    date(2022, 2, 12),
    [("Partners", 19), ("Parents", 31), ("Teachers", 12)],
    [
        (
            "Say what is out, or we will be asked to mend the buildings",
            "School buildings are named as out.",
            True,
        ),
        ("Do not blame teachers", "It is a principle now: nobody is blamed for a number.", True),
    ],
)


def rounds(first: date) -> list[Round]:
    """The consultations on version 2, from a day on."""
    return [
        Round(
            "Parents in both districts",
            "listening",
            first + timedelta(days=5),
            first + timedelta(days=26),
            [("Parents", 64), ("Grandparents", 11), ("Young people", 17)],
            [
                (
                    "Monday buses are late, and then the day is lost",
                    "Attendance is in, with the bus as a cause.",
                    True,
                ),
                (
                    "Ask us before you decide, not after",
                    "Families sit at every table; it is a principle.",
                    True,
                ),
                ("Say “children in families with low income”, not “low-income children”", "", False),
            ],
            "Five evenings, two of them in Spanish.",
        ),
        Round(
            "Teachers and early years staff",
            "survey",
            first + timedelta(days=12),
            first + timedelta(days=33),
            [("Teachers", 118), ("Early years staff", 46)],
            [
                (
                    "Three reading methods in four years",
                    "One way of teaching to read is a strategy now.",
                    True,
                ),
                ("Pay is why people leave", "It stays out: the districts bargain over it, we do not.", False),
            ],
        ),
    ]


RESERVATION = "We support the goals. We miss summer programs among the strategies."
COMMENT_SOURCE = "“Far more likely” needs its source. Is this the study of 2011?"
ANSWER_SOURCE = "Yes, and one of 2019 that says the same. Both go into the notes of the next version."
COMMENT_WORDS = "Please say “children in families with low income”. They are not low-income children."
ANSWER_WORDS = "Agreed for version 3."
COMMENT_CAMPS = "Camps were dropped on one summer of figures. Can we look again with two?"
EXITS = (
    "Twelve organisations of five sectors signed that they will see it through; the figures of 2021 are public.",
    "Both districts, the college and the foundation have said so in public, and the screening data is shared.",
    "Sixteen partners adopted version 1; the foundation pays the backbone for three years.",
    "Five strategies run, each with a group that owns it; four years of figures show reading rising again.",
)
SUITED = "4434333332"
SUITED_OTHERS = (("ines", "44343?3332"), ("june", "343433233?"), ("priya", "4444334321"))
WHY_SUITED = (
    "Eight of ten statements hold. To watch: a smaller form might do for home visits alone, and figures for the years "
    "after school are hard to come by."
)
READY = "44333333333333332332"
READY_OTHERS = (
    ("ines", "33433333233323323332"),
    ("kofi", "3233221223222?232221"),
    ("lena", "433322?3333333323?32"),
    ("dora", "32?2??2212211?211212"),
)


@dataclass(frozen=True)
class Promised:
    """A commitment of the demo."""

    partner: str
    kind: str
    promise: str
    starts_on: date
    ends_on: date | None = None
    signer: str = ""
    signed_on: date | None = None
    stops: str = ""
    begins: str = ""
    changes: str = ""


def promises(today: date) -> tuple[Promised, ...]:
    """What partners have promised: running, due for renewal, run out, and not signed yet."""
    since = date(2022, 5, 2)
    return (
        Promised(
            "riverbend-unified",
            "data",
            "Share attendance and reading results of every school, every quarter.",
            since,
            today - timedelta(days=90),
            "Ines Calder",
            since,
            begins="Screens reading in kindergarten as well.",
            changes="Names one person in each school who answers questions on the figures.",
        ),
        Promised(
            "community-foundation",
            "money",
            "Pay the backbone 400,000 a year, and align its own early years grants with the goals.",
            since,
            today + timedelta(days=400),
            "Cleo Laurent",
            since,
            stops="Grants for reading days that reach nobody twice.",
            begins="Asks all who apply in early years which indicator they move.",
        ),
        Promised(
            "read-with-me",
            "activities",
            "Tutor four hundred children by 2030, thirty sessions each.",
            since,
            today + timedelta(days=60),
            "Priya Nair",
            since,
            changes="Tutors where chronic absence is highest, not where volunteers live.",
        ),
        Promised(
            "faith-network",
            "space",
            "Open six parish halls on school afternoons.",
            since,
            today - timedelta(days=40),
            "Amos Greene",
            since,
        ),
        Promised(
            "eastside-schools",
            "data",
            "Share attendance of every school, every quarter.",
            today - timedelta(days=240),
            today + timedelta(days=850),
            "Hal Whitcomb",
            today - timedelta(days=240),
            begins="Counts late buses with the district’s carrier.",
        ),
        Promised(
            "northline",
            "time",
            "Give fifteen employees two hours a week to tutor.",
            today - timedelta(days=15),
            today + timedelta(days=350),
        ),
    )
