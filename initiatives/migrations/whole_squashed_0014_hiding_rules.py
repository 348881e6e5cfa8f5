"""The ground of all initiatives, protected: people, partners, groups, events; functions, doors and the sectors."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import initiatives.kernel.tenancy
import uuid
from django.conf import settings
from django.db import migrations, models

from initiatives.kernel.creation import CreateModels
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
    'place',
    'partner',
    'membership',
    'affiliation',
    'group',
    'groupmember',
    'invitation',
    'event',
    'actionitem',
    'package',
    'arrival',
]

# The policy of daily life is for the application's role; the door below runs as the owner.
ANSWERS = f'ALTER POLICY person ON initiatives_idempotentanswer TO "{settings.APP_ROLE}";'

FORGET_ANSWERS = """
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

FORGET_ANSWERS_BACK = """
DROP FUNCTION app.forget_answers;
DROP POLICY sweep ON initiatives_idempotentanswer;
DROP POLICY door ON initiatives_idempotentanswer;
"""

# Whoever holds a package is told whether its initiative lives here already; only the id comes out.
BY_PUBLIC_ID = """
CREATE FUNCTION app.initiative_by_public_id(wanted uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT i.id FROM initiatives_initiative i WHERE i.public_id = wanted $$;
REVOKE EXECUTE ON FUNCTION app.initiative_by_public_id FROM PUBLIC;
"""


def fill_sectors(apps, schema_editor):
    sector = apps.get_model("initiatives", "Sector")
    sector.objects.using(schema_editor.connection.alias).bulk_create(
        sector(code=code, position=position) for position, code in enumerate(SECTORS)
    )



class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('initiatives', '0001_initial'),
        ('initiatives', '0002_tenancy'),
        ('initiatives', '0003_membership_last_seen_on'),
        ('initiatives', '0004_invitation_sent_at'),
        ('initiatives', '0005_initiative_two_step_for_leads'),
        ('initiatives', '0006_forget_answers'),
        ('initiatives', '0007_invitation_sealed_secret'),
        ('initiatives', '0008_initiative_gap_to'),
        ('initiatives', '0009_targets'),
        ('initiatives', '0010_removed_partners'),
        ('initiatives', '0011_idempotentanswer_token'),
        ('initiatives', '0012_group_charters'),
        ('initiatives', '0013_handing_over'),
        ('initiatives', '0014_hiding_rules'),
    ]

    dependencies = [
    ]

    operations = [
        CreateModels(
            creations=[
                migrations.CreateModel(
                    name='Sector',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=32, unique=True)),
                        ('position', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'ordering': ['position'],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('email', models.EmailField(max_length=254, unique=True)),
                        ('name', models.CharField(blank=True, max_length=200)),
                        ('language', models.CharField(blank=True, max_length=8)),
                        ('is_active', models.BooleanField(default=True)),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower')],
                    },
                ),
                migrations.CreateModel(
                    name='Initiative',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.SlugField(max_length=64, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('purpose', models.TextField(blank=True)),
                        ('timezone', models.CharField(default='UTC', max_length=64)),
                        ('language', models.CharField(default='en', max_length=8)),
                        ('fiscal_year_start', models.PositiveSmallIntegerField(default=1)),
                        ('suppression_threshold', models.PositiveSmallIntegerField(default=10)),
                        ('coverage_floor', models.DecimalField(decimal_places=3, default='0.8', max_digits=4)),
                        ('self_acceptance', models.BooleanField(default=False)),
                        ('demonstration', models.BooleanField(default=False)),
                        ('created_at', models.DateTimeField()),
                        ('two_step_for_leads', models.BooleanField(default=False)),
                        ('gap_to', models.CharField(choices=[('best', 'The group that does best'), ('total', 'The total')], default='best', max_length=5)),
                        ('on_track_from', models.DecimalField(decimal_places=3, default='1', max_digits=4)),
                        ('slightly_behind_from', models.DecimalField(decimal_places=3, default='0.8', max_digits=4)),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('population_floor', models.PositiveIntegerField(default=0)),
                        ('rounded_to', models.PositiveSmallIntegerField(choices=[(0, 'As they are'), (5, 'To the nearest 5'), (10, 'To the nearest 10')], default=0)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('fiscal_year_start__range', (1, 12))), name='initiative_fiscal_year_start'), models.CheckConstraint(condition=models.Q(('coverage_floor__range', (0, 1))), name='initiative_coverage_floor'), models.CheckConstraint(condition=models.Q(('on_track_from__gte', models.F('slightly_behind_from')), ('slightly_behind_from__gte', 0)), name='initiative_status_thresholds'), models.CheckConstraint(condition=models.Q(('rounded_to__in', (0, 5, 10)), ('rounded_to__lte', models.F('suppression_threshold'))), name='initiative_rounded_to')],
                    },
                ),
                migrations.CreateModel(
                    name='Group',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('name', models.CharField(max_length=200)),
                        ('kind', models.CharField(choices=[('steering_committee', 'Steering committee'), ('working_group', 'Working group')], default='working_group', max_length=20)),
                        ('purpose', models.TextField(blank=True)),
                        ('closed_on', models.DateField(blank=True, null=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('authority', models.TextField(blank=True)),
                        ('charter_agreed_on', models.DateField(blank=True, null=True)),
                        ('close_reason', models.TextField(blank=True)),
                        ('decision_rule', models.CharField(blank=True, choices=[('consent', 'Consent: no reasoned objection is left'), ('consensus', 'Consensus: everybody agrees'), ('gradient', 'Gradient: everybody says from 1 to 5 how far they agree'), ('majority', 'Majority of those present'), ('delegated', 'Delegated: the co-chairs decide and answer for it')], max_length=10)),
                        ('norms', models.TextField(blank=True)),
                        ('rhythm', models.CharField(blank=True, max_length=200)),
                        ('scope', models.TextField(blank=True)),
                        ('term', models.CharField(blank=True, max_length=200)),
                        ('who_sits', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='group_public_id')],
                    },
                ),
                migrations.CreateModel(
                    name='ApiToken',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('name', models.CharField(max_length=100)),
                        ('prefix', models.CharField(max_length=16)),
                        ('secret_hash', models.BinaryField(max_length=32, unique=True)),
                        ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None)),
                        ('created_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                        ('last_used_at', models.DateTimeField(blank=True, null=True)),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL)),
                        ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('initiative_id', models.BigIntegerField()),
                        ('kind', models.CharField(max_length=80)),
                        ('key', models.CharField(blank=True, default='', max_length=120)),
                        ('created_at', models.DateTimeField()),
                        ('run_after', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(null=True)),
                        ('lease', models.UUIDField(null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.CharField(blank=True, default='', max_length=500)),
                        ('dead_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('dead_at', None)), fields=['run_after', 'id'], name='job_due'), models.Index(fields=['initiative_id', 'kind', 'key'], name='job_group')],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('name', models.CharField(max_length=200)),
                        ('email', models.EmailField(blank=True, max_length=254)),
                        ('phone', models.CharField(blank=True, max_length=40)),
                        ('language', models.CharField(blank=True, max_length=8)),
                        ('preferred_contact', models.CharField(choices=[('email', 'E-mail'), ('phone', 'Telephone'), ('text', 'Text message'), ('post', 'Post')], default='email', max_length=10)),
                        ('role', models.CharField(choices=[('backbone_lead', 'Backbone lead'), ('backbone_staff', 'Backbone staff'), ('partner_lead', 'Partner lead'), ('contributor', 'Contributor'), ('funder', 'Funder'), ('community', 'Community member')], max_length=20)),
                        ('since', models.DateField()),
                        ('ended_on', models.DateField(blank=True, null=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='initiatives.partner')),
                        ('last_seen_on', models.DateField(blank=True, null=True)),
                        ('goes_along', models.CharField(choices=[('nothing', 'Neither my name nor how to reach me'), ('name', 'My name'), ('address', 'My name and how to reach me')], default='nothing', max_length=7)),
                        ('forgotten_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='membership_public_id'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('initiative', 'user'), name='membership_once'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['contributor', 'partner_lead']), _negated=True), ('partner__isnull', False), _connector='OR'), name='membership_partner')],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('email', models.EmailField(max_length=254)),
                        ('role', models.CharField(choices=[('backbone_lead', 'Backbone lead'), ('backbone_staff', 'Backbone staff'), ('partner_lead', 'Partner lead'), ('contributor', 'Contributor'), ('funder', 'Funder'), ('community', 'Community member')], max_length=20)),
                        ('secret_hash', models.BinaryField(max_length=32)),
                        ('created_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('invited_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('membership', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='initiatives.membership')),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('sealed_secret', models.TextField(blank=True, default='')),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='invitation_public_id'), models.UniqueConstraint(fields=('initiative', 'secret_hash'), name='invitation_secret'), models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), fields=('initiative', 'membership'), name='invitation_one_open')],
                    },
                ),
                migrations.CreateModel(
                    name='GroupMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('co_chair', models.BooleanField(default=False)),
                        ('group', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='initiatives.group')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('membership', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='initiatives.membership')),
                        ('since', models.DateField(blank=True, null=True)),
                        ('until', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('initiative', 'group', 'membership'), name='group_member_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Partner',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$', 'Use letters, digits, dots, dashes and underscores; begin with a letter or a digit.')])),
                        ('name', models.CharField(max_length=200)),
                        ('identifier', models.CharField(blank=True, max_length=100)),
                        ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                        ('about', models.TextField(blank=True)),
                        ('state', models.CharField(choices=[('active', 'Active'), ('left', 'Left'), ('removed', 'Removed')], default='active', max_length=10)),
                        ('backup_contact', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('main_contact', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'code'), name='partner_code'), models.CheckConstraint(condition=models.Q(('main_contact', None), ('backup_contact', None), models.Q(('main_contact', models.F('backup_contact')), _negated=True), _connector='OR'), name='partner_two_contacts')],
                    },
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('key', models.CharField(max_length=80)),
                        ('happened_at', models.DateTimeField()),
                        ('token_id', models.BigIntegerField(null=True)),
                        ('subject', models.CharField(max_length=120)),
                        ('data', models.JSONField(default=dict)),
                        ('user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('membership', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [models.Index(fields=['initiative', '-id'], name='event_stream'), models.Index(fields=['initiative', 'subject', '-id'], name='event_subject')],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='event_public_id')],
                    },
                ),
                migrations.CreateModel(
                    name='Place',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$', 'Use letters, digits, dots, dashes and underscores; begin with a letter or a digit.')])),
                        ('name', models.CharField(max_length=200)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('parent', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='initiatives.place')),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'code'), name='place_code')],
                    },
                ),
                migrations.CreateModel(
                    name='Affiliation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts_on', models.DateField(default='1900-01-01')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='initiatives.partner')),
                        ('place', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.place')),
                        ('sector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.sector')),
                    ],
                    options={
                        'ordering': ['partner_id', 'starts_on'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'partner', 'starts_on'), name='affiliation_start')],
                    },
                ),
                migrations.CreateModel(
                    name='IdempotentAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=200)),
                        ('fingerprint', models.BinaryField(max_length=32)),
                        ('status', models.PositiveSmallIntegerField(default=0)),
                        ('body', models.BinaryField(default=b'')),
                        ('headers', models.JSONField(default=dict)),
                        ('created_at', models.DateTimeField()),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('token', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='initiatives.apitoken')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('user', 'token', 'key'), name='idempotent_answer_once', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='ActionItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('what', models.CharField(max_length=300)),
                        ('due', models.DateField()),
                        ('state', models.CharField(choices=[('open', 'Open'), ('doing', 'Being done'), ('done', 'Done'), ('dropped', 'Dropped')], default='open', max_length=10)),
                        ('source', models.CharField(blank=True, max_length=100)),
                        ('outcome', models.CharField(blank=True, max_length=1000)),
                        ('made_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('made_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('owner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['due', 'id'],
                        'indexes': [models.Index(fields=['initiative', 'source'], name='action_source')],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='action_public_id')],
                    },
                ),
                migrations.CreateModel(
                    name='Package',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('state', models.CharField(choices=[('asked', 'Being made'), ('ready', 'Ready'), ('failed', 'Could not be made'), ('gone', 'Removed')], default='asked', max_length=6)),
                        ('asked_at', models.DateTimeField()),
                        ('built_at', models.DateTimeField(blank=True, null=True)),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                        ('stored_as', models.CharField(blank=True, max_length=64)),
                        ('fingerprint', models.CharField(blank=True, max_length=64)),
                        ('size', models.PositiveBigIntegerField(default=0)),
                        ('rows', models.PositiveIntegerField(default=0)),
                        ('asked_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['-asked_at', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='package_public_id')],
                    },
                ),
                migrations.CreateModel(
                    name='Arrival',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('made_at', models.DateTimeField()),
                        ('arrived_at', models.DateTimeField()),
                        ('rows', models.PositiveIntegerField()),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('taken_in_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('initiative',), name='arrival_once')],
                    },
                ),
            ],
        ),
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
        migrations.RunSQL(ANSWERS, "ALTER POLICY person ON initiatives_idempotentanswer TO PUBLIC;"),
        migrations.RunSQL(FORGET_ANSWERS, FORGET_ANSWERS_BACK),
        migrations.RunSQL(BY_PUBLIC_ID, "DROP FUNCTION app.initiative_by_public_id;"),
        migrations.RunPython(fill_sectors, migrations.RunPython.noop),
    ]
