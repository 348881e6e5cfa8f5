"""Stories: how consent was given, by whom, for which uses and until when; that it was taken back."""

import backbone.models.shown
import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backbone', '0005_health'),
    ]

    operations = [
        migrations.AddField(
            model_name='passage',
            name='agreed_by',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='passage',
            name='agreed_how',
            field=models.CharField(blank=True, choices=[('written', 'In writing'), ('spoken', 'By word of mouth'), ('message', 'By message')], max_length=8),
        ),
        migrations.AddField(
            model_name='passage',
            name='agreed_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='passage',
            name='taken_back_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='passage',
            name='uses',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('inside', 'Inside the initiative'), ('funders', 'To funders'), ('public', 'In public')], max_length=8), default=backbone.models.shown.every_use, size=None),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(('agreed_until', None), ('agreed_until__gte', models.F('agreed_on')), _connector='OR'), name='passage_agreed_until'),
        ),
    ]
