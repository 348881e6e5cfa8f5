"""The walk of a meeting: planned, filled by the records, held, decided; met again in the digest and at the figure."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from communications.services import ask_group
from initiatives.kernel import clock
from initiatives.models import User
from tests.factories import communications_decisions as make
from tests.factories.scene import Scene
from tests.walks.conftest import audit, within

pytestmark = [pytest.mark.browser]


@dataclass
class Steering:
    """Where the walk goes, and three who sit in its steering committee."""

    town: Scene
    objects: User
    dissents: User
    does: User


@pytest.fixture
def scene(cloned_database: Any) -> Steering:
    """A steering committee that decides by consent, an indicator that moved, and what another group asks of it."""
    town = Scene("riverbend")
    town.partners("library", "school")
    town.indicator(
        "absence", name="Pupils often absent", direction="down", headline=True, visibility="public"
    )
    town.assign("absence", "library", "school")
    for period, day, value in (("2024-Q1", "2024-04-10", 26), ("2024-Q2", "2024-07-10", 31)):
        town.give("absence", period, {"library": {"value": value}, "school": {"value": value}}, at=day)
    town.work()
    with town.acting() as actor:
        steering = make.group(actor, decision_rule="consent")
        readers = make.group(actor, "Reading")
        ask_group(actor, from_group=readers, to_group=steering, what="Money for a second bus")
    return Steering(town, *make.seated(town, steering, "community", "community", "community"))


def speak(stage: Any, who: User, address: str, position: str, reason: str = "") -> None:
    """Somebody states where they stand on the decision at this address."""
    page = stage.sign_in(who)
    page.goto(address)
    page.click("main >> text=/State a position|Change your position/")
    page.check(f"label:has-text('{position}')")
    page.fill("[name=reason]", reason)
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile(address + "$"))
    page.context.close()


def test_a_meeting_from_its_plan_to_the_figure(scene: Steering, stage: Any) -> None:
    lead, member = stage.sign_in(scene.town.lead), stage.sign_in(scene.does)
    zone = ZoneInfo(scene.town.where.timezone)
    begins = clock.now().astimezone(zone) + timedelta(hours=2)
    begins += timedelta(hours=begins.hour == 23)  # a meeting ends on the day on which it begins

    # Planned, and its agenda filled out of the records.
    lead.goto("/i/riverbend/communications/meetings/new/")
    lead.select_option("[name=group]", label="Steering")
    lead.fill("[name=title]", "Getting ready for September")
    lead.fill("[name=day]", begins.strftime("%Y-%m-%d"))
    lead.fill("[name=starts_at]", begins.strftime("%H:%M"))
    lead.fill("[name=ends_at]", (begins + timedelta(minutes=45)).strftime("%H:%M"))
    lead.click("main form button[type=submit]")
    lead.wait_for_url(re.compile(r"/meetings/[0-9a-f-]{36}/$"))
    meeting = lead.url
    lead.click("main >> text=Put them on")
    lead.wait_for_load_state()
    told = lead.inner_text("main")
    assert "Money for a second bus" in told and "Pupils often absent" in told
    assert audit(lead) == []

    # Held: a question is raised, a proposal is put forward, one objects and one has a reservation.
    lead.click("main >> text=Open the meeting")
    lead.wait_for_load_state()
    lead.click("main a:has-text('Take down a decision') >> nth=0")
    lead.fill("[name=title]", "Move tutoring to the four schools with most absence")
    lead.fill("[name=question]", "Seven schools share what four need.")
    lead.fill("[name=option_1_title]", "Four schools")
    lead.fill("[name=option_2_title]", "As now")
    lead.select_option("[name=proposed]", label="Option A")
    lead.click("main form button[type=submit]")
    lead.wait_for_url(re.compile(r"/decisions/[0-9a-f-]{36}/$"))
    decision = lead.url
    lead.click("main button[value=proposed]")
    lead.wait_for_load_state()
    speak(stage, scene.objects, decision, "Object", "Three schools lose their tutor in March")
    speak(stage, scene.dissents, decision, "Reservation", "We do not know why they are absent")
    speak(stage, scene.does, decision, "Agree")
    lead.goto(decision)
    assert "1 objection stands" in lead.inner_text("main")
    assert audit(lead) == []

    # The objection is answered and resolved; the reservation stays with the decision.
    lead.click("main a:has-text('Answer') >> nth=0")
    lead.fill("[name=text]", "They keep theirs until the summer")
    lead.click("main form button[type=submit]")
    lead.wait_for_url(decision)
    speak(stage, scene.objects, decision, "Agree")
    lead.goto(decision)
    lead.click("text=Say what it bears on")
    lead.select_option("[name=thing]", label="Pupils often absent")
    lead.fill("[name=note]", "Should fall by spring")
    lead.click("main form button[type=submit]")
    lead.wait_for_url(decision)
    lead.click("main >> text=Record what was decided")
    lead.check("label:has-text('Adopted')")
    lead.fill("[name=reasons]", "It reaches the children who miss most")
    lead.click("main form button[type=submit]")
    lead.wait_for_url(decision)
    told = lead.inner_text("main")
    assert "Adopted on" in told and "We do not know why they are absent" in told
    assert "Dissent, kept with the decision" in told

    # An action is taken down in place.
    lead.goto(meeting)
    lead.click("summary:has-text('Take down an action') >> nth=0")
    lead.fill("#task-what", "Tell the seven schools")
    lead.select_option("#task-owner", label=scene.does.name)
    lead.fill("#task-due", (begins + timedelta(days=7)).strftime("%Y-%m-%d"))
    lead.click("details[open] button:has-text('Take it down')")
    lead.wait_for_load_state()
    assert "Tell the seven schools" in lead.inner_text("main")

    # Its owner finds it in the digest, which is looked at as a letter, and ticks it done without signing in.
    member.goto("/i/riverbend/communications/digest/")
    assert "Tell the seven schools" in member.inner_text("main")
    mail.outbox.clear()
    member.click("text=Send it to me now")
    assert within(15, lambda: bool(mail.outbox))
    [letter] = mail.outbox
    assert letter.to == [scene.does.email]
    html = letter.alternatives[0][0]
    anybody = stage.browser.new_context(base_url=stage.address).new_page()
    for width in (390, 600):
        anybody.set_viewport_size({"width": width, "height": 900})
        anybody.set_content(html)
        assert "Tell the seven schools" in anybody.inner_text("body")
        assert anybody.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    link = re.search(r"https?://[^/]+(/u/task/[^\"'\s<]+)", html)
    assert link is not None
    anybody.goto(link[1])
    anybody.click("button:has-text('It is done')")
    anybody.wait_for_load_state()
    assert "Done" in anybody.inner_text("main, body")
    lead.goto(meeting)
    assert lead.locator("li:has-text('Tell the seven schools') >> text=/done/i").count()

    # What was decided stands at the figure that it should move.
    member.goto("/i/riverbend/measurement/indicators/absence/")
    member.wait_for_load_state("networkidle")
    told = member.inner_text("main")
    assert "Move tutoring to the four schools with most absence" in told
    assert audit(member) == []
    assert stage.said == []
