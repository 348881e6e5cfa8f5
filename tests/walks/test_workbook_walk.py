"""A hand-in without typing into a page, and one without an account: by workbook, by e-mail, by a link."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from initiatives import queries as core
from initiatives.models import Initiative, User
from measurement import queries, services
from measurement.queries.books import workbook
from tests import factories
from tests.factories import measurement as make
from tests.factories.books import at, filled
from tests.walks.conftest import audit, within
from tests.walks.test_hand_in_walk import HOME, box, saved, send, shows, to_hand_in

pytestmark = [pytest.mark.browser]
PERIOD = "2024-Q1"
BY_MAIL = ("north", "south", "east", "west", "far")
DELIVERIES = HOME + "measurement/deliveries/"


@dataclass
class People:
    """Who takes part, and where."""

    where: Initiative
    ana: User
    sam: User
    ben: User


@pytest.fixture
def scene(cloned_database: Any, settings: Any, tmp_path: Path) -> People:
    """Six partners asked how many read and how many books there are; one of them has somebody who signs in."""
    settings.MEDIA_ROOT = tmp_path / "media"
    ana = factories.user("ana@riverbend.example", name="Ana")
    where = factories.initiative("riverbend", lead=ana, name="Riverbend")
    partners = [
        factories.partner(where, code, name=code.title(), sector="education")
        for code in ("school-board", *BY_MAIL)
    ]
    sam, ben = (factories.user(f"{name}@riverbend.example", name=name.title()) for name in ("sam", "ben"))
    factories.member(where, sam, "backbone_staff")
    factories.member(where, ben, "contributor", of=partners[0])
    books = make.indicator(where, "books", name="Books given out", headline=True, visibility="public")
    pupils = make.indicator(where, "pupils", name="Pupils reading at level", kind="ratio", headline=True)
    with core.enter(ana, where.slug) as actor:
        for partner in partners:
            for indicator in (books, pupils):
                services.assign(
                    actor, partner=partner, indicator=indicator, starts_on=make.parse(PERIOD).start
                )
    make.cycle(where, PERIOD)
    return People(where, ana, sam, ben)


def put_in(content: bytes, books: object, reached: object, of: object) -> bytes:
    """The workbook with its three figures filled in."""
    figures = {"books|value": books, "pupils|numerator": reached, "pupils|denominator": of}
    return filled(content, {at(content, row, "figure"): value for row, value in figures.items()})


def a_file(name: str, content: bytes) -> Any:
    """A file to be chosen in a page."""
    return {
        "name": name,
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": content,
    }


def upload(page: Any, content: bytes) -> None:
    """Choose the filled workbook and look at what it changes."""
    page.get_by_label("Filled workbook").set_input_files(a_file("q1.xlsx", content))
    page.get_by_role("button", name="Upload and look").click()
    page.get_by_text("Nothing is saved yet").wait_for()


def accept(page: Any, partner: str) -> None:
    """Accept what waits of a partner."""
    page.goto(HOME + "measurement/review/")
    page.get_by_role("link", name=f"Review {partner}").click()
    page.get_by_role("button", name="Accept all").click()
    page.get_by_text(f"Accepted: {partner}").wait_for()


def test_a_workbook_is_filled_mended_at_its_cell_and_handed_in(stage: Any, scene: People) -> None:
    ben, ana = stage.sign_in(scene.ben), stage.sign_in(scene.ana)
    to_hand_in(ben)
    with ben.expect_download() as kept:
        ben.get_by_role("link", name="Download the workbook").click()
    blank = kept.value.path().read_bytes()
    assert kept.value.suggested_filename == "school-board-2024-Q1.xlsx"

    upload(ben, put_in(blank, "about 120", 410, 500))
    wrong = at(blank, "books|value", "figure")
    told = ben.inner_text("#h-problems >> xpath=ancestor::section")
    assert f"Sheet “Hand-in”, {wrong}" in told and "about 120" in told
    faults = audit(ben)

    upload(ben, put_in(blank, 120, 410, 500))
    assert ben.locator("#h-problems").count() == 0
    assert "3 changes" in ben.inner_text("#h-changes")
    ben.get_by_role("button", name="Put this into the draft").click()
    ben.wait_for_selector("form[data-hand-in]")
    assert box(ben, "Books").input_value() == "120"
    assert box(ben, "Pupils", "denominator").input_value() == "500"
    send(ben)
    accept(ana, "School-Board")
    assert within(2, lambda: shows(ana, HOME + "dashboard/", "120"))
    assert (faults, stage.said) == ([], [])


def test_staff_drop_five_workbooks_that_came_by_mail(stage: Any, scene: People) -> None:
    def books() -> list[Any]:
        with core.enter(scene.ana, scene.where.slug) as actor:
            blanks = {
                row.partner.code: workbook(actor, row)[1]
                for row in queries.requests(actor).filter(partner__code__in=BY_MAIL)
            }
        return [
            a_file(f"{code}.xlsx", put_in(blanks[code], number, 30, 50))
            for number, code in enumerate(BY_MAIL, start=101)
        ]

    ana, sam = stage.sign_in(scene.ana), stage.sign_in(scene.sam)
    ana.goto(DELIVERIES)
    ana.get_by_label("Filled workbooks").set_input_files(stage.ask(books))
    ana.get_by_role("button", name="Read them").click()
    ana.get_by_text("5 workbooks are being read").wait_for()

    handed_in = ana.locator("#delivery-list .status.is-good")
    assert within(10, lambda: handed_in.count() == len(BY_MAIL)), ana.inner_text("#delivery-list")
    faults = audit(ana)
    for code in BY_MAIL:
        accept(sam, code.title())
    # 101 + 102 + 103 + 104 + 105 books.
    assert within(2, lambda: shows(sam, HOME + "dashboard/", "515"))
    assert (faults, stage.said) == ([], [])


def test_figures_are_handed_in_by_a_link_without_an_account(stage: Any, scene: People) -> None:
    ana = stage.sign_in(scene.ana)

    def asked() -> str:
        with core.enter(scene.ana, scene.where.slug) as actor:
            return str(queries.requests(actor).get(partner__code="north").public_id)

    ana.goto(f"{HOME}measurement/requests/{stage.ask(asked)}/links/")
    ana.get_by_role("button", name="Make the link").click()
    address = ana.locator("code, input[readonly]").filter(visible=True).first
    address = address.evaluate("field => field.value || field.innerText")

    kim = stage.browser.new_context(base_url=stage.address, reduced_motion="reduce").new_page()
    kim.on("pageerror", lambda error: stage.said.append(str(error)))
    kim.on("console", stage.listen)
    kim.goto(stage.address + "/hand-in/" + address.partition("/hand-in/")[2])
    kim.get_by_label("Your name").fill("Kim")
    faults = audit(kim)
    kim.get_by_role("button", name="Begin").click()
    kim.wait_for_selector("form[data-hand-in]")
    faults += audit(kim)
    box(kim, "Books").fill("7")
    box(kim, "Pupils", "numerator").fill("20")
    box(kim, "Pupils", "denominator").fill("40")
    saved(kim)
    send(kim)
    assert HOME not in kim.inner_html("body")

    accept(ana, "North")
    ana.goto(HOME + "dashboard/")
    assert within(2, lambda: shows(ana, HOME + "dashboard/", "50.0"))
    assert (faults, stage.said) == ([], [])
