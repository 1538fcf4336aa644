"""Lists that complaints and their forms use: places of Bantul, categories of SP4N-LAPOR!, standard answers."""

from django.db import models

from lapor.people.models import Agency


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
    """A category with its number in SP4N-LAPOR!. `common` ones are shown first to the verifier, and one that
    is not `active` is no longer given to a complaint."""

    sp4n_id = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=160)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    common = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["-common", "name"]

    def __str__(self) -> str:
        return self.name


class StandardAnswer(models.Model):
    """Words that an official may start from (jawaban baku): of one agency, or of all where there is none.

    `action` is the act in whose form they are offered.
    """

    ACTIONS = {
        "pass_on": "Jawaban sementara",
        "answer": "Jawaban",
        "answer_simple": "Jawaban langsung",
        "ask_completion": "Permintaan kelengkapan",
        "archive": "Alasan pengarsipan",
    }

    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="standard_answers")
    action = models.CharField(max_length=30, choices=list(ACTIONS.items()))
    title = models.CharField(max_length=80)
    text = models.TextField()
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["action", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "action", "title"], nulls_distinct=False, name="standard_answer_once"
            )
        ]

    def __str__(self) -> str:
        return self.title
