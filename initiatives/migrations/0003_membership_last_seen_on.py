"""The day on which a member last opened a page of the initiative."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0002_tenancy")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="last_seen_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
