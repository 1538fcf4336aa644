"""What a complaint is called until the Tim gives it a title, and who gets the receipt of a form sent again."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from lapor.complaints import identity
from lapor.complaints.identity import Reporter
from lapor.complaints.steps import receive
from tests.cast import STORY, Walk


@pytest.mark.parametrize(
    ("story", "title"),
    [
        ("Trotoar Jl. Bantul rusak. Mohon diperbaiki.", "Trotoar Jl. Bantul rusak"),
        ("Rumah No. 5 kebanjiran! Tolong segera.", "Rumah No. 5 kebanjiran"),
        ("Apa syarat KIA? Terima kasih.", "Apa syarat KIA"),
        ("lampu " * 40, "lampu " * 15 + "…"),
    ],
)
def test_the_first_sentence_stands_in_and_an_abbreviation_does_not_end_it(story: str, title: str) -> None:
    assert receive._heading(story) == title


def test_the_code_of_an_accounts_case_is_given_to_nobody(file_one: Callable[..., Walk]) -> None:
    key, mine = str(uuid.uuid4()), file_one(account=True)
    filing = receive.Filing(story=STORY, kapanewon=mine.complaint.kapanewon)

    def send(reporter: Reporter) -> receive.Receipt:
        return receive.submit(filing, reporter=reporter, form_key=key, opened_at=mine.at, at=mine.at)

    sari = Reporter(name="Sari Lestari", account=mine.cast.sari.pk)
    first = send(sari)
    assert send(sari) == receive.Receipt(first.complaint, "", fresh=False)
    for other in (Reporter(), Reporter(name="Budi", account=mine.cast.budi.person_id)):
        with pytest.raises(receive.FiledByAccount):
            send(other)


def test_the_code_of_a_strangers_case_is_given_to_whoever_holds_the_forms_key(file_one: Callable[..., Walk]) -> None:
    key, other = str(uuid.uuid4()), file_one()
    filing = receive.Filing(story=STORY, kapanewon=other.complaint.kapanewon)
    receipts = [
        receive.submit(filing, reporter=reporter, form_key=key, opened_at=other.at, at=other.at)
        for reporter in (Reporter(name="Sari"), Reporter(), Reporter(account=other.cast.sari.pk))
    ]
    assert len({(one.complaint.pk, one.code) for one in receipts}) == 1
    assert identity.opened_by(receipts[0].complaint.number, receipts[0].code)
