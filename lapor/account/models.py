"""Codes that were sent to sign in with, and the table of the shared cache."""

from __future__ import annotations

import uuid

from django.db import models


class SignInCode(models.Model):
    """A code sent to an address; no row tells which. `code` is "" where the letter held none.

    `address` and `code` are keyed fingerprints (client.keyed). Good until `until`, for `tries` below the limit,
    and once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    address = models.CharField(max_length=64, db_index=True)
    code = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)


class CacheEntry(models.Model):
    """A row of Django's database cache: what throttles count. The table is unlogged: a crash may empty it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "lapor_account_cache"
