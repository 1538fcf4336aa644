"""The pages of the SOP's versions: written, read with what they change, approved by somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lapor.people import procedures
from lapor.people.models import Change, SopVersion
from lapor.sop import amounts
from lapor.sop.limits import BASE
from tests.cast import Cast, Walk, sign_in

pytestmark = pytest.mark.django_db

LIST = "/pengaturan/prosedur/"
NEW, TRIAL = f"{LIST}baru/", f"{LIST}uji/"


def typed(**changed: str) -> dict[str, str]:
    """The whole form as it stands after somebody opened it, with these fields changed."""
    day = timezone.localdate() + timedelta(days=10)
    plain = {key: str(value) for key, value in amounts.of(BASE).items()}
    return {"effective": day.isoformat(), "reason": "Evaluasi 2026", **plain, **changed}


def shown(page: str) -> str:
    found = re.search(r'name="shown" value="([0-9a-f]*)"', page)
    assert found is not None
    return found.group(1)


def saved(client: Client, **changed: str) -> SopVersion:
    look = client.post(NEW, {**typed(**changed), "do": "look"}).content.decode()
    done = client.post(NEW, {**typed(**changed), "do": "save", "shown": shown(look)})
    row = SopVersion.objects.get()
    assert done.headers["Location"] == f"{LIST}{row.code}/"
    return row


def test_the_list_says_what_is_in_force_and_how_many_complaints_go_by_it(
    client: Client, cast: Cast, walk: Walk
) -> None:
    page = sign_in(client, cast.joko).get(LIST).content.decode()
    assert "12 Juni 2020" in page
    assert re.search(r"Berlaku</b>.*?1\.060 menit</td><td class=\"r\">1</td>", page, re.S)


def test_a_draft_is_looked_at_before_it_is_kept(client: Client, cast: Cast) -> None:
    sign_in(client, cast.admin)
    data = typed(step_3="45", head_number="065/12")
    look = client.post(NEW, {**data, "do": "look"})
    page = look.content.decode()
    assert look.status_code == 200
    assert "<b>45 menit kerja</b>" in page
    assert "<b>1.045 menit</b>" in page
    assert "<b>065/12</b>" in page
    assert not SopVersion.objects.exists()
    unseen = client.post(NEW, {**data, "step_3": "40", "do": "save", "shown": shown(page)})
    assert "<b>40 menit kerja</b>" in unseen.content.decode()
    assert not SopVersion.objects.exists()
    client.post(NEW, {**data, "do": "save", "shown": shown(page)})
    row = SopVersion.objects.get()
    assert procedures.read(row).minutes(3) == 45
    assert procedures.read(row).head == {"number": "065/12"}


def test_what_is_wrong_is_said_at_its_field_and_everything_typed_stays(client: Client, cast: Cast) -> None:
    answer = sign_in(client, cast.admin).post(NEW, typed(step_3="enam puluh", floor_4="200", step_5="1.060"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ada 2 yang perlu dilengkapi" in page
    assert 'value="enam puluh"' in page
    assert 'value="1.060"' in page
    assert 'href="#floor_4"' in page


def test_another_person_approves_and_the_writer_reads_why_not(client: Client, cast: Cast) -> None:
    row = saved(sign_in(client, cast.admin), step_3="45")
    address = f"{LIST}{row.code}/"
    own = client.get(address).content.decode()
    assert "Anda sendiri yang menulisnya" in own
    assert "Setujui versi ini" not in own
    sign_in(client, cast.joko)
    page = client.get(address).content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert seen is not None
    assert client.post(address, {"do": "approve", "seen": "lama"}).status_code == 422
    assert client.post(address, {"do": "approve", "seen": seen.group(1)}).status_code == 302
    row.refresh_from_db()
    assert row.approved_by == cast.joko
    assert "Disetujui Joko" in client.get(address).content.decode()
    assert client.get(f"{address}ubah/").status_code == 404


def test_a_draft_is_changed_and_withdrawn(client: Client, cast: Cast) -> None:
    row = saved(sign_in(client, cast.admin), step_3="45")
    edit = f"{LIST}{row.code}/ubah/"
    opened = client.get(edit)
    assert 'value="45"' in opened.content.decode()
    again = {**typed(step_3="50"), "do": "save", "seen": opened.context["seen"]}
    page = client.post(edit, again).content.decode()
    assert client.post(edit, {**again, "shown": shown(page)}).status_code == 302
    row.refresh_from_db()
    assert procedures.read(row).minutes(3) == 50
    stale = client.post(edit, {**again, "shown": shown(page)})
    assert stale.status_code == 422 and "baru saja diubah orang lain" in stale.content.decode()
    assert client.post(f"{LIST}{row.code}/", {"do": "withdraw"}).headers["Location"] == LIST
    assert not SopVersion.objects.exists()


def test_the_journal_tells_the_difference_in_words(client: Client, cast: Cast) -> None:
    saved(sign_in(client, cast.admin), step_3="45")
    page = client.get("/pengaturan/catatan/?tentang=procedures").content.decode()
    assert "Rancangan SOP ditulis" in page
    assert "Langkah 3: 60 → 45 menit kerja" in page
    assert "Seluruh langkah: 1.060 → 1.045 menit" in page
    assert Change.objects.get(action="procedure_drafted").position == cast.admin


@pytest.mark.parametrize("code", ["2031-01-01", "tidak-ada"])
def test_a_version_that_is_not_there_is_not_found(client: Client, cast: Cast, code: str) -> None:
    assert sign_in(client, cast.admin).get(f"{LIST}{code}/").status_code == 404


def test_a_get_changes_nothing(client: Client, cast: Cast, file_one: Callable[..., Any]) -> None:
    row = saved(sign_in(client, cast.admin), step_3="45")
    changes = Change.objects.count()
    for address in (LIST, NEW, f"{LIST}{row.code}/?do=approve", f"{LIST}{row.code}/ubah/?do=save"):
        assert client.get(address).status_code == 200
    assert Change.objects.count() == changes


# ---------------------------------------------------------------- Uji SOP


def test_a_trial_says_how_many_more_would_be_late(client: Client, walk: Walk) -> None:
    walk.closed()
    page = sign_in(client, walk.cast.joko).get(f"{TRIAL}?first=2026-03-01&last=2026-03-31&step_3=20").content.decode()
    assert "Langkah 3 dalam 20 menit kerja: 1 lebih banyak terlambat (dari 1)" in page
    assert "1 aduan yang masuk 1 Maret 2026 sampai 31 Maret 2026" in page
    assert 'value="20"' in page


def test_a_draft_is_tried_before_anybody_approves_it(client: Client, cast: Cast, walk: Walk) -> None:
    walk.closed()
    row = saved(sign_in(client, cast.admin), step_3="20", floor_3="20")
    asked = client.get(f"{TRIAL}?version={row.code}").content.decode()
    assert f'<option value="{row.code}" selected>' in asked
    page = client.get(f"{TRIAL}?first=2026-03-01&last=2026-03-31&version={row.code}").content.decode()
    assert "Langkah 3 dalam 20 menit kerja: 1 lebih banyak terlambat (dari 1)" in page


def test_a_trial_of_nothing_says_what_to_do(client: Client, cast: Cast) -> None:
    page = sign_in(client, cast.joko).get(f"{TRIAL}?first=2026-03-01&last=2026-03-31").content.decode()
    assert "Tidak ada aduan yang berakhir di masa itu. Pilih masa lain." in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("first=&last=2026-03-31", "Isi tanggalnya."),
        ("first=2026-03-31&last=2026-03-01", "Tanggal akhir mendahului tanggal awal."),
        ("first=31-31-2026&last=2026-03-01", "Tulis tanggal seperti 24-11-2026."),
        ("first=0001-01-01&last=2026-03-01", "Tulis tahun antara 2000 dan 2100."),
        ("first=2026-03-01&last=2026-03-31&step_3=nol", "Langkah 3: tulis bilangan bulat 1 sampai 10.000."),
        ("first=2026-03-01&last=2026-03-31&version=2099-01-01", "Pilih dari daftar ini."),
        ("first=2026-03-01&last=2026-03-31&whose=99999", "Pilih dari daftar ini."),
        ("first=2026-03-01&last=2026-03-31&calendar=0", "Pilih dari daftar ini."),
    ],
)
def test_what_cannot_be_tried_is_said_at_its_field(client: Client, cast: Cast, query: str, sentence: str) -> None:
    answer = sign_in(client, cast.joko).get(f"{TRIAL}?{query}")
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_other_hours_are_tried_for_one_agency(client: Client, cast: Cast, walk: Walk) -> None:
    walk.closed()
    hours = cast.dishub.calendar_id
    query = f"first=2026-03-01&last=2026-03-31&calendar={hours}&whose={cast.dishub.code}"
    page = sign_in(client, cast.joko).get(f"{TRIAL}?{query}").content.decode()
    assert "Tidak ada yang menjadi terlambat atau tepat waktu." in page


def test_each_version_tells_how_many_unanswered_complaints_go_by_it(client: Client, file_one: Callable[..., Walk]):
    waiting, answered = file_one(), file_one().answered_simply()
    page = sign_in(client, answered.cast.admin).get("/pengaturan/prosedur/")
    assert [(one.terms.code, count) for one, count in page.context["rows"]] == [(waiting.complaint.sop_version, 1)]
    assert "Aduan belum dijawab" in page.content.decode()
