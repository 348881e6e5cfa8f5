"""An initiative keeps its public id wherever it lives; packages of it, and how it came here; what people let go along."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import initiatives.kernel.tenancy
from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

# Whoever holds a package is told whether its initiative lives here already; only the id comes out.
DOOR = """
CREATE FUNCTION app.initiative_by_public_id(wanted uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT i.id FROM initiatives_initiative i WHERE i.public_id = wanted $$;
REVOKE EXECUTE ON FUNCTION app.initiative_by_public_id FROM PUBLIC;
"""

# The owner is held to the policies as well: an id of its own for each initiative is given as the column is added.
PUBLIC_ID = """
ALTER TABLE initiatives_initiative ADD COLUMN public_id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE initiatives_initiative ALTER COLUMN public_id DROP DEFAULT;
ALTER TABLE initiatives_initiative ADD CONSTRAINT initiatives_initiative_public_id_key UNIQUE (public_id);
"""


def tenant_key(to, **more):
    return initiatives.kernel.tenancy.TenantForeignKey(
        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=to, **more
    )


def tenant():
    return models.ForeignKey(
        db_index=False,
        default=initiatives.kernel.tenancy.active,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name='+',
        to='initiatives.initiative',
    )


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0012_group_charters'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(PUBLIC_ID, "ALTER TABLE initiatives_initiative DROP COLUMN public_id;")
            ],
            state_operations=[
                migrations.AddField(
                    model_name='initiative',
                    name='public_id',
                    field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                )
            ],
        ),
        migrations.AddField(
            model_name='membership',
            name='goes_along',
            field=models.CharField(
                choices=[
                    ('nothing', 'Neither my name nor how to reach me'),
                    ('name', 'My name'),
                    ('address', 'My name and how to reach me'),
                ],
                default='nothing',
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name='membership',
            name='forgotten_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='Package',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    'state',
                    models.CharField(
                        choices=[
                            ('asked', 'Being made'),
                            ('ready', 'Ready'),
                            ('failed', 'Could not be made'),
                            ('gone', 'Removed'),
                        ],
                        default='asked',
                        max_length=6,
                    ),
                ),
                ('asked_at', models.DateTimeField()),
                ('built_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('stored_as', models.CharField(blank=True, max_length=64)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('asked_by', tenant_key('initiatives.membership')),
                ('initiative', tenant()),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'constraints': [
                    models.UniqueConstraint(fields=('initiative', 'public_id'), name='package_public_id')
                ],
            },
        ),
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField()),
                ('rows', models.PositiveIntegerField()),
                ('initiative', tenant()),
                ('taken_in_by', tenant_key('initiatives.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('initiative',), name='arrival_once')],
            },
        ),
        EnableTenantRLS('package'),
        TenantForeignKeys('package'),
        EnableTenantRLS('arrival'),
        TenantForeignKeys('arrival'),
        migrations.RunSQL(DOOR, "DROP FUNCTION app.initiative_by_public_id;"),
    ]
