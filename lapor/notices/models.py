"""What is to be told to whom by which channel, how far it has come, and how each person wants to be told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lapor.complaints.models import Complaint, Event, Mark
from lapor.people.models import Person, Position
from lapor.sop.lateness import Up


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


class Digest(models.Model):
    """One letter to one official about all that is late or nearly so; a notice for each of his channels carries it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="digests", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="digest_newest")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at}"


class Telling(models.Model):
    """That this person is told of this mark of a clock, once: by the position he had then, in one digest.

    `rung` is the step of the ladder he stands on ("" who holds the case). It waits for a digest until `settled_at`;
    settled without one, the reminder was not needed any more. `open` while the clock of an escalation runs, as far
    as the job has looked.
    """

    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="tellings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tellings", db_index=False)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=[("reminder", "Pengingat"), ("late", "Naik ke atasan")])
    rung = models.CharField(max_length=12, blank=True, choices=[(up.value, up.value) for up in Up])
    created_at = models.DateTimeField()
    digest = models.ForeignKey(Digest, null=True, blank=True, on_delete=models.PROTECT, related_name="tellings")
    settled_at = models.DateTimeField(null=True, blank=True)
    open = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "person"], name="each_mark_reaches_a_person_once")]
        indexes = [
            models.Index(fields=["person", "id"], name="telling_waits", condition=Q(settled_at__isnull=True)),
            models.Index(fields=["position", "id"], name="telling_open", condition=Q(open=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.mark_id} {self.person_id}"


class Notice(models.Model):
    """One notice: of one event or digest, to one recipient, by one channel; or a letter about an account.

    `recipient` is "person:12" for an official, "reporter" for whoever filed the case (found in the room of
    identities when it is sent, never written here), "letter" for `sealed`, which holds an encrypted address,
    subject and text and is emptied once sent. What a notice says is written when it is sent.

    `due_at` is not before when, `until` not after when it is sent (UTC). `uncertain` counts how often it was
    given to the server again because nobody can tell whether it had been accepted: the same `message_id`.
    """

    key = models.CharField(max_length=120, unique=True)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    digest = models.ForeignKey(Digest, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
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


class MailLink(models.Model):
    """The link in one letter to a reporter without an account: what it opens, until when, and when it was used.

    `purpose` is the kind of its notice. The secret in the address stands nowhere; links.py makes it of `salt`.
    """

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="link")
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    salt = models.CharField(max_length=32)
    hashed = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.notice_id}"


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
