"""Positions: each partner for itself, on a version, and who agreed to what is open to all."""

from collections.abc import Sequence

import pytest

from agenda import queries, services
from agenda.models import CommonAgenda
from initiatives import queries as core
from initiatives import services as core_services
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from tests.factories import agenda as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db

RECORDED = {"signer": "Its lead", "how_given": "By letter of 3 March"}


@pytest.fixture
def scene() -> Scene:
    scene = Scene("riverside")
    scene.partners("a", "b", "c", "d")
    return scene


@pytest.fixture
def version(scene: Scene) -> CommonAgenda:
    with scene.acting() as actor:
        return make.proposed(actor)


def take(scene: Scene, version: CommonAgenda, positions: Sequence[tuple[str, str]]) -> None:
    for code, position in positions:
        make.ratify(
            scene.where, scene.lead, version, code, position=position, reservation="Because", **RECORDED
        )


def test_a_partner_lead_signs_for_their_partner_and_no_other(scene: Scene, version: CommonAgenda) -> None:
    pia = scene.person("partner_lead", "a")
    signed = make.ratify(
        scene.where, pia, version, "a", position="reservation", reservation="Summer is missing"
    )

    assert (signed.on_behalf, signed.signer, signed.reservation) == (False, pia.name, "Summer is missing")
    with pytest.raises(Forbidden):
        make.ratify(scene.where, pia, version, "b")


def test_a_contributor_does_not_sign(scene: Scene, version: CommonAgenda) -> None:
    with pytest.raises(Forbidden):
        make.ratify(scene.where, scene.person("contributor", "a"), version, "a")


@pytest.mark.parametrize(("missing", "field"), [("signer", "signer"), ("how_given", "how_given")])
def test_the_backbone_says_who_gave_a_position_and_how(
    scene: Scene, version: CommonAgenda, missing: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        make.ratify(scene.where, scene.lead, version, "a", **{**RECORDED, missing: " "})
    assert refused.value.field == field


@pytest.mark.parametrize("position", ["reservation", "declines"])
def test_a_reservation_comes_with_its_words(scene: Scene, version: CommonAgenda, position: str) -> None:
    with pytest.raises(DomainError) as refused:
        make.ratify(scene.where, scene.lead, version, "a", position=position, **RECORDED)
    assert refused.value.field == "reservation"


def test_the_lead_contests_what_was_recorded_and_it_counts_no_more(
    scene: Scene, version: CommonAgenda
) -> None:
    pia = scene.person("partner_lead", "a")
    recorded = make.ratify(scene.where, scene.lead, version, "a", **RECORDED)
    with scene.acting(pia) as actor:
        services.contest(actor, recorded, reason="Our board has not met")
        stand = queries.stand(actor, version)
        assert (stand.adopted, stand.answered) == (0, 0)
        assert "a" in [seat.partner.code for seat in stand.to_come]
    make.ratify(scene.where, pia, version, "a", position="declines", reservation="Too fast")
    with scene.acting(pia) as actor:
        [now, before] = queries.history_of(actor, version, core.partner(actor, "a"))
    assert (now.position, now.on_behalf, now.contested_at) == ("declines", False, None)
    assert (before.position, before.contest_reason) == ("adopts", "Our board has not met")


def test_nobody_contests_what_they_signed_or_what_is_anothers(scene: Scene, version: CommonAgenda) -> None:
    pia = scene.person("partner_lead", "a")
    signed = make.ratify(scene.where, pia, version, "a")
    others = make.ratify(scene.where, scene.lead, version, "b", **RECORDED)
    with scene.acting(pia) as actor:
        with pytest.raises(Conflict):
            services.contest(actor, signed, reason="x")
        with pytest.raises(Forbidden):
            services.contest(actor, others, reason="x")
    with scene.acting() as actor, pytest.raises(Forbidden):
        services.contest(actor, others, reason="x")


def test_a_later_position_takes_the_place_of_the_former(scene: Scene, version: CommonAgenda) -> None:
    take(scene, version, [("a", "declines"), ("a", "adopts")])
    with scene.acting() as actor:
        stand = queries.stand(actor, version)
        assert (stand.asked, stand.answered, stand.adopted, stand.declined) == (4, 1, 1, 0)
        assert queries.ratifications(actor).count() == 2


def test_no_position_before_it_is_proposed(scene: Scene) -> None:
    with scene.acting() as actor:
        version = make.draft(actor)
    with pytest.raises(Conflict):
        make.ratify(scene.where, scene.lead, version, "a", **RECORDED)


@pytest.mark.parametrize(
    ("rule", "quorum", "positions", "code"),
    [
        ("majority", 50, [("a", "adopts")], "no_quorum"),  # one of four; two must answer
        ("majority", 50, [("a", "adopts"), ("b", "declines")], "rule_not_met"),  # half is no majority
        ("majority", 50, [("a", "adopts"), ("b", "reservation")], ""),
        ("majority", 75, [("a", "adopts"), ("b", "adopts")], "no_quorum"),
        ("two_thirds", 50, [("a", "adopts"), ("b", "adopts"), ("c", "declines")], ""),
        ("two_thirds", 50, [("a", "adopts"), ("b", "declines")], "rule_not_met"),
        (
            "consent",
            50,
            [("a", "adopts"), ("b", "adopts"), ("c", "adopts"), ("d", "declines")],
            "rule_not_met",
        ),
        ("consent", 100, [("a", "adopts"), ("b", "adopts"), ("c", "adopts"), ("d", "reservation")], ""),
    ],
)
def test_quorum_and_rule_decide_whether_it_is_adopted(
    scene: Scene, rule: str, quorum: int, positions: Sequence[tuple[str, str]], code: str
) -> None:
    with scene.acting() as actor:
        services.change_rule(actor, rule=rule, quorum=quorum)
        version = make.proposed(actor)
    take(scene, version, positions)
    with scene.acting() as actor:
        if not code:
            assert services.adopt(actor, version).state == "adopted"
            return
        with pytest.raises(Conflict) as refused:
            services.adopt(actor, version)
        assert refused.value.code == code


def test_a_version_keeps_the_rule_it_was_proposed_under(scene: Scene, version: CommonAgenda) -> None:
    with scene.acting() as actor:
        services.change_rule(actor, rule="consent", quorum=100)
        assert queries.stand(actor, queries.agenda(actor, 1)).quorum == 50


def test_a_partner_that_leaves_is_not_asked_any_more_and_its_position_is_still_told(
    scene: Scene, version: CommonAgenda
) -> None:
    take(scene, version, [("a", "adopts"), ("b", "reservation")])
    with scene.acting() as actor:
        core_services.part_with(actor, core.partner(actor, "b"))
    with scene.acting() as actor:
        stand = queries.stand(actor, version)
    assert (stand.asked, stand.adopted, stand.reservations) == (3, 1, 0)
    assert [seat.partner.code for seat in stand.left] == ["b"]


def test_a_partner_that_joins_later_is_still_to_come(scene: Scene) -> None:
    version = make.adopted(scene.where)
    scene.partners("late")
    with scene.acting() as actor:
        stand = queries.stand(actor, version)
    assert (stand.asked, stand.adopted) == (5, 4)
    assert [seat.partner.code for seat in stand.to_come] == ["late"]
    make.ratify(scene.where, scene.person("partner_lead", "late"), version, "late")


def test_a_funder_sees_who_agreed_to_what(scene: Scene, version: CommonAgenda) -> None:
    take(scene, version, [("a", "adopts"), ("b", "reservation")])
    with scene.acting(scene.person("funder")) as actor:
        rows = queries.ratifications(actor).filter(agenda=version)
        assert [(r.partner.code, r.position, r.reservation) for r in rows] == [
            ("a", "adopts", ""),
            ("b", "reservation", "Because"),
        ]


def test_all_that_have_no_position_yet_are_asked(scene: Scene, version: CommonAgenda) -> None:
    take(scene, version, [("a", "adopts")])
    with scene.acting() as actor:
        asked = services.ask(actor, version)
        assert sorted(row.partner.code for row in asked) == ["b", "c", "d"]
        services.ask(actor, version, partner=core.partner(actor, "b"), note="Board meets 3 August")
        seat = next(s for s in queries.stand(actor, version).seats if s.partner.code == "b")
        assert seat.ask is not None and seat.ask.note == "Board meets 3 August"
        assert core.events(actor).filter(key="agenda.asked").count() == 3, "a note is no second asking"
