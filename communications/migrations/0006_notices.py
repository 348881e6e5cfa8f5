"""Notices: of what somebody does not wish to hear, and until when they have seen theirs."""

import django.contrib.postgres.fields
import django.db.models.deletion
import initiatives.kernel.tenancy
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys


class Migration(migrations.Migration):

    dependencies = [
        ('communications', '0005_digests'),
    ]

    operations = [
        migrations.AddField(
            model_name='digestpreference',
            name='muted',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('measurement', 'Figures and hand-ins'), ('agenda', 'The common agenda'), ('activities', 'Activities'), ('communications', 'Meetings, asks and decisions')], max_length=20), blank=True, default=list, size=None),
        ),
        migrations.CreateModel(
            name='NoticesSeen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('membership', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('initiative', 'membership'), name='notices_seen_once')],
            },
        ),
        EnableTenantRLS("noticesseen"),
        TenantForeignKeys("noticesseen"),
    ]
