"""An initiative may ask its leads for two-step sign-in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_invitation_sent_at")]

    operations = [
        migrations.AddField(
            model_name="initiative",
            name="two_step_for_leads",
            field=models.BooleanField(default=False),
        ),
    ]
