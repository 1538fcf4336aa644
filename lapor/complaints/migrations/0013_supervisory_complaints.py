"""The Inspektorat's complaints are few among many: found without reading the others."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0012_pieces_of_files")]

    operations = [
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                fields=["state", "id"], name="complaint_supervisory", condition=models.Q(klass="supervisory")
            ),
        ),
    ]
