"""Row-level security and composite keys of mutually reinforcing activities."""

from django.db import migrations

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

PROTECTED = [
    "population",
    "activity",
    "activitypartner",
    "activityplace",
    "activitypopulation",
    "activitymeasure",
    "activitymove",
    "activitylink",
    "milestone",
    "checkinrule",
    "checkin",
    "blocker",
    "boardnote",
    "systemchange",
]
BARE = {"population", "checkinrule"}  # point at no other row


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0001_initial"),
        ("agenda", "0002_tenancy"),
        ("initiatives", "0002_tenancy"),
        ("measurement", "0002_tenancy"),
    ]

    operations = [
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED if model not in BARE],
    ]
