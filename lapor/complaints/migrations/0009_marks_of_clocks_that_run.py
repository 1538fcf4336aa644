"""Clocks of before: minutes for those that are over, and what those that run have passed, told of long ago."""

from typing import Any

from django.db import migrations
from django.utils import timezone

from lapor.sop import clock, lateness, limits
from lapor.sop.states import Unit


def catch_up(apps: Any, schema_editor: Any) -> None:
    StepClock, Mark, Version = (
        apps.get_model(app, name)
        for app, name in (('complaints', 'StepClock'), ('complaints', 'Mark'), ('people', 'CalendarVersion'))
    )
    now = timezone.now().replace(microsecond=0)
    hours = {
        (one.calendar_id, one.number): clock.Calendar.from_json(one.data) for one in Version.objects.all()
    }
    marked = {name.value for name, limit in limits.LIMITS.items() if limit.marked}
    for row in StepClock.objects.prefetch_related('pauses').iterator(chunk_size=1000):
        calendar = hours.get((row.calendar_id, row.calendar_version))
        if calendar is None:
            continue
        pauses = [(one.began_at, one.ended_at) for one in row.pauses.all()]
        if row.finished_at is not None:
            row.used_minutes = clock.between(calendar, row.started_at, row.finished_at, pauses)
        elif row.paused_at is None and row.name in marked:
            unit = Unit(row.unit)
            for one in lateness.marks(unit, row.limit):
                row.next_mark_at = clock.reached(calendar, unit, row.started_at, one.amount, pauses)
                if row.next_mark_at > now:
                    break
                Mark.objects.create(clock=row, kind=one.kind, level=one.level, at=row.next_mark_at, told_at=now)
                row.marked, row.next_mark_at = row.marked + 1, None
        row.save(update_fields=['used_minutes', 'marked', 'next_mark_at'])


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0008_marks_moves_promises'),
    ]

    operations = [
        migrations.RunPython(catch_up, migrations.RunPython.noop),
    ]
