"""Which languages a colleague speaks, beside their skills."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("backbone", "0009_stand_ins")]

    operations = [
        migrations.AddField(
            model_name="staffrole",
            name="languages",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
    ]
