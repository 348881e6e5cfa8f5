"""Activities: their models, protected, and the doors of their links."""

import django.core.validators
import django.db.models.deletion
import initiatives.kernel.tenancy
import uuid
from django.db import migrations, models

from initiatives.kernel.creation import CreateModels
from initiatives.kernel.rls import EnableTenantRLS, SecretDoor, TenantForeignKeys

PROTECTED = [
    'population',
    'activity',
    'activitypartner',
    'activityplace',
    'activitypopulation',
    'activitymeasure',
    'activitymove',
    'activitylink',
    'milestone',
    'checkinrule',
    'checkin',
    'blocker',
    'boardnote',
    'systemchange',
    'activityimport',
    'checkinlink',
    'calendarfeed',
    'outside',
]


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('activities', '0001_initial'),
        ('activities', '0002_tenancy'),
        ('activities', '0003_imports'),
        ('activities', '0004_links'),
        ('activities', '0005_sends_links'),
        ('activities', '0006_by_backbone'),
        ('activities', '0007_outside'),
    ]

    dependencies = [
        ('agenda', '0002_tenancy'),
        ('initiatives', '0012_group_charters'),
        ('measurement', '0015_bounds'),
    ]

    operations = [
        CreateModels(
            creations=[
                migrations.CreateModel(
                    name='Activity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('title', models.CharField(max_length=300)),
                        ('about', models.TextField(blank=True)),
                        ('kind', models.CharField(choices=[('collective', 'Collective'), ('aligned', 'Independent, aligned')], default='collective', max_length=12)),
                        ('approach', models.CharField(choices=[('program', 'Programme'), ('practice', 'Practice'), ('policy', 'Policy'), ('systems', 'Systems'), ('environment', 'Environment')], default='program', max_length=12)),
                        ('expertise', models.TextField(blank=True)),
                        ('starts_on', models.DateField(blank=True, null=True)),
                        ('ends_on', models.DateField(blank=True, null=True)),
                        ('agreed_start', models.DateField(blank=True, null=True)),
                        ('agreed_end', models.DateField(blank=True, null=True)),
                        ('date_reason', models.TextField(blank=True)),
                        ('planned_reach', models.PositiveIntegerField(blank=True, null=True)),
                        ('reached', models.PositiveIntegerField(blank=True, null=True)),
                        ('outputs', models.TextField(blank=True)),
                        ('resources', models.TextField(blank=True)),
                        ('evidence', models.TextField(blank=True)),
                        ('equity_note', models.TextField(blank=True)),
                        ('barriers', models.TextField(blank=True)),
                        ('engagement', models.CharField(blank=True, choices=[('inform', 'Inform'), ('consult', 'Consult'), ('involve', 'Involve'), ('collaborate', 'Collaborate'), ('co_lead', 'Co-lead')], max_length=12)),
                        ('state', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('under_way', 'Under way'), ('at_risk', 'At risk'), ('blocked', 'Blocked'), ('done', 'Done'), ('stopped', 'Stopped')], default='proposed', max_length=10)),
                        ('proposed_at', models.DateTimeField()),
                        ('contact', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('proposed_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('strategy', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agenda.strategy')),
                        ('by_backbone', models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        'ordering': ['title', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='activity_public_id'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='activity_order')],
                    },
                ),
                migrations.CreateModel(
                    name='ActivityLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('kind', models.CharField(choices=[('feeds_into', 'feeds into'), ('refers_to', 'refers people to'), ('depends_on', 'depends on'), ('shares_data', 'shares data with'), ('shares_space', 'shares space with'), ('shares_staff', 'shares staff with'), ('overlaps', 'overlaps with')], max_length=12)),
                        ('strength', models.CharField(choices=[('loose', 'Loose'), ('regular', 'Regular'), ('close', 'Close')], default='regular', max_length=10)),
                        ('note', models.TextField(blank=True)),
                        ('agreed', models.TextField(blank=True)),
                        ('since', models.DateField()),
                        ('until', models.DateField(blank=True, null=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('source', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='links_out', to='activities.activity')),
                        ('target', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='links_in', to='activities.activity')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='activity_link_public_id'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('initiative', 'source', 'target', 'kind'), name='activity_link_once'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='activity_link_two'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='activity_link_order')],
                    },
                ),
                migrations.CreateModel(
                    name='ActivityMeasure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('bearing', models.CharField(choices=[('feeds', 'Feeds this partner measure'), ('contributes', 'Should move this indicator')], max_length=12)),
                        ('activity', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='measure_links', to='activities.activity')),
                        ('indicator', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicator')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'activity', 'indicator'), name='activity_measure_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ActivityMove',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('under_way', 'Under way'), ('at_risk', 'At risk'), ('blocked', 'Blocked'), ('done', 'Done'), ('stopped', 'Stopped')], max_length=10)),
                        ('reason', models.TextField(blank=True)),
                        ('moved_at', models.DateTimeField()),
                        ('activity', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='activities.activity')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('moved_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['moved_at', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['at_risk', 'blocked', 'stopped']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='activity_move_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='ActivityPartner',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('part', models.CharField(choices=[('lead', 'Leads'), ('co_deliver', 'Co-delivers'), ('refer', 'Refers people'), ('fund', 'Funds'), ('host', 'Hosts'), ('data', 'Gives data'), ('advocate', 'Advocates')], max_length=10)),
                        ('since', models.DateField()),
                        ('until', models.DateField(blank=True, null=True)),
                        ('activity', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='partner_links', to='activities.activity')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('initiative', 'activity', 'partner', 'part'), name='activity_partner_once'), models.UniqueConstraint(condition=models.Q(('part', 'lead'), ('until', None)), fields=('initiative', 'activity'), name='activity_one_lead'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='activity_partner_order')],
                    },
                ),
                migrations.CreateModel(
                    name='ActivityPlace',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('activity', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='place_links', to='activities.activity')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('place', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.place')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'activity', 'place'), name='activity_place_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Blocker',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('what', models.CharField(max_length=500)),
                        ('ask', models.TextField()),
                        ('state', models.CharField(choices=[('raised', 'Raised'), ('answered', 'Answered'), ('withdrawn', 'Withdrawn')], default='raised', max_length=10)),
                        ('raised_at', models.DateTimeField()),
                        ('answer', models.TextField(blank=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('activity', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='blockers', to='activities.activity')),
                        ('closed_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('group', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.group')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('raised_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-raised_at', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='blocker_public_id'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='blocker_answered')],
                    },
                ),
                migrations.CreateModel(
                    name='BoardNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('side', models.CharField(choices=[('offer', 'Offer'), ('need', 'Need')], max_length=5)),
                        ('good', models.CharField(choices=[('money', 'Money'), ('time', 'Staff and volunteers'), ('space', 'Space'), ('goods', 'Goods and equipment'), ('data', 'Data'), ('expertise', 'Expertise'), ('other', 'Something else')], max_length=10)),
                        ('title', models.CharField(max_length=200)),
                        ('detail', models.TextField(blank=True)),
                        ('until', models.DateField(blank=True, null=True)),
                        ('state', models.CharField(choices=[('open', 'Open'), ('met', 'Matched'), ('withdrawn', 'Withdrawn')], default='open', max_length=10)),
                        ('outcome', models.TextField(blank=True)),
                        ('put_up_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('activity', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='board_notes', to='activities.activity')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                        ('put_up_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('with_partner', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                    ],
                    options={
                        'ordering': ['-put_up_at', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='board_note_public_id'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'met'), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='board_note_met')],
                    },
                ),
                migrations.CreateModel(
                    name='CheckIn',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('status', models.CharField(choices=[('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track')], max_length=10)),
                        ('note', models.TextField(blank=True)),
                        ('help_wanted', models.TextField(blank=True)),
                        ('made_at', models.DateTimeField()),
                        ('holder', models.CharField(blank=True, max_length=200)),
                        ('activity', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='activities.activity')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('made_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-made_at', '-id'],
                        'indexes': [models.Index(fields=['initiative', 'activity', '-made_at'], name='check_in_latest')],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='check_in_public_id'), models.CheckConstraint(condition=models.Q(('made_by__isnull', False), models.Q(('holder', ''), _negated=True), _connector='OR'), name='check_in_whose')],
                    },
                ),
                migrations.CreateModel(
                    name='CheckInRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('silence_days', models.PositiveSmallIntegerField(default=45)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('sends_links', models.BooleanField(default=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('initiative',), name='check_in_rule_once'), models.CheckConstraint(condition=models.Q(('silence_days__range', (7, 365))), name='check_in_rule_days')],
                    },
                ),
                migrations.CreateModel(
                    name='Milestone',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('title', models.CharField(max_length=300)),
                        ('due', models.DateField()),
                        ('first_due', models.DateField()),
                        ('fixed', models.BooleanField(default=False)),
                        ('reached_on', models.DateField(blank=True, null=True)),
                        ('activity', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='activities.activity')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['due', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='milestone_public_id')],
                    },
                ),
                migrations.CreateModel(
                    name='Population',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$', 'Use letters, digits, dots, dashes and underscores; begin with a letter or a digit.')])),
                        ('name', models.CharField(max_length=200)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'code'), name='population_code')],
                    },
                ),
                migrations.CreateModel(
                    name='ActivityPopulation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('activity', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='population_links', to='activities.activity')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('population', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='activity_links', to='activities.population')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'activity', 'population'), name='activity_population_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SystemChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('level', models.CharField(choices=[('policies', 'Policies'), ('practices', 'Practices'), ('resources', 'Resource flows'), ('relationships', 'Relationships and connections'), ('power', 'Power'), ('beliefs', 'Beliefs')], max_length=15)),
                        ('what', models.CharField(max_length=500)),
                        ('who', models.TextField(blank=True)),
                        ('changed_on', models.DateField()),
                        ('evidence', models.TextField(blank=True)),
                        ('our_part', models.CharField(choices=[('sole', 'Ours alone'), ('major', 'A major part'), ('some', 'Some part'), ('unclear', 'Unclear')], default='unclear', max_length=10)),
                        ('helped', models.TextField(blank=True)),
                        ('lasting', models.CharField(choices=[('yes', 'It lasts'), ('no', 'It did not last'), ('too_early', 'Too early to say')], default='too_early', max_length=10)),
                        ('noted_at', models.DateTimeField()),
                        ('activity', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='system_changes', to='activities.activity')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('noted_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('strategy', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agenda.strategy')),
                    ],
                    options={
                        'ordering': ['-changed_on', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='system_change_public_id')],
                    },
                ),
                migrations.CreateModel(
                    name='ActivityImport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('state', models.CharField(choices=[('reading', 'Being read'), ('refused', 'Refused'), ('matching', 'To be matched'), ('loading', 'Being taken in'), ('done', 'Taken in'), ('undone', 'Taken back'), ('discarded', 'Given up')], default='reading', max_length=10)),
                        ('name', models.CharField(max_length=200)),
                        ('size', models.PositiveIntegerField()),
                        ('format', models.CharField(max_length=4)),
                        ('stored_as', models.CharField(blank=True, max_length=64)),
                        ('message', models.TextField(blank=True)),
                        ('sheets', models.JSONField(default=list)),
                        ('mapping', models.JSONField(default=dict)),
                        ('choices', models.JSONField(default=dict)),
                        ('result', models.JSONField(default=dict)),
                        ('made', models.JSONField(default=dict)),
                        ('created_at', models.DateTimeField()),
                        ('done_at', models.DateTimeField(null=True)),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('confirmed_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('made_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='activity_import_public_id')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarFeed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('secret_hash', models.BinaryField(max_length=32)),
                        ('made_at', models.DateTimeField()),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('membership', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'secret_hash'), name='calendar_feed_secret'), models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('initiative', 'membership'), name='calendar_feed_one_stands')],
                    },
                ),
                migrations.CreateModel(
                    name='CheckInLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('email', models.EmailField(blank=True, max_length=254)),
                        ('message', models.TextField(blank=True)),
                        ('secret_hash', models.BinaryField(max_length=32)),
                        ('sealed_secret', models.TextField(blank=True, default='')),
                        ('created_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('holder', models.CharField(blank=True, max_length=200)),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('activity', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='check_in_links', to='activities.activity')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('made_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('membership', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='check_in_link_public_id'), models.UniqueConstraint(fields=('initiative', 'secret_hash'), name='check_in_link_secret')],
                    },
                ),
                migrations.CreateModel(
                    name='Outside',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('reason', models.TextField()),
                        ('since', models.DateField()),
                        ('until', models.DateField(blank=True, null=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('place', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='initiatives.place')),
                        ('population', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.population')),
                        ('said_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('strategy', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agenda.strategy')),
                    ],
                    options={
                        'ordering': ['-since', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='outside_public_id'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('initiative', 'population', 'place', 'strategy'), name='outside_once', nulls_distinct=False)],
                    },
                ),
            ],
        ),
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED],
        SecretDoor('checkinlink', 'check_in_link_by_hash'),
        SecretDoor('calendarfeed', 'calendar_feed_by_hash'),
    ]
