"""The walk of a backbone lead who has never seen Concert: from an empty initiative to the first collected figure."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail

from initiatives.kernel import clock
from initiatives.models import User
from initiatives.queries import enter
from measurement.queries import Question, indicator, series
from tests import factories
from tests.factories.books import at, filled
from tests.measurement.test_imports import workbook
from tests.walks.conftest import within

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HOME = "/i/orchard-valley/"
IMPORTS = f"{HOME}measurement/imports/"
AGREEMENT = f"{HOME}measurement/indicators/edu-absence/agreement/"


@dataclass
class People:
    """Who takes part: a lead, and a colleague and a funder who come later."""

    nora: User
    sam: User
    fay: User


@pytest.fixture
def scene(cloned_database: Any, settings: Any, tmp_path: Path) -> People:
    settings.MEDIA_ROOT = tmp_path
    return People(
        factories.user("nora@orchard.example", name="Nora"),
        factories.user("sam@orchard.example", name="Sam"),
        factories.user("fay@fund.example", name="Fay"),
    )


def year(absent: object, roll: object, other: int) -> list[list[Any]]:
    """A tab: two rows of headings, a name with the mark of a footnote, a row of sums, a remark."""
    return [
        ["Attendance"],
        [],
        ["Partner", "Often absent", None],
        [None, "Absent", "On the roll"],
        ["Alder School", absent, roll],
        ["Birch Clinic*", other, 100],
        ["All partners", 30 + other, 200],
        [],
        ["¹ since the autumn"],
    ]


def upload(page: Any, name: str, content: bytes, purpose: str = "figures") -> None:
    page.goto(IMPORTS)
    page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.locator("select[name=purpose]").select_option(purpose)
    page.get_by_role("button", name="Upload and read it").click()


def load_history(page: Any, content: bytes) -> None:
    upload(page, "attendance.xlsx", content)
    page.get_by_role("heading", name="Columns").first.wait_for(timeout=60_000)
    for heading, part in (("Absent", "numerator"), ("On the roll", "denominator")):
        page.get_by_label(f"Often absent / {heading} goes to").select_option(f"of:edu-absence:{part}")
    page.get_by_role("button", name="Check the figures").click()
    page.get_by_role("heading", name="4 figures are ready").wait_for(timeout=60_000)
    page.get_by_role("button", name="Import 4 figures").click()
    page.get_by_text("4 figures were taken in").wait_for(timeout=60_000)


def say(page: Any, partner: str, position: str, words: str = "") -> None:
    page.goto(AGREEMENT)
    page.get_by_role("link", name=f"Enter {partner}").click()
    page.get_by_label(position, exact=True).check()
    page.get_by_label("Your note or objection").fill(words)
    page.get_by_label("How was it given?").fill("By telephone")
    page.get_by_role("button", name="Keep the answer").click()
    page.get_by_text("Your answer is kept").wait_for()


def drop(page: Any, books: dict[str, tuple[bytes, int]]) -> None:
    """Drop workbooks, each filled with so many absent of a hundred, and wait until all are handed in."""
    files = []
    for name, (book, absent) in books.items():
        given = {"numerator": absent, "denominator": 100}
        boxes = {at(book, f"edu-absence|{part}", "figure"): number for part, number in given.items()}
        files.append({"name": name, "mimeType": "application/octet-stream", "buffer": filled(book, boxes)})
    page.goto(f"{HOME}measurement/deliveries/")
    before = page.locator("#delivery-list .status.is-good").count()
    page.locator("[name=workbooks]").set_input_files(files)
    page.get_by_role("button", name="Read them").click()
    page.locator("#delivery-list .status.is-good").nth(before + len(files) - 1).wait_for(timeout=60_000)


def send_back(page: Any, partner: str, question: str) -> None:
    page.goto(f"{HOME}measurement/review/")
    page.get_by_role("link", name=f"Review {partner}").click()
    page.get_by_label("Or return it with a question").fill(question)
    page.get_by_role("button", name="Return", exact=True).click()
    page.get_by_text(f"Returned to {partner}").wait_for()


def put_right_by_link(stage: Any, absent: str) -> None:
    """What the contact of a partner without an account does, on a phone, with the letter that it got."""

    def letters() -> list[str]:
        return [str(letter.body) for letter in mail.outbox if "came back with a question" in str(letter.body)]

    assert within(20, lambda: bool(letters()))
    (letter,) = letters()
    assert "Is the summer in it?" in letter
    found = re.search(r"https?://\S+/hand-in/\S+", letter)
    assert found is not None
    context = stage.browser.new_context(base_url=stage.address, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.on("console", stage.listen)
    page.goto(urlsplit(found[0]).path)
    page.get_by_label("Your name").fill("Lena Ott")
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("Is the summer in it?").wait_for()
    page.locator("[data-box=numerator]").first.fill(absent)
    page.get_by_role("button", name="Review and send").click()
    page.get_by_role("button", name="Send to the backbone").click()
    page.get_by_text("Confirmed by Lena Ott").wait_for()
    context.close()


def test_a_new_lead_comes_from_nothing_to_a_collected_figure(stage: Any, scene: People) -> None:
    last = clock.now().year - 1
    page = stage.sign_in(scene.nora)
    page.on("dialog", lambda dialog: dialog.accept())

    page.goto("/initiatives/new/")
    page.get_by_label("Name of the initiative").fill("Orchard Valley")
    page.get_by_role("button", name="Go on to partners").click()
    page.locator("main textarea").fill("Alder School\nAlder Library")
    page.get_by_role("button", name="Add them and go on").click()
    page.get_by_role("link", name="See the starter packs").click()
    page.get_by_role("checkbox", name="Often absent", exact=True).check()
    page.get_by_role("button", name="Take them in").click()
    page.get_by_text("1 indicator is in").wait_for()

    page.goto(AGREEMENT)
    page.get_by_role("button", name="Ask them").click()
    say(page, "Alder Library", "Agrees")
    say(page, "Alder School", "Objects", "Part days count differently")
    page.goto(AGREEMENT)
    page.locator("summary", has_text="Answer it").click()
    page.locator("[name=answer]").fill("Half days count as halves")
    page.locator("form:has([name=answer]) button").click()
    page.get_by_role("button", name="Agreed", exact=True).click()
    page.get_by_role("button", name="Collect from now on").click()

    history = workbook(**{str(last - 2): year("30†", 100, 20), str(last - 1): year(30, "100 ¹", 10)})
    load_history(page, history)
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_text("4 figures were taken back").wait_for(timeout=60_000)
    load_history(page, history)

    people = [["Organisation", "Contact", "E-mail"], ["Birch Clinic", "Lena Ott", "lena@birch.example"]]
    upload(page, "contacts.xlsx", workbook(Hours=[["Partner", "2020"]], Contacts=people), "contacts")
    page.get_by_role("button", name="Add 1 people").or_(
        page.get_by_role("button", name="Add 1 person")
    ).click()
    page.get_by_text("1 person was added").wait_for()
    page.goto(f"{HOME}partners/")
    told = page.inner_text("main")
    assert "Lena Ott" in told and "Birch Clinic" in told and "Birch Clinic*" not in told

    for practice in (True, False):
        page.goto(f"{HOME}measurement/new/cycle/")
        page.get_by_label("Period").select_option(label=str(last))
        page.get_by_label("This is practice").set_checked(practice)
        page.get_by_role("button", name="Open", exact=True).click()
        page.get_by_role("heading", name="Cycle board").or_(page.get_by_text("Cycle board")).first.wait_for()
        if practice:
            page.get_by_role("button", name="Throw the practice away").click()
            page.get_by_text("The practice is thrown away").wait_for()

    books = zipfile.ZipFile(io.BytesIO(page.request.get(f"{page.url}workbooks/").body()))
    school, clinic = (books.read(f"{name}-{last}.xlsx") for name in ("alder-school", "birch-clinic"))
    board = page.url
    drop(page, {"school.xlsx": (school, 31), "clinic.xlsx": (clinic, 10)})

    def joins() -> None:
        with enter(scene.nora, "orchard-valley") as actor:
            where = actor.initiative
        factories.member(where, scene.sam, "backbone_staff")
        factories.member(where, scene.fay, "funder")

    stage.ask(joins)
    sam = stage.sign_in(scene.sam)
    send_back(sam, "Alder School", "Are half days in it?")
    send_back(sam, "Birch Clinic", "Is the summer in it?")
    put_right_by_link(stage, "11")
    drop(page, {"school again.xlsx": (school, 32)})
    sam.goto(f"{HOME}measurement/review/passing/")
    sam.get_by_role("button", name="Accept what is ticked").click()
    sam.get_by_text("2 hand-ins accepted").wait_for()

    def figures() -> dict[str, tuple[int, int]]:
        with enter(scene.nora, "orchard-valley") as actor:
            points = series(actor, indicator(actor, "edu-absence"), Question()).points
            return {point.period.code: (int(point.numerator), int(point.denominator)) for point in points}

    expected = {str(last - 2): (50, 200), str(last - 1): (40, 200), str(last): (43, 200)}
    assert within(5, lambda: stage.ask(figures) == expected), stage.ask(figures)

    page.goto(board)
    page.get_by_role("link", name="Lock").click()
    page.get_by_role("button", name="Lock and publish").click()
    page.get_by_text("Its figures are final and published").wait_for()
    fay = stage.sign_in(scene.fay)

    def read_by_a_funder() -> bool:
        fay.goto(f"{HOME}measurement/indicators/edu-absence/?by=partner")
        return "21.5\u00a0% in" in fay.inner_text("main")

    assert within(20, read_by_a_funder), fay.inner_text("main")
    told = fay.inner_text("main")
    assert "Final" in told and "Alder School" not in told and "Birch Clinic" not in told
    assert stage.said == []
