"""Twelve indicators of six cells each: handed in by one pasted block, and with the keyboard alone."""

import time
from typing import Any

import pytest

from initiatives import queries as core
from initiatives.models import User
from measurement import services
from tests import factories
from tests.factories import measurement as make
from tests.walks.test_hand_in_walk import HOME, PASTE, saved, to_hand_in

pytestmark = [pytest.mark.browser]
INDICATORS = 12
GROUPS = {"a": 10, "b": 20, "c": 30, "d": 25, "unknown": 15}
TOTAL = 100


@pytest.fixture
def scene(cloned_database: Any) -> User:
    """A contributor whose school board reports twelve counts, each by five groups that add up."""
    ana = factories.user("ana@riverbend.example", name="Ana")
    where = factories.initiative("riverbend", lead=ana, name="Riverbend")
    board = factories.partner(where, "school-board", name="School board", sector="education")
    who = factories.user("ben@riverbend.example", name="Ben")
    factories.member(where, who, "contributor", of=board)
    make.dimension(where, "group", *GROUPS)
    for number in range(INDICATORS):
        held = make.indicator(where, f"i{number:02d}", name=f"Measure {number}", dimensions=["group"])
        with core.enter(ana, where.slug) as actor:
            services.assign(actor, partner=board, indicator=held, starts_on=make.parse("2024-Q1").start)
    make.cycle(where, "2024-Q1")
    return who


def cells() -> list[int]:
    """The numbers of all cells in the order of the page: the totals, then each breakdown."""
    return [TOTAL] * INDICATORS + [*GROUPS.values()] * INDICATORS


def test_a_pasted_block_fills_all_cells_in_a_few_actions(stage: Any, scene: User) -> None:
    page = stage.sign_in(scene)
    to_hand_in(page)
    began, actions = time.monotonic(), 0

    first = page.locator("[data-cell]").first
    first.click()
    page.evaluate(PASTE, ["\n".join(map(str, cells())), first.get_attribute("name")])
    actions += 2
    saved(page)
    assert [int(box.input_value()) for box in page.locator("[data-cell]").all()] == cells()
    assert page.locator(".adds-up").count() == INDICATORS
    page.get_by_role("button", name="Review and send").click()
    page.get_by_role("button", name="Send to the backbone").click()
    actions += 2
    page.get_by_text("Handed in, waiting for review").wait_for()

    assert actions <= 25
    assert time.monotonic() - began < 60
    assert stage.said == []


def test_the_keyboard_alone_fills_and_sends_it(stage: Any, scene: User) -> None:
    page = stage.sign_in(scene)
    to_hand_in(page)
    page.locator("[data-cell]").first.focus()

    for number in cells():
        page.keyboard.type(str(number))
        page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.value") == str([*GROUPS.values()][-2])
    saved(page)
    press(page, "Review and send")
    page.wait_for_url("**/check/")
    press(page, "Send to the backbone")

    page.get_by_text("Handed in, waiting for review").wait_for()
    assert stage.said == []


def press(page: Any, name: str) -> None:
    """Go to a button by the tabulator and press it."""
    for _step in range(120):
        if page.evaluate("document.activeElement.innerText || ''").strip() == name:
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached by the keyboard")


def test_the_rest_is_offered_as_not_known(stage: Any, scene: User) -> None:
    page = stage.sign_in(scene)
    to_hand_in(page)
    page.locator("[data-cell]").first.fill("100")
    split = page.locator("[data-split]").first
    boxes = split.locator("[data-cell]")
    for at, number in enumerate((10, 20, 30, 25)):
        boxes.nth(at).fill(str(number))

    split.get_by_role("button", name="15 not known").click()

    assert boxes.nth(4).input_value() == "15"
    assert split.locator(".adds-up").count() == 1
    assert split.get_by_role("button", name="not known").count() == 0
    saved(page)
    assert page.url.startswith(page.url.partition("/i/")[0] + HOME)
    assert stage.said == []
