"""Initiatives to measure on, made through the same doors as any other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection

from initiatives import jobs, queries, services
from initiatives.kernel.access import Actor
from measurement import queries as measured
from measurement import services as measuring
from measurement.periods import Period, between
from measurement.services.collection import assign_reported

SECTORS = ("education", "health", "nonprofit", "government")
DISTRICTS = ("north", "south", "east", "west")
LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True)
class World:
    """An initiative with its partners and indicators; `lead` is the account that started it."""

    lead: Any
    initiative: Any
    partners: list[Any]
    indicators: list[Any]

    @contextmanager
    def entered(self) -> Iterator[Actor]:
        """Act as its backbone lead, in one transaction."""
        with queries.enter(self.lead, self.initiative.slug) as actor:
            yield actor

    @property
    def pk(self) -> int:
        """The initiative's id."""
        return int(self.initiative.pk)


def account(email: str) -> Any:
    """A new account that may sign in."""
    manager: Any = get_user_model().objects
    return manager.create_user(email, "a password of benchmarks", name=email.split("@")[0])


def initiative(
    slug: str, *, partners: int, indicators: int, dimensions: int = 0, categories: int = 0, **values: Any
) -> World:
    """Start an initiative whose partners stand in four sectors and four districts, and report every indicator.

    Indicators are counts of things, broken down by so many dimensions with so many categories.
    """
    lead = account(f"lead@{slug}.example")
    started = services.start_initiative(lead, slug=slug, name=slug.title(), self_acceptance=True, **values)
    world = World(lead, started, [], [])
    with world.entered() as actor:
        services.add_place(actor, code="county", name="County", parent="")
        for district in DISTRICTS:
            services.add_place(actor, code=district, name=district.title(), parent="county")
        world.partners.extend(services.add_partners(actor, [_partner(number) for number in range(partners)]))
        world.indicators.extend(_indicators(actor, indicators, dimensions, categories))
        assign_reported({(p.pk, i.pk): LONG_AGO for p in world.partners for i in world.indicators})
    return world


def _partner(number: int) -> dict[str, str]:
    return {
        "code": f"p{number}",
        "name": f"Partner {number}",
        "sector": SECTORS[number % len(SECTORS)],
        "place": DISTRICTS[number // 2 % len(DISTRICTS)],
    }


def _indicators(actor: Actor, indicators: int, dimensions: int, categories: int) -> list[Any]:
    codes = [f"d{number}" for number in range(dimensions)]
    for code in codes:
        rows = [{"code": f"{code}c{number}", "name": f"Category {number}"} for number in range(categories)]
        measuring.define_dimension(actor, code=code, name=code.upper(), categories=rows)
    return [
        measuring.define_indicator(
            actor,
            code=f"i{number}",
            name=f"Indicator {number}",
            kind="count",
            cadence="monthly",
            about_people=False,
            dimensions=codes,
        )
        for number in range(indicators)
    ]


def months(count: int) -> list[Period]:
    """So many months, the last one long over."""
    last = date(2024, 12, 31)
    first = date(last.year - (count - 1) // 12, 12 - (count - 1) % 12, 1)
    return between("monthly", first, last)


def rows(
    world: World, periods: Sequence[Period], cells: Sequence[dict[str, str]] = ({},)
) -> list[dict[str, Any]]:
    """One figure for each partner, period, indicator and cell, as bulk and API take them."""
    return [
        {
            "partner": f"p{partner}",
            "period": period.code,
            "indicator": f"i{indicator}",
            "cell": cell,
            "value": Decimal(number % 97 + 1),
        }
        for partner in range(len(world.partners))
        for period in periods
        for indicator in range(len(world.indicators))
        for number, cell in enumerate(cells)
    ]


def versions(world: World) -> list[int]:
    """The ids of the indicators' versions, in the indicators' order."""
    sheets = measured.catalogue()
    return [sheets[indicator.code].versions[0].pk for indicator in world.indicators]


def work() -> None:
    """Do all due jobs here, as a worker would. Raises RuntimeError when one fails."""
    jobs.run_due()
    all_done()


def all_done() -> None:
    """Raise RuntimeError when a job is left that failed: what was measured then was not the work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, last_error FROM initiatives_job WHERE last_error <> '' LIMIT 1")
        found = cursor.fetchone()
    if found:
        raise RuntimeError(f"The job {found[0]} failed: {found[1]}")


def waiting(world: World, owner: Any) -> list[str]:
    """The public ids of the world's hand-ins that wait for review, by period and partner."""
    found = owner.execute(
        "SELECT s.public_id FROM measurement_submission s JOIN measurement_cycle c ON c.id = s.cycle_id"
        " WHERE s.initiative_id = %s AND s.state = 'submitted' ORDER BY c.period_start, s.partner_id",
        [world.pk],
    )
    return [str(row[0]) for row in found]
