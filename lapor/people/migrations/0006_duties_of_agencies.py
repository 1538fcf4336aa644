"""Which agency keeps the Tim and which is the regency's secretariat: their heads are told of lateness last."""

from typing import Any

from django.db import migrations, models


def give(apps: Any, schema_editor: Any) -> None:
    """The one that keeps the Tim is in every desk that was seeded; the secretariat comes with the next seeding."""
    apps.get_model("people", "Agency").objects.filter(code="12500").update(duty="tim")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_former_weeks"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="duty",
            field=models.CharField(
                blank=True,
                choices=[("tim", "Menaungi Tim Kabupaten"), ("secretariat", "Sekretariat Daerah")],
                default="",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.UniqueConstraint(
                condition=models.Q(("duty", ""), _negated=True), fields=("duty",), name="one_agency_per_duty"
            ),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
