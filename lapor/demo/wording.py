"""What people say in the demo: sentences by topic, from seeds/demo, and which complaint is about what."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lapor.people.seed import rows_of
from lapor.sop.rules import Klass

KLASSES: Final = {
    "Permintaan Informasi": Klass.INFORMATION,
    "Aspirasi": Klass.ASPIRATION,
}


@dataclass(frozen=True)
class Written:
    """A complaint of the demo as it stands in its file. `agency` is the short name of who should handle it,
    "?" where nobody can tell, "Luar: ..." where it is not the regency's. `showcase` names the fixed ones."""

    title: str
    story: str
    klass: Klass
    category: int
    agency: str
    kalurahan: str
    anonim: bool
    rahasia: bool
    showcase: str = ""


def written(folder: Path) -> list[Written]:
    """All complaints of the demo, in the order of their files."""
    rows = [*rows_of(folder / "aduan_dishub.csv"), *rows_of(folder / "aduan.csv")]
    return [
        Written(
            title=row["judul"],
            story=row["isi"],
            klass=KLASSES.get(row["klasifikasi"], Klass.COMPLAINT),
            category=int(row["id_kategori"]),
            agency=row["opd_harap"],
            kalurahan=row["kode_kalurahan"],
            anonim="Anonim" in row["tipe"],
            rahasia="Rahasia" in row["tipe"],
            showcase=row.get("pamer") or "",
        )
        for row in rows
    ]


class Wording:
    """The sentences. A topic is a mapping from a kind of sentence to its variants."""

    def __init__(self, folder: Path) -> None:
        self._all: Mapping[str, Any] = json.loads((folder / "kalimat.json").read_text(encoding="utf-8"))
        self._topics = {topic["nama"]: topic for topic in self._all["topik"]}

    def topic(self, about: Written) -> Mapping[str, Any]:
        """The first topic of the agency that one of its words names; what it leaves out its parent says."""
        text = f"{about.title} {about.story}".lower()
        mine = (topic for topic in self._all["topik"] if about.agency in topic["opd"] or topic["nama"] == "lain")
        found = next(topic for topic in mine if any(word in text for word in topic["kata"]))
        return {**self._topics["lain"], **self._topics.get(found.get("dari", ""), {}), **found}

    def facts(self, about: Written) -> str:
        """The answer to a question that has one of its own, or ""."""
        return str(self._all["informasi"].get(about.title, ""))

    def say(self, kind: str, rng: random.Random, **names: str) -> str:
        """One of the variants that belong to no topic."""
        return filled(rng.choice(self._all[kind]), **names)

    def remark(self, score: int, rng: random.Random) -> str:
        return str(rng.choice(self._all["pesan"][str(score)]))

    def archived(self, reason: str) -> str:
        return str(self._all["arsip"][reason])


def filled(text: str, **names: str) -> str:
    """The sentence with its {names} put in."""
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text
