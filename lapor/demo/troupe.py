"""Who plays: the people of the demo by their seats, and which door and which unit a complaint belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lapor.complaints.models import Category, Kalurahan
from lapor.demo import people
from lapor.demo.wording import Wording, Written
from lapor.people.models import Agency, Position, Unit
from lapor.sop.rules import Role

# Where a complaint is sent by mistake, by who should have it.
WRONG_DOORS: Final = {
    "DPUPKP": "Dishub",
    "DLH": "DPUPKP",
    "BPBD": "DLH",
    "Satpol PP": "Dishub",
    "Dinsos": "Disdukcapil",
}
SECOND_WRONG_DOOR: Final = "DPUPKP"
OTHER_WRONG_DOOR: Final = "Diskominfo"

# Words by which a complaint finds its unit, where it is not the first of the agency.
UNIT_WORDS: Final = {
    "Bidang Lalu Lintas": ("lalu lintas", "marka", "zebra", "rambu", "penyeberangan", "cermin", "pikap"),
    "Seksi Perparkiran": ("parkir",),
    "Seksi Penerangan Jalan Umum": ("lampu",),
    "Bidang Sumber Daya Air": ("selokan", "gorong", "talud"),
    "Bidang Perumahan dan Kawasan Permukiman": ("rumah tidak layak", "rumah tetangga"),
    "Bidang Pengendalian Pencemaran": ("limbah", "ikan mati", "asap", "bakar"),
    "Bidang Pencatatan Sipil": ("akta",),
    "Bidang Pencegahan dan Pengendalian Penyakit": ("demam",),
    "Seksi Farmasi dan Alat Kesehatan": ("obat",),
    "Bidang Rehabilitasi Sosial": ("terlantar",),
    "Bidang Penegakan Peraturan Daerah": ("karaoke", "baliho"),
    "Bidang Peternakan dan Kesehatan Hewan": ("sapi",),
    "Bidang Prasarana dan Sarana Pertanian": ("pupuk",),
    "Seksi Sarana dan Prasarana": ("pagar", "atap"),
}


@dataclass
class Troupe:
    """Everything that a case needs to know of the database, looked up once."""

    wording: Wording
    positions: Mapping[tuple[int | None, str], list[Position]]
    heads_of_units: Mapping[int, Position]
    agencies: Mapping[str, Agency]
    units: Mapping[int, list[Unit]]
    places: Mapping[str, Kalurahan]
    categories: Mapping[int, Category]

    @classmethod
    def gathered(cls, folder: Path) -> Troupe:
        """The demo's people and the seeds as they are in the database, the sentences from this folder."""
        positions: dict[tuple[int | None, str], list[Position]] = defaultdict(list)
        for position in Position.objects.filter(person__email__endswith=people.DOMAIN).order_by("pk"):
            positions[position.agency_id, position.role].append(position)
        units: dict[int, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.order_by("pk"):
            units[unit.agency_id].append(unit)
        everyone = [position for seats in positions.values() for position in seats]
        return cls(
            wording=Wording(folder),
            positions=positions,
            heads_of_units={one.unit_id: one for one in everyone if one.unit_id is not None},
            agencies={agency.short: agency for agency in Agency.objects.select_related("calendar")},
            units=units,
            places={place.code: place for place in Kalurahan.objects.select_related("kapanewon")},
            categories=Category.objects.in_bulk(),
        )

    def holders(self, agency: Agency | None, role: Role) -> list[Position]:
        """Who holds this role at this agency; None for the roles of the regency."""
        return self.positions[agency.pk if agency else None, role]

    def right_door(self, about: Written) -> Agency:
        return self.agencies.get(about.agency) or self.agencies["DPUPKP"]

    def wrong_door(self, about: Written, *, again: bool = False) -> Agency:
        """The agency that gets a complaint by mistake, and the one that gets it by the second mistake."""
        wrong = SECOND_WRONG_DOOR if again else WRONG_DOORS.get(about.agency, OTHER_WRONG_DOOR)
        return self.agencies[wrong]

    def unit_for(self, about: Written, agency: Agency | None, *, wrong: bool) -> Unit:
        """The unit of the agency that works on such a complaint, or another one of it."""
        units = self.units[agency.pk if agency else 0]
        text = f"{about.title} {about.story}".lower()
        named = [name for name, words in UNIT_WORDS.items() if any(word in text for word in words)]
        right = next((unit for name in named for unit in units if unit.name == name), units[0])
        others = [unit for unit in units if unit != right]
        return others[0] if wrong and others else right
