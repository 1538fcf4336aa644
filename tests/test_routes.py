"""Every address and everybody: a literal table of who gets what. An address that is not in it fails.

Each column is one of the cast, in the order of PEOPLE; the case is one that Dishub's unit works on, filed by
Sari with her account. Marks: `.` opens, `>` is sent elsewhere, `s` is sent to sign in, `3` reads why not (403),
`4` finds nothing (404), `m` asks in the wrong way (405), `g` comes too late (410), `u` reads
what is missing (503: a test has no worker).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from lapor.complaints.models import Category, StandardAnswer
from lapor.people.models import SopVersion
from tests.cast import Cast, Walk

PEOPLE = (
    "stranger", "sari", "wati", "joko", "budi", "endang", "slamet", "agus", "rina", "bupati", "auditor", "admin",
    "kartika", "bayu", "sekar",
)  # fmt: skip

#                       stranger sari wati joko budi endang slamet agus rina bupati auditor admin kartika bayu sekar
TABLE = {
    "health":              "...............",
    "ready":               "uuuuuuuuuuuuuuu",
    "home":                "...............",
    "file":                "...............",
    "fresh_token": "...............",
    "upload_piece": "mmmmmmmmmmmmmmm",
    "draft_files": "mmmmmmmmmmmmmmm",
    "draft_keep": "smmmmmmmmmmmmmm",
    "draft_discard": "smmmmmmmmmmmmmm",
    "draft_picture": "444444444444444",
    "where_is": "mmmmmmmmmmmmmmm",
    "offline_page": "...............",
    "offline_form": "...............",
    "service_worker": "...............",
    "manifest": "...............",
    "receipt":             ">>>>>>>>>>>>>>>",
    "track":               "...............",
    "mail_link":           "ggggggggggggggg",
    "case":                "4.4444444444444",
    "receipt_pdf":         "4.4444444444444",
    "hide":                "4.4444444444444",
    "case_time":           "4.4444444444444",
    "citizen_act":         "4.4444444444444",
    "mine":                "s..............",
    "account_login":              ".>>>>>>>>>>>>>>",
    "account_confirm_login_code": "s>>>>>>>>>>>>>>",
    "sign_out":                   "mmmmmmmmmmmmmmm",
    "official_login":             ".>>>>>>>>>>>>>>",
    "mfa_authenticate":           "sssssssssssssss",
    "account_reset_password":     "...............",
    "account_reset_password_from_key": "ggggggggggggggg",
    "account":                    "s..............",
    "account_name":               "s.4444444444444",
    "usersessions_list":          "s..............",
    "account_change_password":    "s4.............",
    "notice_settings":            "s..............",
    "mfa_index":                  "s4.............",
    "mfa_activate_totp":          "s4.............",
    "mfa_view_recovery_codes":    "s4.............",
    "mfa_add_webauthn":           "s4.............",
    "demo":                "...............",
    "demo_mail":           "...............",
    "demo_letter":         "444444444444444",
    "sop":                 "...............",
    "privacy":             "...............",
    "help":                "...............",
    "attachment":          "4.......4444444",
    "attachment_thumb":    "4.......4444444",
    "desk":                "s4>>>>>>>>>>>>>",
    "inbox":               "s4.......333..3",
    "verification":        "s4..33333333333",
    "verification_case":   "s4..33333333333",
    "office_case":         "s4......4333443",
    "office_case_time":    "s4......4333443",
    "act":                 "s4333.334333443",
    "see_identity":        "s4mm3m333333mm3",
    "inbox_export":        "s4mmmmmmm333mm3",
    "identity_requests":   "s4333333333333.",
    "identity_export":     "s4333333333333m",
    "identity_request":    "s4333333333333.",
    "head_reports":        "s433333.3333333",
    "promise_register":    "s4....3....3333",
    "search":              "s4.......333..3",
    "figures":             "s4..333.3...333",
    "audit":               "s433333333.3333",
    "audit_case":          "s433333333.3333",
    "administration":      "s4333333333.333",
    "readiness":           "s4..3333333.333",
    "admin_office_time":   "s4333333333.333",
    "admin_calendar_new":  "s4333333333.333",
    "admin_calendar":      "s4333333333.333",
    "admin_holidays":      "s4333333333.333",
    "admin_journal":       "s433333333..333",
    "admin_notices":       "s4333333333.333",
    "admin_people":        "s4333333333.333",
    "admin_person_new":    "s4333333333.333",
    "admin_person":        "s4333333333.333",
    "admin_person_edit":   "s4333333333.333",
    "admin_person_invite": "s4333333333m333",
    "admin_person_factor": "s4333333333m333",
    "admin_person_close":  "s4333333333m333",
    "admin_person_reopen": "s4333333333m333",
    "admin_position_new":  "s4333333333.333",
    "admin_handover":      "s4333333333.333",
    "admin_position":      "s4333333333.333",
    "positions":           "s4.............",
    "admin_agencies":      "s4333333333.333",
    "admin_agency_new":    "s4333333333.333",
    "admin_agency":        "s4333333333.333",
    "admin_agency_edit":   "s4333333333.333",
    "admin_agency_close":  "s4333333333.333",
    "admin_unit":          "s4333333333.333",
    "admin_kinds":         "s4333333333.333",
    "admin_kind_new":      "s4333333333.333",
    "admin_kind":          "s4333333333.333",
    "admin_categories":    "s4333333333.333",
    "admin_category_new":  "s4333333333.333",
    "admin_category":      "s4333333333.333",
    "admin_sheets":        "s4333333333.333",
    "admin_sheet":         "s4333333333.333",
    "admin_sheet_out":     "s4333333333.333",
    "admin_procedures":     "s43.3333333.333",
    "admin_procedure_new":  "s43.3333333.333",
    "admin_procedure":      "s43.3333333.333",
    "admin_procedure_edit": "s43.3333333.333",
    "admin_trial":          "s43.3333333.333",
    "answers":             "s433..33.33.333",
    "answer_new":          "s433..33.33.333",
    "answer_edit":         "s433..33433.333",
}  # fmt: skip


def addresses(walk: Walk) -> dict[str, str]:
    """Every named route with the case filled in."""
    number = walk.complaint.number
    picture = walk.complaint.attachments.first()
    filled: dict[str, dict[str, Any]] = {
        "mail_link": {"secret": "x" * 32},
        "case": {"number": number},
        "receipt_pdf": {"number": number},
        "hide": {"number": number},
        "case_time": {"number": number},
        "citizen_act": {"number": number, "action": "withdraw"},
        "verification_case": {"number": walk.waiting},
        "office_case": {"number": number},
        "office_case_time": {"number": number},
        "act": {"number": number, "action": "recall"},
        "audit_case": {"number": number},
        "see_identity": {"number": number},
        "identity_request": {"pk": walk.asked},
        "account_reset_password_from_key": {"key": "x"},
        "attachment": {"name": picture.name},
        "attachment_thumb": {"name": picture.name},
        "draft_picture": {"key": picture.name, "name": picture.name},
        "admin_person": {"pk": walk.cast.budi.person_id},
        "admin_person_edit": {"pk": walk.cast.budi.person_id},
        "admin_person_invite": {"pk": walk.cast.budi.person_id},
        "admin_person_factor": {"pk": walk.cast.budi.person_id},
        "admin_person_close": {"pk": walk.cast.budi.person_id},
        "admin_person_reopen": {"pk": walk.cast.budi.person_id},
        "admin_position_new": {"pk": walk.cast.budi.person_id},
        "admin_handover": {"pk": walk.cast.budi.person_id},
        "admin_position": {"pk": walk.cast.budi.pk},
        "admin_agency": {"code": walk.cast.dishub.code},
        "admin_agency_edit": {"code": walk.cast.dishub.code},
        "admin_agency_close": {"code": walk.cast.dishub.code},
        "admin_unit": {"pk": walk.cast.lights.pk},
        "admin_kind": {"code": "dinas"},
        "admin_procedure": {"code": "2020-06-12"},
        "admin_procedure_edit": {"code": walk.draft},
        "admin_calendar": {"code": "lima-hari"},
        "admin_holidays": {"year": 2027},
        "admin_sheet": {"slug": "opd"},
        "admin_sheet_out": {"slug": "opd", "form": "csv"},
        "admin_category": {"number": 110},
        "demo_letter": {"name": "0" * 32},
        "answer_edit": {"pk": walk.answer},
    }
    return {name: reverse(name, kwargs=filled.get(name)) for name in names()}


def names() -> list[str]:
    def walk(patterns: list[URLPattern | URLResolver]) -> list[str]:
        found = []
        for pattern in patterns:
            found += walk(pattern.url_patterns) if isinstance(pattern, URLResolver) else [str(pattern.name)]
        return found

    return walk(get_resolver().url_patterns)


def mark(response: Any) -> str:
    if response.status_code == 302:
        return "s" if response.headers["Location"].startswith("/masuk/") else ">"
    return {200: ".", 403: "3", 404: "4", 405: "m", 410: "g", 503: "u"}[response.status_code]


def test_every_address_is_in_the_table() -> None:
    assert sorted(names()) == sorted(TABLE)


def test_every_view_says_for_whom_it_is() -> None:
    def views(patterns: list[URLPattern | URLResolver]) -> list[Callable[..., Any]]:
        found = []
        for pattern in patterns:
            found += views(pattern.url_patterns) if isinstance(pattern, URLResolver) else [pattern.callback]
        return found

    assert [view for view in views(get_resolver().url_patterns) if not hasattr(view, "audience")] == []


@pytest.fixture
def told(file_one: Callable[..., Walk]) -> Walk:
    from tests.cast import picture_draft

    waiting = file_one()
    walk = file_one(account=True)
    walk.routed().asked()
    from lapor.complaints.steps import complete, examine, reveal, route
    from tests.cast import INTERIM, REPORTER

    walk.do(complete.complete, REPORTER, reply="Fotonya ini.", draft=picture_draft(walk.at))
    walk.do(route.pass_on, walk.cast.budi, interim=INTERIM)
    walk.do(examine.assign, walk.cast.endang, unit=walk.cast.lights, instruction="Periksa tiga tiang itu.")
    walk.waiting = waiting.complaint.number
    hidden = file_one(anonim=True)
    hidden.do(reveal.ask_identity, walk.cast.wati, reason="Pelapor perlu dihubungi petugas lapangan.")
    walk.asked = hidden.complaint.identity_requests.get().pk
    Category.objects.create(sp4n_id=110, name="Topik Lainnya")
    baku = StandardAnswer.objects.create(agency=walk.cast.dishub, action="answer", title="Lampu", text="Menyala lagi.")
    walk.answer = baku.pk
    walk.draft = SopVersion.objects.create(
        code="2030-01-01", effective="2030-01-01", facts={}, written_by=walk.cast.admin, written_at=walk.at
    ).code
    return walk


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_gets_what_the_table_says(told: Walk, cast: Cast, person: str) -> None:
    client = Client()
    if person == "sari":
        client.force_login(cast.sari)
    elif person != "stranger":
        client.force_login(getattr(cast, person).person)
    column = PEOPLE.index(person)
    got = {name: mark(client.get(url)) for name, url in addresses(told).items()}
    assert got == {name: row[column] for name, row in TABLE.items()}
