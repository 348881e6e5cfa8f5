"""Who takes part, and what the stream may tell, over the API: to whom, and how much of it."""

import pytest
from django.test import Client

from initiatives.models import User
from initiatives.outbox import FACTS
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = Scene("river")
    scene.partners("library", "school")
    return scene


def read(client: Client, who: User, path: str) -> list[dict[str, object]]:
    client.force_login(who)
    answer = client.get(f"/api/v1/initiatives/river/{path}")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["results"])


def test_partners_list_their_own_people_and_others_none(scene: Scene, client: Client) -> None:
    lead, pen = scene.person("partner_lead", "library"), scene.person("contributor", "library")
    scene.person("contributor", "school")
    found = read(client, scene.lead, "people/")
    assert sorted((row["role"], row["partner"]) for row in found) == [
        ("backbone_lead", None),
        ("contributor", "library"),
        ("contributor", "school"),
        ("partner_lead", "library"),
    ]
    assert {row["partner"] for row in read(client, pen, "people/")} == {"library"}
    assert [row["role"] for row in read(client, lead, "people/?role=contributor")] == ["contributor"]
    assert read(client, lead, "people/?partner=school") == []
    [other] = read(client, scene.lead, "people/?partner=school")
    assert client.get(f"/api/v1/initiatives/river/people/{other['id']}/").json() == other
    client.force_login(lead)
    assert client.get(f"/api/v1/initiatives/river/people/{other['id']}/").status_code == 404
    client.force_login(scene.person("funder"))
    assert client.get("/api/v1/initiatives/river/people/").status_code == 403


def test_every_fact_is_told_to_those_who_listen_page_by_page(scene: Scene, client: Client) -> None:
    client.force_login(scene.lead)
    address, found = "/api/v1/initiatives/river/event-kinds/?page_size=50", []
    while address:
        page = client.get(address).json()
        found += page["results"]
        address = page["next"]
    assert [row["key"] for row in found] == sorted(FACTS)
    [asked] = [row for row in found if row["key"] == "communications.ask_answered"]
    assert asked["app"] == "communications" and "subject" not in asked["data"]
    assert {name for row in found for name in row["data"].values()} == {
        "string",
        "integer",
        "boolean",
        "array of strings",
    }
    client.force_login(scene.person("community"))
    assert client.get("/api/v1/initiatives/river/event-kinds/").status_code == 403
