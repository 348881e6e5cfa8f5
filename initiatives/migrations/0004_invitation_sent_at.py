"""When the mail with an invitation's link went out: its secret is made at that moment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0003_membership_last_seen_on")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="sent_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
