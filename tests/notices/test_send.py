"""Handing over: none lost, a repeat only where nobody can know, whatever the mail server does."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lapor.complaints.models import Outbox
from lapor.notices import outbox, plan, send, tasks
from lapor.notices.models import Notice, Preference, Stage
from tests.cast import Cast, Walk
from tests.letters import plan_all
from tests.post_office import PostOffice

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def letters(count: int, *, at: datetime = NOW, until: datetime | None = None) -> None:
    for number in range(count):
        outbox.queue_letter(
            address=f"warga{number}@contoh.test", subject="Kode masuk", text=f"Kode Anda {number}.", kind="code",
            at=at, until=until, key=f"kode-{number}",
        )  # fmt: skip


def sent(at: datetime = NOW) -> int:
    return send.everything_due(now=lambda: at)


def states() -> Counter[str]:
    return Counter(Notice.objects.values_list("stage", flat=True))


def test_letters_arrive_each_once_and_what_they_said_is_erased(db: None, post_office: PostOffice) -> None:
    letters(3)
    assert sent() == 3
    assert sorted(one.recipients[0] for one in post_office.received) == [f"warga{n}@contoh.test" for n in range(3)]
    assert states() == {Stage.SENT: 3}
    assert {bytes(one.sealed) for one in Notice.objects.all()} == {b""}
    assert sent(NOW + timedelta(days=1)) == 0


def test_what_a_letter_says_cannot_be_read_from_the_table(db: None) -> None:
    letters(1)
    row = json.dumps({name: str(value) for name, value in Notice.objects.values().get().items()})
    assert "warga0" not in row
    assert "Kode Anda" not in row


def test_the_same_key_is_one_letter(db: None, post_office: PostOffice) -> None:
    letters(1)
    letters(1)
    sent()
    assert len(post_office.received) == 1


def test_a_code_that_expired_is_not_sent(db: None, post_office: PostOffice) -> None:
    letters(1, until=NOW + timedelta(minutes=15))
    sent(NOW + timedelta(minutes=16))
    assert post_office.received == []
    assert states() == {Stage.DROPPED: 1}


def test_an_address_that_is_refused_for_good_fails_alone(db: None, post_office: PostOffice) -> None:
    post_office.rcpt["warga1@contoh.test"] = "550 no such user"
    letters(3)
    sent()
    assert states() == {Stage.SENT: 2, Stage.FAILED: 1}
    assert Notice.objects.get(stage=Stage.FAILED).trouble == "refused: 550"


def test_a_server_that_is_busy_is_asked_again_later(db: None, post_office: PostOffice) -> None:
    post_office.rcpt["warga0@contoh.test"] = "451 try again"
    letters(2)
    sent()
    assert states() == {Stage.SENT: 1, Stage.WAITING: 1}
    waiting = Notice.objects.get(stage=Stage.WAITING)
    assert (waiting.due_at - NOW, waiting.attempts, waiting.uncertain) == (timedelta(minutes=1), 1, 0)
    post_office.rcpt.clear()
    assert sent(NOW + timedelta(seconds=59)) == 0
    sent(NOW + timedelta(minutes=1))
    assert states() == {Stage.SENT: 2}


def test_a_server_that_refuses_the_words_has_not_taken_them(db: None, post_office: PostOffice) -> None:
    post_office.data = ["452 disk full"]
    letters(1)
    sent()
    assert (states(), Notice.objects.get().uncertain) == ({Stage.WAITING: 1}, 0)
    sent(NOW + timedelta(hours=1))
    assert len(post_office.received) == 1


def test_waits_double_up_to_an_hour_and_after_five_days_it_has_failed(db: None, post_office: PostOffice) -> None:
    post_office.rcpt["warga0@contoh.test"] = "451 try again"
    letters(1)
    at, waits = NOW, []
    while Notice.objects.filter(stage=Stage.WAITING).exists():
        sent(at)
        due = Notice.objects.get().due_at
        waits.append((due - at).total_seconds() // 60)
        at = due
    assert waits[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert states() == {Stage.FAILED: 1}
    assert timedelta(days=5) < at - NOW < timedelta(days=5, hours=2)


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("trouble", ["silent", "breaks"])
def test_a_server_that_never_answers_gets_the_letter_again_under_the_same_id(
    db: None, post_office: PostOffice, trouble: str, keeps: bool, settings: Any
) -> None:
    settings.MAIL_TIMEOUT = 0.3
    setattr(post_office, trouble, 1)
    post_office.keeps = keeps
    letters(1)
    sent()
    waiting = Notice.objects.get()
    assert (waiting.stage, waiting.uncertain) == (Stage.WAITING, 1)
    sent(NOW + timedelta(minutes=1))
    assert states() == {Stage.SENT: 1}
    assert [one.mail["Message-ID"] for one in post_office.received] == [waiting.message_id] * (2 if keeps else 1)


def test_no_server_there_at_all_loses_nothing(db: None, post_office: PostOffice, settings: Any) -> None:
    there, settings.MAIL_SERVER = settings.MAIL_SERVER, type(settings.MAIL_SERVER)("127.0.0.1", 9, tls="none")
    letters(2)
    sent()
    assert states() == {Stage.WAITING: 2}
    assert set(Notice.objects.values_list("trouble", "uncertain")) == {("ConnectionRefusedError", 0)}
    settings.MAIL_SERVER = there
    sent(NOW + timedelta(minutes=1))
    assert states() == {Stage.SENT: 2}


def test_without_a_server_letters_lie_in_the_folder(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path
    letters(2)
    sent()
    files = sorted(tmp_path.iterdir())
    assert len(files) == 2
    for file in files:
        assert file.stat().st_mode & 0o777 == 0o600
        assert "warga" not in file.name
    assert {one.read_bytes().count(b"Auto-Submitted: auto-generated") for one in files} == {1}


def test_case_67_two_answers_at_once_are_one_letter_to_the_citizen(
    file_one: Callable[..., Walk], post_office: PostOffice, client: Any
) -> None:
    from lapor.complaints.refusals import Stale
    from lapor.complaints.steps import answer

    walk = file_one(contact="sari@contoh.test").approved()
    version = walk.complaint.version
    outcomes = []
    for text in ("Jawaban dari meja pertama, lampu menyala.", "Jawaban dari meja kedua, lampu menyala."):
        try:
            walk.do(answer.answer, walk.cast.budi, text=text, kind="solved", version=version)
            outcomes.append("sent")
        except Stale:
            outcomes.append("stale")
    assert outcomes == ["sent", "stale"]
    client.force_login(walk.cast.budi.person)
    page = client.post(
        f"/meja/aduan/{walk.complaint.number}/answer/",
        {"text": "Jawaban dari meja kedua, lampu menyala.", "kind": "solved", "version": version, "form_key": "b"},
    )
    assert page.status_code == 409
    assert "Jawaban dari meja pertama" in page.content.decode()
    plan_all(walk)
    sent(walk.at)
    answers = [one.text for one in post_office.to("sari@contoh.test") if "Jawaban dari meja" in one.text]
    assert len(answers) == 1
    assert "meja pertama" in answers[0]


def test_case_68_a_form_sent_five_times_is_one_case_and_one_letter(
    file_one: Callable[..., Walk], post_office: PostOffice
) -> None:
    walks = [file_one(form_key="lima-kali", contact="sari@contoh.test") for _ in range(5)]
    assert len({walk.complaint.number for walk in walks}) == 1
    plan_all(walks[0])
    sent(walks[0].at)
    assert len(post_office.to("sari@contoh.test")) == 1


def test_an_answer_has_arrived_when_the_server_took_it_and_not_before(
    file_one: Callable[..., Walk], post_office: PostOffice
) -> None:
    post_office.rcpt["sari@contoh.test"] = "451 try again"
    walk = file_one(contact="sari@contoh.test").answered()
    plan_all(walk)
    sent(walk.at)
    assert walk.refresh().accepted_round == 0
    post_office.rcpt.clear()
    later = walk.at + timedelta(minutes=1)
    sent(later)
    assert walk.refresh().accepted_round == 1
    assert walk.complaint.events.get(action="channel_accepted").at == later


def test_an_address_that_takes_nothing_leaves_the_answer_on_the_page(
    file_one: Callable[..., Walk], post_office: PostOffice
) -> None:
    post_office.rcpt["sari@contoh.test"] = "550 no such user"
    walk = file_one(contact="sari@contoh.test").answered()
    plan_all(walk)
    sent(walk.at)
    assert walk.refresh().accepted_round == 1


def test_what_a_worker_left_between_acceptance_and_receipt_is_noted_by_the_next(
    file_one: Callable[..., Walk], post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = file_one(contact="sari@contoh.test").answered()
    plan_all(walk)
    monkeypatch.setattr(plan, "arrived", lambda *args, **more: None)  # killed here
    sent(walk.at)
    monkeypatch.undo()
    monkeypatch.setattr("lapor.notices.tasks.timezone.now", lambda: walk.at + timedelta(minutes=10))
    assert walk.refresh().accepted_round == 0
    tasks.deliver_again(timestamp=0)
    assert walk.refresh().accepted_round == 1


@pytest.mark.parametrize("typed", ["+62812000777", "0812 000 777"])  # by himself, and by the administration
def test_a_telephone_gets_a_short_message_through_the_gateway(
    file_one: Callable[..., Walk], cast: Cast, gateway: list[tuple[str, bytes]], post_office: PostOffice, typed: str
) -> None:
    walk = file_one(contact="")
    cast.budi.person.phone = typed
    cast.budi.person.save()
    Preference.objects.create(person=cast.budi.person, messenger=True)
    walk.routed()
    plan_all(walk)
    sent(walk.at)
    [(path, body)] = gateway
    message = json.loads(body)
    assert path == "/kirim/62812000777"
    assert walk.complaint.number in message["message"]
    assert f"/meja/aduan/{walk.complaint.number}/" in message["message"]
    assert len(post_office.to("budi@bantul.test")) == 1  # both channels, one notice each
    assert not Outbox.objects.exists()
