"""The link in a letter to a reporter without an account."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0012_pieces_of_files'),
        ('notices', '0003_digests_of_lateness'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=20)),
                ('salt', models.CharField(max_length=32)),
                ('hashed', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='notices.notice')),
            ],
        ),
    ]
