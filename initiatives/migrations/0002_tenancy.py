"""The second and third layer of tenancy: functions, row-level security, composite keys. And the sectors."""

from django.conf import settings
from django.db import migrations

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

FUNCTIONS = """
CREATE SCHEMA IF NOT EXISTS app;

CREATE FUNCTION app.current_initiative() RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE value text := current_setting('app.initiative', true);
BEGIN
    IF value IS NULL OR value = '' THEN
        RAISE EXCEPTION 'no initiative is active' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN value::bigint;
END $$;

CREATE FUNCTION app.initiative_or_null() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.initiative', true), '')::bigint $$;

CREATE FUNCTION app.person_or_null() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.person', true), '')::bigint $$;

-- For tables that are read by person or by initiative: fail loud when neither is set.
CREATE FUNCTION app.initiative_unless_person() RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF app.initiative_or_null() IS NULL AND app.person_or_null() IS NULL THEN
        RAISE EXCEPTION 'neither an initiative nor a person is active' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN app.initiative_or_null();
END $$;

CREATE FUNCTION app.current_person() RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF app.person_or_null() IS NULL THEN
        RAISE EXCEPTION 'no person is active' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN app.person_or_null();
END $$;
"""

FUNCTIONS_BACK = """
DROP FUNCTION app.current_person();
DROP FUNCTION app.initiative_unless_person();
DROP FUNCTION app.person_or_null();
DROP FUNCTION app.initiative_or_null();
DROP FUNCTION app.current_initiative();
"""

# The initiative itself: the active one, and those of the active person.
INITIATIVE = """
ALTER TABLE initiatives_initiative ENABLE ROW LEVEL SECURITY;
ALTER TABLE initiatives_initiative FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON initiatives_initiative
    USING (id = (SELECT app.initiative_unless_person()))
    WITH CHECK (id = (SELECT app.current_initiative()));
CREATE POLICY person ON initiatives_initiative FOR SELECT USING (id IN (
    SELECT m.initiative_id FROM initiatives_membership m
    WHERE m.user_id = (SELECT app.person_or_null()) AND m.ended_on IS NULL));
"""

# A person sees their own memberships everywhere.
MEMBERSHIP = """
ALTER POLICY tenant ON initiatives_membership
    USING (initiative_id = (SELECT app.initiative_unless_person()))
    WITH CHECK (initiative_id = (SELECT app.current_initiative()));
CREATE POLICY person ON initiatives_membership FOR SELECT
    USING (user_id = (SELECT app.person_or_null()));
CREATE INDEX initiatives_membership_person ON initiatives_membership (user_id) WHERE ended_on IS NULL;
"""

# What is the person's own: tokens and remembered answers.
PERSONAL = """
ALTER TABLE initiatives_apitoken ENABLE ROW LEVEL SECURITY;
ALTER TABLE initiatives_apitoken FORCE ROW LEVEL SECURITY;
CREATE POLICY person ON initiatives_apitoken
    USING (user_id = (SELECT app.current_person())) WITH CHECK (user_id = (SELECT app.current_person()));
ALTER TABLE initiatives_idempotentanswer ENABLE ROW LEVEL SECURITY;
ALTER TABLE initiatives_idempotentanswer FORCE ROW LEVEL SECURITY;
CREATE POLICY person ON initiatives_idempotentanswer
    USING (user_id = (SELECT app.current_person())) WITH CHECK (user_id = (SELECT app.current_person()));
"""

# Secrets are looked up before any tenant or person is known: only by their hash, only the pointer comes back.
# The policies of daily life are for the application's role; the doors below run as the owner.
DOORS = f"""
ALTER POLICY person ON initiatives_apitoken TO "{settings.APP_ROLE}";
ALTER POLICY tenant ON initiatives_invitation TO "{settings.APP_ROLE}";
ALTER POLICY tenant ON initiatives_initiative TO "{settings.APP_ROLE}";
ALTER POLICY person ON initiatives_initiative TO "{settings.APP_ROLE}";
CREATE POLICY door ON initiatives_initiative FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY door ON initiatives_apitoken FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY door ON initiatives_invitation FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION app.token_by_hash(hash bytea) RETURNS TABLE (token_id bigint, user_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT t.id, t.user_id FROM initiatives_apitoken t WHERE t.secret_hash = hash $$;

CREATE FUNCTION app.invitation_by_hash(hash bytea) RETURNS TABLE (initiative_id bigint, invitation_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT i.initiative_id, i.id FROM initiatives_invitation i WHERE i.secret_hash = hash $$;

-- Nightly work goes from initiative to initiative; only the ids come out.
CREATE FUNCTION app.initiative_ids() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT i.id FROM initiatives_initiative i ORDER BY i.id $$;

-- Become the person and, where they are a member, enter the initiative: settings of this transaction.
CREATE FUNCTION app.enter(person bigint, address text, OUT initiative_id bigint, OUT membership_id bigint)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.person', person::text, true);
    FOR initiative_id, membership_id IN
        SELECT m.initiative_id, m.id FROM initiatives_membership m
        JOIN initiatives_initiative i ON i.id = m.initiative_id
        WHERE m.user_id = person AND m.ended_on IS NULL AND i.slug = address
    LOOP
        PERFORM set_config('app.initiative', initiative_id::text, true);
        RETURN NEXT;
    END LOOP;
END $$;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
"""

SECTORS = [
    "government",
    "business",
    "nonprofit",
    "philanthropy",
    "community",
    "education",
    "health",
    "faith",
    "media",
]

PROTECTED = [
    "place",
    "partner",
    "membership",
    "affiliation",
    "group",
    "groupmember",
    "invitation",
    "event",
]


def fill_sectors(apps, schema_editor):
    sector = apps.get_model("initiatives", "Sector")
    sector.objects.using(schema_editor.connection.alias).bulk_create(
        sector(code=code, position=position) for position, code in enumerate(SECTORS)
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_BACK),
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED],
        migrations.RunSQL(
            INITIATIVE,
            "DROP POLICY person ON initiatives_initiative; DROP POLICY tenant ON initiatives_initiative;"
            "ALTER TABLE initiatives_initiative NO FORCE ROW LEVEL SECURITY;"
            "ALTER TABLE initiatives_initiative DISABLE ROW LEVEL SECURITY;",
        ),
        migrations.RunSQL(
            MEMBERSHIP,
            "DROP INDEX initiatives_membership_person; DROP POLICY person ON initiatives_membership;",
        ),
        migrations.RunSQL(
            PERSONAL,
            "DROP POLICY person ON initiatives_apitoken; DROP POLICY person ON initiatives_idempotentanswer;"
            "ALTER TABLE initiatives_apitoken DISABLE ROW LEVEL SECURITY;"
            "ALTER TABLE initiatives_idempotentanswer DISABLE ROW LEVEL SECURITY;",
        ),
        migrations.RunSQL(
            DOORS,
            "DROP FUNCTION app.enter; DROP FUNCTION app.initiative_ids; DROP FUNCTION app.invitation_by_hash; DROP FUNCTION app.token_by_hash;"
            "DROP POLICY door ON initiatives_initiative; DROP POLICY door ON initiatives_invitation; DROP POLICY door ON initiatives_apitoken;",
        ),
        migrations.RunPython(fill_sectors, migrations.RunPython.noop),
    ]
