"""Imports of contacts; what ended because a partner left can run on when it comes back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measurement", "0011_targets")]

    operations = [
        migrations.AddField("assignment", "ran_to", models.DateField(editable=False, null=True)),
        migrations.AddField("assignment", "released_on", models.DateField(editable=False, null=True)),
        migrations.AddField(
            "import",
            "purpose",
            models.CharField(
                choices=[("figures", "Figures"), ("contacts", "Contacts of partners")],
                default="figures",
                max_length=10,
            ),
        ),
    ]
