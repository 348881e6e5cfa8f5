"""Row-level security and composite keys of shared measurement."""

from django.db import migrations

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

PROTECTED = [
    "dimension",
    "category",
    "cell",
    "cellpart",
    "indicator",
    "indicatorversion",
    "indicatordimension",
    "assignment",
    "cycle",
    "request",
    "submission",
    "entry",
    "observation",
    "rollup",
    "dirtykey",
    "publication",
    "publishedfigure",
]


class Migration(migrations.Migration):
    dependencies = [("measurement", "0001_initial"), ("initiatives", "0002_tenancy")]

    operations = [
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED],
    ]
