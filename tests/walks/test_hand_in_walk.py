"""The walk of a value in real browsers: handed in, returned, mended, accepted, seen, revised, explained."""

from dataclasses import dataclass
from typing import Any

import pytest

from initiatives import queries as core
from initiatives.models import Initiative, User
from measurement import services
from tests import factories
from tests.factories import measurement as make
from tests.walks.conftest import audit, within

pytestmark = [pytest.mark.browser]
HOME = "/i/riverbend/"
PASTE = """([text, name]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const field = document.getElementsByName(name)[0];
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@dataclass
class People:
    """Who takes part in the walk, and where."""

    riverbend: Initiative
    ana: User
    ben: User
    bea: User
    cleo: User


@pytest.fixture
def scene(cloned_database: Any) -> People:
    """A school board that reports two figures, one about people; a quarter that is done, one that is open."""
    ana = factories.user("ana@riverbend.example", name="Ana")
    where = factories.initiative("riverbend", lead=ana, name="Riverbend")
    board = factories.partner(where, "school-board", name="School board", sector="education")
    people = {}
    for name, role in [("ben", "contributor"), ("bea", "contributor"), ("cleo", "funder")]:
        people[name] = factories.user(f"{name}@riverbend.example", name=name.title())
        factories.member(where, people[name], role, of=board if role == "contributor" else None)
    make.dimension(where, "income", "low", "other")
    books = make.indicator(where, "books", name="Books given out", headline=True, visibility="public")
    pupils = make.indicator(
        where,
        "pupils",
        name="Pupils reading at level",
        kind="ratio",
        headline=True,
        about_people=True,
        visibility="public",
        dimensions=["income"],
    )
    with core.enter(ana, where.slug) as actor:
        for indicator in (books, pupils):
            services.assign(actor, partner=board, indicator=indicator, starts_on=make.parse("2023-Q4").start)
    make.cycle(where, "2023-Q4")
    make.accepted(
        where,
        people["ben"],
        "school-board",
        "2023-Q4",
        [
            {"indicator": "books", "value": 100},
            {"indicator": "pupils", "numerator": 300, "denominator": 500},
        ],
    )
    make.cycle(where, "2024-Q1")
    return People(where, ana, **people)


def box(page: Any, indicator: str, part: str = "value") -> Any:
    """The input of an indicator's total."""
    return page.locator(f"tr[data-row]:has(label:has-text('{indicator}')) input[data-box={part}]")


def to_hand_in(page: Any) -> None:
    """From the home to the one thing that is due."""
    page.goto(HOME)
    page.locator("a.btn-primary").first.click()
    page.wait_for_selector("form[data-hand-in]")


def saved(page: Any) -> None:
    """Wait until the page says that it is saved."""
    page.wait_for_selector("[data-saved][data-state=saved]")


def entered(page: Any, field: Any, text: str) -> None:
    """Fill a field and wait until the page has saved itself."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        field.fill(text)
    saved(page)


def send(page: Any) -> None:
    """Review and send."""
    page.get_by_role("button", name="Review and send").click()
    page.get_by_role("button", name="Send to the backbone").click()
    page.get_by_text("Handed in, waiting for review").wait_for()


def shows(page: Any, path: str, text: str) -> bool:
    """Whether a page shows a text now."""
    page.goto(path)
    return text in page.inner_text("main")


def test_a_value_walks_from_the_partner_to_the_funder(stage: Any, scene: People) -> None:
    ben, ana, cleo = stage.sign_in(scene.ben), stage.sign_in(scene.ana), stage.sign_in(scene.cleo)

    to_hand_in(ben)
    ben.evaluate(PASTE, ["120\n410\t500", box(ben, "Books").get_attribute("name")])
    saved(ben)
    ben.goto(HOME)
    assert "You have begun" in ben.inner_text("main")
    to_hand_in(ben)
    assert box(ben, "Books").input_value() == "120"
    assert box(ben, "Pupils", "numerator").input_value() == "410"
    assert box(ben, "Pupils", "denominator").input_value() == "500"
    send(ben)

    ana.goto(HOME)
    ana.get_by_role("link", name="Review School board").click()
    ana.get_by_label("Or return it with a question").fill("Are the books of March in?")
    ana.get_by_role("button", name="Return").click()
    ana.get_by_text("Returned to School board").wait_for()

    ben.goto(HOME)
    assert "Are the books of March in?" in ben.inner_text("main")
    to_hand_in(ben)
    box(ben, "Books").fill("125")
    saved(ben)
    send(ben)

    assert not shows(cleo, HOME + "dashboard/", "125")
    ana.goto(HOME + "measurement/review/")
    ana.get_by_role("link", name="Review School board").click()
    ana.get_by_role("button", name="Accept all").click()
    ana.get_by_text("Accepted: School board").wait_for()
    for page in (ana, ben, cleo):
        assert within(2, lambda page=page: shows(page, HOME + "dashboard/", "125"))
    assert "82.0" in ana.inner_text("main") or shows(ana, HOME + "dashboard/", "82.0")
    assert not shows(cleo, HOME + "dashboard/", "82.0"), "about people, and not published yet"

    ana.goto(HOME + "measurement/cycles/")
    ana.get_by_role("link", name="2024 Q1").click()
    ana.get_by_role("link", name="Lock").click()
    ana.get_by_role("button", name="Lock and publish").click()
    ana.get_by_text("is locked. Its figures are final").wait_for()
    assert within(4, lambda: shows(cleo, HOME + "dashboard/", "82.0")), "the cycle's lock publishes it"
    assert stage.said == []


def test_a_revision_leaves_the_earlier_value_explainable(stage: Any, scene: People) -> None:
    ben, ana = stage.sign_in(scene.ben), stage.sign_in(scene.ana)
    ben.goto(HOME + "measurement/requests/")
    ben.get_by_role("link", name="2023 Q4").first.click()
    ben.get_by_role("link", name="Revise").click()
    box(ben, "Books").fill("110")
    ben.get_by_label("Why do the figures change?").fill("A box was counted twice")
    ben.get_by_role("button", name="Revise").click()
    ben.get_by_text("The revision waits for review").wait_for()
    ana.goto(HOME + "measurement/review/")
    ana.get_by_role("link", name="Review School board").click()
    ana.get_by_role("button", name="Accept all").click()
    ana.get_by_text("Accepted: School board").wait_for()
    explain = HOME + "measurement/indicators/books/explain/?period=2023-Q4&by=total&group=total"
    assert within(2, lambda: shows(ana, explain, "110"))
    told = ana.inner_text("main")
    assert "A box was counted twice" in told
    assert ana.locator("tr.former s").first.inner_text() == "100"
    assert stage.said == []


def test_two_people_change_the_same_hand_in_and_nothing_is_lost(stage: Any, scene: People) -> None:
    ben, bea = stage.sign_in(scene.ben), stage.sign_in(scene.bea)
    to_hand_in(ben)
    to_hand_in(bea)
    entered(ben, box(ben, "Books"), "120")
    entered(bea, box(bea, "Pupils", "denominator"), "500")
    bea.locator("h1").click()
    assert within(3, lambda: box(bea, "Books").input_value() == "120"), "another field: both changes stand"
    entered(bea, box(bea, "Books"), "130")
    box(ben, "Books").fill("140")
    ben.wait_for_selector("[data-stale]:not([hidden])")
    ben.locator("[data-stale] button").click()
    assert "Saved by somebody else: 130. You typed 140." in ben.inner_text("main")
    assert box(ben, "Books").input_value() == "140"
    assert box(ben, "Pupils", "denominator").input_value() == "500"
    ben.get_by_role("button", name="Finish later").click()
    to_hand_in(bea)
    assert box(bea, "Books").input_value() == "140"


def test_words_in_a_number_field_are_met_with_the_status_that_is_meant(stage: Any, scene: People) -> None:
    ben = stage.sign_in(scene.ben, viewport={"width": 390, "height": 800})
    to_hand_in(ben)
    box(ben, "Books").fill("n/a")
    ben.get_by_role("button", name="Review and send").click()
    assert "Do you mean that it does not apply?" in ben.inner_text("main")
    assert box(ben, "Books").input_value() == "n/a"
    ben.get_by_role("button", name="Not applicable").click()
    assert box(ben, "Books").input_value() == ""
    row = ben.locator("tr[data-row]").first
    assert row.locator("select").input_value() == "not_applicable"


def test_on_a_phone_what_is_pressed_does_not_slip_away_as_a_finished_row_folds(
    stage: Any, scene: People
) -> None:
    ben = stage.sign_in(scene.ben, viewport={"width": 390, "height": 800})
    to_hand_in(ben)
    entered(ben, box(ben, "Books"), "105")
    ben.wait_for_selector("tr[data-done]:has(label:has-text('Books'))")
    below = ben.locator("tr[data-row]:has(label:has-text('Pupils')) details").first
    below.locator("summary").click()
    assert below.evaluate("element => element.open")
    folded = ben.locator("tr[data-row]:has(label:has-text('Books')) .done-value")
    assert within(2, folded.is_visible), "it folds once the press is over"
    assert stage.said == []


def test_the_sums_of_a_breakdown_follow_every_stroke(stage: Any, scene: People) -> None:
    ben = stage.sign_in(scene.ben)
    to_hand_in(ben)
    box(ben, "Pupils", "numerator").fill("410")
    groups = ben.locator("[data-split] [data-part=numerator]")
    groups.nth(0).fill("200")
    groups.nth(1).fill("210")
    total = ben.locator("[data-sum=numerator] [data-sum-value]")
    assert total.inner_text() == "410"
    assert "adds-up" in total.get_attribute("class")
    groups.nth(1).fill("300")
    assert "does-not-add" in total.get_attribute("class")


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1360, "light")])
def test_the_pages_are_accessible_and_within_the_policy(
    stage: Any, scene: People, width: int, theme: str
) -> None:
    size = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
    ben, ana, cleo = (stage.sign_in(who, **size) for who in (scene.ben, scene.ana, scene.cleo))
    to_hand_in(ben)
    box(ben, "Books").fill("see note")
    box(ben, "Pupils", "numerator").fill("600")
    box(ben, "Pupils", "denominator").fill("500")
    ben.get_by_role("button", name="Review and send").click()
    wrong = {"hand-in": audit(ben)}
    box(ben, "Books").fill("500")
    box(ben, "Pupils", "numerator").fill("400")
    ben.get_by_role("button", name="Review and send").click()
    ben.get_by_role("button", name="Send to the backbone").wait_for()
    wrong["check"] = audit(ben)
    ben.get_by_label("Books given out").fill("A publisher gave us its stock")
    ben.get_by_role("button", name="Send to the backbone").click()
    ben.get_by_text("Handed in, waiting for review").wait_for()
    wrong["waiting"] = audit(ben)
    ana.goto(HOME + "measurement/review/")
    wrong["review"] = audit(ana)
    ana.get_by_role("link", name="Review School board").click()
    wrong["submission"] = audit(ana)
    first = HOME + "measurement/indicators/books/"
    for page, path in [
        (ana, HOME),
        (ben, HOME),
        (cleo, HOME),
        (cleo, HOME + "dashboard/"),
        (ana, HOME + "measurement/"),
        (ana, HOME + "measurement/new/indicator/"),
        (ana, first + "change/"),
        (ana, first + "partners/"),
        (cleo, first),
        (ana, HOME + "measurement/indicators/pupils/?by=income"),
        (ana, first + "explain/?period=2023-Q4&by=total&group=total"),
        (ana, HOME + "measurement/cycles/"),
        (ana, HOME + "measurement/new/cycle/"),
        (ana, HOME + "measurement/dimensions/"),
        (ben, HOME + "measurement/requests/"),
    ]:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        wrong[f"{path} {width}"] = audit(page)
    ana.goto(HOME + "measurement/cycles/")
    ana.get_by_role("link", name="2024 Q1").click()
    wrong["cycle"] = audit(ana)
    ana.get_by_role("link", name="Lock").click()
    wrong["lock"] = audit(ana)
    ana.goto(HOME + "measurement/cycles/")
    ana.get_by_role("link", name="2024 Q1").click()
    ana.get_by_role("link", name="Change the dates").click()
    wrong["dates"] = audit(ana)
    ben.goto(HOME + "measurement/requests/")
    ben.get_by_role("link", name="2023 Q4").first.click()
    wrong["accepted"] = audit(ben)
    ben.get_by_role("link", name="Revise").click()
    wrong["revise"] = audit(ben)
    assert {name: faults for name, faults in wrong.items() if faults} == {}
    assert stage.said == []
