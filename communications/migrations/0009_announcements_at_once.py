"""Announcements come as a letter at once to those who wish it."""

import django.db.models.deletion
import initiatives.kernel.tenancy
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys


class Migration(migrations.Migration):

    dependencies = [
        ('communications', '0008_announcements_and_voice'),
        ('initiatives', '0014_hiding_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='digestpreference',
            name='at_once',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='AnnouncementLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('announcement', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='communications.announcement')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('membership', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('initiative', 'announcement', 'membership'), name='announcement_letter_once')],
            },
        ),
        EnableTenantRLS("announcementletter"),
        TenantForeignKeys("announcementletter"),
    ]
