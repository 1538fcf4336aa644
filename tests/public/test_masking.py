"""Case 28: what does not belong in a story is found and covered, in whatever order, and no half of a name is left."""

from __future__ import annotations

import re
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.public import masking
from lapor.public.masking import EMAIL, NIK, PLATE, TELEPHONE

SITI = "Siti Nur Aini"


def seen(text: str, *names: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in masking.found(text, names)]


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("NIK 3402000000000000", [(NIK, "3402000000000000")]),
        ("NIK 3402 0000 0000 0000.", [(NIK, "3402 0000 0000 0000")]),
        ("ktp 34.02.14.520190.0001 atas nama saya", [(NIK, "34.02.14.520190.0001")]),
        ("NIK 34021452\r\n01900001, NIK3402145201900001", [(NIK, "34021452\r\n01900001"), (NIK, "3402145201900001")]),
        ("hp081234567890ya", [(TELEPHONE, "081234567890")]),
        ("AB–1234–XY, AB  1234  XY", [(PLATE, "AB–1234–XY"), (PLATE, "AB  1234  XY")]),
        ("telepon 0812-3456-7890 atau", [(TELEPHONE, "0812-3456-7890")]),
        ("telepon +62 812 3456 7890.", [(TELEPHONE, "+62 812 3456 7890")]),
        ("wa 62812.3456.7890, (+62) 81234567890", [(TELEPHONE, "62812.3456.7890"), (TELEPHONE, "(+62) 81234567890")]),
        ("kantor (0274) 371234 atau 0274-371234", [(TELEPHONE, "(0274) 371234"), (TELEPHONE, "0274-371234")]),
        ("dari luar +62 274 371 234, ", [(TELEPHONE, "+62 274 371 234")]),
        ("saudara di +65 9123 4567", [(TELEPHONE, "+65 9123 4567")]),
        ("https://wa.me/6281234567890", [(TELEPHONE, "6281234567890")]),
        ("NIK 3402145201900001 0812345678", [(NIK, "3402145201900001"), (TELEPHONE, "0812345678")]),
        ("surel sari.l+1@gmail.com.", [(EMAIL, "sari.l+1@gmail.com")]),
        ("kirim ke sari at gmail dot com", [(EMAIL, "sari at gmail dot com")]),
        ("sari(at)kantor.co.id", [(EMAIL, "sari(at)kantor.co.id")]),
        ("mobil AB 1234 XY dan ab1234xy", [(PLATE, "AB 1234 XY"), (PLATE, "ab1234xy")]),
        ("truk B 9021 KXU, motor AB-12-C", [(PLATE, "B 9021 KXU"), (PLATE, "AB-12-C")]),
    ],
)  # fmt: skip
def test_numbers_addresses_and_plates_are_found(text: str, private: list[tuple[str, str]]) -> None:
    assert seen(text) == private
    assert masking.found(masking.covered(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "BTL-2026-483920-K, 16 November 2026, Rp 1.500.000.000, RT 08",
        "sejak 2026 sampai 12345678",
        "tiang 0101\r\n0102\r\n0103\r\n0104",
        "RT 05 RW 02, KM 12, Jl. Parangtritis No. 5, tahun 2025 dan 2026",
        "tanggal 16-11-2026 18-11-2026, pukul 07.30-15.30 07.30-15.30",
        "koordinat -7.8931234, 110.3612345 dan -8.0212345678",
        "blok B 12 A, kelas P3K, jarak d 1200 m, dari 0730-1530",
        "Rapat di @kantor, titik dua, dot matrix",
        "Siti Nur Aini tinggal di Imogiri, Bantul",
    ],
)
def test_what_gives_nobody_away_is_left(text: str) -> None:
    assert masking.found(text) == []
    assert masking.covered(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Saya Siti Nur Aini.", "Saya (nama ditutup)."),
        ("SITI NUR AINI dan siti nur aini", "(nama ditutup) dan (nama ditutup)"),
        ("Sdri. Siti N. tinggal di sini", "Sdri. (nama ditutup) tinggal di sini"),
        ("Siti N.", "(nama ditutup)"),
        ("Bu Aini, atau S. N. Aini", "Bu (nama ditutup), atau (nama ditutup)"),
        ("Nur Aini Siti", "(nama ditutup)"),
        ("Siti  Nur\nAini", "(nama ditutup)\n(nama ditutup)"),
        ("Nuraini, Sitihinggil, dan Kanur bukan saya", "Nuraini, Sitihinggil, dan Kanur bukan saya"),
        ("nur'aini", "(nama ditutup)"),
        ("akun @siti_aini, siti_nur_aini", "akun @(nama ditutup), (nama ditutup)"),
        ("hp Siti 081234567890", "hp (nama ditutup) (nomor ditutup)"),
        ("siti.nur@gmail.com", "(surel ditutup)"),
    ],
)
def test_28_the_reporters_own_name_is_covered_whole(text: str, told: str) -> None:
    assert masking.covered(text, [SITI]) == told


def test_28_the_order_of_the_names_changes_nothing() -> None:
    text = "Sdri. Siti N. alias Siti Nur Aini, SITI, Nur Aini, Aini Siti dan S. N. Aini."
    told = {masking.covered(text, order) for order in permutations(["Siti", "Nur Aini", SITI])}
    assert told == {
        "Sdri. (nama ditutup) alias (nama ditutup), (nama ditutup), (nama ditutup), (nama ditutup) dan (nama ditutup)."
    }


def test_28_a_place_is_a_name_only_where_the_reporter_bears_it() -> None:
    text = "Jalan di Imogiri, dekat Candi Dewi, Bantul"
    assert masking.covered(text, ["Siti Aminah"]) == text
    assert masking.covered(text, ["Dewi Imogiri"]) == "Jalan di (nama ditutup), dekat Candi (nama ditutup), Bantul"


def test_a_name_of_short_parts_is_covered_as_a_whole_only() -> None:
    assert masking.covered("Li Ai dan ai di sini", ["Li Ai"]) == "(nama ditutup) dan ai di sini"
    assert masking.covered("ia di sini", ["Ia", ""]) == "ia di sini"


def test_a_hint_shows_its_beginning_and_end_only() -> None:
    hints = [masking.hinted(one) for one in masking.found("3402 0000 0000 0000, Siti, sari@gmail.com", [SITI])]
    assert hints == ["3402••••••••••00", "S•ti", "sari••••••••om"]


words = st.sampled_from([
    "Siti", "siti", "NUR", "Nur", "Aini", "N.", "S.", "a", "Sitinur", "Sdri.", "Imogiri", "0812", "34567890", "3402",
    "145201900001", "AB", "1234", "XY", "ab1234xy", "sari", "@", "gmail", ".com", "at", "dot", "com", "(0274)",
    "371234", "+62", "(nama ditutup)", "(nomor ditutup)", "nama", "ditutup", "16-11-2026", "Bantul",
])  # fmt: skip
stories = st.lists(st.tuples(words, st.sampled_from(["", " ", ".", "-", "\n", ", "]))).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
own = st.lists(
    st.sampled_from(["Siti", "Nur Aini", SITI, "Aini", "Nama Ditutup", "Imogiri Sari", "Li Ai"]), unique=True
)


@given(stories, own, st.randoms())
def test_28_any_order_covers_alike_covering_again_changes_nothing_and_nothing_is_left(
    text: str, names: list[str], chance: object
) -> None:
    told = masking.covered(text, names)
    shuffled = sorted(names, key=lambda _one: chance.random())
    assert masking.covered(text, shuffled) == told
    assert masking.covered(told, names) == told
    assert masking.found(told, names) == []
    bare = told
    for cover in masking.COVERS.values():
        bare = bare.replace(cover, " | ")
    for name in names:
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", bare, re.IGNORECASE)


@given(stories, own)
def test_what_is_found_stands_in_order_and_apart(text: str, names: list[str]) -> None:
    every = masking.found(text, names)
    assert all(text[one.start : one.end] == one.text for one in every)
    assert all(one.end <= after.start for one, after in pairwise(every))
