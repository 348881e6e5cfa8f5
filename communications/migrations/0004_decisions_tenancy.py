"""Row-level security and composite keys of decisions and lessons."""

from django.db import migrations

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

PROTECTED = [
    "decision",
    "proposal",
    "decisionevidence",
    "interest",
    "decisionposition",
    "positionanswer",
    "ruling",
    "decisioneffect",
    "decisionreview",
    "afteractionreview",
    "lesson",
    "lessonuse",
]


class Migration(migrations.Migration):
    dependencies = [
        ("communications", "0003_decisions"),
        ("activities", "0002_tenancy"),
        ("agenda", "0002_tenancy"),
        ("initiatives", "0002_tenancy"),
        ("measurement", "0002_tenancy"),
    ]

    operations = [
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED],
    ]
