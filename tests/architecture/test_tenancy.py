"""The wall between initiatives, as the database itself describes it; and that each guard sees a breach.

Every guard reads the catalogue and returns what is wrong. Its twin makes a breach, as the owner, in a transaction
that is rolled back.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import Error, connection, connections, models, transaction
from django.db.backends.utils import CursorWrapper

from config import guard
from initiatives.kernel.rls import rights_of, tenant_foreign_keys
from initiatives.kernel.tenancy import NoTenant, TenantManager, TenantModel, person, tenant
from initiatives.models import ApiToken, Event, IdempotentAnswer, Initiative, Membership, Partner, Place, User
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

Guard = Callable[[CursorWrapper], list[str]]
APP = settings.APP_ROLE

BY_TENANT = "(initiative_id = ( SELECT app.current_initiative() AS current_initiative))"
BY_EITHER = "(initiative_id = ( SELECT app.initiative_unless_person() AS initiative_unless_person))"
OWN = "(user_id = ( SELECT app.current_person() AS current_person))"
OWN_OR_NONE = "(user_id = ( SELECT app.person_or_null() AS person_or_null))"
TENANT = {("tenant", "ALL", "public", BY_TENANT, BY_TENANT)}

# Tables whose policies differ from the one of all others, each with its reason.
PARTICULAR: dict[str, set[tuple[str, str, str, str | None, str | None]]] = {
    # read by the person too, for "my initiatives"
    "initiatives_membership": {
        ("tenant", "ALL", "public", BY_EITHER, BY_TENANT),
        ("person", "SELECT", "public", OWN_OR_NONE, None),
    },
    # the tenant itself; its ids are told to sweeps that go through all of them, by a function
    "initiatives_initiative": {
        ("door", "SELECT", "OWNER", "true", None),
        (
            "tenant",
            "ALL",
            APP,
            "(id = ( SELECT app.initiative_unless_person() AS initiative_unless_person))",
            "(id = ( SELECT app.current_initiative() AS current_initiative))",
        ),
        (
            "person",
            "SELECT",
            APP,
            "(id IN ( SELECT m.initiative_id\n   FROM initiatives_membership m\n  WHERE ((m.user_id = "
            "( SELECT app.person_or_null() AS person_or_null)) AND (m.ended_on IS NULL))))",
            None,
        ),
    },
    # a secret is looked up before the tenant is known, by a function that runs as the owner
    "initiatives_invitation": {
        ("tenant", "ALL", APP, BY_TENANT, BY_TENANT),
        ("door", "SELECT", "OWNER", "true", None),
    },
    "measurement_handinlink": {
        ("tenant", "ALL", APP, BY_TENANT, BY_TENANT),
        ("door", "SELECT", "OWNER", "true", None),
    },
    "activities_checkinlink": {
        ("tenant", "ALL", APP, BY_TENANT, BY_TENANT),
        ("door", "SELECT", "OWNER", "true", None),
    },
    "activities_calendarfeed": {
        ("tenant", "ALL", APP, BY_TENANT, BY_TENANT),
        ("door", "SELECT", "OWNER", "true", None),
    },
    "communications_rsvplink": {
        ("tenant", "ALL", APP, BY_TENANT, BY_TENANT),
        ("door", "SELECT", "OWNER", "true", None),
    },
    "backbone_sharelink": {
        ("tenant", "ALL", APP, BY_TENANT, BY_TENANT),
        ("door", "SELECT", "OWNER", "true", None),
    },
    # whether a page stands open is asked by its address, before the tenant is known
    "backbone_publicpage": {
        ("tenant", "ALL", APP, BY_TENANT, BY_TENANT),
        ("door", "SELECT", "OWNER", "true", None),
    },
    # a person's own, in whatever initiative
    "initiatives_apitoken": {
        ("person", "ALL", APP, OWN, OWN),
        ("door", "SELECT", "OWNER", "true", None),
    },
    # and forgotten over all persons by the clock, through a function
    "initiatives_idempotentanswer": {
        ("person", "ALL", APP, OWN, OWN),
        ("door", "SELECT", "OWNER", "true", None),
        ("sweep", "DELETE", "OWNER", "true", None),
    },
}
# Tables with initiative_id and no wall, each with its reason.
OPEN = {
    "initiatives_job": "ids only, so that one sweep can claim the work of all initiatives",
    "initiatives_change": "numbers of transactions only, written by the database, forgotten by one sweep",
}
# Unique indexes that do not begin with initiative_id, each with its reason.
GLOBAL_UNIQUES = {
    "initiatives_apitoken_secret_hash_key": "a hash of 256 random bits",
    "initiatives_apitoken_public_id_key": "random",
}
DOORS = {
    *("token_by_hash", "invitation_by_hash", "hand_in_link_by_hash", "check_in_link_by_hash"),
    *(
        "calendar_feed_by_hash",
        "initiative_ids",
        "initiative_by_public_id",
        "forget_answers",
        "share_link_by_hash",
        "open_page",
    ),
    "rsvp_link_by_hash",
    "note_change",
}


@pytest.fixture
def owner() -> Iterator[CursorWrapper]:
    """The owner's cursor; whatever it does is rolled back."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        yield cursor
        transaction.set_rollback(True, using="owner")


def rows(cursor: CursorWrapper, question: str, *values: Any) -> list[tuple[Any, ...]]:
    cursor.execute(question, values)
    return list(cursor.fetchall())


def tenant_tables(cursor: CursorWrapper) -> set[str]:
    """Every table with a column initiative_id."""
    return {
        name
        for (name,) in rows(
            cursor,
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') "
            "AND a.attname = 'initiative_id' AND NOT a.attisdropped",
        )
    }


# The guards -------------------------------------------------------------------------------------------------


def unprotected(cursor: CursorWrapper) -> list[str]:
    """Tables whose row-level security is not forced, or whose policies are not the expected ones."""
    forced = {
        name
        for (name,) in rows(
            cursor,
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relrowsecurity AND relforcerowsecurity",
        )
    }
    policies: dict[str, set[Any]] = {}
    for table, name, command, permissive, roles, using, check in rows(
        cursor,
        "SELECT tablename, policyname, cmd, permissive, roles::text[], qual, with_check FROM pg_policies "
        "WHERE schemaname = 'public'",
    ):
        who = ",".join(
            "OWNER" if role == connections["owner"].settings_dict["USER"] else role for role in roles
        )
        policies.setdefault(table, set()).add((name, command, who, using, check))
        if permissive != "PERMISSIVE":
            policies[table].add("restrictive")
    faults = []
    for table in sorted((tenant_tables(cursor) | set(PARTICULAR)) - set(OPEN)):
        if table not in forced:
            faults.append(f"{table}: row-level security is not forced")
        if policies.get(table, set()) != PARTICULAR.get(table, TENANT):
            faults.append(f"{table}: policies {policies.get(table)}")
    return faults


def unbound_keys(cursor: CursorWrapper) -> list[str]:
    """Foreign keys between tenant tables that are not held, or not held as (initiative_id, x_id)."""
    held = {
        (table, tuple(columns), target, tuple(targets), checked)
        for table, columns, target, targets, checked in rows(
            cursor,
            """
            SELECT t.relname,
                   array(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u (n, i)
                         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.n ORDER BY u.i),
                   f.relname,
                   array(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u (n, i)
                         JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = u.n ORDER BY u.i),
                   k.convalidated
            FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
            WHERE k.contype = 'f' AND t.relnamespace = 'public'::regnamespace
            """,
        )
    }
    inside = tenant_tables(cursor) - set(OPEN)
    faults = [
        f"{table}.{columns[0]} points at {target} alone"
        for table, columns, target, _targets, _checked in sorted(held)
        if table in inside and target in inside and columns[0] != "initiative_id"
    ]
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in inside:
            continue
        for key in tenant_foreign_keys(model):
            table, target = model._meta.db_table, key.related_model._meta.db_table
            if (table, ("initiative_id", key.column), target, ("initiative_id", "id"), True) not in held:
                faults.append(f"{table}.{key.column} is not held")
    return faults


def unsafe_views(cursor: CursorWrapper) -> list[str]:
    """Views that run as their owner, and materialised ones, which never obey a policy."""
    return [
        name
        for (name,) in rows(
            cursor,
            "SELECT relname FROM pg_class WHERE relnamespace IN ('public'::regnamespace, 'app'::regnamespace) "
            "AND (relkind = 'm' OR (relkind = 'v' AND NOT coalesce(reloptions, '{}') "
            "&& ARRAY['security_invoker=true', 'security_invoker=on']))",
        )
    ]


def global_uniques(cursor: CursorWrapper) -> list[str]:
    """Unique indexes of tenant tables, save primary keys, that do not begin with the tenant."""
    return [
        f"{table}: {index}"
        for table, index, first in rows(
            cursor,
            "SELECT t.relname, i.relname, a.attname FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid "
            "JOIN pg_class i ON i.oid = x.indexrelid "
            "LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0] "
            "WHERE t.relnamespace = 'public'::regnamespace AND x.indisunique AND NOT x.indisprimary",
        )
        if table in tenant_tables(cursor) - set(OPEN)
        and first != "initiative_id"
        and index not in GLOBAL_UNIQUES
    ]


def wrong_grants(cursor: CursorWrapper) -> list[str]:
    """Rights of the application's role that are not what the models declare; rights of everybody."""
    expected: set[tuple[str, str, str]] = {("django_migrations", "", "SELECT")}
    for model in apps.get_models(include_auto_created=True):
        rights = rights_of(model)
        if rights is None or not model._meta.managed:
            continue
        table = model._meta.db_table
        expected |= {(table, "", verb) for verb in rights.verbs}
        expected |= {(table, model._meta.get_field(name).column, "UPDATE") for name in rights.closing}
    given = rows(
        cursor,
        """
        SELECT c.relname, '', p.privilege_type, p.grantee = 0 FROM pg_class c, aclexplode(c.relacl) p
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind <> 'S' AND p.grantee IN (0, %s::regrole)
        UNION ALL
        SELECT c.relname, a.attname, p.privilege_type, p.grantee = 0
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) p
        WHERE c.relnamespace = 'public'::regnamespace AND p.grantee IN (0, %s::regrole)
        """,
        APP,
        APP,
    )
    found = {(table, column, verb) for table, column, verb, _everybody in given}
    faults = [f"everybody may {verb} {table}" for table, _c, verb, everybody in given if everybody]
    faults += [f"unexpected: {verb} {table}.{column}" for table, column, verb in sorted(found - expected)]
    return faults + [f"missing: {verb} {table}.{column}" for table, column, verb in sorted(expected - found)]


def open_doors(cursor: CursorWrapper) -> list[str]:
    """Functions that run as their owner and are not known, or could be led astray; functions for everybody."""
    faults = []
    for name, as_owner, options, everybody in rows(
        cursor,
        "SELECT p.proname, p.prosecdef, coalesce(p.proconfig, '{}'), "
        "EXISTS (SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g "
        "        WHERE g.grantee = 0 AND g.privilege_type = 'EXECUTE') "
        "FROM pg_proc p WHERE p.pronamespace IN ('app'::regnamespace, 'public'::regnamespace)",
    ):
        if as_owner and name not in DOORS:
            faults.append(f"{name} runs as its owner")
        if as_owner and "search_path=public, pg_temp" not in options:
            faults.append(f"{name} has no fixed search path")
        if everybody:
            faults.append(f"everybody may call {name}")
    return faults


GUARDS: list[Guard] = [unprotected, unbound_keys, unsafe_views, global_uniques, wrong_grants, open_doors]


@pytest.mark.parametrize("look", GUARDS, ids=lambda look: look.__name__)
def test_the_wall_stands(look: Guard, owner: CursorWrapper) -> None:
    assert len(tenant_tables(owner)) > 20, "the catalogue is not what it should be"
    assert look(owner) == []


@pytest.mark.parametrize(
    ("look", "breach", "seen"),
    [
        (unprotected, "DROP POLICY tenant ON initiatives_partner", "initiatives_partner"),
        (unprotected, "ALTER TABLE initiatives_event NO FORCE ROW LEVEL SECURITY", "initiatives_event"),
        (unprotected, "ALTER TABLE initiatives_event DISABLE ROW LEVEL SECURITY", "initiatives_event"),
        (unprotected, "CREATE POLICY more ON initiatives_place USING (true)", "initiatives_place"),
        (unprotected, "ALTER POLICY tenant ON initiatives_group USING (true)", "initiatives_group"),
        (unprotected, "ALTER POLICY tenant ON initiatives_group WITH CHECK (true)", "initiatives_group"),
        (unprotected, "ALTER POLICY door ON initiatives_apitoken TO PUBLIC", "initiatives_apitoken"),
        (unprotected, "CREATE TABLE forgotten (id int, initiative_id bigint)", "forgotten"),
        (
            unbound_keys,
            "ALTER TABLE measurement_entry DROP CONSTRAINT measurement_entry_submission_id_tenant_fk",
            "measurement_entry.submission_id",
        ),
        (
            unbound_keys,
            "ALTER TABLE initiatives_membership ADD FOREIGN KEY (partner_id) REFERENCES initiatives_partner (id) "
            "NOT VALID",
            "initiatives_membership.partner_id",
        ),
        (unsafe_views, "CREATE VIEW peek AS SELECT * FROM initiatives_partner", "peek"),
        (unsafe_views, "CREATE MATERIALIZED VIEW heap AS SELECT 1 AS one", "heap"),
        (global_uniques, "CREATE UNIQUE INDEX leak ON initiatives_partner (code)", "leak"),
        (global_uniques, "CREATE UNIQUE INDEX hidden ON initiatives_partner (lower(code))", "hidden"),
        (wrong_grants, f"GRANT DELETE ON measurement_observation TO {APP}", "DELETE measurement_observation"),
        (wrong_grants, f"GRANT UPDATE (numerator) ON measurement_observation TO {APP}", "numerator"),
        (wrong_grants, f"GRANT TRUNCATE ON initiatives_event TO {APP}", "TRUNCATE initiatives_event"),
        (wrong_grants, "GRANT SELECT ON initiatives_user TO PUBLIC", "everybody may SELECT initiatives_user"),
        (
            wrong_grants,
            f"REVOKE SELECT ON initiatives_sector FROM {APP}",
            "missing: SELECT initiatives_sector",
        ),
        (
            open_doors,
            "CREATE FUNCTION app.all_tokens() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'",
            "all_tokens runs as its owner",
        ),
        (open_doors, "ALTER FUNCTION app.token_by_hash RESET search_path", "no fixed search path"),
        (open_doors, "GRANT EXECUTE ON FUNCTION app.token_by_hash TO PUBLIC", "everybody may call"),
    ],
)
def test_a_breach_is_seen(look: Guard, breach: str, seen: str, owner: CursorWrapper) -> None:
    owner.execute(breach)

    assert any(seen in fault for fault in look(owner)), look(owner)


def test_exceptions_are_still_needed(owner: CursorWrapper) -> None:
    indexes = {name for (name,) in rows(owner, "SELECT relname FROM pg_class WHERE relkind = 'i'")}

    assert set(OPEN) <= tenant_tables(owner)
    assert set(GLOBAL_UNIQUES) <= indexes


def test_concert_serves_below_the_wall_and_never_as_the_owner() -> None:
    assert guard.role_fault() == ""
    assert "owns the database" in guard.role_fault("owner")


# The wall at work -------------------------------------------------------------------------------------------


def tenant_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


# A policy is asked for the first row, or before an index is: an empty table that is read whole asks it nothing.
READ_BY_INDEX = "SET LOCAL enable_seqscan = off"


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_nothing_is_read_without_a_tenant(model: Any) -> None:
    assert isinstance(model._default_manager, TenantManager)
    with pytest.raises(NoTenant):
        model.objects.count()
    with pytest.raises(Error, match="is active"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(READ_BY_INDEX)
        cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')


@pytest.mark.parametrize("model", [ApiToken, IdempotentAnswer])
def test_nothing_of_a_person_is_read_without_the_person(model: Any) -> None:
    with pytest.raises(NoTenant):
        model.objects.count()
    with (
        pytest.raises(Error, match="no person is active"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(READ_BY_INDEX)
        cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')


def test_raw_questions_see_one_initiative(riverbend: Initiative, zoe: User) -> None:
    harbor = lookup(zoe)
    with tenant(harbor), connection.cursor() as cursor:
        assert rows(cursor, "SELECT count(*) FROM initiatives_partner") == [(0,)]
        assert rows(cursor, "SELECT slug FROM initiatives_initiative") == [("harbor",)]
        cursor.execute("UPDATE initiatives_place SET name = 'x'")
        assert cursor.rowcount == 0
    with tenant(riverbend), connection.cursor() as cursor:
        assert rows(cursor, "SELECT count(*) FROM initiatives_partner") == [(2,)]


def test_a_row_is_never_written_into_another_initiative(riverbend: Initiative, zoe: User) -> None:
    harbor = lookup(zoe)
    with (
        pytest.raises(Error, match="row-level security"),
        tenant(harbor),
    ):
        Place.objects.create(initiative_id=riverbend.pk, code="x", name="X")
    with pytest.raises(Error, match="row-level security"), tenant(riverbend):
        Place.objects.filter(code="north").update(initiative_id=harbor.pk)


def test_a_row_never_points_into_another_initiative(riverbend: Initiative, zoe: User) -> None:
    harbor = lookup(zoe)
    with tenant(riverbend):
        theirs = Partner.objects.get(code="food-bank").pk
    with pytest.raises(Error, match="tenant_fk"), tenant(harbor):
        Membership.objects.update(partner_id=theirs)


def test_a_person_sees_their_own_memberships_and_tokens_alone(
    riverbend: Initiative, ana: User, zoe: User
) -> None:
    factories.token(ana)
    with person(zoe), connection.cursor() as cursor:
        assert rows(cursor, "SELECT slug FROM initiatives_initiative") == [("harbor",)]
        assert rows(cursor, "SELECT count(*) FROM initiatives_membership") == [(1,)]
        assert rows(cursor, "SELECT count(*) FROM initiatives_apitoken") == [(0,)]


def test_what_happened_cannot_be_changed(riverbend: Initiative) -> None:
    for statement in ("UPDATE initiatives_event SET data = '{}'", "DELETE FROM initiatives_event"):
        with (
            pytest.raises(Error, match="permission denied"),
            tenant(riverbend),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with tenant(riverbend):
        assert Event.objects.exists()


def lookup(who: User) -> Initiative:
    """The one initiative of the person."""
    with person(who):
        return Membership.mine.select_related("initiative").get().initiative
