"""Checklists of settling in: what they begin with, whose a line is, what is left out and why."""

import django.contrib.postgres.fields
import django.db.models.deletion
import initiatives.kernel.tenancy
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys


class Migration(migrations.Migration):

    dependencies = [
        ('backbone', 'whole_squashed_0007_queue_and_contact_log'),
        ('initiatives', 'whole_squashed_0014_hiding_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('newcomer', models.CharField(choices=[('partner', 'A new partner'), ('staff', 'A new member of the staff')], max_length=7)),
                ('texts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, size=None)),
                ('begins_itself', models.BooleanField(default=False)),
                ('since', models.DateField(blank=True, null=True)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
            ],
        ),
        migrations.AddField(
            model_name='onboardingitem',
            name='key',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='onboardingitem',
            name='left_out',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='onboardingitem',
            name='owner',
            field=initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership'),
        ),
        migrations.AlterField(
            model_name='onboardingitem',
            name='text',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddConstraint(
            model_name='onboardingitem',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('initiative', 'onboarding', 'key'), name='onboarding_item_key_once'),
        ),
        migrations.AddConstraint(
            model_name='onboardingitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('key', ''), models.Q(('text', ''), _negated=True)), models.Q(models.Q(('key', ''), _negated=True), ('done_on', None), ('text', '')), _connector='OR'), name='onboarding_item_of_one'),
        ),
        migrations.AddConstraint(
            model_name='onboardingitem',
            constraint=models.CheckConstraint(condition=models.Q(('left_out', ''), ('done_on', None), _connector='OR'), name='onboarding_item_settled_once'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.UniqueConstraint(fields=('initiative', 'newcomer'), name='checklist_newcomer'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.CheckConstraint(condition=models.Q(('begins_itself', False), ('since__isnull', False), _connector='OR'), name='checklist_since'),
        ),
        EnableTenantRLS("checklist"),
        TenantForeignKeys("checklist"),
        TenantForeignKeys("onboardingitem", ["owner"]),
    ]
