"""A week that changes from a day on leaves the days before it as they were."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_calendar_versions_and_sop_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='calendar',
            name='former',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
