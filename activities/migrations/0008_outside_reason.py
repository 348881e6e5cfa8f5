from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0007_outside")]

    operations = [
        migrations.AddField(
            "activity", "outside_reason", models.TextField(blank=True, db_default="", default="")
        ),
    ]
