"""What a reporter may do with his complaint: each act as a form, and the step that carries it out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lapor.complaints import situation, uploads
from lapor.complaints.models import Attachment, Complaint, Draft, Handling
from lapor.complaints.steps import close, complete, reopen, reply
from lapor.public.typed import plain
from lapor.sop import rules, words
from lapor.sop.rules import ACTIONS, Actor, C, Role, Sentence

REPORTER = Actor(Role.CITIZEN)
STARS = tuple((number, _(word)) for number, word in words.STARS.items())


@dataclass(frozen=True)
class Deed:
    """An act as a form. `words` is the name its step gives the text, "" for one without; `stars` is "", "must" or
    "may"."""

    action: str
    act: Callable[..., object]
    heading: str | Promise
    words: str
    label: str | Promise
    hint: str | Promise
    button: str | Promise
    thanks: str | Promise
    stars: str = ""
    files: bool = False
    optional: bool = False


DEEDS: Mapping[str, Deed] = MappingProxyType({
    deed.action: deed
    for deed in (
        Deed(
            "complete", complete.complete, _("Lengkapi aduan Anda"), "reply", _("Jawaban Anda"),
            _("Tulis yang diminta, atau lampirkan fotonya."), _("Kirim kelengkapan"),
            _("Terima kasih. Kelengkapan Anda sudah kami terima dan jam kami berjalan lagi."), files=True,
        ),
        Deed(
            "confirm", close.confirm, _("Sudah beres? Beri penilaian"), "remark", _("Pesan Anda"),
            _("Pesan dan nilai Anda dibaca petugas yang menangani."), _("Ya, sudah beres"),
            _("Terima kasih. Aduan Anda selesai."), stars="must", optional=True,
        ),
        Deed(
            "object", reopen.object_to, _("Belum beres, saya berkeberatan"), "reason",
            _("Apa yang belum beres?"),
            _("Aduan diperiksa lagi. Nomor Anda tetap sama."), _("Kirim keberatan"),
            _("Keberatan Anda sudah kami terima. Aduan diperiksa lagi."), stars="may", files=True,
        ),
        Deed(
            "reopen", reopen.reopen, _("Buka lagi aduan ini"), "reason", _("Apa yang belum beres?"),
            _("Aduan kembali ke penanggung jawab dinas. Ini hanya dapat dilakukan satu kali."),
            _("Buka lagi"), _("Aduan Anda dibuka lagi."), files=True,
        ),
        Deed(
            "reply", reply.reply, _("Balas atau bertanya"), "message", _("Pesan Anda"),
            _("Dibaca petugas yang menangani aduan Anda."), _("Kirim pesan"),
            _("Pesan Anda sudah kami terima."), files=True,
        ),
        Deed(
            "change_score", close.change_score, _("Ubah nilai"), "", "",
            _("Nilai dapat diubah dalam 24 jam setelah Anda menilai."), _("Ubah nilai"),
            _("Nilai Anda sudah diubah."), stars="must",
        ),
        Deed(
            "withdraw", close.withdraw, _("Cabut aduan"), "reason", _("Alasan Anda"),
            _("Kami tidak meneruskan aduan ini lagi, dan pencabutan tidak dapat dibatalkan."),
            _("Cabut aduan"), _("Aduan Anda sudah dicabut."), optional=True,
        ),
    )
})  # fmt: skip

# An objection to an archive or a lapse goes to the Tim, and there is no answer to give stars for.
_TO_THE_TIM = replace(
    DEEDS["object"],
    heading=_("Saya berkeberatan"),
    label=_("Mengapa aduan ini perlu diteruskan?"),
    hint=_("Tim Kabupaten memeriksa aduan ini lagi. Nomor Anda tetap sama."),
    stars="",
)

# A message does not undo an answer; who is not content has another way, and is told so.
_AFTER_THE_ANSWER = replace(
    DEEDS["reply"], hint=_("Pesan tidak membuka aduan ini lagi. Kalau belum beres, sampaikan keberatan.")
)


# The same acts on a complaint of the Inspektorat: no other office is named.
_INSIDE = MappingProxyType({
    "object": replace(_TO_THE_TIM, hint=_("Inspektorat memeriksa aduan ini lagi. Nomor Anda tetap sama.")),
    "reopen": replace(DEEDS["reopen"], hint=_("Inspektorat memeriksa lagi. Ini hanya dapat dilakukan satu kali.")),
})  # fmt: skip


@dataclass
class DeedForm:
    """An act's form as typed. `key` is its own, `version` what the page showed."""

    key: str
    version: int
    text: str = ""
    score: int | None = None
    held: list[Attachment] = field(default_factory=list)

    @property
    def low(self) -> bool:
        """Whether these stars say that the answer was not good enough."""
        return self.score is not None and self.score <= reopen.LOW_SCORE


@dataclass(frozen=True)
class Offer:
    """A form on the case page. `faults` are (field id, sentence) as the page names its fields."""

    deed: Deed
    form: DeedForm
    faults: Mapping[str, str] = field(default_factory=dict)


def deed_for(action: str, complaint: Complaint) -> Deed | None:
    """The form of this act as the case stands; None for an act that is no reporter's."""
    to_the_desk = action == "object" and complaint.state in (C.ARCHIVED, C.LAPSED)
    if complaint.supervisory and (to_the_desk or action == "reopen"):
        return _INSIDE[action]
    if to_the_desk:
        return _TO_THE_TIM
    if action == "reply" and complaint.state == C.ANSWERED:
        return _AFTER_THE_ANSWER
    return DEEDS.get(action)


def sent_before(complaint: Complaint, key: str) -> bool:
    """Whether the form with this key has been carried out already."""
    return complaint.events.filter(data__form=uploads.form_mark(key)).exists()


def blank(complaint: Complaint, *, text: str = "", score: int | None = None) -> DeedForm:
    """An untouched form, with what the reporter wrote or chose elsewhere."""
    return DeedForm(str(uuid.uuid4()), complaint.version, text, score)


def fresh(deed: Deed, complaint: Complaint, chosen: int | None = None) -> DeedForm:
    """The form of this act as it is opened: with the stars of a letter's link, or those that are to be changed."""
    return blank(complaint, score=complaint.score if deed.action == "change_score" else chosen)


def stars(sent: Any) -> int | None:
    """The stars that a form or an address names."""
    chosen = sent.get("nilai", "")
    return int(chosen) if chosen in ("1", "2", "3", "4", "5") else None


def read(post: Any, key: str) -> DeedForm:
    version = post.get("version", "")
    return DeedForm(
        key,
        int(version) if re.fullmatch(r"[0-9]{1,9}", version) else -1,
        plain(post.get("tulisan", "")),
        stars(post),
    )


def carry_out(deed: Deed, form: DeedForm, *, complaint: Complaint, at: datetime, draft: Draft | None) -> None:
    """Do it. Raises Incomplete, Refused and Stale, as the steps do."""
    more: dict[str, object] = {deed.words: form.text} if deed.words else {}
    if deed.stars:
        more["score"] = form.score
    if deed.files:
        more["draft"] = draft
    deed.act(complaint_id=complaint.pk, actor=REPORTER, at=at, version=form.version, form_key=form.key, **more)


def offered(complaint: Complaint, now: rules.Situation) -> tuple[list[Deed], list[tuple[str, Sentence]]]:
    """What the reporter may do in this situation of his complaint, and what not with the reason."""
    verdicts = rules.offered(REPORTER, now)
    possible = {action for action, why in verdicts if why is None}
    deeds = [deed_for(action, complaint) for action in DEEDS if action in possible]
    allowed = [deed for deed in deeds if deed is not None]
    refused = [(gettext(ACTIONS[action].label), why) for action, why in verdicts if why is not None]
    return allowed, refused


def refusal(action: str, complaint: Complaint, lead: Handling | None, *, at: datetime) -> Sentence | None:
    return rules.refusal(action, REPORTER, situation.of(complaint, lead, at=at, actor=REPORTER))
