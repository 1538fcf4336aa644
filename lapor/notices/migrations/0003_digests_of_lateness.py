"""Who is told of which mark of a clock, and the digests that tell them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0009_marks_of_clocks_that_run'),
        ('notices', '0002_sent_in_a_day'),
        ('people', '0006_duties_of_agencies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='digests', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='notice',
            name='digest',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='notices.digest'),
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reminder', 'Pengingat'), ('late', 'Naik ke atasan')], max_length=10)),
                ('rung', models.CharField(blank=True, choices=[('officer', 'officer'), ('head', 'head'), ('chair', 'chair'), ('tim_head', 'tim_head'), ('secretary', 'secretary')], max_length=12)),
                ('created_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('open', models.BooleanField(default=False)),
                ('digest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='notices.digest')),
                ('mark', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='complaints.mark')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to=settings.AUTH_USER_MODEL)),
                ('position', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.position')),
            ],
        ),
        migrations.AddIndex(
            model_name='digest',
            index=models.Index(fields=['person', '-at'], name='digest_newest'),
        ),
        migrations.AddIndex(
            model_name='telling',
            index=models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['person', 'id'], name='telling_waits'),
        ),
        migrations.AddIndex(
            model_name='telling',
            index=models.Index(condition=models.Q(('open', True)), fields=['position', 'id'], name='telling_open'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.UniqueConstraint(fields=('mark', 'person'), name='each_mark_reaches_a_person_once'),
        ),
    ]
