"""Clocks are marked as time passes, moved by their calendars, and promised anew; cases name their SOP version."""

import django.db.models.deletion
import lapor.sop.states
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0007_clocks_of_an_agency_while_they_run'),
        ('people', '0004_calendar_versions_and_sop_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClockMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_due', models.DateTimeField()),
                ('to_due', models.DateTimeField()),
                ('from_version', models.PositiveIntegerField()),
                ('to_version', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reminder', 'Pengingat'), ('escalation', 'Naik ke atasan')], max_length=10)),
                ('level', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('told_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('delay', 'Tanggal baru'), ('planned', 'Rencana')], max_length=10)),
                ('promised_on', models.DateField(db_index=True)),
                ('budget_year', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['promised_on', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='stepclock',
            name='clock_name_is_known',
        ),
        migrations.AddField(
            model_name='complaint',
            name='sop_version',
            field=models.CharField(default='2020-06-12', max_length=20),
        ),
        migrations.AddField(
            model_name='stepclock',
            name='marked',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='stepclock',
            name='next_mark_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='complaint',
            name='klass',
            field=models.CharField(choices=[('information', 'Permintaan informasi'), ('aspiration', 'Aspirasi'), ('complaint', 'Pengaduan'), ('supervisory', 'Pengaduan berkadar pengawasan')], default=lapor.sop.states.Klass['COMPLAINT'], max_length=20),
        ),
        migrations.AlterField(
            model_name='stepclock',
            name='calendar',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.calendar'),
        ),
        migrations.AlterField(
            model_name='stepclock',
            name='unit',
            field=models.CharField(choices=[('minutes', 'minutes'), ('working days', 'working days'), ('hours', 'hours'), ('calendar days', 'calendar days')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='stepclock',
            index=models.Index(condition=models.Q(('next_mark_at__isnull', False)), fields=['next_mark_at', 'id'], name='clock_next_mark'),
        ),
        migrations.AddIndex(
            model_name='stepclock',
            index=models.Index(condition=models.Q(('finished_at__isnull', True)), fields=['calendar'], name='clock_of_calendar'),
        ),
        migrations.AddConstraint(
            model_name='stepclock',
            constraint=models.CheckConstraint(condition=models.Q(('name__in', ['received', 'awaiting_citizen', 'in_handling', 'answered', 'closed', 'archived', 'lapsed', 'withdrawn', 'at_operator', 'return_requested', 'at_officer', 'at_unit', 'checking', 'to_answer', 'done', 'returned', 'cancelled', 'step8', 'confirmation', 'total', 'first_reply', 'settlement', 'promise'])), name='clock_name_is_known'),
        ),
        migrations.AddField(
            model_name='clockmove',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clock_moves', to='people.change'),
        ),
        migrations.AddField(
            model_name='clockmove',
            name='clock',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='complaints.stepclock'),
        ),
        migrations.AddField(
            model_name='clockmove',
            name='from_calendar',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.calendar'),
        ),
        migrations.AddField(
            model_name='mark',
            name='clock',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='complaints.stepclock'),
        ),
        migrations.AddField(
            model_name='promise',
            name='clock',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='promise', to='complaints.stepclock'),
        ),
        migrations.AddField(
            model_name='promise',
            name='complaint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='complaints.complaint'),
        ),
        migrations.AddField(
            model_name='promise',
            name='event',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='promise', to='complaints.event'),
        ),
        migrations.AddField(
            model_name='promise',
            name='handling',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='complaints.handling'),
        ),
        migrations.AddIndex(
            model_name='mark',
            index=models.Index(condition=models.Q(('told_at__isnull', True)), fields=['id'], name='mark_untold'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.UniqueConstraint(fields=('clock', 'kind', 'level'), name='one_mark_per_level'),
        ),
    ]
