"""Section C of the collected cases: what offices say among themselves stays there; what is hidden later is hidden."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lapor.complaints import marking
from lapor.complaints.history import OPEN_WORDS
from lapor.complaints.models import Event, EventText, Mark
from lapor.complaints.steps import (
    answer,
    check,
    complete,
    delay,
    examine,
    mark_supervisory,
    protect,
    reclassify,
    reveal,
    route,
    verify,
    work,
)
from lapor.complaints.steps import (
    inspect as inspected,
)
from lapor.notices import lateness, letters
from lapor.notices.models import Notice, Stage, Telling
from lapor.people.models import Position
from lapor.public import receipt_pdf
from lapor.sop.rules import ACTIONS, RULES, Klass, Role
from tests.cast import ANSWER, INTERIM, REPORTER, Cast, Walk, picture_draft, sign_in
from tests.letters import plan_all
from tests.pictures import picture

MARK = "KATADALAM"
# Acts of officials whose every word is the reporter's to read, and acts without words.
ALL_OPEN = {"keep_promise", "answer_simple", "reopen", "see_report", "acknowledge"}


class Marked:
    """A walk in which every field that is not given holds MARK; gathers what its reporter is sent."""

    def __init__(self, walk: Walk) -> None:
        self.walk, self.cast = walk, walk.cast
        self.mail: list[str] = []

    def do(self, step: Callable[..., Any], who: Position | Any, **given: Any) -> None:
        strings = [name for name, one in inspect.signature(step).parameters.items() if one.annotation == "str"]
        inner = {name: f"{MARK} {name} dari kantor" for name in strings if name not in (*given, "form_key")}
        self.walk.do(step, who, **{**inner, **given})
        self.post()

    def post(self) -> None:
        plan_all(self.walk)
        for notice in Notice.objects.filter(recipient="reporter", stage=Stage.WAITING):
            letter = letters.compose(notice, at=self.walk.at)
            if isinstance(letter, letters.Letter):
                self.mail.append(f"{letter.subject}\n{letter.text}")
        Notice.objects.filter(recipient="reporter").update(stage=Stage.SENT)

    def decide(self, step: Callable[..., Any]) -> None:
        request = self.walk.complaint.identity_requests.get(decided=None)
        step(request=request, actor=self.cast.sekar.as_actor(), at=self.walk.now(), reason=f"{MARK} keputusan")
        self.walk.refresh()
        self.post()


def whole_walk(one: Marked) -> None:
    cast = one.cast
    one.do(complete.ask_completion, cast.wati, question="Di sebelah mana tiangnya?")
    one.do(complete.complete, REPORTER, reply="Di depan pasar, sisi timur.")
    one.do(verify.verify_and_route, cast.wati, agency=cast.dishub, title="Lampu padam", klass=Klass.COMPLAINT)
    one.do(route.request_return, cast.budi, reason="wrong_agency", proposed=cast.dlh)
    one.do(route.refuse, cast.wati)
    one.do(route.pass_on, cast.budi, interim=INTERIM)
    one.do(reclassify.reclassify, cast.wati, klass=Klass.INFORMATION)
    later = one.walk.at.date() + timedelta(days=9)
    one.do(delay.report_delay, cast.endang, reason="Menunggu suku cadang dari gudang.", promised_on=later)
    one.do(examine.assign, cast.endang, unit=cast.lights)
    one.do(examine.recall, cast.endang)
    one.do(examine.assign, cast.endang, unit=cast.lights)
    for again in (True, False):
        draft = picture_draft(one.walk.at)
        one.do(work.report, cast.slamet, done_on=one.walk.at.date(), result="fixed", draft=draft)
        if again:
            one.do(check.send_back, cast.endang)
    one.do(check.approve, cast.endang)
    one.do(answer.answer, cast.budi, text=ANSWER, kind="solved", ground="")


def wrong_door(one: Marked) -> None:
    cast = one.cast
    one.do(verify.verify_and_route, cast.wati, agency=cast.dishub, title="Pohon tumbang", klass=Klass.COMPLAINT)
    one.do(route.request_return, cast.budi, reason="wrong_agency", proposed=cast.dlh)
    one.do(route.reroute, cast.wati, agency=cast.dlh)


def archived(one: Marked) -> None:
    one.do(verify.archive, one.cast.wati, reason="unclear", explanation="Kami belum mengerti aduan ini.")


def asked_for(one: Marked) -> None:
    one.do(reveal.ask_identity, one.cast.wati)
    one.decide(reveal.deny_identity)
    one.do(reveal.ask_identity, one.cast.wati)
    one.decide(reveal.allow_identity)
    one.do(reveal.see_identity, one.cast.wati)
    one.do(reveal.see_identity, one.cast.sekar)


def inspected_walk(one: Marked) -> None:
    cast = one.cast
    one.do(mark_supervisory.mark_supervisory, cast.wati)
    one.do(inspected.take_up, cast.kartika, interim="Aduan Anda kami periksa mulai hari ini.")
    one.do(inspected.conclude, cast.bayu, verdict="proven")
    one.do(inspected.return_findings, cast.kartika)
    one.do(inspected.conclude, cast.bayu, verdict="proven")
    one.do(inspected.answer_supervisory, cast.kartika, text="Pemeriksaan selesai.", verdict="proven")


def read_by_the_reporter(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every page and file that the reporter of this walk may open."""
    client, typeset = sign_in(Client(), walk.cast.sari), list[str]()
    plain = receipt_pdf.typst.compile
    with monkeypatch.context() as patch:
        patch.setattr(
            receipt_pdf.typst, "compile", lambda *a, **more: (typeset.append(json.dumps(more)), plain(*a, **more))[1]
        )
        number = walk.complaint.number
        own = ("", "waktu/", "lindungi/", "withdraw/", "object/", "reply/", "tanda-terima.pdf")
        urls = [
            *(f"/aduan/{number}/{more}" for more in own),
            f"/tanda-terima/?nomor={number}",
            "/aduan-saya/",
            "/lacak/",
        ]
        told = [client.get(url).content.decode(errors="replace") for url in urls]
    assert walk.complaint.title in told[0] and typeset
    return "\n".join([*told, *typeset])


def test_35_nothing_that_offices_say_among_themselves_reaches_the_citizen(
    file_one: Callable[..., Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    walks = {
        whole_walk: {}, wrong_door: {}, archived: {}, asked_for: {"anonim": True}, inspected_walk: {},
    }  # fmt: skip
    for acts, filing in walks.items():
        one = Marked(file_one(account=True, **filing))
        acts(one)
        assert one.mail
        assert MARK not in "\n".join(one.mail)
        assert MARK not in read_by_the_reporter(one.walk, monkeypatch)
    inner = [
        text
        for text in EventText.objects.select_related("event").exclude(event__role=Role.CITIZEN)
        if text.name not in OPEN_WORDS.get(text.event.action, ())
    ]
    assert len({(text.event.action, text.name) for text in inner}) > 15
    unmarked = {(text.event.action, text.name) for text in inner if MARK not in text.words}
    assert unmarked == {("conclude", "verdict")}  # a choice among four, no words
    officials = {rule.action for rule in RULES if set(rule.roles) - {Role.CITIZEN, Role.SYSTEM}}
    assert officials - ALL_OPEN == set(Event.objects.values_list("action", flat=True)) & officials - ALL_OPEN
    assert officials <= set(ACTIONS)


def test_36_reminders_go_one_by_one_and_the_citizen_reads_nothing_of_them(
    file_one: Callable[..., Walk], cast: Cast
) -> None:
    walk = file_one(account=True).routed()
    client = sign_in(Client(), cast.sari)
    before = client.get(f"/aduan/{walk.complaint.number}/").content.decode()
    events = walk.complaint.events.count()
    for days in (1, 2, 3):
        at = walk.at + timedelta(days=days)
        marking.mark_due(at=at)
        lateness.tell_all(at=at)
    assert Mark.objects.exists()
    people = {one.person.email for one in Telling.objects.select_related("person")}
    assert len(people) > 1 and all(one.person_id for one in Telling.objects.all())
    after = client.get(f"/aduan/{walk.complaint.number}/").content.decode()
    assert walk.complaint.events.count() == events
    for words in (*people, "pengingat", "Pengingat", "naik ke", "Naik ke"):
        assert words not in after
    assert after.count("<time") == before.count("<time")


def test_23_what_is_hidden_after_letters_were_queued_is_hidden_in_them_and_the_reporter_is_told_what_went_out(
    file_one: Callable[..., Walk], cast: Cast
) -> None:
    walk = file_one(account=True).routed()
    plan_all(walk)
    sent, queued = Notice.objects.get(person=cast.budi.person), walk.complaint.title
    letter = letters.compose(sent, at=walk.at)
    assert isinstance(letter, letters.Letter) and queued in letter.text
    Notice.objects.filter(pk=sent.pk).update(stage=Stage.SENT)
    walk.do(route.pass_on, cast.budi, interim=INTERIM)
    plan_all(walk)
    client = sign_in(Client(), cast.sari)
    told = client.post(f"/aduan/{walk.complaint.number}/lindungi/", {"anonim": "on"}, follow=True).content.decode()
    assert "1 surat ke petugas Dishub memuat judul dan tempat aduan Anda" in told
    waiting = Notice.objects.filter(person=cast.endang.person, stage=Stage.WAITING).get()
    letter = letters.compose(waiting, at=walk.at)
    assert isinstance(letter, letters.Letter)
    assert walk.complaint.title not in letter.subject + letter.text and "Sari" not in letter.text
    page = sign_in(Client(), cast.endang).get(f"/meja/aduan/{walk.complaint.number}/")
    assert "Sari Lestari" not in page.content.decode() and "no-store" in page.headers["Cache-Control"]


def test_23_the_addresses_of_its_files_are_others_from_that_act_on(file_one: Callable[..., Walk], cast: Cast) -> None:
    from lapor.complaints import uploads

    walk = file_one(account=True).routed()
    walk.do(complete.ask_completion, cast.budi, question="Ada fotonya?")
    draft = uploads.draft_for("0b0f7f6e-2f3a-4b1c-9d7e-000000000001", action="complete", at=walk.at)
    assert not uploads.add(draft, [picture()], at=walk.at)
    walk.do(complete.complete, REPORTER, reply="Ini fotonya.", draft=draft)
    before = walk.complaint.attachments.get().name
    officer = sign_in(Client(), cast.endang)
    assert officer.get(f"/berkas/{before}/").status_code == 200
    walk.do(protect.protect, REPORTER, anonim=False, rahasia=True)
    after = walk.complaint.attachments.get().name
    assert officer.get(f"/berkas/{before}/").status_code == 404
    assert officer.get(f"/berkas/{after}/").status_code == 200
