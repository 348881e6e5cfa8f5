"""Whether a figure took the place of one that stood: not so one that was given again after it was taken back."""

from django.db import migrations, models

FUNCTION = """
DROP FUNCTION app.observations_of;
CREATE FUNCTION app.observations_of(
    tenant bigint, versions bigint[], starts date[], ends date[], moment timestamptz)
RETURNS TABLE (k bigint, partner_id bigint, cell_id bigint, numerator numeric, denominator numeric, status varchar,
    revision smallint, accepted_at timestamptz{column})
LANGUAGE plpgsql STABLE ROWS 20000 SET search_path = public, pg_temp AS $$
BEGIN
    IF moment IS NULL THEN
        RETURN QUERY
        SELECT w.k, o.partner_id, o.cell_id, o.numerator, o.denominator, o.status, o.revision, o.accepted_at{value}
        FROM unnest(versions, starts, ends) WITH ORDINALITY AS w (v, s, e, k)
        JOIN measurement_observation o
          ON o.initiative_id = tenant AND o.version_id = w.v AND o.period_start = w.s AND o.period_end = w.e
        WHERE o.superseded_at IS NULL;
    ELSE
        RETURN QUERY
        SELECT w.k, o.partner_id, o.cell_id, o.numerator, o.denominator, o.status, o.revision, o.accepted_at{value}
        FROM unnest(versions, starts, ends) WITH ORDINALITY AS w (v, s, e, k)
        JOIN measurement_observation o
          ON o.initiative_id = tenant AND o.version_id = w.v AND o.period_start = w.s AND o.period_end = w.e
        WHERE o.accepted_at <= moment AND (o.superseded_at IS NULL OR o.superseded_at > moment);
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION app.observations_of FROM PUBLIC;
"""

# The owner reads the rows of all initiatives for once.
FILL = """
ALTER TABLE measurement_observation NO FORCE ROW LEVEL SECURITY;
UPDATE measurement_observation o SET replaces = true
FROM measurement_observation f
WHERE f.initiative_id = o.initiative_id AND f.version_id = o.version_id AND f.partner_id = o.partner_id
  AND f.period_start = o.period_start AND f.period_end = o.period_end AND f.cell_id = o.cell_id
  AND f.revision = o.revision - 1 AND f.superseded_at = o.accepted_at;
ALTER TABLE measurement_observation FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("measurement", "0019_link_account")]

    operations = [
        migrations.AddField("observation", "replaces", models.BooleanField(db_default=False, default=False)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(
            FUNCTION.format(column=", replaces boolean", value=", o.replaces"),
            FUNCTION.format(column="", value=""),
        ),
    ]
