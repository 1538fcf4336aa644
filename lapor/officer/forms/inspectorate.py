"""The Inspektorat's acts on a supervisory complaint, and the Tim's act that hands one over."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lapor.complaints.history import VERDICTS
from lapor.complaints.steps import inspect, mark_supervisory
from lapor.officer.cases import Case
from lapor.officer.conversation import sent_back, words_of
from lapor.officer.forms.base import ActForm, Slot, one_of, prose
from lapor.sop.rules import H


class MarkForm(ActForm):
    step = mark_supervisory.mark_supervisory
    after = _(
        "Begitu dikirim, aduan ini hanya dibaca Inspektorat. Tim Kabupaten dan OPD yang pernah memegangnya tidak dapat "
        "membukanya lagi, juga Anda. Ini tidak dapat dibatalkan."
    )
    told = _("Aduan diserahkan ke Inspektorat.")

    reason = prose(_("Mengapa ini urusan Inspektorat?"), _("Hanya Inspektorat yang membaca ini."))


class TakeUpForm(ActForm):
    step = inspect.take_up
    after = _("Begitu dikirim, pelapor menerima kabar awal, dan pemeriksa dapat mulai bekerja.")
    told = _("Pemeriksaan dimulai. Pelapor menerima kabar awal.")

    interim = prose(_("Kabar awal"), _("Pelapor membaca ini: apa yang akan diperiksa. Jangan menyebut nama terlapor."))


class ConcludeForm(ActForm):
    step = inspect.conclude
    after = _("Begitu dikirim, verifikator Inspektorat membaca temuan ini, lalu menjawab pelapor.")
    told = _("Hasil pemeriksaan diserahkan kepada verifikator.")
    slots = (Slot("evidence", "evidence", _("Berkas pemeriksaan"), _("Berita acara, foto, dokumen. Boleh kosong.")),)

    verdict = one_of(_("Hasil pemeriksaan"), VERDICTS)
    findings = prose(_("Temuan"), _("Apa yang diperiksa, siapa yang ditanya, apa buktinya. Pelapor tidak membaca ini."))

    def first(self, case: Case) -> dict[str, Any]:
        """The findings that were sent back: their writer completes them and does not write them again."""
        return _findings(case) if _returned(case) else {}

    def shape(self) -> None:
        if missing := _returned(self.case):
            self.notice = (str(_("Yang masih perlu diperiksa")), missing)
            self.notice_after = _("Isian di bawah berasal dari hasil pemeriksaan sebelumnya.")


class ReturnFindingsForm(ActForm):
    step = inspect.return_findings
    after = _("Begitu dikirim, pemeriksa melanjutkan pemeriksaan. Batas %(settlement)s hari kerja tetap berjalan.")
    told = _("Pemeriksaan diminta dilengkapi.")

    missing = prose(_("Apa yang masih perlu diperiksa?"), _("Pemeriksa membaca ini, pelapor tidak."))


class AnswerSupervisoryForm(ActForm):
    step = inspect.answer_supervisory
    after = _(
        "Begitu dikirim, hanya pelapor yang menerima jawaban ini. Pelapor punya %(confirmation)s hari kerja untuk "
        "menilai atau berkeberatan."
    )
    told = _("Jawaban dikirim kepada pelapor.")

    verdict = one_of(_("Hasil pemeriksaan"), VERDICTS, _("Pelapor membaca ini."))
    text = prose(
        _("Jawaban untuk pelapor"),
        _("Apa yang diperiksa dan apa hasilnya. Jangan menyebut nama saksi, dan jangan menyalin temuan."),
    )

    def first(self, case: Case) -> dict[str, Any]:
        return {"verdict": _findings(case).get("verdict", "")}


def _findings(case: Case) -> dict[str, str]:
    """The words of the newest findings, with their verdict."""
    acts = [entry.event for entry in case.entries if entry.action == "conclude"]
    return words_of(acts[-1]) if acts else {}


def _returned(case: Case) -> str:
    """What was found missing in the newest findings; "" where none wait to be completed."""
    if case.handling is None or case.handling.state != H.INVESTIGATED:
        return ""
    return sent_back(case.entries, "return_findings", among=("conclude", "return_findings"))
