"""Figures that others filled in: the partner confirms them or takes them back; whoever has no account gets letters."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, Forbidden, Stale
from initiatives.kernel.tenancy import tenant
from initiatives.models import Event
from initiatives.services import add_person
from measurement import queries, services
from measurement.models import HandInLink, Submission
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Partners A and B report one figure; A's contact Kim has an address and no account, B's has an account."""
    made = Scene()
    made.partners("A", "B", "C")
    made.indicator("n")
    made.assign("n", "A", "B", "C")
    made.cycle("2024-Q1")
    made.person("contributor", "B")
    with made.acting() as actor:
        of = core.partner(actor, "A")
        add_person(actor, name="Kim", email="kim@a.example", role="contributor", partner=of)
    return made


def on_behalf(scene: Scene, partner: str = "A") -> Submission:
    return scene.hand_in(scene.lead, partner, "2024-Q1", [{"indicator": "n", "value": 7}])


@contextmanager
def kim(scene: Scene, name: str = "Kim") -> Iterator[Actor]:
    """Kim, come in by a link of A."""
    with scene.acting() as actor:
        asked = queries.requests(actor).get(partner__code="A")
        secret = services.make_link(actor, asked)[1]
    pointer = queries.link_pointer(secret)
    assert pointer is not None
    with queries.entered_by_link(pointer, name) as actor:
        yield actor


def now(scene: Scene, found: Submission) -> Submission:
    with tenant(scene.where):
        return Submission.objects.get(pk=found.pk)


def test_the_partner_says_that_they_are_right_and_the_reviewer_sees_who(scene: Scene) -> None:
    sent = on_behalf(scene)
    with kim(scene) as actor:
        services.confirm(actor, sent)
        services.confirm(actor, sent)
    found = now(scene, sent)
    assert (found.state, found.confirmer, found.confirmed_by) == ("submitted", "Kim", None)
    with tenant(scene.where):
        told = Event.objects.filter(key="measurement.submission_confirmed")
        assert told.count() == 1
    with scene.acting() as actor:
        services.return_(actor, found, reason="Look again.")
    assert now(scene, sent).confirmer == ""


def test_only_somebody_of_the_partner_says_so_and_only_of_what_others_filled_in(scene: Scene) -> None:
    sent = on_behalf(scene)
    with scene.acting() as actor, pytest.raises(Conflict):
        services.confirm(actor, sent)
    with scene.acting() as actor, pytest.raises(Conflict):
        services.take_back(actor, sent)
    ben = scene.person("contributor", "C")
    own = scene.hand_in(ben, "C", "2024-Q1", [{"indicator": "n", "value": 3}])
    with scene.acting(ben) as actor, pytest.raises(Conflict):
        services.confirm(actor, own)
    with scene.acting(ben) as actor, pytest.raises(Forbidden):
        services.confirm(actor, sent)


def test_taken_back_it_is_a_draft_that_the_partner_puts_right_even_after_the_last_day(scene: Scene) -> None:
    with clock.at(moment("2024-04-10")):
        scene.cycle("2024-Q2", opens=date(2024, 4, 1), due=date(2024, 4, 20))
        sent = scene.hand_in(scene.lead, "A", "2024-Q2", [{"indicator": "n", "value": 7}])
    with clock.at(moment("2024-05-10")):
        with scene.acting() as actor:
            asked = queries.requests(actor).get(partner__code="A", cycle=sent.cycle)
            pointer = queries.link_pointer(services.make_link(actor, asked)[1])
        assert pointer is not None
        with queries.entered_by_link(pointer, "Kim") as actor:
            taken = services.take_back(actor, sent)
            assert (taken.state, taken.submitted_by, taken.submitted_at) == ("draft", None, None)
            row = {"indicator": "n", "value": 8}
            done = services.submit(actor, services.save_draft(actor, taken, [row]))
        assert (done.state, done.sender, done.confirmer) == ("submitted", "Kim", "Kim")
    # The lead did not hand these in: whoever entered them first may accept them now.
    scene.accept(done)
    assert now(scene, sent).state == "accepted"


def test_what_was_accepted_or_read_in_another_version_is_not_taken_back(scene: Scene) -> None:
    ben = scene.person("contributor", "C")
    sent = scene.hand_in(ben, "C", "2024-Q1", [{"indicator": "n", "value": 3}])
    with scene.acting(ben) as actor, pytest.raises(Stale):
        services.take_back(actor, sent, version=sent.version + 1)
    scene.accept(sent)
    with scene.acting(ben) as actor, pytest.raises(Conflict):
        services.take_back(actor, sent)


def test_its_own_hand_in_is_not_taken_back_when_the_time_is_over(scene: Scene) -> None:
    ben = scene.person("contributor", "C")
    with clock.at(moment("2024-07-10")):
        scene.cycle("2024-Q2", opens=date(2024, 7, 1), due=date(2024, 7, 20))
        sent = scene.hand_in(ben, "C", "2024-Q2", [{"indicator": "n", "value": 3}])
    with clock.at(moment("2024-07-21 12:00")), scene.acting(ben) as actor, pytest.raises(Conflict):
        services.take_back(actor, sent)
    with clock.at(moment("2024-07-12")), scene.acting(ben) as actor:
        assert services.take_back(actor, sent).state == "draft"


def test_a_returned_one_is_written_back_to_a_contact_without_an_account(scene: Scene) -> None:
    sent, other = on_behalf(scene), on_behalf(scene, "B")
    with scene.acting() as actor:
        services.return_(actor, sent, reason="Is it 7 or 70?")
        services.return_(actor, other, reason="And this?")
    scene.work()
    (letter,) = mail.outbox
    assert letter.to == ["kim@a.example"] and "a question about the figures of A" in letter.subject
    assert "“Is it 7 or 70?”" in letter.body and "came back with a question" in letter.body
    address = re.search(r"/hand-in/\S+/", letter.body)
    assert address is not None
    client = Client()
    assert "put right or to explain" in client.get(address[0]).content.decode()


def test_links_go_to_all_without_an_account_and_to_none_twice(scene: Scene, client: Client) -> None:
    client.force_login(scene.lead)
    with scene.acting() as actor:
        found = queries.cycles(actor).get()
        assert queries.board(actor, found).to_link == 1
    address = f"/i/{scene.where.slug}/measurement/cycles/{found.public_id}/"
    assert "Send 1 link" in client.get(address).content.decode()
    client.post(f"{address}links/")
    client.post(f"{address}links/")
    scene.work()
    assert [letter.to for letter in mail.outbox] == [["kim@a.example"]]
    with scene.acting() as actor:
        assert queries.board(actor, found).to_link == 0
        assert HandInLink.objects.get().about == "ask"


def test_by_link_the_page_asks_whether_they_are_right(scene: Scene, client: Client) -> None:
    sent = on_behalf(scene)
    with scene.acting() as actor:
        asked = queries.requests(actor).get(partner__code="A")
        secret = services.make_link(actor, asked)[1]
    opened: Any = client.post(f"/hand-in/{secret}/", {"name": "Kim"}, follow=True)
    here = opened.redirect_chain[-1][0]
    page = opened.content.decode()
    assert "They are right" in page and "Take them back" in page
    version = {"version": str(sent.version)}
    told = client.post(f"{here}confirm/", version, follow=True).content.decode()
    assert "Confirmed by Kim" in told and "They are right" not in told
    form = client.post(f"{here}take-back/", version, follow=True).content.decode()
    assert "Review and send" in form
    assert client.post(f"{here}take-back/", version).status_code == 409
