"""How a reporter follows a supervisory complaint: four stops at the Inspektorat instead of the eight steps."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from lapor.complaints.history import Entry
from lapor.complaints.models import Complaint
from lapor.sop.rules import INSPECTORATE, C, H

NAME: Final = N_("Inspektorat")
STOPS: Final = (
    N_("Anda mengirim aduan"),
    N_("Inspektorat menerima"),
    N_("Inspektorat memeriksa"),
    N_("Anda menerima jawaban dan menilai"),
)
# The stop that each of these acts leads to. What came before the Tim handed the complaint over stands at the second.
MOVES_TO: Final[Mapping[str, int]] = MappingProxyType(
    {"submit": 2, "mark_supervisory": 2, "take_up": 3, "reopen": 3, "answer_supervisory": 4}
)
EXAMINED_AT: Final = 3
AT_WORK: Final[Mapping[H, str]] = MappingProxyType({
    H.INVESTIGATED: N_("Inspektorat sedang memeriksa aduan Anda. Tidak ada batas menit, hanya batas terakhir."),
    H.CONCLUDED: N_("Pemeriksaan sudah selesai. Inspektorat menyusun jawaban untuk Anda."),
})  # fmt: skip


def sentence(entry: Entry) -> str:
    """What an act of the Inspektorat was, where the words for other offices do not fit; "" for the rest."""
    if entry.action == "mark_supervisory":
        return _("Tim Kabupaten menyerahkan aduan Anda ke Inspektorat. Sejak itu hanya Inspektorat yang membacanya.")
    if entry.event.role in INSPECTORATE:
        return {
            "archive": _("Inspektorat mengarsipkan aduan."),
            "reopen": _("Inspektorat membuka lagi aduan ini."),
            "take_up": _("Inspektorat mulai memeriksa."),
            "conclude": _("Pemeriksa menyerahkan hasilnya."),
            "return_findings": _("Pemeriksaan dilengkapi lagi."),
            "answer_supervisory": _("Inspektorat menjawab."),
        }.get(entry.action, "")
    return ""


def over(complaint: Complaint) -> str:
    """What is said of one that was archived."""
    return _("Inspektorat tidak memeriksanya. Alasannya:") if complaint.state == C.ARCHIVED else ""
