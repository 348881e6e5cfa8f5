"""The walk of a backbone lead on a Monday: the late, Thursday's meeting, a funder's question, an agreement."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from communications.services.agendas import add_item
from communications.services.decisions import raise_decision
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.models import Initiative, User
from measurement import services as measuring
from tests import factories
from tests.factories import communications as meet
from tests.factories import measurement as make
from tests.walks.conftest import audit

pytestmark = [pytest.mark.browser]


@dataclass
class People:
    """Where the walk goes, and who walks it."""

    town: Initiative
    ana: User


@pytest.fixture
def scene(cloned_database: Any) -> People:
    """A library that is late, a school that handed in, a meeting on Thursday, an agreement that ends in a week."""
    ana = factories.user("ana@town.example", name="Ana")
    town = factories.initiative("town", lead=ana, name="Town")
    today = clock.today(town.timezone)
    for code, name in (("library", "City Library"), ("school", "North School")):
        of = factories.partner(town, code, name=name)
        who = factories.user(f"{code}@town.example", name=f"Pen of {name}")
        factories.member(town, who, "contributor", of=of)
    books = make.indicator(town, "books", name="Books given out", headline=True)
    with core.enter(ana, "town") as actor:
        for code in ("library", "school"):
            measuring.assign(
                actor,
                partner=core.partner(actor, code),
                indicator=books,
                starts_on=date(2020, 1, 1),
            )
    make.cycle(town, "2024-Q1", due=today - timedelta(days=4))
    with core.enter(ana, "town") as actor:
        measuring.load(
            actor,
            [{"partner": "school", "indicator": "books", "period": "2024-Q1", "value": Decimal(12)}],
            submit=True,
            accept=True,
            source="the walk",
            historic=True,
        )
    with core.enter(ana, "town") as actor:
        meet.meeting(actor, "Reading group", at=clock.now() + timedelta(days=3))
        steering = meet.meeting(actor, "Steering", of="Steering", at=clock.now() + timedelta(days=4))
        add_item(actor, steering, title="Rooms in May", purpose="decide")
        raise_decision(
            actor, meet.group(actor), title="A room on Mondays", question="Do we pay for a room on Mondays?"
        )
    make.rolled_up()
    make.agreement(town, "school", ends_on=today + timedelta(days=7))
    return People(town, ana)


def test_a_monday_goes_by_without_leaving_the_queue_more_than_one_level_deep(
    scene: People, stage: Any
) -> None:
    page = stage.sign_in(scene.ana)
    page.goto("/i/town/")
    assert audit(page) == []

    # Chase the late: the letter is read, gets a word, goes out; back on the home, it is done and waits no more.
    late = page.locator("main li:has-text('days late')")
    assert "City Library" in late.inner_text()
    late.locator("a:has-text('Remind')").click()
    assert "The figures of City Library" in page.inner_text("main")
    assert audit(page) == []
    page.fill("[name=message]", "Shall I call you?")
    page.click("main button:has-text('Send the reminder')")
    page.wait_for_url("**/i/town/")
    assert "Reminded: the letter goes to" in page.inner_text("body")
    assert page.locator("main li:has-text('days late')").count() == 0
    assert "City Library" in page.locator("section:has(#h-done)").inner_text()

    # Thursday's meeting: its agenda fills itself with one button, and is sent with the next.
    meeting = page.locator("main li:has-text('Reading group')")
    meeting.locator("button:has-text('Fill the agenda')").click()
    meeting = page.locator("section:has(#h-queue) li:has-text('Reading group'):has-text('on the agenda.')")
    meeting.locator("button:has-text('Send the agenda')").click()
    meeting.wait_for(state="detached")
    assert "Reading group" in page.locator("section:has(#h-done)").inner_text()

    # What the steering committee shall decide has nothing to read before: it gets it on the meeting's own page.
    steering = page.locator("section:has(#h-queue) li:has-text('Steering')").first
    assert "1 of them has nothing to read before." in steering.inner_text()
    steering.locator("a:has-text('Prepare')").click()
    page.click("summary:has-text('Give it something to read before')")
    page.fill("[name=pre_read]", "One page: what two rooms cost.")
    assert audit(page) == []
    page.click("li:has-text('Rooms in May') button:has-text('Save')")
    page.wait_for_url("**/meetings/**#p-*")
    assert "One page: what two rooms cost." in page.locator("main").text_content()
    page.goto("/i/town/")
    steering = page.locator("section:has(#h-queue) li:has-text('Steering')").first
    assert "nothing to read" not in steering.inner_text()
    steering.locator("button:has-text('Send the agenda')").click()
    steering.wait_for(state="detached")

    # A funder asks what stands behind a figure: from its tile to every observation, one page each.
    page.click("section:has(#h-tiles) a:has-text('Books given out')")
    page.click("a:has-text('Explain this number') >> nth=0")
    assert "North School" in page.inner_text("main")
    assert "12" in page.inner_text("main")
    page.goto("/i/town/")

    # Renew the agreement: drafted with the same terms by one button, looked over, put in force.
    page.locator("section:has(#h-queue) li:has-text('Ends on') button:has-text('Renew')").click()
    page.locator("section:has(#h-queue) li:has-text('renewal is drafted') a:has-text('Put in force')").click()
    page.wait_for_url("**/measurement/**")
    assert audit(page) == []

    # What can wait is put off with a reason, and stands under what is put off.
    page.goto("/i/town/queue/")
    page.locator("li:has-text('renewal is drafted') a:has-text('Later')").click()
    page.fill("[name=until]", (clock.today(scene.town.timezone) + timedelta(days=2)).isoformat())
    page.click("main button:has-text('Put it off')")
    assert "Say why" in page.inner_text("main") or "required" in page.inner_text("main")
    page.fill("[name=reason]", "Their board meets on Wednesday")
    page.click("main button:has-text('Put it off')")
    page.wait_for_url("**/i/town/queue/")
    assert "Their board meets on Wednesday" in page.locator("section:has(#h-later)").inner_text()
    assert audit(page) == []
    assert stage.said == []
