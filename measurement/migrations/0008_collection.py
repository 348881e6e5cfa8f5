"""How figures are collected: the calendar ahead, practice, links, reminders, sign-off, evidence, what it costs."""

import django.db.models.deletion
import initiatives.kernel.tenancy
import uuid
from django.conf import settings
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

# A link is looked up before any initiative is known: only by the hash of its secret, only the pointer comes back.
DOOR = f"""
ALTER POLICY tenant ON measurement_handinlink TO "{settings.APP_ROLE}";
CREATE POLICY door ON measurement_handinlink FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION app.hand_in_link_by_hash(hash bytea) RETURNS TABLE (initiative_id bigint, link_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT l.initiative_id, l.id FROM measurement_handinlink l WHERE l.secret_hash = hash $$;
REVOKE EXECUTE ON FUNCTION app.hand_in_link_by_hash FROM PUBLIC;
CREATE INDEX measurement_handinlink_secret ON measurement_handinlink (secret_hash);
"""
DOOR_BACK = """
DROP INDEX measurement_handinlink_secret;
DROP FUNCTION app.hand_in_link_by_hash;
DROP POLICY door ON measurement_handinlink;
ALTER POLICY tenant ON measurement_handinlink TO PUBLIC;
"""
PROTECTED = ["evidence", "handinlink", "nudge", "collectionrules", "reportingterms"]


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0007_invitation_sealed_secret'),
        ('measurement', '0007_words_of_submissions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CollectionRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('periods_ahead', models.PositiveSmallIntegerField(default=2)),
                ('days_to_hand_in', models.PositiveSmallIntegerField(default=14)),
                ('grace_days', models.PositiveSmallIntegerField(default=0)),
                ('lead_signs_off', models.BooleanField(default=False)),
                ('minutes_a_year', models.PositiveIntegerField(blank=True, null=True)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
            ],
        ),
        migrations.CreateModel(
            name='ReportingTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year_start', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('minutes_a_year', models.PositiveIntegerField(blank=True, null=True)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='reporting_terms', to='initiatives.partner')),
            ],
        ),
        migrations.CreateModel(
            name='HandInLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('message', models.TextField(blank=True)),
                ('secret_hash', models.BinaryField(max_length=32)),
                ('sealed_secret', models.TextField(blank=True, default='')),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('holder', models.CharField(blank=True, max_length=200)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('made_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('membership', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('request', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='measurement.request')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Nudge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('message', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('copied_to', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('made_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('request', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='nudges', to='measurement.request')),
                ('to', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('format', models.CharField(max_length=8)),
                ('size', models.PositiveIntegerField()),
                ('stored_as', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField()),
                ('indicator', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicator')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('submission', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='measurement.submission')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['indicator_id', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='cycle',
            name='cycle_period',
        ),
        migrations.AddField(
            model_name='cycle',
            name='practice',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='submission',
            name='active_seconds',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='figures',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='holder',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='submission',
            name='sign_off_asked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='sign_off_asked_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='submission',
            name='sign_off_note',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='signed_off_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='signed_off_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='cycle',
            name='state',
            field=models.CharField(choices=[('planned', 'Planned'), ('open', 'Open'), ('closed', 'Closed'), ('locked', 'Locked')], default='open', max_length=10),
        ),
        migrations.AlterField(
            model_name='submission',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.UniqueConstraint(fields=('initiative', 'period_start', 'period_end', 'practice'), name='cycle_period'),
        ),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.CheckConstraint(condition=models.Q(('practice', False), models.Q(('state', 'locked'), _negated=True), _connector='OR'), name='cycle_practice_never_locked'),
        ),
        migrations.AddField(
            model_name='submission',
            name='link',
            field=initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='measurement.handinlink'),
        ),
        migrations.AddConstraint(
            model_name='collectionrules',
            constraint=models.UniqueConstraint(fields=('initiative',), name='collection_rules_once'),
        ),
        migrations.AddConstraint(
            model_name='collectionrules',
            constraint=models.CheckConstraint(condition=models.Q(('periods_ahead__range', (0, 12))), name='collection_rules_ahead'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='evidence_public_id'),
        ),
        migrations.AddConstraint(
            model_name='handinlink',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='hand_in_link_public_id'),
        ),
        migrations.AddConstraint(
            model_name='handinlink',
            constraint=models.UniqueConstraint(fields=('initiative', 'secret_hash'), name='hand_in_link_secret'),
        ),
        migrations.AddConstraint(
            model_name='nudge',
            constraint=models.UniqueConstraint(fields=('initiative', 'request', 'day'), name='nudge_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='reportingterms',
            constraint=models.UniqueConstraint(fields=('initiative', 'partner'), name='reporting_terms_once'),
        ),
        migrations.AddConstraint(
            model_name='reportingterms',
            constraint=models.CheckConstraint(condition=models.Q(('fiscal_year_start', None), ('fiscal_year_start__range', (1, 12)), _connector='OR'), name='reporting_terms_fiscal_year_start'),
        ),
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in ["evidence", "handinlink", "nudge", "reportingterms"]],
        TenantForeignKeys("submission", ["link"]),
        migrations.RunSQL(DOOR, DOOR_BACK),
    ]
