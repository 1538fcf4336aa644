"""Lists that complaints point to: places of Bantul and the categories of SP4N-LAPOR!."""

from django.db import models


class Kapanewon(models.Model):
    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Kalurahan(models.Model):
    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=40)
    kapanewon = models.ForeignKey(Kapanewon, on_delete=models.PROTECT, related_name="kalurahan")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A category with its number in SP4N-LAPOR!. `common` ones are shown first to the verifier."""

    sp4n_id = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=160)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    common = models.BooleanField(default=False)

    class Meta:
        ordering = ["-common", "name"]

    def __str__(self) -> str:
        return self.name
