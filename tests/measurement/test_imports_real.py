"""Published figures through the import, as somebody has them, held to what their publishers printed."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from initiatives import jobs
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Role
from initiatives.models import Initiative, Place, User
from initiatives.queries import enter
from measurement import queries
from measurement.imports.mapping import Layout, NewIndicator
from measurement.models import Category, Observation
from measurement.partitions import Partition, measure, partitions
from measurement.queries import Question
from measurement.services import define_dimension, define_indicator, imports, lock_cycle
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


# Those of which it is known that two make up the total, whether they overlap or not.
HALVES = [groups for groups in GROUPS if len(groups) == 2]


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
        visibility="public",
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


def start_of(cohort: str) -> str:
    """The first day of a cohort's year, which is "2006" or ends in its August."""
    year, _, august = cohort.partition(" ")
    return f"{year}-08-01" if august else f"{year}-01-01"


def hold_to_print(rows: list[dict[str, str]]) -> int:
    """Hold every figure that is kept to the printed percentage; return how many."""
    printed: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["Total Grads - % of cohort"] != "s":
            start = start_of(row["Cohort"])
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


def told_a_funder(lead: Actor, cleo: User) -> dict[tuple[str, str], dict[str, Decimal | None]]:
    """The graduates of each school and cohort, in all and by group, as a funder may read them; None where hidden."""
    found: dict[tuple[str, str], dict[str, Decimal | None]] = defaultdict(dict)
    actor = replace(lead, user=cleo, role=Role.FUNDER)
    with clock.at(clock.now() + timedelta(days=6)):
        row = queries.indicator(actor, "graduated")
        groups = dict(Category.objects.filter(dimension__code="group").values_list("name", "code"))
        for name, code in [("", ""), *groups.items()]:
            question = Question(by="partner", categories={"group": code} if code else None)
            for point in queries.series(actor, row, question).points:
                found[point.group, point.period.start.isoformat()][name] = (
                    None if point.suppressed else point.numerator
                )
    return found


def revealed(rows: list[dict[str, str]]) -> set[tuple[str, str, str]]:
    """What the printed table tells of what it hides: one of two halves of a total, where the other is printed."""
    printed: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in rows:
        printed[row["DBN"], row["Cohort"]][row["Demographic"]] = row["Total Grads - n"]
    return {
        (*place, half)
        for place, groups in printed.items()
        for halves in HALVES
        for half, other in (halves, halves[::-1])
        if groups.get(half) == "s" and "s" not in (groups["Total Cohort"], groups.get(other, "s"))
    }


def is_large(row: dict[str, str]) -> bool:
    """Whether those who graduated and those who did not are both printed, and neither are few."""
    if row["Total Grads - n"] == "s":
        return False
    graduates = int(row["Total Grads - n"])
    others = int(row["Total Cohort"].replace(",", "")) - graduates
    return graduates >= 10 and others >= 10


def hold_hidden(lead: Actor, cleo: User, rows: list[dict[str, str]]) -> int:
    """Publish all, and hold what the table told by subtraction to what a funder is told; return how much it was."""
    for cycle in queries.cycles(lead):
        lock_cycle(lead, cycle)
    jobs.run_due()
    told = told_a_funder(lead, cleo)
    secrets = revealed(rows)
    for school, cohort, half in secrets:
        groups = told[school, start_of(cohort)]
        other = next(other for halves in HALVES for half_, other in (halves, halves[::-1]) if half_ == half)
        assert groups[half] is None
        assert groups[""] is None or groups[other] is None, (school, cohort, half)
    shown = sum(number is not None for groups in told.values() for number in groups.values())
    assert shown > sum(is_large(row) for row in rows) / 2
    return len(secrets)


def test_what_a_district_hid_cannot_be_worked_out_by_a_funder(lead: Actor, cleo: User) -> None:
    """Everything is published by school and group; the table as printed tells 76 of its hidden cells."""
    rows = [row for row in rows_of("nyc-graduation/graduation.csv") if row["DBN"].startswith("01M")]
    assert take_graduation_in(lead, graduation(rows)).state == "done"
    assert hold_hidden(lead, cleo, rows) == 76


@pytest.mark.slow
def test_none_of_what_the_printed_table_tells_of_the_hidden_is_told_a_funder(lead: Actor, cleo: User) -> None:
    """All 2,766 cells that subtraction reveals. A worker may take longer between two statements than a page."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '15min'")
    rows = rows_of("nyc-graduation/graduation.csv")
    assert take_graduation_in(lead, graduation(rows)).state == "done"
    assert hold_hidden(lead, cleo, rows) == 2_766


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
        define_dimension(lead, code=code, name=heading, categories=categories)
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
