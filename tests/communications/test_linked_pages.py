"""Answering an invitation by the link of its letter, over HTTP."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from communications import queries, services
from communications.letters import send_invitation
from communications.models import Meeting, Reply, RsvpLink
from communications.queries.digests import digest_now
from initiatives.kernel.tenancy import tenant
from initiatives.models import Membership, User
from initiatives.services.groups import seat
from tests.factories import communications as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    made = Scene(timezone="America/Chicago")
    made.partners("a")
    return made


@pytest.fixture
def ben(scene: Scene) -> User:
    return scene.person("contributor", "a")


@pytest.fixture
def row(scene: Scene, ben: User) -> Meeting:
    """A meeting of a group in which Ben sits, with its agenda out."""
    with scene.acting() as actor:
        made = make.meeting(actor, place="Library")
        seat(actor, made.group, Membership.objects.get(user=ben))
        services.add_item(actor, made, title="New books")
        services.send_agenda(actor, made)
    return made


def the_letter(scene: Scene) -> Any:
    """The newest invitation, as it goes out."""
    mail.outbox.clear()
    with tenant(scene.where):
        key = RsvpLink.objects.latest("pk").pk
    send_invitation(scene.where.pk, str(key))
    send_invitation(scene.where.pk, str(key))
    [letter] = mail.outbox
    return letter


def ways(letter: Any) -> dict[str, str]:
    """What the letter's text offers, each with the path of its address."""
    return dict(re.findall(r"^(.+): \S+?(/rsvp/\S+)$", str(letter.body), re.MULTILINE))


def test_the_letter_leads_to_an_answer_in_the_persons_own_name(
    client: Client, scene: Scene, ben: User, row: Meeting
) -> None:
    letter = the_letter(scene)
    assert letter.to == [ben.email]
    body = str(letter.body)
    # The format's own name is no format: it must not come out letter by letter.
    assert "DATE" not in body and "_" not in body.partition("/rsvp/")[0]
    assert "New books" in body and [name for name, _c, _m in letter.attachments] == ["invitation.ics"]
    link = ways(letter)["I am coming"].partition("?")[0]
    start = client.get(link)
    assert "Library" in start.content.decode() and start.status_code == 200
    with tenant(scene.where):
        assert RsvpLink.objects.get().opened_at is None, "looking uses nothing up"

    page = client.post(link, {"name": "Ben"}, follow=True)
    assert "New books" in page.content.decode()
    here = page.redirect_chain[-1][0]
    refused = client.post(here, {"coming": "yes", "childcare": "21", "note": "I am late"})
    assert refused.status_code == 422 and "I am late" in refused.content.decode()
    thanks = client.post(here, {"coming": "yes", "childcare": "1", "stipend": "on"}, follow=True)
    assert "Thank you" in thanks.content.decode()
    with scene.acting(ben) as actor:
        own = queries.own_reply(actor, row)
        assert own is not None and (own.coming, own.childcare, own.stipend) == ("yes", 1, True)


def test_the_letter_offers_the_answers_of_the_digest_and_only_a_button_gives_one(
    client: Client, scene: Scene, ben: User, row: Meeting
) -> None:
    letter = the_letter(scene)
    offered = ways(letter)
    html = letter.alternatives[0].content
    with scene.acting(ben) as actor:
        told = {part.key: part for part in digest_now(actor)}
    asked = [step.label for step in told["communications.meetings"].lines[0].steps]
    assert [*offered] == asked == ["I am coming", "I cannot come", "I come, and need something"]
    assert re.findall(r'href="\S+?(/rsvp/\S+?)"[^>]*>([^<]+)</a>', html) == [
        (way, label) for label, way in offered.items()
    ]

    for way in offered.values():
        assert client.get(way).status_code == client.head(way).status_code == 200
    with tenant(scene.where):
        assert not Reply.objects.exists() and RsvpLink.objects.get().opened_at is None, "looking answered it"

    page = client.get(offered["I cannot come"]).content.decode()
    assert "I cannot come" in page and f'action="{offered["I cannot come"]}"' in page
    thanks = client.post(offered["I cannot come"], {"name": "Ben"}, follow=True).content.decode()
    assert "Your answer is kept" in thanks and 'name="interpreter"' in thanks
    with scene.acting(ben) as actor:
        own = queries.own_reply(actor, row)
        assert own is not None and own.coming == "no"


def test_an_answer_by_one_button_keeps_what_one_said_that_one_needs(
    client: Client, scene: Scene, ben: User, row: Meeting
) -> None:
    offered = ways(the_letter(scene))
    with scene.acting(ben) as actor:
        services.reply(actor, row, coming="perhaps", interpreter="Spanish", childcare=2, note="Stairs")
    client.post(offered["I am coming"], {"name": "Ben"})
    with scene.acting(ben) as actor:
        own = queries.own_reply(actor, row)
        assert own is not None
        assert (own.coming, own.interpreter, own.childcare, own.note) == ("yes", "Spanish", 2, "Stairs")


def test_who_has_answered_is_offered_to_change_it_in_their_own_language(
    client: Client, scene: Scene, ben: User, row: Meeting
) -> None:
    with scene.acting(ben) as actor:
        services.reply(actor, row, coming="no")
    with tenant(scene.where):
        Membership.objects.filter(user=ben).update(language="es")
    offered = ways(the_letter(scene))
    assert [*offered] == ["Cambiar su respuesta"]
    page = client.post(offered["Cambiar su respuesta"], {"name": "Ben"}, follow=True).content.decode()
    assert "checked" in page.partition('value="no"')[2][:80]


def test_an_address_that_names_no_answer_gives_none(client: Client, scene: Scene, row: Meeting) -> None:
    link = ways(the_letter(scene))["I am coming"].partition("?")[0]
    page = client.post(f"{link}?coming=gladly", {"name": "Ben"}, follow=True)
    assert page.status_code == 200 and "Your answer is kept" not in page.content.decode()
    with tenant(scene.where):
        assert not Reply.objects.exists()
