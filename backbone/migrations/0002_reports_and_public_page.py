"""Reports, the links that open one of them, and the page that is open to everybody."""

import django.contrib.postgres.fields
import django.db.models.deletion
import initiatives.kernel.tenancy
import uuid
from django.conf import settings
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

PROTECTED = ["report", "reportfigure", "sharelink", "publicname", "publicpage", "publictext"]

# Both are looked up before any initiative is known: a link by the hash of its secret, an open page by its address.
DOORS = f"""
ALTER POLICY tenant ON backbone_sharelink TO "{settings.APP_ROLE}";
CREATE POLICY door ON backbone_sharelink FOR SELECT TO CURRENT_USER USING (true);
ALTER POLICY tenant ON backbone_publicpage TO "{settings.APP_ROLE}";
CREATE POLICY door ON backbone_publicpage FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION app.share_link_by_hash(hash bytea) RETURNS TABLE (initiative_id bigint, link_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT l.initiative_id, l.id FROM backbone_sharelink l WHERE l.secret_hash = hash $$;
REVOKE EXECUTE ON FUNCTION app.share_link_by_hash FROM PUBLIC;
CREATE INDEX backbone_sharelink_secret ON backbone_sharelink (secret_hash);

CREATE FUNCTION app.open_page(address text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT i.id FROM initiatives_initiative i JOIN backbone_publicpage p ON p.initiative_id = i.id
   WHERE i.slug = address AND p.is_open $$;
REVOKE EXECUTE ON FUNCTION app.open_page FROM PUBLIC;
"""
DOORS_BACK = """
DROP FUNCTION app.open_page;
DROP INDEX backbone_sharelink_secret;
DROP FUNCTION app.share_link_by_hash;
DROP POLICY door ON backbone_publicpage;
ALTER POLICY tenant ON backbone_publicpage TO PUBLIC;
DROP POLICY door ON backbone_sharelink;
ALTER POLICY tenant ON backbone_sharelink TO PUBLIC;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('backbone', '0001_shown'),
        ('initiatives', '0011_idempotentanswer_token'),
        ('measurement', '0015_bounds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(choices=[('board', 'Board'), ('funder', 'Funders'), ('public', 'The public')], max_length=6)),
                ('period_start', models.DateField()),
                ('period_end', models.DateField()),
                ('title', models.CharField(max_length=200)),
                ('finding', models.TextField(blank=True)),
                ('note', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=9)),
                ('edition', models.PositiveSmallIntegerField(default=1)),
                ('texts', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('built_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('made_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ReportFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveSmallIntegerField()),
                ('position', models.PositiveSmallIntegerField()),
                ('goal', models.TextField(blank=True)),
                ('name', models.CharField(max_length=200)),
                ('state', models.CharField(blank=True, max_length=20)),
                ('point', models.JSONField(null=True)),
                ('before', models.JSONField(null=True)),
                ('aim', models.JSONField(null=True)),
                ('course', models.JSONField(default=list)),
                ('groups', models.JSONField(default=list)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('report', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='backbone.report')),
                ('version', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicatorversion')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ShareLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('secret_hash', models.BinaryField(max_length=32)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('made_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('report', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='backbone.report')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PublicName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreed', models.BooleanField()),
                ('said_at', models.DateTimeField()),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='initiatives.partner')),
                ('said_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('initiative', 'partner'), name='public_name_once')],
            },
        ),
        migrations.CreateModel(
            name='PublicPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_open', models.BooleanField(default=False)),
                ('indexed', models.BooleanField(default=True)),
                ('hosts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=253), blank=True, default=list, size=None)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField()),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('initiative',), name='public_page_once')],
            },
        ),
        migrations.CreateModel(
            name='PublicText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('headline', 'Headline'), ('lead', 'What this is, in two sentences'), ('results', 'About the results'), ('partners', 'About the partners'), ('take_part', 'How to take part'), ('contact', 'Whom to ask')], max_length=12)),
                ('language', models.CharField(max_length=8)),
                ('body', models.TextField()),
                ('original', models.TextField(blank=True)),
                ('changed_at', models.DateTimeField()),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('written_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'ordering': ['key', 'language'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'key', 'language'), name='public_text_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='report_public_id'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('period_end__gte', models.F('period_start'))), name='report_order'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('built_at__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='report_published'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawn_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='report_withdrawn'),
        ),
        migrations.AddConstraint(
            model_name='reportfigure',
            constraint=models.UniqueConstraint(fields=('initiative', 'report', 'edition', 'position'), name='report_figure_place'),
        ),
        migrations.AddConstraint(
            model_name='sharelink',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='share_link_public_id'),
        ),
        migrations.AddConstraint(
            model_name='sharelink',
            constraint=models.UniqueConstraint(fields=('initiative', 'secret_hash'), name='share_link_secret'),
        ),
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED if model != "publicpage"],
        migrations.RunSQL(DOORS, DOORS_BACK),
    ]
