"""What of the agenda waits for whom."""

from datetime import date, timedelta

import pytest

from agenda import queries, services
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.models import User
from tests.factories import agenda as make
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = Scene("riverside")
    scene.partners("a", "b")
    return scene


def pages(scene: Scene, who: User | None = None) -> list[str]:
    with scene.acting(who) as actor:
        return [one.page for one in queries.waiting(actor)]


def test_a_partner_lead_is_asked_until_they_have_signed(scene: Scene) -> None:
    pia, ben = scene.person("partner_lead", "a"), scene.person("contributor", "a")
    with scene.acting() as actor:
        version = make.proposed(actor)
    assert pages(scene, pia) == ["agenda:take_position"]
    assert pages(scene, ben) == []
    make.ratify(scene.where, pia, version, "a")
    assert pages(scene, pia) == []


def test_the_backbone_is_told_that_a_version_can_be_adopted(scene: Scene) -> None:
    with scene.acting() as actor:
        version = make.proposed(actor)
        assert "It can be adopted." not in queries.waiting(actor)[0].note
    for code in ("a", "b"):
        make.ratify(scene.where, scene.lead, version, code, signer="Al", how_given="By letter")
    with scene.acting() as actor:
        [one] = queries.waiting(actor)
    assert one.note == "2 of 2 are for it. It can be adopted."
    assert one.action == "See who is for it"


def test_a_review_is_called_to_mind_thirty_days_before_and_after_it_was_due(scene: Scene) -> None:
    with clock.at(moment("2026-03-12 12:00")):
        make.adopted(scene.where)  # due on 12 March 2027
    for day, reminded in (("2027-02-09", False), ("2027-02-10", True), ("2027-04-01", True)):
        with clock.at(moment(f"{day} 12:00")):
            assert ("agenda:version" in pages(scene)) == reminded, day
    with clock.at(moment("2027-04-01 12:00")), scene.acting() as actor:
        services.review(actor, queries.agenda(actor, 1))
        assert queries.waiting(actor) == [], "it is being looked at"


def test_commitments_that_run_out_wait_for_the_backbone(scene: Scene) -> None:
    today = clock.today()
    with scene.acting() as actor:
        for partner, days in (("a", -5), ("b", 30)):
            services.commit(
                actor,
                partner=core.partner(actor, partner),
                kind="data",
                promise="Share",
                starts_on=date(2020, 1, 1),
                ends_on=today + timedelta(days=days),
                signer="Al",
                signed_on=date(2020, 1, 1),
            )
        titles = [one.title for one in queries.waiting(actor)]
    assert titles == ["a", "b"], "what ran out stands first"


def test_an_open_assessment_waits_for_everybody_who_has_not_answered(scene: Scene) -> None:
    dora = scene.person("community")
    with scene.acting() as actor:
        screen = services.open_assessment(actor, screen="suitability")
    assert pages(scene, dora) == ["agenda:answer"]
    with scene.acting(dora) as actor:
        services.answer(actor, screen, answers=[{"item": 1, "rating": "2"}])
    assert pages(scene, dora) == []
