"""Rows 6 and 12: the pages that gather many partners' figures, as partners and points grow.

200 partners hand in 40 indicators for 12 months, each figure with a total and five categories: 576,000 points, beside a
tenth of both. Small: 12 indicators of 100 partners, 86,400 points, beside a fifth, and only the dashboard of funders.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.urls import reverse

from backbone.services import choose_shown
from backbone.words import Audience
from config.bench import world as worlds
from config.bench.measure import Result, Side, alternately, queries, ratio
from config.bench.requests import Visitor
from config.bench.rollup import ready
from config.bench.scratch import Scratch, unbound
from config.bench.world import World
from measurement import queries as measured
from measurement import services as measuring

ROWS = {6, 12}
FULL, SMALL = (20, 200), (20, 100)
INDICATORS, SHOWN, CATEGORIES = 40, 12, 5
FUNDERS = f"funders' dashboard of {SHOWN} indicators"
LIMITS = {"dashboard": (6, 1.1), FUNDERS: (6, 1.1)}
MONTHS = worlds.months(13)  # twelve that count, and one that waits

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
    if not full and 6 not in wanted:
        return
    sizes, indicators = (FULL, INDICATORS) if full else (SMALL, SHOWN)
    few, many = (gathered(scratch, partners, indicators) for partners in sizes)
    scratch.analyse()
    pages = [addresses(world) for world in (many, few)]
    points = sizes[1] * indicators * (len(MONTHS) - 1) * (CATEGORIES + 1)
    for name in pages[0] if full else [FUNDERS]:
        row, limit = LIMITS.get(name, (12, 1.5))
        if row not in wanted:
            continue
        names = [f"{size} partners" for size in reversed(sizes)]
        asks = {
            size: Visitor(world.lead).asking(found[name])
            for size, world, found in zip(names, (many, few), pages, strict=True)
        }
        sides = alternately(*(Side(size, ask) for size, ask in asks.items()), rounds=7, warm=1)
        yield ratio(
            row, f"{name}, {sizes[1]} partners with {points:,} points against {sizes[0]}", sides, limit
        )
        counts = [queries(ask) for ask in asks.values()]
        yield Result(row, f"{name}: queries more", counts[0] - counts[1], 0, unit="")


def gathered(scratch: Scratch, partners: int, indicators: int) -> World:
    """An initiative whose partners all reported twelve months; of the thirteenth, the first one's waits for review."""
    world = worlds.initiative(
        f"gather{partners}", partners=partners, indicators=indicators, dimensions=1, categories=CATEGORIES
    )
    cells: list[dict[str, str]] = [{}, *({"d0": f"d0c{number}"} for number in range(CATEGORIES))]
    everything = worlds.rows(replace(world, partners=world.partners[:1]), MONTHS[-2:], cells)
    mine = [{**row, "value": Decimal(10 if row["cell"] else 50)} for row in everything]
    with world.entered() as actor:
        measuring.load(
            actor, [row for row in mine if row["period"] == MONTHS[-2].code], submit=True, accept=True
        )
    with world.entered() as actor:
        for month in MONTHS[-2:]:
            if not measured.cycles(actor).filter(period_start=month.start).exists():
                measuring.open_cycle(actor, month, opens=date(2024, 1, 1), due=date(2100, 1, 1))
        measuring.load(
            actor, [row for row in mine if row["period"] == MONTHS[-1].code], submit=True, accept=False
        )
    owner = ready(scratch, world)
    months = {"starts": [m.start for m in MONTHS[:-1]], "ends": [m.end for m in MONTHS[:-1]]}
    with unbound(scratch, "measurement_observation", "measurement_rollup"):
        owner.execute(FILL, {"initiative": world.pk, **months})
        owner.execute("DELETE FROM measurement_rollup WHERE initiative_id = %s", [world.pk])
        owner.execute(ROLL_UP, {"initiative": world.pk})
    return world


def addresses(world: World) -> dict[str, str]:
    """The address of each page; funders are shown twelve indicators."""
    slug = world.initiative.slug
    with world.entered() as actor:
        board = measured.cycles(actor).get(period_start=MONTHS[-1].start).public_id
        waiting = measured.submissions(actor).filter(state="submitted").get().public_id
        choose_shown(
            actor, Audience.FUNDERS, indicators=list(measured.indicators(actor)[:SHOWN]), passages=[]
        )
    indicator = reverse("measurement:indicator", args=[slug, "i0"])
    return {
        "dashboard": reverse("backbone:dashboard", args=[slug]),
        FUNDERS: reverse("backbone:dashboard_of", args=[slug, Audience.FUNDERS.value]),
        "scorecard": reverse("backbone:scorecard", args=[slug]),
        "cycle board": reverse("measurement:cycle", args=[slug, board]),
        "indicator": indicator,
        "indicator by sector": f"{indicator}?by=sector",
        "indicator by partner": f"{indicator}?by=partner",
        "hand-in to review": reverse("measurement:submission", args=[slug, waiting]),
    }
