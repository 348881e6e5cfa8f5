"""A door through which the clock forgets remembered answers of all persons; nothing of them comes out."""

from django.conf import settings
from django.db import migrations

# The policy of daily life is for the application's role; the door below runs as the owner.
PERSON = f'ALTER POLICY person ON initiatives_idempotentanswer TO "{settings.APP_ROLE}";'

DOOR = """
CREATE POLICY door ON initiatives_idempotentanswer FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY sweep ON initiatives_idempotentanswer FOR DELETE TO CURRENT_USER USING (true);

CREATE FUNCTION app.forget_answers(before timestamptz, most integer) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM initiatives_idempotentanswer a
        WHERE a.id IN (SELECT o.id FROM initiatives_idempotentanswer o WHERE o.created_at < before LIMIT most)
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;
REVOKE EXECUTE ON FUNCTION app.forget_answers FROM PUBLIC;
"""

BACK = """
DROP FUNCTION app.forget_answers;
DROP POLICY sweep ON initiatives_idempotentanswer;
DROP POLICY door ON initiatives_idempotentanswer;
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0005_initiative_two_step_for_leads")]

    operations = [
        migrations.RunSQL(PERSON, "ALTER POLICY person ON initiatives_idempotentanswer TO PUBLIC;"),
        migrations.RunSQL(DOOR, BACK),
    ]
