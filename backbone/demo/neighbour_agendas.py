"""The agendas of harbor, which is before its partners, and of mesa, which is heard on its draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from agenda import services
from backbone.demo import harbor_setting, mesa_setting
from backbone.demo.pact import Aim, Bet, Pact, Round
from backbone.demo.stage import Stage, days
from initiatives.kernel.access import Actor

# To the exit questions of the phases that were left; the first was entered with nothing to answer.
ANSWERS = (
    "",
    "A sceptic of every sector was asked, and ten of twelve said that nobody can do it alone.",
    "Enough of us are ready, and say so.",
)
_CHOSEN = (("assessing", ""), ("selected", "Chosen by the steering committee."), ("active", ""))

HARBOR_TEXTS = {
    "problem": (
        "On any night some four hundred people in Harbor County have no home. As many come to it each month as leave "
        "it: the list does not get shorter.\n\nNobody is missing effort. Rents rose by half in six years, discharge "
        "from jail and hospital leads to the street, and landlords have stopped taking vouchers."
    ),
    "geography": "Harbor County, Port City to Pine Ridge",
    "population": "Everybody without a home of their own, families and veterans first",
    "in_scope": "Outreach, shelter, housing, prevention, discharge, zoning",
    "out_of_scope": "The rents of those who are housed",
    "vision": "Being without a home in Harbor County is rare, brief, and does not come back.",
    "principles": "Nobody is discussed without somebody who has lived it.\n\nOne list, by name, for all of us.",
    "evaluation": "The list and its flows agree every month, or we find out why.",
    "public_summary": (
        "By the end of 2026 no veteran in Harbor County is left without a home for more than a month, and by 2028 four "
        "in ten fewer families lose theirs."
    ),
}
HARBOR_AIMS = (
    Aim(
        "families",
        "Four in ten fewer families without a home by 2028",
        "Children sleep in a home of their own.",
        "Families in Harbor County",
        "Prevention",
        ["families-homeless", "first-time"],
    ),
    Aim(
        "brief",
        "Being without a home is brief, and does not come back",
        "Who loses a home finds one, and keeps it.",
        "Everybody on the list",
        "Housing Supply",
        ["actively-homeless", "mean-days", "returns"],
    ),
)
HARBOR_CAUSES = (
    ("More people lose their home than find one", "", "The list by name"),
    ("Discharge from jail and hospital leads to the street", "More people lose their home than find one", ""),
    ("Landlords no longer take vouchers", "", "Landlords Association, survey"),
)
HARBOR_BETS = (
    Bet(
        "entry",
        "Coordinated entry",
        "go through one list by name every week",
        "people wait less long",
        "nobody is passed from desk to desk",
        "systems",
        "proven",
        "In use in a hundred counties",
        "involve",
        "medium",
        "Case Conferencing",
        ["brief"],
        [("data-reliability", "actively-homeless"), ("outflow", "")],
        _CHOSEN,
        ["More people lose their home than find one"],
    ),
    Bet(
        "landlords",
        "Landlord fund",
        "pay for damage and empty months",
        "landlords take vouchers again",
        "it is the risk that keeps them away, not the rent",
        "program",
        "promising",
        "Three counties",
        "consult",
        "quick",
        "Housing Supply",
        ["brief"],
        [("landlords-engaged", "mean-days")],
        _CHOSEN,
        ["Landlords no longer take vouchers"],
    ),
    Bet(
        "diversion",
        "Diversion at the door",
        "help families find another way before they need a shelter",
        "fewer come to the list",
        "many need a week and a deposit, not a bed",
        "practice",
        "promising",
        "Own figures of one shelter",
        "collaborate",
        "quick",
        "Prevention",
        ["families"],
        [("inflow", "first-time")],
        _CHOSEN,
    ),
    Bet(
        "discharge",
        "Rule on discharge",
        "agree that nobody is discharged to the street",
        "fewer come to the list",
        "one in five comes from jail or hospital",
        "policy",
        "emerging",
        "The hospital’s own count",
        "co_lead",
        "long",
        "Lived Experience Board",
        ["brief"],
        [("Discharges to the street", "first-time")],
        (("assessing", ""), ("selected", "The sheriff has agreed to talk.")),
        ["Discharge from jail and hospital leads to the street"],
    ),
)

MESA_TEXTS = {
    "problem": (
        "Of ten fifth graders in Mesa Valley six have a healthy weight, and fewer each time we look. In the south it "
        "is worse than in the north.\n\nIt is easier to buy a sweet drink than to fill a bottle with water, and to "
        "drive than to walk to school."
    ),
    "geography": "Mesa Valley, both school districts",
    "population": "Children up to twelve, and the families who feed them",
    "in_scope": "Food, schools, streets, clinics",
    "out_of_scope": "Treatment of the very ill",
    "vision": "The healthy way is the easy way, in the south as in the north.",
}
MESA_AIMS = (
    Aim(
        "weight",
        "64 of 100 fifth graders at a healthy weight by 2031, and the gap between the districts halved",
        "Children grow strong.",
        "Fifth graders of both districts",
        "Schools",
        ["healthy-weight"],
    ),
)
MESA_BETS = (
    Bet(
        "wellness",
        "Wellness policy in every school",
        "agree on what is sold and how much children move",
        "children eat and move better at school",
        "they spend half their day there",
        "policy",
        "promising",
        "State guide",
        "consult",
        "medium",
        "Schools",
        ["weight"],
        [("schools-wellness", "healthy-weight"), ("active-class-minutes", "healthy-weight")],
        _CHOSEN,
    ),
    Bet(
        "corner",
        "Healthy corner stores",
        "help stores to sell fruit at the till",
        "families buy it",
        "it is where they shop",
        "environment",
        "emerging",
        "Two cities",
        "collaborate",
        "quick",
        "Food Environment",
        ["weight"],
        [("corner-stores", "")],
        (("assessing", ""),),
    ),
)


def harbor(stage: Stage) -> None:
    """Version 1 was proposed six weeks ago; most partners have answered, one declines."""
    today = stage.now.date()
    pact = Pact(stage, "zoe", harbor_setting.PEOPLE)
    begun = today - days(160)
    stage.plan(begun, "zoe", partial(pact.begin, title="A home for good", texts=HARBOR_TEXTS))
    stage.plan(begun + days(5), "zoe", partial(pact.explain, number=1, causes=HARBOR_CAUSES))
    stage.plan(begun + days(10), "zoe", partial(pact.aim, aims=HARBOR_AIMS))
    stage.plan(begun + days(20), "zoe", partial(pact.bet, bets=HARBOR_BETS, number=1))
    stage.plan(begun + days(25), "zoe", partial(pact.show, number=1, charts=[("actively-homeless", "")]))
    heard = Round(
        "People on the list",
        "interviews",
        begun + days(40),
        begun + days(60),
        [("Without a home", 38), ("Housed within the year", 14)],
        [
            ("Ask us what we need before you place us", "It is a principle now.", True),
            ("Keep couples together", "The shelters decide on that; we have asked them to.", False),
        ],
    )
    stage.plan(begun + days(30), "zoe", partial(pact.consult, number=1))
    stage.plan(begun + days(70), "zoe", partial(pact.hear, number=1, round_=heard))
    proposed = today - days(42)
    stage.plan(proposed, "zoe", partial(pact.propose, number=1))
    signing = (
        "human-services",
        "housing-authority",
        "lighthouse-shelter",
        "second-door",
        "lived-experience-board",
    )
    for place, partner in enumerate(signing):
        pact.sign(1, proposed + days(4 + 3 * place), partner)
    pact.sign(1, proposed + days(20), "st-brigid-shelter", "reservation", "We cannot promise beds in winter.")
    pact.sign(1, proposed + days(24), "landlords", "declines", "Not before the fund is paid in.")
    began = harbor_setting.SETTING.start
    _enter(stage, "zoe", (began, began + days(390), today - days(150)))


def mesa(stage: Stage) -> None:
    """Version 1 is a draft on which people are heard."""
    today = stage.now.date()
    pact = Pact(stage, "marta", mesa_setting.PEOPLE)
    begun = today - days(80)
    stage.plan(begun, "marta", partial(pact.begin, title="Growing strong", texts=MESA_TEXTS))
    stage.plan(begun + days(10), "marta", partial(pact.aim, aims=MESA_AIMS))
    stage.plan(begun + days(20), "marta", partial(pact.bet, bets=MESA_BETS, number=1))
    stage.plan(today - days(30), "marta", partial(pact.consult, number=1))
    pact.comment(
        1,
        today - days(9),
        "imani",
        "problem",
        "six have",
        "Say how many children that is; a share does not move anybody.",
    )
    stage.plan(today - days(60), "marta", _screen)
    began = mesa_setting.SETTING.start
    _enter(stage, "marta", (began, began + days(420)))


def _enter(stage: Stage, who: str, on: Sequence[date]) -> None:
    """Plan when the effort entered the phases, from the first on."""
    for position, (day, said) in enumerate(zip(on, ANSWERS, strict=False), 1):
        stage.plan(day, who, partial(services.enter_phase, position=position, answer=said))


def _screen(actor: Actor) -> None:
    screen = services.open_assessment(actor, screen="readiness")
    ratings = "32323112332123323220"
    services.answer(
        actor,
        screen,
        answers=[{"item": number, "rating": rating} for number, rating in enumerate(ratings, 1)],
    )
