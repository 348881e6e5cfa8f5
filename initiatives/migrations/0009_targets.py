"""Small tasks with an owner and a day; the thresholds by which progress is judged."""

import django.db.models.deletion
import initiatives.kernel.tenancy
import uuid
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0008_initiative_gap_to'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('what', models.CharField(max_length=300)),
                ('due', models.DateField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('doing', 'Being done'), ('done', 'Done'), ('dropped', 'Dropped')], default='open', max_length=10)),
                ('source', models.CharField(blank=True, max_length=100)),
                ('outcome', models.CharField(blank=True, max_length=1000)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('made_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('owner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='initiatives.membership')),
            ],
            options={
                'ordering': ['due', 'id'],
            },
        ),
        migrations.AddField(
            model_name='initiative',
            name='on_track_from',
            field=models.DecimalField(decimal_places=3, default='1', max_digits=4),
        ),
        migrations.AddField(
            model_name='initiative',
            name='slightly_behind_from',
            field=models.DecimalField(decimal_places=3, default='0.8', max_digits=4),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('on_track_from__gte', models.F('slightly_behind_from')), ('slightly_behind_from__gte', 0)), name='initiative_status_thresholds'),
        ),
        migrations.AddIndex(
            model_name='actionitem',
            index=models.Index(fields=['initiative', 'source'], name='action_source'),
        ),
        migrations.AddConstraint(
            model_name='actionitem',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='action_public_id'),
        ),
        EnableTenantRLS("actionitem"),
        TenantForeignKeys("actionitem"),
    ]
