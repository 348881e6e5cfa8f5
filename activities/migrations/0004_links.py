"""Links to check in without an account, and the addresses at which calendars read the milestones."""

import django.db.models.deletion
import initiatives.kernel.tenancy
import uuid
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, SecretDoor, TenantForeignKeys


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0003_imports'),
        ('initiatives', '0011_idempotentanswer_token'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret_hash', models.BinaryField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('membership', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('initiative', 'secret_hash'), name='calendar_feed_secret'), models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('initiative', 'membership'), name='calendar_feed_one_stands')],
            },
        ),
        migrations.CreateModel(
            name='CheckInLink',
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
                ('activity', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='check_in_links', to='activities.activity')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('made_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('membership', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='check_in_link_public_id'), models.UniqueConstraint(fields=('initiative', 'secret_hash'), name='check_in_link_secret')],
            },
        ),
        *[EnableTenantRLS(model) for model in ("checkinlink", "calendarfeed")],
        *[TenantForeignKeys(model) for model in ("checkinlink", "calendarfeed")],
        SecretDoor("checkinlink", "check_in_link_by_hash"),
        SecretDoor("calendarfeed", "calendar_feed_by_hash"),
    ]
