"""The records of the six roles: what may be written, how far it has come, what it comes to."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from activities.services import note_system_change
from backbone.models import BackboneTask
from backbone.queries import roles as queries
from backbone.services import funding, policy, public_will, roles
from backbone.words.roles import BackboneRole, LeaderGroup
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.models import GroupMember, Membership
from initiatives.queries import events, partner
from initiatives.services.groups import found_group
from tests.factories import roles as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def today(scene: Scene) -> date:
    return clock.today(scene.where.timezone)


# --- policy ------------------------------------------------------------------------------------------------


def test_a_policy_goes_its_way_forwards_freely_and_backwards_with_a_reason(scene: Scene) -> None:
    with scene.acting() as actor:
        row = make.aim(actor)
        policy.move_policy_target(actor, row, stage="introduced")
        with pytest.raises(DomainError) as refused:
            policy.move_policy_target(actor, row, stage="advocacy")
        policy.move_policy_target(actor, row, stage="advocacy", reason="Sent back to committee.")
        with pytest.raises(DomainError) as lost:
            policy.move_policy_target(actor, row, stage="lost")
        with pytest.raises(Conflict):
            policy.move_policy_target(actor, row, stage="advocacy", reason="Again.")
        policy.move_policy_target(actor, row, stage="lost", reason="Voted down 4 to 5.")
        found = queries.policy_target(actor, row.public_id)

    assert refused.value.errors[0].field == lost.value.errors[0].field == "reason"
    assert [(one.former, one.stage, one.reason) for one in found.way] == [
        ("advocacy", "lost", "Voted down 4 to 5."),
        ("introduced", "advocacy", "Sent back to committee."),
        ("spotted", "introduced", ""),
        ("", "spotted", ""),
    ]


def test_only_what_was_adopted_has_a_change_to_show_for_it(scene: Scene) -> None:
    with scene.acting() as actor:
        from_board = make.aim(actor)
        change = _change(actor)
        with pytest.raises(DomainError) as early:
            policy.change_policy_target(actor, from_board, system_change=change)
        policy.move_policy_target(actor, from_board, stage="adopted")
        policy.change_policy_target(actor, from_board, system_change=change)
        with pytest.raises(Conflict) as linked:
            policy.move_policy_target(actor, from_board, stage="lost", reason="Repealed.")

    assert early.value.errors[0].field == "system_change"
    assert linked.value.code == "has_win"


def _change(actor: object) -> object:
    return note_system_change(
        actor,  # type: ignore[arg-type]
        level="policies",
        what="The county pays for pre-K.",
        changed_on=date(2024, 5, 1),
    )


def test_a_partners_lead_signs_for_its_own_partner_and_the_backbone_for_any(scene: Scene) -> None:
    scene.partners("library", "clinic")
    who = scene.person("partner_lead", "library")
    helper = scene.person("contributor", "library")
    with scene.acting() as actor:
        row = make.aim(actor)
        clinic = policy.sign_on(actor, row, partner(actor, "clinic"), given_by="Dr. Ode, director")
        with pytest.raises(Conflict):
            policy.sign_on(actor, row, partner(actor, "clinic"), given_by="Dr. Ode, director")
    with scene.acting(who) as actor:
        policy.sign_on(actor, row, partner(actor, "library"), given_by="Its board")
        with pytest.raises(Forbidden):
            policy.withdraw_sign_on(actor, clinic)
    with scene.acting(helper) as actor, pytest.raises(Forbidden):
        policy.sign_on(actor, row, partner(actor, "library"), given_by="Me")
    with scene.acting() as actor:
        policy.withdraw_sign_on(actor, clinic)
        policy.sign_on(actor, row, partner(actor, "clinic"), given_by="Its new director")
        found = queries.policy_target(actor, row.public_id)

    assert found.signed == 2
    assert [(one.given_by, one.withdrawn_on is None) for one in found.behind] == [
        ("Dr. Ode, director", False),
        ("Its new director", True),
        ("Its board", True),
    ]


# --- money -------------------------------------------------------------------------------------------------


def test_the_runway_counts_secured_free_money_of_one_currency_that_is_left(scene: Scene) -> None:
    """(600,000 - 200,000 passed on - 100,000 used up) / 50,000 = 6.0 months; with 150,000 pledged 9.0."""
    with scene.acting() as actor:
        roles.set_backbone_profile(actor, monthly_cost=Decimal("50000"), currency="usd")
        day = today(scene)
        years = {"starts_on": day - timedelta(days=300), "ends_on": day + timedelta(days=500)}
        make.source(actor, "600000", pass_through=Decimal("200000"), spent=Decimal("100000"), **years)
        make.source(actor, "120000", "received", restricted=True, funder_name="Northline")
        make.source(actor, "150000", "pledged", funder_name="County")
        make.source(actor, "100000", "prospect", funder_name="Bank")
        make.source(actor, "90000", "committed", currency="EUR", funder_name="Abroad")
        make.source(actor, "100000", "reported", ends_on=day - timedelta(days=1), funder_name="Past")
        make.source(actor, "410000", "received", kind="aligned", funder_name="Agency")
        lasts = queries.runway(actor, day)
        dollars = next(one for one in queries.money(actor, day) if one.currency == "USD")

    assert (lasts.free, lasts.months) == (Decimal("300000"), Decimal("6.0"))
    assert (lasts.pledged, lasts.with_pledges, lasts.elsewhere) == (Decimal("150000"), Decimal("9.0"), 1)
    assert (dollars.own, dollars.passed_on, dollars.pledged) == (520000, 200000, 150000)
    assert dollars.aligned == 410000
    assert dollars.largest == dollars.unrestricted == dollars.for_years == Decimal(400000) / 520000


def test_without_a_cost_the_runway_is_unknown_and_not_nought(scene: Scene) -> None:
    with scene.acting() as actor:
        make.source(actor, "600000")
        assert queries.runway(actor, today(scene)).months is None
        [runway, *_rest] = queries.measures(actor, BackboneRole.FUNDING)

    assert not runway.known


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount": Decimal("0")}, "amount"),
        ({"amount": Decimal("10.001")}, "amount"),
        ({"pass_through": Decimal("2000")}, "pass_through"),
        ({"pass_through": Decimal("600"), "spent": Decimal("401")}, "spent"),
        ({"currency": "dollars"}, "currency"),
        ({"funder_name": " "}, "funder_name"),
        ({"starts_on": date(2025, 2, 1), "ends_on": date(2025, 1, 1)}, "ends_on"),
    ],
)
def test_amounts_that_cannot_be_are_refused_at_their_field(
    scene: Scene, values: dict[str, object], field: str
) -> None:
    given = {"amount": Decimal("1000"), "currency": "USD", "kind": "backbone", "funder_name": "A", **values}
    with scene.acting() as actor, pytest.raises(DomainError) as refused:
        funding.write_funding_source(actor, **given)  # type: ignore[arg-type]

    assert refused.value.errors[0].field == field


def test_amounts_are_read_by_the_backbone_and_by_who_steers_and_stay_out_of_the_stream(scene: Scene) -> None:
    scene.partners("library")
    steers, other = scene.person("partner_lead", "library"), scene.person("funder")
    with scene.acting() as actor:
        make.source(actor, "123456", funder_name="Quiet Trust")
        roles.set_backbone_profile(actor, monthly_cost=Decimal("777"), currency="USD")
        group = found_group(actor, name="Steering", kind="steering_committee")
        GroupMember.objects.create(group=group, membership=Membership.objects.get(user=steers))
        told = [str(row.data) for row in events(actor)]
    with scene.acting(steers) as actor:
        assert queries.sees_money(actor)
        assert queries.funding_sources(actor).count() == 1
    with scene.acting(other) as actor:
        assert not queries.sees_money(actor)
        assert list(queries.funding_sources(actor)) == []
        assert queries.profile(actor).monthly_cost is None

    assert not any("123456" in text or "Quiet" in text or "777" in text for text in told)


# --- the backbone itself -----------------------------------------------------------------------------------


def test_what_a_post_is_called_may_be_changed_through_the_api(scene: Scene, client: Client) -> None:
    with scene.acting() as actor:
        made = roles.fill_post(actor, post="Data", name="A", fte=Decimal("1"), since=date(2024, 1, 1))
    client.force_login(scene.lead)
    here = f"/api/v1/initiatives/{scene.where.slug}/staff-roles/{made.public_id}/"
    answer = client.patch(
        here, {"post": "Data lead"}, content_type="application/json", headers={"If-Match": "*"}
    )
    assert answer.status_code == 200, answer.content
    assert answer.json()["post"] == "Data lead"


def test_the_languages_of_a_colleague_stand_beside_their_skills_and_in_no_fact(
    scene: Scene, client: Client
) -> None:
    client.force_login(scene.lead)
    here = f"/api/v1/initiatives/{scene.where.slug}/staff-roles/"
    given = {"post": "Family engagement", "name": "Marisol", "fte": "1", "since": "2024-01-01"}
    made = client.post(
        here, {**given, "skills": "Organising", "languages": " Quechua, Spanish "}, "application/json"
    )
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["skills"], row["languages"]) == ("Organising", "Quechua, Spanish")

    page = client.get(reverse("backbone:roster", args=[scene.where.slug])).content.decode()
    assert "Quechua, Spanish" in page
    for said, stands in (("Aymara", "Aymara"), (None, "")):
        answer = client.patch(
            f"{here}{row['id']}/", {"languages": said}, "application/json", headers={"If-Match": "*"}
        )
        assert (answer.status_code, answer.json()["languages"]) == (200, stands)
    long = client.patch(
        f"{here}{row['id']}/", {"languages": "x" * 201}, "application/json", headers={"If-Match": "*"}
    )
    assert long.status_code == 400

    with scene.acting() as actor:
        facts = [one for one in events(actor) if one.key.startswith("backbone.staff_role")]
        with pytest.raises(DomainError) as refused:
            roles.change_post(actor, queries.posts(actor).get(), languages="x" * 201)
    assert [one.data.get("fields") for one in facts] == [["languages"], ["languages"], None]
    assert not any(word in str(one.data) for one in facts for word in ("Quechua", "Aymara", "Marisol"))
    assert refused.value.errors[0].field == "languages"


def test_posts_come_to_their_sum_and_their_parts_to_the_roles(scene: Scene) -> None:
    """1.0 x 60 % + 0.5 x 20 % = 0.70 for policy; half a post without parts is not said."""
    with scene.acting() as actor:
        given = {"since": date(2024, 1, 1)}
        roles.fill_post(
            actor, post="Director", name="A", fte=Decimal("1"), shares={"policy": 60, "funding": 40}, **given
        )
        roles.fill_post(
            actor,
            post="Data",
            name="B",
            fte=Decimal("0.5"),
            shares={"measurement": 80, "policy": 20},
            **given,
        )
        roles.fill_post(actor, post="Office", name="C", fte=Decimal("0.5"), **given)
        roles.fill_post(
            actor, post="Left", name="D", fte=Decimal("1"), until=today(scene) - timedelta(days=1), **given
        )
        found = queries.roster(actor)
        with pytest.raises(DomainError) as uneven:
            roles.fill_post(actor, post="X", name="E", fte=Decimal("1"), shares={"policy": 60}, **given)

    assert (found.fte, found.unshared) == (Decimal("2"), Decimal("0.5"))
    assert found.by_role["policy"] == Decimal("0.70")
    assert found.by_role["measurement"] == found.by_role["funding"] == Decimal("0.40")
    assert uneven.value.errors[0].field == "shares"


def test_a_task_that_repeats_leaves_the_next_one(scene: Scene) -> None:
    with scene.acting() as actor:
        row = roles.plan_task(
            actor, role="vision", title="Board pack", due=date(2024, 1, 31), repeats="monthly"
        )
        following = roles.close_task(actor, row)
        with pytest.raises(Conflict):
            roles.close_task(actor, row)
        assert following is not None
        assert following.due == date(2024, 2, 29), "the last of a shorter month"
        assert roles.close_task(actor, following, dropped=True) is None
        assert BackboneTask.objects.count() == 2
        with pytest.raises(DomainError) as dateless:
            roles.plan_task(actor, role="vision", title="X", repeats="yearly")

    assert dateless.value.errors[0].field == "due"


def test_the_work_plan_and_the_names_of_leaders_are_the_backbones_own(scene: Scene) -> None:
    other = scene.person("funder")
    with scene.acting() as actor:
        roles.plan_task(actor, role="vision", title="Board pack")
        for number in range(5):
            _leads(actor, "resident", f"Resident {number}")
        _leads(actor, "resident", "resident 4")
        _leads(actor, "youth", "Only one")
        counted = {row.group: row.people for row in queries.leaders_by_group(actor, date(2024, 1, 1))}
    with scene.acting(other) as actor:
        assert list(queries.tasks(actor)) == list(queries.leadership_steps(actor)) == []
        told = {row.group: row.people for row in queries.leaders_by_group(actor, date(2024, 1, 1))}

    assert counted == {LeaderGroup.RESIDENT: 5, LeaderGroup.YOUTH: 1}
    assert told == {LeaderGroup.RESIDENT: 5, LeaderGroup.YOUTH: None}


def _leads(actor: object, group: str, name: str) -> None:
    roles.note_leadership_step(
        actor,  # type: ignore[arg-type]
        group=group,
        name=name,
        role_taken="Co-chair",
        happened_on=date(2024, 3, 1),
    )


# --- public will -------------------------------------------------------------------------------------------


def test_a_reach_is_kept_with_its_source_or_not_at_all(scene: Scene) -> None:
    given = {"kind": "press", "title": "They read", "outlet": "The Herald", "happened_on": date(2024, 1, 1)}
    with scene.acting() as actor:
        with pytest.raises(DomainError) as sourceless:
            public_will.note_mention(actor, reach=9000, **given)
        with pytest.raises(DomainError) as script:
            public_will.note_mention(actor, address="javascript:alert(1)", **given)
        with pytest.raises(DomainError) as ahead:
            public_will.note_mention(actor, **{**given, "happened_on": today(scene) + timedelta(days=1)})
        public_will.note_mention(actor, reach=9000, reach_source="Its own figures", **given)

    fields = [error.value.errors[0].field for error in (sourceless, script, ahead)]
    assert fields == ["reach_source", "address", "happened_on"]


def test_nobody_below_staff_writes_down_anything(scene: Scene) -> None:
    scene.partners("library")
    for role in ("partner_lead", "contributor", "funder", "community"):
        who = scene.person(role, "library" if role in ("partner_lead", "contributor") else "")
        with scene.acting(who) as actor:
            for act in (
                lambda actor=actor: make.aim(actor),
                lambda actor=actor: make.source(actor, "1"),
                lambda actor=actor: roles.set_backbone_profile(actor, name="We"),
                lambda actor=actor: roles.plan_task(actor, role="vision", title="X"),
                lambda actor=actor: _leads(actor, "youth", "X"),
                lambda actor=actor: public_will.plan_campaign(
                    actor, name="X", aim="Y", starts_on=date(2024, 1, 1)
                ),
            ):
                with pytest.raises(Forbidden):
                    act()
