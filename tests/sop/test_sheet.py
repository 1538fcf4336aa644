"""`lapor sop`: the rules as they are printed, and the documents that explain them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lapor.sop import sheet
from lapor.sop.rules import ACTIONS, BASE, LIMITS, RULES, STATE_LABELS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_json_holds_the_steps_as_the_sheet_of_2020_prints_them():
    told = json.loads(json.dumps(sheet.as_json(BASE)))
    assert told["sop_version"] == "2020-06-12"
    assert [step["order"] for step in told["steps"]] == list(range(1, 9))
    assert [step["printed"] for step in told["steps"]] == ["1", "", "3", "4", "5", "6", "5", "6"]
    assert [step["minutes"] for step in told["steps"]] == [10, None, 60, 120, 660, 120, 60, 30]
    assert set(told["steps"][0]) == {"order", "printed", "actor", "activity", "minutes", "needs", "output"}
    assert told["total_minutes"] == 1060
    assert [end["minutes"] for end in told["ends"]] == [100, 220, 1060]


def test_the_json_holds_every_row_of_the_table():
    told = sheet.as_json(BASE)
    assert [action["name"] for action in told["actions"]] == list(ACTIONS)
    assert sum(len(action["ways"]) for action in told["actions"]) == len(RULES)
    assert len(told["limits"]) == len(LIMITS)
    pass_on = next(action for action in told["actions"] if action["name"] == "pass_on")
    assert pass_on["ways"] == [
        {
            "complaint_from": "in_handling",
            "handling_from": "at_operator",
            "complaint_to": "same",
            "handling_to": "at_officer",
            "roles": ["operator"],
            "conditions": [],
        }
    ]


def test_the_text_says_the_steps_the_ends_and_every_action_and_fits_a_terminal():
    text = sheet.as_text(BASE)
    for words in (
        "1.060 menit",
        "langkah 1-2-3-8, 100 menit",
        "langkah 1-2-3-4-8, 220 menit",
        "tercetak nomor 6",
        "SOP tanggal 12 Juni 2020",
        "jam kantor Tim Kabupaten; pada Pelapor.",
        "(answer_simple, langkah 3 atau 4)",
        "(request_return, di samping langkah)",
    ):
        assert words in text
    for name, action in ACTIONS.items():
        assert f"{action.label} ({name}," in text
    assert max(len(line) for line in text.splitlines()) <= sheet.WIDTH


def test_the_settlement_limit_is_said_once_by_class():
    (line,) = [one for one in sheet.as_text(BASE).splitlines() if "menurut kelas" in one]
    assert line.startswith("- Penyelesaian menurut kelas aduan: permintaan informasi 5 hari kerja")


def test_a_citizen_is_not_told_which_agency_leads():
    told = [sheet.CONDITIONS["leads"][1] for rule in RULES if "citizen" in rule.roles and "leads" in rule.conditions]
    assert told == []


@pytest.mark.parametrize("page", ["glossary.md", "sop.md"])
def test_the_documents_name_every_action(page: str):
    text = (DOCS / page).read_text(encoding="utf-8")
    assert [name for name in ACTIONS if f"`{name}`" not in text] == []


def test_the_glossary_has_the_words_of_every_state_and_button():
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    labels = [*STATE_LABELS.values(), *(action.label for action in ACTIONS.values())]
    assert [label for label in labels if label not in text] == []
