from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0005_sends_links")]

    operations = [
        migrations.AddField("activity", "by_backbone", models.BooleanField(db_default=False, default=False)),
    ]
