"""Real figures, held to the totals that their publishers printed."""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from initiatives import services as initiative
from initiatives.kernel.tenancy import tenant
from measurement import queries, rollups, services
from measurement.periods import parse
from tests.factories.scene import Scene

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="the published data is not beside the repository"),
]

# How the publisher heads a percentage, and the measure it is of.
MEASURES = {
    "12m-dtapipvhib3": ("12m", "DTaP/IPV/Hib"),
    "12m-pcv": ("12m", "PCV2"),
    "12m-rota": ("12m", "Rota"),
    "12m-menb": ("12m", "MenB"),
    "24m-dtapipvhib3-primary": ("24m", "DTaP/IPV/Hib"),
    "24m-mmr1": ("24m", "MMR1"),
    "24m-hibmenc-booster": ("24m", "Hib/MenC"),
    "24m-pcv-booster": ("24m", "PCV Booster"),
    "24m-menb-booster": ("24m", "MenB Booster"),
    "5y-dtapipvhib3-primary": ("5y", "DTaP/IPV/Hib"),
    "5y-mmr1": ("5y", "MMR1"),
    "5y-mmr2-booster": ("5y", "MMR2"),
    "5y-dtapipv-booster": ("5y", "DTaPIPV"),
    "5y-hibmenc-booster": ("5y", "Hib/MenC"),
}


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def published(quarter: int) -> dict[tuple[str, str, str], Decimal]:
    """What was printed, by age, area and measure (without its per cent sign)."""
    return {
        (row["age"], row["area"], row["measure"].removeprefix(row["age"]).strip(" %")): Decimal(
            row["published"]
        )
        for row in rows_of(f"expected/cover_2018_19_q{quarter}_published.csv")
        if row["published"]
    }


def cover(quarter: int, period: str, *more: Mapping[str, Any]) -> Scene:
    """The quarter's vaccinations in an initiative of their own, taken in as one bulk."""
    rows = rows_of(f"cover-2018-19/submissions_q{quarter}.csv")
    partners = {row["partner_code"]: (row["partner"], row["region"]) for row in rows}
    partners |= {row["partner"]: ("City of London", "London") for row in more}
    scene = Scene(self_acceptance=True)
    regions = {name: name.replace(" ", "-") for _partner, name in partners.values()}
    with scene.acting() as actor:
        for name, code in regions.items():
            initiative.add_place(actor, code=code, name=name)
        given = [
            {"code": code, "name": name, "sector": "government", "place": regions[region]}
            for code, (name, region) in partners.items()
        ]
        initiative.add_partners(actor, given)
    for code in MEASURES:
        scene.indicator(code, "ratio", decimals=1)
    figures = [
        {
            "partner": row["partner_code"],
            "indicator": row["indicator"],
            "period": period,
            "numerator": Decimal(row["numerator"]) if row["numerator"] else None,
            "denominator": Decimal(row["denominator"]) if row["denominator"] else None,
        }
        for row in rows
    ]
    scene.load(*figures, *({**row, "period": period} for row in more))
    return scene


def england_and_regions(scene: Scene, code: str) -> dict[str, queries.Point]:
    regions = {p.group.replace("-", " "): p for p in scene.points(code, by="place")}
    return {"England": scene.points(code)[0], **regions}


@pytest.mark.parametrize(("quarter", "period"), [(2, "2018-Q3"), (4, "2019-Q1")])
def test_childhood_vaccination_gives_the_published_percentages(quarter: int, period: str) -> None:
    """151 authorities, nine regions, England: to 1e-9 where printed in full, within rounding elsewhere."""
    scene = cover(quarter, period)
    printed = published(quarter)
    tolerance = Decimal("1e-9") if quarter == 4 else Decimal("0.05") + Decimal("1e-9")
    compared = 0
    for code, (age, measure) in MEASURES.items():
        for area, point in england_and_regions(scene, code).items():
            assert point.value is not None
            assert abs(point.value - printed[age, area, measure]) <= tolerance, (code, area)
            assert point.denominator == printed[age, area, "Denominator"], (code, area)
            compared += 1
    assert compared == 14 * 10
    assert scene.stale() == []
    with tenant(scene.where):
        rollups.mark_everything_dirty()
        with CaptureQueriesContext(connection) as told:
            assert rollups.recompute() == 14
    assert len(told) <= 8


def test_a_partner_whose_figures_are_kept_back_is_expected_and_changes_nothing() -> None:
    """City of London prints *, since its figures are within another's."""
    kept_back = [{"partner": "714", "indicator": code, "status": "suppressed_at_source"} for code in MEASURES]
    scene = cover(4, "2019-Q1", *kept_back)
    printed = published(4)
    for code, (age, measure) in MEASURES.items():
        points = england_and_regions(scene, code)
        value = points["England"].value
        assert value is not None
        assert abs(value - printed[age, "England", measure]) <= Decimal("1e-9")
        assert (points["London"].reported, points["London"].expected) == (32, 33)

    with scene.acting() as actor:
        told = queries.explain(actor, queries.indicator(actor, "24m-mmr1"), period=parse("2019-Q1"))
    assert len(told.behind) == 152
    behind = {b.partner: b for b in told.behind}
    assert (behind["714"].included, behind["714"].left_out) == (False, "suppressed_at_source")
    assert sum(b.numerator for b in told.behind if b.included and b.numerator is not None) == 142343


def test_a_nought_of_nothing_said_is_stored_left_out_and_flagged() -> None:
    """The Isles of Scilly print 0 with a blank beside it."""
    scene = Scene(self_acceptance=True)
    scene.partners("906", "716")
    scene.indicator("24m-mmr1", "ratio")
    parts = {"906": {"numerator": 0}, "716": {"numerator": 698, "denominator": 868}}

    loaded = scene.give("24m-mmr1", "2019-Q1", parts)

    assert [found.code for found in loaded.findings] == ["incomplete"]
    point = scene.points("24m-mmr1")[0]
    assert (point.numerator, point.denominator, point.reported, point.expected) == (698, 868, 1, 2)
    assert "1 left out" in point.note


@pytest.mark.parametrize("years", [("2023", "2024")])
def test_shelter_beds_of_many_communities_give_the_published_totals(years: tuple[str, ...]) -> None:
    """Every count column of the inventory adds up to the Total row, and the rate to the printed one."""
    book = CalamineWorkbook.from_path(str(DATA / "hud-hic" / "2007-2024-HIC-Counts-by-CoC.xlsx"))
    sheets = {year: book.get_sheet_by_name(year).to_python() for year in years}
    rates = {row["year"]: row for row in rows_of("expected/hud_hic.csv")}
    scene = Scene(self_acceptance=True)
    scene.indicator("beds", time_behaviour="stock", cadence="yearly")
    figures, totals, codes = [], {}, set()
    for year, rows in sheets.items():
        for row in rows[2:]:
            if row[0] == "Total":
                totals[year] = Decimal(str(row[1]))
            elif isinstance(row[1], float | int) and "-" in str(row[0])[:4]:
                codes.add(str(row[0]))
                figures.append(
                    {
                        "partner": str(row[0]),
                        "indicator": "beds",
                        "period": year,
                        "value": Decimal(str(row[1])),
                    }
                )
    scene.partners(*sorted(codes))
    scene.load(*figures)

    for year in years:
        point = scene.point("beds", year)
        assert (point.value, point.reported) == (totals[year], int(rates[year]["cocs"]))


# Their base lies beyond the target already: the published sign is another one.
BEYOND = {"14-2-1", "15-5-1", "3-13-1", "9-7-1"}


def test_canada_progress_by_yearly_rates() -> None:
    """Progress as the framework publishes it: observed over required rate, or where there is no target the rate."""
    text = (DATA / "cif-canada/indicator_calculation_components.yml").read_text(encoding="utf-8")
    told = [
        (code, name, row)
        for code, parts in yaml.load(text, yaml.BaseLoader).items()
        for name, row in parts.items()
        if isinstance(row, dict) and row["progress_value"] != "null"
    ]
    scene = Scene(self_acceptance=True)
    scene.partners("canada")
    rows = []
    for number, (_code, _name, row) in enumerate(told):
        way = "up" if row["direction"] == "1" else "down"
        scene.indicator(f"c{number}", "count", cadence="yearly", time_behaviour="stock", direction=way)
        for when in ("base", "current"):
            period = row[f"{when}_year"].removesuffix(".0")
            rows.append(
                {
                    "partner": "canada",
                    "indicator": f"c{number}",
                    "period": period,
                    "value": round(Decimal(row[f"{when}_value"]), 12),
                }
            )
    scene.load(*rows)
    with scene.acting() as actor:
        indicators = {row.code: row for row in queries.indicators(actor)}
        for number, (_code, _name, row) in enumerate(told):
            if row["target"] != "null":
                services.set_target(
                    actor,
                    indicators[f"c{number}"],
                    value=Decimal(row["target"]),
                    date=date(int(float(row["target_year"])), 12, 31),
                    baseline_value=Decimal(row["base_value"]),
                    baseline_date=date(int(float(row["base_year"])), 12, 31),
                    method="cagr",
                    reason="As published",
                )
        standing = {s.indicator.code: s for s in queries.standings(actor)}

    equal, opposite, without = [], set(), []
    for number, (code, name, row) in enumerate(told):
        found, published = standing[f"c{number}"], Decimal(row["progress_value"])
        if row["target"] == "null":
            assert found.pace is not None and abs(found.pace - published) < Decimal("1e-9"), name
            without.append(name)
            continue
        assert found.judged is not None and found.judged.progress is not None
        ours = found.judged.progress.progress
        assert ours is not None
        if abs(ours - published) < Decimal("1e-9"):
            equal.append(code)
        else:
            assert abs(ours + published) < Decimal("1e-9"), name
            opposite.add(code)
    assert (len(equal), opposite, len(without)) == (35, BEYOND, 86)
