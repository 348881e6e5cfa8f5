"""Surveys: rounds, who is asked, and what was answered, which nothing ties to who answered it."""

import django.contrib.postgres.fields
import django.db.models.deletion
import initiatives.kernel.tenancy
import uuid
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

PROTECTED = ("survey", "surveyinvitation", "surveysheet", "surveyremark")


class Migration(migrations.Migration):

    dependencies = [
        ('communications', '0006_notices'),
        ('initiatives', '0012_group_charters'),
    ]

    operations = [
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(choices=[('pulse', 'Pulse'), ('backbone_review', 'Partner review of the backbone')], max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('audience', models.CharField(choices=[('everybody', 'Everybody who takes part'), ('outside', 'Everybody but the backbone'), ('partners', 'People of partners')], max_length=10)),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField()),
                ('sealed_secret', models.TextField(blank=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('asked_n', models.PositiveIntegerField(default=0)),
                ('answered_n', models.PositiveIntegerField(default=0)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('response', models.TextField(blank=True)),
                ('planned_at', models.DateTimeField()),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('planned_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'ordering': ['-closes_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='SurveyInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answered', models.BooleanField(default=False)),
                ('letters', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('membership', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('survey', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='communications.survey')),
            ],
        ),
        migrations.CreateModel(
            name='SurveyRemark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('withheld', models.BooleanField(default=False)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('survey', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='communications.survey')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='SurveySheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('voice', models.CharField(max_length=64)),
                ('side', models.CharField(choices=[('partners', 'People of partners'), ('funders', 'Funders'), ('community', 'Community members'), ('backbone', 'The backbone')], max_length=10)),
                ('ratings', models.JSONField(default=dict)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('survey', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='communications.survey')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='survey_public_id'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('initiative', 'kind'), name='survey_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='survey_days'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), ('sealed_secret', ''), _connector='OR'), name='survey_closed_nameless'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('released_at', None), ('closed_at__isnull', False), _connector='OR'), name='survey_released_closed'),
        ),
        migrations.AddConstraint(
            model_name='surveyinvitation',
            constraint=models.UniqueConstraint(fields=('initiative', 'survey', 'membership'), name='survey_invitation_once'),
        ),
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED],
    ]
