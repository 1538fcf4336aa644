"""The outlines of the kalurahan as a map in a browser draws them: one small file, made from the seed.

A map is useful without tiles when it shows where each kalurahan lies and what it is called. Four decimals of a
degree (eleven metres) are enough to look at; what a point lies in, only complaints/geography.py says.
"""

from __future__ import annotations

import json
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

from lapor.complaints import geography

FILE: Final = Path(__file__).parent / "static" / "public" / "wilayah.json"
SCALE: Final = 10_000  # parts of a degree


def text() -> str:
    """Rings as steps east and north from one corner to the next, the first from 0, 0: {scale, areas: [...]}."""
    areas = [
        {
            "name": area.name,
            "kapanewon": area.kapanewon,
            "at": _parts(geography.middle(area)),
            "ring": _steps([_parts(corner) for corner in area.ring]),
        }
        for area in geography.areas().values()
    ]
    lines = ",\n".join(json.dumps(area, separators=(",", ":")) for area in areas)
    return f'{{"scale":{SCALE},"areas":[\n{lines}\n]}}\n'


def _parts(at: geography.Plane) -> tuple[int, int]:
    point = geography.degrees(at)
    return round(point.lng * SCALE), round(point.lat * SCALE)


def _steps(corners: list[tuple[int, int]]) -> list[int]:
    apart = [corner for corner, _same in groupby(corners)]
    return [step for (x1, y1), (x2, y2) in pairwise([(0, 0), *apart]) for step in (x2 - x1, y2 - y1)]
