"""The walk of an agenda in real browsers: drafted, heard, proposed, ratified, adopted, changed, printed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from initiatives import queries as core
from initiatives.models import Initiative, User
from initiatives.services.groups import found_group
from tests import factories
from tests.factories import agenda as make
from tests.factories import measurement as measure
from tests.walks.conftest import audit, within

pytestmark = [pytest.mark.browser]
HERE = "/i/riverbend/agenda/"


@dataclass
class People:
    """Who takes part in the walk, and where."""

    riverbend: Initiative
    ana: User
    leads: dict[str, User]
    cleo: User
    dora: User


@pytest.fixture
def scene(cloned_database: Any) -> People:
    """Three partners with a lead each, a funder, a neighbour, and one indicator with a course."""
    ana = factories.user("ana@riverbend.example", name="Ana")
    where = factories.initiative("riverbend", lead=ana, name="Riverbend", self_acceptance=True)
    leads = {}
    for code in ("school-board", "food-bank", "library"):
        partner = factories.partner(where, code, name=code.replace("-", " ").capitalize())
        leads[code] = factories.user(f"{code}@riverbend.example", name=f"Lead of {code}")
        factories.member(where, leads[code], "partner_lead", of=partner)
    readers = {}
    for name, role in (("cleo", "funder"), ("dora", "community")):
        readers[name] = factories.user(f"{name}@riverbend.example", name=name.title())
        factories.member(where, readers[name], role)
    values = {"kind": "ratio", "level": "community", "cadence": "yearly", "visibility": "public"}
    measure.indicator(where, "reading", name="Grade 3 reading", **values)
    for year, read in (("2022", 40), ("2023", 43), ("2024", 45)):
        measure.cycle(where, year)
        rows = [{"indicator": "reading", "numerator": read, "denominator": 100}]
        measure.accepted(where, ana, "school-board", year, rows)
    with core.enter(ana, where.slug) as actor:
        found_group(actor, name="Reading")
    return People(where, ana, leads, **readers)


def test_an_agenda_is_agreed_changed_and_printed(scene: People, stage: Any, tmp_path: Path) -> None:
    ana = stage.sign_in(scene.ana)

    # Drafted: it saves by itself, with a chart and a cause.
    ana.goto(HERE)
    ana.click("text=Begin the agenda")
    ana.fill("[name=title]", "Every child reads")
    ana.click("main button:has-text('Begin')")
    ana.wait_for_load_state()
    ana.fill("[name=problem]", make.PROBLEM)
    ana.fill("[name=vision]", "All read by nine.")
    ana.wait_for_selector("[data-saved][data-state=saved]")
    ana.fill("[name=public_summary]", "We want every child to read by nine.")
    assert within(10, lambda: ana.locator("[data-saved]").get_attribute("data-state") == "saved")
    ana.reload()
    assert ana.input_value("[name=public_summary]") == "We want every child to read by nine."
    ana.click("text=Place one")
    ana.select_option("[name=indicator]", "reading")
    ana.click("main button:has-text('Place it')")
    assert audit(ana) == []

    # A goal, and a strategy that serves it.
    ana.goto(f"{HERE}goals/new/")
    ana.fill("[name=statement]", "Six in ten read by 2030")
    ana.check("[name=indicators][value=reading]")
    ana.click("main button:has-text('Save')")
    ana.goto(f"{HERE}strategies/new/")
    ana.fill("[name=name]", "Tutoring")
    ana.fill("[name=we_do]", "tutor those who are behind")
    ana.select_option("[name=engagement]", "consult")
    ana.check("[name=goals]")
    ana.click("main button:has-text('Save')")
    for state in ("assessing", "selected"):
        ana.click("text=Where does it stand?")
        ana.check(f"[name=state][value={state}]")
        ana.click("main button:has-text('Save')")

    # Heard: a neighbour comments at a paragraph, and a round is recorded with what it changed.
    dora = stage.sign_in(scene.dora)
    dora.goto(f"{HERE}versions/1/")
    dora.click("#problem-1 a.mark")
    assert dora.locator(".quoted").inner_text() == "No one body can mend it."
    dora.fill("[name=text]", "Say who will mend it.")
    dora.click("main button:has-text('Comment')")
    assert dora.locator("article.comment").count() == 1
    ana.goto(f"{HERE}versions/1/consultations/new/")
    ana.fill("[name=audience]", "Parents")
    ana.fill("[name=participants]", "Parents: 24")
    ana.click("main button:has-text('Save')")
    ana.click("text=Add what people said")
    ana.fill("[name=text]", "Buses come late")
    ana.click("main button:has-text('Save')")
    ana.click("a:has-text('Answer')")
    ana.fill("[name=response]", "They are a cause now.")
    ana.click("main button:has-text('Save')")
    assert "They are a cause now." in ana.inner_text("main")

    # Proposed, and ratified by three partners, one of them with a reservation.
    ana.goto(f"{HERE}versions/1/propose/")
    ana.click("main button:has-text('Propose it to the partners')")
    for code, lead in scene.leads.items():
        page = stage.sign_in(lead)
        page.goto("/i/riverbend/")
        page.click("text=Does your organisation adopt version 1")
        page.check(f"[name=position][value={'reservation' if code == 'library' else 'adopts'}]")
        if code == "library":
            page.click("main button:has-text('Sign')")
            page.wait_for_selector("[data-error-summary]")
            page.fill("[name=reservation]", "We miss the summer.")
        page.click("main button:has-text('Sign')")
        page.wait_for_url("**/positions/")
        page.context.close()
    ana.goto(f"{HERE}versions/1/adopt/")
    ana.click("main button:has-text('Adopt')")
    ana.wait_for_url("**/versions/1/")
    assert "3 of 3 partners adopted version 1; 1 with a reservation." in ana.inner_text("#h-agreed")
    assert "when this was adopted" in ana.inner_text(".placed")

    # Changed to version 2; a funder sees what is different and who agreed to what.
    ana.click("text=Begin the next version")
    ana.click("main button:has-text('Begin')")
    ana.fill("[name=problem]", make.PROBLEM.replace("Four", "Five"))
    ana.click("main button:has-text('Save and read it')")
    cleo = stage.sign_in(scene.cleo)
    cleo.goto(HERE)
    assert "Version 2 is to come" in cleo.inner_text("main")
    cleo.goto(f"{HERE}versions/2/compare/")
    assert (cleo.inner_text("del").split(":")[-1].strip()[:4], "Five" in cleo.inner_text("ins")) == (
        "Four",
        True,
    )
    assert audit(cleo) == []
    cleo.goto(f"{HERE}versions/1/positions/")
    assert "We miss the summer." in cleo.inner_text("main")
    cleo.goto(f"{HERE}theory/")
    cleo.focus("svg.theory a >> nth=0")
    cleo.keyboard.press("Enter")
    cleo.wait_for_url("**/theory/?on=*")
    assert cleo.locator("svg.theory a[aria-current]").count() == 3, "the strategy, its indicator, its goal"
    assert audit(cleo) == []

    # The plan prints on one sheet.
    cleo.goto(f"{HERE}plan/")
    assert audit(cleo) == []
    printed = tmp_path / "plan.pdf"
    cleo.pdf(path=str(printed), prefer_css_page_size=True, print_background=True)
    assert printed.read_bytes().count(b"/Type /Page\n") == 1
    assert stage.said == []
