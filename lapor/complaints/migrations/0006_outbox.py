"""Events that nobody was told of yet."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0005_standard_answers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='outbox', serialize=False, to='complaints.event')),
            ],
        ),
    ]
