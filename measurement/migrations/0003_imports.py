"""Files of figures on their way in."""

import django.db.models.deletion
import initiatives.kernel.tenancy
import uuid
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0004_invitation_sent_at'),
        ('measurement', '0002_tenancy'),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('state', models.CharField(choices=[('reading', 'Being read'), ('refused', 'Refused'), ('matching', 'To be matched'), ('checking', 'Being checked'), ('preview', 'To be confirmed'), ('loading', 'Being taken in'), ('done', 'Taken in'), ('undone', 'Taken back'), ('discarded', 'Given up')], default='reading', max_length=10)),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField()),
                ('format', models.CharField(max_length=4)),
                ('stored_as', models.CharField(blank=True, max_length=64)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('reason', models.TextField(blank=True)),
                ('message', models.TextField(blank=True)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('sheets', models.JSONField(default=list)),
                ('mapping', models.JSONField(default=dict)),
                ('choices', models.JSONField(default=dict)),
                ('preview', models.JSONField(default=dict)),
                ('result', models.JSONField(default=dict)),
                ('made', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('made_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='import_public_id')],
            },
        ),
        migrations.CreateModel(
            name='ImportMemory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('mapping', models.JSONField(default=dict)),
                ('choices', models.JSONField(default=dict)),
                ('used_at', models.DateTimeField()),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('initiative', 'fingerprint'), name='import_memory_once')],
            },
        ),
        EnableTenantRLS("import"),
        EnableTenantRLS("importmemory"),
        TenantForeignKeys("import"),
    ]
