"""The drawings of the agenda and of who does what, by keyboard alone: all is reached, seen, followed and left again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from agenda import services as agreeing
from agenda.services import Moving
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.models import User
from initiatives.services import add_place
from measurement.queries import indicator
from tests import factories
from tests.factories import activities as make
from tests.factories import agenda
from tests.factories import measurement as measure
from tests.look.conftest import until

pytestmark = [pytest.mark.browser]
# The page, what holds the drawing, and where the one who has gone through it comes next: the same as a table.
PAGES = (
    ("agenda/theory/", ".drawing", "a[href$='csv/'], table a"),
    ("activities/matrix/", ".scroll-x", "a[href*='where']"),
    ("activities/gaps/", ".scroll-x", "ul.queue a"),
    ("activities/timeline/", ".drawing", "table a"),
    ("activities/network/", ".drawing", "table a"),
    ("activities/goals/", ".drawing", ".queue a, table a"),
)
# What has the focus: where it leads, whether a frame shows it, whether it is on the screen.
FOCUS = """(drawing) => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const frame = getComputedStyle(here), shape = here.querySelector("rect, circle"), box = here.getBoundingClientRect();
  const framed = frame.outlineStyle !== "none" && parseFloat(frame.outlineWidth) >= 2;
  const stroked = shape && parseFloat(getComputedStyle(shape).strokeWidth) >= 3;
  const every = [...document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]")];
  return {
    place: every.indexOf(here),
    href: here.getAttribute("href") || "",
    drawn: Boolean(here.closest(`main ${drawing}`)) && here.matches("a"),
    framed: Boolean(framed || stroked),
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
MOST = 200


@dataclass
class People:
    """Who walks."""

    lead: User


@pytest.fixture
def scene(cloned_database: Any) -> People:
    """Two strategies that move indicators of a goal, four pieces of work by three partners, one waiting for another."""
    lead = factories.user("lead@town.example", name="Ana")
    where = factories.initiative("town", lead=lead, name="Town")
    for code in ("library", "harbor", "clinic"):
        factories.partner(where, code, name=code.title())
    for code, level in (("absence", "community"), ("grade3", "community"), ("tutored", "partner")):
        measure.indicator(where, code, name=code.title(), level=level)
    with core.enter(lead, "town") as actor:
        places = [add_place(actor, code=code, name=code.title()) for code in ("north", "mill")]
        people = make.population(actor, "k3", "Kindergarten to grade 3")
        aim = agenda.goal(actor, indicators=[indicator(actor, "grade3")])
        today = clock.today(actor.initiative.timezone)
        for name in ("Tutoring", "Nudges"):
            own = agenda.strategy(
                actor, name, goals=[aim], moving=[Moving(indicator=indicator(actor, "absence"))]
            )
            for state in ("assessing", "selected"):
                agreeing.move_strategy(actor, own, state=state)
            for number, code in enumerate(("library", "harbor")):
                make.activity(
                    actor, f"{name} {number + 1}", lead=code, strategy=own, places=places[:1], populations=[people],
                    parts=make.played(actor, co_deliver="clinic"), feeds=[indicator(actor, "tutored")],
                    starts_on=today, ends_on=today + timedelta(days=90),
                )  # fmt: skip
    return People(lead)


def gone_through(page: Any, drawing: str) -> list[dict[str, Any]]:
    """Press Tab from the top of the page to its end; return what had the focus, in order."""
    found: list[dict[str, Any]] = []
    for _press in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS, drawing)
        if here is None or (found and here["place"] <= found[0]["place"]):
            return found
        found.append(here)
    raise AssertionError(f"no end after {MOST} presses: {found[-3:]}")


def test_drawings_are_gone_through_followed_and_left_by_keyboard(scene: People, stage: Any) -> None:
    page = stage.sign_in(scene.lead)
    for path, drawing, equal in PAGES:
        page.goto(f"/i/town/{path}")
        there = [
            link.get_attribute("href") for link in page.locator(f"main {drawing} >> nth=0 >> css=a").all()
        ]
        met = gone_through(page, drawing)

        drawn = [one["href"] for one in met if one["drawn"]]
        assert len(there) >= 2 and drawn[: len(there)] == there, f"{path}: everything drawn, in its order"
        assert [one for one in met if not (one["framed"] and one["seen"])] == [], f"{path}: the focus is seen"
        after = met[met.index(next(one for one in met if one["drawn"])) + len(there) :]
        equals = [link.get_attribute("href") for link in page.locator(f"main >> css={equal}").all()]
        assert after and after[0]["href"] in equals, f"{path}: the same follows in words: {after[:1]}"

        # Enter on the first of them goes where it leads.
        page.locator(f"main {drawing} >> nth=0 >> css=a >> nth=0").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, led=there[0]: url.endswith(led.lstrip("?")))
    assert stage.said == []


def test_a_drawing_wider_than_its_frame_is_moved_by_the_arrows(scene: People, stage: Any) -> None:
    page = stage.sign_in(scene.lead, viewport={"width": 860, "height": 900})
    page.goto("/i/town/activities/timeline/")
    page.locator("main .drawing").focus()
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('main .drawing').scrollLeft > 0", True)
