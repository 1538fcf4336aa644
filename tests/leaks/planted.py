"""What is planted: people with unmistakable names, addresses and numbers, and files that tell of them.

Every word here is made up and occurs nowhere else in the tree, so that wherever it turns up it has leaked.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pikepdf
from PIL import Image

from tests.cast import small_pdf
from tests.videos import make_video

# of everybody: how his browser and his machine are called
ADDRESS = "203.0.113.77"
BROWSER = "Mozilla/5.0 (Linux; Android 9; Kencanawungu-7) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


@dataclass(frozen=True)
class Person:
    """One reporter. `words` are told apart by what they are; a number is found however it is spelled."""

    who: str
    name: str
    email: str
    phone: str
    nik: str

    @property
    def words(self) -> dict[str, tuple[str, ...]]:
        """By kind: words that each give him away alone. Halves of a name are words of it."""
        return {
            "name": tuple(self.name.split()),
            "e-mail": (self.email.partition("@")[0],),
            "phone": (self.phone.lstrip("0"),),
            "NIK": (self.nik,),
        }


HIDDEN = Person("hidden", "Wagiyem Kertopatingalaga", "wgym.plataran71@contoh.test", "081233997741", "3402157103870077")
ACCOUNT = Person(
    "account", "Sumpenoharja Dirgayudan", "smpn.gendingan48@contoh.test", "081299304418", "3402154804790012"
)
PHONE = Person("phone", "Mbokginah Tanjunganom", "mbk.tjanom55@contoh.test", "087738220961", "3402155505660034")
OPEN = Person("open", "Sutinahwati Brojonegaran", "stn.brojosari90@contoh.test", "085643118802", "3402159009910056")
EVERYBODY = (HIDDEN, ACCOUNT, PHONE, OPEN)

# of all files together, by what in them tells it
OF_FILES = {
    "file name": ("rumahpojoklegok",),
    "EXIF": ("pandhawasarira", "qx7781zetabody", "catatankameraku", "kinanthiwriter"),
    "place of taking": ("7.889912", "110.331177"),
    "XMP": ("dublincorewijaya",),
    "PDF": ("penulisbabadlegi", "judulsuratlegi"),
    "video": ("judulrekamanpahing", "perekampahing"),
}
OF_REQUESTS = {"IP address": (ADDRESS,), "browser": ("Kencanawungu-7",)}


_RUN = re.compile(rb"[a-z0-9+/_-]{8,}")


class Net:
    """Finds planted words in bytes, whatever was done to them on the way: letters small or large, numbers with
    separators, percent signs, entities, UTF-16, hexadecimal, base64 at any of its three offsets."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        """(label, word) pairs; the label is what `find` answers."""
        self.words = list(words)

    @cached_property
    def _plain(self) -> dict[bytes, str]:
        return {word.lower().encode(): label for label, word in self.words}

    @cached_property
    def _wide(self) -> dict[bytes, str]:
        forms = ("utf-16-le", "utf-16-be")
        return {word.lower().encode(form): label for label, word in self.words for form in forms}

    @cached_property
    def _coded(self) -> dict[bytes, str]:
        return {coded: label for label, word in self.words for coded in _coded_of(word)}

    @cached_property
    def _numbers(self) -> list[tuple[str, re.Pattern[bytes]]]:
        gap = rb"(?:[ .()\-/]|%20|&nbsp;){0,3}"
        return [
            (label, re.compile(gap.join(re.escape(letter.encode()) for letter in word)))
            for label, word in self.words
            if word.isdigit()
        ]

    def find(self, data: bytes) -> set[str]:
        """The labels of all that occurs in these bytes."""
        small = data.lower()
        found = {label for word, label in self._plain.items() if word in small}
        found |= {label for label, spelled in self._numbers if spelled.search(small)}
        if b"\0" in small:
            found |= {label for word, label in self._wide.items() if word in small}
        runs = b" ".join(_RUN.findall(small))  # only what stands without a gap can be coded
        return found | {label for word, label in self._coded.items() if word in runs}


def _coded_of(word: str) -> Iterator[bytes]:
    """The word in hexadecimal and in base64, in small letters as what is searched."""
    for form in (word.lower(), word, word.upper()):
        raw = form.encode()
        yield raw.hex().encode()
        for offset in range(3):
            # what base64 makes of it depends on where it begins; the letters at both ends depend on neighbours
            coded = base64.b64encode(b"\0" * offset + raw + b"\0" * 3)
            yield coded[-(-offset * 8 // 6) : (offset + len(raw)) * 8 // 6].lower()


def of_person(person: Person, *kinds: str) -> list[tuple[str, str]]:
    """What gives this person away, or these kinds of it."""
    return [
        (f"{person.who}: {kind}", word)
        for kind, words in person.words.items()
        if not kinds or kind in kinds
        for word in words
    ]


def of_all(found: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(kind, word) for kind, words in found.items() for word in words]


# ---------------------------------------------------------------- files


def picture(mark: int) -> bytes:
    image, out = Image.new("RGB", (64, 48), (30 + mark, 80, 140)), io.BytesIO()
    exif = Image.Exif()
    exif[0x013B], exif[0x010F], exif[0x0110] = "Pandhawasarira", "Kamera", "KinanthiWriter"
    inner = exif.get_ifd(0x8769)
    inner[0xA431] = "QX7781ZETABODY"
    inner[0x9286] = b"UNICODE\0" + "CatatanKameraku".encode("utf-16-be")
    inner[0x9003] = "2026:03:01 17:05:00"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "S", (7.0, 53.0, 23.6832)
    place[3], place[4] = "E", (110.0, 19.0, 52.2372)
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="DublinCoreWijaya"/>'
        b"</rdf:RDF></x:xmpmeta>"
    )
    image.save(out, "JPEG", exif=exif, xmp=xmp, comment=b"CatatanKameraku")
    return out.getvalue()


def document(mark: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(small_pdf(str(mark)))) as pdf:
        pdf.docinfo["/Author"], pdf.docinfo["/Title"] = "PenulisBabadLegi", "JudulSuratLegi"
        with pdf.open_metadata() as told:
            told["dc:creator"] = ["PenulisBabadLegi"]
        pdf.save(out)
    return out.getvalue()


def video(mark: int) -> bytes:
    told = {"title": "JudulRekamanPahing", "artist": "PerekamPahing", "location": "-7.889912+110.331177/"}
    return make_video(sound="", fps=5, size=(64, 48), corner=(mark * 9 % 256, 60, 90), told=told)


KINDS = {
    "picture": ("IMG rumahpojoklegok 1.jpg", picture),
    "document": ("surat rumahpojoklegok.pdf", document),
    "video": ("rumahpojoklegok.mp4", video),
}


def files(mark: int, *kinds: str) -> list[tuple[str, bytes]]:
    """(name, content) of these kinds of files, with all that tells of their maker; another `mark`, other content."""
    return [(KINDS[kind][0], KINDS[kind][1](mark)) for kind in kinds]
