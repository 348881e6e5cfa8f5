"""Which transactions changed something: what was made of an initiative's rows holds until one does."""

from django.db import migrations, models

from initiatives.kernel.changes import NOTE, NOTE_BACK


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0014_hiding_rules")]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "initiative_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("initiative_id", models.BigIntegerField()),
                ("number", models.BigIntegerField()),
                ("noted_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(NOTE, NOTE_BACK),
    ]
