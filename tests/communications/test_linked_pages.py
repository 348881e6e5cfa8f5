"""Answering an invitation by the link of its letter, over HTTP."""

import re

import pytest
from django.core import mail
from django.test import Client

from communications import queries, services
from communications.letters import send_invitation
from communications.models import RsvpLink
from initiatives.kernel.tenancy import tenant
from initiatives.models import Membership
from initiatives.services.groups import seat
from tests.factories import communications as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


def test_the_letter_leads_to_an_answer_in_the_persons_own_name(client: Client) -> None:
    scene = Scene(timezone="America/Chicago")
    scene.partners("a")
    ben = scene.person("contributor", "a")
    with scene.acting() as actor:
        row = make.meeting(actor, place="Library")
        seat(actor, row.group, Membership.objects.get(user=ben))
        services.add_item(actor, row, title="New books")
        services.send_agenda(actor, row)
        key = RsvpLink.objects.get().pk
    send_invitation(scene.where.pk, str(key))
    send_invitation(scene.where.pk, str(key))

    assert [letter.to for letter in mail.outbox] == [[ben.email]]
    body = str(mail.outbox[0].body)
    # The format's own name is no format: it must not come out letter by letter.
    assert "DATE" not in body and "_" not in body.partition("/rsvp/")[0]
    assert "New books" in body and [name for name, _c, _m in mail.outbox[0].attachments] == ["invitation.ics"]
    found = re.search(r"/rsvp/\S+", body)
    assert found is not None
    start = client.get(found[0])
    assert "Library" in start.content.decode() and start.status_code == 200
    with tenant(scene.where):
        assert RsvpLink.objects.get().opened_at is None, "looking uses nothing up"

    page = client.post(found[0], {"name": "Ben"}, follow=True)
    assert "New books" in page.content.decode()
    here = page.redirect_chain[-1][0]
    refused = client.post(here, {"coming": "yes", "childcare": "21", "note": "I am late"})
    assert refused.status_code == 422 and "I am late" in refused.content.decode()
    thanks = client.post(here, {"coming": "yes", "childcare": "1", "stipend": "on"}, follow=True)
    assert "Thank you" in thanks.content.decode()
    with scene.acting(ben) as actor:
        own = queries.own_reply(actor, row)
        assert own is not None and (own.coming, own.childcare, own.stipend) == ("yes", 1, True)
