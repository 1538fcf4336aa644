"""What the citizens' pages keep for themselves: what is counted by the hour, so that nobody guesses or floods."""

from django.db import models


class FailedTry(models.Model):
    """One wrong guess, or one file from an account or an address, or one question what lies at a point (kinds
    "file" and "where", no subject).

    `subject` (a case number, an e-mail address) and `address` (where the request came from) are keyed hashes:
    the table tells nobody who tried what. Rows live for an hour.
    """

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
