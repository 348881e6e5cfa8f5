from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backbone", "0002_reports_and_public_page")]

    operations = [
        migrations.AddField("report", "finding_drafted", models.BooleanField(db_default=False, default=False)),
    ]
