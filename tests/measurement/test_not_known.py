"""Example 11 in the hand-in: what the groups lack of the total is offered as not known."""

from typing import Any

import pytest
from django.test import Client

from initiatives.models import User
from measurement import queries
from measurement.forms.hand_in import HandInForm
from tests.factories.scene import Scene


@pytest.fixture
def scene(db: None) -> Scene:
    """A partner asked for one count by three groups, the last of which is of those not known."""
    made = Scene("split")
    made.partners("A")
    made.dimension("sex", "f", "m", "not_known")
    made.indicator("people", dimensions=["sex"])
    made.assign("people", "A")
    made.cycle("2024-Q1")
    return made


def form(scene: Scene, who: User, **amounts: str) -> tuple[HandInForm, dict[str, str]]:
    """The form with amounts typed, and its fields by what they are: total, f, m, not_known."""
    with scene.acting(who) as actor:
        sheet = queries.hand_in_of(actor, queries.requests(actor).get())
    codes = ["".join(line.codes.values()) or "total" for line in sheet.lines]
    blank = HandInForm(sheet)
    boxes = [blank.rows[0].boxes[0], *(row.boxes[0] for row in blank.splits[0].rows)]
    fields = dict(zip(codes, (box.name for box in boxes), strict=True))
    return HandInForm(sheet, {fields[code]: text for code, text in amounts.items()}), fields


@pytest.mark.parametrize(
    ("amounts", "rest"),
    [
        ({"total": "100", "f": "52", "m": "43"}, "5"),
        ({"total": "100", "f": "52", "m": "43", "not_known": "5"}, ""),
        ({"total": "100", "f": "52", "m": "43", "not_known": "9"}, "5"),
        ({"total": "100", "f": "52"}, ""),
        ({"total": "100", "f": "60", "m": "44"}, ""),
        ({"f": "52", "m": "43"}, ""),
    ],
)
def test_11_the_rest_is_offered_once_the_others_are_filled_in(
    scene: Scene, amounts: dict[str, str], rest: str
) -> None:
    shown, fields = form(scene, scene.person("contributor", "A"), **amounts)

    [offered] = shown.splits[0].sums

    assert offered.rest == rest
    assert offered.fill == (f"{fields['not_known']}={rest}" if rest else "")


def test_11_without_javascript_the_offer_is_a_button(scene: Scene, client: Client) -> None:
    who = scene.person("contributor", "A")
    _shown, fields = form(scene, who)
    client.force_login(who)
    with scene.acting(who) as actor:
        path = f"/i/split/measurement/requests/{queries.requests(actor).get().public_id}/"
    sent: dict[str, Any] = {fields["total"]: "100", fields["f"]: "52", fields["m"]: "43"}

    answer = client.post(path, {**sent, fields["not_known"]: "", "fill": f"{fields['not_known']}=5"})

    assert answer.status_code in (302, 303)
    page = client.get(path).content.decode()
    assert f'id="{fields["not_known"]}" name="{fields["not_known"]}" value="5"' in page
    assert "adds-up" in page


def test_what_is_pressed_fills_only_a_field_that_was_sent(scene: Scene, client: Client) -> None:
    who = scene.person("contributor", "A")
    _shown, fields = form(scene, who)
    client.force_login(who)
    with scene.acting(who) as actor:
        path = f"/i/split/measurement/requests/{queries.requests(actor).get().public_id}/"

    for fill in ("nowhere=5", "=", "x" * 500, fields["not_known"]):
        assert client.post(path, {fields["total"]: "100", "fill": fill}).status_code < 400


def test_a_category_has_its_figure_of_the_period_before_beside_it(scene: Scene, client: Client) -> None:
    said = {"f": 52, "m": 45, "not_known": 3}
    base = {"partner": "A", "indicator": "people", "period": "2023-Q4"}
    scene.load(*({**base, "cell": {"sex": code}, "value": value} for code, value in said.items()))
    client.force_login(scene.person("contributor", "A"))
    with scene.acting() as actor:
        asked = queries.requests(actor).get()

    page = client.get(f"/i/{scene.where.slug}/measurement/requests/{asked.public_id}/").content.decode()

    split = page.partition("data-split=")[2]
    assert [f"2023 Q4: {value}</span>" in split for value in said.values()] == [True] * 3
    assert split.partition("</section>")[0].count("aria-describedby") == 3
