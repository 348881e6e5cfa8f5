"""Filled workbooks that staff drop for partners who never sign in."""

import django.db.models.deletion
import initiatives.kernel.tenancy
import uuid
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0008_initiative_gap_to"),
        ("measurement", "0012_imports_whole"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Being read"),
                            ("asking", "Whose is it?"),
                            ("refused", "Refused"),
                            ("filled", "In the draft"),
                            ("handed_in", "Handed in"),
                            ("discarded", "Given up"),
                        ],
                        default="reading",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("size", models.PositiveIntegerField()),
                ("stored_as", models.CharField(blank=True, max_length=64)),
                ("sent_by", models.CharField(blank=True, max_length=200)),
                ("message", models.TextField(blank=True)),
                ("findings", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("written_at", models.DateTimeField(null=True)),
                (
                    "initiative",
                    models.ForeignKey(
                        db_index=False,
                        default=initiatives.kernel.tenancy.active,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "made_by",
                    initiatives.kernel.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="initiatives.membership",
                    ),
                ),
                (
                    "request",
                    initiatives.kernel.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="measurement.request",
                    ),
                ),
                (
                    "submission",
                    initiatives.kernel.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="measurement.submission",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "public_id"), name="delivery_public_id")
                ],
            },
        ),
        EnableTenantRLS("delivery"),
        TenantForeignKeys("delivery"),
    ]
