"""An indicator may be stricter than its initiative in the floor and the rounding too, not in the threshold alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measurement", "0021_rollup_indexes")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="population_floor",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="indicator",
            name="rounded_to",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                name="indicator_rounded_to",
                condition=models.Q(rounded_to=None) | models.Q(rounded_to__in=(0, 5, 10)),
            ),
        ),
    ]
