"""Search: what is found by the beginnings of words, marked, and nothing that its reader may not read."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communications import services as meeting
from communications.services import lessons
from initiatives.kernel import clock
from initiatives.kernel.finding import find
from initiatives.kernel.words import Piece, excerpt, marked, words_of
from initiatives.models import Membership, User
from initiatives.services.groups import seat
from tests.api import Api
from tests.factories import communications as make
from tests.factories import communications_decisions as make_decisions
from tests.factories import core as make_core
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.partners("a", "b")
    return found


def titles(scene: Scene, text: str, who: User | None = None) -> dict[str, list[str]]:
    with scene.acting(who) as actor:
        return {group.key: [hit.name for hit in group.hits] for group in find(actor, text)}


def test_words_are_marked_by_their_beginning_whatever_their_accents() -> None:
    assert words_of("Café, BUS!") == ["cafe", "bus"]
    assert marked("A café by the busses", ["cafe", "bus"]) == (
        Piece("A "),
        Piece("café", found=True),
        Piece(" by the "),
        Piece("busses", found=True),
    )
    long = "word " * 60 + "the bus comes late " + "word " * 60
    found = excerpt(["nothing here", long], ["bus"])
    text = "".join(piece.text for piece in found)
    assert [piece.text for piece in found if piece.found] == ["bus"]
    assert text.startswith("…word")
    assert text.endswith("…")
    assert len(text) < 200
    assert excerpt(["nothing here"], ["bus"]) == ()


def test_everything_is_found_by_its_words(scene: Scene) -> None:
    scene.indicator("attendance", name="Attendance on buses")
    with scene.acting() as actor:
        make.meeting(actor, "The busy month")
        make_decisions.proposed(actor, make_decisions.group(actor), "A bus at seven")
        lessons.share_lesson(actor, claim="Buses, not motivation", so_what="Ask the city")
        row = make.being_held(actor, "Spring")
        item = meeting.add_item(actor, row, title="Transport")
        meeting.write_notes(actor, item, "The bus comes at eight")
    found = titles(scene, "bus")
    assert found == {
        "indicators": ["Attendance on buses"],
        "meetings": ["The busy month"],
        "points": ["Transport"],
        "decisions": ["A bus at seven"],
        "lessons": ["Buses, not motivation"],
    }
    assert titles(scene, "bus seven") == {"decisions": ["A bus at seven"]}
    assert titles(scene, "zebra") == {}
    assert titles(scene, "%'\\ ...") == {}


def test_a_day_beside_what_is_found_is_that_of_the_initiative_in_the_api_too() -> None:
    scene = Scene(timezone="America/Chicago")
    with scene.acting() as actor:
        # Nine in the evening of the last of April in Chicago.
        make.meeting(actor, "Tutoring", at=moment("2024-05-01 02:00"))
    answer = Api(make_core.token(scene.lead)).get(
        f"/initiatives/{scene.where.slug}/search/?q=tutoring&kind=meetings"
    )
    [group] = answer.json["results"]
    assert group["hits"][0]["note"].endswith("30 April 2024")


def test_nobody_finds_what_they_may_not_read(scene: Scene) -> None:
    outside, inside = scene.person("community"), scene.person("community")
    scene.indicator("secret", name="Walrus count", state="proposed")
    with scene.acting() as actor:
        lessons.share_lesson(actor, claim="Walrus among partners", so_what="x", visibility="partners")
        row = make.being_held(actor, "Spring")
        item = meeting.add_item(actor, row, title="Transport")
        meeting.write_notes(actor, item, "A walrus was seen")
        seat(actor, row.group, Membership.objects.get(user=inside))
    assert set(titles(scene, "walrus")) == {"indicators", "lessons", "points"}
    assert titles(scene, "walrus", outside) == {}
    assert titles(scene, "walrus", inside) == {"points": ["Transport"]}
    other = Scene("elsewhere")
    assert titles(other, "walrus") == {}


def test_the_queries_are_the_same_few_however_much_is_found(scene: Scene) -> None:
    counts = []
    for rows in (1, 4):
        with scene.acting() as actor:
            for number in range(rows):
                lessons.share_lesson(actor, claim=f"Bus {number}", so_what="x")
                make.meeting(actor, f"Bus {number}", at=clock.now())
            with CaptureQueriesContext(connection) as asked:
                find(actor, "bus")
            counts.append(len(asked))
    assert counts[0] == counts[1] <= 30


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_page_shows_what_was_found_by_kind_and_the_api_the_same(scene: Scene, client: Client) -> None:
    with scene.acting() as actor:
        for number in range(7):
            lessons.share_lesson(actor, claim=f"Bus <{number}>", so_what="Ask the city of buses")
    client.force_login(scene.lead)
    here = reverse("initiatives:search", args=[scene.where.slug])
    assert "What are you looking for?" in words(client.get(here))
    page = words(client.get(here, {"q": "bus"}))
    assert page.count("<mark>Bus</mark>") == 5
    assert "&lt;6&gt;" in page
    assert "7 found" in page
    alone = words(client.get(here, {"q": "bus", "kind": "lessons"}))
    assert alone.count("<mark>Bus</mark>") == 7
    assert "Nothing was found" in words(client.get(here, {"q": "zebra"}))
    assert client.get(here, {"q": "\x00zebra", "kind": "none"}).status_code == 200
    api = Api(make_core.token(scene.lead))
    told = api.get(f"/initiatives/{scene.where.slug}/search/?q=BUS").json["results"]
    assert [(group["kind"], len(group["hits"])) for group in told] == [("lessons", 7)]
    assert told[0]["hits"][0]["path"].startswith(f"/i/{scene.where.slug}/communications/lessons/")
    assert api.get(f"/initiatives/{scene.where.slug}/search/").status == 400
