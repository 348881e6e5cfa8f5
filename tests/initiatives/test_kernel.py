"""The kernel: tenants, the clock, capabilities, errors."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from initiatives.kernel import clock
from initiatives.kernel.access import RANK, SCOPE_OF, TABLE, Actor, Capability, Role, Scope, require
from initiatives.kernel.errors import DomainError, FieldError, Forbidden, NotFound
from initiatives.kernel.tenancy import NoTenant, active, tenant
from initiatives.models import Partner
from tests import factories
from tests.conftest import tenant_settings

NOON = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)


def actor(role: Role, partner: int | None = None, scopes: frozenset[Scope] | None = None) -> Actor:
    return Actor(user=None, initiative=None, role=role, membership_id=1, partner_id=partner, scopes=scopes)


# Tenants ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_nothing_is_read_while_no_initiative_is_active() -> None:
    with pytest.raises(NoTenant):
        Partner.objects.count()
    with pytest.raises(NoTenant):
        active()


@pytest.mark.django_db
def test_the_former_tenant_is_active_again_afterwards_whatever_happened() -> None:
    one, other = factories.initiative(), factories.initiative()
    factories.partner(one, "a")
    with tenant(one):
        with tenant(other):
            assert active() == other.pk
            assert not Partner.objects.exists()
        assert Partner.objects.count() == 1
        with pytest.raises(ValueError, match="no luck"), tenant(other):
            raise ValueError("no luck")
        assert tenant_settings()[0] == str(one.pk)
        assert Partner.objects.count() == 1
        with pytest.raises(ValueError, match="no luck"), transaction.atomic(), tenant(other):
            raise ValueError("no luck")
        assert Partner.objects.count() == 1
    assert tenant_settings() == ("", "")


@pytest.mark.django_db
def test_the_database_refuses_what_the_application_forgets() -> None:
    one, other = factories.initiative(), factories.initiative()
    factories.partner(one, "a")
    with tenant(other), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM initiatives_partner")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE initiatives_partner SET name = 'x'")
        assert cursor.rowcount == 0
    unset = pytest.raises(Exception, match="no initiative is active")
    with connection.cursor() as cursor, unset, transaction.atomic():
        cursor.execute("SELECT count(*) FROM initiatives_partner")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE measurement_observation SET numerator = 1",
        "DELETE FROM measurement_observation",
        "DELETE FROM initiatives_event",
        "UPDATE initiatives_event SET key = 'x'",
        "UPDATE measurement_publishedfigure SET value = 1",
        "TRUNCATE measurement_rollup",
    ],
)
def test_no_code_path_changes_what_has_happened(statement: str) -> None:
    where = factories.initiative()
    denied = pytest.raises(Exception, match="permission denied")
    with tenant(where), connection.cursor() as cursor, denied, transaction.atomic():
        cursor.execute(statement)


# The clock --------------------------------------------------------------------------------------------------


def test_the_clock_can_be_held_and_knows_the_day_of_a_place() -> None:
    with clock.at(NOON):
        assert clock.now() == NOON
        assert clock.today() == date(2024, 12, 31)
        assert clock.today("Asia/Tokyo") == date(2025, 1, 1)
        with clock.at(datetime(2020, 1, 1, tzinfo=UTC)):
            assert clock.today() == date(2020, 1, 1)
        assert clock.now() == NOON
    assert clock.now().year > 2024
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2020, 1, 1)):
        pass


# Capabilities -----------------------------------------------------------------------------------------------


def test_every_role_and_every_capability_is_in_the_tables() -> None:
    assert set(TABLE) == set(RANK) == set(Role)
    assert set(SCOPE_OF) == set(Capability)
    assert set().union(*TABLE.values()) == set(Capability)


@pytest.mark.parametrize("role", [Role.FUNDER, Role.COMMUNITY])
def test_readers_write_nothing_but_what_they_think(role: Role) -> None:
    writing = {capability for capability in TABLE[role] if SCOPE_OF[capability] != Scope.READ}

    assert writing == {Capability.TAKE_PART, Capability.CHECK_IN}
    assert not actor(role).may(Capability.VIEW_HAND_INS)


def test_a_partners_people_act_for_their_partner_alone() -> None:
    ben = actor(Role.CONTRIBUTOR, partner=7)
    assert ben.may(Capability.HAND_IN, 7)
    assert not ben.may(Capability.HAND_IN, 8)
    assert not ben.may(Capability.REVIEW, 7)
    assert actor(Role.BACKBONE_STAFF).may(Capability.HAND_IN, 8)


def test_a_token_does_no_more_than_its_scopes_nor_its_person() -> None:
    reading = actor(Role.BACKBONE_LEAD, scopes=frozenset({Scope.READ}))
    require(reading, Capability.VIEW)
    with pytest.raises(Forbidden) as fault:
        require(reading, Capability.REVIEW)
    assert fault.value.code == "scope"
    everything = actor(Role.FUNDER, scopes=frozenset(Scope))
    with pytest.raises(Forbidden) as fault:
        require(everything, Capability.REVIEW)
    assert fault.value.code == "forbidden"


# Errors -----------------------------------------------------------------------------------------------------


def test_an_error_says_where_what_and_in_which_words() -> None:
    one = DomainError("required", "Give a name.", "name")
    assert one.errors == (FieldError("name", "required", "Give a name."),)
    assert (one.status, str(one)) == (422, "Give a name.")
    assert DomainError("closed", "Too late.").errors == ()
    assert (NotFound().status, NotFound().code, str(NotFound())) == (
        404,
        "not_found",
        "There is nothing here.",
    )
