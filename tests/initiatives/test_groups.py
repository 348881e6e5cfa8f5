"""Groups are founded and people seated by staff, their co-chairs write the charter, and the stream tells it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.models import Event, Group, Initiative, Membership, User
from initiatives.queries import enter, former_seats, groups, groups_of, seats
from initiatives.services import end_membership
from initiatives.services.groups import change_group, close_group, found_group, seat, unseat
from tests.api import Api


def test_a_group_is_founded_and_a_person_seated_once(ana: User, ben: User, riverbend: Initiative) -> None:
    with enter(ana, "riverbend") as actor:
        group = found_group(actor, name="  Steering  ", kind="steering_committee")
        person = Membership.objects.get(user=ben)
        first = seat(actor, group, person)
        again = seat(actor, group, person, co_chair=True)
        seat(actor, group, person, co_chair=True)
        told = list(Event.objects.filter(subject=f"group:{group.public_id}").order_by("id"))
    assert (group.name, group.kind) == ("Steering", "steering_committee")
    assert first.pk == again.pk
    assert again.co_chair
    assert [event.key for event in told] == [
        "initiatives.group_founded",
        "initiatives.group_seat_taken",
        "initiatives.group_seat_taken",
    ]


def test_a_group_has_a_name_and_one_of_the_kinds(ana: User, riverbend: Initiative) -> None:
    with enter(ana, "riverbend") as actor:
        with pytest.raises(DomainError):
            found_group(actor, name=" ")
        with pytest.raises(DomainError) as fault:
            found_group(actor, name="Party", kind="party")
        assert not Group.objects.exists()
    assert fault.value.errors[0].field == "kind"


def test_nobody_who_has_left_takes_a_seat(ana: User, ben: User, riverbend: Initiative) -> None:
    with enter(ana, "riverbend") as actor:
        group = found_group(actor, name="Early Years")
        gone = end_membership(actor, Membership.objects.get(user=ben))
        with pytest.raises(Conflict):
            seat(actor, group, gone)
        assert not group.members.exists()


def test_a_co_chair_writes_the_charter_and_no_more(
    ana: User, ben: User, pia: User, riverbend: Initiative
) -> None:
    with enter(ana, "riverbend") as actor:
        group = found_group(actor, name="Reading")
        seat(actor, group, Membership.objects.get(user=ben), co_chair=True)
        seat(actor, group, Membership.objects.get(user=pia))
        today = clock.today(riverbend.timezone)
    with enter(ben, "riverbend") as actor:
        change_group(
            actor, group, norms=" We begin on time. ", decision_rule="consent", charter_agreed_on=today
        )
        with pytest.raises(Forbidden):
            change_group(actor, group, name="Ours")
        with pytest.raises(Forbidden):
            close_group(actor, group, reason="Done")
        for field, wrong in (
            ("decision_rule", "dice"),
            ("charter_agreed_on", today + timedelta(days=1)),
        ):
            with pytest.raises(DomainError) as fault:
                change_group(actor, group, **{field: wrong})
            assert fault.value.errors[0].field == field
        group.refresh_from_db()
        assert (group.norms, group.decision_rule, group.charter_agreed_on) == (
            "We begin on time.",
            "consent",
            today,
        )
    with enter(pia, "riverbend") as actor, pytest.raises(Forbidden):
        change_group(actor, group, norms="As I like")
    with enter(ana, "riverbend") as actor:
        last = Event.objects.filter(key="initiatives.group_changed").get()
        assert last.data["fields"] == ["charter_agreed_on", "decision_rule", "norms"]


def test_a_seat_that_was_left_stays_on_file_and_may_be_taken_again(
    ana: User, ben: User, riverbend: Initiative
) -> None:
    with enter(ana, "riverbend") as actor:
        group = found_group(actor, name="Reading")
        person = Membership.objects.get(user=ben)
        first = seat(actor, group, person, co_chair=True)
        unseat(actor, first)
        unseat(actor, first)
        assert groups_of(person.partner) == []
        assert not seats(actor).filter(group=group).exists()
        again = seat(actor, group, person)
        assert [row.pk for row in former_seats(actor, group)] == [first.pk]
        assert [row.pk for row in seats(actor).filter(group=group)] == [again.pk]
        assert groups_of(person.partner) == ["Reading"]
        assert Event.objects.filter(key="initiatives.group_seat_left").count() == 1


def test_a_closed_group_keeps_who_sat_in_it_and_takes_nobody(
    ana: User, ben: User, riverbend: Initiative
) -> None:
    with enter(ana, "riverbend") as actor:
        group = found_group(actor, name="Reading")
        person = Membership.objects.get(user=ben)
        seat(actor, group, person)
        with pytest.raises(DomainError):
            close_group(actor, group, reason=" ")
        close_group(actor, group, reason="Its goal is reached")
        assert not groups(actor).filter(pk=group.pk).exists()
        assert [row.membership_id for row in former_seats(actor, group)] == [person.pk]
        for verb in (
            lambda: seat(actor, group, person),
            lambda: change_group(actor, group, norms="x"),
            lambda: close_group(actor, group, reason="again"),
        ):
            with pytest.raises(Conflict):
                verb()


def test_a_group_is_kept_through_the_api(
    ana: User, ben: User, dora: User, riverbend: Initiative, as_api: Callable[..., Api]
) -> None:
    api, home = as_api(ana), "/initiatives/riverbend/groups/"
    with enter(ben, "riverbend"):
        bens = str(Membership.objects.get(user=ben).public_id)

    made = api.post(home, {"name": "Reading", "purpose": "All read", "decision_rule": "consent"})
    here = f"{home}{made.json['id']}/"
    taken = api.post(f"{here}seats/", {"person": bens, "co_chair": True})

    assert (made.status, made.json["decision_rule"], taken.status) == (201, "consent", 201)
    assert (taken.json["partner"], taken.json["co_chair"]) == ("school-board", True)
    etag = as_api(ben).get(here).etag
    changed = as_api(ben).patch(here, {"norms": "Kindly", "purpose": None}, If_Match=etag)
    assert (changed.status, changed.json["norms"], changed.json["purpose"]) == (200, "Kindly", "")
    refused = as_api(dora).patch(here, {"norms": "Mine"}, If_Match=changed.etag)
    assert (refused.status, as_api(dora).get(f"{here}seats/").json["results"][0]["person"]) == (403, bens)
    place = f"{here}seats/{bens}/"
    member = api.patch(place, {"co_chair": False}, If_Match=api.get(place).etag)
    assert member.json["co_chair"] is False
    assert api.ask("DELETE", place, None, If_Match=member.etag).status == 204
    assert (api.get(place).status, api.get(f"{here}seats/").json["results"]) == (404, [])
    wrong: Any = api.post(f"{here}seats/", {"person": "00000000-0000-0000-0000-000000000001"})
    assert (wrong.status, wrong.faults) == (422, {"person": "unknown_person"})
    assert api.post(f"{here}close/", {"reason": "Done"}).json["close_reason"] == "Done"
    assert api.get(home).json["results"] == []
    assert [row["name"] for row in api.get(f"{home}?closed=true").json["results"]] == ["Reading"]


def test_a_contributor_founds_no_group(ana: User, ben: User, riverbend: Initiative) -> None:
    with enter(ana, "riverbend") as actor:
        group = found_group(actor, name="Early Years")
    with enter(ben, "riverbend") as actor:
        assert not actor.may(Capability.MANAGE_PARTNERS)
        with pytest.raises(Forbidden):
            found_group(actor, name="Ours")
        with pytest.raises(Forbidden):
            seat(actor, group, Membership.objects.get(user=ben))
