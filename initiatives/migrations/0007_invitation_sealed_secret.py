"""The secret of an invitation whose letter is on its way, enciphered; empty once it is sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0006_forget_answers")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="sealed_secret",
            field=models.TextField(blank=True, default=""),
        ),
    ]
