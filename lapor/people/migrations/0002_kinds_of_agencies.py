"""Kinds of agencies become a list of their own, with the titles of their officials."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

KINDS = {
    "dinas": ("Dinas", "Sekretaris Dinas", "Kepala Dinas"),
    "badan": ("Badan", "Sekretaris Badan", "Kepala Badan"),
    "kapanewon": ("Kapanewon", "Panewu Anom", "Panewu"),
    "bagian": ("Bagian di Sekretariat Daerah", "Kepala Subbagian", "Kepala Bagian"),
}

def kinds_of_agencies(apps: Any, schema_editor: Any) -> None:
    Agency, AgencyKind = apps.get_model("people", "Agency"), apps.get_model("people", "AgencyKind")
    for agency in Agency.objects.all():
        name, officer, head = KINDS.get(agency.kind_code, (agency.kind_code, agency.officer_title, agency.head_title))
        AgencyKind.objects.get_or_create(
            code=agency.kind_code, defaults={"name": name, "officer_title": officer, "head_title": head}
        )
        agency.kind_id = agency.kind_code
        agency.save(update_fields=["kind"])


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AgencyKind",
            fields=[
                ("code", models.SlugField(max_length=20, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("officer_title", models.CharField(max_length=80)),
                ("head_title", models.CharField(max_length=80)),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.RenameField("agency", "kind", "kind_code"),
        migrations.AddField(
            "agency", "kind",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="agencies", to="people.agencykind"),
        ),
        migrations.RunPython(kinds_of_agencies, migrations.RunPython.noop, elidable=True),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField("agency", "kind_code"),
        migrations.AlterField(
            "agency", "kind",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="agencies", to="people.agencykind"),
        ),
    ]
