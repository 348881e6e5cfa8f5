"""A remembered answer belongs to the token that asked; those of before are of no token and are forgotten in a day."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0010_removed_partners")]

    operations = [
        migrations.RemoveConstraint(model_name="idempotentanswer", name="idempotent_answer_once"),
        migrations.AddField(
            model_name="idempotentanswer",
            name="token",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="initiatives.apitoken",
            ),
        ),
        migrations.AddConstraint(
            model_name="idempotentanswer",
            constraint=models.UniqueConstraint(
                fields=("user", "token", "key"), name="idempotent_answer_once", nulls_distinct=False
            ),
        ),
    ]
