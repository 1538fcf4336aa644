"""A form of the administration: no case behind it, what was typed stays, faults by field as on every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from lapor.officer.forms.base import plain
from lapor.people.faults import WHOLE


class PlainForm(forms.Form):
    """`faults()` for the summary on top; `blame()` takes over what the domain found."""

    def __init__(self, data: QueryDict | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(
            plain(data), initial=dict(initial or {}), auto_id="%s", label_suffix="", use_required_attribute=False
        )
        self.whole: list[str] = []

    def blame(self, faults: Mapping[str, str], *, names: Mapping[str, str] | None = None) -> None:
        """Put each sentence at its field (by another name, if `names` says so), or over the whole form."""
        for name, sentence in faults.items():
            field = (names or {}).get(name, name)
            if field in self.fields and name != WHOLE:
                self.add_error(field, sentence)
            else:
                self.whole.append(sentence)

    def faults(self) -> list[tuple[str, str]]:
        """(field id, sentence) for the summary on top."""
        found = [(name, str(lines[0])) for name, lines in self.errors.items()] if self.is_bound else []
        return [("konten", sentence) for sentence in self.whole] + found
