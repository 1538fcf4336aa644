"""Asking for a hidden identity, and the custodian's decision about it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lapor.complaints.steps import reveal
from lapor.officer.forms.base import ActForm, prose
from lapor.officer.forms.plain import PlainForm


class AskIdentityForm(ActForm):
    step = reveal.ask_identity
    after = _(
        "Penjaga identitas memutuskan. Kalau diizinkan, hanya jabatan Anda yang dapat melihatnya, selama 24 jam, dan "
        "setiap kali tercatat. Pelapor membaca di halamannya bahwa kantor Anda meminta."
    )
    told = _("Permintaan dikirim kepada penjaga identitas.")

    reason = prose(
        _("Mengapa identitasnya diperlukan?"),
        _("Penjaga identitas, petugas aduan ini, dan auditor membaca ini; pelapor tidak. Jangan tulis isi aduannya."),
    )


class DecisionForm(PlainForm):
    """What the custodian decides, and why."""

    reason = prose(
        _("Alasan keputusan"), _("Yang meminta dan auditor membaca ini; pelapor hanya membaca keputusannya."), rows=3
    )


class LookForm(PlainForm):
    """Whether identities stand in the list that the custodian downloads, and what for."""

    identities = forms.BooleanField(required=False, label=_("Sertakan nama dan kontak pelapor"))
    reason = prose(_("Untuk apa identitasnya dibuka?"), _("Wajib kalau nama dan kontak disertakan."), rows=2)
