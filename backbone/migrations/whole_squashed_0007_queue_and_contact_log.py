"""The backbone: its models, protected, and the doors of reports and of the open page."""

import backbone.models.shown
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import initiatives.kernel.tenancy
import uuid
from django.conf import settings
from django.db import migrations, models

from initiatives.kernel.creation import CreateModels
from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

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

PROTECTED = [
    'passage',
    'shownitem',
    'report',
    'reportfigure',
    'sharelink',
    'publicname',
    'publicpage',
    'publictext',
    'backboneprofile',
    'staffrole',
    'backbonetask',
    'leadershipstep',
    'policytarget',
    'policymove',
    'signon',
    'fundingsource',
    'fundingmove',
    'campaign',
    'mediamention',
    'healthsnapshot',
    'riskrating',
    'onboarding',
    'onboardingitem',
    'contactlog',
    'queuemark',
]


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('backbone', '0001_shown'),
        ('backbone', '0002_reports_and_public_page'),
        ('backbone', '0003_report_finding_drafted'),
        ('backbone', '0004_six_roles'),
        ('backbone', '0005_health'),
        ('backbone', '0006_story_consent'),
        ('backbone', '0007_queue_and_contact_log'),
    ]

    dependencies = [
        ('activities', '0005_sends_links'),
        ('agenda', '0002_tenancy'),
        ('communications', '0006_notices'),
        ('initiatives', '0012_group_charters'),
        ('measurement', '0015_bounds'),
    ]

    operations = [
        CreateModels(
            creations=[
                migrations.CreateModel(
                    name='Passage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('kind', models.CharField(choices=[('story', 'Story'), ('text', 'Text')], max_length=5)),
                        ('title', models.CharField(blank=True, max_length=200)),
                        ('body', models.TextField()),
                        ('told_by', models.CharField(blank=True, max_length=200)),
                        ('agreed_on', models.DateField(blank=True, null=True)),
                        ('written_at', models.DateTimeField()),
                        ('changed_at', models.DateTimeField()),
                        ('about', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicator')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('written_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('agreed_by', models.CharField(blank=True, max_length=200)),
                        ('agreed_how', models.CharField(blank=True, choices=[('written', 'In writing'), ('spoken', 'By word of mouth'), ('message', 'By message')], max_length=8)),
                        ('agreed_until', models.DateField(blank=True, null=True)),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('uses', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('inside', 'Inside the initiative'), ('funders', 'To funders'), ('public', 'In public')], max_length=8), default=backbone.models.shown.every_use, size=None)),
                    ],
                    options={
                        'ordering': ['-written_at', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='passage_public_id'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'story'), _negated=True), models.Q(models.Q(('told_by', ''), _negated=True), ('agreed_on__isnull', False)), _connector='OR'), name='passage_story_with_consent'), models.CheckConstraint(condition=models.Q(('agreed_until', None), ('agreed_until__gte', models.F('agreed_on')), _connector='OR'), name='passage_agreed_until')],
                    },
                ),
                migrations.CreateModel(
                    name='ShownItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('audience', models.CharField(choices=[('backbone', 'The backbone'), ('partners', 'Partners'), ('funders', 'Funders'), ('public', 'The public')], max_length=8)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('indicator', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicator')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('passage', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='backbone.passage')),
                    ],
                    options={
                        'ordering': ['audience', 'position', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('indicator__isnull', True), ('passage__isnull', False)), models.Q(('indicator__isnull', False), ('passage__isnull', True)), _connector='OR'), name='shown_one_thing'), models.UniqueConstraint(condition=models.Q(('indicator__isnull', False)), fields=('initiative', 'audience', 'indicator'), name='shown_indicator_once'), models.UniqueConstraint(condition=models.Q(('passage__isnull', False)), fields=('initiative', 'audience', 'passage'), name='shown_passage_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('kind', models.CharField(choices=[('board', 'Board'), ('funder', 'Funders'), ('public', 'The public'), ('yearly', "The backbone's year")], max_length=6)),
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
                        ('finding_drafted', models.BooleanField(db_default=False, default=False)),
                        ('chapters', models.JSONField(db_default=[], default=list)),
                    ],
                    options={
                        'ordering': ['-made_at', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='report_public_id'), models.CheckConstraint(condition=models.Q(('period_end__gte', models.F('period_start'))), name='report_order'), models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('built_at__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='report_published'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawn_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='report_withdrawn')],
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
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'report', 'edition', 'position'), name='report_figure_place')],
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
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='share_link_public_id'), models.UniqueConstraint(fields=('initiative', 'secret_hash'), name='share_link_secret')],
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
                migrations.CreateModel(
                    name='Campaign',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('name', models.CharField(max_length=200)),
                        ('aim', models.TextField()),
                        ('audience', models.CharField(blank=True, max_length=300)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField(blank=True, null=True)),
                        ('outcome', models.TextField(blank=True)),
                        ('written_at', models.DateTimeField()),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('written_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-starts_on', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='campaign_public_id'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='campaign_order')],
                    },
                ),
                migrations.CreateModel(
                    name='FundingSource',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('kind', models.CharField(choices=[('backbone', 'For the backbone'), ('aligned', "Others' own money, moved to the shared goals")], default='backbone', max_length=8)),
                        ('funder_name', models.CharField(max_length=200)),
                        ('purpose', models.CharField(blank=True, max_length=300)),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=16)),
                        ('pass_through', models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                        ('spent', models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                        ('spent_on', models.DateField(blank=True, null=True)),
                        ('currency', models.CharField(max_length=3)),
                        ('restricted', models.BooleanField(default=False)),
                        ('starts_on', models.DateField(blank=True, null=True)),
                        ('ends_on', models.DateField(blank=True, null=True)),
                        ('stage', models.CharField(choices=[('prospect', 'Prospect'), ('asked', 'Asked'), ('pledged', 'Pledged'), ('committed', 'Committed'), ('received', 'Received'), ('reported', 'Reported on'), ('declined', 'Declined')], default='prospect', max_length=9)),
                        ('written_at', models.DateTimeField()),
                        ('funder', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('written_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-written_at', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='funding_source_public_id'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('pass_through__gte', 0), ('spent__gte', 0), ('amount__gte', django.db.models.expressions.CombinedExpression(models.F('pass_through'), '+', models.F('spent')))), name='funding_amounts'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='funding_term')],
                    },
                ),
                migrations.CreateModel(
                    name='FundingMove',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('former', models.CharField(blank=True, choices=[('prospect', 'Prospect'), ('asked', 'Asked'), ('pledged', 'Pledged'), ('committed', 'Committed'), ('received', 'Received'), ('reported', 'Reported on'), ('declined', 'Declined')], max_length=9)),
                        ('stage', models.CharField(choices=[('prospect', 'Prospect'), ('asked', 'Asked'), ('pledged', 'Pledged'), ('committed', 'Committed'), ('received', 'Received'), ('reported', 'Reported on'), ('declined', 'Declined')], max_length=9)),
                        ('reason', models.TextField(blank=True)),
                        ('moved_on', models.DateField()),
                        ('moved_at', models.DateTimeField()),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('moved_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('source', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='backbone.fundingsource')),
                    ],
                    options={
                        'ordering': ['-moved_at', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='LeadershipStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('name', models.CharField(max_length=200)),
                        ('group', models.CharField(choices=[('resident', 'Residents'), ('youth', 'Young people'), ('partner', 'People of partners'), ('backbone', 'People of the backbone')], max_length=8)),
                        ('role_taken', models.CharField(blank=True, max_length=200)),
                        ('trained_in', models.CharField(blank=True, max_length=200)),
                        ('happened_on', models.DateField()),
                        ('noted_at', models.DateTimeField()),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('noted_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                        ('person', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-happened_on', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='leadership_step_public_id'), models.CheckConstraint(condition=models.Q(models.Q(('role_taken', ''), _negated=True), models.Q(('trained_in', ''), _negated=True), _connector='OR'), name='leadership_step_says')],
                    },
                ),
                migrations.CreateModel(
                    name='MediaMention',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('kind', models.CharField(choices=[('press', 'Press'), ('broadcast', 'Radio or television'), ('online', 'Online or social media'), ('event', 'An event'), ('other', 'Something else')], max_length=9)),
                        ('title', models.CharField(max_length=300)),
                        ('outlet', models.CharField(max_length=200)),
                        ('happened_on', models.DateField()),
                        ('address', models.CharField(blank=True, max_length=500)),
                        ('reach', models.PositiveBigIntegerField(blank=True, null=True)),
                        ('reach_source', models.CharField(blank=True, max_length=200)),
                        ('noted_at', models.DateTimeField()),
                        ('campaign', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='backbone.campaign')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('noted_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-happened_on', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='media_mention_public_id'), models.CheckConstraint(condition=models.Q(('reach', None), models.Q(('reach_source', ''), _negated=True), _connector='OR'), name='media_reach_source')],
                    },
                ),
                migrations.CreateModel(
                    name='PolicyTarget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('title', models.CharField(max_length=200)),
                        ('level', models.CharField(choices=[('organisation', 'An organisation'), ('school', 'School board or district'), ('city', 'City or town'), ('county', 'County or region'), ('state', 'State or province'), ('national', 'The whole country')], max_length=12)),
                        ('ask', models.TextField()),
                        ('decision_maker', models.CharField(max_length=200)),
                        ('expected_on', models.DateField(blank=True, null=True)),
                        ('stage', models.CharField(choices=[('spotted', 'Spotted'), ('position', 'Position agreed'), ('advocacy', 'Advocacy'), ('introduced', 'Introduced'), ('adopted', 'Adopted'), ('implemented', 'Carried out'), ('monitored', 'Being watched'), ('lost', 'Lost')], default='spotted', max_length=11)),
                        ('written_at', models.DateTimeField()),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('strategy', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agenda.strategy')),
                        ('system_change', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.systemchange')),
                        ('written_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-written_at', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='policy_target_public_id')],
                    },
                ),
                migrations.CreateModel(
                    name='PolicyMove',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('former', models.CharField(blank=True, choices=[('spotted', 'Spotted'), ('position', 'Position agreed'), ('advocacy', 'Advocacy'), ('introduced', 'Introduced'), ('adopted', 'Adopted'), ('implemented', 'Carried out'), ('monitored', 'Being watched'), ('lost', 'Lost')], max_length=11)),
                        ('stage', models.CharField(choices=[('spotted', 'Spotted'), ('position', 'Position agreed'), ('advocacy', 'Advocacy'), ('introduced', 'Introduced'), ('adopted', 'Adopted'), ('implemented', 'Carried out'), ('monitored', 'Being watched'), ('lost', 'Lost')], max_length=11)),
                        ('reason', models.TextField(blank=True)),
                        ('moved_on', models.DateField()),
                        ('moved_at', models.DateTimeField()),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('moved_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('target', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='backbone.policytarget')),
                    ],
                    options={
                        'ordering': ['-moved_at', '-id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('stage', 'lost'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='policy_lost_why')],
                    },
                ),
                migrations.CreateModel(
                    name='SignOn',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('given_by', models.CharField(max_length=200)),
                        ('given_on', models.DateField()),
                        ('noted_at', models.DateTimeField()),
                        ('withdrawn_on', models.DateField(blank=True, null=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('noted_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                        ('target', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='sign_ons', to='backbone.policytarget')),
                    ],
                    options={
                        'ordering': ['given_on', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='sign_on_public_id'), models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('initiative', 'target', 'partner'), name='sign_on_once')],
                    },
                ),
                migrations.CreateModel(
                    name='StaffRole',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('name', models.CharField(max_length=200)),
                        ('post', models.CharField(max_length=200)),
                        ('fte', models.DecimalField(decimal_places=2, max_digits=4)),
                        ('shares', models.JSONField(blank=True, default=dict)),
                        ('skills', models.CharField(blank=True, max_length=500)),
                        ('since', models.DateField()),
                        ('until', models.DateField(blank=True, null=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('person', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-fte', 'name', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='staff_role_public_id'), models.CheckConstraint(condition=models.Q(('fte__gt', 0), ('fte__lte', 2)), name='staff_role_fte'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='staff_role_order')],
                    },
                ),
                migrations.CreateModel(
                    name='BackboneProfile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('model', models.CharField(blank=True, choices=[('new_body', 'A new body made for it'), ('nonprofit', 'A nonprofit that was there already'), ('government', 'A public institution'), ('funder', 'A funder'), ('shared', 'Shared by several organisations'), ('steering', 'The steering committee itself')], max_length=10)),
                        ('name', models.CharField(blank=True, max_length=200)),
                        ('mandate_until', models.DateField(blank=True, null=True)),
                        ('next_review', models.DateField(blank=True, null=True)),
                        ('monthly_cost', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                        ('currency', models.CharField(blank=True, max_length=3)),
                        ('wanted_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('changed_at', models.DateTimeField()),
                        ('host', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('selected_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communications.decision')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('initiative',), name='backbone_profile_once'), models.CheckConstraint(condition=models.Q(('monthly_cost', None), models.Q(('monthly_cost__gt', 0), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='backbone_cost_in_a_currency')],
                    },
                ),
                migrations.CreateModel(
                    name='BackboneTask',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('role', models.CharField(choices=[('vision', 'Guide vision and strategy'), ('activities', 'Support aligned activities'), ('measurement', 'Establish shared measurement'), ('public_will', 'Build public will'), ('policy', 'Advance policy'), ('funding', 'Mobilise funding')], max_length=12)),
                        ('title', models.CharField(max_length=200)),
                        ('detail', models.TextField(blank=True)),
                        ('due', models.DateField(blank=True, null=True)),
                        ('repeats', models.CharField(blank=True, choices=[('', 'Once'), ('monthly', 'Every month'), ('quarterly', 'Every quarter'), ('yearly', 'Every year')], max_length=9)),
                        ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('dropped', 'Dropped')], default='open', max_length=7)),
                        ('planned_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('owner', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('planned_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': [models.OrderBy(models.F('due'), nulls_last=True), 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='backbone_task_public_id'), models.CheckConstraint(condition=models.Q(('repeats', ''), ('due__isnull', False), _connector='OR'), name='backbone_task_repeats_from'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='backbone_task_closed')],
                    },
                ),
                migrations.CreateModel(
                    name='Onboarding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('begun_on', models.DateField()),
                        ('ended_on', models.DateField(blank=True, null=True)),
                        ('begun_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('membership', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                    ],
                    options={
                        'ordering': ['-begun_on', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='onboarding_public_id'), models.CheckConstraint(condition=models.Q(models.Q(('membership', None), ('partner__isnull', False)), models.Q(('membership__isnull', False), ('partner', None)), _connector='OR'), name='onboarding_of_one'), models.UniqueConstraint(condition=models.Q(('ended_on', None), ('partner__isnull', False)), fields=('initiative', 'partner'), name='onboarding_partner_once'), models.UniqueConstraint(condition=models.Q(('ended_on', None), ('membership__isnull', False)), fields=('initiative', 'membership'), name='onboarding_membership_once')],
                    },
                ),
                migrations.CreateModel(
                    name='OnboardingItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('text', models.CharField(max_length=300)),
                        ('added_at', models.DateTimeField()),
                        ('done_on', models.DateField(blank=True, null=True)),
                        ('done_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('onboarding', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='backbone.onboarding')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='onboarding_item_public_id')],
                    },
                ),
                migrations.CreateModel(
                    name='RiskRating',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('risk', models.CharField(choices=[('strategy', 'The strategy drifts'), ('culture', 'The way we treat each other drifts'), ('committees', 'Groups run as committees: they meet, and nothing follows'), ('openness', 'Too little is in the open'), ('people', 'The wrong people are at the table'), ('account', 'Nobody answers for what was promised'), ('capture', 'A funder or politics takes it over'), ('one_body', 'The network is run as one organisation'), ('horizon', 'The horizon is too short'), ('leaders', 'Leaders do not change their own ways')], max_length=12)),
                        ('likelihood', models.CharField(choices=[('unlikely', 'Unlikely'), ('possible', 'Possible'), ('likely', 'Likely')], max_length=8)),
                        ('note', models.CharField(blank=True, max_length=500)),
                        ('rated_at', models.DateTimeField()),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('rated_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-rated_at', '-id'],
                        'indexes': [models.Index(fields=['initiative', 'risk', '-rated_at'], name='risk_rating_latest')],
                    },
                ),
                migrations.CreateModel(
                    name='HealthSnapshot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('quarter', models.DateField()),
                        ('readings', models.JSONField()),
                        ('taken_at', models.DateTimeField()),
                        ('released_at', models.DateTimeField(blank=True, null=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('released_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('taken_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-quarter'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'quarter'), name='health_snapshot_quarter')],
                    },
                ),
                migrations.CreateModel(
                    name='ContactLog',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('person_name', models.CharField(blank=True, max_length=200)),
                        ('on', models.DateField()),
                        ('way', models.CharField(choices=[('call', 'Telephone'), ('mail', 'E-mail or letter'), ('visit', 'Visit'), ('meeting', 'Meeting'), ('message', 'Message'), ('other', 'Another way')], max_length=10)),
                        ('purpose', models.CharField(max_length=300)),
                        ('note', models.TextField(blank=True)),
                        ('about_person', models.BooleanField(default=False)),
                        ('next_step', models.CharField(blank=True, max_length=300)),
                        ('next_on', models.DateField(blank=True, null=True)),
                        ('next_done_at', models.DateTimeField(blank=True, null=True)),
                        ('logged_at', models.DateTimeField()),
                        ('changed_at', models.DateTimeField()),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('logged_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('next_owner', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                        ('person', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-on', '-id'],
                        'indexes': [models.Index(fields=['initiative', 'partner', '-on'], name='contact_log_of_partner')],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='contact_log_public_id'), models.CheckConstraint(condition=models.Q(models.Q(('next_done_at', None), ('next_on', None), ('next_owner', None), ('next_step', '')), models.Q(models.Q(('next_step', ''), _negated=True), ('next_on__isnull', False), ('next_owner__isnull', False)), _connector='OR'), name='contact_log_next_step')],
                    },
                ),
                migrations.CreateModel(
                    name='QueueMark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=110)),
                        ('title', models.CharField(max_length=300)),
                        ('until', models.DateField(blank=True, null=True)),
                        ('reason', models.CharField(blank=True, max_length=500)),
                        ('put_off_at', models.DateTimeField(blank=True, null=True)),
                        ('given_at', models.DateTimeField(blank=True, null=True)),
                        ('given_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('given_to', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('put_off_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['until', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'key'), name='queue_mark_key'), models.CheckConstraint(condition=models.Q(('until', None), models.Q(models.Q(('reason', ''), _negated=True), ('put_off_by__isnull', False)), _connector='OR'), name='queue_mark_put_off_with_reason')],
                    },
                ),
            ],
        ),
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED],
        migrations.RunSQL(DOORS, DOORS_BACK),
    ]
