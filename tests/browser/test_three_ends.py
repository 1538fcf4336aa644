"""The three ends of the SOP, walked in the browser by people who read only what the pages say."""

from __future__ import annotations

from collections.abc import Callable

from lapor.complaints.models import Complaint
from lapor.people.models import Position
from tests.browser.conftest import PHOTO, Someone
from tests.cast import Cast

Official = Callable[[Position], Someone]
STORY = "Lampu jalan di Jalan Imogiri Barat padam sejak Senin malam, tiga tiang berturut-turut."


def files_a_complaint(citizen: Someone) -> str:
    """Sari writes, attaches a photo and gets her receipt. Returns the number."""
    citizen.open("/").follow("Tulis aduan")
    citizen.write("Ceritakan aduan Anda", STORY).choose("Kapanewon", "Sewon").choose("Kalurahan", "Timbulharjo")
    citizen.attach("Tambah foto", PHOTO).write("Nama", "Sari Lestari")
    citizen.press("Periksa lalu kirim").press("Kirim aduan")
    citizen.reads("Aduan Anda sudah kami terima")
    return citizen.text_of("#nomor-aduan")


def verifies(verifier: Someone, number: str) -> None:
    verifier.follow("Meja verifikasi").reads(number).reads(STORY)
    verifier.choose("Diteruskan ke", "Dishub · Dinas Perhubungan")
    verifier.write("Judul", "Lampu jalan padam di Jalan Imogiri Barat").press("Verifikasi dan teruskan")
    verifier.reads("diverifikasi dan diteruskan ke Dishub.")


def opens(official: Someone, number: str) -> None:
    official.follow("Kotak masuk").follow("Lampu jalan padam di Jalan Imogiri Barat").reads(number)


def test_ten_people_walk_one_complaint_from_filing_to_stars(
    open_offices: Cast,
    stranger: Callable[..., Someone],
    official: Official,
    worker_runs: Callable[[], None],
) -> None:
    cast = open_offices
    sari = stranger(width=360, java_script_enabled=False)
    number = files_a_complaint(sari)
    code = sari.text_of("#kode-tanda-terima")

    administrator = official(cast.admin).reads("Pengaturan").does_not_read(STORY)
    wati = official(cast.wati)
    verifies(wati, number)

    joko = official(cast.joko).follow("Kotak masuk").follow("Semua yang berjalan").reads("Lampu jalan padam")

    budi = official(cast.budi).reads("1 menunggu Anda")
    opens(budi, number)
    budi.reads("Sari Lestari").follow("Kirim jawaban sementara dan teruskan")
    budi.write("Jawaban sementara", "Terima kasih, petugas kami memeriksa hari ini.")
    budi.press("Kirim jawaban sementara dan teruskan").reads("Diperiksa")

    sari.follow("Lacak aduan").write("Nomor aduan", number.replace("-", " ").lower())
    sari.write("Kode tanda terima", code).press("Lacak aduan")
    sari.reads("petugas kami memeriksa hari ini").reads("Dinas Perhubungan")

    endang = official(cast.endang)
    opens(endang, number)
    endang.follow("Tugaskan unit teknis").choose("Unit teknis", "Seksi Penerangan Jalan")
    endang.write("Disposisi", "Periksa tiga tiang di ruas itu.").press("Tugaskan unit teknis")

    slamet = official(cast.slamet)
    opens(slamet, number)
    hands_in(slamet, "Kabel di tiang kedua kami ganti.")

    opens(endang, number)
    endang.follow("Kembalikan, sebutkan yang kurang").write("Apa yang kurang?", "Foto malam hari belum ada.")
    endang.press("Kembalikan, sebutkan yang kurang").reads("Laporan dikembalikan ke unit.")

    opens(slamet, number)
    slamet.reads("Foto malam hari belum ada.")
    hands_in(slamet, "Kabel diganti, tiga lampu menyala, difoto malam hari.")

    opens(endang, number)
    endang.follow("Setujui laporan").press("Setujui laporan").reads("Siap dijawab")

    agus = official(cast.agus).follow("Laporan untuk kepala").reads("Seksi Penerangan Jalan")
    agus.press("Tandai sudah dibaca").reads("Semua laporan sudah dibaca")

    opens(budi, number)
    budi.follow("Kirim jawaban").tick("Sudah diatasi")
    budi.write("Jawaban untuk pelapor", "Tiga lampu di Jalan Imogiri Barat sudah menyala kembali.")
    budi.page.get_by_role("group", name="Foto dari laporan").get_by_role("checkbox").first.check()
    budi.press("Kirim jawaban").reads("Jawaban dikirim")
    worker_runs()

    wati.follow("Kotak masuk").follow("Laporan jawaban").follow("Lampu jalan padam")
    wati.press("Terima laporan jawaban").reads("Laporan jawaban diterima Tim.")

    sari.open(f"/aduan/{number}/").reads("Sekarang giliran Anda").reads("sudah menyala kembali")
    sari.does_not_read("Foto malam hari belum ada").does_not_read("Periksa tiga tiang")
    sari.tick("Sangat baik").press("Ya, sudah beres").reads("Selesai")

    bupati = official(cast.bupati).reads("Ringkasan").does_not_read("Imogiri")
    auditor = official(cast.auditor).open(f"/audit/{number}/").does_not_read("Sari").does_not_read("menyala")
    auditor.reads("Rantai")
    joko.follow("Ringkasan")

    complaint = Complaint.objects.get(number=number)
    assert (complaint.state, complaint.score, complaint.round) == ("closed", 5, 1)
    assert not complaint.clocks.filter(finished_at=None).exists()
    assert all((administrator, bupati))


def hands_in(unit: Someone, done: str) -> None:
    unit.follow("Serahkan laporan penanganan").write("Apa yang dikerjakan?", done)
    unit.tick("Sudah diatasi").write("Siapa yang mengerjakan?", "Regu Penerangan Jalan")
    day = unit.page.evaluate("new Date().toLocaleDateString('sv-SE', {timeZone: 'Asia/Jakarta'})")
    unit.page.get_by_label("Tanggal pengerjaan").fill(day)
    unit.attach("Foto sesudah", PHOTO).press("Serahkan laporan penanganan").reads("Laporan diperiksa")


def test_a_simple_question_ends_with_the_operator(
    open_offices: Cast, stranger: Callable[..., Someone], official: Official, worker_runs: Callable[[], None]
) -> None:
    sari = stranger(width=360)
    number = files_a_complaint(sari)
    verifies(official(open_offices.wati), number)
    budi = official(open_offices.budi)
    opens(budi, number)
    answers_directly(budi)
    worker_runs()
    sari.open(f"/aduan/{number}/").reads("Lampu itu kami nyalakan nanti malam.").follow("Belum beres")
    sari.write("Apa yang belum beres?", "Malamnya tetap padam semua.").press("Kirim keberatan")
    sari.reads("Putaran 2").reads("Dinas Perhubungan")


def test_a_simple_question_ends_with_the_penanggung_jawab(
    open_offices: Cast, stranger: Callable[..., Someone], official: Official, worker_runs: Callable[[], None]
) -> None:
    sari = stranger(width=360)
    number = files_a_complaint(sari)
    verifies(official(open_offices.wati), number)
    budi = official(open_offices.budi)
    opens(budi, number)
    budi.follow("Kirim jawaban sementara dan teruskan").write(
        "Jawaban sementara", "Kami tanyakan dulu ke bagian teknis."
    )
    budi.press("Kirim jawaban sementara dan teruskan")
    endang = official(open_offices.endang)
    opens(endang, number)
    answers_directly(endang)
    worker_runs()
    sari.open(f"/aduan/{number}/").reads("Lampu itu kami nyalakan nanti malam.").tick("Baik")
    sari.press("Ya, sudah beres").reads("Selesai")
    agus = official(open_offices.agus).follow("Laporan untuk kepala")
    agus.press("Tandai sudah dibaca").reads("Semua laporan sudah dibaca")


def answers_directly(official: Someone) -> None:
    official.follow("Jawab langsung").tick("Dijelaskan")
    official.write("Jawaban untuk pelapor", "Lampu itu kami nyalakan nanti malam.").press("Jawab langsung")
    official.reads("Jawaban dikirim")
