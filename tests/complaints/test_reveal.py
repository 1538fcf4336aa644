"""Case 34: a hidden identity is asked for, refused, asked for again, allowed and looked at, and all of it stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lapor.complaints import events, identity
from lapor.complaints.models import EventText, IdentityRequest
from lapor.complaints.refusals import Incomplete, Refused
from lapor.complaints.steps import mark_supervisory, reveal
from lapor.people.models import Position
from lapor.sop.rules import Klass, Role
from tests.cast import Cast, Walk

WHY = "Pelapor perlu dihubungi karena lokasinya belum jelas."
NO = "Lokasi dapat ditanyakan lewat permintaan kelengkapan."
YES = "Sudah ditanyakan dua kali tanpa hasil."


@pytest.fixture
def hidden(file_one: Callable[..., Walk]) -> Walk:
    return file_one(anonim=True, contact="sari@contoh.test").routed()


def ask(walk: Walk, who: Position, reason: str = WHY) -> IdentityRequest:
    walk.do(reveal.ask_identity, who, reason=reason)
    return walk.complaint.identity_requests.latest("asked_at", "id")


def decide(walk: Walk, decision: Callable[..., object], request: IdentityRequest, reason: str) -> object:
    return decision(request=request, actor=walk.cast.sekar.as_actor(), at=walk.now(), reason=reason)


def test_34_asked_refused_asked_again_allowed_and_looked_at_leaves_every_event_with_reason_person_and_time(
    hidden: Walk, cast: Cast
) -> None:
    decide(hidden, reveal.deny_identity, ask(hidden, cast.wati), NO)
    decide(hidden, reveal.allow_identity, ask(hidden, cast.wati), YES)
    _moved, seen = hidden.do(reveal.see_identity, cast.wati)
    assert seen == identity.Revealed("Sari Lestari", ("sari@contoh.test",))
    rows = hidden.complaint.events.filter(action__endswith="_identity").order_by("seq")
    assert [(row.action, row.position) for row in rows] == [
        ("ask_identity", cast.wati), ("deny_identity", cast.sekar), ("ask_identity", cast.wati),
        ("allow_identity", cast.sekar), ("see_identity", cast.wati),
    ]  # fmt: skip
    reasons = EventText.objects.filter(event__in=rows, name="reason").order_by("event__seq")
    assert list(reasons.values_list("words", flat=True)) == [WHY, NO, WHY, YES]
    assert sorted(row.at for row in rows) == [row.at for row in rows]
    assert list(events.breaks(hidden.refresh())) == []


def test_an_allowed_look_is_the_askers_alone_and_ends_after_a_day(hidden: Walk, cast: Cast) -> None:
    decide(hidden, reveal.allow_identity, ask(hidden, cast.wati), YES)
    allowed = hidden.complaint.identity_requests.get()
    assert allowed.until == allowed.decided.at + timedelta(hours=24)
    with pytest.raises(Refused, match="belum mengizinkan"):
        hidden.do(reveal.see_identity, cast.joko)
    hidden.do(reveal.see_identity, cast.wati, at=allowed.until - timedelta(seconds=1))
    with pytest.raises(Refused, match="sudah habis"):
        hidden.do(reveal.see_identity, cast.wati, at=allowed.until)
    hidden.do(reveal.ask_identity, cast.wati, reason=WHY, at=allowed.until)  # who still needs it asks again


def test_nobody_looks_without_a_decision_and_nobody_asks_twice(hidden: Walk, cast: Cast) -> None:
    ask(hidden, cast.wati)
    with pytest.raises(Refused, match="belum diputuskan"):
        ask(hidden, cast.wati)
    with pytest.raises(Refused, match="belum mengizinkan"):
        hidden.do(reveal.see_identity, cast.wati)
    with pytest.raises(Refused, match="hanya untuk"):
        hidden.do(reveal.ask_identity, cast.budi, reason=WHY)
    assert not hidden.complaint.events.filter(action="see_identity").exists()


def test_a_request_is_decided_once(hidden: Walk, cast: Cast) -> None:
    first, second = ask(hidden, cast.wati), ask(hidden, cast.joko)
    decide(hidden, reveal.deny_identity, first, NO)
    with pytest.raises(Refused):
        decide(hidden, reveal.allow_identity, first, YES)
    first.refresh_from_db()
    assert first.allowed is False
    assert hidden.complaint.events.filter(action="allow_identity").count() == 0
    decide(hidden, reveal.allow_identity, second, YES)


def test_every_reason_is_written(hidden: Walk, cast: Cast) -> None:
    with pytest.raises(Incomplete, match="mengapa"):
        ask(hidden, cast.wati, "perlu")
    request = ask(hidden, cast.wati)
    with pytest.raises(Incomplete, match="alasan"):
        decide(hidden, reveal.allow_identity, request, "ya")
    with pytest.raises(Incomplete, match="untuk apa"):
        hidden.do(reveal.see_identity, cast.sekar)


def test_a_name_that_is_not_hidden_is_not_asked_for(walk: Walk, cast: Cast) -> None:
    with pytest.raises(Refused, match="tidak disembunyikan"):
        walk.do(reveal.ask_identity, cast.wati, reason=WHY)


def test_nobody_is_asked_where_nobody_keeps_identities(hidden: Walk, cast: Cast) -> None:
    cast.sekar.ends = cast.sekar.starts
    cast.sekar.save()
    with pytest.raises(Incomplete, match="Belum ada penjaga identitas"):
        ask(hidden, cast.wati)


def test_nobody_decides_what_he_asked_himself(hidden: Walk, cast: Cast) -> None:
    both = Position.objects.create(person=cast.wati.person, role=Role.CUSTODIAN, starts=cast.wati.starts)
    request = ask(hidden, cast.wati)
    with pytest.raises(Incomplete, match="dari Anda sendiri"):
        reveal.allow_identity(request=request, actor=both.as_actor(), at=hidden.now(), reason=YES)
    decide(hidden, reveal.allow_identity, request, YES)
    cast.sekar.ends = cast.sekar.starts
    cast.sekar.save()
    with pytest.raises(Incomplete, match="selain Anda"):
        hidden.do(reveal.ask_identity, cast.wati, reason=WHY, at=hidden.now(25))


def test_an_account_is_reached_by_its_address_of_today(file_one: Callable[..., Walk], cast: Cast) -> None:
    walk = file_one(anonim=True, account=True, contact="lama@contoh.test")
    decide(walk, reveal.allow_identity, ask(walk, cast.wati), YES)
    _moved, seen = walk.do(reveal.see_identity, cast.wati)
    assert seen == identity.Revealed("Sari Lestari", ("lama@contoh.test", "sari@contoh.test"))


def test_of_a_supervisory_case_the_inspectorate_alone_asks(file_one: Callable[..., Walk], cast: Cast) -> None:
    walk = file_one(anonim=True, klass=Klass.SUPERVISORY)
    with pytest.raises(Refused):
        ask(walk, cast.wati)
    decide(walk, reveal.allow_identity, ask(walk, cast.kartika), YES)
    walk.do(reveal.see_identity, cast.kartika)


def test_who_lost_the_case_since_he_asked_is_allowed_nothing(hidden: Walk, cast: Cast) -> None:
    request = ask(hidden, cast.wati)
    hidden.do(mark_supervisory.mark_supervisory, cast.joko, reason="Pungutan oleh petugas loket.")
    with pytest.raises(Incomplete, match="tidak menangani aduan ini lagi"):
        decide(hidden, reveal.allow_identity, request, YES)
    assert not hidden.complaint.events.filter(action="allow_identity").exists()
    decide(hidden, reveal.deny_identity, request, NO)


def test_no_clock_stands_still_for_a_request(hidden: Walk, cast: Cast) -> None:
    before = list(hidden.complaint.clocks.order_by("id").values_list("name", "due_at", "paused_at", "finished_at"))
    version = hidden.complaint.version
    decide(hidden, reveal.allow_identity, ask(hidden, cast.wati), YES)
    hidden.do(reveal.see_identity, cast.wati)
    after = list(hidden.complaint.clocks.order_by("id").values_list("name", "due_at", "paused_at", "finished_at"))
    assert (after, hidden.complaint.version) == (before, version)
