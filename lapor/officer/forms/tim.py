"""The Tim's acts: verify and route, archive, decide on wrong doors, acknowledge, reopen."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from lapor.complaints.models import Category
from lapor.complaints.steps import close, reclassify, reopen, route, verify
from lapor.officer.cases import Case
from lapor.officer.forms import choices
from lapor.officer.forms.base import ActForm, chosen, line, one_of, prose
from lapor.sop.rules import KLASS_LABELS, Klass


def classes(case: Case) -> list[tuple[str, str]]:
    """The classes to choose from, each with the working days that this case has in it."""
    days = case.complaint.terms.settlement
    return [
        (one.value, f"{label}, {days[one]} hari kerja")
        for one, label in KLASS_LABELS.items()
        if one is not Klass.SUPERVISORY
    ]


class VerifyForm(ActForm):
    step = verify.verify_and_route
    after = _("Begitu dikirim, jam OPD mulai: %(operator)s menit kerja.")
    told = _("Aduan diverifikasi dan diteruskan.")

    agency = chosen(_("Diteruskan ke"), required=_("Pilih OPD yang menangani."))
    klass = forms.ChoiceField(label=_("Jenis"))
    category = chosen(_("Kategori"), _("Boleh kosong. Menurut daftar SP4N-LAPOR!; yang sering dipakai ada di atas."))
    title = line(_("Judul"), _("Yang tampil di daftar. Tanpa nama orang, NIK, atau nomor telepon."))
    note = prose(_("Catatan untuk OPD"), _("Catatan dalam, warga tidak melihat. Boleh kosong."), rows=3)

    def first(self, case: Case) -> dict[str, Any]:
        return {"title": case.complaint.title, "klass": case.complaint.klass}

    def shape(self) -> None:
        choices.fill_agencies(self, "agency")
        klass = cast(forms.ChoiceField, self.fields["klass"])
        klass.choices = classes(self.case)
        choices.fill_categories(self, "category")

    def arguments(self) -> dict[str, Any]:
        category = Category.objects.filter(pk=self.cleaned_data["category"] or 0).first()
        return {**self.cleaned_data, "klass": Klass(self.cleaned_data["klass"]), "category": category}


class ArchiveForm(ActForm):
    step = verify.archive
    after = _("Begitu dikirim, aduan diarsipkan. Pelapor membaca penjelasannya dan dapat berkeberatan 30 hari.")
    told = _("Aduan diarsipkan. Pelapor dapat membaca alasannya.")
    standard = "explanation"

    reason = one_of(_("Alasan mengarsipkan"), verify.ARCHIVE_REASONS)
    explanation = prose(
        _("Penjelasan untuk pelapor"), _("Pelapor membaca ini. Sebutkan ke mana pelapor dapat menyampaikannya.")
    )

    def shape(self) -> None:
        if self.case.situation.supervisory:
            reasons = {**verify.NOT_SUPERVISORY, **verify.ARCHIVE_REASONS}
            cast(forms.ChoiceField, self.fields["reason"]).choices = list(reasons.items())


class RerouteForm(ActForm):
    step = route.reroute
    after = _("Begitu dikirim, OPD yang baru mendapat %(operator)s menit kerja. Pengalihan ini dicatat.")
    told = _("Aduan dialihkan.")

    agency = chosen(_("Alihkan ke"), required=_("Pilih OPD yang menangani."))
    note = prose(_("Catatan untuk OPD yang baru"), _("Catatan dalam, warga tidak melihat. Boleh kosong."), rows=3)

    def shape(self) -> None:
        choices.fill_agencies(self, "agency", without=self.case.situation.agency)


class RefuseForm(ActForm):
    step = route.refuse
    after = _("Begitu dikirim, OPD melanjutkan dengan sisa menitnya.")
    told = _("Pengalihan ditolak. OPD melanjutkan.")

    note = prose(_("Mengapa tetap urusan OPD ini?"), _("OPD membaca ini, warga tidak."))


class ReclassifyForm(ActForm):
    step = reclassify.reclassify
    after = _(
        "Begitu dikirim, batas penyelesaian dihitung lagi dari awal putaran ini dengan hari kerja jenis yang baru. "
        "Jeda tetap jeda, dan pengingat yang sudah dikirim tetap tercatat."
    )
    told = _("Jenis aduan diubah. Batas penyelesaian dihitung lagi.")

    klass = forms.ChoiceField(
        label=_("Jenis yang benar"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Pilih salah satu dari daftar ini.")},
    )
    note = prose(_("Mengapa jenisnya diubah?"), _("Catatan dalam, OPD membaca ini, warga tidak."), rows=3)

    def shape(self) -> None:
        cast(forms.ChoiceField, self.fields["klass"]).choices = [
            one for one in classes(self.case) if one[0] != self.case.complaint.klass
        ]

    def arguments(self) -> dict[str, Any]:
        typed = self.cleaned_data["klass"]
        return {**self.cleaned_data, "klass": Klass(typed) if typed else None}


class AcknowledgeForm(ActForm):
    step = close.acknowledge
    after = _("Laporan aduan beserta jawaban tercatat sudah diterima Tim.")
    told = _("Laporan jawaban diterima Tim.")
    versioned = False


class ReopenForm(ActForm):
    step = reopen.reopen
    after = _("Begitu dikirim, putaran baru mulai di penanggung jawab: %(officer)s menit kerja.")
    told = _("Aduan dibuka lagi.")

    reason = prose(_("Apa yang belum beres?"), _("Pelapor dan OPD membaca ini."))

    def shape(self) -> None:
        if self.case.situation.supervisory:
            self.fields["reason"].help_text = _("Pelapor dan pemeriksa membaca ini.")

    def says_after(self) -> str:
        if self.case.situation.supervisory:
            return str(_("Begitu dikirim, putaran baru mulai di pemeriksa."))
        return super().says_after()
