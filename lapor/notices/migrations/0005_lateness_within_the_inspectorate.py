"""Lateness of a supervisory complaint rises to the head of the Inspektorat."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_links_in_letters")]

    operations = [
        migrations.AlterField(
            model_name="telling",
            name="rung",
            field=models.CharField(
                blank=True,
                choices=[
                    ("officer", "officer"),
                    ("head", "head"),
                    ("chair", "chair"),
                    ("tim_head", "tim_head"),
                    ("secretary", "secretary"),
                    ("inspektur", "inspektur"),
                ],
                max_length=12,
            ),
        ),
    ]
