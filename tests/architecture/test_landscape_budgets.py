"""The views of who does what where at 200 partners, 1,000 activities and 3,000 links: as few queries, and legible."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from activities.models import (
    Activity,
    ActivityLink,
    ActivityMove,
    ActivityPartner,
    ActivityPlace,
    ActivityPopulation,
    Milestone,
    Population,
)
from agenda.models import Strategy
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.models import Affiliation, Partner, Place, Sector, User
from tests import factories
from tests.architecture.test_query_budgets import count

# The most that each may ask, whatever the size; about a dozen is what every page brings along.
BUDGETS = {
    "matrix/": 32,
    "gaps/": 32,
    "gaps/cell/?people=g0&place=n0": 33,
    "timeline/": 32,
    "timeline/?by=partner": 32,
    "network/": 32,
    "network/?on=p1": 32,
    "where/": 32,
    "where/csv/": 32,
    "goals/": 42,
}
PARTS = ("co_deliver", "refer", "fund", "host", "data", "advocate")


def world(slug: str, partners: int, works: int, links: int) -> User:
    """So much work, put into the tables at once; its lead."""
    lead = factories.user(f"lead@{slug}.example")
    factories.initiative(slug, lead=lead)
    with core.enter(lead, slug) as actor:
        today, now = clock.today("UTC"), clock.now()
        town = Place.objects.create(code="town", name="Town")
        places = Place.objects.bulk_create(
            Place(code=f"n{n}", name=f"Neighbourhood {n}", parent=town) for n in range(min(partners, 40))
        )
        people = Population.objects.bulk_create(
            Population(code=f"g{n}", name=f"Group {n}", position=n) for n in range(6)
        )
        bets = Strategy.objects.bulk_create(
            Strategy(name=f"Strategy {n}", engagement="consult", state="active", position=n)
            for n in range(min(partners, 50))
        )
        who = Partner.objects.bulk_create(
            Partner(code=f"p{n}", name=f"Partner number {n}") for n in range(partners)
        )
        sector = Sector.objects.first()
        Affiliation.objects.bulk_create(Affiliation(partner=one, sector=sector) for one in who)
        done = Activity.objects.bulk_create(
            Activity(
                title=f"Activity number {n}",
                strategy=bets[n % len(bets)],
                starts_on=today - timedelta(days=n % 300),
                ends_on=today + timedelta(days=20 + n % 200),
                state=("under_way", "agreed", "blocked", "done")[n % 4],
                proposed_by_id=actor.membership_id,
                proposed_at=now,
            )
            for n in range(works)
        )
        ActivityMove.objects.bulk_create(
            ActivityMove(
                activity=one, state=one.state, reason="So.", moved_at=now, moved_by_id=actor.membership_id
            )
            for one in done
        )
        ActivityPartner.objects.bulk_create(
            ActivityPartner(activity=one, partner=who[(n * 7 + k * 3) % partners], part=part, since=today)
            for n, one in enumerate(done)
            for k, part in enumerate(("lead", PARTS[n % 6]))
        )
        ActivityPlace.objects.bulk_create(
            ActivityPlace(activity=one, place=places[n % len(places)]) for n, one in enumerate(done)
        )
        ActivityPopulation.objects.bulk_create(
            ActivityPopulation(activity=one, population=people[n % 6]) for n, one in enumerate(done)
        )
        Milestone.objects.bulk_create(
            Milestone(activity=one, title="A step", due=today, first_due=today) for one in done[::5]
        )
        ActivityLink.objects.bulk_create(
            ActivityLink(
                source=done[n % works],
                target=done[(n + 1 + n // works) % works],
                kind=("depends_on", "feeds_into", "shares_staff")[n // works % 3],
                since=today,
            )
            for n in range(links)
        )
    return lead


def get(lead: User, slug: str, path: str) -> Any:
    client = Client()
    client.force_login(lead)
    return client.get(f"/i/{slug}/activities/{path}")


@pytest.fixture
def large(db: None) -> User:
    return world("large", 200, 1000, 3000)


def test_every_view_asks_a_fixed_number(large: User) -> None:
    small = world("small", 6, 12, 20)

    found = {
        path: [
            count(lambda who=who, slug=slug, path=path: get(who, slug, path).status_code)
            for who, slug in ((small, "small"), (large, "large"))
        ]
        for path in BUDGETS
    }

    assert {path: pair for path, pair in found.items() if pair[1] > pair[0]} == {}, "these grow"
    assert {path: pair for path, pair in found.items() if pair[1] > BUDGETS[path]} == {}, "these cost much"


def test_every_view_stays_legible(large: User) -> None:
    matrix = get(large, "large", "matrix/").context
    assert len(matrix["columns"]) == 25 and len(matrix["found"].folded) == 176
    assert len(matrix["rows"]) == 40 and len(matrix["found"].hidden) == 10
    gaps = get(large, "large", "gaps/").context
    assert len(gaps["columns"]) == 16 and gaps["more_columns"].endswith("and 21 more")
    timeline = get(large, "large", "timeline/").context
    assert len(timeline["drawn"].lanes) == 20 and all(
        len(lane.bars) <= 30 for lane in timeline["drawn"].lanes
    )
    assert timeline["more_lanes"].endswith("and 27 more")
    assert len(timeline["touched"]) == 8 and timeline["more_touched"] > 0
    network = get(large, "large", "network/").context
    assert len(network["drawn"].nodes) == 40 and network["drawn"].more == 160
    assert len(network["rows"]) == 50
    for path in ("matrix/", "gaps/", "timeline/", "network/", "where/", "goals/"):
        assert len(get(large, "large", path).content) < 700_000, path
