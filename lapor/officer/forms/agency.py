"""The acts of an agency, in the order of the steps: ask, pass on, return, answer, assign, report, check."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lapor.complaints.steps import answer, check, complete, delay, examine, promise, route
from lapor.officer.conversation import reports_of
from lapor.officer.forms import choices
from lapor.officer.forms.base import ActForm, Slot, chosen, day, line, one_of, prose, year


class AskForm(ActForm):
    step = complete.ask_completion
    after = _("Begitu dikirim, jam berhenti. Pelapor punya %(citizen)s hari kerja untuk melengkapi.")
    told = _("Kelengkapan diminta. Jam berhenti sampai pelapor menjawab.")
    standard = "question"

    question = prose(
        _("Apa yang perlu dilengkapi?"), _("Pelapor membaca ini. Tanyakan satu hal, dan sebutkan gunanya.")
    )


class PassOnForm(ActForm):
    step = route.pass_on
    after = _(
        "Begitu dikirim, pelapor menerima jawaban sementara dan penanggung jawab mendapat %(officer)s menit kerja."
    )
    told = _("Jawaban sementara dikirim, aduan diteruskan ke penanggung jawab.")
    standard = "interim"

    interim = prose(
        _("Jawaban sementara"),
        _("Pelapor membaca ini: apa yang akan dilakukan, oleh siapa, dan kapan ada kabar lagi."),
    )


class ReturnForm(ActForm):
    step = route.request_return
    after = _("Begitu dikirim, jam langkah Anda berhenti. Tim memutuskan dalam %(tim)s hari kerja.")
    told = _("Tim diminta memutuskan. Jam langkah Anda berhenti.")

    reason = one_of(_("Alasannya"), route.RETURN_REASONS)
    proposed = chosen(_("OPD yang seharusnya menangani"), _("Perlu diisi bila salah OPD."))
    explanation = prose(_("Penjelasan untuk Tim"), _("Catatan dalam, warga tidak melihat."))

    def shape(self) -> None:
        choices.fill_agencies(self, "proposed", without=self.case.actor.agency, ready_only=False)


class AnswerFields(ActForm):
    """What both answers ask."""

    standard = "text"
    slots = (Slot("files", "evidence", _("Lampiran untuk pelapor"), _("Boleh kosong. Pelapor dapat membukanya.")),)

    kind = one_of(_("Jenis jawaban"), answer.KINDS)
    text = prose(
        _("Jawaban untuk pelapor"),
        _("Sebutkan apa yang dikerjakan dan kapan. Tanpa nama, NIK, atau nomor telepon."),
        rows=7,
    )
    planned_on = day(
        _("Tanggal rencana"),
        _("Perlu diisi bila direncanakan. Pada hari itu aduan dibuka lagi, kecuali sudah Anda catat selesai."),
    )
    budget_year = year(_("Tahun anggaran"), _("Perlu diisi bila direncanakan, misalnya 2027."))
    ground = line(
        _("Sumber biaya atau dasar hukum"),
        _("Sumber biaya bila direncanakan, dasar hukum bila tidak dapat dipenuhi."),
    )


class Shown(str):
    """How a picture to choose is called, with the name in its address."""

    address: UUID

    def __new__(cls, said: str, *, address: UUID) -> Shown:
        shown = super().__new__(cls, said)
        shown.address = address
        return shown


class AnswerForm(AnswerFields):
    step = answer.answer
    after = _(
        "Begitu dikirim, pelapor menerima jawaban dan Tim Kabupaten menerima laporannya. "
        "Pelapor punya %(confirmation)s hari kerja untuk menilai atau berkeberatan."
    )
    told = _("Jawaban dikirim. Tim Kabupaten menerima laporannya.")

    shown = forms.MultipleChoiceField(
        label=_("Foto dari laporan penanganan yang dilihat pelapor"),
        help_text=_("Pilih yang membuktikan hasilnya. Jangan pilih yang memperlihatkan wajah atau nomor kendaraan."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("kind", "text", "planned_on", "budget_year", "ground", "shown")

    def shape(self) -> None:
        shots = [file for report in reports_of(self.case.entries)[:1] for file in report.files if file.is_picture]
        counted: Counter[str] = Counter()
        options = []
        for shot in shots:
            counted[shot.purpose] += 1
            said = f"{shot.get_purpose_display()} {counted[shot.purpose]}"
            options.append((str(shot.pk), Shown(said, address=shot.name)))
        cast(forms.MultipleChoiceField, self.fields["shown"]).choices = options
        if not options:
            del self.fields["shown"]


class AnswerSimpleForm(AnswerFields):
    step = answer.answer_simple
    after = _(
        "Begitu dikirim, pelapor menerima jawaban, Tim Kabupaten menerima laporannya, "
        "dan kepala OPD diberi tahu. Hanya untuk hal yang dapat dijawab sekarang juga."
    )
    told = _("Jawaban dikirim. Tim Kabupaten menerima laporannya.")

    def shape(self) -> None:
        self.fields["text"].help_text = _(
            "Jawab pertanyaannya; sebutkan dasar atau sumbernya. Tanpa nama, NIK, atau nomor telepon."
        )


class DelayForm(ActForm):
    step = delay.report_delay
    after = _(
        "Begitu dikirim, pelapor membaca alasan dan tanggalnya, dan kepala OPD menerima laporannya. "
        "Tenggat yang sekarang tidak berubah: bila lewat, tetap tercatat lewat."
    )
    told = _("Tanggal baru dijanjikan. Pelapor dapat membacanya.")

    promised_on = day(
        _("Tanggal yang Anda janjikan"),
        _("Sampai hari itu aduan sudah dijawab. Janji sebelumnya, bila ada, diganti dengan yang ini."),
    )
    reason = prose(_("Alasannya"), _("Pelapor membaca ini. Sebutkan apa yang ditunggu dan apa yang sudah dikerjakan."))


class KeepForm(ActForm):
    step = promise.keep_promise
    after = _("Begitu dikirim, pelapor membaca bahwa yang dijanjikan sudah dikerjakan. Keadaan aduan tidak berubah.")
    told = _("Tercatat: yang dijanjikan sudah dikerjakan. Pelapor dapat membacanya.")
    slots = (Slot("files", "after", _("Foto hasilnya"), _("Boleh kosong. Pelapor dapat membukanya.")),)

    answer = prose(
        _("Apa yang sudah dikerjakan?"),
        _("Pelapor membaca ini. Sebutkan apa yang selesai dan kapan, tanpa nama orang."),
    )


class AssignForm(ActForm):
    step = examine.assign
    after = _("Begitu dikirim, unit mendapat %(unit)s menit kerja dan kepala OPD menerima laporannya.")
    told = _("Unit ditugaskan. Laporan ke kepala OPD terkirim.")

    unavailable_what = "unit"

    unit = chosen(_("Unit teknis"))
    instruction = prose(_("Disposisi"), _("Apa yang perlu dikerjakan. Catatan dalam, warga tidak melihat."))

    def shape(self) -> None:
        choices.fill_units(self, "unit")


class RecallForm(ActForm):
    step = examine.recall
    after = _("Begitu dikirim, aduan kembali ke penanggung jawab untuk ditugaskan lagi.")
    told = _("Aduan ditarik kembali dari unit.")

    reason = prose(_("Mengapa ditarik kembali?"), _("Unit membaca ini, warga tidak."), rows=3)


class ApproveForm(ActForm):
    step = check.approve
    after = _(
        "Begitu dikirim, operator mendapat %(to_answer)s menit kerja untuk menjawab, "
        "dan kepala OPD menerima laporannya."
    )
    told = _("Laporan disetujui. Operator dapat menjawab.")

    note = prose(_("Pesan untuk operator"), _("Catatan dalam, warga tidak melihat. Boleh kosong."), rows=3)


class SendBackForm(ActForm):
    step = check.send_back
    after = _(
        "Begitu dikirim, unit melengkapi laporannya dengan sisa menitnya, paling sedikit %(unit_floor)s menit kerja."
    )
    told = _("Laporan dikembalikan ke unit.")

    missing = prose(_("Apa yang kurang?"), _("Unit membaca ini, warga tidak."))


class SeeReportForm(ActForm):
    step = examine.see_report
    after = _("Anda tidak wajib melakukan apa pun. Tercatat bahwa laporannya sudah dibaca.")
    told = _("Laporan ditandai sudah dibaca.")
    versioned = False

    def arguments(self) -> dict[str, Any]:
        return {"handling_id": self.case.handling.pk if self.case.handling else 0}
