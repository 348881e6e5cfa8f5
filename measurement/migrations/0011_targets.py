"""Targets with their versions, frozen forecasts, sessions to turn a curve."""

import django.db.models.deletion
import initiatives.kernel.tenancy
import measurement.models.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0009_targets'),
        ('measurement', '0010_definitions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Forecast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('made_on', models.DateField()),
                ('method', models.CharField(choices=[('least_squares', 'Straight line through the figures'), ('manual', 'By judgement')], max_length=15)),
                ('points', models.JSONField()),
                ('history', models.JSONField(default=list)),
                ('note', models.TextField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('indicator', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='forecasts', to='measurement.indicator')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('under', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicatorversion')),
            ],
            options={
                'ordering': ['-made_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('category', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.category')),
                ('indicator', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='measurement.indicator')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('partner', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='TargetVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('basis', models.CharField(choices=[('absolute', 'The value to reach'), ('points', 'So much more or less than the baseline'), ('relative', 'So many per cent more or less than the baseline')], default='absolute', max_length=10)),
                ('baseline_value', measurement.models.fields.ExactDecimalField(null=True)),
                ('baseline_date', models.DateField(null=True)),
                ('asked', measurement.models.fields.ExactDecimalField()),
                ('value', measurement.models.fields.ExactDecimalField()),
                ('denominator', measurement.models.fields.ExactDecimalField(null=True)),
                ('date', models.DateField()),
                ('path', models.CharField(choices=[('linear', 'The same step every year'), ('rate', 'The same rate every year')], default='linear', max_length=10)),
                ('method', models.CharField(choices=[('share', 'Share of the way'), ('cagr', 'Yearly rate against the rate required')], default='share', max_length=10)),
                ('interims', models.JSONField(default=list)),
                ('rationale', models.TextField(blank=True)),
                ('agreed_in', models.CharField(blank=True, max_length=300)),
                ('reason', models.TextField()),
                ('withdrawn', models.BooleanField(default=False)),
                ('set_at', models.DateTimeField()),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('target', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='measurement.target')),
                ('under', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicatorversion')),
            ],
            options={
                'ordering': ['target_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='TurningSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('held_on', models.DateField()),
                ('result', models.CharField(max_length=300)),
                ('is_ok', models.CharField(blank=True, choices=[('', 'Not said yet'), ('yes', 'Yes, this is OK'), ('no', 'No, this is not OK')], default='', max_length=3)),
                ('because', models.TextField(blank=True)),
                ('story', models.JSONField(default=list)),
                ('partners', models.JSONField(default=list)),
                ('ideas', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('forecast', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.forecast')),
                ('group', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.group')),
                ('indicator', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='measurement.indicator')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('made_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'ordering': ['-held_on', '-id'],
            },
        ),
        migrations.AddIndex(
            model_name='forecast',
            index=models.Index(fields=['initiative', 'indicator'], name='forecast_indicator'),
        ),
        migrations.AddConstraint(
            model_name='forecast',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='forecast_public_id'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='target_public_id'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('initiative', 'indicator', 'partner', 'category'), name='target_scope', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='targetversion',
            constraint=models.UniqueConstraint(fields=('initiative', 'target', 'number'), name='target_version_number'),
        ),
        migrations.AddConstraint(
            model_name='targetversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('baseline_date', None), ('baseline_value', None)), models.Q(('baseline_date__isnull', False), ('baseline_value__isnull', False), ('date__gt', models.F('baseline_date'))), _connector='OR'), name='target_version_baseline'),
        ),
        migrations.AddIndex(
            model_name='turningsession',
            index=models.Index(fields=['initiative', 'indicator'], name='turning_indicator'),
        ),
        migrations.AddConstraint(
            model_name='turningsession',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='turning_public_id'),
        ),
        EnableTenantRLS("target"),
        EnableTenantRLS("targetversion"),
        EnableTenantRLS("forecast"),
        EnableTenantRLS("turningsession"),
        TenantForeignKeys("target"),
        TenantForeignKeys("targetversion"),
        TenantForeignKeys("forecast"),
        TenantForeignKeys("turningsession"),
    ]
