"""Rows 6 and 12: the pages that gather many partners' figures, as partners and points grow.

Small: the dashboard of funders alone, at 100 partners with 86,400 points beside 20 with a fifth of them. Full: the same
at 200 partners with ten million points beside 20 with a hundredth; and all pages at 200 partners that hand in 40
indicators for 12 months, 576,000 points, beside a tenth of both.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import brotli
import orjson
from django.apps import apps
from django.http import HttpResponse
from django.urls import path, reverse

from backbone.serializers.shown import DashboardOut
from backbone.services import choose_shown
from backbone.words import Audience
from config.bench import world as worlds
from config.bench.measure import Result, Side, alternately, queries, ratio
from config.bench.requests import Visitor
from config.bench.rollup import ready
from config.bench.scratch import Scratch, unbound
from config.bench.world import World
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation
from initiatives.services.tokens import mint_token
from measurement import queries as measured
from measurement import services as measuring
from measurement.periods import Period

ROWS = {6, 12}
SHOWN = 12
FUNDERS = f"funders' dashboard of {SHOWN} indicators"
LIMITS = {"dashboard": (6, 1.1), FUNDERS: (6, 1.1)}
MOST_QUERIES, MOST_BYTES, LEAST_TIMES = 3, 15, 1.5


@dataclass(frozen=True)
class Size:
    """How much an initiative has: each figure is a total and so many categories."""

    partners: int
    indicators: int = SHOWN
    periods: int = 12
    categories: int = 5

    @property
    def months(self) -> list[Period]:
        """The months that count, and one more that waits."""
        return worlds.months(self.periods + 1)

    @property
    def points(self) -> int:
        """How many figures were accepted."""
        return self.partners * self.indicators * self.periods * (self.categories + 1)


SMALL = (Size(20), Size(100))
PAGES = (Size(20, indicators=40), Size(200, indicators=40))
FULL = (Size(20, periods=40, categories=9), Size(200, periods=40, categories=103))

# The figures of the first partner's last-but-one month, for everybody and every month before it.
FILL = """
INSERT INTO measurement_observation (initiative_id, version_id, partner_id, period_start, period_end, cell_id, revision,
    status, numerator, entered_value, note, explanation, submission_id, accepted_at, accepted_by_id)
SELECT o.initiative_id, o.version_id, p.id, m.starts, m.ends, o.cell_id, 1, 'reported', o.numerator, NULL, '', '',
       o.submission_id, now(), o.accepted_by_id
FROM measurement_observation o
CROSS JOIN unnest(%(starts)s::date[], %(ends)s::date[]) AS m (starts, ends)
JOIN initiatives_partner p ON p.initiative_id = o.initiative_id
WHERE o.initiative_id = %(initiative)s AND (p.id, m.starts) <> (o.partner_id, o.period_start)
"""

# Each partner gave its total beside its categories, so that every cell is the sum of that cell alone.
ROLL_UP = """
INSERT INTO measurement_rollup (initiative_id, version_id, period_start, period_end, axis, group_id, cell_id, numerator,
    value, reported, expected, left_out, coverage, coverage_basis, status, computed_at)
SELECT o.initiative_id, o.version_id, o.period_start, o.period_end, g.axis, g.group_id, o.cell_id,
       sum(o.numerator), sum(o.numerator), count(*), count(*), 0, 1, 'count', 'provisional', now()
FROM measurement_observation o
JOIN bench_group g ON g.partner_id = o.partner_id
WHERE o.initiative_id = %(initiative)s
GROUP BY o.initiative_id, o.version_id, o.period_start, o.period_end, g.axis, g.group_id, o.cell_id
"""


def measure(scratch: Scratch, wanted: set[int], *, full: bool) -> Iterator[Result]:
    """Yield the results of the wanted rows; in small only those of the funders' dashboard, the rest takes minutes."""
    if full:
        yield from _grown(scratch, wanted, PAGES, lambda name: name != FUNDERS)
    if 6 in wanted:
        yield from _grown(scratch, wanted, FULL if full else SMALL, lambda name: name == FUNDERS)


def _grown(
    scratch: Scratch, wanted: set[int], sizes: tuple[Size, Size], looked_at: Callable[[str], bool]
) -> Iterator[Result]:
    """Each page in the larger initiative beside the same in the smaller one."""
    few, many = (gathered(scratch, size) for size in sizes)
    scratch.analyse()
    pages = [addresses(world) for world in (many, few)]
    told = f"{sizes[1].partners} partners with {sizes[1].points:,} points against {sizes[0].partners}"
    for name in filter(looked_at, pages[0]):
        row, limit = LIMITS.get(name, (12, 1.5))
        if row not in wanted:
            continue
        asks = {
            f"{size.partners} partners": Visitor(world.lead).asking(found[name])
            for size, world, found in zip(reversed(sizes), (many, few), pages, strict=True)
        }
        sides = alternately(*(Side(size, ask) for size, ask in asks.items()), rounds=7, warm=1)
        yield ratio(row, f"{name}, {told}", sides, limit)
        counts = [queries(ask) for ask in asks.values()]
        yield Result(row, f"{name}: queries more", counts[0] - counts[1], 0, unit="")
    if looked_at(FUNDERS):
        yield from _data(many)


class Least(InitiativeView):
    """The least that answers with what a dashboard rests on: one query and orjson, behind the same door."""

    @operation(Capability.VIEW, answer=DashboardOut)
    def get(self, actor: Actor) -> HttpResponse:
        columns = ("version_id", "period_start", "value", "reported", "expected", "coverage", "status")
        rows = apps.get_model("measurement", "Rollup").objects.filter(axis="total", cell__key="")
        found = list(rows.order_by("version_id", "period_start").values(*columns))
        return HttpResponse(orjson.dumps(found, default=str), content_type="application/json")


class Door(InitiativeView):
    """What comes before anything is asked: whose token it is, the initiative, the membership, the right."""

    @operation(Capability.VIEW, answer=DashboardOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Answer with nothing."""
        return HttpResponse(b"{}", content_type="application/json")


urlpatterns = [path("least/<slug:slug>/", Least.as_view()), path("door/<slug:slug>/", Door.as_view())]


def _data(world: World) -> Iterator[Result]:
    """The funders' dashboard as data: beside the least that reads it, how long it is, and asked for again unchanged."""
    visitor = Visitor(token=mint_token(world.lead, name="bench", scopes=["read", "write"])[1])
    slug, audience = world.initiative.slug, Audience.FUNDERS.value
    address = f"/api/v1/initiatives/{slug}/dashboards/{audience}/"
    ask = visitor.asking(address)
    least = visitor.asking(f"/least/{slug}/", urls=__name__)
    sides = alternately(Side("dashboard", ask), Side("the least", least), rounds=7, warm=1)
    yield ratio(6, f"data of the {FUNDERS} beside the least that reads it", sides, LEAST_TIMES)
    door = visitor.asking(f"/door/{slug}/", urls=__name__)
    inside = queries(ask) - queries(door)
    yield Result(6, "queries of that data behind the door", inside, MOST_QUERIES, unit="")
    answer = visitor.reading(address)
    size = round(len(brotli.compress(answer.content, quality=9)) / 1000, 1)
    yield Result(6, "that data, compressed", size, MOST_BYTES, unit=" kB")
    again = visitor.reading(address, **{"If-None-Match": answer["ETag"]})
    yield Result(6, "bytes when it is asked for again unchanged", len(again.content), 0, unit="")


def gathered(scratch: Scratch, size: Size) -> World:
    """An initiative whose partners all reported their months; of the last, the first partner's waits for review."""
    world = worlds.initiative(
        f"gather{size.points}",
        partners=size.partners,
        indicators=size.indicators,
        dimensions=1,
        categories=size.categories,
    )
    months = size.months
    cells: list[dict[str, str]] = [{}, *({"d0": f"d0c{number}"} for number in range(size.categories))]
    everything = worlds.rows(replace(world, partners=world.partners[:1]), months[-2:], cells)
    mine = [{**row, "value": Decimal(10 if row["cell"] else 10 * size.categories)} for row in everything]
    with world.entered() as actor:
        measuring.load(
            actor, [row for row in mine if row["period"] == months[-2].code], submit=True, accept=True
        )
    with world.entered() as actor:
        for month in months[-2:]:
            if not measured.cycles(actor).filter(period_start=month.start).exists():
                measuring.open_cycle(actor, month, opens=date(2024, 1, 1), due=date(2100, 1, 1))
        measuring.load(
            actor, [row for row in mine if row["period"] == months[-1].code], submit=True, accept=False
        )
    owner = ready(scratch, world)
    past = {"starts": [m.start for m in months[:-1]], "ends": [m.end for m in months[:-1]]}
    with unbound(scratch, "measurement_observation", "measurement_rollup"):
        owner.execute(FILL, {"initiative": world.pk, **past})
        owner.execute("DELETE FROM measurement_rollup WHERE initiative_id = %s", [world.pk])
        owner.execute(ROLL_UP, {"initiative": world.pk})
    return world


def addresses(world: World) -> dict[str, str]:
    """The address of each page that gathers figures; funders are shown twelve indicators."""
    slug = world.initiative.slug
    with world.entered() as actor:
        waiting = measured.submissions(actor).filter(state="submitted").get()
        choose_shown(
            actor, Audience.FUNDERS, indicators=list(measured.indicators(actor)[:SHOWN]), passages=[]
        )
    indicator = reverse("measurement:indicator", args=[slug, "i0"])
    return {
        "dashboard": reverse("backbone:dashboard", args=[slug]),
        FUNDERS: reverse("backbone:dashboard_of", args=[slug, Audience.FUNDERS.value]),
        "scorecard": reverse("backbone:scorecard", args=[slug]),
        "cycle board": reverse("measurement:cycle", args=[slug, waiting.cycle.public_id]),
        "indicator": indicator,
        "indicator by sector": f"{indicator}?by=sector",
        "indicator by partner": f"{indicator}?by=partner",
        "hand-in to review": reverse("measurement:submission", args=[slug, waiting.public_id]),
    }
