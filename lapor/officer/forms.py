"""One form for each act of an official. A form reads what was typed; whether it is enough, the step says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lapor.complaints.models import Attachment, Category, Draft
from lapor.complaints.move import Moved
from lapor.complaints.steps import answer, check, close, complete, examine, reopen, route, verify, work
from lapor.officer import choices
from lapor.officer.cases import Case
from lapor.sop.rules import KLASS_LABELS, LIMITS, SETTLEMENT_DAYS, C, H, K, Klass

_NUMBERS = {
    "citizen": LIMITS[C.AWAITING].amount,
    "operator": LIMITS[H.AT_OPERATOR].amount,
    "officer": LIMITS[H.AT_OFFICER].amount,
    "unit": LIMITS[H.AT_UNIT].amount,
    "checking": LIMITS[H.CHECKING].amount,
    "to_answer": LIMITS[H.TO_ANSWER].amount,
    "tim": LIMITS[H.RETURN_REQUESTED].amount,
    "confirmation": LIMITS[K.CONFIRMATION].amount,
}


@dataclass(frozen=True)
class Slot:
    """A file input: its name, the purpose its files get, its label and hint."""

    name: str
    purpose: str
    label: str
    hint: str = ""


def _line(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False)


def _text(label: str, hint: str = "", *, rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": rows})
    )


def _one_of(label: str, options: Mapping[str, str], hint: str = "") -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=label, help_text=hint, choices=list(options.items()), required=False, widget=forms.RadioSelect
    )
    field.error_messages["invalid_choice"] = _("Pilih salah satu dari daftar ini.")
    return field


def _day(label: str, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tulis tanggal seperti 24-11-2026.")},
    )


def _chosen(label: str, hint: str = "", *, required: str = "") -> forms.TypedChoiceField:
    """A list to choose a row from, filled when the form is opened; `required` is the sentence if none is."""
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        required=bool(required),
        empty_value=None,
        error_messages={"required": required, "invalid_choice": _("Pilih dari daftar ini.")},
    )


class ActForm(forms.Form):
    """The base of all. `step` is the step function, `after` says what happens once it is sent.

    `unavailable` lists what cannot be chosen, each with its reason; `file_faults` what was wrong with files.
    """

    step: ClassVar[Callable[..., Moved]]
    after: ClassVar[str] = ""
    told: ClassVar[str] = ""
    slots: ClassVar[tuple[Slot, ...]] = ()
    versioned: ClassVar[bool] = True

    def __init__(self, case: Case, data: Any = None, *, kept: Mapping[str, Any] | None = None) -> None:
        super().__init__(
            data, initial={**self.first(case), **(kept or {})}, auto_id="%s", label_suffix="",
            use_required_attribute=False,
        )  # fmt: skip
        self.case = case
        self.unavailable: list[tuple[str, str]] = []
        self.file_faults: list[str] = []
        self.shape()

    def first(self, case: Case) -> dict[str, Any]:
        """What stands in the fields of a fresh form."""
        return {}

    def shape(self) -> None:
        """Fill lists that depend on the case."""

    def arguments(self) -> dict[str, Any]:
        """The step's own arguments, from what was typed."""
        return dict(self.cleaned_data)

    def carry_out(self, *, at: datetime, version: int, draft: Draft | None) -> Moved:
        """Do the act. Raises Refused, Stale, Incomplete."""
        more: dict[str, Any] = {"draft": draft} if self.slots else {}
        if self.versioned:
            more["version"] = version
        step = type(self).step
        return step(
            complaint_id=self.case.complaint.pk, actor=self.case.actor, at=at, **self.arguments(), **more
        )

    def blame(self, faults: Mapping[str, str]) -> None:
        """Take over what the step found missing."""
        for name, sentence in faults.items():
            if name in self.fields:
                self.add_error(name, sentence)
            else:
                self.file_faults.append(sentence)

    def faults(self) -> list[tuple[str, str]]:
        """(field id, sentence) for the summary on top."""
        found = [(name, str(lines[0])) for name, lines in self.errors.items()]
        where = self.slots[-1].name if self.slots else "isi"
        return found + [(where, sentence) for sentence in self.file_faults]

    def words(self) -> dict[str, Any]:
        """What was typed, as it was typed, to be kept for its writer."""
        typed = {name: self.data.getlist(self.add_prefix(name)) for name in self.fields}
        several = (forms.SelectMultiple, forms.CheckboxSelectMultiple)
        return {
            name: values if isinstance(self.fields[name].widget, several) else values[-1]
            for name, values in typed.items()
            if any(values)
        }

    def texts(self) -> list[tuple[str, str]]:
        """Label and text of every field that was written in."""
        words = self.words()
        return [
            (str(field.label), words[name])
            for name, field in self.fields.items()
            if name in words and isinstance(field, forms.CharField)
        ]

    def says_after(self) -> str:
        return str(self.after) % _NUMBERS if self.after else ""


# ---------------------------------------------------------------- the Tim


class VerifyForm(ActForm):
    step = verify.verify_and_route
    after = _("Begitu dikirim, jam OPD mulai: %(operator)s menit kerja.")
    told = _("Aduan diverifikasi dan diteruskan.")

    agency = _chosen(_("Diteruskan ke"), required=_("Pilih OPD yang menangani."))
    klass = forms.ChoiceField(label=_("Jenis"))
    category = _chosen(_("Kategori"), _("Menurut daftar SP4N-LAPOR!. Yang sering dipakai ada di atas."))
    title = _line(_("Judul"), _("Yang tampil di daftar. Tanpa nama orang, NIK, atau nomor telepon."))
    note = _text(_("Catatan untuk OPD"), _("Catatan dalam, warga tidak melihat. Boleh kosong."), rows=3)

    def first(self, case: Case) -> dict[str, Any]:
        return {"title": case.complaint.title, "klass": case.complaint.klass}

    def shape(self) -> None:
        choices.fill_agencies(self, "agency")
        self.fields["klass"].choices = [
            (k.value, f"{KLASS_LABELS[k]}, {SETTLEMENT_DAYS[k]} hari kerja") for k in (Klass.COMPLAINT, Klass.INFORMATION, Klass.ASPIRATION)
        ]  # fmt: skip
        choices.fill_categories(self, "category")

    def arguments(self) -> dict[str, Any]:
        category = Category.objects.filter(pk=self.cleaned_data["category"] or 0).first()
        return {**self.cleaned_data, "klass": Klass(self.cleaned_data["klass"]), "category": category}


class ArchiveForm(ActForm):
    step = verify.archive
    after = _("Begitu dikirim, aduan diarsipkan. Pelapor membaca penjelasannya dan dapat berkeberatan 30 hari.")
    told = _("Aduan diarsipkan. Pelapor dapat membaca alasannya.")

    reason = _one_of(_("Alasan mengarsipkan"), verify.ARCHIVE_REASONS)
    explanation = _text(_("Penjelasan untuk pelapor"), _("Pelapor membaca ini. Sebutkan ke mana ia dapat pergi."))


class RerouteForm(ActForm):
    step = route.reroute
    after = _("Begitu dikirim, OPD yang baru mendapat %(operator)s menit kerja. Pengalihan ini dicatat.")
    told = _("Aduan dialihkan.")

    agency = _chosen(_("Alihkan ke"), required=_("Pilih OPD yang menangani."))
    note = _text(_("Catatan untuk OPD yang baru"), _("Catatan dalam, warga tidak melihat. Boleh kosong."), rows=3)

    def shape(self) -> None:
        choices.fill_agencies(self, "agency", without=self.case.handling and self.case.handling.agency_id)


class RefuseForm(ActForm):
    step = route.refuse
    after = _("Begitu dikirim, OPD melanjutkan dengan sisa menitnya.")
    told = _("Pengalihan ditolak. OPD melanjutkan.")

    note = _text(_("Mengapa tetap urusan OPD ini?"), _("OPD membaca ini, warga tidak."))


class AcknowledgeForm(ActForm):
    step = close.acknowledge
    after = _("Laporan aduan beserta jawaban tercatat sudah diterima Tim.")
    told = _("Laporan jawaban diterima Tim.")
    versioned = False


class ReopenForm(ActForm):
    step = reopen.reopen
    after = _("Begitu dikirim, putaran baru mulai di penanggung jawab: %(officer)s menit kerja.")
    told = _("Aduan dibuka lagi.")

    reason = _text(_("Apa yang belum beres?"), _("Pelapor dan OPD membaca ini."))


# ---------------------------------------------------------------- the agency


class AskForm(ActForm):
    step = complete.ask_completion
    after = _("Begitu dikirim, jam berhenti. Pelapor punya %(citizen)s hari kerja untuk melengkapi.")
    told = _("Kelengkapan diminta. Jam berhenti sampai pelapor menjawab.")

    question = _text(_("Apa yang perlu dilengkapi?"), _("Pelapor membaca ini. Tanyakan satu hal, dan sebutkan gunanya."))


class PassOnForm(ActForm):
    step = route.pass_on
    after = _("Begitu dikirim, pelapor menerima kabar awal dan penanggung jawab mendapat %(officer)s menit kerja.")
    told = _("Jawaban sementara dikirim, aduan diteruskan ke penanggung jawab.")

    interim = _text(
        _("Jawaban sementara"),
        _("Pelapor membaca ini sebagai kabar awal: apa yang akan dilakukan, oleh siapa, dan kapan ada kabar lagi."),
    )


class ReturnForm(ActForm):
    step = route.request_return
    after = _("Begitu dikirim, jam langkah Anda berhenti. Tim memutuskan dalam %(tim)s hari kerja.")
    told = _("Tim diminta memutuskan. Jam langkah Anda berhenti.")

    reason = _one_of(_("Alasannya"), route.RETURN_REASONS)
    proposed = _chosen(_("OPD yang seharusnya menangani"), _("Perlu diisi bila salah OPD."))
    explanation = _text(_("Penjelasan untuk Tim"), _("Catatan dalam, warga tidak melihat."))

    def shape(self) -> None:
        choices.fill_agencies(self, "proposed", without=self.case.actor.agency, ready_only=False)


class _AnswerFields(ActForm):
    slots = (Slot("files", "evidence", _("Lampiran untuk pelapor"), _("Boleh kosong. Pelapor dapat membukanya.")),)

    kind = _one_of(_("Macam jawaban"), answer.KINDS)
    text = _text(
        _("Jawaban untuk pelapor"),
        _("Jawab yang diadukan, sebutkan apa yang dikerjakan dan kapan. Tanpa nama, NIK, atau nomor telepon."),
        rows=7,
    )
    planned_on = _day(_("Tanggal rencana"), _("Perlu diisi bila direncanakan."))
    ground = _line(
        _("Sumber biaya atau dasar hukum"),
        _("Sumber biaya bila direncanakan, dasar hukum bila tidak dapat dipenuhi."),
    )


class AnswerForm(_AnswerFields):
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
    field_order = ("kind", "text", "planned_on", "ground", "shown")

    def shape(self) -> None:
        pictures = Attachment.objects.filter(
            complaint=self.case.complaint, event__action="report", kind="picture"
        ).order_by("event__seq", "place")
        self.pictures = {str(picture.pk): picture for picture in pictures}
        self.fields["shown"].choices = [
            (key, f"{picture.get_purpose_display()}, foto {n}")
            for n, (key, picture) in enumerate(self.pictures.items(), start=1)
        ]
        if not self.pictures:
            del self.fields["shown"]


class AnswerSimpleForm(_AnswerFields):
    step = answer.answer_simple
    after = _(
        "Begitu dikirim, pelapor menerima jawaban, Tim Kabupaten menerima laporannya, dan kepala OPD diberi tahu. "
        "Hanya untuk hal yang dapat dijawab sekarang juga."
    )
    told = _("Jawaban dikirim. Tim Kabupaten menerima laporannya.")


class AssignForm(ActForm):
    step = examine.assign
    after = _("Begitu dikirim, unit mendapat %(unit)s menit kerja dan kepala OPD menerima laporannya.")
    told = _("Unit ditugaskan. Laporan ke kepala OPD terkirim.")

    unit = _chosen(_("Unit teknis"))
    instruction = _text(_("Disposisi"), _("Apa yang perlu dikerjakan. Catatan dalam, warga tidak melihat."))

    def shape(self) -> None:
        choices.fill_units(self, "unit")


class RecallForm(ActForm):
    step = examine.recall
    after = _("Begitu dikirim, aduan kembali ke penanggung jawab untuk ditugaskan lagi.")
    told = _("Aduan ditarik kembali dari unit.")

    reason = _text(_("Mengapa ditarik kembali?"), _("Unit membaca ini, warga tidak."), rows=3)


class ReportForm(ActForm):
    step = work.report
    after = _("Begitu dikirim, penanggung jawab memeriksa laporan ini dalam %(checking)s menit kerja.")
    told = _("Laporan penanganan diserahkan kepada penanggung jawab.")
    slots = (
        Slot("before", "before", _("Foto sebelum"), _("Keadaan sebelum dikerjakan. Boleh kosong.")),
        Slot("after", "after", _("Foto sesudah"), _("Sedikitnya satu foto, bila sudah atau sebagian diatasi.")),
    )

    done = _text(_("Apa yang dikerjakan?"))
    done_on = _day(_("Tanggal pengerjaan"))
    result = _one_of(_("Hasilnya"), work.RESULTS)
    remains = _text(_("Yang belum selesai, dan apa yang diperlukan"), _("Perlu diisi bila belum seluruhnya diatasi."), rows=3)
    by_whom = _line(_("Siapa yang mengerjakan?"), _("Nama regu atau jabatan, misalnya Regu Penerangan Jalan."))


class ApproveForm(ActForm):
    step = check.approve
    after = _("Begitu dikirim, operator mendapat %(to_answer)s menit kerja untuk menjawab; kepala OPD menerima laporannya.")
    told = _("Laporan disetujui. Operator dapat menjawab.")

    note = _text(_("Pesan untuk operator"), _("Catatan dalam, warga tidak melihat. Boleh kosong."), rows=3)


class SendBackForm(ActForm):
    step = check.send_back
    after = _("Begitu dikirim, unit melengkapi laporannya dengan sisa menitnya, paling sedikit 120 menit kerja.")
    told = _("Laporan dikembalikan ke unit.")

    missing = _text(_("Apa yang kurang?"), _("Unit membaca ini, warga tidak."))


class SeeReportForm(ActForm):
    step = examine.see_report
    after = _("Tidak ada tindakan yang diwajibkan. Tercatat bahwa laporannya sudah dibaca.")
    told = _("Laporan ditandai sudah dibaca.")
    versioned = False

    def arguments(self) -> dict[str, Any]:
        return {"handling_id": self.case.handling.pk if self.case.handling else 0}


FORMS: dict[str, type[ActForm]] = {
    "verify_and_route": VerifyForm,
    "archive": ArchiveForm,
    "ask_completion": AskForm,
    "answer_simple": AnswerSimpleForm,
    "pass_on": PassOnForm,
    "request_return": ReturnForm,
    "reroute": RerouteForm,
    "refuse": RefuseForm,
    "assign": AssignForm,
    "recall": RecallForm,
    "report": ReportForm,
    "send_back": SendBackForm,
    "approve": ApproveForm,
    "answer": AnswerForm,
    "acknowledge": AcknowledgeForm,
    "see_report": SeeReportForm,
    "reopen": ReopenForm,
}
