"""What each act is called and what it is for: the words of its button and of the timeline, and its step file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lapor.sop.states import N_

ANSWERS: Final = ("answer", "answer_simple", "answer_supervisory")  # the acts that answer the citizen
# The acts about a hidden identity, which change nothing of the case.
IDENTITY: Final = ("ask_identity", "deny_identity", "allow_identity", "see_identity")


@dataclass(frozen=True)
class Action:
    """What an action is called and what it is for, in the words of its button and of the timeline.

    `step` is the step of the SOP it belongs to; `file` the module under complaints/steps that carries it.
    `hands_over`: the whole case goes to the Inspektorat, nothing of it ends.
    """

    label: str
    done: str
    step: int | None
    file: str
    reports_to_head: bool = False
    new_round: bool = False
    hands_over: bool = False


ACTIONS: Final[Mapping[str, Action]] = MappingProxyType({
    "submit": Action(N_("Kirim aduan"), N_("Aduan diterima"), 1, "receive"),
    "verify_and_route": Action(N_("Verifikasi dan teruskan"), N_("Diverifikasi dan diteruskan"), 2, "verify"),
    "archive": Action(N_("Arsipkan dengan alasan"), N_("Diarsipkan"), 2, "verify"),
    "ask_completion": Action(N_("Minta kelengkapan"), N_("Kelengkapan diminta, jam berhenti"), None, "complete"),
    "complete": Action(N_("Kirim kelengkapan"), N_("Pelapor melengkapi, jam berjalan lagi"), None, "complete"),
    "lapse": Action(N_("Gugurkan"), N_("Batas kelengkapan lewat"), None, "complete"),
    "answer_simple": Action(
        N_("Jawab langsung"), N_("Jawaban sederhana dikirim"), None, "answer", reports_to_head=True),
    "pass_on": Action(N_("Kirim jawaban sementara dan teruskan"), N_("Jawaban sementara dikirim"), 3, "route"),
    "request_return": Action(N_("Nyatakan salah alamat"), N_("Dinyatakan salah alamat"), None, "route"),
    "reroute": Action(N_("Alihkan ke OPD lain"), N_("Dialihkan ke OPD lain"), None, "route"),
    "refuse": Action(N_("Tolak pengalihan"), N_("Pengalihan ditolak Tim"), None, "route"),
    "assign": Action(N_("Tugaskan unit teknis"), N_("Unit teknis ditunjuk"), 4, "examine", reports_to_head=True),
    "recall": Action(N_("Tarik kembali dari unit"), N_("Ditarik kembali dari unit"), 4, "examine"),
    "report": Action(N_("Serahkan laporan penanganan"), N_("Laporan penanganan diserahkan"), 5, "work"),
    "send_back": Action(N_("Kembalikan, sebutkan yang kurang"), N_("Laporan dikembalikan"), 6, "check"),
    "approve": Action(N_("Setujui laporan"), N_("Laporan disetujui"), 6, "check", reports_to_head=True),
    "answer": Action(N_("Kirim jawaban"), N_("Jawaban dikirim"), 7, "answer"),
    "report_delay": Action(
        N_("Janjikan tanggal baru"), N_("Tanggal baru dijanjikan"), None, "delay", reports_to_head=True),
    "keep_promise": Action(N_("Catat janji sudah ditepati"), N_("Yang dijanjikan sudah dikerjakan"), None, "promise"),
    "promise_due": Action(
        N_("Buka lagi pada tanggal yang dijanjikan"), N_("Tanggal yang dijanjikan tiba, aduan dibuka lagi"), None,
        "promise", reports_to_head=True, new_round=True),
    "reclassify": Action(N_("Ubah jenis aduan"), N_("Jenis aduan diubah"), None, "reclassify"),
    "carry_over": Action(N_("Teruskan ke OPD penerus"), N_("Diteruskan ke OPD penerus"), None, "carry"),
    "channel_accepted": Action(N_("Catat jawaban sampai"), N_("Jawaban sampai ke pelapor"), 8, "answer"),
    "acknowledge": Action(N_("Terima laporan jawaban"), N_("Tim menerima laporan jawaban"), 8, "close"),
    "see_report": Action(N_("Tandai sudah dibaca"), N_("Laporan dibaca kepala OPD"), None, "examine"),
    "confirm": Action(N_("Ya, sudah beres"), N_("Pelapor menyatakan beres"), 8, "close"),
    "change_score": Action(N_("Ubah nilai"), N_("Pelapor mengubah nilai"), 8, "close"),
    "close_silent": Action(N_("Tutup tanpa kabar"), N_("Ditutup karena tidak ada kabar"), 8, "close"),
    "object": Action(N_("Belum beres, saya berkeberatan"), N_("Pelapor berkeberatan"), None, "reopen", new_round=True),
    "reopen": Action(N_("Buka lagi"), N_("Aduan dibuka lagi"), None, "reopen", new_round=True),
    "reply": Action(N_("Balas atau bertanya"), N_("Pelapor mengirim pesan"), None, "reply"),
    "protect": Action(N_("Sembunyikan"), N_("Pelapor menyembunyikan nama atau isi"), None, "protect"),
    "ask_identity": Action(N_("Minta identitas"), N_("Identitas pelapor diminta"), None, "reveal"),
    "deny_identity": Action(N_("Tolak permintaan identitas"), N_("Permintaan identitas ditolak"), None, "reveal"),
    "allow_identity": Action(N_("Izinkan melihat identitas"), N_("Permintaan identitas diizinkan"), None, "reveal"),
    "see_identity": Action(N_("Lihat identitas"), N_("Identitas pelapor dibuka"), None, "reveal"),
    "withdraw": Action(N_("Cabut aduan"), N_("Aduan dicabut pelapor"), None, "close"),
    "mark_supervisory": Action(
        N_("Serahkan ke Inspektorat"), N_("Diserahkan ke Inspektorat"), None, "mark_supervisory",
        hands_over=True),
    "take_up": Action(N_("Periksa aduan ini"), N_("Pemeriksaan dimulai"), None, "inspect"),
    "conclude": Action(N_("Serahkan hasil pemeriksaan"), N_("Hasil pemeriksaan diserahkan"), None, "inspect"),
    "return_findings": Action(
        N_("Minta pemeriksaan dilengkapi"), N_("Pemeriksaan diminta dilengkapi"), None, "inspect"),
    "answer_supervisory": Action(
        N_("Kirim jawaban Inspektorat"), N_("Jawaban Inspektorat dikirim"), None, "inspect"),
})  # fmt: skip
