"""Agreements on sharing data, what partners say of their figures, and their own reports."""

import django.db.models.deletion
import initiatives.kernel.clock
import initiatives.kernel.tenancy
import uuid
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

PROTECTED = ["datasharingagreement", "agreementparty", "agreementelement", "figurenote", "reportlayout"]


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0011_idempotentanswer_token'),
        ('measurement', '0013_deliveries'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='partners_since',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='indicator',
            name='public_since',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name='DataSharingAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('title', models.CharField(max_length=200)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('active', 'In force'), ('ending', 'Ends soon'), ('ended', 'Ended'), ('terminated', 'Terminated')], default='draft', max_length=10)),
                ('purpose', models.TextField(blank=True)),
                ('level', models.CharField(choices=[('aggregate', 'Totals only, no categories'), ('de_identified', 'By category; nobody can be recognised'), ('identified', 'About known people')], default='aggregate', max_length=14)),
                ('audience', models.CharField(choices=[('backbone', 'Nobody else, not even within totals'), ('totals', 'Everybody, within totals; never named'), ('partners', 'Partners by name; others within totals'), ('public', 'Everybody, by name')], default='totals', max_length=10)),
                ('after_end', models.CharField(choices=[('backbone', 'Nobody else, not even within totals'), ('totals', 'Everybody, within totals; never named'), ('partners', 'Partners by name; others within totals'), ('public', 'Everybody, by name')], default='totals', max_length=10)),
                ('permitted_use', models.TextField(blank=True)),
                ('forbidden_use', models.TextField(blank=True)),
                ('legal_basis', models.TextField(blank=True)),
                ('consent', models.TextField(blank=True)),
                ('security', models.TextField(blank=True)),
                ('retention', models.TextField(blank=True)),
                ('destruction', models.TextField(blank=True)),
                ('breach_notice_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('publication_rights', models.TextField(blank=True)),
                ('review_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('termination', models.TextField(blank=True)),
                ('contacts', models.TextField(blank=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('renewal_days', models.PositiveSmallIntegerField(default=60)),
                ('terminated_on', models.DateField(blank=True, null=True)),
                ('termination_reason', models.TextField(blank=True)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('stored_as', models.CharField(blank=True, max_length=64)),
                ('file_size', models.PositiveIntegerField(default=0)),
                ('file_type', models.CharField(blank=True, max_length=4)),
                ('made_at', models.DateTimeField(default=initiatives.kernel.clock.now)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('renews', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='measurement.datasharingagreement')),
            ],
            options={
                'ordering': ['title', '-number', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AgreementParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                ('agreement', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='measurement.datasharingagreement')),
            ],
            options={
                'ordering': ['partner__name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AgreementElement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimension', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.dimension')),
                ('indicator', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicator')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('agreement', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='elements', to='measurement.datasharingagreement')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='FigureNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_start', models.DateField()),
                ('period_end', models.DateField()),
                ('agreed', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
                ('said_at', models.DateTimeField()),
                ('indicator', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicator')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                ('said_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ReportLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('funder', models.CharField(blank=True, max_length=200)),
                ('starts_in', models.PositiveSmallIntegerField(default=1)),
                ('by_time', models.CharField(default='quarterly', max_length=12)),
                ('charts', models.BooleanField(default=True)),
                ('definitions', models.BooleanField(default=True)),
                ('shared', models.BooleanField(default=False)),
                ('lines', models.JSONField(default=list)),
                ('changed_at', models.DateTimeField(default=initiatives.kernel.clock.now)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='datasharingagreement',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='agreement_public_id'),
        ),
        migrations.AddConstraint(
            model_name='datasharingagreement',
            constraint=models.UniqueConstraint(fields=('initiative', 'renews'), name='agreement_renewed_once'),
        ),
        migrations.AddConstraint(
            model_name='datasharingagreement',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='agreement_dates'),
        ),
        migrations.AddConstraint(
            model_name='datasharingagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'terminated'), _negated=True), models.Q(('terminated_on__isnull', False), models.Q(('termination_reason', ''), _negated=True)), _connector='OR'), name='agreement_terminated'),
        ),
        migrations.AddConstraint(
            model_name='agreementparty',
            constraint=models.UniqueConstraint(fields=('initiative', 'agreement', 'partner'), name='agreement_party_once'),
        ),
        migrations.AddConstraint(
            model_name='agreementelement',
            constraint=models.UniqueConstraint(fields=('initiative', 'agreement', 'indicator', 'dimension'), name='agreement_element_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='agreementelement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dimension__isnull', False), ('indicator__isnull', True)), models.Q(('dimension__isnull', True), ('indicator__isnull', False)), _connector='OR'), name='agreement_element_one'),
        ),
        migrations.AddIndex(
            model_name='figurenote',
            index=models.Index(fields=['initiative', 'indicator', 'period_start', 'partner'], name='figure_note_place'),
        ),
        migrations.AddConstraint(
            model_name='reportlayout',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='layout_public_id'),
        ),
        migrations.AddConstraint(
            model_name='reportlayout',
            constraint=models.UniqueConstraint(fields=('initiative', 'partner', 'name'), name='layout_name'),
        ),
        migrations.AddConstraint(
            model_name='reportlayout',
            constraint=models.CheckConstraint(condition=models.Q(('starts_in__range', (1, 12))), name='layout_starts_in'),
        ),
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED],
    ]
