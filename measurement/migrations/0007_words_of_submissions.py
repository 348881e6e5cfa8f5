"""One word for one state: what was submitted is "handed in" everywhere."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measurement", "0006_publication_rule")]

    operations = [
        migrations.AlterField(
            "submission",
            "state",
            models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Handed in"),
                    ("returned", "Returned"),
                    ("accepted", "Accepted"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
    ]
