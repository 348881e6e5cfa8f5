"""The pages that gather many partners' figures ask the same few queries at 5 partners and at 25."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.test import Client

from initiatives import queries as core
from initiatives import services as core_services
from initiatives.models import Initiative, User
from measurement import queries, services
from measurement.periods import between, parse
from measurement.words import SubmissionState
from tests import factories
from tests.architecture.test_query_budgets import count
from tests.factories import measurement as make

MONTHS = between("monthly", parse("2024-01").start, parse("2024-04").end)
LAST = MONTHS[-1].code
CELLS: tuple[dict[str, str], ...] = ({}, {"age": "young"}, {"age": "old"})
# The most that each may ask, whatever the size; about half of it is what every page brings along.
BUDGETS = {
    "board": 21,
    "board of those late": 21,
    "indicator": 44,
    "indicator by sector": 48,
    "indicator by partner": 55,
    "indicator by age": 48,
    "dashboard": 36,
    "scorecard": 40,
    "home": 59,
    "review": 14,
    "hand-in to review": 30,
    "own hand-in": 30,
    "dashboard of a reader": 44,
    "indicator of a reader": 65,
}


@dataclass(frozen=True)
class World:
    """An initiative in which everybody reported, was accepted for three months, and for the last one waits."""

    where: Initiative
    lead: User
    reader: User
    contributor: User
    addresses: dict[str, str]


def world(slug: str, partners: int, indicators: int) -> World:
    """So many partners, each with so many indicators broken down by age."""
    lead = factories.user(f"lead@{slug}.example")
    where = factories.initiative(slug, lead=lead, self_acceptance=True)
    rows = [
        {"code": f"p{n}", "name": f"Partner {n}", "sector": ("nonprofit", "health")[n % 2]}
        for n in range(partners)
    ]
    with core.enter(lead, slug) as actor:
        asked = core_services.add_partners(actor, rows)
    make.dimension(where, "age", "young", "old")
    for number in range(indicators):
        # Every other one is about people: a reader sees what was published of it.
        made = make.indicator(
            where, f"i{number}", cadence="monthly", about_people=number % 2 == 0, dimensions=["age"]
        )
        with core.enter(lead, slug) as actor:
            for partner in asked:
                services.assign(actor, partner=partner, indicator=made, starts_on=MONTHS[0].start)
    contributor = factories.user(f"contributor@{slug}.example")
    factories.member(where, contributor, "contributor", of=asked[0])
    reader = factories.user(f"reader@{slug}.example")
    factories.member(where, reader, "funder")
    with core.enter(lead, slug) as actor:
        for month in MONTHS:
            services.open_cycle(actor, month, **make.OPEN)
        figures = figures_of(partners, indicators)
        services.load(actor, [row for row in figures if row["period"] != LAST], submit=True, accept=True)
        services.load(actor, [row for row in figures if row["period"] == LAST], submit=True, accept=False)
        for month in MONTHS[:2]:
            services.lock_cycle(actor, queries.cycles(actor).get(period_start=month.start))
    make.rolled_up()
    return World(where, lead, reader, contributor, addresses(where, lead))


def figures_of(partners: int, indicators: int) -> list[dict[str, Any]]:
    """A total and its two ages for each partner, month and indicator."""
    return [
        {
            "partner": f"p{partner}",
            "period": month.code,
            "indicator": f"i{indicator}",
            "cell": cell,
            "value": Decimal(30 + partner if cell else 60 + 2 * partner),
        }
        for partner in range(partners)
        for month in MONTHS
        for indicator in range(indicators)
        for cell in CELLS
    ]


def addresses(where: Initiative, lead: User) -> dict[str, str]:
    """The address of each page in BUDGETS."""
    base = f"/i/{where.slug}/"
    with core.enter(lead, where.slug) as actor:
        board = queries.cycles(actor).get(period_start=MONTHS[-1].start).public_id
        waiting = queries.submissions(actor).filter(state=SubmissionState.SUBMITTED).order_by("id")[0]
        own = queries.requests(actor).filter(partner__code="p0").order_by("-cycle__period_start")[0]
    one = f"{base}measurement/indicators/i0/"
    return {
        "board": f"{base}measurement/cycles/{board}/",
        "board of those late": f"{base}measurement/cycles/{board}/?show=late",
        "indicator": one,
        "indicator by sector": f"{one}?by=sector",
        "indicator by partner": f"{one}?by=partner",
        "indicator by age": f"{one}?by=age",
        "dashboard": f"{base}dashboard/",
        "scorecard": f"{base}scorecard/",
        "home": base,
        "review": f"{base}measurement/review/",
        "hand-in to review": f"{base}measurement/submissions/{waiting.public_id}/",
        "own hand-in": f"{base}measurement/requests/{own.public_id}/",
        "dashboard of a reader": f"{base}dashboard/",
        "indicator of a reader": f"{one}?by=sector",
    }


def asking(there: World, name: str) -> Callable[[], int]:
    """What asks for a page as whoever it is for."""
    client = Client()
    who = there.reader if name.endswith("of a reader") else there.lead
    client.force_login(there.contributor if name.startswith("own") else who)
    return lambda: client.get(there.addresses[name]).status_code


def test_what_gathers_many_partners_asks_a_fixed_number(db: None) -> None:
    small, large = world("small", 5, 2), world("large", 25, 6)

    found = {name: [count(asking(there, name)) for there in (small, large)] for name in BUDGETS}

    assert {name: pair for name, pair in found.items() if pair[1] > pair[0]} == {}, "these grow"
    assert {name: pair for name, pair in found.items() if pair[1] > BUDGETS[name]} == {}, "these cost much"
