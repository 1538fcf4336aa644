"""`manage.py outlines`: write the outlines for maps anew, after seeds/wilayah/kalurahan.geojson changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lapor.public import outlines


class Command(BaseCommand):
    help = "Tulis ulang garis batas kalurahan untuk peta, dari seeds/wilayah/kalurahan.geojson."

    def handle(self, *args: Any, **options: Any) -> None:
        outlines.FILE.write_text(outlines.text(), encoding="utf-8")
        self.stdout.write(str(outlines.FILE))
