"""The two commands of keeping, and what they say: `lapor backup FILE` and `lapor restore FILE`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lapor.config import backup, census, passphrase, restore, unpack


def write(target: Path, *, var: Path, environ: Mapping[str, str], with_secrets: bool, tried: bool) -> int:
    """Write a backup, try it out, and only then give it its name. 1 when it holds less than it should."""
    words = passphrase.for_writing(environ)
    part = backup.write(target, words, var=var, environ=environ, with_secrets=with_secrets)
    contents = unpack.prove(part, words, var=var) if tried else unpack.look(part, words)
    backup.publish(part, target)
    print(f"Cadangan: {target} ({part_size(target)}), keadaan {contents.about['at']}.")
    if tried:
        print(f"Sudah diuji: dipulihkan ke server kosong dan dibandingkan; {contents.same}.")
    else:
        print("Belum diuji (--tanpa-uji): hanya dibaca ulang, tidak dipulihkan.")
    secrets_said = "rahasia termasuk, jadi siapa yang punya sandinya dapat membaca identitas pelapor"
    print(f"Isinya: basis data, berkas, dan {secrets_said if with_secrets else 'TANPA rahasia: simpan itu sendiri'}.")
    for name in sorted(census.LEFT_OUT.keys() & tables_named(contents)):
        print(f"Tidak dibawa: isi {name} ({census.LEFT_OUT[name]}).")
    return 1 if _faults(contents) else 0


def bring_back(path: Path, *, var: Path, environ: Mapping[str, str]) -> int:
    """Restore into this installation. 1 when the backup itself held less than it should."""
    contents = restore.bring_back(path, passphrase.for_reading(environ), var=var, environ=environ)
    print(f"Dipulihkan ke {var}: {contents.same}. Keadaan {contents.about['at']}.")
    print("Semua orang masuk lagi. Periksa dengan `lapor doctor`, lalu mulai dengan `lapor run`.")
    gone = restore.not_there(contents, var=var, environ=environ)
    if gone:
        print(f"PERHATIAN: {len(gone)} berkas tidak ada di bucket ini, misalnya {gone[0]}.")
    return 1 if _faults(contents) or gone else 0


def _faults(contents: unpack.Contents) -> bool:
    """Say which files were not whole when the backup was made; whether there were any."""
    lost, broken = contents.manifest["lost"], contents.manifest["broken"]
    if lost:
        print(f"PERHATIAN: {len(lost)} berkas sudah tidak ada saat dicadangkan, misalnya files/{lost[0]}.")
    if broken:
        print(f"PERHATIAN: {len(broken)} berkas isinya sudah berubah saat dicadangkan, misalnya files/{min(broken)}.")
    return bool(lost or broken)


def tables_named(contents: unpack.Contents) -> set[str]:
    """The tables whose columns the backup knows, those without their rows included."""
    return {part.split(" ")[1].partition(".")[0] for part in contents.census.shape if part.startswith("column ")}


def part_size(path: Path) -> str:
    return f"{path.stat().st_size / 1_000_000:.1f} MB".replace(".", ",")
