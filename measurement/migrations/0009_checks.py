"""Rules between indicators that hand-ins are held to, and the log of figures that a revision changed."""

import django.db.models.deletion
import initiatives.kernel.clock
import initiatives.kernel.tenancy
import measurement.models.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

PROTECTED = ["checkrule", "checkruleversion", "checkterm", "restatement"]


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0008_initiative_gap_to'),
        ('measurement', '0008_collection'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('active', models.BooleanField(default=True)),
                ('made_at', models.DateTimeField(default=initiatives.kernel.clock.now, editable=False)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CheckRuleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('operator', models.CharField(choices=[('eq', 'equals'), ('at_most', 'is at most'), ('less', 'is less than'), ('at_least', 'is at least'), ('more', 'is more than'), ('together', 'is given only together with')], max_length=8)),
                ('constant', measurement.models.fields.ExactDecimalField(default=0)),
                ('tolerance', models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ('missing', models.CharField(choices=[('skip', 'Leave the check out'), ('zero', 'Take it as zero'), ('tell', 'Say that it could not be checked')], default='skip', max_length=8)),
                ('severity', models.CharField(choices=[('block', 'Cannot be handed in'), ('must_explain', 'Must be explained'), ('notice', 'Is only noted')], default='notice', max_length=12)),
                ('message', models.CharField(blank=True, max_length=300)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField()),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='measurement.checkrule')),
            ],
            options={
                'ordering': ['rule_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='CheckTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('left', 'Left side'), ('right', 'Right side')], max_length=5)),
                ('factor', measurement.models.fields.ExactDecimalField(default=1)),
                ('previous', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('indicator', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='measurement.indicator')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('version', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='measurement.checkruleversion')),
            ],
            options={
                'ordering': ['version_id', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Restatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_start', models.DateField()),
                ('period_end', models.DateField()),
                ('axis', models.CharField(max_length=6)),
                ('group_id', models.BigIntegerField()),
                ('former', measurement.models.fields.ExactDecimalField(null=True)),
                ('value', measurement.models.fields.ExactDecimalField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('restated_at', models.DateTimeField()),
                ('cell', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.cell')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('restated_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicatorversion')),
            ],
            options={
                'ordering': ['-restated_at', '-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='checkrule',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='check_rule_public_id'),
        ),
        migrations.AddConstraint(
            model_name='checkrule',
            constraint=models.UniqueConstraint(fields=('initiative', 'name'), name='check_rule_name'),
        ),
        migrations.AddConstraint(
            model_name='checkruleversion',
            constraint=models.UniqueConstraint(fields=('initiative', 'rule', 'number'), name='check_rule_number'),
        ),
        migrations.AddIndex(
            model_name='restatement',
            index=models.Index(fields=['initiative', 'version', '-restated_at'], name='restatement_version'),
        ),
        migrations.AddIndex(
            model_name='restatement',
            index=models.Index(fields=['initiative', '-restated_at', '-id'], name='restatement_latest'),
        ),
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED if model != "checkrule"],
    ]
