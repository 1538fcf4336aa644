"""The point on the map where it happened, where the reporter gave one."""

from __future__ import annotations

from django.db import models

from lapor.complaints.models.case import Complaint


class Spot(models.Model):
    """A point in degrees WGS 84, for officials who see the case and for nobody else.

    `accuracy` is what a telephone said of its own position, in metres. `finding` is what the polygons of the
    kalurahan say of the point: within the regency, near its border (a person decides), or outside of it.
    """

    class Source(models.TextChoices):
        DEVICE = "device", "Lokasi ponsel"
        PIN = "pin", "Ditunjuk di peta"
        PHOTO = "photo", "Dari foto"

    class Finding(models.TextChoices):
        INSIDE = "inside", "Di Bantul"
        BORDER = "border", "Perbatasan"
        OUTSIDE = "outside", "Di luar Bantul"

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, primary_key=True, related_name="spot")
    lat = models.DecimalField(max_digits=9, decimal_places=6)
    lng = models.DecimalField(max_digits=9, decimal_places=6)
    source = models.CharField(max_length=10, choices=Source.choices)
    accuracy = models.PositiveIntegerField(null=True, blank=True)
    finding = models.CharField(max_length=10, choices=Finding.choices)
