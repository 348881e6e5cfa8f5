"""The brief of a partner: its own affairs for its own people, and nothing of another's."""

import pytest
from django.test import Client

from backbone.queries.share_pack import share_pack
from initiatives import queries as core
from initiatives.kernel.errors import Forbidden
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    made = Scene("valley", self_acceptance=True)
    made.partners("a", "b")
    made.indicator("meals", unit="plates")
    made.assign("meals", "a", "b")
    made.give("meals", "2024-Q1", {"a": {"value": 41}, "b": {"value": 977}})
    made.cycle("2024-Q2")
    return made


def test_it_tells_the_own_figures_and_what_is_due_to_the_own_people_and_staff(scene: Scene) -> None:
    for who in (scene.person("contributor", "a"), scene.person("partner_lead", "a"), scene.lead):
        with scene.acting(who) as actor:
            pack = share_pack(actor, core.partner(actor, "a"))
            assert [figure.value.number for figure in pack.figures] == ["41"]
            assert [row.cycle.period_start.isoformat() for row in pack.due] == ["2024-04-01"]
    for role, of in (("contributor", "b"), ("funder", ""), ("community", "")):
        with scene.acting(scene.person(role, of)) as actor, pytest.raises(Forbidden):
            share_pack(actor, core.partner(actor, "a"))


def test_page_and_text_say_the_same_and_nothing_of_others(scene: Scene, client: Client) -> None:
    client.force_login(scene.person("contributor", "a"))
    page = client.get("/i/valley/partners/a/brief/")
    text = client.get("/i/valley/partners/a/brief/?as=text")
    assert text["Content-Type"].startswith("text/plain")
    for answer in (page, text):
        said = answer.content.decode()
        assert "meals" in said and "41" in said and "977" not in said
    assert client.get("/i/valley/partners/b/brief/").status_code == 403
    assert "41 plates" in text.content.decode()


def test_the_page_of_a_partner_leads_there_for_its_own_people_and_staff_alone(
    scene: Scene, client: Client
) -> None:
    brief = 'href="/i/valley/partners/a/brief/"'
    contributor, other = scene.person("contributor", "a"), scene.person("contributor", "b")
    for who, led in ((scene.lead, True), (contributor, True), (other, False)):
        client.force_login(who)
        assert (brief in client.get("/i/valley/partners/a/").content.decode()) is led
    client.force_login(contributor)
    assert 'href="/i/valley/partners/a/"' in client.get("/i/valley/partners/a/brief/").content.decode()
