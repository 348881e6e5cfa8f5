"""What Riverbend's groups had on their agendas, what was said, and who does what since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Said:
    """A point of an agenda: led by a person (key), and what was noted at it."""

    title: str
    purpose: str
    length: int
    lead: str
    notes: str = ""
    pre_read: str = ""


@dataclass(frozen=True)
class Sitting:
    """What a meeting had: its points, who was there (keys) and how, tasks (what, whose, days from then), asks
    (of which group, what, answer within how many days), scores, guests and their partner.
    """

    title: str
    purpose: str
    points: tuple[Said, ...]
    here: tuple[str, ...] = ()
    online: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    lived: tuple[str, ...] = ()
    guests: Mapping[str, str] = field(default_factory=dict)
    tasks: tuple[tuple[str, str, int], ...] = ()
    asks: tuple[tuple[str, str, int], ...] = ()
    scores: Mapping[str, int] = field(default_factory=dict)


ROOM = "Riverbend Learning Alliance, large room"
LIBRARY = "City Library, reading room"
STEERING = (
    Sitting(
        "Steering committee: money for the summer",
        "Settle how the summer money is used before the schools plan.",
        (
            Said(
                "How tutoring stands",
                "inform",
                15,
                "ana",
                "180 places filled of 220. Rooms are what is lacking, not tutors. The library offers its reading room "
                "on two mornings.",
            ),
            Said(
                "Summer money",
                "decide",
                30,
                "cleo",
                "The foundation's $40,000 may go to training and to bus tickets, not to rents. Nobody objects. The "
                "council asks that families hear of it before the districts announce anything.",
            ),
            Said(
                "Who was missing",
                "discuss",
                10,
                "dora",
                "Nobody from the clinic for the third time. June calls.",
            ),
        ),
        here=("ines", "dora", "hal", "june", "lena", "rosa", "ana"),
        online=("cleo",),
        excused=("noor",),
        lived=("dora", "rosa"),
        tasks=(
            ("Call the clinic about who can come", "june", 14),
            ("Write to families about the summer money, in both languages", "dora", 21),
        ),
        asks=(("Data and Equity", "Which schools have the most Monday absence, with n?", 30),),
        scores={"ines": 4, "dora": 5, "lena": 4, "cleo": 4},
    ),
    Sitting(
        "Steering committee: what the spring figures say",
        "Read the spring figures together and say what follows.",
        (
            Said(
                "Reading, and Mondays",
                "discuss",
                25,
                "mei",
                "Reading is up for a fourth year and still short of the path. Absence on Mondays follows the buses. We "
                "say what we know: that the two rise together, not that one causes the other.",
                pre_read="Two pages: reading by district, absence by day of the week. Small schools are hidden.",
            ),
            Said(
                "Monday buses",
                "decide",
                25,
                "hal",
                "We ask the county to move one bus by forty minutes. Hal and June go together.",
            ),
            Said(
                "Wins",
                "inform",
                10,
                "ana",
                "Both districts now send the same attendance letter, in four languages.",
            ),
        ),
        here=("ines", "dora", "hal", "june", "lena", "ana"),
        online=("cleo", "noor"),
        missing=("rosa",),
        lived=("dora",),
        guests={"Mei Tanaka, to read the figures": "state-university"},
        tasks=(
            ("Make an appointment with the county's bus planner", "hal", 20),
            ("Put the two pages on the public page once they are final", "sam", 40),
        ),
        asks=(("Family Voice Council", "What would a family say about a later Monday bus?", 25),),
        scores={"ines": 5, "hal": 4, "june": 4, "ana": 4, "dora": 4},
    ),
)
COMING = Sitting(
    "Steering committee: tutoring places",
    "Decide where the tutoring places go next year.",
    (
        Said(
            "Move tutoring to the four schools with the most absence",
            "decide",
            40,
            "ines",
            pre_read="The proposal of Grade 3 Reading: 26 tutors move in September; families keep a tutor they have "
            "until June. What it costs, and who would lose a place.",
        ),
        Said("What the council heard from families", "discuss", 20, "dora"),
        Said("Who leads the pre-K measure", "decide", 15, "june"),
    ),
)
# Who has answered the invitation to it a day later; the others have not.
COMING_ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "ines": {"coming": "yes"},
    "hal": {"coming": "perhaps", "note": "The district's board may meet on the same morning."},
    "lena": {"coming": "yes"},
    "cleo": {"coming": "online"},
}
READING_BEFORE = Sitting(
    "Grade 3 Reading",
    "What the test of texts and calls says.",
    (
        Said(
            "Texts and calls: six weeks",
            "discuss",
            30,
            "lena",
            "A text brought back 1.4 days a child, a call 1.6, at nine times the effort. Families who never answer a "
            "text answer a call.",
        ),
        Said("New books", "inform", 15, "ines", "The Spanish edition comes four weeks late."),
    ),
    here=("priya", "ines", "lena", "ben"),
    excused=("kofi",),
    missing=("amos",),
    tasks=(
        ("Write the two texts in plain English and Spanish", "ben", 18),
        ("Add “called after two texts” to the log", "lena", 24),
    ),
    scores={"priya": 4, "lena": 5, "ben": 4},
)
READING_NOW = Sitting(
    "Getting ready for September",
    "Leave with every school knowing who tutors there, and what is still open.",
    (
        Said(
            "Texts first, calls second: how it goes",
            "discuss",
            15,
            "lena",
            "All eleven schools send the two texts. Millside calls after the second one; nobody else has had to yet.",
        ),
        Said(
            "Training for tutors who change school",
            "decide",
            20,
            "priya",
            "Two days in the last week of August, at Old Mill and Lincoln. The new books come late: half a day on them "
            "in October.",
            pre_read="One page: what the two days cost, and who would come.",
        ),
        Said("Getting home after tutoring at Old Mill", "discuss", 15, "amos"),
        Said("Wins, and who was missing", "inform", 10, "ines"),
    ),
    here=("priya", "ines", "lena", "ben"),
    excused=("kofi",),
    tasks=(("Ask Lincoln for two rooms in the last week of August", "priya", 12),),
    asks=(("Steering committee", "May we pay for two training days from the summer money, $5,200?", 9),),
)
COUNCIL = Sitting(
    "Family Voice Council",
    "What families say about a later Monday bus, and about tutors who change school.",
    (
        Said("A later Monday bus", "discuss", 30, "dora"),
        Said("What happens when a tutor changes school", "discuss", 30, "rosa"),
    ),
)
