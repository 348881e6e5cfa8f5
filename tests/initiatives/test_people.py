"""People: roles, the last lead, leaving, handing over; at the service and over HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from initiatives import handover, queries, services
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Role
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.models import Event, Group, GroupMember, Initiative, Invitation, Membership, Partner, User
from initiatives.services.people import require_grant
from tests import databases, factories
from tests.factories.core import PASSWORD

SHARED = pytest.mark.django_db


def membership(who: User) -> Membership:
    return Membership.objects.get(user=who, ended_on=None)


def keys() -> list[str]:
    return list(Event.objects.order_by("id").values_list("key", flat=True))


@SHARED
def test_a_person_without_an_account_is_added_and_told_of_without_a_name(
    ana: User, riverbend: Initiative
) -> None:
    with queries.enter(ana, "riverbend") as actor:
        added = services.add_person(
            actor, name=" Inés ", role="community", phone="+1 505", preferred_contact="phone", language="es"
        )
        event = Event.objects.filter(key="initiatives.person_added").get()
    assert (added.name, added.user_id, added.preferred_contact) == ("Inés", None, "phone")
    assert event.subject == f"person:{added.public_id}"
    assert "Inés" not in str(event.data)


@SHARED
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " ", "role": "funder"}, "name"),
        ({"name": "A", "role": "king"}, "role"),
        ({"name": "A", "role": "contributor"}, "partner"),
        ({"name": "A", "role": "funder", "email": "no address"}, "email"),
        ({"name": "A", "role": "funder", "email": "ANA@riverbend.example"}, "email"),
        ({"name": "A", "role": "funder", "language": "xx"}, "language"),
        ({"name": "A", "role": "funder", "preferred_contact": "pigeon"}, "preferred_contact"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    ana: User, riverbend: Initiative, values: dict, field: str
) -> None:
    with queries.enter(ana, "riverbend") as actor, pytest.raises(DomainError) as error:
        services.add_person(actor, **values)
    assert error.value.errors[0].field == field


@SHARED
@pytest.mark.parametrize("who", ["sam", "pia", "ben", "cleo", "dora"])
def test_only_a_lead_manages_people(who: str, riverbend: Initiative, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    with queries.enter(person, "riverbend") as actor:
        other = Membership.objects.create(name="X", role="community", since="2026-01-01")
        for verb in (
            lambda: services.add_person(actor, name="Y", role="community"),
            lambda: services.invite(actor, email="y@example.org", role="community"),
            lambda: services.change_role(actor, other, role="funder"),
            lambda: services.end_membership(actor, other),
            lambda: services.withdraw_invitation(actor, other),
            lambda: services.change_person(actor, other, name="Z"),
            lambda: services.hand_over(actor, other, {}),
        ):
            with pytest.raises(Forbidden):
                verb()


@SHARED
def test_nobody_grants_a_role_at_or_above_their_own_save_a_lead(ana: User, riverbend: Initiative) -> None:
    from initiatives.kernel import access

    with queries.enter(ana, "riverbend") as actor:
        require_grant(actor, Role.BACKBONE_LEAD)
        staff = Actor(actor.user, actor.initiative, Role.BACKBONE_STAFF, actor.membership_id)
    table = access.TABLE[Role.BACKBONE_STAFF]
    try:
        access.TABLE[Role.BACKBONE_STAFF] = table | {access.Capability.MANAGE_PEOPLE}
        require_grant(staff, Role.PARTNER_LEAD)
        for role in (Role.BACKBONE_STAFF, Role.BACKBONE_LEAD):
            with pytest.raises(Forbidden):
                require_grant(staff, role)
    finally:
        access.TABLE[Role.BACKBONE_STAFF] = table


@SHARED
def test_the_last_lead_stays(ana: User, sam: User, riverbend: Initiative) -> None:
    with queries.enter(ana, "riverbend") as actor:
        for verb in (
            lambda: services.change_role(actor, membership(ana), role="funder"),
            lambda: services.end_membership(actor, membership(ana)),
        ):
            with pytest.raises(Conflict) as error:
                verb()
            assert error.value.code == "last_lead"
        services.change_role(actor, membership(sam), role="backbone_lead")
        services.end_membership(actor, membership(ana))
    with pytest.raises(NotFound), queries.enter(ana, "riverbend"):
        pass


@SHARED
def test_a_lead_without_an_account_does_not_count_as_another(ana: User, riverbend: Initiative) -> None:
    with queries.enter(ana, "riverbend") as actor:
        services.add_person(actor, name="Not here yet", role="backbone_lead")
        with pytest.raises(Conflict):
            services.end_membership(actor, membership(ana))


@SHARED
def test_a_role_holds_from_the_next_request_on(ana: User, ben: User, riverbend: Initiative) -> None:
    with queries.enter(ana, "riverbend") as actor:
        services.change_role(actor, membership(ben), role="community")
    with queries.enter(ben, "riverbend") as now:
        assert (now.role, now.partner_id) == (Role.COMMUNITY, None)


@SHARED
def test_who_speaks_for_another_partner_is_its_contact_no_longer(
    ana: User, pia: User, riverbend: Initiative
) -> None:
    with queries.enter(ana, "riverbend") as actor:
        bank, board = (Partner.objects.get(code=code) for code in ("food-bank", "school-board"))
        services.change_partner(actor, bank, main_contact=membership(pia))
        services.change_role(actor, membership(pia), role="partner_lead", partner=board)
        bank.refresh_from_db()
        assert bank.main_contact_id is None


@SHARED
def test_leaving_hands_over_and_ends_access_at_once(
    ana: User, ben: User, pia: User, riverbend: Initiative
) -> None:
    with queries.enter(ana, "riverbend") as actor:
        board = Partner.objects.get(code="school-board")
        heir = services.add_person(actor, name="Heir", role="contributor", partner=board)
        services.change_partner(actor, board, main_contact=membership(ben))
        group = Group.objects.create(name="Reading")
        GroupMember.objects.create(group=group, membership=membership(ben), co_chair=True)
        leaving = membership(ben)
        held = {duty.key: lines for duty, lines, _heirs in queries.duties_of(actor, leaving)}
        assert held == {"contact": ["Main contact of School board"], "seats": ["Co-chair of Reading"]}
        services.end_membership(actor, leaving, heirs={"contact": heir, "seats": membership(pia)})
        board.refresh_from_db()
        assert board.main_contact_id == heir.pk
        seat = GroupMember.objects.get(group=group, until=None)
        assert (seat.membership_id, seat.co_chair) == (membership(pia).pk, True)
        assert keys()[-2:] == ["initiatives.duties_handed_over", "initiatives.person_left"]
    with pytest.raises(NotFound), queries.enter(ben, "riverbend"):
        pass


@SHARED
def test_what_nobody_takes_is_left_open(ana: User, ben: User, riverbend: Initiative) -> None:
    with queries.enter(ana, "riverbend") as actor:
        board = Partner.objects.get(code="school-board")
        services.change_partner(actor, board, main_contact=membership(ben))
        services.end_membership(actor, membership(ben))
        board.refresh_from_db()
        assert board.main_contact_id is None


@SHARED
def test_a_contact_post_goes_to_a_colleague_only(
    ana: User, ben: User, pia: User, riverbend: Initiative
) -> None:
    with queries.enter(ana, "riverbend") as actor:
        board = Partner.objects.get(code="school-board")
        services.change_partner(actor, board, main_contact=membership(ben))
        with pytest.raises(DomainError) as error:
            services.end_membership(actor, membership(ben), heirs={"contact": membership(pia)})
        assert error.value.field == "contact"


@SHARED
def test_the_backup_who_becomes_main_is_backup_no_longer(ana: User, ben: User, riverbend: Initiative) -> None:
    with queries.enter(ana, "riverbend") as actor:
        board = Partner.objects.get(code="school-board")
        heir = services.add_person(actor, name="Heir", role="contributor", partner=board)
        services.change_partner(actor, board, main_contact=membership(ben), backup_contact=heir)
        services.end_membership(actor, membership(ben), heirs={"contact": heir})
        board.refresh_from_db()
        assert (board.main_contact_id, board.backup_contact_id) == (heir.pk, None)


def test_two_duties_of_one_name_are_refused() -> None:
    duty = handover.DUTIES["seats"]
    with pytest.raises(ValueError, match="seats"):
        handover.register(handover.Duty("seats", "x", duty.held, duty.heirs, lambda a, m, h: None))


@SHARED
def test_everybody_changes_their_own_details_but_not_the_account_s_address(
    dora: User, riverbend: Initiative
) -> None:
    with queries.enter(dora, "riverbend") as actor:
        changed = services.change_person(actor, membership(dora), phone="+1 505 1", preferred_contact="text")
        assert changed.phone == "+1 505 1"
        with pytest.raises(DomainError) as error:
            services.change_person(actor, membership(dora), email="other@example.org")
        assert error.value.field == "email"


@SHARED
def test_people_see_people_as_their_role_says(
    ana: User, ben: User, pia: User, dora: User, riverbend: Initiative
) -> None:
    with queries.enter(ana, "riverbend") as actor:
        assert queries.people(actor).count() == 4
    with queries.enter(ben, "riverbend") as actor:
        assert [row.user for row in queries.people(actor)] == [ben]
        with pytest.raises(NotFound):
            queries.person(actor, membership(pia).public_id)
    with queries.enter(dora, "riverbend") as actor, pytest.raises(Forbidden):
        queries.people(actor)


@SHARED
def test_people_are_found_by_name_partner_role_and_state(
    ana: User, ben: User, dora: User, riverbend: Initiative
) -> None:
    with queries.enter(ana, "riverbend") as actor:
        services.invite(actor, email="nina@example.org", name="Nina", role="funder")
        Membership.objects.filter(user=dora).update(last_seen_on="2020-01-01")
        Membership.objects.filter(user=ben).update(last_seen_on=clock.today())
        found = lambda **asked: {row.name for row in queries.people_matching(actor, **asked)}  # noqa: E731
        assert found(search="school b") == {"Ben"}
        assert found(search="NINA@") == {"Nina"}
        assert found(role="funder") == {"Nina"}
        assert found(state="invited") == found(state="no_account") == {"Nina"}
        assert "Dora" in found(state="quiet")
        assert "Ben" not in found(state="quiet")


# Over HTTP ------------------------------------------------------------------------------------------------


@SHARED
def test_the_list_groups_people_and_keeps_its_filters(
    ana: User, ben: User, dora: User, browser: Callable[[User], Client]
) -> None:
    answer = browser(ana).get("/i/riverbend/people/?role=contributor")
    text = answer.content.decode().replace("<wbr>", "")
    assert "ben@riverbend.example" in text
    assert "dora@riverbend.example" not in text
    assert "?role=contributor&amp;state=quiet" in text
    piece = (
        browser(ana)
        .get("/i/riverbend/people/", headers={"HX-Request": "true"})
        .content.decode()
        .replace("<wbr>", "")
    )
    assert "<html" not in piece
    assert "dora@riverbend.example" in piece


@SHARED
def test_a_lead_gives_a_role_over_http_after_a_fresh_sign_in(
    ana: User, ben: User, riverbend: Initiative, client: Client, browser: Callable[[User], Client]
) -> None:
    with queries.enter(ana, "riverbend"):
        address = f"/i/riverbend/people/{membership(ben).public_id}/role/"
    stale = Client()
    stale.force_login(ana)
    asked_again = stale.post(address, {"role-role": "funder", "role-partner": ""})
    assert asked_again["Location"].startswith("/accounts/reauthenticate/")
    answer = browser(ana).post(address, {"role-role": "funder", "role-partner": ""})
    assert answer.status_code == 303
    with queries.enter(ben, "riverbend") as actor:
        assert actor.role == Role.FUNDER


@SHARED
def test_the_last_lead_is_told_so_in_the_form(
    ana: User, riverbend: Initiative, browser: Callable[[User], Client]
) -> None:
    answer = browser(ana).post("/i/riverbend/me/leave/", {})
    assert answer.status_code == 422
    assert "The last lead stays" in answer.content.decode()


@SHARED
def test_leaving_over_http(
    ana: User, ben: User, riverbend: Initiative, browser: Callable[[User], Client]
) -> None:
    with queries.enter(ana, "riverbend") as actor:
        board = Partner.objects.get(code="school-board")
        heir = services.add_person(actor, name="Heir", role="contributor", partner=board)
        services.change_partner(actor, board, main_contact=membership(ben))
        address = f"/i/riverbend/people/{membership(ben).public_id}/leave/"
    theirs = browser(ben)
    assert theirs.get("/i/riverbend/").status_code == 200
    client = browser(ana)
    assert "Main contact of School board" in client.get(address).content.decode()
    assert client.post(address, {"contact": str(heir.public_id), "seats": "open"}).status_code == 303
    assert theirs.get("/i/riverbend/").status_code == 404
    with queries.enter(ana, "riverbend"):
        assert Partner.objects.get(code="school-board").main_contact_id == heir.pk


@SHARED
def test_a_person_s_page_shows_nothing_of_a_stranger_s(
    ana: User, zoe: User, riverbend: Initiative, browser: Callable[[User], Client]
) -> None:
    with queries.enter(zoe, "harbor"):
        theirs = membership(zoe).public_id
    assert browser(ana).get(f"/i/riverbend/people/{theirs}/").status_code == 404


@SHARED
def test_presence_is_kept_by_the_day_of_the_initiative(ana: User, browser: Callable[[User], Client]) -> None:
    factories.initiative("tokyo", lead=ana, timezone="Asia/Tokyo")
    client = browser(ana)
    with clock.at(datetime(2026, 3, 1, 20, 0, tzinfo=UTC)):
        client.get("/i/tokyo/")
    with queries.enter(ana, "tokyo"):
        assert str(membership(ana).last_seen_on) == "2026-03-02"


@SHARED
def test_a_changed_address_ends_the_invitation_written_to_the_former(
    ana: User, riverbend: Initiative
) -> None:
    with queries.enter(ana, "riverbend") as actor:
        invitation = services.invite(actor, email="old@example.org", role="funder")
        services.change_person(actor, invitation.membership, email="new@example.org")
        assert Invitation.objects.get().withdrawn_at is not None


@SHARED
def test_what_was_sent_is_done_after_the_password_was_asked_for_again(
    ana: User, ben: User, riverbend: Initiative, browser: Callable[[User], Client]
) -> None:
    client = browser(ana)
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 16 * 60} for record in session["account_authentication_methods"]
    ]
    session.save()
    with queries.enter(ana, "riverbend"):
        address = f"/i/riverbend/people/{membership(ben).public_id}/role/"
    asked = client.post(address, {"role-role": "funder", "role-partner": ""})
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    with queries.enter(ben, "riverbend") as actor:
        assert actor.role == Role.CONTRIBUTOR
    done = client.post(asked["Location"], {"password": PASSWORD, "next": address})
    assert done.status_code == 303
    with queries.enter(ben, "riverbend") as actor:
        assert actor.role == Role.FUNDER


def test_two_leads_who_leave_at_once_do_not_both_leave(cloned_database: databases.ClonedDatabase) -> None:
    first, second = factories.user(), factories.user()
    where = factories.initiative("riverbend", lead=first)
    factories.member(where, second, Role.BACKBONE_LEAD)

    def leave(number: int) -> None:
        with queries.enter((first, second)[number], "riverbend") as actor:
            services.end_membership(actor, queries.myself(actor))

    results = cloned_database.race(2, leave)
    assert [type(result) for result in results].count(Conflict) == 1
    assert results.count(None) == 1


@SHARED
def test_all_with_an_address_and_no_account_are_invited_at_once_and_nobody_twice(
    ana: User, riverbend: Initiative, client: Client
) -> None:
    with queries.enter(ana, "riverbend") as actor:
        for name, email in (("Kim", "kim@a.example"), ("Lou", "lou@a.example"), ("Max", "")):
            services.add_person(actor, name=name, email=email, role="funder")
    client.force_login(ana)
    page = client.get("/i/riverbend/people/").content.decode()
    assert "Invite all 2" in page
    with queries.enter(ana, "riverbend") as actor:
        assert (len(services.invite_all(actor)), len(services.invite_all(actor))) == (2, 0)
        assert sorted(Invitation.objects.values_list("email", flat=True)) == [
            "kim@a.example",
            "lou@a.example",
        ]
        assert not queries.to_invite(actor).exists()


@SHARED
def test_only_who_manages_people_invites_all(sam: User, riverbend: Initiative, client: Client) -> None:
    client.force_login(sam)
    assert client.post("/i/riverbend/people/invite-all/").status_code == 403
    assert "invite-all" not in client.get("/i/riverbend/people/").content.decode()
