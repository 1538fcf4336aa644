"""The technical unit's handling report: fresh, or the one that was sent back, to be mended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from lapor.complaints.steps import work
from lapor.officer.cases import Case
from lapor.officer.conversation import reports_of, sent_back, words_of
from lapor.officer.forms.base import ActForm, Slot, day, line, one_of, prose
from lapor.people.calendars import BANTUL
from lapor.sop.rules import H


class ReportForm(ActForm):
    step = work.report
    after = _("Begitu dikirim, penanggung jawab memeriksa laporan ini dalam %(checking)s menit kerja.")
    told = _("Laporan penanganan diserahkan kepada penanggung jawab.")
    slots = (
        Slot("before", "before", _("Foto sebelum"), _("Keadaan sebelum dikerjakan. Boleh kosong.")),
        Slot("after", "after", _("Foto sesudah"), _("Sedikitnya satu foto, bila sudah atau sebagian diatasi.")),
    )

    done = prose(_("Apa yang dikerjakan?"))
    done_on = day(_("Tanggal pengerjaan"))
    result = one_of(_("Hasilnya"), work.RESULTS)
    remains = prose(
        _("Yang belum selesai, dan apa yang diperlukan"),
        _("Perlu diisi bila belum seluruhnya diatasi."),
        rows=3,
    )
    by_whom = line(_("Siapa yang mengerjakan?"), _("Nama regu atau jabatan, misalnya Regu Penerangan Jalan."))

    def first(self, case: Case) -> dict[str, Any]:
        """Today, or the report that was sent back: its writer mends it and does not write it again."""
        if not _returned(case):
            return {"done_on": case.at.astimezone(BANTUL).date()}
        event = reports_of(case.entries)[0].event
        data = {"result": event.data["result"], "done_on": date.fromisoformat(event.data["done_on"])}
        return {**data, **words_of(event)}

    def shape(self) -> None:
        if missing := _returned(self.case):
            self.notice = (str(_("Yang kurang")), missing)
            self.notice_after = _(
                "Isian di bawah berasal dari laporan yang dikembalikan. Unggah lagi foto yang masih dipakai: "
                "operator hanya memilih dari laporan terakhir."
            )


def _returned(case: Case) -> str:
    """What the penanggung jawab found missing in the newest report; "" where none waits to be mended."""
    if case.handling is None or case.handling.state != H.AT_UNIT:
        return ""
    return sent_back(case.entries, "send_back", among=("report", "send_back", "assign", "recall"))
