"""The only writer of state: lock, ask the rules, append the event, move the clocks, queue the jobs.

All of it in one transaction, which a step may hold open to attach what belongs to its act.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from lapor.complaints import events, situation, tasks, uploads
from lapor.complaints.effects import ROUTINGS, Effects, Moved, first_clocks
from lapor.complaints.models import Complaint, Handling, leading
from lapor.complaints.refusals import Refused, Stale
from lapor.people import calendars, procedures
from lapor.people.models import Agency, Unit
from lapor.sop import rules
from lapor.sop.rules import Actor, C, Sentence


def move(
    action: str,
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    handling_id: int | None = None,
    version: int | None = None,
    round: int | None = None,
    form_key: str = "",
    data: Mapping[str, object] | None = None,
    words: Mapping[str, str] | None = None,
    agency: Agency | None = None,
    unit: Unit | None = None,
) -> Moved:
    """Do this action to a complaint and, where the rule looks at one, to this handling of it.

    `version` is the one the person's page showed, `round` the one a job was made for: an older one raises
    Stale, None does not ask. `form_key` marks the event with the form it came from. `agency` is whom a
    routing gives the case to or a reorganisation carries it over to, `unit` whom an assignment does. Raises
    Refused, Stale, Complaint.DoesNotExist and Handling.DoesNotExist.
    """
    if action in ROUTINGS and agency is None:
        raise TypeError(f"{action} needs the agency that gets the case")
    with transaction.atomic():
        calendars.hold_still()
        if agency is not None:
            agency.refresh_from_db(fields=["calendar"])  # its office hours may be others since the page was sent
        complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint_id)
        handlings = list(
            Handling.objects.select_for_update(of=("self",))
            .filter(complaint=complaint)
            .select_related("agency__calendar")
            .order_by("id")
        )
        handling = _chosen(handlings, handling_id)
        if version not in (None, complaint.version) or round not in (None, complaint.round):
            raise Stale(complaint.events.latest("seq"))
        newest = complaint.events.order_by("-seq").values_list("at", flat=True).first()
        at = max(at, newest or at)  # two servers' clocks may differ by a second; time here does not go back
        verdict = rules.judge(action, actor, situation.of(complaint, handling, at=at, actor=actor))
        if isinstance(verdict, Sentence):
            raise Refused(action, verdict)
        facts = {**(data or {}), "form": uploads.form_mark(form_key)} if form_key else data
        tasks.tell()
        with calendars.looked_up_once():
            return Effects(verdict, complaint, handlings, handling, actor, at).carry_out(facts, words, agency, unit)


def begin(complaint: Complaint, *, actor: Actor, words: Mapping[str, str], data: Mapping[str, object]) -> Moved:
    """Enter a new complaint: its row, its first event and clocks. Inside the caller's transaction."""
    verdict = rules.judge("submit", actor, rules.Situation(at=complaint.received_at))
    if isinstance(verdict, Sentence):
        raise Refused("submit", verdict)
    at = complaint.received_at
    calendars.hold_still()
    complaint.state, complaint.state_since, complaint.version = C.RECEIVED, at, 1
    complaint.sop_version = procedures.in_force(at.astimezone(calendars.BANTUL).date()).code
    complaint.save(force_insert=True)
    facts = {**data, "klass": complaint.klass, "sop_version": complaint.sop_version}
    event = events.append(complaint, action="submit", actor=actor, at=at, data=facts, words=words)
    complaint.save(update_fields=["seq", "chain"])
    tasks.tell()
    with calendars.looked_up_once():
        first_clocks(complaint, at=at)
    return Moved(complaint, None, event)


def _chosen(handlings: list[Handling], handling_id: int | None) -> Handling | None:
    """The handling that was named, or else the lead that still counts."""
    if handling_id is not None:
        found = [h for h in handlings if h.pk == handling_id]
        if not found:
            raise Handling.DoesNotExist
        return found[0]
    return leading(handlings)
