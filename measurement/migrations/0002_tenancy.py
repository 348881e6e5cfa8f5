"""Row-level security and composite keys of shared measurement."""

from django.db import migrations

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

PROTECTED = [
    "dimension",
    "category",
    "cell",
    "cellpart",
    "indicator",
    "indicatorversion",
    "indicatordimension",
    "assignment",
    "cycle",
    "request",
    "submission",
    "entry",
    "observation",
    "rollup",
    "dirtykey",
    "publication",
    "publishedfigure",
]


# A function of its own: the keys, numbered, are looked up by index in here, and the planner expects many rows of it.
OBSERVATIONS = """
CREATE FUNCTION app.observations_of(
    tenant bigint, versions bigint[], starts date[], ends date[], moment timestamptz)
RETURNS TABLE (k bigint, partner_id bigint, cell_id bigint, numerator numeric, denominator numeric, status varchar,
    revision smallint, accepted_at timestamptz)
LANGUAGE plpgsql STABLE ROWS 20000 SET search_path = public, pg_temp AS $$
BEGIN
    IF moment IS NULL THEN
        RETURN QUERY
        SELECT w.k, o.partner_id, o.cell_id, o.numerator, o.denominator, o.status, o.revision, o.accepted_at
        FROM unnest(versions, starts, ends) WITH ORDINALITY AS w (v, s, e, k)
        JOIN measurement_observation o
          ON o.initiative_id = tenant AND o.version_id = w.v AND o.period_start = w.s AND o.period_end = w.e
        WHERE o.superseded_at IS NULL;
    ELSE
        RETURN QUERY
        SELECT w.k, o.partner_id, o.cell_id, o.numerator, o.denominator, o.status, o.revision, o.accepted_at
        FROM unnest(versions, starts, ends) WITH ORDINALITY AS w (v, s, e, k)
        JOIN measurement_observation o
          ON o.initiative_id = tenant AND o.version_id = w.v AND o.period_start = w.s AND o.period_end = w.e
        WHERE o.accepted_at <= moment AND (o.superseded_at IS NULL OR o.superseded_at > moment);
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION app.observations_of FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("measurement", "0001_initial"), ("initiatives", "0002_tenancy")]

    operations = [
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED],
        migrations.RunSQL(OBSERVATIONS, "DROP FUNCTION app.observations_of"),
    ]
