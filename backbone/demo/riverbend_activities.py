"""What Riverbend's partners do: tutoring late for want of rooms, books that came late, and what waits for them."""

from __future__ import annotations

from datetime import date
from functools import partial

from activities import services
from backbone.demo.doings import Doing, Doings, Said
from backbone.demo.stage import Stage
from initiatives import queries as core
from initiatives.kernel.access import Actor

PEOPLE = (
    ("age-0-2", "Children 0 to 2"),
    ("age-3-5", "Children 3 to 5"),
    ("k-3", "Kindergarten to grade 3"),
    ("grades-4-8", "Grades 4 to 8"),
    ("grades-9-12", "Grades 9 to 12"),
    ("youth-16-24", "Youth 16 to 24, not in school"),
)
TUTORING = "High-dose tutoring"
MATERIALS = "One way of teaching to read"
DOINGS = (
    Doing(
        "tutoring",
        "Tutoring in four schools",
        TUTORING,
        {
            "lead": "read-with-me",
            "co_deliver": "riverbend-unified eastside-schools",
            "host": "city-library",
            "fund": "community-foundation northline",
            "refer": "parents-united",
        },
        "millside northgate harbor-hill",
        "k-3",
        (-320, 250),
        feeds="children-tutored tutored-gaining tutoring-sessions",
        moves="chronic-absence",
        says={
            "about": "Three half hours a week with the same tutor, in the school day, for children two levels behind.",
            "planned_reach": 220,
            "reached": 180,
            "outputs": "180 places filled, 5,400 sessions a term",
            "equity_note": "Children who ride the late bus cannot stay after school: sessions are in the school day.",
            "engagement": "involve",
            "evidence": "Our own cycles of 2023: four in six gained a level.",
            "expertise": "Reading coaches, volunteers with ten hours of training",
        },
    ),
    Doing(
        "tutors",
        "Train 26 tutors",
        TUTORING,
        {"lead": "community-college", "co_deliver": "read-with-me", "host": "city-library"},
        "millside",
        "k-3",
        (24, 52),
        noted=-120,
        state="agreed",
        says={"outputs": "26 tutors, two days", "planned_reach": 26},
    ),
    Doing(
        "evenings",
        "Reading evenings at the library",
        TUTORING,
        {"lead": "city-library", "refer": "faith-network"},
        "downtown millside",
        "k-3 age-3-5",
        (-700, None),
        feeds="books-given",
        says={"kind": "aligned", "outputs": "Two evenings a week in three branches", "planned_reach": 300},
    ),
    Doing(
        "homework",
        "Homework rooms on Harbor Hill",
        TUTORING,
        {"lead": "harbor-youth", "fund": "northline", "host": "eastside-schools"},
        "harbor-hill",
        "k-3 grades-4-8",
        (-420, 300),
        feeds="pupils-in-tutoring",
        says={"planned_reach": 90, "reached": 74, "engagement": "consult"},
    ),
    Doing(
        "northgate",
        "After-school rooms in Northgate",
        TUTORING,
        {"lead": "summit-after-school", "host": "riverbend-unified"},
        "northgate",
        "k-3 grades-4-8",
        (-900, None),
        noted=-890,
        says={"kind": "aligned", "barriers": "Its lead has left the initiative: who takes the rooms over?"},
    ),
    Doing(
        "books",
        "Choose and print the new books",
        MATERIALS,
        {"lead": "riverbend-unified", "co_deliver": "eastside-schools", "advocate": "parents-united"},
        "riverbend-district eastside-district",
        "k-3",
        (-150, -10),
        noted=-200,
        moves="grade-3-reading",
        says={
            "approach": "practice",
            "about": "One set of reading books for both districts, English and Spanish.",
        },
    ),
    Doing(
        "teachers",
        "Train 64 teachers with the new books",
        MATERIALS,
        {"lead": "community-college", "co_deliver": "riverbend-unified eastside-schools"},
        "riverbend-district eastside-district",
        "k-3",
        (5, 40),
        noted=-200,
        state="agreed",
        says={"approach": "practice", "planned_reach": 64},
    ),
    Doing(
        "classrooms",
        "The new books in every classroom, K to 3",
        MATERIALS,
        {"lead": "eastside-schools", "co_deliver": "riverbend-unified"},
        "riverbend-district eastside-district",
        "k-3",
        (45, 330),
        noted=-200,
        state="agreed",
        moves="grade-3-reading",
        says={"approach": "practice", "planned_reach": 5200},
    ),
    Doing(
        "texts",
        "Texts to families on missed days",
        "Attendance nudges",
        {"lead": "riverbend-unified", "co_deliver": "parents-united", "data": "pediatric-clinic"},
        "riverbend-district",
        "k-3",
        (-180, 120),
        feeds="attendance-nudges",
        moves="chronic-absence",
        says={
            "approach": "practice",
            "engagement": "collaborate",
            "equity_note": "Texts in four languages; families without a telephone are called on by a neighbour.",
        },
    ),
    Doing(
        "buses",
        "A later bus on Mondays",
        "Attendance nudges",
        {"lead": "eastside-schools", "advocate": "faith-network parents-united"},
        "harbor-hill cedar-flats",
        "k-3 grades-4-8",
        (-75, 60),
        noted=-90,
        moves="chronic-absence",
        says={"approach": "systems", "about": "The timetable, not motivation, is behind Monday absence."},
    ),
    Doing(
        "visits",
        "One shared schedule of home visits",
        "Home visiting",
        {
            "lead": "early-learning",
            "co_deliver": "bright-start little-steps",
            "refer": "faith-network pediatric-clinic",
        },
        "northgate cedar-flats millside",
        "age-0-2",
        (-500, 200),
        feeds="home-visits",
        moves="kindergarten-ready",
        says={"planned_reach": 340, "reached": 291, "engagement": "involve"},
    ),
    Doing(
        "handover",
        "Hand-over talks before kindergarten",
        "Transition to kindergarten",
        {
            "lead": "early-learning",
            "co_deliver": "riverbend-unified bright-start",
            "data": "state-university",
        },
        "riverbend-district",
        "age-3-5",
        (-60, 95),
        noted=-130,
        moves="kindergarten-ready",
        says={"approach": "practice", "planned_reach": 212, "engagement": "consult"},
    ),
    Doing(
        "story",
        "Story hours at Bright Start",
        "Transition to kindergarten",
        {"lead": "bright-start", "refer": "city-library"},
        "northgate",
        "age-3-5",
        (-600, None),
        says={"kind": "aligned"},
    ),
    Doing(
        "ballot",
        "Speak for the pre-K measure",
        "Pre-K funding measure",
        {
            "advocate": "early-learning little-steps parents-united faith-network",
            "fund": "community-foundation",
        },
        "riverbend-county",
        "age-3-5",
        (-40, 110),
        noted=-100,
        state="proposed",
        says={"approach": "policy", "barriers": "Five partners speak for it, and nobody calls the meeting."},
    ),
    Doing(
        "courses",
        "Nine college courses at two high schools",
        "Dual credit",
        {"lead": "community-college", "co_deliver": "riverbend-unified", "fund": "northline"},
        "millside",
        "grades-9-12",
        (-230, 140),
        noted=-240,
        moves="postsecondary-enrollment",
        says={"planned_reach": 180},
    ),
    Doing(
        "jobs",
        "Paid first jobs with Northline",
        "",
        {"lead": "northline", "refer": "harbor-youth"},
        "downtown",
        "youth-16-24",
        (-160, 200),
        noted=-160,
        says={"kind": "aligned", "planned_reach": 24, "reached": 15},
    ),
    Doing(
        "pilot",
        "Text or call: which brings children back",
        "Attendance nudges",
        {"lead": "riverbend-unified", "data": "state-university"},
        "millside",
        "k-3",
        (-330, -270),
        noted=-335,
        says={"approach": "practice", "planned_reach": 310, "reached": 310},
    ),
)
SAID = (
    Said("tutoring", "ben", 96, note="Two schools started late."),
    Said("tutoring", "priya", 33, "at_risk", "115 of 180 places need a room near the late bus."),
    Said(
        "tutoring", "ben", 4, "at_risk", "Northgate has no room on Mondays.", "A room for six tables, 9 to 11"
    ),
    Said("homework", "kofi", 12, note="Full; nine children wait."),
    Said("evenings", "lena", 20),
    Said(
        "books",
        "ines",
        15,
        "off_track",
        "The Spanish edition was out of print. We did not want to start without it.",
    ),
    Said("texts", "tom", 9, note="Texts first, a call after three days."),
    Said("buses", "hal", 40, "at_risk", "The county decides on the route in spring."),
    Said("visits", "june", 18, note="80 % of visits on schedule, both providers on one list."),
    Said("handover", "june", 6),
    Said("story", "dee", 11),
    Said("jobs", "ana", 25, note="15 of 24 stayed past the third month."),
)
LINKS = (
    ("classrooms", "depends_on", "teachers", "Teachers first, then the rooms.", ""),
    ("teachers", "depends_on", "books", "", ""),
    ("tutors", "depends_on", "books", "Tutors read the same books as the teachers.", ""),
    ("tutors", "feeds_into", "tutoring", "", ""),
    ("tutoring", "shares_space", "evenings", "Library rooms from three to five.", ""),
    (
        "homework",
        "overlaps",
        "northgate",
        "Same children two afternoons a week.",
        "Tuesdays Northgate, Thursdays the Hill.",
    ),
    ("texts", "refers_to", "tutoring", "Children away more than ten days are offered a place.", ""),
    ("visits", "feeds_into", "handover", "What visitors know of a child goes along.", ""),
    ("visits", "refers_to", "story", "", ""),
    ("pilot", "feeds_into", "texts", "Texts brought more back, and cost a fifth.", ""),
    ("texts", "shares_data", "buses", "Absence by day and stop.", ""),
)
MILESTONES = (
    ("tutoring", "Schools chosen", -5, False),
    ("tutoring", "First 115 places moved", 41, False),
    ("books", "Both districts agree on the list", -60, False),
    ("books", "Books printed", 18, False),
    ("classrooms", "First day with the new books", 46, True),
    ("ballot", "A lead is found", -3, False),
    ("ballot", "County vote", 104, True),
    ("visits", "One list for both providers", -90, False),
)


def tell(stage: Stage) -> None:
    """Plan what the partners do; the agenda and the measures have been told."""
    plan = Doings(stage, "ana")
    plan.tell_apart(895, PEOPLE)
    plan.do(DOINGS)
    plan.act(268, "tom", partial(_end_pilot, plan=plan))
    plan.link(88, LINKS)
    plan.mark(85, MILESTONES)
    plan.say(SAID)
    plan.act(80, "ana", partial(_reach, plan=plan))
    plan.act(14, "ines", partial(_slip, plan=plan))
    plan.act(13, "hal", partial(_raise, plan=plan))
    plan.act(30, "lena", partial(_offer, plan=plan))
    plan.act(26, "ana", partial(_board, plan=plan))
    plan.act(22, "dora", partial(_changes, plan=plan))


def _end_pilot(actor: Actor, plan: Doings) -> None:
    services.move_activity(actor, plan.found(actor, "pilot"), state="done")


def _reach(actor: Actor, plan: Doings) -> None:
    row = plan.found(actor, "visits")
    for step in row.milestones.all():
        services.reach_milestone(actor, step)


def _slip(actor: Actor, plan: Doings) -> None:
    services.change_activity(
        actor,
        plan.found(actor, "books"),
        ends_on=plan.day(18),
        date_reason="The Spanish edition was out of print. We did not want to start with English only.",
    )
    services.move_activity(
        actor,
        plan.found(actor, "books"),
        state="at_risk",
        reason="The printer has given a second date already.",
    )


def _raise(actor: Actor, plan: Doings) -> None:
    steering = core.groups(actor).filter(kind="steering_committee").first()
    assert steering is not None
    services.raise_blocker(
        actor,
        plan.found(actor, "buses"),
        group=steering,
        what="The county plans bus routes once a year, in spring",
        ask="Ask the county to move one Monday bus by forty minutes before then.",
    )
    services.give_task(
        actor,
        plan.found(actor, "buses"),
        what="Count who gets off at Mill Street on three Mondays",
        owner=core.myself(actor),
        due=plan.day(20),
    )


def _offer(actor: Actor, plan: Doings) -> None:
    library = core.partner(actor, "city-library")
    services.put_up(
        actor,
        side="offer",
        good="space",
        title="The reading room downtown, Mondays and Wednesdays until noon",
        detail="Six tables, a projector, no food.",
        partner=library,
        until=plan.day(150),
    )
    own = services.put_up(
        actor, side="need", good="time", title="A Spanish-speaking volunteer on Tuesdays", partner=library
    )
    services.match_note(
        actor,
        own,
        outcome="Two volunteers of Parents United, from next month.",
        with_partner=core.partner(actor, "parents-united"),
    )


def _board(actor: Actor, plan: Doings) -> None:
    rows = (
        ("need", "space", "A room for six tables near Northgate, mornings", "read-with-me", "tutoring"),
        ("offer", "expertise", "Ten hours of a data analyst a month", "state-university", ""),
        ("need", "money", "Bus tickets for families with one child in pre-K", "early-learning", "handover"),
        ("offer", "goods", "Forty refurbished laptops", "northline", "courses"),
    )
    for side, good, title, partner, key in rows:
        services.put_up(
            actor,
            side=side,
            good=good,
            title=title,
            partner=core.partner(actor, partner),
            activity=plan.found(actor, key) if key else None,
        )


def _changes(actor: Actor, plan: Doings) -> None:
    rows: tuple[tuple[str, str, date, str, str, str, str], ...] = (
        (
            "practices",
            "Both districts send the same attendance letter, in four languages",
            plan.day(-140),
            "major",
            "yes",
            "Parents United wrote it with us",
            "texts",
        ),
        (
            "resources",
            "Northline pays for tutoring out of its training budget, not out of gifts",
            plan.day(-210),
            "some",
            "too_early",
            "The Community Foundation asked first",
            "tutoring",
        ),
        (
            "policies",
            "The county counts home visits of all providers on one list",
            plan.day(-95),
            "major",
            "yes",
            "Both early-years centers",
            "visits",
        ),
        (
            "power",
            "Two parents vote in the steering committee",
            plan.day(-300),
            "sole",
            "yes",
            "",
            "",
        ),
    )
    for level, what, day, part, lasting, helped, key in rows:
        services.note_system_change(
            actor,
            level=level,
            what=what,
            changed_on=day,
            our_part=part,
            lasting=lasting,
            helped=helped,
            activity=plan.found(actor, key) if key else None,
        )
