"""Office calendars that nobody uses any more are offered no longer; what was counted by them stays."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_duties_of_agencies'),
    ]

    operations = [
        migrations.AddField(
            model_name='calendar',
            name='gone',
            field=models.BooleanField(default=False),
        ),
    ]
