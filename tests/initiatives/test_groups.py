"""Groups are founded and people seated by staff, once each, and the stream tells it."""

import pytest

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.models import Event, Group, Initiative, Membership, User
from initiatives.queries import enter
from initiatives.services import end_membership
from initiatives.services.groups import found_group, seat


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


def test_a_contributor_founds_no_group(ana: User, ben: User, riverbend: Initiative) -> None:
    with enter(ana, "riverbend") as actor:
        group = found_group(actor, name="Early Years")
    with enter(ben, "riverbend") as actor:
        assert not actor.may(Capability.MANAGE_PARTNERS)
        with pytest.raises(Forbidden):
            found_group(actor, name="Ours")
        with pytest.raises(Forbidden):
            seat(actor, group, Membership.objects.get(user=ben))
