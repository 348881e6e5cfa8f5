"""By which rule each snapshot was decided. One without is taken to be laxer than any, and published again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measurement", "0005_import_confirmed_by")]

    operations = [migrations.AddField("publication", "rule", models.JSONField(default=dict))]
