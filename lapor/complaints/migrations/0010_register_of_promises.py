"""The register of promises is read by date, and by budget year."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0009_marks_of_clocks_that_run")]

    operations = [
        migrations.AlterField("promise", "promised_on", models.DateField()),
        migrations.AddIndex(
            "promise",
            models.Index(fields=["promised_on", "id"], name="promise_by_date"),
        ),
        migrations.AddIndex(
            "promise",
            models.Index(
                fields=["budget_year", "promised_on", "id"],
                name="promise_by_budget_year",
                condition=models.Q(budget_year__isnull=False),
            ),
        ),
    ]
