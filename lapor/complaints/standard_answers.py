"""Standard answers (jawaban baku): kept for all agencies or for one, offered in the form of their act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.complaints.models import StandardAnswer
from lapor.complaints.refusals import LONGEST
from lapor.people import journal
from lapor.people.agencies import too_long
from lapor.people.faults import demand
from lapor.people.models import Agency, Position
from lapor.sop.rules import TIM, Role

KEEPERS: Final = (Role.ADMINISTRATOR, Role.OPERATOR, Role.OFFICER)
LEAST: Final = 15  # letters; what the acts themselves ask of such words


def kept_by(position: Position) -> QuerySet[StandardAnswer]:
    """Those that this position may change: every one, or its own agency's."""
    rows = StandardAnswer.objects.select_related("agency")
    if position.role == Role.ADMINISTRATOR:
        return rows
    return rows.filter(agency=position.agency_id) if position.role in KEEPERS else rows.none()


def offered(position: Position, action: str) -> QuerySet[StandardAnswer]:
    """Those that this position is offered in the form of this act: of its agency, and for all."""
    rows = StandardAnswer.objects.filter(action=action, active=True)
    own = Q(agency__isnull=True) if position.role in TIM else Q(agency__isnull=True) | Q(agency=position.agency_id)
    return rows.filter(own).order_by("agency__short", "title")


def add(words: Mapping[str, Any], *, by: Position | None, at: datetime) -> StandardAnswer:
    """A new one; `words` are agency (or None), action, title, text, active. Raises Faulty."""
    demand(**_wrong(words, None))
    with transaction.atomic():
        one = StandardAnswer.objects.create(**words)
        journal.record("answer_added", subject=f"answer {one.pk}", at=at, position=by, data=_told(one))
    return one


def change(one: StandardAnswer, words: Mapping[str, Any], *, by: Position | None, at: datetime) -> bool:
    """Give it these words; False if it has them. Raises Faulty."""
    demand(**_wrong(words, one))
    data = journal.give(one, words, _told)
    if not data:
        return False
    with transaction.atomic():
        one.save()
        journal.record(
            "answer_changed", subject=f"answer {one.pk}", at=at, position=by, data={"title": one.title, **data}
        )
    return True


def _told(one: StandardAnswer) -> dict[str, object]:
    """As the journal keeps it: the words are the office's own, nobody's case stands in them."""
    return {
        "agency": one.agency.short if one.agency else "",
        "act": StandardAnswer.ACTIONS[one.action],
        "title": one.title,
        "text": one.text,
        "active": one.active,
    }


def _wrong(words: Mapping[str, Any], one: StandardAnswer | None) -> dict[str, str | None]:
    agency: Agency | None = words["agency"]
    same = StandardAnswer.objects.filter(agency=agency, action=words["action"], title__iexact=words["title"])
    twin = same.exclude(pk__in=[one.pk] if one else []).exists()
    text = words["text"].strip()
    short = _("Tulis isinya, paling sedikit satu kalimat.") if len(text) < LEAST else None
    taken = _("Judul itu sudah ada untuk tindakan ini.") if twin else None
    return {
        "action": None if words["action"] in StandardAnswer.ACTIONS else _("Pilih untuk tindakan apa."),
        "title": too_long(words["title"], _("Beri judul, supaya mudah dipilih."), 80) or taken,
        "text": too_long(text, "", LONGEST) or short,
    }
