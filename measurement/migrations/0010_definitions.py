"""The full sheet of an indicator, its life and sign-off, what is wanted, and what is known of overlaps."""

import django.core.validators
import django.db.models.deletion
import initiatives.kernel.clock
import initiatives.kernel.tenancy
import measurement.models.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0007_invitation_sealed_secret"),
        ("initiatives", "__first__"),
        ("measurement", "0009_checks"),
    ]

    operations = [
        migrations.AddField(
            model_name="category",
            name="not_known",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="category",
            name="starts_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="indicator",
            name="collection_method",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="indicator",
            name="communication_power",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(3),
                ],
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="data_power",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(3),
                ],
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="decision_informed",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="indicator",
            name="known_limits",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="indicator",
            name="outcome",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="indicator",
            name="proxy_power",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(3),
                ],
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="publication_lag",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="indicator",
            name="rba_type",
            field=models.CharField(
                blank=True,
                choices=[
                    ("how_much", "How much was done (output)"),
                    ("how_well", "How well it was done (quality)"),
                    ("better_off", "Whether anybody is better off (outcome)"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="indicatorversion",
            name="exclusions",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="indicatorversion",
            name="inclusions",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("communication_power", None), ("communication_power__range", (1, 3)), _connector="OR"
                ),
                name="indicator_communication_power",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("proxy_power", None), ("proxy_power__range", (1, 3)), _connector="OR"),
                name="indicator_proxy_power",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("data_power", None), ("data_power__range", (1, 3)), _connector="OR"),
                name="indicator_data_power",
            ),
        ),
        migrations.CreateModel(
            name="ContributionLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=300)),
                (
                    "indicator",
                    initiatives.kernel.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributors",
                        to="measurement.indicator",
                    ),
                ),
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
                    "measure",
                    initiatives.kernel.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributes_to",
                        to="measurement.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["measure_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "measure", "indicator"), name="contribution_link_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("measure", models.F("indicator")), _negated=True),
                        name="contribution_link_other",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeadKnowledge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("population", "The population: there cannot be more people"),
                            ("overlap", "An estimate of the overlap, in percent"),
                            ("counted", "A de-duplicated number from a named source"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", measurement.models.fields.ExactDecimalField()),
                ("source", models.CharField(max_length=300)),
                ("note", models.TextField(blank=True)),
                ("given_at", models.DateTimeField(default=initiatives.kernel.clock.now)),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    initiatives.kernel.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="head_knowledge",
                        to="measurement.indicator",
                    ),
                ),
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
            ],
            options={
                "ordering": ["period_start", "basis", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at", None)),
                        fields=("initiative", "indicator", "period_start", "period_end", "basis"),
                        name="head_knowledge_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)), name="head_knowledge_value"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="head_knowledge_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "former",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("consulted", "Consulted"),
                            ("agreed", "Agreed"),
                            ("active", "Active"),
                            ("retired", "Retired"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("consulted", "Consulted"),
                            ("agreed", "Agreed"),
                            ("active", "Active"),
                            ("retired", "Retired"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("overridden", models.PositiveSmallIntegerField(default=0)),
                ("taken_at", models.DateTimeField(default=initiatives.kernel.clock.now)),
                (
                    "indicator",
                    initiatives.kernel.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="measurement.indicator",
                    ),
                ),
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
                    "taken_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["taken_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("overridden", 0), models.Q(("state", "retired"), _negated=True)),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="step_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("asked_at", models.DateTimeField(default=initiatives.kernel.clock.now)),
                ("answer_by", models.DateField(blank=True, null=True)),
                (
                    "position",
                    models.CharField(
                        choices=[
                            ("waiting", "Not answered yet"),
                            ("agrees", "Agrees"),
                            ("agrees_with_note", "Agrees, with a note"),
                            ("objects", "Objects"),
                        ],
                        default="waiting",
                        max_length=16,
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("how_given", models.CharField(blank=True, max_length=300)),
                ("given_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "partner",
                    initiatives.kernel.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="initiatives.partner",
                    ),
                ),
                (
                    "version",
                    initiatives.kernel.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to="measurement.indicatorversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version_id", "partner_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "public_id"), name="sign_off_public_id"),
                    models.UniqueConstraint(
                        fields=("initiative", "version", "partner"), name="sign_off_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("position__in", ["agrees_with_note", "objects"]), _negated=True),
                            models.Q(("comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sign_off_comment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WantedIndicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=200)),
                ("question", models.CharField(blank=True, max_length=300)),
                ("missing", models.TextField(blank=True)),
                ("plan", models.TextField(blank=True)),
                ("by", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("wanted", "Wanted"),
                            ("under_way", "Under way"),
                            ("became", "Became an indicator"),
                            ("dropped", "Dropped"),
                        ],
                        default="wanted",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=initiatives.kernel.clock.now)),
                (
                    "indicator",
                    initiatives.kernel.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wanted_as",
                        to="measurement.indicator",
                    ),
                ),
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
                    "owner",
                    initiatives.kernel.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="initiatives.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["by", "name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "public_id"), name="wanted_public_id"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "became"), _negated=True),
                            ("indicator__isnull", False),
                            _connector="OR",
                        ),
                        name="wanted_became",
                    ),
                ],
            },
        ),
        EnableTenantRLS("indicatorstep"),
        EnableTenantRLS("signoff"),
        EnableTenantRLS("wantedindicator"),
        EnableTenantRLS("contributionlink"),
        EnableTenantRLS("headknowledge"),
        TenantForeignKeys("indicatorstep"),
        TenantForeignKeys("signoff"),
        TenantForeignKeys("wantedindicator"),
        TenantForeignKeys("contributionlink"),
        TenantForeignKeys("headknowledge"),
    ]
