"""Digests: how each reader wants theirs, and what was sent."""

import django.db.models.deletion
import initiatives.kernel.tenancy
import uuid
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys


class Migration(migrations.Migration):

    dependencies = [
        ('communications', '0004_decisions_tenancy'),
    ]

    operations = [
        migrations.CreateModel(
            name='DigestPreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('frequency', models.CharField(choices=[('off', 'Never'), ('daily', 'Every day'), ('weekly', 'Every week'), ('monthly', 'Every month')], default='weekly', max_length=8)),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], default=1)),
                ('hour', models.PositiveSmallIntegerField(default=7)),
                ('timezone', models.CharField(blank=True, max_length=64)),
                ('quiet_from', models.PositiveSmallIntegerField(default=21)),
                ('quiet_until', models.PositiveSmallIntegerField(default=7)),
                ('changed_at', models.DateTimeField(null=True)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('membership', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('initiative', 'membership'), name='digest_preference_once'), models.CheckConstraint(condition=models.Q(('weekday__range', (0, 6)), ('hour__range', (0, 23)), ('quiet_from__range', (0, 23)), ('quiet_until__range', (0, 23))), name='digest_preference_hours')],
            },
        ),
        migrations.CreateModel(
            name='DigestSending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('slot', models.DateField()),
                ('due_at', models.DateTimeField()),
                ('handed_over_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('sent', 'Sent'), ('empty', 'Nothing to tell'), ('stopped', 'Not wanted any more'), ('left', 'Takes part no more'), ('late', 'Too late'), ('unsure', 'Not known whether it arrived')], max_length=8)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('membership', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'ordering': ['-due_at', '-id'],
                'indexes': [models.Index(fields=['initiative', '-slot'], name='digest_sending_latest')],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='digest_sending_public_id'), models.UniqueConstraint(fields=('initiative', 'membership', 'slot'), name='digest_sending_once')],
            },
        ),
        *[EnableTenantRLS(model) for model in ("digestpreference", "digestsending")],
        *[TenantForeignKeys(model) for model in ("digestpreference", "digestsending")],
    ]
