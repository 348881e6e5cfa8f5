"""Groups get a charter and are closed with a reason; a seat is held from a day until a day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0011_idempotentanswer_token'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='groupmember',
            name='group_member_once',
        ),
        migrations.AddField(
            model_name='group',
            name='authority',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='group',
            name='charter_agreed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='group',
            name='close_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='group',
            name='decision_rule',
            field=models.CharField(blank=True, choices=[('consent', 'Consent: no reasoned objection is left'), ('consensus', 'Consensus: everybody agrees'), ('gradient', 'Gradient: everybody says from 1 to 5 how far they agree'), ('majority', 'Majority of those present'), ('delegated', 'Delegated: the co-chairs decide and answer for it')], max_length=10),
        ),
        migrations.AddField(
            model_name='group',
            name='norms',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='group',
            name='rhythm',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='group',
            name='scope',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='group',
            name='term',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='group',
            name='who_sits',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='groupmember',
            name='since',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='groupmember',
            name='until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('initiative', 'group', 'membership'), name='group_member_once'),
        ),
    ]
