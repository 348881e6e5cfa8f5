"""The walk of a co-chair who is here for the first time: four partners' work, an overlap, an agreement, a gap."""

from dataclasses import dataclass
from typing import Any

import pytest

from initiatives import queries as core
from initiatives.models import Initiative, Membership, User
from initiatives.services import add_place
from initiatives.services.groups import found_group, seat
from tests import factories
from tests.factories import activities as make
from tests.factories import agenda
from tests.walks.conftest import audit

pytestmark = [pytest.mark.browser]
PARTNERS = {
    "library": "City Library",
    "youth": "Harbor Youth",
    "parents": "Parents United",
    "school": "North School",
}


@dataclass
class People:
    """Where the walk goes, and who walks it."""

    town: Initiative
    priya: User


@pytest.fixture
def scene(cloned_database: Any) -> People:
    """Four partners, two places, one group of children, a strategy led by the group that priya co-chairs."""
    ana = factories.user("ana@town.example", name="Ana")
    town = factories.initiative("town", lead=ana, name="Town")
    for code, name in PARTNERS.items():
        factories.partner(town, code, name=name)
    own = factories.partner(town, "tutors", name="Read With Me")
    priya = factories.user("priya@town.example", name="Priya Nair")
    factories.member(town, priya, "contributor", of=own)
    with core.enter(ana, "town") as actor:
        for code, name in (("north", "North Side"), ("mill", "Old Mill")):
            add_place(actor, code=code, name=name)
        make.population(actor, "k3", "Kindergarten to grade 3")
        group = found_group(actor, name="Reading")
        seat(actor, group, Membership.objects.get(user=priya), co_chair=True)
        agenda.strategy(actor, "Reading help", group=group)
    return People(town, priya)


def test_a_co_chair_writes_four_partners_work_down_and_settles_an_overlap(scene: People, stage: Any) -> None:
    page = stage.sign_in(scene.priya)

    # From the home page to the first activity, and straight on to the next three.
    page.goto("/i/town/")
    page.click("nav >> text=Activities")
    page.click("text=Add the first")
    assert audit(page) == []
    for number, name in enumerate(PARTNERS.values()):
        page.fill("[name=title]", f"Reading hour {number + 1}")
        page.select_option("[name=lead]", label=name)
        page.select_option("[name=state]", label="Under way")
        page.select_option("[name=strategy]", label="Reading help")
        page.check("text=Kindergarten to grade 3")
        page.check("text=North Side")
        page.click(
            "text=Add it and write down another" if number < 3 else "main button:has-text('Add the activity')"
        )
        page.wait_for_load_state()
        if number < 3:
            assert f"“Reading hour {number + 1}” is added" in page.inner_text("main, body")
            assert page.locator("[name=strategy] option:checked").inner_text() == "Reading help"
    assert page.inner_text("h1") == "Reading hour 4"

    # The overlap and the gap are in the grid, and what was agreed is written down where it is seen.
    page.goto("/i/town/activities/")
    page.click("nav >> text=Views")
    page.click("main a:has-text('Gaps and overlaps')")
    assert page.locator("td:has-text('4, overlap')").count() == 1
    page.click("td >> text=4, overlap")
    page.click("text=Say what was agreed")
    page.select_option("[name=source]", label="Reading hour 1")
    page.select_option("[name=target]", label="Reading hour 2")
    page.click("main button:has-text('Keep it')")
    assert "Reading hour 2" in page.locator("[name=target] option:checked").inner_text(), (
        "nothing typed is lost"
    )
    page.fill("[name=agreed]", "Harbor Youth moves to the Old Mill in spring")
    page.click("main button:has-text('Keep it')")
    page.wait_for_load_state()
    assert "Harbor Youth moves to the Old Mill in spring" in page.inner_text("main")
    assert audit(page) == []
    page.click("main a:has-text('Reading hour 2') >> nth=0")
    assert "Harbor Youth moves to the Old Mill in spring" in page.inner_text("main")

    # The gap leads to an activity that is filled in as far as the gap says.
    page.goto("/i/town/activities/gaps/")
    page.click("td >> text=Gap")
    page.click("text=Propose an activity here")
    assert page.locator("label:has-text('Old Mill') input").is_checked()
    page.fill("[name=title]", "Reading hour at the mill")
    page.click("main button:has-text('Add the activity')")
    page.wait_for_load_state()
    assert page.inner_text("h1") == "Reading hour at the mill"
    assert stage.said == []
