"""Calendars keep every version they came to, inherit, and close for once; the SOP has dated versions."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from lapor.people.chain import digest


STAYS = """
CREATE TRIGGER calendar_versions_stay BEFORE UPDATE OR DELETE ON people_calendarversion
    FOR EACH ROW EXECUTE FUNCTION lapor_journal_stays();
CREATE TRIGGER approved_versions_stay BEFORE UPDATE OR DELETE ON people_sopversion
    FOR EACH ROW WHEN (OLD.approved_at IS NOT NULL) EXECUTE FUNCTION lapor_journal_stays();
"""
GOES = """
DROP TRIGGER calendar_versions_stay ON people_calendarversion;
DROP TRIGGER approved_versions_stay ON people_sopversion;
"""


def publish_what_is_there(apps: Any, schema_editor: Any) -> None:
    """Until now every calendar kept all holidays and nothing else: that is the version its clocks were counted by."""
    Calendar, Holiday, Version = (
        apps.get_model('people', name) for name in ('Calendar', 'Holiday', 'CalendarVersion')
    )
    why = {
        day.isoformat(): f'{name} ({basis})' if basis else name
        for day, name, basis in Holiday.objects.order_by('day').values_list('day', 'name', 'basis')
    }
    for row in Calendar.objects.all():
        data = {'zone': row.zone, 'week': row.week, 'profiles': [], 'off': list(why), 'why': why}
        row.digest = digest(data)
        Version.objects.create(calendar=row, number=row.version, data=data, digest=row.digest, at=timezone.now())
        row.save(update_fields=['digest'])


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_acting_reorganisation_journal'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('data', models.JSONField()),
                ('digest', models.CharField(db_index=True, max_length=64)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('name', models.CharField(max_length=160)),
                ('basis', models.CharField(blank=True, max_length=160)),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='SopVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True)),
                ('effective', models.DateField()),
                ('facts', models.JSONField()),
                ('reason', models.CharField(max_length=300)),
                ('written_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['effective', 'id'],
            },
        ),
        migrations.AddField(
            model_name='calendar',
            name='digest',
            field=models.CharField(default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='calendar',
            name='observes',
            field=models.CharField(blank=True, choices=[('all', 'Libur nasional dan cuti bersama'), ('national', 'Libur nasional saja; cuti bersama tetap masuk'), ('none', 'Tidak libur (layanan 24 jam)')], max_length=10),
        ),
        migrations.AddField(
            model_name='calendar',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.calendar'),
        ),
        migrations.AddField(
            model_name='calendar',
            name='profiles',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='calendar',
            name='version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='calendar',
            name='week',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddConstraint(
            model_name='calendar',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='no_calendar_inherits_from_itself'),
        ),
        migrations.AddField(
            model_name='calendarversion',
            name='calendar',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='people.calendar'),
        ),
        migrations.AddField(
            model_name='calendarversion',
            name='change',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.change'),
        ),
        migrations.AddField(
            model_name='closure',
            name='calendar',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='people.calendar'),
        ),
        migrations.AddField(
            model_name='sopversion',
            name='approved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.position'),
        ),
        migrations.AddField(
            model_name='sopversion',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.position'),
        ),
        migrations.AddConstraint(
            model_name='calendarversion',
            constraint=models.UniqueConstraint(fields=('calendar', 'number'), name='one_calendar_version_per_number'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.UniqueConstraint(fields=('calendar', 'day'), name='one_closure_per_calendar_and_day'),
        ),
        migrations.AddConstraint(
            model_name='sopversion',
            constraint=models.UniqueConstraint(condition=models.Q(('approved_at__isnull', False)), fields=('effective',), name='one_approved_version_per_day'),
        ),
        migrations.AddConstraint(
            model_name='sopversion',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('written_by')), _negated=True), _connector='OR'), name='approved_by_another_position'),
        ),
        migrations.AddConstraint(
            model_name='sopversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='an_approval_has_both'),
        ),
        migrations.RunPython(publish_what_is_there, migrations.RunPython.noop),
        migrations.RunSQL(STAYS, GOES),
    ]
