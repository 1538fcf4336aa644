"""Clocks are looked up by agency only while they run; the index over all of them was read by the inbox."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0006_outbox'),
    ]

    operations = [
        migrations.AlterField(
            model_name='stepclock',
            name='agency',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency'),
        ),
    ]
