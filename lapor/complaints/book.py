"""What an act writes into the tables besides the clocks of ledger.py. replay.py keeps the same book in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from lapor.complaints import events, ledger
from lapor.complaints.models import Complaint, Event, Handling, HeadReport, Promise, StepClock
from lapor.people.models import Agency
from lapor.sop.rules import Actor, H


class Tables:
    """The book in the database; one for all acts, as it holds nothing itself."""

    start = staticmethod(ledger.start)
    finish = staticmethod(ledger.finish)
    pause = staticmethod(ledger.pause)
    resume = staticmethod(ledger.resume)
    take_up = staticmethod(ledger.take_up)
    relimit = staticmethod(ledger.relimit)
    open_clocks = staticmethod(ledger.open_clocks)
    cut_clocks = staticmethod(ledger.cut_clocks)
    left_of_total = staticmethod(ledger.left_of_total)

    @staticmethod
    def append(
        complaint: Complaint,
        *,
        action: str,
        actor: Actor,
        at: datetime,
        handling: Handling | None,
        data: Mapping[str, object],
        words: Mapping[str, str] | None,
    ) -> Event:
        handling_id = handling.pk if handling else None
        return events.append(
            complaint, action=action, actor=actor, at=at, handling_id=handling_id, data=data, words=words
        )

    @staticmethod
    def open_handling(complaint: Complaint, agency: Agency, state: H, *, at: datetime) -> Handling:
        return Handling.objects.create(
            complaint=complaint, agency=agency, state=state, round=complaint.round, started_at=at
        )

    @staticmethod
    def hand_over(handling: Handling, agency: Agency, running: Iterable[StepClock]) -> None:
        """The agency is no more: clocks that run and reports that nobody read are its successor's."""
        handling.agency = agency
        for row in running:
            row.agency = agency
            row.save(update_fields=["agency"])
        HeadReport.objects.filter(event__handling=handling, seen=None).update(agency=agency)

    @staticmethod
    def report_to_head(event: Event, handling: Handling, *, at: datetime) -> None:
        HeadReport.objects.create(event=event, complaint=event.complaint, agency=handling.agency, created_at=at)

    @staticmethod
    def promise(row: StepClock, *, event: Event, kind: str, promised_on: date, budget_year: int | None) -> None:
        """The date that this clock, just begun, runs to."""
        assert row.handling is not None  # what promises is a handling
        Promise.objects.create(
            clock=row,
            complaint=row.complaint,
            handling=row.handling,
            event=event,
            kind=kind,
            promised_on=promised_on,
            budget_year=budget_year,
        )

    @staticmethod
    def kind_of_promise(row: StepClock) -> str:
        """Of the clock of a promise: "delay" or "planned"."""
        return row.promise.kind

    @staticmethod
    def save(complaint: Complaint, handling: Handling | None) -> None:
        if handling is not None:
            handling.save()
        complaint.save()

    @staticmethod
    def save_ended(handling: Handling) -> None:
        handling.save(update_fields=["state"])


TABLES = Tables()
