"""Lists of activities on their way in."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import initiatives.kernel.tenancy
from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0002_tenancy'),
        ('initiatives', '0011_idempotentanswer_token'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActivityImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('state', models.CharField(choices=[('reading', 'Being read'), ('refused', 'Refused'), ('matching', 'To be matched'), ('loading', 'Being taken in'), ('done', 'Taken in'), ('undone', 'Taken back'), ('discarded', 'Given up')], default='reading', max_length=10)),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField()),
                ('format', models.CharField(max_length=4)),
                ('stored_as', models.CharField(blank=True, max_length=64)),
                ('message', models.TextField(blank=True)),
                ('sheets', models.JSONField(default=list)),
                ('mapping', models.JSONField(default=dict)),
                ('choices', models.JSONField(default=dict)),
                ('result', models.JSONField(default=dict)),
                ('made', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('confirmed_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('made_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='activity_import_public_id')],
            },
        ),
        EnableTenantRLS("activityimport"),
        TenantForeignKeys("activityimport"),
    ]
