"""A partner that was added by mistake can be put out of sight where it cannot be deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0009_targets")]

    operations = [
        migrations.AlterField(
            "partner",
            "state",
            models.CharField(
                choices=[("active", "Active"), ("left", "Left"), ("removed", "Removed")],
                default="active",
                max_length=10,
            ),
        ),
    ]
