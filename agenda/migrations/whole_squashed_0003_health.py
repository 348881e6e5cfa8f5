"""The common agenda: its models, protected."""

import django.db.models.deletion
import initiatives.kernel.tenancy
import uuid
from django.db import migrations, models

from initiatives.kernel.creation import CreateModels
from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

PROTECTED = [
    'commonagenda',
    'agendasection',
    'placedchart',
    'cause',
    'comment',
    'goal',
    'goalmeasure',
    'equitytarget',
    'strategy',
    'strategygoal',
    'strategymeasure',
    'strategycause',
    'strategymove',
    'testcycle',
    'consultation',
    'theme',
    'ratificationrule',
    'ratification',
    'ask',
    'commitment',
    'phase',
    'phasestay',
    'assessment',
    'answer',
]


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('agenda', '0001_initial'),
        ('agenda', '0002_tenancy'),
        ('agenda', '0003_health'),
    ]

    dependencies = [
        ('initiatives', '0007_invitation_sealed_secret'),
        ('measurement', '0007_words_of_submissions'),
    ]

    operations = [
        CreateModels(
            creations=[
                migrations.CreateModel(
                    name='Assessment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('screen', models.CharField(choices=[('suitability', 'Does it fit?'), ('readiness', 'Are we ready?'), ('conditions', 'How the five conditions stand'), ('principles', 'How we keep to our principles')], max_length=12)),
                        ('opened_on', models.DateField()),
                        ('closed_on', models.DateField(blank=True, null=True)),
                        ('outcome', models.CharField(blank=True, choices=[('suited', 'Suited'), ('not_yet', 'Not yet'), ('simpler', 'Use a simpler form'), ('go_on', 'Go on as we do'), ('change', 'Change something')], max_length=8)),
                        ('reasons', models.TextField(blank=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['-opened_on', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='assessment_public_id'), models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('initiative', 'screen'), name='assessment_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), ('outcome', '')), models.Q(('closed_on__isnull', False), models.Q(('outcome', ''), _negated=True), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='assessment_outcome')],
                    },
                ),
                migrations.CreateModel(
                    name='Answer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('item', models.PositiveSmallIntegerField()),
                        ('rating', models.CharField(choices=[('0', 'Not in place'), ('1', 'Talked about'), ('2', 'Started'), ('3', 'Working'), ('4', 'Strong and lasting'), ('na', 'Does not apply'), ('dont_know', "Don't know")], max_length=10)),
                        ('comment', models.CharField(blank=True, max_length=500)),
                        ('evidence', models.CharField(blank=True, max_length=500)),
                        ('answered_at', models.DateTimeField()),
                        ('answered_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                        ('assessment', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='agenda.assessment')),
                    ],
                    options={
                        'ordering': ['item', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'assessment', 'item', 'answered_by'), name='answer_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Commitment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('kind', models.CharField(choices=[('charter', 'Charter or memorandum'), ('activities', 'Activities'), ('data', 'Data'), ('money', 'Money'), ('time', 'Time and people'), ('space', 'Space and goods')], max_length=12)),
                        ('promise', models.TextField()),
                        ('signer', models.CharField(blank=True, max_length=200)),
                        ('signed_on', models.DateField(blank=True, null=True)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField(blank=True, null=True)),
                        ('stops', models.TextField(blank=True)),
                        ('begins', models.TextField(blank=True)),
                        ('changes', models.TextField(blank=True)),
                        ('ended_on', models.DateField(blank=True, null=True)),
                        ('end_reason', models.TextField(blank=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='initiatives.partner')),
                        ('renews', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='agenda.commitment')),
                    ],
                    options={
                        'ordering': ['partner_id', 'starts_on', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='commitment_public_id'), models.UniqueConstraint(condition=models.Q(('renews__isnull', False)), fields=('initiative', 'renews'), name='commitment_renewed_once'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='commitment_order'), models.CheckConstraint(condition=models.Q(('ended_on', None), models.Q(('end_reason', ''), _negated=True), _connector='OR'), name='commitment_ended'), models.CheckConstraint(condition=models.Q(('signed_on', None), models.Q(('signer', ''), _negated=True), _connector='OR'), name='commitment_signed')],
                    },
                ),
                migrations.CreateModel(
                    name='CommonAgenda',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('title', models.CharField(max_length=200)),
                        ('state', models.CharField(choices=[('drafting', 'Being drafted'), ('in_consultation', 'In consultation'), ('proposed', 'Proposed'), ('adopted', 'In force'), ('under_review', 'Under review'), ('superseded', 'Superseded')], default='drafting', max_length=16)),
                        ('change_note', models.TextField(blank=True)),
                        ('started_at', models.DateTimeField()),
                        ('proposed_on', models.DateField(blank=True, null=True)),
                        ('adopted_on', models.DateField(blank=True, null=True)),
                        ('superseded_on', models.DateField(blank=True, null=True)),
                        ('review_due', models.DateField(blank=True, null=True)),
                        ('rule', models.CharField(choices=[('majority', 'More than half of those who answered adopt it'), ('two_thirds', 'Two thirds of those who answered adopt it'), ('consent', 'Nobody who answered declines it')], default='majority', max_length=12)),
                        ('quorum', models.PositiveSmallIntegerField(default=50)),
                        ('contents', models.JSONField(blank=True, null=True)),
                        ('result', models.JSONField(blank=True, null=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('supersedes', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followers', to='agenda.commonagenda')),
                    ],
                    options={
                        'ordering': ['-number'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'number'), name='agenda_number'), models.UniqueConstraint(condition=models.Q(('state__in', ['adopted', 'under_review'])), fields=('initiative',), name='agenda_one_in_force'), models.UniqueConstraint(condition=models.Q(('state__in', ['drafting', 'in_consultation', 'proposed'])), fields=('initiative',), name='agenda_one_to_come'), models.CheckConstraint(condition=models.Q(('quorum__range', (0, 100))), name='agenda_quorum'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['adopted', 'under_review']), _negated=True), ('adopted_on__isnull', False), _connector='OR'), name='agenda_adopted_on')],
                    },
                ),
                migrations.CreateModel(
                    name='Comment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('about', models.CharField(max_length=16)),
                        ('quote', models.TextField(blank=True)),
                        ('text', models.TextField()),
                        ('written_at', models.DateTimeField()),
                        ('resolved_at', models.DateTimeField(blank=True, null=True)),
                        ('resolution', models.CharField(blank=True, max_length=500)),
                        ('answers', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='agenda.comment')),
                        ('author', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('resolved_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('agenda', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='agenda.commonagenda')),
                    ],
                    options={
                        'ordering': ['written_at', 'id'],
                        'indexes': [models.Index(fields=['initiative', 'agenda', 'written_at'], name='comment_of_agenda')],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='comment_public_id')],
                    },
                ),
                migrations.CreateModel(
                    name='Cause',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('text', models.CharField(max_length=300)),
                        ('evidence', models.CharField(blank=True, max_length=300)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('parent', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='agenda.cause')),
                        ('agenda', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='causes', to='agenda.commonagenda')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='cause_public_id'), models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='cause_not_its_own')],
                    },
                ),
                migrations.CreateModel(
                    name='Ask',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('asked_on', models.DateField()),
                        ('note', models.CharField(blank=True, max_length=200)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='initiatives.partner')),
                        ('agenda', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='agenda.commonagenda')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'agenda', 'partner'), name='ask_once')],
                    },
                ),
                migrations.CreateModel(
                    name='AgendaSection',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(choices=[('problem', 'The problem'), ('geography', 'Place'), ('population', 'People'), ('ages', 'Ages'), ('in_scope', 'In'), ('out_of_scope', 'Out'), ('vision', 'Vision'), ('principles', 'Principles'), ('evaluation', 'How we will know'), ('public_summary', 'In a few plain words')], max_length=16)),
                        ('text', models.TextField(blank=True)),
                        ('saved_at', models.DateTimeField()),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('saved_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('agenda', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='agenda.commonagenda')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'agenda', 'key'), name='section_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Consultation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('audience', models.CharField(max_length=200)),
                        ('method', models.CharField(choices=[('meeting', 'Meeting'), ('listening', 'Listening session'), ('interviews', 'Conversations one by one'), ('survey', 'Survey'), ('written', 'In writing'), ('other', 'Other')], max_length=12)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField(blank=True, null=True)),
                        ('participants', models.JSONField(blank=True, default=list)),
                        ('note', models.TextField(blank=True)),
                        ('agenda', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='consultations', to='agenda.commonagenda')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['-starts_on', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='consultation_public_id'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='consultation_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Goal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('statement', models.CharField(max_length=300)),
                        ('outcome', models.CharField(blank=True, max_length=300)),
                        ('population', models.CharField(blank=True, max_length=300)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('state', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('retired', 'Retired')], default='proposed', max_length=10)),
                        ('retired_on', models.DateField(blank=True, null=True)),
                        ('reason', models.TextField(blank=True)),
                        ('group', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.group')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='goal_public_id'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'retired'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='goal_retired_with_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='EquityTarget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('baseline', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True)),
                        ('baseline_on', models.DateField(blank=True, null=True)),
                        ('target', models.DecimalField(decimal_places=6, max_digits=18)),
                        ('due_on', models.DateField()),
                        ('category', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.category')),
                        ('compared_with', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.category')),
                        ('indicator', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicator')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('goal', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='equity_targets', to='agenda.goal')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='equity_target_public_id'), models.UniqueConstraint(fields=('initiative', 'goal', 'indicator', 'category'), name='equity_target_once'), models.CheckConstraint(condition=models.Q(('compared_with', None), models.Q(('compared_with', models.F('category')), _negated=True), _connector='OR'), name='equity_target_two_groups')],
                    },
                ),
                migrations.CreateModel(
                    name='GoalMeasure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('goal', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='agenda.goal')),
                        ('indicator', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicator')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'goal', 'indicator'), name='goal_measure_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Phase',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('name', models.CharField(max_length=100)),
                        ('question', models.TextField(blank=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['position'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'position'), name='phase_position')],
                    },
                ),
                migrations.CreateModel(
                    name='PhaseStay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('entered_on', models.DateField()),
                        ('left_on', models.DateField(blank=True, null=True)),
                        ('reason', models.TextField(blank=True)),
                        ('answer', models.TextField(blank=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('phase', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='agenda.phase')),
                    ],
                    options={
                        'ordering': ['entered_on', 'id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('left_on', None)), fields=('initiative',), name='phase_stay_one_present'), models.CheckConstraint(condition=models.Q(('left_on', None), ('left_on__gte', models.F('entered_on')), _connector='OR'), name='phase_stay_order')],
                    },
                ),
                migrations.CreateModel(
                    name='PlacedChart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('caption', models.CharField(blank=True, max_length=300)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('frozen', models.JSONField(blank=True, null=True)),
                        ('frozen_at', models.DateTimeField(blank=True, null=True)),
                        ('agenda', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='charts', to='agenda.commonagenda')),
                        ('indicator', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicator')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='placed_chart_public_id'), models.UniqueConstraint(fields=('initiative', 'agenda', 'indicator'), name='placed_chart_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Ratification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('position', models.CharField(choices=[('adopts', 'Adopts'), ('reservation', 'Adopts with a reservation'), ('declines', 'Declines')], max_length=12)),
                        ('reservation', models.TextField(blank=True)),
                        ('signer', models.CharField(max_length=200)),
                        ('signed_on', models.DateField()),
                        ('on_behalf', models.BooleanField(default=False)),
                        ('how_given', models.CharField(blank=True, max_length=300)),
                        ('recorded_at', models.DateTimeField()),
                        ('superseded_at', models.DateTimeField(blank=True, null=True)),
                        ('contested_at', models.DateTimeField(blank=True, null=True)),
                        ('contest_reason', models.TextField(blank=True)),
                        ('agenda', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='ratifications', to='agenda.commonagenda')),
                        ('contested_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('partner', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.partner')),
                        ('recorded_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                    ],
                    options={
                        'ordering': ['recorded_at', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='ratification_public_id'), models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('initiative', 'agenda', 'partner'), name='ratification_one_current'), models.CheckConstraint(condition=models.Q(('position', 'adopts'), models.Q(('reservation', ''), _negated=True), _connector='OR'), name='ratification_reservation'), models.CheckConstraint(condition=models.Q(('on_behalf', False), models.Q(('how_given', ''), _negated=True), _connector='OR'), name='ratification_how_given')],
                    },
                ),
                migrations.CreateModel(
                    name='RatificationRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rule', models.CharField(choices=[('majority', 'More than half of those who answered adopt it'), ('two_thirds', 'Two thirds of those who answered adopt it'), ('consent', 'Nobody who answered declines it')], default='majority', max_length=12)),
                        ('quorum', models.PositiveSmallIntegerField(default=50)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('initiative',), name='ratification_rule_once'), models.CheckConstraint(condition=models.Q(('quorum__range', (0, 100))), name='ratification_rule_quorum')],
                    },
                ),
                migrations.CreateModel(
                    name='Strategy',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('name', models.CharField(max_length=200)),
                        ('we_do', models.TextField(blank=True)),
                        ('then', models.TextField(blank=True)),
                        ('because', models.TextField(blank=True)),
                        ('kind', models.CharField(choices=[('program', 'Programme'), ('practice', 'Practice'), ('policy', 'Policy'), ('systems', 'Systems'), ('environment', 'Environment')], default='program', max_length=12)),
                        ('evidence', models.CharField(blank=True, choices=[('proven', 'Proven'), ('promising', 'Promising'), ('emerging', 'Emerging'), ('community', 'From the community')], max_length=12)),
                        ('evidence_source', models.TextField(blank=True)),
                        ('horizon', models.CharField(blank=True, choices=[('quick', 'Quick win, within six months'), ('medium', 'One to two years'), ('long', 'Three years and more')], max_length=8)),
                        ('engagement', models.CharField(choices=[('inform', 'Inform'), ('consult', 'Consult'), ('involve', 'Involve'), ('collaborate', 'Collaborate'), ('co_lead', 'Co-lead')], max_length=12)),
                        ('state', models.CharField(choices=[('idea', 'Idea'), ('assessing', 'Being assessed'), ('selected', 'Selected'), ('active', 'Active'), ('adapting', 'Being adapted'), ('completed', 'Completed'), ('dropped', 'Dropped'), ('parked', 'Parked')], default='idea', max_length=12)),
                        ('leverage', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('feasibility', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('specificity', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('values_fit', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('reviewed_on', models.DateField(blank=True, null=True)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('group', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.group')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='strategy_public_id'), models.CheckConstraint(condition=models.Q(('leverage', None), ('leverage__range', (1, 5)), _connector='OR'), name='strategy_leverage'), models.CheckConstraint(condition=models.Q(('feasibility', None), ('feasibility__range', (1, 5)), _connector='OR'), name='strategy_feasibility'), models.CheckConstraint(condition=models.Q(('specificity', None), ('specificity__range', (1, 5)), _connector='OR'), name='strategy_specificity'), models.CheckConstraint(condition=models.Q(('values_fit', None), ('values_fit__range', (1, 5)), _connector='OR'), name='strategy_values_fit')],
                    },
                ),
                migrations.CreateModel(
                    name='StrategyCause',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cause', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='strategy_links', to='agenda.cause')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('strategy', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='cause_links', to='agenda.strategy')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'strategy', 'cause'), name='strategy_cause_once')],
                    },
                ),
                migrations.CreateModel(
                    name='StrategyGoal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since', models.DateField()),
                        ('until', models.DateField(blank=True, null=True)),
                        ('goal', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='strategy_links', to='agenda.goal')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('strategy', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='goal_links', to='agenda.strategy')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('initiative', 'strategy', 'goal'), name='strategy_goal_once'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='strategy_goal_order')],
                    },
                ),
                migrations.CreateModel(
                    name='StrategyMeasure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('wanted', models.CharField(blank=True, max_length=200)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('foretells', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicator')),
                        ('indicator', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measurement.indicator')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('strategy', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='agenda.strategy')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('indicator__isnull', False), models.Q(('wanted', ''), _negated=True), _connector='OR'), name='strategy_measure_named')],
                    },
                ),
                migrations.CreateModel(
                    name='StrategyMove',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('idea', 'Idea'), ('assessing', 'Being assessed'), ('selected', 'Selected'), ('active', 'Active'), ('adapting', 'Being adapted'), ('completed', 'Completed'), ('dropped', 'Dropped'), ('parked', 'Parked')], max_length=12)),
                        ('reason', models.TextField(blank=True)),
                        ('moved_at', models.DateTimeField()),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('moved_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                        ('strategy', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='agenda.strategy')),
                    ],
                    options={
                        'ordering': ['moved_at', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['adapting', 'dropped', 'parked']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='strategy_move_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='TestCycle',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('aim', models.CharField(max_length=300)),
                        ('change', models.TextField()),
                        ('prediction', models.TextField()),
                        ('measure', models.CharField(blank=True, max_length=300)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField(blank=True, null=True)),
                        ('result', models.TextField(blank=True)),
                        ('verdict', models.CharField(blank=True, choices=[('adopt', 'Adopt'), ('adapt', 'Adapt'), ('abandon', 'Abandon')], max_length=8)),
                        ('closed_on', models.DateField(blank=True, null=True)),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('strategy', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='test_cycles', to='agenda.strategy')),
                    ],
                    options={
                        'ordering': ['starts_on', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='test_cycle_public_id'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), models.Q(('result', ''), _negated=True)), _connector='OR'), name='test_cycle_result'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='test_cycle_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Theme',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('text', models.CharField(max_length=500)),
                        ('response', models.TextField(blank=True)),
                        ('changed', models.BooleanField(default=False)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('consultation', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='agenda.consultation')),
                        ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('initiative', 'public_id'), name='theme_public_id'), models.CheckConstraint(condition=models.Q(('changed', False), models.Q(('response', ''), _negated=True), _connector='OR'), name='theme_changed_says_what')],
                    },
                ),
            ],
        ),
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED],
    ]
