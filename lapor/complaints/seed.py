"""Loading seeds/: the places of Bantul, categories of SP4N-LAPOR!, standard answers. As in people/seed.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lapor.complaints.models import Category, Kalurahan, Kapanewon, StandardAnswer
from lapor.people.seed import SeedRow, Tally, ensure, rows_of


def seed_complaints(folder: Path) -> list[Tally]:
    """Load wilayah/*.csv, kategori.csv and jawaban_baku.csv. Inside the caller's transaction."""
    return [
        ensure("kapanewon", Kapanewon, _kapanewon(folder)),
        ensure("kalurahan", Kalurahan, _kalurahan(folder)),
        ensure("kategori", Category, _categories(folder)),
        ensure("jawaban baku", StandardAnswer, _standard_answers(folder)),
    ]


def _kapanewon(folder: Path) -> Iterator[SeedRow]:
    for row in rows_of(folder / "wilayah" / "kapanewon.csv"):
        yield SeedRow({"code": row["code"]}, {"name": row["name"]})


def _kalurahan(folder: Path) -> Iterator[SeedRow]:
    for row in rows_of(folder / "wilayah" / "kalurahan.csv"):
        facts = {"name": row["name"], "kapanewon_id": row["kapanewon_code"]}
        yield SeedRow({"code": row["code"]}, facts)


def _categories(folder: Path) -> Iterator[SeedRow]:
    """Parents first: the file is in the order of SP4N's numbers, which says nothing about parents."""
    waiting = list(rows_of(folder / "kategori.csv"))
    placed = {""}
    while waiting:
        ready = [row for row in waiting if row["parent_id"] in placed]
        if not ready:
            raise ValueError(f"kategori.csv: {waiting[0]['id']} names a parent that is not in the file")
        for row in ready:
            facts = {
                "name": row["name"],
                "parent_id": int(row["parent_id"]) if row["parent_id"] else None,
                "common": row["common"] == "1",
            }
            yield SeedRow({"sp4n_id": int(row["id"])}, facts)
        placed |= {row["id"] for row in ready}
        waiting = [row for row in waiting if row["id"] not in placed]


def _standard_answers(folder: Path) -> Iterator[SeedRow]:
    """For all agencies, and only where nobody has any yet: later on they are renamed and rewritten in the product."""
    has_some = StandardAnswer.objects.exists()
    for row in rows_of(folder / "jawaban_baku.csv"):
        key = {"agency_id": None, "action": row["act"], "title": row["title"]}
        yield SeedRow(key, {"text": row["text"]}, stays=has_some)
