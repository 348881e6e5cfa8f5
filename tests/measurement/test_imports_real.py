"""Published figures through the import, as somebody has them, held to what their publishers printed."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from initiatives import jobs
from initiatives.kernel.access import Actor
from initiatives.models import Initiative, Place, User
from initiatives.queries import enter
from measurement.imports.mapping import Layout, NewIndicator
from measurement.imports.partitions import Partition, measure, partitions
from measurement.models import Category, Observation
from measurement.services import define_dimension, define_indicator, imports
from tests.measurement.test_imports import DATA, again, confirmed, matched, needs_data, upload, values

pytestmark = [pytest.mark.django_db, needs_data]


@pytest.fixture
def lead(ana: User, riverbend: Initiative, settings: Any, tmp_path: Path) -> Iterator[Actor]:
    settings.MEDIA_ROOT = tmp_path
    with enter(ana, "riverbend") as actor:
        yield actor


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# --- groups of pupils in New York --------------------------------------------------------------------------

GROUPS = {
    ("Female", "Male"): (2316, 0, 0),
    ("English Language Learners", "English Proficient Students"): (2014, 0, 0),
    ("General Education Students", "Special Education Students"): (2208, 258, 0),
    ("Asian", "Black", "Hispanic", "White"): (1531, 0, 868),
}


def pupils() -> list[tuple[Decimal, dict[str, Decimal]]]:
    """Every school's cohort: its total and its groups (a group that stands twice as it stands last)."""
    cohorts: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for row in rows_of("nyc-graduation/graduation.csv"):
        cohort = cohorts[row["DBN"], row["Cohort"]]
        cohort[row["Demographic"]] = Decimal(row["Total Cohort"].replace(",", ""))
    return [(groups.pop("Total Cohort"), groups) for groups in cohorts.values() if "Total Cohort" in groups]


def test_the_groups_that_divide_the_pupils_are_recognised() -> None:
    """Of ten groups in one column, four sets are parts of the total; two of these divide it."""
    found = {p.groups: (p.cases, p.above, p.below) for p in partitions(pupils())}
    assert found == GROUPS


def test_groups_that_overlap_or_leave_somebody_out_are_refused_as_exclusive() -> None:
    cases = pupils()
    assert measure(cases, ["Male", "Female"]).exclusive
    overlapping = measure(cases, ["Special Education Students", "General Education Students"])
    assert (overlapping.exclusive, overlapping.above) == (False, 258)


def test_rounded_parts_may_miss_their_total_by_their_rounding() -> None:
    total, parts = Decimal("1.0"), {"a": Decimal("0.3"), "b": Decimal("0.3"), "c": Decimal("0.3")}
    assert measure([(total, parts)] * 3, ["a", "b", "c"]) == Partition(("a", "b", "c"), 3, 0, 0)
    assert measure([(Decimal("1.3"), parts)] * 3, ["a", "b", "c"]).below == 3
    assert measure([(Decimal(10), {"a": Decimal(4), "b": Decimal(5)})] * 3, ["a", "b"]).below == 3


def graduation(rows: list[dict[str, str]]) -> str:
    head = ["Demographic", "DBN", "School Name", "Cohort", "Total Cohort", "Total Grads - n"]
    return "\n".join([",".join(head), *(",".join(f'"{row[name]}"' for name in head) for row in rows)])


def take_graduation_in(lead: Actor, content: str) -> Any:
    groups = sorted({group for groups in GROUPS for group in groups})
    define_dimension(
        lead,
        code="group",
        name="Group",
        exclusive=False,
        categories=[{"code": f"g{n}", "name": group} for n, group in enumerate(groups)],
    )
    define_indicator(
        lead,
        code="graduated",
        name="Graduated",
        kind="ratio",
        cadence="yearly",
        decimals=1,
        dimensions=["group"],
    )
    row = upload(lead, content, "graduation.csv")
    columns = {
        **Layout.from_json(row.mapping).columns,
        "Demographic": ("dim:group",),
        "DBN": ("partner",),
        "School Name": ("partner_name",),
        "Cohort": ("period",),
        "Total Cohort": ("of:graduated:denominator",),
        "Total Grads - n": ("of:graduated:numerator",),
    }
    row = matched(lead, row, columns=columns, period_from="column", partner_from="column")
    return confirmed(lead, row, bad="leave", decimal=".")


def hold_to_print(rows: list[dict[str, str]]) -> int:
    """Hold every figure that is kept to the printed percentage; return how many."""
    printed: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["Total Grads - % of cohort"] != "s":
            year = row["Cohort"].partition(" ")
            start = f"{year[0]}-08-01" if year[2] else f"{year[0]}-01-01"
            group = "" if row["Demographic"] == "Total Cohort" else row["Demographic"]
            printed[row["DBN"], start, group].add(f"{Decimal(row['Total Grads - % of cohort']):.1f}")
    named = {
        f"{dimension}:{pk}": name
        for dimension, pk, name in Category.objects.values_list("dimension", "pk", "name")
    }
    kept = Observation.objects.filter(superseded_at=None, status="reported").select_related("partner", "cell")
    count = 0
    for row in kept:
        key = (row.partner.code, row.period_start.isoformat(), named.get(row.cell.key, ""))
        share = (100 * row.numerator / row.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert str(share) in printed[key], key
        count += 1
    return count


def test_a_district_of_schools_equals_the_printed_percentages(lead: Actor) -> None:
    """The first district: what is hidden at its source stays hidden, every other share is as printed."""
    rows = [row for row in rows_of("nyc-graduation/graduation.csv") if row["DBN"].startswith("01M")]
    row = take_graduation_in(lead, graduation(rows))
    assert row.state == "done", row.message
    once = {(r["DBN"], r["Cohort"], r["Demographic"]) for r in rows}
    hidden = sum(r["Total Grads - n"] == "s" for r in rows)
    assert len(once) == len(rows)
    assert hold_to_print(rows) == len(rows) - hidden
    assert Observation.objects.filter(status="suppressed_at_source").count() == hidden
    found = {tuple(p["groups"]): p["exclusive"] for p in row.preview["groupings"][0]["partitions"]}
    assert found["Female", "Male"] is True


@pytest.mark.slow
def test_all_schools_equal_the_printed_percentages(lead: Actor) -> None:
    """16,704 rows are not hidden; of rows that stand twice with different numbers none goes in unasked."""
    rows = rows_of("nyc-graduation/graduation.csv")
    shown = [row for row in rows if row["Total Grads - n"] != "s"]
    assert len(shown) == 16_704
    for row in shown:
        share = 100 * Decimal(row["Total Grads - n"]) / Decimal(row["Total Cohort"].replace(",", ""))
        printed = Decimal(row["Total Grads - % of cohort"]).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert share.quantize(Decimal("0.1"), ROUND_HALF_UP) == printed
    row = take_graduation_in(lead, graduation(rows))
    assert row.state == "done", row.message
    found = {
        tuple(p["groups"]): (p["cases"], p["above"], p["below"])
        for p in row.preview["groupings"][0]["partitions"]
    }
    assert found == GROUPS
    firsts = {(r["DBN"], r["Cohort"], r["Demographic"]): r for r in reversed(rows)}
    assert hold_to_print(rows) == sum(r["Total Grads - n"] != "s" for r in firsts.values())


# --- contraceptives by authority in England ----------------------------------------------------------------


def take_sdg_in(lead: Actor, rows: list[dict[str, str]]) -> Any:
    for code, heading in (("method", "Main method of contraception"), ("type", "Type of contraception")):
        names = sorted({row[heading] for row in rows} - {""})
        categories = [{"code": f"{code}{n}", "name": name} for n, name in enumerate(names)]
        define_dimension(lead, code=code, name=heading, exclusive=False, categories=categories)
    define_indicator(
        lead,
        code="women",
        name="Women, thousands",
        kind="currency",
        currency="GBP",
        cadence="yearly",
        decimals=3,
        dimensions=["method", "type"],
    )
    content = "\n".join(
        [",".join(rows[0]), *(",".join(f'"{text}"' for text in row.values()) for row in rows)]
    )
    upload_ = upload(lead, content, "3-7-1.csv")
    columns = {
        "Year": ("period",),
        "Region": ("place",),
        "Local authority": ("partner",),
        "Main method of contraception": ("dim:method",),
        "Type of contraception": ("dim:type",),
        "Value": ("of:women:value",),
    }
    checked = matched(
        lead,
        upload_,
        columns=columns,
        period_from="column",
        partner_from="column",
        year_start=4,
        cadence="yearly",
    )
    assert checked.preview["blank_groups"]
    groups = {"method": "total", "type": "total"}
    return confirmed(lead, checked, groups=groups, bad="leave", sector="government", place_from="column")


@pytest.mark.slow
def test_authorities_add_up_to_regions_within_rounding(lead: Actor) -> None:
    """In 295 of 297 region, year and method; in the other two authorities are missing, and the coverage says so."""
    rows = rows_of("uk-sdg/indicator_3-7-1.csv")
    row = take_sdg_in(lead, rows)
    assert row.state == "done", row.message
    assert row.result["written"] == 4_762
    jobs.run_due()
    places = dict(Place.objects.values_list("code", "name"))
    published = {
        (r["Year"][:4], r["Region"], r["Main method of contraception"], r["Type of contraception"]): Decimal(
            r["Value"]
        )
        for r in rows
        if r["Region"] and not r["Local authority"]
    }
    methods = {(key[2], key[3]) for key in published}
    codes = dict(Category.objects.values_list("name", "code"))
    agree, short = 0, []
    for method, kind in methods:
        cell = {name: codes[text] for name, text in (("method", method), ("type", kind)) if text}
        for (period, place), point in values(lead, "women", by="place", categories=cell).items():
            printed = published[
                period[:4] if period[:2] == "20" else period[2:6], places[place], method, kind
            ]
            leeway = Decimal("0.0025") * point.reported
            if abs(printed - point.value) <= leeway:
                agree += 1
            else:
                short.append((places[place], point.value < printed, point.reported < point.expected))
    assert agree == 295
    assert short == [("West Midlands", True, True)] * 2


# --- shelter beds ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_shelter_beds_of_all_eighteen_years_equal_their_printed_totals(lead: Actor) -> None:
    """From the workbook as published, once for each way in which its headings are written in those years.

    Its Total rows are held to what the rows add up to, and agree in every year.
    """
    content = (DATA / "hud-hic" / "2007-2024-HIC-Counts-by-CoC.xlsx").read_bytes()
    kinds = (NewIndicator("beds", "Beds", "count"), NewIndicator("hmis", "In HMIS", "ratio"))
    compared = 0
    for first, last in ((2014, 2024), (2013, 2013), (2008, 2012), (2007, 2007)):
        row = upload(lead, content, "hic.xlsx")
        sheets = tuple(
            n
            for n, sheet in enumerate(row.sheets)
            if sheet["name"].isdecimal() and first <= int(sheet["name"]) <= last
        )
        imports.point_at_headings(lead, row, sheets=sheets, first=1, last=2)
        row = again(lead, row)
        labels = Layout.from_json(row.mapping).labels
        columns: dict[str, tuple[str, ...]] = dict.fromkeys(labels, ())
        partner = next(label for label in labels if label.startswith("CoC"))
        beds = next(label for label in labels if " / Total Year-Round Beds" in label)
        hmis = next(label for label in labels if " / Total HMIS Year-Round Beds" in label)
        columns |= {partner: ("partner",), beds: ("of:beds:value", "of:hmis:denominator")}
        columns |= {hmis: ("of:hmis:numerator",)}
        here = {
            "partner_from": "column",
            "indicator_from": "column",
            "period_from": "sheet",
            "sheets": sheets,
        }
        checked = matched(lead, row, columns=columns, new=kinds if first == 2014 else (), **here)
        assert checked.state == "preview", checked.message
        assert checked.preview["sums_wrong"] == []
        compared += checked.preview["sums"]
        done = confirmed(lead, checked, bad="leave", place_from="prefix")
        assert done.state == "done", done.message
    assert compared == 18 * 3
    jobs.run_due()
    expected = {r["year"]: r for r in rows_of("expected/hud_hic.csv")}
    beds_of, hmis_of = values(lead, "beds"), values(lead, "hmis")
    assert {period for period, _group in beds_of} == {str(year) for year in range(2007, 2025)}
    assert len(expected) == 11
    for year, printed in expected.items():
        assert beds_of[year, "total"].value == Decimal(printed["total_year_round_beds"]), year
        assert hmis_of[year, "total"].numerator == Decimal(printed["hmis_beds"]), year


# --- emissions in Canada -----------------------------------------------------------------------------------


def test_provinces_add_up_to_canada_and_sectors_do_not(lead: Actor) -> None:
    """Within 0.003 Mt in every year; the seven sectors listed come to 632.282 of 684.704 Mt in 2024."""
    rows = rows_of("cif-canada/indicator_13-1-1.csv")
    define_indicator(
        lead,
        code="emissions",
        name="Emissions",
        kind="currency",
        currency="CAD",
        cadence="yearly",
        decimals=3,
    )
    inventory = ("", "Provincial Inventory Total", "Territorial Inventory Total")
    lines = [
        f"{row['Geography'] or 'Canada'},{row['Year']},{row['Value']}"
        for row in rows
        if row["Source"] in inventory and row["Year"] >= "2015"
    ]
    checked = matched(lead, upload(lead, "\n".join(["Partner,Year,Emissions", *lines])))
    row = confirmed(lead, checked, partner={"canada": "leave"})
    assert row.state == "done", row.message
    jobs.run_due()
    national = {row["Year"]: Decimal(row["Value"]) for row in rows if not row["Geography"]}
    found = values(lead, "emissions")
    assert len(found) == 10
    for (year, _group), point in found.items():
        assert abs(point.value - national[year]) <= Decimal("0.003"), year
        assert point.reported == 13
    sectors = {
        r["Source"]: Decimal(r["Value"]) for r in rows if r["Year"] == "2024" and r["Geography"] == "Canada"
    }
    listed = measure([(national["2024"], sectors)] * 3, sorted(sectors))
    assert (sum(sectors.values()), listed.exclusive, listed.below) == (Decimal("632.282"), False, 3)
