"""Who confirmed an import, beside who uploaded it."""

import django.db.models.deletion
from django.db import migrations

import initiatives.kernel.tenancy
from initiatives.kernel.rls import TenantForeignKeys


class Migration(migrations.Migration):
    dependencies = [("measurement", "0004_knowledge")]

    operations = [
        migrations.AddField(
            "import",
            "confirmed_by",
            initiatives.kernel.tenancy.TenantForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="initiatives.membership",
            ),
        ),
        TenantForeignKeys("import", ["confirmed_by"]),
    ]
