"""Walks of a backbone lead who imports a file in a real browser, with a worker beside it."""

import csv
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings as concert
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client

from initiatives import jobs
from initiatives.kernel import clock
from initiatives.models import Job, Place
from initiatives.queries import enter
from measurement.queries import Question, indicator, series
from tests import factories
from tests.measurement.test_imports import BEDS, DATA, HMIS, MEASURES, needs_data, published_cover

pytestmark = [pytest.mark.browser]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START = "/i/riverbend/measurement/imports/"


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Walk:
    """A page of ana's browser, and a place to ask the database beside it."""

    def __init__(self, page: Any, address: str, pool: ThreadPoolExecutor, ana: Any) -> None:
        self.page, self.address, self.pool, self.ana = page, address, pool, ana
        self.refused: list[str] = []
        page.on(
            "console", lambda message: self.refused.append(message.text) if message.type == "error" else None
        )

    def ask(self, question: Callable[[], Any]) -> Any:
        """Ask the database in a thread of its own: the browser holds this one."""
        return self.pool.submit(question).result(60)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def settle(self, words: str) -> None:
        """Wait until the worker's step is done and the page says so by itself."""
        self.page.get_by_role("heading", name=words).first.wait_for(timeout=60_000)

    def rest(self) -> None:
        """Wait until the worker has nothing left to do, what it will soon try again included."""
        until = time.monotonic() + 60
        soon = timedelta(seconds=60)
        while self.ask(lambda: Job.objects.filter(dead_at=None, run_after__lte=clock.now() + soon).exists()):
            assert time.monotonic() < until
            time.sleep(0.2)

    def series(self, code: str, **asked: Any) -> dict[tuple[str, str], Any]:
        def look() -> dict[tuple[str, str], Any]:
            with enter(self.ana, "riverbend") as actor:
                points = series(actor, indicator(actor, code), Question(**asked)).points
                return {(point.period.code, point.group): point for point in points}

        return self.ask(look)

    def audit(self) -> list[str]:
        """Return what axe finds wrong with the page."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]]


@pytest.fixture
def walk(cloned_database: Any, settings: Any, tmp_path: Path) -> Iterator[Walk]:
    """Concert served on a database of its own, a worker, and ana signed in."""
    if not CHROMIUM:
        pytest.skip("no Chromium found: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    settings.MEDIA_ROOT = tmp_path
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    ana = factories.user("ana@riverbend.example", name="Ana")
    factories.initiative("riverbend", lead=ana, name="Riverbend")
    client = Client()
    client.force_login(ana)
    cookie = client.cookies[concert.SESSION_COOKIE_NAME].value
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Server, handler_class=Quiet)
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.2):
            jobs.run_due()
        connections.close_all()

    def leave() -> None:
        connections.close_all()

    threads = [threading.Thread(target=server.serve_forever, daemon=True), threading.Thread(target=work)]
    for thread in threads:
        thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    with ThreadPoolExecutor(1) as pool:
        try:
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                context = chromium.new_context(viewport={"width": 1360, "height": 900})
                context.add_cookies([{"name": concert.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
                yield Walk(context.new_page(), address, pool, ana)
                chromium.close()
        finally:
            over.set()
            server.shutdown()
            for thread in threads:
                thread.join(30)
            pool.submit(leave).result(10)


@needs_data
def test_a_lead_imports_the_vaccination_figures(walk: Walk, tmp_path: Path) -> None:
    """All 14 indicators equal what was published, City of London hidden at its source and all."""
    city = "".join(f"714,City of London,London,{code},2018-19 Q4,*,*\r\n" for code in MEASURES.values())
    file = tmp_path / "submissions_q4.csv"
    file.write_bytes((DATA / "cover-2018-19" / "submissions_q4.csv").read_bytes() + city.encode())
    page = walk.page
    walk.go(START)
    assert walk.audit() == []
    page.get_by_label("File", exact=True).set_input_files(str(file))
    page.get_by_role("button", name="Upload and read it").click()
    walk.settle("Columns")
    assert walk.audit() == []
    page.get_by_label("Fiscal year begins in").select_option(label="April")
    page.get_by_role("button", name="Check the figures").click()
    walk.settle("figures are ready")
    assert walk.audit() == []
    assert page.get_by_label("* means").input_value() == "suppressed_at_source"
    page.get_by_label("Their sector").select_option("government")
    page.get_by_role("button", name="Import 2128 figures").click()
    page.get_by_text("2128 figures were taken in").wait_for(timeout=60_000)
    assert walk.audit() == []
    walk.rest()
    published = published_cover()

    def names() -> dict[str, str]:
        with enter(walk.ana, "riverbend"):
            return dict(Place.objects.values_list("code", "name"))

    places = walk.ask(names)
    for code in MEASURES.values():
        total = walk.series(code)["2019-Q1", "total"]
        assert abs(total.value - published["England", code]) < Decimal("1e-9"), code
        for (_period, place), point in walk.series(code, by="place").items():
            assert abs(point.value - published[places[place], code]) < Decimal("1e-9"), (code, place)
            if places[place] == "London":
                assert (point.reported, point.expected) == (32, 33)
    assert walk.refused == []


@needs_data
def test_a_lead_imports_two_years_of_shelter_beds(walk: Walk) -> None:
    """From the workbook as published: two rows of headings, a sheet a year, a Total row, unknown partners."""
    page = walk.page
    walk.go(START)
    page.get_by_label("File", exact=True).set_input_files(
        str(DATA / "hud-hic" / "2007-2024-HIC-Counts-by-CoC.xlsx")
    )
    page.get_by_role("button", name="Upload and read it").click()
    walk.settle("Columns")
    for year in range(2007, 2025):
        page.get_by_label(str(year), exact=True).set_checked(year in (2023, 2024))
    page.locator("summary", has_text="An indicator you do not have yet").click()
    for name, kind in (("Year-round beds", "count"), ("In HMIS", "ratio")):
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Kind", exact=True).select_option(kind)
        page.get_by_role("button", name="Add it to the choices above").click()
        page.locator(".tag", has_text=name).wait_for()
    group = "Total Beds (ES, TH, SH)"
    beds, hmis = f"{group} / {BEDS}", f"{group} / {HMIS}"
    page.get_by_label("CoC Number goes to").select_option("partner")
    page.get_by_label(f"{beds} goes to").select_option(label="Year-round beds: value")
    page.get_by_label(f"{hmis} goes to").select_option(label="In HMIS: numerator")
    page.get_by_role("button", name="Show again").click()
    page.get_by_label(f"{beds} goes also to").select_option(label="and In HMIS: denominator")
    page.get_by_role("button", name="Check the figures").click()
    walk.settle("figures are ready")
    page.get_by_label("Their place").select_option("prefix")
    page.get_by_role("button", name="Import 1540 figures").click()
    page.get_by_text("1540 figures were taken in").wait_for(timeout=60_000)
    walk.rest()
    rows = csv.DictReader((DATA / "expected" / "hud_hic.csv").open())
    expected = {row["year"]: row for row in rows if row["year"] in ("2023", "2024")}
    counted, share = walk.series("year-round-beds"), walk.series("in-hmis")
    for year, published in expected.items():
        assert counted[year, "total"].value == Decimal(published["total_year_round_beds"])
        assert counted[year, "total"].reported == int(published["cocs"])
        assert share[year, "total"].numerator == Decimal(published["hmis_beds"])
    assert walk.refused == []
