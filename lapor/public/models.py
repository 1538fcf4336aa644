"""What the citizens' pages keep for themselves: tries that failed, so that nobody guesses codes."""

from django.db import models


class FailedTry(models.Model):
    """One wrong guess. `subject` (a case number, an e-mail address) and `address` (where the request came
    from) are keyed hashes: the table tells nobody who tried what. Rows live for an hour."""

    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "subject", "at"]),
            models.Index(fields=["kind", "address", "at"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"
