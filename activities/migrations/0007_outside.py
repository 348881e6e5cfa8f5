"""What lies outside the agenda's boundary."""

import django.db.models.deletion
import initiatives.kernel.tenancy
import uuid
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0006_by_backbone'),
        ('agenda', '0002_tenancy'),
        ('initiatives', '0012_group_charters'),
    ]

    operations = [
        migrations.CreateModel(
            name='Outside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('reason', models.TextField()),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('place', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='initiatives.place')),
                ('population', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.population')),
                ('said_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('strategy', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agenda.strategy')),
            ],
            options={
                'ordering': ['-since', '-id'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='outside_public_id'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('initiative', 'population', 'place', 'strategy'), name='outside_once', nulls_distinct=False)],
            },
        ),
        EnableTenantRLS("outside"),
        TenantForeignKeys("outside"),
    ]
