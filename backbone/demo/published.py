"""What leaves Riverbend and Harbor: reports, a link to one, the public page with its texts and names."""

from __future__ import annotations

from functools import partial

from backbone import queries, services
from backbone.demo.rhythm import last_over
from backbone.demo.stage import Stage, days
from backbone.services.public import say_named, set_public_page, write_texts
from initiatives.kernel.access import Actor
from measurement.periods import Period, of

TITLES = {
    "board": "Reading rises, still too slowly",
    "public": "How our children are doing",
    "funder": "What your money moved this year",
    "yearly": "What the backbone did, and how well",
}
NOTES = {
    "board": (
        "Tutoring works where it reaches: two of three who were tutored gained a level.\n"
        "Monday absence follows the bus timetable, not motivation: the city is asked to move bus 14.\n"
        "To decide: move tutoring to the four schools with the highest absence."
    ),
    "public": "What comes next: tutors in four more schools, and one evening a month for families to ask.",
    "funder": "Next year: the same measures, tutoring in four more schools.",
    "yearly": "Next year: hand-ins that cost less time, and three more partners behind the pre-K measure.",
}
ENGLISH = {
    "headline": "Every child reads, every young person has a path",
    "lead": (
        "Schools, families, the city, employers and charities in Riverbend work on one plan. "
        "Here is what we promised, how it goes, and how to join in."
    ),
    "results": "The whole community, every school. Small groups are hidden, so that nobody can be recognised.",
    "partners": "These organisations signed up and said that they may be named here.",
    "take_part": (
        "Come to a family evening at the City Library: supper, childcare and an interpreter are there.\n\n"
        "Or take a seat: two seats with a vote are for parents, and your time is paid."
    ),
    "contact": "Ana Whitfield, Riverbend Learning Alliance, at the City Library on Thursdays.",
}
SPANISH = {
    "headline": "Que todos los niños lean y que cada joven tenga un camino",
    "lead": (
        "Escuelas, familias, la ciudad, empresas y organizaciones de Riverbend trabajan en un solo plan. "
        "Aquí está lo que prometimos y cómo va."
    ),
    "take_part": "Venga a una tarde de familias en la Biblioteca: hay cena, cuidado de niños e intérprete.",
}
UNNAMED = ("northline", "faith-network")

HARBOR = {
    "headline": "Nobody in Harbor County is without a home for long",
    "lead": "We know by name who is homeless here, and we count every month who came and who found a home.",
    "take_part": "Do you let homes? The landlord fund pays for damage and for a month that stands empty.",
}
HARBOR_NAMED = ("human-services", "housing-authority", "lighthouse-shelter", "landlords", "regional-hospital")
HARBOR_TITLE = "More people leave the list than come onto it"
HARBOR_NOTE = "To decide: whether the landlord fund also pays for homes outside Port City."


def riverbend(stage: Stage) -> None:
    """Plan Riverbend's reports, its open page in two languages, and whom it names."""
    today = stage.now.date()
    quarter, year = last_over(today, "quarterly"), of(today, "yearly").previous
    _report(stage, "board", quarter, back=20)
    _report(stage, "public", year, back=45)
    _report(stage, "funder", year, back=3, published=False)
    _report(stage, "yearly", of(today, "yearly"), back=3)
    stage.plan(today - days(18), "ana", partial(_share, label="The city council"))
    stage.plan(today - days(60), "ana", partial(_open, stage=stage))
    stage.plan(today - days(10), "ana", _reword)


def harbor(stage: Stage, lead: str) -> None:
    """Plan Harbor's first report to its board, and its open page: a few lines, in one language."""
    today = stage.now.date()
    quarter = last_over(today, "quarterly")
    _report(stage, "board", quarter, back=16, who=lead, title=HARBOR_TITLE, note=HARBOR_NOTE)
    stage.plan(today - days(12), lead, partial(_open_harbor, stage=stage))


def _report(
    stage: Stage,
    kind: str,
    period: Period,
    back: int,
    *,
    published: bool = True,
    who: str = "ana",
    title: str = "",
    note: str = "",
) -> None:
    day = stage.now.date() - days(back)
    make = partial(services.make_report, kind=kind, period=period, title=title or TITLES[kind])
    stage.plan(day, who, make, settles=True)
    if published:
        stage.plan(day + days(1), who, partial(_publish, kind=kind, note=note or NOTES[kind]))


def _publish(actor: Actor, kind: str, note: str) -> None:
    report = queries.reports(actor).get(kind=kind)
    services.change_report(actor, report, note=note)
    services.publish_report(actor, report)


def _share(actor: Actor, label: str) -> None:
    services.share_report(actor, queries.reports(actor).get(kind="board"), label=label)


def _open(actor: Actor, stage: Stage) -> None:
    write_texts(actor, "en", ENGLISH)
    write_texts(actor, "es", SPANISH)
    for code, partner in stage.partners.items():
        say_named(actor, partner, agreed=code not in UNNAMED)
    set_public_page(actor, is_open=True, hosts=["news.riverbend.example"])


def _reword(actor: Actor) -> None:
    """The original is made plainer: its translation waits for somebody to look at it again."""
    write_texts(actor, "en", {"lead": ENGLISH["lead"].replace("charities", "charities here")})


def _open_harbor(actor: Actor, stage: Stage) -> None:
    write_texts(actor, "en", HARBOR)
    for code in HARBOR_NAMED:
        say_named(actor, stage.partners[code], agreed=True)
    set_public_page(actor, is_open=True)
