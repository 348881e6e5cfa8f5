"""Row-level security and composite keys of the common agenda."""

from django.db import migrations

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

PROTECTED = [
    "commonagenda",
    "agendasection",
    "placedchart",
    "cause",
    "comment",
    "goal",
    "goalmeasure",
    "equitytarget",
    "strategy",
    "strategygoal",
    "strategymeasure",
    "strategycause",
    "strategymove",
    "testcycle",
    "consultation",
    "theme",
    "ratificationrule",
    "ratification",
    "ask",
    "commitment",
    "phase",
    "phasestay",
    "assessment",
    "answer",
]
BARE = {"ratificationrule", "phase", "assessment"}  # point at no other row


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0001_initial"),
        ("initiatives", "0002_tenancy"),
        ("measurement", "0002_tenancy"),
    ]

    operations = [
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED if model not in BARE],
    ]
