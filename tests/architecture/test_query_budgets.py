"""Lists cost the same few queries however long they are: every page and API list of an initiative, 3 rows and 30."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from initiatives import queries as core
from initiatives import services as core_services
from initiatives.kernel.access import Actor
from initiatives.models import Initiative, User
from initiatives.rest.views import InitiativeView
from initiatives.web import PageView
from measurement import queries, services
from measurement.periods import between
from tests import factories
from tests.api import Api
from tests.factories import activities as make_activities
from tests.factories import agenda as make_agenda
from tests.factories import communications as make_communications
from tests.factories import measurement as make
from tests.factories import onboarding as make_onboarding
from tests.factories import surveys as make_surveys

FEW, MANY = 3, 30
# More than this is no budget any more.
MOST = 40
# These gather from all apps: so much for each of some twenty sources, of the forty items of the conditions, of the
# measures of the six roles, of the sections of a digest.
GATHERING = {
    "i/<slug:slug>/": 71,
    "i/<slug:slug>/queue/": 63,
    "i/<slug:slug>/calendar/": 54,
    "i/<slug:slug>/calendar/sheet/": 54,
    "api/v1/initiatives/<slug:slug>/calendar/": 50,
    "i/<slug:slug>/health/": 90,
    "i/<slug:slug>/communications/digest/": 59,
    "api/v1/initiatives/<slug:slug>/digest/now/": 49,
}
# They lead back where there is nothing to say; what they show besides is the cell that they are about.
LEADS_BACK = ("i/<slug:slug>/activities/gaps/cell/agree/", "i/<slug:slug>/activities/gaps/cell/outside/")
SLUG_ALONE = re.compile(r"(api/v1/initiatives|i)/<slug:slug>/([a-z/-]*)")


def addresses(resolver: Any = None, above: str = "") -> Iterator[tuple[str, Any]]:
    """(route, view class) of every address that names nothing but an initiative."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = above + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern) and SLUG_ALONE.fullmatch(route):
            view = getattr(entry.callback, "view_class", None) or getattr(entry.callback, "cls", None)
            yield route, view


def pages() -> list[str]:
    """The routes of pages that can be read."""
    return [
        route
        for route, view in addresses()
        if view and issubclass(view, PageView) and hasattr(view, "get") and view.capability_for("GET")
        if route not in LEADS_BACK
    ]


def lists() -> list[str]:
    """The routes of the API's lists."""
    return [
        route
        for route, view in addresses()
        if view and issubclass(view, InitiativeView) and hasattr(view, "get") and view.get.operation.many  # type: ignore[attr-defined]
    ]


def filled(slug: str, rows: int) -> tuple[Initiative, User]:
    """An initiative with so many of everything that is listed, and its lead."""
    lead = factories.user(f"lead@{slug}.example")
    where = factories.initiative(slug, lead=lead, self_acceptance=True)
    months = between("monthly", date(2022, 1, 1), date(2024, 12, 31))[:rows]
    with core.enter(lead, slug) as actor:
        for number in range(rows):
            core_services.add_place(actor, code=f"x{number}", name=f"Place {number}")
        core_services.add_partners(
            actor,
            [
                {"code": f"p{n}", "name": f"P {n}", "sector": "nonprofit", "place": f"x{n}"}
                for n in range(rows)
            ],
        )
    with core.enter(lead, slug) as actor:
        partners = list(core.partners(actor).order_by("id"))
    for number, partner in enumerate(partners):
        make.dimension(where, f"d{number}", "a", "b")
        # Half of them are about people: those below staff see what was published of them.
        about_people, axes = number % 2 == 0, [f"d{number}"]
        make.indicator(where, f"i{number}", cadence="monthly", about_people=about_people, dimensions=axes)
        factories.member(where, factories.user(f"m{number}@{slug}.example"), "contributor", of=partner)
    with core.enter(lead, slug) as actor:
        for number, partner in enumerate(partners):
            indicator = queries.indicator(actor, f"i{number}")
            services.assign(actor, partner=partner, indicator=indicator, starts_on=date(2022, 1, 1))
        for month in months:
            services.open_cycle(actor, month, **make.OPEN)
        figures = [
            {
                "partner": f"p{n}",
                "period": month.code,
                "indicator": f"i{n}",
                "cell": {},
                "value": Decimal(20 + n),
            }
            for n in range(rows)
            for month in months
        ]
        services.load(actor, figures[::2], submit=True, accept=True)
        services.load(actor, figures[1::2], submit=True, accept=False)
    make.rolled_up()
    with core.enter(lead, slug) as actor:
        wanted(actor)
    make_agenda.many(where, rows)
    make_activities.many(where, rows)
    make_communications.many(where, rows)
    make_surveys.many(where, rows)
    make_onboarding.many(where, rows)
    for partner in partners:
        make.agreement(where, partner.code)
    return where, lead


def wanted(actor: Actor) -> None:
    """For every indicator a target."""
    for indicator in queries.indicators(actor):
        services.set_target(
            actor, indicator=indicator, value=Decimal(90), date=date(2030, 12, 31), reason="Why not"
        )


def count(ask: Callable[[], Any]) -> int:
    """The queries of asking a second time: the first one fills what is kept in this process."""
    assert ask() == 200
    with CaptureQueriesContext(connection) as captured:
        assert ask() == 200
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured.captured_queries)


def costs(
    routes: list[str], asker: Callable[[Initiative, User, str], Callable[[], Any]]
) -> dict[str, list[int]]:
    """Queries of each route at few rows and at many."""
    worlds = [filled("few", FEW), filled("many", MANY)]
    return {
        route: [count(asker(where, lead, route.replace("<slug:slug>", where.slug))) for where, lead in worlds]
        for route in routes
    }


def refuse_growth(found: dict[str, list[int]]) -> None:
    assert {route: pair for route, pair in found.items() if pair[1] > pair[0]} == {}, (
        "these grow with their rows"
    )
    dear = {route: pair for route, pair in found.items() if pair[1] > GATHERING.get(route, MOST)}
    assert dear == {}, "these cost too much"


@pytest.mark.slow
def test_no_page_asks_more_the_more_rows_it_shows(db: None) -> None:
    clients: dict[str, Client] = {}

    def asker(where: Initiative, lead: User, path: str) -> Callable[[], Any]:
        if where.slug not in clients:
            clients[where.slug] = Client()
            clients[where.slug].force_login(lead)
        query = "?place=x0" if path.endswith("/gaps/cell/") else ""
        return lambda: clients[where.slug].get(f"/{path}{query}").status_code

    routes = pages()

    assert len(routes) > 12, "the pages were not found"
    refuse_growth(costs(routes, asker))


def test_no_list_of_the_api_asks_more_the_more_rows_it_has(db: None) -> None:
    tokens: dict[str, Api] = {}

    def asker(where: Initiative, lead: User, path: str) -> Callable[[], Any]:
        if where.slug not in tokens:
            tokens[where.slug] = Api(factories.token(lead))
        query = "?cadence=monthly&from=2022-01-01&to=2024-12-31" if path.endswith("/periods/") else ""
        return lambda: tokens[where.slug].get(f"/{path}{query}").status

    routes = lists()

    assert len(routes) > 8, "the lists were not found"
    refuse_growth(costs(routes, asker))
