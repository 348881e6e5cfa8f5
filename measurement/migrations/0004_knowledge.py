"""When assignments and categories came to be known, and dirty keys that stand for many."""

import django.db.models.deletion
from django.db import migrations, models

import initiatives.kernel.clock
import initiatives.kernel.tenancy


class Migration(migrations.Migration):
    dependencies = [("measurement", "0003_imports")]

    operations = [
        migrations.AddField("category", "added_at", models.DateTimeField(blank=True, editable=False, null=True)),
        # Those that stand already were known ever since.
        migrations.AddField(
            "assignment", "made_at", models.DateTimeField(default=None, editable=False, null=True),
            preserve_default=False,
        ),
        migrations.AlterField(
            "assignment",
            "made_at",
            models.DateTimeField(default=initiatives.kernel.clock.now, editable=False, null=True),
        ),
        migrations.AddField("assignment", "ended_at", models.DateTimeField(editable=False, null=True)),
        migrations.AlterField(
            "dirtykey",
            "version",
            initiatives.kernel.tenancy.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="measurement.indicatorversion",
            ),
        ),
        migrations.AlterField("dirtykey", "period_start", models.DateField(null=True)),
        migrations.AlterField("dirtykey", "period_end", models.DateField(null=True)),
    ]
