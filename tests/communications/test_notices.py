"""Notices: what others did that concerns somebody, by the rights of now, marked new until it was seen."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communications.queries.digests import digest_now
from communications.queries.notices import Notice, count_new, notice_rows, notices_of
from communications.services.digests import set_digest
from communications.services.notices import see_notices
from communications.words.notices import HEARD
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.models import Membership, Partner, User
from initiatives.outbox import FACTS
from initiatives.services import add_action
from initiatives.services.tokens import mint_token
from measurement.services import return_
from tests.api import Api
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
WISH: dict[str, Any] = {
    "frequency": "weekly",
    "weekday": 1,
    "hour": 7,
    "timezone": "",
    "quiet_from": 21,
    "quiet_until": 7,
}


@pytest.fixture
def scene() -> Iterator[Scene]:
    """A and B are asked for a figure; it is noon of 10 April 2024."""
    with clock.at(moment("2024-04-10 12:00")):
        made = Scene("bells", timezone="UTC")
        made.partners("A", "B")
        made.indicator("books", name="Books given")
        made.assign("books", "A", "B")
        made.cycle("2024-Q1", opens=date(2024, 4, 1), due=date(2024, 4, 30))
        yield made


@pytest.fixture
def ben(scene: Scene) -> User:
    """Who hands in for A."""
    return scene.person("contributor", "A")


def heard(scene: Scene, who: User | None = None) -> list[Notice]:
    with scene.acting(who) as actor:
        return notices_of(actor, notice_rows(actor))


def returned(scene: Scene, ben: User) -> None:
    """Ben hands in for A, and the lead returns it an hour later."""
    given = scene.hand_in(ben, "A", "2024-Q1", [{"indicator": "books", "value": 3}])
    with clock.at(moment("2024-04-10 13:00")), scene.acting() as actor:
        return_(actor, given, reason="Is it 3 or 30?")


def test_every_fact_that_is_heard_of_is_a_fact() -> None:
    assert [key for key in HEARD if key not in FACTS] == []


def test_a_partner_hears_of_its_own_and_the_backbone_of_what_comes_in(scene: Scene, ben: User) -> None:
    other = scene.person("contributor", "B")
    funder = scene.person("funder")
    returned(scene, ben)
    with clock.at(moment("2024-04-10 14:00")):
        [mine] = heard(scene, ben)
        assert "returned" in mine.text and mine.new
        assert mine.path.startswith("/i/bells/measurement/submissions/")
        [theirs] = heard(scene)
        assert "A" in theirs.text and theirs.who != mine.who, "who returned it does not hear of that"
        assert heard(scene, other) == [] and heard(scene, funder) == []


def test_the_partner_somebody_has_now_is_the_one_that_counts(scene: Scene, ben: User) -> None:
    returned(scene, ben)
    with tenant(scene.where):
        Membership.objects.filter(user=ben).update(partner=Partner.objects.get(code="B"))
    with clock.at(moment("2024-04-10 14:00")):
        assert heard(scene, ben) == []


def test_a_task_is_heard_of_by_its_owner_alone(scene: Scene, ben: User) -> None:
    colleague = scene.person("contributor", "A")
    with scene.acting() as actor:
        owner = Membership.objects.get(user=ben)
        task = add_action(actor, what="Call the school", owner=owner, due=date(2024, 4, 20))
    [mine] = heard(scene, ben)
    assert mine.path == reverse("communications:task", args=["bells", task.public_id])
    assert heard(scene, colleague) == [] and heard(scene) == []


def test_it_is_new_until_seen_and_gone_after_thirty_days(scene: Scene, ben: User) -> None:
    returned(scene, ben)
    with clock.at(moment("2024-04-10 14:00")), scene.acting(ben) as actor:
        assert count_new(actor) == 1
        see_notices(actor, until=moment("2024-04-10 12:30"))
        assert count_new(actor) == 1, "what came after the page was drawn stays new"
        see_notices(actor)
        see_notices(actor, until=moment("2024-04-10 12:30"))
        assert count_new(actor) == 0, "what was seen became new again"
    later = moment("2024-04-10 13:00") + timedelta(days=30)
    for away, count in ((timedelta(0), 1), (timedelta(seconds=1), 0)):
        with clock.at(later + away):
            assert len(heard(scene, ben)) == count


def test_what_somebody_does_not_wish_to_hear_of_stands_in_neither(scene: Scene, ben: User) -> None:
    returned(scene, ben)
    with clock.at(moment("2024-04-10 14:00")), scene.acting(ben) as actor:
        assert [part.key for part in digest_now(actor)] == ["measurement.due"]
        set_digest(actor, **WISH, muted=["measurement"])
        assert digest_now(actor) == []
        assert count_new(actor) == 0


def test_the_page_tells_marks_and_counts(scene: Scene, ben: User, client: Client) -> None:
    returned(scene, ben)
    client.force_login(ben)
    page = reverse("communications:notices", args=["bells"])
    bell = {"HX-Request": "true"}
    with clock.at(moment("2024-04-10 14:00")):
        assert "1 new" in client.get(page, headers=bell).content.decode()
        drawn = client.get(page).content.decode()
        assert "Mark all as seen" in drawn and "returned" in drawn
        assert "1 new" in client.get(page, headers=bell).content.decode(), "looking marked it as seen"
        for odd in (
            "",
            "nonsense",
            "2024-13-40T00:00:00Z",
            "0001-01-01T00:00:00+14:00",
            "2024-04-10T12:00:00",
        ):
            answer = client.post(reverse("communications:see_notices", args=["bells"]), {"until": odd})
            assert answer.status_code == 303, odd
        assert client.get(page, headers=bell).content.decode().strip() == ""
        assert "Mark all as seen" not in client.get(page).content.decode()


def test_the_api_tells_the_same(scene: Scene, ben: User) -> None:
    returned(scene, ben)
    here = "/initiatives/bells"
    with clock.at(moment("2024-04-10 14:00")):
        api = Api(mint_token(ben, name="mine", scopes=["read"])[1])
        told = api.get(f"{here}/notices/").json
        assert told["new"] == 1 and told["results"][0]["new"]
        assert api.post(f"{here}/notices/seen/").status == 200
        assert api.get(f"{here}/notices/").json["new"] == 0

        wish = {**WISH, "frequency": "monthly", "muted": ["agenda"]}
        kept = api.ask("PUT", f"{here}/digest/", wish)
        assert kept.status == 200 and kept.json["muted"] == ["agenda"], kept
        assert api.ask("PUT", f"{here}/digest/", {**wish, "hour": 23}).faults == {"hour": "quiet_hour"}
        sections = api.get(f"{here}/digest/now/").json["sections"]
        assert [one["key"] for one in sections] == ["measurement.due"]
