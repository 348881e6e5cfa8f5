"""What partners do in harbor and in mesa, in short."""

from __future__ import annotations

from backbone.demo.doings import Doing, Doings, Said
from backbone.demo.stage import Stage

HARBOR = (
    Doing(
        "door",
        "One door for every family",
        "Coordinated entry",
        {
            "lead": "human-services",
            "co_deliver": "second-door lighthouse-shelter",
            "refer": "city-police faith-coalition",
        },
        "port-city south-county",
        "families",
        (-300, 200),
        noted=-150,
        says={"planned_reach": 190},
    ),
    Doing(
        "fund",
        "A fund that makes landlords whole",
        "Landlord fund",
        {"lead": "housing-authority", "co_deliver": "landlords", "fund": "harbor-bank-foundation"},
        "harbor-county",
        "families veterans",
        (-140, 260),
        noted=-140,
        says={"approach": "systems"},
    ),
    Doing(
        "calls",
        "A call before the door closes",
        "Diversion at the door",
        {"lead": "second-door", "refer": "legal-aid"},
        "south-county",
        "families",
        (-100, 120),
        noted=-110,
    ),
    Doing(
        "beds",
        "Nobody is discharged to the street",
        "Rule on discharge",
        {
            "lead": "regional-hospital",
            "co_deliver": "behavioral-health",
            "advocate": "lived-experience-board",
        },
        "north-county",
        "single-adults",
        (-80, 180),
        noted=-90,
        says={"approach": "policy"},
    ),
)
HARBOR_SAID = (
    Said("door", "bea", 12, note="Nine in ten families are met within a day."),
    Said("fund", "ike", 8, "at_risk", "The board meets only in spring.", "A letter from the foundation"),
    Said("calls", "tess", 20),
)
MESA = (
    Doing(
        "policy",
        "Wellness policy in twenty schools",
        "Wellness policy in every school",
        {"lead": "south-schools", "co_deliver": "north-schools", "data": "public-health"},
        "north-district south-district",
        "pupils",
        (-120, 220),
        noted=-100,
        says={"approach": "policy", "planned_reach": 20},
    ),
    Doing(
        "shelves",
        "Fruit at the till in forty stores",
        "Healthy corner stores",
        {"lead": "grocers", "co_deliver": "promotoras", "fund": "health-foundation"},
        "eastgate old-mill",
        "families",
        (-90, 300),
        noted=-80,
        says={"approach": "environment"},
    ),
    Doing(
        "market",
        "A market stall on Saturdays",
        "",
        {"lead": "food-bank"},
        "old-mill",
        "families",
        (-200, None),
        noted=-70,
        says={"kind": "aligned"},
    ),
)
MESA_SAID = (Said("shelves", "finn", 10, note="15 of 40 stores."), Said("policy", "bram", 15))


def harbor(stage: Stage) -> None:
    """Plan what harbor's partners do."""
    plan = Doings(stage, "zoe")
    people = (("families", "Families"), ("veterans", "Veterans"), ("single-adults", "Single adults"))
    plan.tell_apart(160, people)
    plan.do(HARBOR)
    plan.link(60, (("calls", "feeds_into", "door", "Whoever cannot be diverted comes in by name.", ""),))
    plan.mark(60, (("fund", "First ten landlords sign", 30, False),))
    plan.say(HARBOR_SAID)


def mesa(stage: Stage) -> None:
    """Plan what mesa's partners do."""
    plan = Doings(stage, "marta")
    plan.tell_apart(110, (("pupils", "Pupils"), ("families", "Families")))
    plan.do(MESA)
    plan.link(50, (("market", "overlaps", "shelves", "Both sell fruit in Old Mill.", ""),))
    plan.say(MESA_SAID)
