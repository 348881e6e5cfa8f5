"""Announcements with comments and acknowledgements; the community's voice: form, questions, what was said."""

import django.db.models.deletion
import initiatives.kernel.tenancy
import uuid
from django.db import migrations, models

from initiatives.kernel.rls import EnableTenantRLS, TenantForeignKeys

PROTECTED = [
    "announcement",
    "announcementcomment",
    "acknowledgement",
    "voiceform",
    "openquestion",
    "feedbackitem",
    "feedbackcontact",
]


class Migration(migrations.Migration):

    dependencies = [
        ('communications', '0007_surveys'),
        ('initiatives', '0012_group_charters'),
    ]

    operations = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('title', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('topic', models.CharField(blank=True, max_length=80)),
                ('addressed', models.CharField(choices=[('everybody', 'Everybody'), ('partners', 'Partners'), ('funders', 'Funders'), ('backbone', 'The backbone'), ('group', 'One group')], default='everybody', max_length=10)),
                ('asks_word', models.BooleanField(default=False)),
                ('pinned_until', models.DateField(blank=True, null=True)),
                ('published_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdraw_reason', models.CharField(blank=True, max_length=500)),
                ('group', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.group')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('published_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'ordering': ['-published_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField()),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('membership', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('announcement', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='words', to='communications.announcement')),
            ],
            options={
                'ordering': ['given_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AnnouncementComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('announcement', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='communications.announcement')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('written_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
            ],
            options={
                'ordering': ['written_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FeedbackItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('heard', models.CharField(choices=[('page', 'On the public page'), ('meeting', 'At a meeting'), ('talk', 'In a talk'), ('phone', 'On the phone'), ('letter', 'In a letter or message')], default='page', max_length=8)),
                ('said', models.TextField()),
                ('signed', models.CharField(blank=True, max_length=80)),
                ('theme', models.CharField(blank=True, max_length=80)),
                ('received_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('received', 'Received'), ('acknowledged', 'Acknowledged'), ('considered', 'Being considered'), ('answered', 'Answered'), ('closed', 'Closed')], default='received', max_length=12)),
                ('outcome', models.CharField(blank=True, choices=[('done', 'Done'), ('answered', 'Answered'), ('not_now', 'Not now')], max_length=8)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('shown_as', models.TextField(blank=True)),
                ('shown_at', models.DateTimeField(blank=True, null=True)),
                ('concern', models.BooleanField(default=False)),
                ('concern_note', models.TextField(blank=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('close_reason', models.CharField(blank=True, max_length=500)),
                ('set_aside', models.BooleanField(default=False)),
                ('answered_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('noted_by', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('place', initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.place')),
            ],
            options={
                'ordering': ['-received_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='FeedbackContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact', models.CharField(max_length=200)),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('item', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='communications.feedbackitem')),
            ],
        ),
        migrations.CreateModel(
            name='OpenQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('asks', models.CharField(max_length=300)),
                ('background', models.TextField(blank=True)),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('heard', models.TextField(blank=True)),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', initiatives.kernel.tenancy.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.membership')),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
            ],
            options={
                'ordering': ['-opens_on', '-id'],
            },
        ),
        migrations.AddField(
            model_name='feedbackitem',
            name='question',
            field=initiatives.kernel.tenancy.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='communications.openquestion'),
        ),
        migrations.CreateModel(
            name='VoiceForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_open', models.BooleanField(default=False)),
                ('safeguarding_name', models.CharField(blank=True, max_length=120)),
                ('safeguarding_contact', models.CharField(blank=True, max_length=200)),
                ('emergency', models.CharField(blank=True, max_length=200)),
                ('answer_within', models.PositiveSmallIntegerField(default=30)),
                ('changed_at', models.DateTimeField()),
                ('initiative', models.ForeignKey(db_index=False, default=initiatives.kernel.tenancy.active, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
            ],
        ),
        migrations.AddIndex(
            model_name='announcement',
            index=models.Index(fields=['initiative', '-published_at'], name='announcement_latest'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='announcement_public_id'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('addressed', 'group'), ('group__isnull', False)), models.Q(models.Q(('addressed', 'group'), _negated=True), ('group__isnull', True)), _connector='OR'), name='announcement_group'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdraw_reason', ''), _negated=True), _connector='OR'), name='announcement_withdrawn_why'),
        ),
        migrations.AddConstraint(
            model_name='acknowledgement',
            constraint=models.UniqueConstraint(fields=('initiative', 'announcement', 'membership'), name='acknowledgement_once'),
        ),
        migrations.AddConstraint(
            model_name='announcementcomment',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='announcement_comment_public_id'),
        ),
        migrations.AddConstraint(
            model_name='feedbackcontact',
            constraint=models.UniqueConstraint(fields=('initiative', 'item'), name='feedback_contact_once'),
        ),
        migrations.AddConstraint(
            model_name='openquestion',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='open_question_public_id'),
        ),
        migrations.AddConstraint(
            model_name='openquestion',
            constraint=models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='open_question_days'),
        ),
        migrations.AddIndex(
            model_name='feedbackitem',
            index=models.Index(fields=['initiative', '-received_at'], name='feedback_latest'),
        ),
        migrations.AddIndex(
            model_name='feedbackitem',
            index=models.Index(fields=['initiative', '-shown_at'], name='feedback_shown_latest'),
        ),
        migrations.AddConstraint(
            model_name='feedbackitem',
            constraint=models.UniqueConstraint(fields=('initiative', 'public_id'), name='feedback_public_id'),
        ),
        migrations.AddConstraint(
            model_name='feedbackitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(models.Q(('answer', ''), _negated=True), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='feedback_answered'),
        ),
        migrations.AddConstraint(
            model_name='feedbackitem',
            constraint=models.CheckConstraint(condition=models.Q(('shown_at', None), models.Q(models.Q(('shown_as', ''), _negated=True), models.Q(('answer', ''), _negated=True), ('concern', False), ('set_aside', False)), _connector='OR'), name='feedback_shown'),
        ),
        migrations.AddConstraint(
            model_name='feedbackitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='feedback_closed'),
        ),
        migrations.AddConstraint(
            model_name='voiceform',
            constraint=models.UniqueConstraint(fields=('initiative',), name='voice_form_once'),
        ),
        migrations.AddConstraint(
            model_name='voiceform',
            constraint=models.CheckConstraint(condition=models.Q(('is_open', False), models.Q(models.Q(('safeguarding_name', ''), _negated=True), models.Q(('safeguarding_contact', ''), _negated=True)), _connector='OR'), name='voice_form_safeguarded'),
        ),
        migrations.AddConstraint(
            model_name='voiceform',
            constraint=models.CheckConstraint(condition=models.Q(('answer_within__range', (1, 365))), name='voice_form_days'),
        ),
        *[EnableTenantRLS(model) for model in PROTECTED],
        *[TenantForeignKeys(model) for model in PROTECTED],
    ]
