"""Pages that would be as long as the initiative has partners come in pages."""

import pytest
from django.test import Client

from initiatives import queries as core
from measurement import queries, services
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db

PARTNERS = 54


@pytest.fixture
def scene(db: None) -> Scene:
    """So many partners that report a count by quarter; of the last one only two have not handed in."""
    made = Scene(self_acceptance=True)
    codes = [f"p{number:02}" for number in range(PARTNERS)]
    made.partners(*codes)
    made.indicator("served", "count", about_people=False)
    made.assign("served", *codes)
    made.cycle("2024-Q1")
    made.give("served", "2024-Q1", {code: {"numerator": 10} for code in codes[2:]})
    return made


def browser(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.lead)
    return client


def test_the_board_shows_those_late_first_and_the_rest_on_further_pages(scene: Scene) -> None:
    with scene.acting() as actor:
        cycle = queries.cycles(actor).get()
    where = f"/i/{scene.where.slug}/measurement/cycles/{cycle.public_id}/"
    client = browser(scene)

    first, last = client.get(where), client.get(where, {"page": 3})

    def shown(answer):  # type: ignore[no-untyped-def]
        return [
            (str(title), size, [row.request.partner.code for row in rows])
            for title, size, rows in answer.context["groups"]
        ]

    (late, late_size, late_codes), (_title, accepted_size, accepted) = shown(first)
    assert (late_size, late_codes) == (2, ["p00", "p01"])
    assert (accepted_size, len(accepted)) == (52, 18)
    assert [codes for _title, _size, codes in shown(last)] == [[f"p{n}" for n in range(40, 54)]]
    assert "Page 1 of 3" in first.content.decode()


def test_the_table_by_partner_comes_in_pages_and_counts_all_rows(scene: Scene) -> None:
    where = f"/i/{scene.where.slug}/measurement/indicators/served/"
    client = browser(scene)

    first, second = (client.get(where, {"by": "partner", "page": page}) for page in (1, 2))

    text = first.content.decode()
    assert len(first.context["rows"]) == 50
    assert "52 rows" in text
    assert 0 < len(second.context["rows"]) < 50
    assert {row["group"] for row in first.context["rows"]}.isdisjoint(
        row["group"] for row in second.context["rows"]
    )


def test_whoever_is_asked_for_more_than_agreed_is_named_where_it_is_asked(scene: Scene) -> None:
    """Four figures a year at an assumed minute each: three were agreed with p00, ten with p01."""
    with scene.acting() as actor:
        for code, minutes in (("p00", 3), ("p01", 10)):
            services.change_terms(actor, core.partner(actor, code), minutes_a_year=minutes)

    page = browser(scene).get(f"/i/{scene.where.slug}/measurement/indicators/served/partners/")

    assert [(partner.code, cost.minutes, cost.budget) for partner, cost in page.context["over"]] == [
        ("p00", 4, 3)
    ]
    assert "about 4 minutes a year; 3 were agreed" in page.content.decode()
