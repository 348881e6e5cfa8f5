"""Announcements and what people said over HTTP: pages and forms of those who may, 403 for those who may not."""

from typing import Any

import pytest
from django.test import Client

from tests.api import Api
from tests.factories import communications_voice as make
from tests.factories.core import token
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
HOME = "/i/valley/communications"


@pytest.fixture
def scene() -> Scene:
    return Scene("valley")


def looked(client: Client, *paths: str) -> list[str]:
    """The pages, each of which opens."""
    found = []
    for path in paths:
        answer = client.get(f"{HOME}/{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        found.append(answer.content.decode())
    return found


def test_an_announcement_is_published_read_talked_about_and_withdrawn(scene: Scene, client: Client) -> None:
    reader = scene.person("community")
    client.force_login(scene.lead)
    looked(client, "announcements/", "announcements/new/")
    refused = client.post(
        f"{HOME}/announcements/new/", {"title": "", "body": "Kept", "addressed": "everybody"}
    )
    assert (refused.status_code, "Kept" in refused.content.decode()) == (422, True)
    given = {"title": "Dates move", "body": "To Friday", "addressed": "everybody", "asks_word": "on"}
    sent = client.post(f"{HOME}/announcements/new/", given)
    row = sent["Location"].removeprefix(f"{HOME}/")
    assert "0 have said so, 1 have not" in looked(client, row)[0]
    assert client.post(f"{HOME}/{row}remind/").status_code == 303
    client.force_login(reader)
    assert all("I have read it" in page for page in looked(client, "", "announcements/", row))
    assert client.post(f"{HOME}/{row}read/").status_code == 303
    assert client.post(f"{HOME}/{row}", {"text": "<b>Thanks</b>"}).status_code == 303
    assert "&lt;b&gt;Thanks" in looked(client, row)[0]
    assert client.get(f"{HOME}/{row}change/").status_code == 303
    assert client.post(f"{HOME}/{row}withdraw/", {"reason": "x"}).status_code == 403
    client.force_login(scene.lead)
    looked(client, f"{row}change/", f"{row}withdraw/")
    assert client.post(f"{HOME}/{row}withdraw/", {"reason": "It was wrong"}).status_code == 303
    assert "It was wrong" in looked(client, row)[0]
    client.force_login(reader)
    assert client.get(f"{HOME}/{row}").status_code == 404
    assert "Dates move" not in looked(client, "")[0]


def test_what_was_said_is_answered_shown_and_closed(scene: Scene, client: Client) -> None:
    made = make.one_of_each(scene.where)
    said, asked = f"voice/{made['said'].public_id}/", f"questions/{made['question'].public_id}/"
    client.force_login(scene.lead)
    looked(
        client, "you-said/", "voice/", "voice/?state=waiting", "voice/new/", "voice/form/", "questions/new/"
    )
    ways = ("sort", "answer", "concern", "close")
    looked(client, said, asked, f"{asked}change/", f"{asked}heard/", *(f"{said}{way}/" for way in ways))
    steps: list[tuple[str, dict[str, Any]]] = [
        ("move/", {"state": "acknowledged"}),
        ("sort/", {"theme": "Buses"}),
        ("answer/", {"outcome": "done", "answer": "The bus was moved"}),
        ("show/", {"shown_as": "The bus is late"}),
        ("close/", {"reason": ""}),
    ]
    for step, values in steps:
        assert client.post(f"{HOME}/{said}{step}", values).status_code == 303, step
    assert "forgotten at the close" in looked(client, said)[0]
    client.force_login(scene.person("community"))
    [overview, page, question] = looked(client, "", "you-said/", asked)
    for shown in (overview, page):
        assert "The bus is late" in shown and "The bus was moved" in shown
    assert "The bus comes late" not in overview + page + question
    for path in ("voice/", said, "voice/form/", "questions/new/", f"{asked}heard/"):
        assert client.get(f"{HOME}/{path}").status_code == 403, path


def test_the_api_does_what_the_pages_do(scene: Scene) -> None:
    made = make.one_of_each(scene.where)
    lead, reader = Api(token(scene.lead)), Api(token(scene.person("community")))
    home = "/initiatives/valley"
    said, told = (
        f"{home}/feedback/{made['said'].public_id}/",
        f"{home}/announcements/{made['announcement'].public_id}/",
    )
    assert reader.get(f"{home}/feedback/").status == 403
    assert lead.post(f"{said}answer/", {"answer": "Moved", "outcome": "done"}).json["state"] == "answered"
    assert reader.get(f"{home}/you-said/").json["results"] == []
    lead.post(f"{said}show/", {"shown_as": "Late buses"})
    [shown] = reader.get(f"{home}/you-said/").json["results"]
    assert (shown["said"], shown["answer"], "heard" in shown) == ("Late buses", "Moved", False)
    assert lead.post(f"{said}close/", {}).json["state"] == "closed"
    assert reader.post(f"{told}read/", {}).json["given"] is True
    assert [row["name"] for row in lead.get(f"{told}words/").json["given"]] != []
    assert reader.get(f"{told}words/").status == 403
    assert reader.post(f"{told}comments/", {"text": "Thanks"}).status == 201
    assert [row["text"] for row in reader.get(f"{told}comments/").json["results"]] == ["Thank you", "Thanks"]
    assert lead.post(f"{home}/voice-form/", {"is_open": True}).status == 422
    asked = f"{home}/questions/{made['question'].public_id}/"
    assert lead.post(f"{asked}heard/", {"heard": "Buses"}).json["heard"] == "Buses"
    assert [row["asks"] for row in reader.get(f"{home}/questions/").json["results"]] == ["Why late?"]
