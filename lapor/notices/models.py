"""What is to be told to whom by which channel, how far it has come, and how each person wants to be told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lapor.complaints.models import Event
from lapor.people.models import Person


class Channel(models.TextChoices):
    MAIL = "mail", "Surel"
    MESSENGER = "messenger", "Pesan ke telepon"


class Stage(models.TextChoices):
    """`SENDING` without anybody's lock on it: whoever sent it died, perhaps after the server had accepted it."""

    WAITING = "waiting", "Menunggu"
    SENDING = "sending", "Sedang dikirim"
    SENT = "sent", "Terkirim"
    FAILED = "failed", "Gagal"
    DROPPED = "dropped", "Tidak perlu lagi"


REPORTER = "reporter"
LETTER = "letter"


class Notice(models.Model):
    """One notice: of one event, to one recipient, by one channel; or a letter about an account, without event.

    `recipient` is "person:12" for an official, "reporter" for whoever filed the case (found in the room of
    identities when it is sent, never written here), "letter" for `sealed`, which holds an encrypted address,
    subject and text and is emptied once sent. What a notice says is written when it is sent.

    `due_at` is not before when, `until` not after when it is sent (UTC). `uncertain` counts how often it was
    given to the server again because nobody can tell whether it had been accepted: the same `message_id`.
    """

    key = models.CharField(max_length=120, unique=True)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    recipient = models.CharField(max_length=24)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    kind = models.CharField(max_length=20)
    sealed = models.BinaryField(default=b"")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    message_id = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    uncertain = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient", "channel"],
                condition=Q(event__isnull=False),
                name="one_notice_per_event_recipient_and_channel",
            ),
            models.CheckConstraint(
                name="a_person_for_officials_only",
                condition=Q(person__isnull=True) | Q(recipient__startswith="person:"),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="notice_waits", condition=Q(stage="waiting")),
            models.Index(fields=["id"], name="notice_under_way", condition=Q(stage="sending")),
            models.Index(fields=["-done_at", "-id"], name="notice_failed", condition=Q(stage="failed")),
            models.Index(fields=["done_at"], name="notice_sent", condition=Q(stage="sent")),
        ]

    def __str__(self) -> str:
        return self.key


class Preference(models.Model):
    """How a person wants to be told. Quiet hours are hours of the day in Bantul, over midnight if from > until.

    `muted` lists kinds that are not sent; what a person must know cannot be muted (kinds.py).
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="preference")
    mail = models.BooleanField(default=True)
    messenger = models.BooleanField(default=False)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    muted = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="quiet_hours_have_two_ends",
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            )
        ]
