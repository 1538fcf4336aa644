"""How many notices went out in a day is counted without reading all that ever did."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0007_clocks_of_an_agency_while_they_run'),
        ('notices', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('stage', 'sent')), fields=['done_at'], name='notice_sent'),
        ),
    ]
