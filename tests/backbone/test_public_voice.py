"""Telling the initiative something on its public page: by anybody, read before it is shown, kept from programs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communications.models import FeedbackContact, FeedbackItem
from communications.services import voice, voice_form
from initiatives import limits
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from tests.factories import backbone as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
BUS = "The bus comes after the bell"


@pytest.fixture
def scene(db: None) -> Scene:
    """An open page with an open form."""
    made = Scene("valley")
    make.opened(made.where)
    with made.acting() as actor:
        voice_form.set_voice_form(
            actor, is_open=True, safeguarding_name="Child helpline", safeguarding_contact="555 0100"
        )
    return made


SAY = "/p/valley/say/"


def stamp_of(client: Client, url: str = SAY) -> str:
    return str(client.get(url).context["stamp"])


def send(client: Client, url: str = SAY, after: float = 10, stamp: str | None = None, **values: Any) -> Any:
    """What somebody sends so many seconds after the form was drawn."""
    given = stamp_of(client, url) if stamp is None else stamp
    with clock.at(clock.now() + timedelta(seconds=after)):
        return client.post(url, {"said": BUS, "stamp": given, **values})


def kept(scene: Scene) -> list[FeedbackItem]:
    with tenant(scene.where):
        return list(FeedbackItem.objects.order_by("id"))


def test_anybody_is_heard_and_nothing_is_shown_before_it_is_read_and_answered(
    scene: Scene, client: Client
) -> None:
    page = client.get(SAY).content.decode()
    assert "Not for emergencies" in page and "Child helpline" in page and "555 0100" in page
    answer = send(client, signed="A grandmother", contact="555 0199")
    assert (answer.status_code, answer["Location"]) == (303, "/p/valley/say/thanks/")
    [row] = kept(scene)
    assert (row.said, row.signed, row.noted_by_id, row.heard) == (BUS, "A grandmother", None, "page")
    with tenant(scene.where):
        assert FeedbackContact.objects.get().contact == "555 0199"
    everywhere = [reverse(name, args=["valley"]) for name in ("public_page", "public_said", "public_thanks")]
    assert not any(BUS in client.get(url).content.decode() for url in everywhere)
    with scene.acting() as actor:
        voice.answer_feedback(actor, row, answer="It was moved", outcome="done")
    assert "It was moved" not in client.get(everywhere[1]).content.decode()
    with scene.acting() as actor:
        voice.show_feedback(actor, row, shown_as="The bus is late & <b>slow</b>")
    for url in everywhere[:2]:
        shown = client.get(url).content.decode()
        assert "The bus is late &amp; &lt;b&gt;slow&lt;/b&gt;" in shown and "It was moved" in shown
        assert "555 0199" not in shown and BUS not in shown


def test_a_closed_form_and_a_closed_page_are_nothing(scene: Scene, client: Client) -> None:
    given = stamp_of(client)
    with scene.acting() as actor:
        voice_form.set_voice_form(actor, is_open=False)
    assert client.get(SAY).status_code == 404
    assert send(client, stamp=given).status_code == 404
    assert SAY not in client.get("/p/valley/").content.decode()
    assert kept(scene) == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"website": "x"}, "One field has to stay empty"),
        ({"after": 1}, "That was very quick"),
        ({"after": 13 * 3600}, "open for long"),
        ({"stamp": "forged"}, "Please send it once more"),
        ({"said": "see http://spam.example"}, "without links"),
        ({"said": "x" * 2001}, "2000"),
    ],
)
def test_what_a_program_sends_is_not_kept_and_what_was_typed_stays(
    scene: Scene, client: Client, values: dict[str, Any], said: str
) -> None:
    answer = send(client, **{"signed": "A father", **values})
    page = answer.content.decode()
    assert (answer.status_code, said in page, "A father" in page) == (422, True, True)
    assert kept(scene) == []


def test_one_form_is_received_once_however_often_it_is_sent(scene: Scene, client: Client) -> None:
    given = stamp_of(client)
    assert [send(client, stamp=given).status_code for _time in range(2)] == [303, 303]
    assert len(kept(scene)) == 1


def test_one_address_cannot_flood_it_and_loses_no_words(
    scene: Scene, client: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.VERB_LIMITS = {**settings.VERB_LIMITS, "say": {"address": 1, "initiative": 99}}
    address = {"REMOTE_ADDR": f"2001:db8:{scene.where.pk:x}::1"}
    other = Client(**address)
    with django_capture_on_commit_callbacks(execute=True):
        assert send(other).status_code == 303
    answer = send(other, said="Once more")
    assert (answer.status_code, "Once more" in answer.content.decode()) == (429, True)
    assert len(kept(scene)) == 1
    assert limits.HOUR == 3600


def test_it_is_not_sent_in_somebody_s_name_from_another_site(scene: Scene) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert send(strict).status_code == 403
    assert kept(scene) == []


def test_a_question_is_answered_while_it_is_open(scene: Scene, client: Client) -> None:
    with scene.acting() as actor:
        asked = voice_form.put_question(
            actor, asks="What keeps you?", closes_on=clock.today(actor.initiative.timezone)
        )
    url = reverse("public_say_to", args=["valley", asked.public_id])
    assert "What keeps you?" in client.get(SAY).content.decode()
    given = stamp_of(client, url)
    assert send(client, url, stamp=given).status_code == 303
    assert [row.question_id for row in kept(scene)] == [asked.pk]
    with scene.acting() as actor:
        voice_form.end_question(actor, asked)
        voice_form.tell_heard(actor, asked, heard="The bus, mostly")
    assert client.get(url).status_code == 404
    assert "The bus, mostly" in client.get("/p/valley/said/").content.decode()


def test_programs_read_what_is_shown_and_nothing_that_is_not(scene: Scene, client: Client) -> None:
    send(client, signed="A grandmother", contact="555 0199")
    [row] = kept(scene)
    assert client.get("/p/valley/voice.json").json()["said"] == []
    with scene.acting() as actor:
        voice.answer_feedback(actor, row, answer="It was moved", outcome="done")
        voice.show_feedback(actor, row, shown_as="The bus is late")
    answer = client.get("/p/valley/voice.json")
    [told] = answer.json()["said"]
    assert (told["said"], told["answer"]) == ("The bus is late", "It was moved")
    assert BUS not in answer.content.decode() and "555 0199" not in answer.content.decode()
    assert client.get("/p/nowhere/voice.json").status_code == 404
