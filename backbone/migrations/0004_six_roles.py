"""The six roles: profile, posts, work plan, policy, money, public will, leading; chapters of a yearly report."""

import django.db.models.deletion
import django.db.models.expressions
import initiatives.kernel.tenancy
import uuid
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

PROTECTED = [
    "backboneprofile",
    "staffrole",
    "backbonetask",
    "leadershipstep",
    "policytarget",
    "policymove",
    "signon",
    "fundingsource",
    "fundingmove",
    "campaign",
    "mediamention",
]


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0005_sends_links'),
        ('agenda', '0002_tenancy'),
        ('backbone', '0003_report_finding_drafted'),
        ('communications', '0006_notices'),
        ('initiatives', '0012_group_charters'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='chapters',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AlterField(
            model_name='report',
            name='kind',
            field=models.CharField(choices=[('board', 'Board'), ('funder', 'Funders'), ('public', 'The public'), ('yearly', "The backbone's year")], max_length=6),
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
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='campaign_public_id'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='campaign_order'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='funding_source_public_id'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('pass_through__gte', 0), ('spent__gte', 0), ('amount__gte', django.db.models.expressions.CombinedExpression(models.F('pass_through'), '+', models.F('spent')))), name='funding_amounts'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='funding_term'),
        ),
        migrations.AddConstraint(
            model_name='leadershipstep',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='leadership_step_public_id'),
        ),
        migrations.AddConstraint(
            model_name='leadershipstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role_taken', ''), _negated=True), models.Q(('trained_in', ''), _negated=True), _connector='OR'), name='leadership_step_says'),
        ),
        migrations.AddConstraint(
            model_name='mediamention',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='media_mention_public_id'),
        ),
        migrations.AddConstraint(
            model_name='mediamention',
            constraint=models.CheckConstraint(condition=models.Q(('reach', None), models.Q(('reach_source', ''), _negated=True), _connector='OR'), name='media_reach_source'),
        ),
        migrations.AddConstraint(
            model_name='policytarget',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='policy_target_public_id'),
        ),
        migrations.AddConstraint(
            model_name='policymove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'lost'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='policy_lost_why'),
        ),
        migrations.AddConstraint(
            model_name='signon',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='sign_on_public_id'),
        ),
        migrations.AddConstraint(
            model_name='signon',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('initiative', 'target', 'partner'), name='sign_on_once'),
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='staff_role_public_id'),
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.CheckConstraint(condition=models.Q(('fte__gt', 0), ('fte__lte', 2)), name='staff_role_fte'),
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='staff_role_order'),
        ),
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED],
    ]
