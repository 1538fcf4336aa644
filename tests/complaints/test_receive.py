"""What a complaint is called until the Tim gives it a title."""

from __future__ import annotations

import pytest

from lapor.complaints.steps import receive


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
