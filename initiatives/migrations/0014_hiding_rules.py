"""Two more rules of hiding: how few people a share may be out of, and to what counts are rounded."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0013_handing_over'),
    ]

    operations = [
        migrations.AddField(
            model_name='initiative',
            name='population_floor',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='initiative',
            name='rounded_to',
            field=models.PositiveSmallIntegerField(choices=[(0, 'As they are'), (5, 'To the nearest 5'), (10, 'To the nearest 10')], default=0),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('rounded_to__in', (0, 5, 10)), ('rounded_to__lte', models.F('suppression_threshold'))), name='initiative_rounded_to'),
        ),
    ]
