"""A page as a browser reads it: its forms with their fields, its addresses; and a form filled in by somebody who
writes whatever fits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

WRITTEN = "Sudah kami periksa di tempat, dan dikerjakan hari itu juga oleh regu kedua."
STAY_IN = ("/keluar/", "/jabatan/", "/akun/perangkat/")  # forms after which a window is another one
STAYS = ("simpan", "buang", "hapus", "pakai", "unggah", "kembali")  # buttons that send nothing off


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    checked: bool = False
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """`action` is its address, "" for the page's own; `buttons` are (name, value) of those that send it."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return any(one.name == name for one in self.fields)

    @property
    def sending(self) -> list[dict[str, str]]:
        """What each button that sends it off adds to it; a plain one adds nothing."""
        named = dict.fromkeys(one for one in self.buttons if one[0] not in STAYS)
        return [{name: value} if name else {} for name, value in named] or [{}]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self.open: Form | None = None
        self.select: Field | None = None
        self.area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.links |= {told[name] for name in ("href", "src", "action", "hx-get", "hx-post") if told.get(name)}
        if tag == "form":
            self.open = Form(told.get("action", ""), told.get("method", "get").lower())
            self.forms.append(self.open)
        elif self.open is not None:
            self._inside(tag, told)

    def _inside(self, tag: str, told: dict[str, str]) -> None:
        assert self.open is not None
        name, kind = told.get("name", ""), told.get("type", "text").lower()
        if tag == "button" or (tag == "input" and kind in ("submit", "image")):
            self.open.buttons.append((name, told.get("value", "")))
        elif tag == "input" and name:
            self.open.fields.append(
                Field(name, kind, told.get("value", "on" if kind == "checkbox" else ""), "checked" in told)
            )
        elif tag == "textarea" and name:
            self.area = Field(name, "textarea")
            self.open.fields.append(self.area)
        elif tag == "select" and name:
            self.select = Field(name, "select")
            self.open.fields.append(self.select)
        elif tag == "option" and self.select is not None:
            if "disabled" not in told:
                self.select.options.append(told.get("value", ""))
            if "selected" in told:
                self.select.value = told.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None


def read(html: str) -> tuple[list[Form], set[str]]:
    """The forms of a page, and every address in it that leads into the desk."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms, {urlsplit(link).path for link in reader.links if urlsplit(link).path.startswith("/")}


def filled(form: Form, *, today: date, hints: dict[str, Any], turn: int = 0) -> dict[str, Any]:
    """What is posted: fields that hold something keep it, the others get what fits. `turn` chooses another of several
    possible answers: 0 and 1 the one in the middle, 2 the first, 3 the last; of lists the first, for 3 the last."""
    sent: dict[str, Any] = {}
    radios: dict[str, list[Field]] = {}
    for one in form.fields:
        if one.name in hints:
            sent[one.name] = hints[one.name]
        elif one.kind == "radio":
            radios.setdefault(one.name, []).append(one)
        elif one.kind in ("checkbox", "hidden"):
            if one.checked or turn or one.kind == "hidden":
                sent.setdefault(one.name, []).append(one.value)
        elif one.kind == "select":
            real = [option for option in one.options if option]
            sent[one.name] = one.value or (_chosen(real, max(turn, 2)) if real else "")
        elif one.kind != "file":
            sent[one.name] = one.value.strip() or _written(one, today)
    for name, group in radios.items():
        standing = [one.value for one in group if one.checked]
        sent[name] = standing[0] if standing and not turn else _chosen([one.value for one in group], turn)
    return sent


def _chosen(options: list[str], turn: int) -> str:
    return options[(len(options) // 2, len(options) // 2, 0, -1)[turn % 4]]


def _written(one: Field, today: date) -> str:
    if one.kind == "date":
        return (today + timedelta(days=9)).isoformat()
    return WRITTEN if one.kind == "textarea" else "Regu kedua"
