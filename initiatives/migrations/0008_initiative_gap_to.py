"""What the gap of a group is measured to."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0007_invitation_sealed_secret'),
    ]

    operations = [
        migrations.AddField(
            model_name='initiative',
            name='gap_to',
            field=models.CharField(choices=[('best', 'The group that does best'), ('total', 'The total')], default='best', max_length=5),
        ),
    ]
