"""Fifty figures at random, by every way out: each says the same value, or the same "hidden"."""

import csv
import html
import io
import json
import random
import re
from typing import Any

import pytest
import python_calamine
from django.test import Client
from django.urls import reverse

from backbone import queries
from communications.queries.digests import digest_now
from measurement.queries import told_point
from tests import factories
from tests.api import Api
from tests.factories import backbone as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
CODES = ("a", "b")
YEARS = range(2015, 2020)
GROUPS = ("k", "l", "m", "n")
HIDDEN = "hidden (few people)"
ROW = re.compile(r'<tr><th scope="row">(\d{4})</th><td class="num"[^>]*>([^<]*)</td>')
CHART = re.compile(r'<script id="course-data" type="application/json">(.*?)</script>', re.S)
Told = dict[tuple[str, str, str], str]


@pytest.fixture
def scene(db: None) -> Scene:
    """Two indicators about people over five years in four groups, some figures small enough to be hidden."""
    made = Scene("valley", self_acceptance=True, suppression_threshold=10, rounded_to=5)
    made.partners("A", "B", "C")
    made.dimension("group", *GROUPS)
    for code in CODES:
        made.indicator(code, about_people=True, headline=True, cadence="yearly", dimensions=["group"])
    chance = random.Random(20)
    rows = [
        {
            "partner": partner,
            "indicator": code,
            "period": str(year),
            "cell": {"group": group},
            "value": chance.choice((0, 1, 2, 31, 63)),
        }
        for code in CODES
        for year in YEARS
        for partner in ("A", "B", "C")
        for group in GROUPS
    ]
    made.load(*rows)
    make.opened(made.where)
    return made


def address(name: str, *args: Any) -> str:
    return reverse(name, args=["valley", *args])


def on_pages(client: Client, name: str) -> Told:
    """What the tables of the pages say of the totals."""
    return {
        (code, year, "total"): html.unescape(value)
        for code in CODES
        for year, value in ROW.findall(client.get(address(name, code)).content.decode())
    }


def in_charts(client: Client, name: str) -> Told:
    """What the charts draw of the totals; nothing is drawn for a hidden figure."""
    found: Told = {}
    for code in CODES:
        drawn = CHART.search(client.get(address(name, code)).content.decode())
        assert drawn, code
        trace = json.loads(drawn[1])["data"][0]
        found |= {
            (code, str(x), "total"): HIDDEN if y is None else format(float(y), "g")
            for x, y in zip(trace["x"], trace["y"], strict=True)
        }
    return found


def in_csv(client: Client) -> Told:
    rows = csv.DictReader(io.StringIO(client.get(address("public_csv")).content.decode()))
    return {
        (row["indicator"], row["period"], row["group"]): row["display"]
        for row in rows
        if row["by"] in ("total", "group")
    }


def in_workbook(client: Client) -> Told:
    content = io.BytesIO(client.get(address("public_xlsx")).content)
    head, *rows = python_calamine.CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    named = [dict(zip(head, row, strict=True)) for row in rows]
    return {
        (row["indicator"], str(row["period"]), row["group"]): row["display"]
        for row in named
        if row["by"] in ("total", "group")
    }


def by_api(scene: Scene) -> Told:
    api = Api(factories.token(scene.person("community")))
    return {
        (code, point["period"], point["group"]): point["display"]
        for code in CODES
        for by in ("total", "group")
        for point in api.get(f"/initiatives/valley/indicators/{code}/series/?by={by}").json["points"]
    }


def in_report(scene: Scene) -> Told:
    """What a report keeps of each indicator: the latest total with its groups, and the course up to it."""
    found, kept = make.report(scene.where, kind="public"), {}
    with scene.acting() as actor:
        for row in queries.frozen(queries.reader_of(actor.initiative, found), found):
            assert row.point is not None
            kept[row.code, row.point.period.code, "total"] = row.told
            for _by, groups in row.groups:
                kept |= {(row.code, g.point.period.code, g.point.group): g.told for g in groups}
            kept |= {(row.code, p.period.code, "total"): told_point(row.version, p) for p in row.spark if p}
    return kept


def in_digest(scene: Scene) -> Told:
    """What a digest says of the latest totals."""
    with scene.acting(scene.person("community")) as actor:
        [part] = [part for part in digest_now(actor) if part.key == "measurement.headlines"]
    return {(line.title, line.note.split(",")[0], "total"): line.figure for line in part.lines}


def test_each_way_out_says_the_same(scene: Scene, client: Client) -> None:
    told = by_api(scene)
    assert len(told) == 50
    assert 5 <= sum(value == HIDDEN for value in told.values()) <= 45, "the draw has both"
    assert all(int(value) % 5 == 0 for value in told.values() if value != HIDDEN), "all are rounded"
    totals = {place: value for place, value in told.items() if place[2] == "total"}

    latest = {place: value for place, value in totals.items() if place[1] == str(max(YEARS))}
    assert in_digest(scene) == latest

    assert in_csv(client) == told
    assert in_workbook(client) == told
    assert on_pages(client, "public_figure") == totals
    assert on_pages(client, "embedded_figure") == totals
    drawn = in_charts(client, "public_figure")
    assert drawn == in_charts(client, "embedded_figure")
    shown = {place: value for place, value in totals.items() if value != HIDDEN}
    assert {place: value for place, value in drawn.items() if value != HIDDEN} == shown
    kept = in_report(scene)
    assert len(kept) >= 2 * (1 + len(GROUPS))
    assert kept == {place: told[place] for place in kept}
