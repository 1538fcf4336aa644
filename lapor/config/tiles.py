"""Where pictures of the ground under the map come from, from the environment; without them the map shows outlines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lapor.config.trouble import Trouble

_PLACES = ("{z}", "{x}", "{y}")


@dataclass(frozen=True)
class Tiles:
    """`url` as Leaflet wants it, `credit` what their maker asks to be named as, `host` for the content policy."""

    url: str
    credit: str
    host: str


def source(environ: Mapping[str, str]) -> Tiles | None:
    """The source named by LAPOR_TILES, None where there is none; Trouble when it is no such address."""
    url = environ.get("LAPOR_TILES", "").strip()
    if not url:
        return None
    parts = urlsplit(url.replace("{s}.", "*."))
    sound = all(place in url for place in _PLACES) and re.fullmatch(r"(\*\.)?[\w.-]+(:\d+)?", parts.netloc)
    if parts.scheme not in ("http", "https") or not sound:
        raise Trouble(
            "LAPOR_TILES harus sebuah alamat dengan {z}, {x}, dan {y}, "
            f"seperti https://ubin.example.go.id/{{z}}/{{x}}/{{y}}.png, bukan “{url[:80]}”."
        )
    credit = environ.get("LAPOR_TILES_CREDIT", "").strip()
    if not credit:
        raise Trouble("LAPOR_TILES_CREDIT harus diisi: siapa pembuat peta dasarnya, seperti diminta lisensinya.")
    return Tiles(url, credit, f"{parts.scheme}://{parts.netloc}")
