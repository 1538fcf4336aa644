"""The tables of a complaint, one file for each thing they keep."""

from lapor.complaints.models.case import Complaint, Handling, leading
from lapor.complaints.models.events import Event, EventText, HeadReport, Outbox, Seal
from lapor.complaints.models.identity import Identity, IdentityRequest
from lapor.complaints.models.ledger import ClockMove, Mark, Pause, Promise, StepClock
from lapor.complaints.models.reference import Category, Kalurahan, Kapanewon, StandardAnswer
from lapor.complaints.models.spot import Spot
from lapor.complaints.models.uploads import Attachment, Draft, UploadPart

__all__ = [
    "Attachment", "Category", "ClockMove", "Complaint", "Draft", "Event", "EventText", "Handling", "HeadReport",
    "Identity", "IdentityRequest", "Kalurahan", "Kapanewon", "Mark", "Outbox", "Pause", "Promise", "Seal", "Spot",
    "StandardAnswer", "StepClock", "UploadPart", "leading",
]  # fmt: skip
