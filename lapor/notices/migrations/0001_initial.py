"""Notices and how each person wants to be told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('complaints', '0006_outbox'),
        ('people', '0003_acting_reorganisation_journal'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='preference', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('mail', models.BooleanField(default=True)),
                ('messenger', models.BooleanField(default=False)),
                ('quiet_from', models.TimeField(blank=True, null=True)),
                ('quiet_until', models.TimeField(blank=True, null=True)),
                ('muted', models.JSONField(blank=True, default=list)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('quiet_from__isnull', True), ('quiet_until__isnull', True)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False)), _connector='OR'), name='quiet_hours_have_two_ends')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('recipient', models.CharField(max_length=24)),
                ('channel', models.CharField(choices=[('mail', 'Surel'), ('messenger', 'Pesan ke telepon')], max_length=10)),
                ('kind', models.CharField(max_length=20)),
                ('sealed', models.BinaryField(default=b'')),
                ('stage', models.CharField(choices=[('waiting', 'Menunggu'), ('sending', 'Sedang dikirim'), ('sent', 'Terkirim'), ('failed', 'Gagal'), ('dropped', 'Tidak perlu lagi')], default='waiting', max_length=10)),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('uncertain', models.PositiveIntegerField(default=0)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, max_length=200)),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='complaints.event')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('stage', 'waiting')), fields=['due_at', 'id'], name='notice_waits'), models.Index(condition=models.Q(('stage', 'sending')), fields=['id'], name='notice_under_way'), models.Index(condition=models.Q(('stage', 'failed')), fields=['-done_at', '-id'], name='notice_failed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('event__isnull', False)), fields=('event', 'recipient', 'channel'), name='one_notice_per_event_recipient_and_channel'), models.CheckConstraint(condition=models.Q(('person__isnull', True), ('recipient__startswith', 'person:'), _connector='OR'), name='a_person_for_officials_only')],
            },
        ),
    ]
