"""A list as a file to download: CSV or XLSX, never kept by a browser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.http import Http404, HttpResponse

from lapor.people import sheets

_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def answer(
    form: str, *, name: str, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], day: date
) -> HttpResponse:
    """The file of this form, "csv" or "xlsx"; `name` begins its file name."""
    content = sheets.as_xlsx(title, columns, rows) if form == "xlsx" else sheets.as_csv(columns, rows)
    response = HttpResponse(content, content_type=_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}-{day.isoformat()}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


def known(form: str) -> str:
    """The form that was asked for. Raises Http404, before anything is written down."""
    if form not in _TYPES:
        raise Http404
    return form
