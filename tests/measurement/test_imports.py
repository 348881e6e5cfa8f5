"""Files of figures on their way in, through the verbs and the worker's steps."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.conf import settings as concert

from initiatives import jobs
from initiatives.kernel.access import Actor
from initiatives.models import Affiliation, Initiative, Partner, Place, User
from initiatives.queries import enter
from measurement.imports.mapping import Layout, NewIndicator
from measurement.models import Assignment, Import, Observation
from measurement.queries import Question, indicator, series
from measurement.queries import imports as questions
from measurement.services import imports

pytestmark = pytest.mark.django_db

DATA = Path(concert.BASE_DIR).parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the published data is not beside the repository")


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Uploads of a test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lead(ana: User, riverbend: Initiative) -> Iterator[Actor]:
    """ana, at work in riverbend."""
    with enter(ana, "riverbend") as actor:
        yield actor


def upload(actor: Actor, content: bytes | str, name: str = "figures.csv") -> Import:
    """Receive a file and have it read."""
    data = content.encode() if isinstance(content, str) else content
    row = imports.receive(actor, name=name, file=io.BytesIO(data), size=len(data))
    jobs.run_due()
    return questions.import_of(actor, row.public_id)


def again(actor: Actor, row: Import) -> Import:
    """Run what the worker has to do and look at the import again."""
    jobs.run_due()
    return questions.import_of(actor, row.public_id)


def matched(actor: Actor, row: Import, **changes: Any) -> Import:
    """Confirm the guessed layout, with changes, and have the file checked."""
    imports.match(actor, row, replace(Layout.from_json(row.mapping), **changes))
    return again(actor, row)


def confirmed(actor: Actor, row: Import, **choices: Any) -> Import:
    """Confirm the preview, with choices, and have the file taken in."""
    imports.confirm(actor, row, choices)
    return again(actor, row)


def workbook(**sheets: list[list[Any]]) -> bytes:
    """A workbook of plain sheets."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name.lstrip("_"))
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def values(actor: Actor, code: str, **asked: Any) -> dict[tuple[str, str], Any]:
    """The points of a series by period and group."""
    points = series(actor, indicator(actor, code), Question(**asked)).points
    return {(point.period.code, point.group): point for point in points}


# --- real data ---------------------------------------------------------------------------------------------

MEASURES = {
    "12m DTaP/IPV/Hib %": "12m-dtapipvhib3",
    "12m PCV2%": "12m-pcv",
    "12m Rota%": "12m-rota",
    "12m MenB%": "12m-menb",
    "24m DTaP/IPV/Hib%": "24m-dtapipvhib3-primary",
    "24m MMR1%": "24m-mmr1",
    "24m Hib/MenC%": "24m-hibmenc-booster",
    "24m PCV Booster%": "24m-pcv-booster",
    "24m MenB Booster%": "24m-menb-booster",
    "5y DTaP/IPV/Hib%": "5y-dtapipvhib3-primary",
    "5y DTaPIPV%": "5y-dtapipv-booster",
    "5y MMR1%": "5y-mmr1",
    "5y MMR2%": "5y-mmr2-booster",
    "5y Hib/MenC%": "5y-hibmenc-booster",
}


def cover(extra: str = "") -> str:
    return (DATA / "cover-2018-19" / "submissions_q4.csv").read_text() + extra


def published_cover() -> dict[tuple[str, str], Decimal]:
    rows = csv.DictReader((DATA / "expected" / "cover_2018_19_q4_published.csv").open())
    return {
        (row["area"], MEASURES[row["measure"].strip()]): Decimal(row["published"])
        for row in rows
        if row["measure"].strip() in MEASURES
    }


def take_cover_in(actor: Actor, extra: str = "") -> Import:
    row = upload(actor, cover(extra), "submissions_q4.csv")
    assert row.state == "matching", row.message
    row = matched(actor, row, year_start=4)
    assert row.state == "preview", row.message
    assert (row.preview["fault_count"], row.preview["asked"]) == (0, 0)
    row = confirmed(actor, row, sector="government", place_from="column")
    assert row.state == "done", row.message
    return row


@needs_data
def test_cover_goes_in_and_equals_what_was_published(lead: Actor) -> None:
    row = take_cover_in(lead)
    assert row.result["written"] == 151 * 14
    assert (row.result["partners"], row.result["places"], row.result["indicators"]) == (151, 9, 14)
    published = published_cover()
    assert len(published) == 14 * 10
    names = dict(Place.objects.values_list("code", "name"))
    for code in MEASURES.values():
        total = values(lead, code)["2019-Q1", "total"]
        assert abs(total.value - published["England", code]) < Decimal("1e-9"), code
        assert total.expected == 151
        by_place = values(lead, code, by="place")
        assert len(by_place) == 9
        for (_period, place), point in by_place.items():
            assert abs(point.value - published[names[place], code]) < Decimal("1e-9"), (code, place)
    mmr = values(lead, "24m-mmr1")["2019-Q1", "total"]
    assert (mmr.numerator, mmr.denominator) == (142343, 158088)


@needs_data
def test_a_numerator_without_its_denominator_is_kept_left_out_and_said(lead: Actor) -> None:
    """Isles of Scilly: no child of a hepatitis B mother, so 0 of nothing."""
    extra = "906,Isles of Scilly,South West,12m-hepb,2018-19 Q4,0,\n908,Cornwall,South West,12m-hepb,2018-19 Q4,3,4\n"
    row = take_cover_in(lead, extra)
    kept = Observation.objects.get(partner__code="906", version__indicator__code="12m-hepb")
    assert (kept.status, kept.numerator, kept.denominator) == ("reported", 0, None)
    point = values(lead, "12m-hepb")["2019-Q1", "total"]
    assert (point.value, point.reported, point.expected) == (75, 1, 2)
    assert "1" in point.note
    assert row.result["flagged"] == 1


@needs_data
def test_an_authority_that_is_hidden_at_source_lowers_the_coverage_alone(lead: Actor) -> None:
    city = "".join(f"714,City of London,London,{code},2018-19 Q4,*,*\n" for code in MEASURES.values())
    row = take_cover_in(lead, city)
    assert [mark for mark in row.preview["marks"] if mark["mark"] == "*"] == [
        {"mark": "*", "count": 14, "meant": "suppressed_at_source"}
    ]
    published = published_cover()
    london = Place.objects.get(name="London").code
    for code in MEASURES.values():
        assert abs(values(lead, code)["2019-Q1", "total"].value - published["England", code]) < Decimal(
            "1e-9"
        )
        point = values(lead, code, by="place")["2019-Q1", london]
        assert (point.reported, point.expected) == (32, 33), code
        assert abs(point.value - published["London", code]) < Decimal("1e-9")


BEDS, HMIS = "Total Year-Round Beds (ES, TH, SH)", "Total HMIS Year-Round Beds (ES, TH, SH)"


@needs_data
def test_shelter_beds_go_in_from_the_workbook_as_published(lead: Actor) -> None:
    content = (DATA / "hud-hic" / "2007-2024-HIC-Counts-by-CoC.xlsx").read_bytes()
    row = upload(lead, content, "2007-2024-HIC-Counts-by-CoC.xlsx")
    layout = Layout.from_json(row.mapping)
    assert (layout.first, layout.last, layout.period_from) == (1, 2, "sheet")
    names = [sheet["name"] for sheet in row.sheets]
    years = ("2024", "2023", "2016")
    columns = dict.fromkeys(layout.labels, ())
    group = "Total Beds (ES, TH, SH)"
    columns |= {
        "CoC Number": ("partner",),
        f"{group} / {BEDS}": ("of:beds:value", "of:hmis:denominator"),
        f"{group} / {HMIS}": ("of:hmis:numerator",),
    }
    row = matched(
        lead,
        row,
        sheets=tuple(names.index(year) for year in years),
        columns=columns,
        new=(NewIndicator("beds", "Year-round beds", "count"), NewIndicator("hmis", "In HMIS", "ratio")),
    )
    assert row.state == "preview", row.message
    assert row.preview["fault_count"] == 0
    assert row.preview["left_out"]["total"] == 3 * 2
    assert ["MO-604a", "MO-604"] in row.preview["dropped"]
    row = confirmed(lead, row, sector="nonprofit", place_from="prefix")
    assert row.state == "done", row.message
    expected = {r["year"]: r for r in csv.DictReader((DATA / "expected" / "hud_hic.csv").open())}
    beds, share = values(lead, "beds"), values(lead, "hmis")
    for year in years:
        published = expected[year]
        assert beds[year, "total"].value == Decimal(published["total_year_round_beds"])
        assert beds[year, "total"].reported == int(published["cocs"])
        assert share[year, "total"].numerator == Decimal(published["hmis_beds"])
        assert round(share[year, "total"].value / 100, 4) == Decimal(published["rate_published"])
    assert not Partner.objects.filter(code__in=["MO-604a", "Total"]).exists()
    first = Assignment.objects.filter(partner__code="MO-604").values_list("starts_on", flat=True)
    assert {day.year for day in first} == {2016}
    assert Affiliation.objects.get(partner__code="AK-500").place.code == "AK"
