"""What a reporter does beside the steps: a message to whoever has his case, other stars within a day, few stars."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from lapor.complaints.refusals import Incomplete
from lapor.complaints.steps import close
from lapor.complaints.steps.reply import reply
from lapor.notices import letters
from lapor.notices.models import Notice, Stage
from lapor.sop.rules import C
from tests.cast import REPORTER, Cast, Walk
from tests.letters import plan_all
from tests.pictures import picture
from tests.public.conftest import act

Reporter = Callable[[Walk], Client]
WORDS = "Kapan petugas datang? Tiang keempat juga padam."


# ---------------------------------------------------------------- messages


@pytest.mark.parametrize("stage", ["", "routed", "reported", "answered"])
def test_a_message_stands_in_the_history_and_nothing_moves(
    today: Walk, cast: Cast, reporter: Reporter, client: Client, stage: str
) -> None:
    walk = getattr(today, stage)() if stage else today
    before = walk.refresh()
    clocks = list(before.clocks.order_by("id").values_list("name", "due_at", "finished_at", "paused_at"))
    assert act(reporter(walk), walk, "reply", tulisan=WORDS, berkas=[picture()]).status_code == 302
    after = walk.refresh()
    assert (after.state, after.version, after.round) == (before.state, before.version, before.round)
    assert list(after.clocks.order_by("id").values_list("name", "due_at", "finished_at", "paused_at")) == clocks
    page = client.get(f"/aduan/{after.number}/").content.decode()
    assert WORDS in page and "Pesan Anda sudah kami terima." in page
    assert after.attachments.filter(event__action="reply").count() == 1


def test_officials_read_it_in_the_conversation(today: Walk, cast: Cast, reporter: Reporter) -> None:
    walk = today.passed_on()
    act(reporter(walk), walk, "reply", tulisan=WORDS)
    desk = Client()
    desk.force_login(cast.endang.person)
    page = desk.get(f"/meja/aduan/{walk.complaint.number}/").content.decode()
    assert WORDS in page and "membalas atau bertanya" in page


def test_an_empty_message_is_asked_again(today: Walk, reporter: Reporter) -> None:
    answer = act(reporter(today), today, "reply", tulisan=" ")
    assert answer.status_code == 422 and "Tulis pesan Anda" in answer.content.decode()


def test_after_an_answer_it_is_said_that_a_message_does_not_reopen(today: Walk, reporter: Reporter) -> None:
    client = reporter(today.answered())
    page = client.get(f"/aduan/{today.complaint.number}/reply/").content.decode()
    assert "Pesan tidak membuka aduan ini lagi." in page
    assert f'href="/aduan/{today.complaint.number}/object/"' in page


def test_the_eleventh_message_of_a_day_waits_and_its_words_are_kept(today: Walk, reporter: Reporter) -> None:
    for _ in range(10):
        today.do(reply, REPORTER, message=WORDS, at=today.now(0.01))
    answer = act(reporter(today), today, "reply", tulisan="Satu lagi.")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "sepuluh pesan dalam 24 jam" in page and "Satu lagi." in page
    assert today.do(reply, REPORTER, message=WORDS, at=today.at + timedelta(hours=24, minutes=1))


def test_a_closed_or_withdrawn_case_takes_no_message(today: Walk, reporter: Reporter) -> None:
    today.do(close.withdraw, REPORTER)
    assert act(reporter(today), today, "reply", tulisan=WORDS).status_code == 403


def letters_about_messages() -> list[Notice]:
    return list(Notice.objects.filter(kind="reply").order_by("id"))


def test_whoever_has_it_gets_one_letter_an_hour(walk: Walk, cast: Cast) -> None:
    """09.00 on a Monday; letters are sent as they come due."""
    walk.passed_on()
    plan_all(walk)
    walk.do(reply, REPORTER, message=WORDS)
    plan_all(walk)
    first = letters_about_messages()
    assert sorted(one.person.name for one in first if one.person) == ["Endang", "Heru"]
    walk.do(reply, REPORTER, message=WORDS, at=walk.now(0.2))
    plan_all(walk)
    assert letters_about_messages() == first  # the one that waits tells of both
    Notice.objects.update(stage=Stage.SENT)
    walk.do(reply, REPORTER, message=WORDS, at=walk.now(0.2))
    plan_all(walk)
    later = letters_about_messages()[len(first) :]
    assert [one.due_at - before.due_at for one, before in zip(later, first, strict=True)] == [timedelta(hours=1)] * 2


def test_a_message_after_the_answer_reaches_the_operator_who_answered(walk: Walk) -> None:
    walk.answered()
    plan_all(walk)
    walk.do(reply, REPORTER, message=WORDS)
    plan_all(walk)
    assert [one.person.name for one in letters_about_messages() if one.person] == ["Budi"]


def test_a_letter_about_a_message_holds_none_of_its_words(walk: Walk, cast: Cast) -> None:
    walk.passed_on().do(reply, REPORTER, message=WORDS)
    plan_all(walk)
    letter = letters.compose(letters_about_messages()[0], at=walk.at)
    assert isinstance(letter, letters.Letter)
    assert "Pesan dari pelapor" in letter.subject and walk.complaint.number in letter.subject
    assert "tiang keempat" not in letter.text.lower()
    walk.do(close.withdraw, REPORTER)
    assert letters.compose(letters_about_messages()[0], at=walk.at) == "done by others"


def test_a_message_takes_nobodys_turn_away(walk: Walk, cast: Cast) -> None:
    walk.routed().do(reply, REPORTER, message=WORDS)
    plan_all(walk)
    told = Notice.objects.filter(person=cast.budi.person)
    assert {one.kind for one in told} == {"turn", "reply"}
    assert all(isinstance(letters.compose(one, at=walk.at), letters.Letter) for one in told)


# ---------------------------------------------------------------- stars


def test_case_72_few_stars_are_asked_about_before_anything_is_sent(today: Walk, cast: Cast, reporter: Reporter) -> None:
    client = reporter(today.answered())
    asked = act(client, today, "confirm", nilai="2", tulisan="Lampu ketiga padam lagi.")
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Anda memilih 2 dari 5 (Kurang). Nilai itu belum terkirim." in page
    assert "Lampu ketiga padam lagi.</textarea>" in page and 'name="tetap"' in page
    assert (today.refresh().state, today.complaint.score) == (C.ANSWERED, None)
    assert act(client, today, "object", nilai="2", tulisan="").status_code == 422  # a reason is asked
    assert act(client, today, "object", nilai="2", tulisan="Lampu ketiga padam lagi.").status_code == 302
    assert (today.refresh().state, today.complaint.round, today.complaint.score) == (C.IN_HANDLING, 2, 2)
    assert "Anda berkeberatan (2 dari 5)." in client.get(f"/aduan/{today.complaint.number}/").content.decode()
    Notice.objects.all().delete()
    plan_all(today)
    told = Notice.objects.filter(event__action="object", person__isnull=False)
    assert {one.person.name for one in told if one.person} == {"Heru"}  # who examined before is not asked again


def test_who_gives_few_stars_may_close_it_all_the_same(today: Walk, reporter: Reporter) -> None:
    client = reporter(today.answered())
    assert act(client, today, "confirm", nilai="1", tetap="1").status_code == 302
    assert (today.refresh().state, today.complaint.score) == (C.CLOSED, 1)


def test_stars_are_changed_within_a_day_and_both_stay_in_the_history(today: Walk, reporter: Reporter) -> None:
    today.answered().received()
    client = reporter(today)
    act(client, today, "confirm", nilai="4")
    case = f"/aduan/{today.complaint.number}/"
    assert f'action="{case}change_score/"' in client.get(case).content.decode()
    assert "Nilai Anda: 4 dari 5." in client.get(case).content.decode()
    assert re.search(r'value="4"[^>]* checked', client.get(f"{case}change_score/").content.decode())
    assert act(client, today, "change_score", nilai="4").status_code == 422  # the same
    assert act(client, today, "change_score", nilai="5").status_code == 302
    assert (today.refresh().state, today.complaint.score) == (C.CLOSED, 5)
    page = client.get(case).content.decode()
    assert "nilai 4 dari 5." in page and "Anda mengubah nilai menjadi 5 dari 5." in page


def test_after_a_day_the_stars_stay(walk: Walk, reporter: Reporter) -> None:
    walk.closed(score=4)
    answer = act(reporter(walk), walk, "change_score", nilai="5")
    assert answer.status_code == 403 and "dalam 24 jam setelah Anda menilai" in answer.content.decode()
    assert walk.refresh().score == 4


def test_who_was_silent_has_no_stars_to_change(today: Walk, reporter: Reporter) -> None:
    today.answered().received()
    due = today.complaint.clocks.get(name="confirmation").due_at
    close.close_silent(complaint_id=today.complaint.pk, at=due + timedelta(minutes=1))
    answer = act(reporter(today), today, "change_score", nilai="5")
    assert answer.status_code == 403 and "kalau Anda sendiri yang menyatakan sudah beres" in answer.content.decode()


def test_stars_are_one_to_five(walk: Walk) -> None:
    walk.closed(score=4)
    for score in (None, 0, 6):
        with pytest.raises(Incomplete):
            close.change_score(complaint_id=walk.complaint.pk, actor=REPORTER, at=walk.at, score=score)


def test_looking_at_any_page_changes_nothing(today: Walk, reporter: Reporter) -> None:
    client = reporter(today.answered())
    case = f"/aduan/{today.complaint.number}/"
    before = (today.refresh().state, today.complaint.events.count())
    for page in (case, f"{case}?nilai=5", f"{case}confirm/?nilai=5", f"{case}object/", f"{case}reply/"):
        assert client.get(page).status_code == client.head(page).status_code == 200
    assert (today.refresh().state, today.complaint.events.count()) == before
