"""The pages of rules, of restatements, and what stands beside an indicator's chart."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from measurement import queries, services
from tests.factories.scene import Scene

HOME = "/i/checks/measurement"
FORM = {
    "name": "No more leave than came",
    "left_0_indicator": "left",
    "operator": "at_most",
    "right_0_indicator": "came",
    "missing": "skip",
}


@pytest.fixture
def scene(db: None, client: Client) -> Scene:
    """Two counts of one partner, of whom once more left than came; the lead is signed in."""
    made = Scene("checks")
    made.partners("A")
    made.indicator("came", visibility="public")
    made.indicator("left", visibility="public")
    made.give("came", "2024-Q1", {"A": {"value": 5}}, at="2024-04-10")
    made.give("left", "2024-Q1", {"A": {"value": 7}}, at="2024-04-10")
    client.force_login(made.lead)
    return made


def rules(scene: Scene) -> list[Any]:
    with scene.acting() as actor:
        return list(queries.check_rules(actor))


def test_a_rule_is_tried_made_changed_and_stopped_by_form(scene: Scene, client: Client) -> None:
    tried = client.post(f"{HOME}/checks/new/", {**FORM, "do": "try"})
    assert tried.status_code == 200
    assert "1 of 1 past hand-ins would have been flagged" in tried.content.decode()
    assert rules(scene) == []

    client.post(f"{HOME}/checks/new/", {**FORM, "do": "make"})
    [rule] = rules(scene)
    assert (rule.wordings[0].severity, rule.wordings[0].operator) == ("notice", "at_most")
    assert "left is at most came" in client.get(f"{HOME}/checks/").content.decode()

    page = f"{HOME}/checks/{rule.public_id}/"
    lacking = client.post(page, {**FORM, "severity": "block", "do": "save"})
    assert lacking.status_code == 422
    client.post(page, {**FORM, "severity": "block", "reason": "It held", "right_0_factor": "2", "do": "save"})
    [changed] = rules(scene)
    assert [w.severity for w in changed.wordings] == ["block", "notice"]
    assert "left is at most 2 × came" in client.get(page).content.decode()
    client.post(f"{page}stop/")
    assert rules(scene)[0].active is False


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"left_0_indicator": ""}, "Name at least one indicator."),
        ({"left_0_factor": "many"}, "Enter a number."),
        ({"left_0_factor": "0"}, "A figure times zero says nothing."),
        ({"name": ""}, "This field is required."),
    ],
)
def test_a_faulty_rule_keeps_what_was_typed(
    scene: Scene, client: Client, change: dict[str, str], words: str
) -> None:
    answer = client.post(f"{HOME}/checks/new/", {**FORM, "message": "Look again", **change, "do": "make"})

    page = answer.content.decode()
    assert (answer.status_code, words in page, "Look again" in page) == (422, True, True)
    assert rules(scene) == []


def test_a_rule_of_many_figures_keeps_them_all_in_the_form(scene: Scene, client: Client) -> None:
    with scene.acting() as actor:
        side = [{"indicator": "came"}] * 6
        rule = services.make_rule(actor, name="Long", left=side, operator="eq")

    page = client.get(f"{HOME}/checks/{rule.public_id}/").content.decode()

    assert page.count('<option value="came" selected>') == 6


def test_the_page_looks_back_and_its_downloads_read_the_same(scene: Scene, client: Client) -> None:
    scene.give("came", "2024-Q1", {"A": {"value": 9}}, at="2024-05-10", reason="Counted again")
    page = f"{HOME}/indicators/came/"

    then = client.get(f"{page}?as_of=2024-04-20").content.decode()
    assert "later revised to 9" in then
    csv = client.get(f"{page}csv/?as_of=2024-04-20").content.decode().splitlines()
    assert csv[1].split(",")[5] == "5"
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{page}xlsx/").content))
    head, row = book.get_sheet_by_index(0).to_python()
    assert row[head.index("value")] == 9
    now = client.get(page).content.decode()
    assert "2024 Q1 was 5, is 9" in now
    log = client.get(f"{HOME}/restatements/?indicator=came").content.decode()
    assert "Counted again" in log and "<s>5</s>" in log
    assert client.get(f"{HOME}/restatements/?indicator=nothing").status_code == 404


def test_groups_stand_beside_the_chart_with_their_gap(scene: Scene, client: Client) -> None:
    scene.dimension("group", "g", "h")
    scene.indicator("r", "ratio", dimensions=["group"], cadence="yearly", visibility="public")
    for code, (n, d) in {"g": (30, 40), "h": (12, 60)}.items():
        scene.give("r", "2024", {"A": {"cell": {"group": code}, "numerator": n, "denominator": d}})

    page = client.get(f"{HOME}/indicators/r/?by=group").content.decode()

    assert "Gap in 2024, h to g: 55.0 points, ratio 0.27" in page
    assert "Measured to the group that does best." in page
    # On one scale with the total of 42.0: 75.0 reaches the top (10), 20.0 lies 16 above the floor (70).
    assert 'cy="10.0"' in page and 'cy="54.0"' in page
    assert "The gap over time" not in page, "one period is no course"
    scene.give("r", "2025", {"A": {"cell": {"group": "g"}, "numerator": 30, "denominator": 40}})
    scene.give("r", "2025", {"A": {"cell": {"group": "h"}, "numerator": 24, "denominator": 60}})
    course = client.get(f"{HOME}/indicators/r/?by=group").content.decode().split("The gap over time")[1]
    assert course.index("35.0 points") < course.index("55.0 points"), "the latest first"
    narrowed = client.get(f"{HOME}/indicators/r/?by=sector&only_group=g").content.decode()
    assert "75.0" in narrowed and "42.0" not in narrowed
