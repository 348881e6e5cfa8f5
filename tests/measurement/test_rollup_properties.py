"""The roll-up beside a plain reckoning of the same rules, for figures made up at random."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from initiatives import services as initiative
from initiatives.kernel.tenancy import tenant
from initiatives.models import Place, Sector
from measurement.cells import combination_of
from measurement.models import Category, Rollup
from measurement.rollups import mark_everything_dirty
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db

PERIODS = ("2024-Q1", "2024-Q2")
SECTORS = ("education", "health", "business")
PLACES = {"county": "", "town": "county", "ward": "town", "city": ""}
Cell = frozenset[tuple[str, str]]
TOTAL: Cell = frozenset()


@dataclass(frozen=True)
class Said:
    """What one partner said of one cell: a status, and parts where it reported."""

    status: str = "reported"
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass
class Cube:
    """Everything a roll-up stands on, as plain values."""

    kind: str
    rollup: str
    unduplicated: bool
    dimensions: dict[str, tuple[str, ...]]
    exclusive: set[str]
    partners: dict[str, tuple[str, str]]
    assigned: set[str]
    said: dict[tuple[str, str, Cell], Said] = field(default_factory=dict)

    @property
    def two_part(self) -> bool:
        return self.kind == "ratio"


@st.composite
def cubes(draw: Callable[[Any], Any]) -> Cube:
    kind = draw(st.sampled_from(["count", "ratio"]))
    sums = "ratio" if kind == "ratio" else "sum"
    unduplicated = kind == "count" and draw(st.booleans())
    dimensions = {
        code: (f"{code}1", f"{code}2") for code in draw(st.sets(st.sampled_from("xyz"), max_size=3))
    }
    cube = Cube(
        kind,
        draw(st.sampled_from([sums, sums, sums, "min", "max"])),
        unduplicated,
        dict(sorted(dimensions.items())),
        {code for code in dimensions if draw(st.integers(0, 3))},
        {
            code: (draw(st.sampled_from(SECTORS)), draw(st.sampled_from(["", *PLACES])))
            for code in "ABCDE"[: draw(st.integers(1, 5))]
        },
        set(),
    )
    cube.assigned = {code for code in cube.partners if draw(st.booleans())}
    for code, period in product(cube.partners, PERIODS):
        for cell in draw(_cells_of(cube)):
            cube.said[code, period, cell] = draw(_what(cube))
    return cube


def _cells_of(cube: Cube) -> st.SearchStrategy[set[Cell]]:
    """The total, or categories of some dimensions: never both, since these must agree."""
    ways: list[st.SearchStrategy[set[Cell]]] = [st.just(set()), st.just({TOTAL})]
    for number in range(1, len(cube.dimensions) + 1):
        chosen = list(cube.dimensions)[:number]
        cells = [
            frozenset(zip(chosen, c, strict=True)) for c in product(*(cube.dimensions[d] for d in chosen))
        ]
        ways += [st.just(set(cells)), st.sets(st.sampled_from(cells), max_size=len(cells))]
    return st.one_of(ways)


def _what(cube: Cube) -> st.SearchStrategy[Said]:
    number = st.integers(0, 40)
    if cube.two_part:
        told = st.tuples(number, st.integers(0, 9)).map(
            lambda n: Said(numerator=Decimal(n[0]), denominator=Decimal(n[0] + n[1]))
        )
        half = number.map(lambda n: Said(numerator=Decimal(n)))
        reported = st.one_of(told, told, told, half)
    else:
        reported = number.map(lambda n: Said(numerator=Decimal(n)))
    missing = st.sampled_from(["not_reported", "not_applicable", "suppressed_at_source"]).map(Said)
    return st.one_of(reported, reported, reported, reported, missing)


# The plain reckoning ----------------------------------------------------------------------------------------


def usable(cube: Cube, said: Said | None) -> bool:
    if said is None or said.status != "reported" or said.numerator is None:
        return False
    return said.denominator is not None or not cube.two_part


def completed(cube: Cube, own: Mapping[Cell, Said]) -> dict[Cell, Said]:
    """A partner's cells with those that follow from a complete exclusive dimension."""
    known = dict(own)
    for _round in cube.exclusive:
        before = dict(known)
        parents = {cell - {part} for cell in before for part in cell}
        for parent in parents:
            if parent in before and before[parent].status != "not_reported":
                continue
            for dimension in cube.dimensions:
                if dimension not in cube.exclusive or dimension in dict(parent):
                    continue
                parts = [before.get(parent | {(dimension, c)}) for c in cube.dimensions[dimension]]
                if all(usable(cube, part) for part in parts):
                    numerator = sum((p.numerator for p in parts if p and p.numerator is not None), Decimal(0))
                    base = sum((p.denominator for p in parts if p and p.denominator is not None), Decimal(0))
                    known[parent] = Said("reported", numerator, base if cube.two_part else None)
                    break
    return known


def groups_of(cube: Cube, partner: str) -> Iterator[tuple[str, str]]:
    sector, place = cube.partners[partner]
    yield "total", ""
    yield "sector", sector
    while place:
        yield "place", place
        place = PLACES[place]


def reckoned(cube: Cube) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    figures = {}
    told: dict[tuple[str, str], dict[Cell, Said]] = defaultdict(dict)
    for (partner, period, cell), said in cube.said.items():
        told[partner, period][cell] = said
    # An entry by staff makes an assignment from that period on.
    joined = dict.fromkeys(cube.assigned, 0)
    for partner, period in told:
        joined[partner] = min(joined.get(partner, 9), PERIODS.index(period))
    own = {key: completed(cube, cells) for key, cells in told.items()}
    for number, period in enumerate(PERIODS):
        if not any(key[1] == period for key in told):
            continue
        asked = [p for p, since in joined.items() if since <= number or (p, period) in told]
        total = Said("")
        asked = [p for p in asked if own.get((p, period), {}).get(TOTAL, total).status != "not_applicable"]
        before = PERIODS[number - 1] if number else ""
        volume: dict[str, Decimal | None] = {}
        for partner in asked:
            said = own.get((partner, before), {}).get(TOTAL)
            reported = said is not None and said.status == "reported"
            volume[partner] = (
                None
                if not reported or said is None
                else said.denominator
                if cube.two_part
                else said.numerator
            )
        cells = {TOTAL} | {cell for p in cube.partners for cell in own.get((p, period), {})}
        for cell in cells:
            members: dict[tuple[str, str], list[str]] = defaultdict(list)
            for partner in asked:
                said = own.get((partner, period), {}).get(cell)
                if said is None or said.status != "not_applicable":
                    for group in groups_of(cube, partner):
                        members[group].append(partner)
            for group, partners in members.items():
                given = {p: own.get((p, period), {}).get(cell) for p in partners}
                figures[(period, *group, cell)] = _figure(cube, given, volume)
    return figures


def _figure(
    cube: Cube, given: Mapping[str, Said | None], volume: Mapping[str, Decimal | None]
) -> tuple[Any, ...]:
    used = {p: said for p, said in given.items() if said is not None and usable(cube, said)}
    numerators = [said.numerator for said in used.values() if said.numerator is not None]
    bases = [said.denominator for said in used.values() if said.denominator is not None]
    numerator = sum(numerators, Decimal(0)) if used else None
    base = sum(bases, Decimal(0)) if used and cube.two_part else None
    each = [v for v in (_value(cube, s.numerator, s.denominator) for s in used.values()) if v is not None]
    summing = cube.rollup in ("sum", "ratio")
    whole = summing and (not cube.unduplicated or len(used) == 1)
    low, high = min(each, default=None), max(each, default=None)
    weights = [v for v in (volume[p] for p in given) if v is not None]
    in_weights = [v for v in (volume[p] for p in used) if v is not None]
    weighed = sum(weights, Decimal(0)) > 0
    coverage = sum(in_weights, Decimal(0)) / sum(weights) if weighed else Decimal(len(used)) / len(given)
    return (
        numerator if whole else None,
        base if whole else None,
        _value(cube, numerator, base) if whole else {"min": low, "max": high}.get(cube.rollup),
        None if whole else (high if summing else low),
        None if whole else (numerator if summing else high),
        len(used),
        len(given),
        sum(
            1 for p, said in given.items() if said is not None and said.status == "reported" and p not in used
        ),
        coverage,
        "volume" if weighed else "count",
    )


def _value(cube: Cube, numerator: Decimal | None, base: Decimal | None) -> Decimal | None:
    if numerator is None or not cube.two_part:
        return numerator
    return 100 * numerator / base if base else None


# The scene of a cube ----------------------------------------------------------------------------------------


@contextmanager
def staged(cube: Cube) -> Iterator[Scene]:
    """An initiative of the cube's shape, without figures; gone at the end."""
    with transaction.atomic():
        scene = Scene(self_acceptance=True)
        with scene.acting() as actor:
            for code, parent in PLACES.items():
                initiative.add_place(actor, code=code, name=code, parent=parent)
            rows = [{"code": c, "name": c, "sector": s, "place": p} for c, (s, p) in cube.partners.items()]
            initiative.add_partners(actor, rows)
        for code, categories in cube.dimensions.items():
            scene.dimension(code, *categories, exclusive=code in cube.exclusive)
        behaviour = {"time_behaviour": "unduplicated"} if cube.unduplicated else {}
        scene.indicator(
            "n", cube.kind, partner_rollup=cube.rollup, dimensions=list(cube.dimensions), **behaviour
        )
        scene.assign("n", *sorted(cube.assigned), since="2024-01-01")
        yield scene
        transaction.set_rollback(True)


def rows_of(cube: Cube) -> list[dict[str, Any]]:
    return [
        {
            "partner": partner,
            "indicator": "n",
            "period": period,
            "cell": dict(cell),
            "status": said.status,
            "numerator": said.numerator,
            "denominator": said.denominator,
        }
        for (partner, period, cell), said in cube.said.items()
    ]


def stored(scene: Scene) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The roll-up as it is stored, by names."""
    with tenant(scene.where):
        categories = {c.pk: (c.dimension.code, c.code) for c in Category.objects.select_related("dimension")}
        names = {
            "total": {0: ""},
            "sector": dict(Sector.objects.values_list("id", "code")),
            "place": dict(Place.objects.values_list("id", "code")),
        }
        return {
            (
                f"2024-Q{(row.period_start.month + 2) // 3}",
                row.axis,
                names[row.axis][row.group_id],
                frozenset(categories[c] for _d, c in combination_of(row.cell.key)),
            ): (
                row.numerator,
                row.denominator,
                row.value,
                row.low,
                row.high,
                row.reported,
                row.expected,
                row.left_out,
                row.coverage,
                row.coverage_basis,
            )
            for row in Rollup.objects.select_related("cell")
        }


def close(found: Mapping[tuple[Any, ...], tuple[Any, ...]]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The figures to twelve digits after the point, to compare what was divided by different means."""
    return {
        key: tuple(round(n, 12) if isinstance(n, Decimal) else n for n in figure)
        for key, figure in found.items()
    }


ONCE = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(ONCE, max_examples=150)


def check_reckoning(cube: Cube) -> None:
    with staged(cube) as scene:
        if cube.said:
            scene.load(*rows_of(cube))
        assert close(stored(scene)) == close(reckoned(cube))
        assert scene.stale() == []


def check_order_and_split(cube: Cube, order: list[int], cut: int) -> None:
    """Any split into loads, in any order, with any computing between them, gives the same figures."""
    rows = rows_of(cube)
    with staged(cube) as scene:
        mixed = [rows[i % len(rows)] for i in order] + rows
        unique = list(
            {(r["partner"], r["period"], tuple(sorted(r["cell"].items()))): r for r in mixed}.values()
        )
        for part in (unique[: cut % len(rows)], unique[cut % len(rows) :]):
            if part:
                scene.load(*part)
        assert close(stored(scene)) == close(reckoned(cube))
        assert scene.stale() == []


def check_revision_and_reversal(cube: Cube) -> None:
    rows = rows_of(cube)
    with staged(cube) as scene:
        scene.load(*rows)
        before = stored(scene)
        other = [{**row, "status": "not_reported", "numerator": None, "denominator": None} for row in rows]
        scene.load(*other, reason="A slip")
        scene.load(*rows, reason="The slip mended")
        assert stored(scene) == before
        assert scene.stale() == []


with_figures = cubes().filter(lambda cube: bool(cube.said))


@ONCE
@given(cubes())
def test_the_roll_up_is_what_a_plain_reckoning_gives(cube: Cube) -> None:
    check_reckoning(cube)


@settings(ONCE, max_examples=12)
@given(with_figures, st.lists(st.integers(0, 99), max_size=9), st.integers(0, 99))
def test_neither_order_nor_split_matters(cube: Cube, order: list[int], cut: int) -> None:
    check_order_and_split(cube, order, cut)


@settings(ONCE, max_examples=8)
@given(with_figures)
def test_a_revision_and_its_reversal_restore_the_figures(cube: Cube) -> None:
    check_revision_and_reversal(cube)


@pytest.mark.slow
@LONG
@given(with_figures, st.lists(st.integers(0, 99), max_size=9), st.integers(0, 99))
def test_all_of_it_many_times(cube: Cube, order: list[int], cut: int) -> None:
    check_reckoning(cube)
    check_order_and_split(cube, order, cut)
    check_revision_and_reversal(cube)


@settings(ONCE, max_examples=10)
@given(with_figures)
def test_sectors_add_up_to_the_total(cube: Cube) -> None:
    with staged(cube) as scene:
        scene.load(*rows_of(cube))
        figures = stored(scene)
    totals = {key: figure for key, figure in figures.items() if key[1] == "total" and figure[0] is not None}
    for (period, _axis, _group, cell), figure in totals.items():
        parts = [f for (p, axis, _g, c), f in figures.items() if (p, axis, c) == (period, "sector", cell)]
        assert sum(f[6] for f in parts) == figure[6]
        if not cube.unduplicated:
            assert sum((f[0] for f in parts if f[0] is not None), Decimal(0)) == figure[0]


@settings(ONCE, max_examples=8)
@given(with_figures)
def test_what_was_computed_step_by_step_is_what_a_rebuild_computes(cube: Cube) -> None:
    with staged(cube) as scene:
        for row in rows_of(cube):
            scene.load(row)
        before = stored(scene)
        with scene.acting():
            mark_everything_dirty()
        scene.work()
        assert stored(scene) == before


@st.composite
def broken_down(draw: Callable[[Any], Any]) -> Cube:
    """Figures of which every partner gives all cells of one or two exclusive dimensions, or nothing."""
    kind = draw(st.sampled_from(["count", "ratio"]))
    dimensions = {"x": ("x1", "x2", "x3"), "y": ("y1", "y2")}
    chosen = {code: dimensions[code] for code in draw(st.sampled_from(["x", "xy"]))}
    partners = {
        code: (draw(st.sampled_from(SECTORS)), draw(st.sampled_from(["", *PLACES])))
        for code in "ABCD"[: draw(st.integers(2, 4))]
    }
    cube = Cube(
        kind, "ratio" if kind == "ratio" else "sum", False, chosen, set(chosen), partners, set(partners)
    )
    number = st.integers(0, 40)
    for code, period in product(partners, PERIODS[:1]):
        if code != "A" and not draw(st.booleans()):
            continue
        for categories in product(*chosen.values()):
            part, rest = draw(number), draw(number)
            base = Decimal(part + rest) if cube.two_part else None
            cell = frozenset(zip(chosen, categories, strict=True))
            cube.said[code, period, cell] = Said("reported", Decimal(part), base)
    return cube


@settings(ONCE, max_examples=10)
@given(broken_down())
def test_categories_of_an_exclusive_dimension_add_up_in_every_group(cube: Cube) -> None:
    with staged(cube) as scene:
        scene.load(*rows_of(cube))
        figures = stored(scene)
    compared = 0
    for (period, axis, group, cell), whole in figures.items():
        if whole[0] is None:  # nobody of the group has reported
            continue
        for code in set(cube.dimensions) - set(dict(cell)):
            parts = [
                figures[period, axis, group, cell | {(code, category)}] for category in cube.dimensions[code]
            ]
            numerators, bases = ([part[place] for part in parts] for place in (0, 1))
            assert sum(numerators, Decimal(0)) == whole[0]
            if cube.two_part:
                assert sum(bases, Decimal(0)) == whole[1]
            compared += axis != "total"
    assert compared >= len(cube.dimensions)
    assert {(axis, cell) for _p, axis, _g, cell in figures} >= {("total", TOTAL), ("sector", TOTAL)}
