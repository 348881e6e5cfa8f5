"""Row-level security and composite keys of meetings and asks; the door of the links to answer an invitation."""

from django.db import migrations

from initiatives.kernel.rls import EnableTenantRLS, SecretDoor, TenantForeignKeys

PROTECTED = [
    "meetingseries",
    "meeting",
    "agendaitem",
    "attendance",
    "reply",
    "rating",
    "rsvplink",
    "followup",
    "ask",
]


class Migration(migrations.Migration):
    dependencies = [
        ("communications", "0001_initial"),
        ("initiatives", "0002_tenancy"),
    ]

    operations = [
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED],
        SecretDoor("rsvplink", "rsvp_link_by_hash"),
    ]
