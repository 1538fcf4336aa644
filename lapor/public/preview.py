"""“Seperti dilihat orang lain”: what stands in a complaint that gives somebody away, asked about one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from lapor.complaints.models import Attachment
from lapor.public import masking
from lapor.public.forms import FilingForm
from lapor.public.masking import Found

_LABELS = {
    masking.NIK: N_("NIK atau nomor kartu"),
    masking.TELEPHONE: N_("nomor telepon"),
    masking.EMAIL: N_("alamat surel"),
    masking.PLATE: N_("pelat nomor"),
    masking.NAME: N_("nama Anda"),
}


@dataclass(frozen=True)
class Question:
    """Something that was found. `mark` names it in the form, `hint` is enough of it to recognise it by."""

    mark: str
    label: str
    hint: str


@dataclass(frozen=True)
class Look:
    """What is asked about a form before it is sent; `name` is the reporter's own.

    `cards` are the files that look like an identity card, `files` the others.
    """

    name: str
    questions: list[Question]
    cards: list[Attachment]
    files: list[Attachment]

    @property
    def asked(self) -> set[str]:
        """By what the form names everything that is asked about."""
        return {question.mark for question in self.questions} | {str(card.pk) for card in self.cards}


def look(form: FilingForm, files: Collection[Attachment], *, name: str) -> Look:
    cards, others = [one for one in files if one.private], [one for one in files if not one.private]
    return Look(name, _questions(form, name), cards, others)


def _questions(form: FilingForm, name: str) -> list[Question]:
    """What was found in the words of this form, once each."""
    every = {_mark(one): one for text in _texts(form) for one in masking.found(text, [name])}
    return [Question(mark, _(_LABELS[one.kind]), masking.hinted(one)) for mark, one in every.items()]


def covered(form: FilingForm, marks: Collection[str] | None, *, name: str) -> FilingForm:
    """The form with what bears these marks covered in its words; None covers all that is found."""
    where = replace(form.where, patokan=_covered(form.where.patokan, marks, name))
    story, when = (_covered(text, marks, name) for text in (form.cerita, form.tanggal))
    return replace(form, cerita=story, tanggal=when, where=where)


def _texts(form: FilingForm) -> tuple[str, ...]:
    return form.cerita, form.where.patokan, form.tanggal


def _covered(text: str, marks: Collection[str] | None, name: str) -> str:
    return masking.covered(text, [name], wanted=lambda one: marks is None or _mark(one) in marks)


def _mark(one: Found) -> str:
    return hashlib.sha256(f"{one.kind}:{one.text.casefold()}".encode()).hexdigest()[:16]
