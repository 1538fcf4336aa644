"""Office hours and the days on which they do not count."""

from __future__ import annotations

from django.db import models


class Calendar(models.Model):
    """Office hours by weekday, without holidays: those stand in Holiday. `version` counts its changes."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=40, default="Asia/Jakarta")
    week = models.JSONField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which no office minute counts."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=[("national", "Libur nasional"), ("joint", "Cuti bersama")])
    basis = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"
